"""Several texts in one cell of a table, so that each comes back exactly: A | B, with \\| for a bar inside."""

import re


def join_cell(items: list[str] | tuple[str, ...], bar: str = " | ") -> str:
    return bar.join(item.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n") for item in items)


def split_cell(cell: str) -> list[str]:
    """The texts of a cell; a backslash takes the meaning from the character after it."""
    if "|" not in cell and "\\" not in cell:
        return [cell.strip()] if cell.strip() else []
    pieces = re.split(r"((?:\\.|[^|\\])*)\|", cell + "|")[1::2]
    return [text for piece in pieces if (text := unescaped(piece.strip()))]


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text) if "\\" in text else text


def split_arrow(cell: str) -> tuple[str, str] | None:
    """左 => 右; office files also write ->, →, —— or ＝."""
    for arrow in ("=>", "->", "→", "⇒", "——", "－－", "＝", "="):
        left, found, right = cell.partition(arrow)
        if found:
            return left.strip(), right.strip()
    return None
