"""Questions as rows of a table, under the headings that the table reader knows; every type fits."""

import re
from collections.abc import Sequence
from decimal import Decimal

from app.content.bank.cell_lists import join_cell, split_arrow
from app.content.bank.imported import LeftOut
from app.content.bank.moodle_answers import plain_number
from app.content.bank.table_columns import HEADINGS
from app.domain.questions import (
    NATIONWIDE,
    Blank,
    Body,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Part,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FEWEST_OPTIONS = 6
_ORDER = (  # noqa: SIM905 a row reads better than a column here
    "id type stem OPTIONS answer explanation basis difficulty line tags effective checked expires region author topic "
    "partial picture whys option_pictures needs points case version review"
).split()
_SEPARATOR = re.compile(r"[,，、;；]")
Row = dict[str, object]


def headings(options: int) -> list[str]:
    """The headings with that many option columns."""
    return [
        name
        for key in _ORDER
        for name in ([f"选项{letter}" for letter in LETTERS[:options]] if key == "OPTIONS" else [HEADINGS[key][0]])
    ]


def table_of(questions: Sequence[Question]) -> tuple[list[list[object]], int, list[LeftOut]]:
    """(rows with the headings first, number of questions, what did not fit)."""
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    count = 0
    for question in questions:
        made = _rows(question)
        if any(len(options) > len(LETTERS) for row in made if isinstance(options := row["OPTIONS"], list)):
            left_out.append(LeftOut(question.id, "选项、步骤或匹配项超过 26 个"))
            continue
        rows += made
        count += 1
    most = max([_FEWEST_OPTIONS, *(len(row["OPTIONS"]) for row in rows)])  # type: ignore[arg-type]
    table: list[list[object]] = [list(headings(most))]
    for row in rows:
        line: list[object] = []
        for key in _ORDER:
            if key == "OPTIONS":
                options: list[object] = list(row["OPTIONS"])  # type: ignore[call-overload]
                line += options + [None] * (most - len(options))
            else:
                line.append(row.get(key) or None)
        table.append(line)
    return table, count, left_out


def _rows(question: Question) -> list[Row]:
    row: Row = {
        "id": question.id,
        **_asked(question.stem, question.body),
        "explanation": question.explanation,
        "basis": _listed([f"《{each.law}》{each.article}" for each in question.basis]),
        "difficulty": question.difficulty,
        "line": question.line.label,
        "tags": _listed(question.tags),
        "effective": question.effective and question.effective.isoformat(),
        "checked": question.checked and question.checked.isoformat(),
        "expires": question.expires and question.expires.isoformat(),
        "region": "" if question.region == NATIONWIDE else question.region,
        "author": question.author,
        "topic": question.topic,
        "picture": question.picture,
        "version": question.version,
        "review": question.review,
    }
    if isinstance(question.body, Case):
        return [row, *(_part(part, question.id) for part in question.body.parts)]
    return [row]


def _part(part: Part, case: str) -> Row:
    return {**_asked(part.stem, part.body), "explanation": part.explanation, "picture": part.picture, "case": case}


def _asked(stem: str, body: Body) -> Row:
    row: Row = {"stem": stem, "OPTIONS": []}
    match body:
        case Single(options):
            return {**row, "type": "单选", **_choice(options)}
        case Multiple(options, partial):
            return {**row, "type": "多选", **_choice(options), "partial": partial.label}
        case Judge(answer):
            return {**row, "type": "判断", "answer": "对" if answer else "错"}
        case Blank(gaps):
            return {**row, "type": "填空", "answer": "\n".join(gap_cell(gap) for gap in gaps)}
        case Order(steps):
            return {**row, "type": "排序", "OPTIONS": list(steps), "answer": LETTERS[: len(steps)]}
        case Match(pairs, extra):
            items = [pair_cell(pair.left, pair.right) for pair in pairs] + [pair_cell("", right) for right in extra]
            return {**row, "type": "匹配", "OPTIONS": items}
        case Case():
            return {**row, "type": "案例分析"}
        case Rewrite(forbidden, model_answer, needs, points):
            more = {"needs": join_cell([each.value for each in needs]), "points": _points(points)}
            return {**row, "type": "改写", "OPTIONS": [forbidden], "answer": model_answer, **more}
        case Spoken(turn):
            more = {"needs": join_cell([each.value for each in turn.stages]), "points": _points(turn.points)}
            return {**row, "type": "口答", "OPTIONS": [turn.says], "answer": turn.exemplary, **more}


def _choice(options: tuple[Option, ...]) -> Row:
    lettered = list(zip(LETTERS, options, strict=False))
    return {
        "OPTIONS": [option.text for option in options],
        "answer": "".join(letter for letter, option in lettered if option.right),
        "whys": "\n".join(f"{letter}: {_escaped(option.why)}" for letter, option in lettered if option.why),
        "option_pictures": "\n".join(f"{letter}: {option.picture}" for letter, option in lettered if option.picture),
    }


def gap_cell(gap: Gap) -> str:
    """The inverse of `table_rows.gap_of`."""
    number: list[str] = []
    if gap.number is not None:
        margin = f"±{plain_number(gap.tolerance)}" if gap.tolerance != Decimal(0) else ""
        number = [f"#{plain_number(gap.number)}{margin}"]
    # A text that looks like our mark for numbers is told apart by a backslash.
    accept = [join_cell([text]) for text in gap.accept]
    return " | ".join([*("\\" + text if text.startswith("#") else text for text in accept), *number])


def pair_cell(left: str, right: str) -> str:
    """The inverse of `table_rows.pairs_of` for one pair."""
    plain = f"{left} => {right}"
    if "|" not in plain and "\\" not in plain and "\n" not in plain and split_arrow(plain) == (left, right):
        return plain
    return f"{join_cell([left])} | => | {join_cell([right])}"


def _points(points: tuple[Point, ...]) -> str:
    return "\n".join(point_cell(point) for point in points)


def point_cell(point: Point) -> str:
    """The inverse of `table_rows.point_of`."""
    text = _escaped(point.text).replace(" = ", " \\= ")  # that is what ends the text
    return f"{'★' if point.must else ''}{point.id}: {text} = {join_cell(point.ways)}"


def _listed(items: Sequence[str]) -> str:
    """One text as it is, several with bars; a single one with a separator inside gets a bar to say that it is one."""
    cell = join_cell(tuple(items))
    return cell + " |" if len(items) == 1 and _SEPARATOR.search(cell) else cell


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")
