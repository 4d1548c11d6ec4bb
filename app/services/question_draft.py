"""A question as a form shows it: every list of it as lines to type, in the notation of the Excel template."""

import re
from collections.abc import Mapping

from app.content.bank.cell_lists import join_cell, unescaped
from app.content.bank.table_rows import NotTaken, bases_of, day_of, gap_of, pairs_of, point_of
from app.content.bank.table_writing import gap_cell, pair_cell, point_cell
from app.domain.errors import UserError
from app.domain.question_reading import question_from_plain, read_question
from app.domain.question_writing import Plain
from app.domain.questions import Blank, Match, Question, Rewrite, Spoken

_TAGS = re.compile(r"\s*[,，、;；]\s*|\s+")


def lines_of(key: str, plain: Mapping[str, object]) -> str:
    """The list under `key` of a plain question (or part of a case), one item a line."""
    items = plain.get(key)
    if not isinstance(items, list):
        return ""
    if key == "basis":
        return "\n".join(f"《{each['law']}》{each.get('article', '')}" for each in items)
    if key == "tags":
        return "、".join(items)
    if key in ("steps", "extra"):
        return "\n".join(join_cell([each], "") for each in items)
    body = question_from_plain({**_EMPTY, **plain}).body
    if isinstance(body, Blank):
        return "\n".join(gap_cell(gap) for gap in body.gaps)
    if isinstance(body, Match):
        return "\n".join(pair_cell(pair.left, pair.right) for pair in body.pairs)
    points = body.points if isinstance(body, Rewrite) else body.turn.points if isinstance(body, Spoken) else ()
    return "\n".join(point_cell(point) for point in points)


_EMPTY: Plain = {"id": "x", "line": "conduct", "stem": "x"}


def list_of(key: str, text: str) -> list[object]:
    """The inverse of `lines_of`. UserError names the line that cannot be understood."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if key == "basis":
        return list(bases_of("\n".join(lines)))
    if key == "tags":
        return [tag for tag in _TAGS.split(text) if tag]
    if key in ("steps", "extra"):
        return [unescaped(line) for line in lines]
    if key == "blanks":
        return [gap_of(line) for line in lines]
    if key == "points":
        return [_point(line) for line in lines]
    try:
        return list(pairs_of(lines)["pairs"])  # type: ignore[call-overload]
    except NotTaken as problem:
        raise UserError(f"{problem}。", "请每行写一对，中间用“=>”隔开，例如：用人单位 => 30日。") from problem


def _point(line: str) -> dict[str, object]:
    made = point_of(line)
    if not made["id"] or not made["text"] or not made["ways"]:
        raise UserError(
            f"要点“{line[:20]}”写得不完整。", "请写成：编号: 要点 = 说法一 | 说法二；必说的要点在最前面加 ★。"
        )
    return made


def day_text(text: str) -> str:
    """A day as people write it (2026年1月2日, 2026/1/2) as 2026-01-02; anything else as it is."""
    return day_of(text.strip())


def made_question(fields: Mapping[str, object], source: str = "") -> Question:
    """The question that the form's fields make. UserError with the first thing that is wrong with them."""
    question, problems = read_question(fields, source=source)
    if question is None:
        first = problems[0]
        part = f"第 {first.path[1] + 1} 小题：" if first.path[:1] == ("parts",) and len(first.path) > 1 else ""  # type: ignore[operator]
        raise UserError(f"{part}{first.message}", first.remedy)
    return question
