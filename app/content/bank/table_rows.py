"""Rows of a table to drafts: answers as ABD, A,B,D, 对, √; gaps, steps and pairs in the option cells."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from app.content.bank.cell_lists import split_arrow, split_cell, unescaped
from app.content.bank.imported import Draft, Reading, Rejected
from app.content.bank.labels import line_value
from app.content.bank.rich_text import clean
from app.content.bank.table_columns import NOT_HELD, Columns, find_columns, type_of
from app.domain.errors import Progress, no_progress
from app.domain.plain_values import FALSE, TRUE
from app.domain.question_body_reading import GAPS
from app.domain.questions import GAP, Partial, QuestionType

_LETTERS = re.compile("[A-Z]")
_NOT_LETTERS = re.compile(r"[\s,，、;；/|.。和及]+")
_EMPTY_BRACKETS = re.compile(r"[(（\[【]\s*[)）\]】]|[＿_]{2,}")
_BASIS = re.compile(r"(?:《(.+)》\s*(.*)|([^《》]+?)\s*(第?[\d零一二三四五六七八九十百千]+条.*)?)", re.DOTALL)
_NUMBER = re.compile(r"#\s*(-?[\d.]+)\s*(?:±\s*([\d.]+))?")
_DIFFICULTY = {
    "易": 1,
    "容易": 1,
    "简单": 1,
    "较易": 2,
    "中": 3,
    "中等": 3,
    "一般": 3,
    "较难": 4,
    "难": 5,
    "困难": 5,
    "高": 5,
    "低": 1,
}
_PARTIAL = {each.label: each.value for each in Partial} | {each.value: each.value for each in Partial}
_LONGEST_BASIS = 500  # a longer text names no law
_DATES = ("effective", "checked", "expires")
_TEXTS = ("id", "explanation", "region", "author", "topic", "picture", "review", "version")
_PREFIX = re.compile(r"([A-Za-z])\s*[.．、:：)）]\s*")


class NotTaken(Exception):
    """Why a row does not become a question, in Chinese."""


@dataclass
class _Sheet:
    name: str
    columns: Columns
    drafts: list[Draft] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    cases: dict[str, dict[str, object]] = field(default_factory=dict)


def read_rows(
    rows: Iterable[tuple[object, ...]],
    sheet: str,
    picture: Callable[[str], bytes | None],
    on_progress: Progress = no_progress,
) -> Reading | None:
    """All questions of one sheet; None where its first rows hold no headings.

    `sheet` goes before the row's number in every place ("" for a CSV). `picture` finds the content of a
    picture by the name in a cell.
    """
    found: _Sheet | None = None
    prefix = f"工作表“{sheet}”" if sheet else ""
    for number, row in enumerate(rows, 1):
        if number % 500 == 0:
            on_progress(None, f"正在读取{prefix}第 {number} 行")
        if found is None:
            columns = find_columns(row) if number <= 20 else None
            if columns:
                found = _Sheet(sheet, columns)
            elif number > 20:
                return None
            continue
        place = f"{prefix}第 {number} 行"
        if not any(cell is not None and cell != "" for cell in row):
            continue
        try:
            _take(found, row, place, picture)
        except NotTaken as reason:
            found.rejected.append(Rejected(place, str(reason)))
    if found is None:
        return None
    notes = [f"{prefix}的“{heading}”列没有对应的内容，没有导入" for heading in found.columns.unknown]
    return Reading(tuple(found.drafts), tuple(found.rejected), tuple(notes))


def _take(sheet: _Sheet, row: tuple[object, ...], place: str, picture: Callable[[str], bytes | None]) -> None:
    columns = sheet.columns
    places = columns.places

    def cell(key: str) -> str:
        at = places.get(key)
        return text_of(row[at]) if at is not None and at < len(row) and row[at] is not None else ""

    options = [text_of(row[at]) for at in columns.options if at < len(row)]
    if columns.all_options is not None and columns.all_options < len(row) and not any(options):
        options = _split_options(text_of(row[columns.all_options]))
    while options and not options[-1]:
        options.pop()
    stem, answer = cell("stem"), cell("answer")
    notes: list[str] = []
    type = _type(cell("type"), stem, answer, options)
    fields = _body(type, stem, answer, options, cell, notes)
    pictures: dict[str, bytes] = {}
    for key in _TEXTS:
        if value := cell(key):
            fields[key] = value
    if re.fullmatch(r"\d{1,6}", str(fields.get("id", ""))):
        del fields["id"]  # a running number, the same in every table: it identifies nothing
    for key in _DATES:
        if value := cell(key):
            fields[key] = day_of(value)
    if value := cell("difficulty"):
        fields["difficulty"] = _difficulty(value)
    if value := cell("line"):
        fields["line"] = line_value(value)
    if value := cell("tags"):
        fields["tags"] = split_cell(value) if "|" in value or "\\" in value else re.split(r"\s*[,，、;；]\s*", value)
    if value := cell("basis"):
        fields["basis"] = bases_of(value)
    for name in [str(fields.get("picture", "")), *(str(o.get("picture", "")) for o in fields.get("options", ()))]:  # type: ignore[attr-defined]
        if name:
            content = picture(name)
            if content is not None:
                pictures[name] = content
    case = cell("case")
    if case:
        _add_part(sheet, case, fields, pictures)
        return
    draft = Draft(place, fields, tuple(notes), pictures)
    if type is QuestionType.CASE:
        sheet.cases[str(fields.get("id") or stem)] = fields
    sheet.drafts.append(draft)


def _add_part(sheet: _Sheet, case: str, fields: dict[str, object], pictures: dict[str, bytes]) -> None:
    whole = sheet.cases.get(case)
    if whole is None:
        raise NotTaken(f"所属案例“{case}”不在前面的行里")
    allowed = {"type", "stem", "explanation", "picture", "options", "partial", "answer", "blanks", "steps", "pairs"}
    allowed |= {"extra", "forbidden", "model_answer", "needs", "points", "says", "stages", "exemplary"}
    whole["parts"].append({key: value for key, value in fields.items() if key in allowed})  # type: ignore[attr-defined]
    draft = next(each for each in sheet.drafts if each.fields is whole)
    draft.pictures.update(pictures)  # type: ignore[attr-defined]


def text_of(cell: object) -> str:
    """A cell as text: dates as dates, whole numbers without a fraction."""
    if type(cell) is str:
        return clean(cell) if "\n" in cell or "\t" in cell or "\r" in cell else cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "对" if cell else "错"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return clean(cell.isoformat() if isinstance(cell, date) else str(cell))


def _type(words: str, stem: str, answer: str, options: list[str]) -> QuestionType:
    if words:
        type = type_of(words)
        if type:
            return type
        bare = words.strip().removesuffix("题")
        if bare in NOT_HELD:
            raise NotTaken(f"“{words}”没有可判分的答案，题库没有这种题型")
        raise NotTaken(f"不认识的题型“{words}”")
    if len(options) >= 2:
        return QuestionType.MULTIPLE if len(_letters(answer, options)) > 1 else QuestionType.SINGLE
    if _plain(answer) in TRUE or _plain(answer) in FALSE:
        return QuestionType.JUDGE
    if GAPS.search(stem) or _EMPTY_BRACKETS.search(stem):
        return QuestionType.BLANK
    raise NotTaken("没有写题型，也看不出是哪种题型")


def _body(
    type: QuestionType, stem: str, answer: str, options: list[str], cell: Callable[[str], str], notes: list[str]
) -> dict[str, object]:
    fields: dict[str, object] = {"type": type.value, "stem": stem}
    if type in (QuestionType.SINGLE, QuestionType.MULTIPLE):
        fields["options"] = _options(answer, options, cell)
        if type is QuestionType.MULTIPLE and (partial := cell("partial")):
            fields["partial"] = _PARTIAL.get(partial, partial)
    elif type is QuestionType.JUDGE:
        fields["answer"] = _judgement(answer, options)
    elif type is QuestionType.BLANK:
        fields |= _blank(stem, answer)
    elif type is QuestionType.ORDER:
        letters = _LETTERS.findall(_plain(answer).upper())
        if letters and sorted(letters) != [chr(65 + i) for i in range(len(options))]:
            raise NotTaken(f"排序题的答案“{answer}”没有把每个选项各用一次")
        fields["steps"] = [options[ord(letter) - 65] for letter in letters] if letters else options
    elif type is QuestionType.MATCH:
        fields |= pairs_of(options)
    elif type is QuestionType.CASE:
        fields["parts"] = []
    elif type is QuestionType.REWRITE:
        fields |= {"forbidden": "\n".join(options), "model_answer": answer}
    else:
        fields |= {"says": "\n".join(options), "exemplary": answer}
    if type in (QuestionType.REWRITE, QuestionType.SPOKEN):
        if needs := split_cell(cell("needs")):
            fields["needs" if type is QuestionType.REWRITE else "stages"] = needs
        if points := cell("points"):
            fields["points"] = [point_of(line) for line in points.split("\n") if line.strip()]
    return fields


def _options(answer: str, options: list[str], cell: Callable[[str], str]) -> list[dict[str, object]]:
    if len(options) >= 2 and all(
        (found := _PREFIX.match(option)) and found[1].upper() == chr(65 + i) for i, option in enumerate(options)
    ):
        options = [_PREFIX.sub("", option, count=1) for option in options]
    right = _letters(answer, options)
    if not right:
        raise NotTaken(f"答案“{answer}”不是选项的字母" if answer else "没有填写答案")
    whys, pictures = _lettered(cell("whys")), _lettered(cell("option_pictures"))
    found = []
    for i, option in enumerate(options):
        letter = chr(65 + i)
        made: dict[str, object] = {"text": option}
        if letter in right:
            made["right"] = True
        if letter in whys:
            made["why"] = whys[letter]
        if letter in pictures:
            made["picture"] = pictures[letter]
        if option or letter in pictures:
            found.append(made)
    beyond = [letter for letter in right if ord(letter) - 65 >= len(options)]
    if beyond:
        raise NotTaken(f"答案“{answer}”指到了没有填写的选项 {'、'.join(sorted(beyond))}")
    return found


def _letters(answer: str, options: list[str]) -> set[str]:
    """ABD, A,B,D, abd and 全角 letters; or the very text of options."""
    plain = _plain(answer).upper()
    bare = _NOT_LETTERS.sub("", plain)
    if bare and all("A" <= letter <= "Z" for letter in bare) and len(bare) <= 26:
        return set(bare)
    named = {option: chr(65 + i) for i, option in enumerate(options) if option}
    if answer in named:
        return {named[answer]}
    parts = [part.strip() for part in re.split(r"[,，、;；|\n]", answer) if part.strip()]
    return {named[part] for part in parts} if parts and all(part in named for part in parts) else set()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _judgement(answer: str, options: list[str]) -> bool:
    plain = _plain(answer)
    if plain in ("a", "b") and len(options) >= 2:
        plain = _plain(options[ord(plain) - 97])
    plain = _PREFIX.sub("", plain, count=1) if plain not in TRUE | FALSE else plain
    if plain in TRUE or plain in ("1", "v", "y", "是的", "对的", "a"):
        return True
    if plain in FALSE or plain in ("0", "x", "n", "不对", "不正确", "b"):
        return False
    raise NotTaken(f"判断题的答案“{answer}”看不出对错，请写“对”或“错”" if answer else "没有填写答案")


def _blank(stem: str, answer: str) -> dict[str, object]:
    if not GAPS.search(stem):
        stem = _EMPTY_BRACKETS.sub(GAP, stem)
    wanted = len(GAPS.findall(stem))
    if not wanted:
        stem, wanted = stem + GAP, 1
    cells = _per_gap(answer, wanted)
    if len(cells) != wanted:
        raise NotTaken(f"题干有 {wanted} 个空，答案却有 {len(cells)} 个（几个空的答案请分行写，或用分号隔开）")
    return {"stem": stem, "blanks": [gap_of(each) for each in cells]}


def _per_gap(answer: str, wanted: int) -> list[str]:
    lines = [line for line in answer.split("\n") if line.strip()]
    if wanted == 1 or len(lines) == wanted:
        return lines
    for mark in (r"[;；]", r"(?<!\\)\|", r"[、]", r"[,，]", r"\s+"):
        parts = [part for part in re.split(mark, answer) if part.strip()]
        if len(parts) == wanted:
            return parts
    return lines


def gap_of(cell: str) -> dict[str, object]:
    """三十日 | 30日 | #30±2: what one gap accepts."""
    made: dict[str, object] = {}
    accept = []
    for raw in re.split(r"((?:\\.|[^|\\])*)\|", cell + "|")[1::2]:
        number = _NUMBER.fullmatch(raw.strip())
        if number:
            made["number"] = number[1]
            if number[2]:
                made["tolerance"] = number[2]
        elif raw.strip():
            accept.append(unescaped(raw.strip()))
    return {**made, "accept": accept} if accept else made


def pairs_of(options: list[str]) -> dict[str, object]:
    """左项 => 右项, and => 右项 for one that fits nothing. NotTaken where an arrow is missing."""
    pairs, extra = [], []
    for option in options:
        if not option:
            continue
        both = _arrow(option)
        if both is None:
            raise NotTaken(f"匹配项“{option}”里没有“=>”")
        if both[0]:
            pairs.append({"left": both[0], "right": both[1]})
        else:
            extra.append(both[1])
    return {"pairs": pairs, **({"extra": extra} if extra else {})}


def _arrow(option: str) -> tuple[str, str] | None:
    if "|" in option:  # our own form: 左 | => | 右
        parts = re.split(r"((?:\\.|[^|\\])*)\|", option + "|")[1::2]
        if len(parts) == 3 and parts[1].strip() == "=>":
            return unescaped(parts[0].strip()), unescaped(parts[2].strip())
    return split_arrow(option)


def point_of(line: str) -> dict[str, object]:
    """★编号: 要点 = 说法一 | 说法二"""
    id, _, rest = line.strip().partition(":")
    text, _, ways = rest.partition(" = ")
    made: dict[str, object] = {"id": id.lstrip("★").strip(), "text": unescaped(text.strip()), "ways": split_cell(ways)}
    return {**made, "must": True} if id.startswith("★") else made


def _lettered(cell: str) -> dict[str, str]:
    """A: 文字, one a line."""
    found = {}
    for line in cell.split("\n"):
        letter, _, text = line.partition(":")
        if len(letter.strip()) == 1 and text.strip():
            found[letter.strip().upper()] = unescaped(text.strip())
    return found


def _split_options(cell: str) -> list[str]:
    """All options in one cell: A.甲 B.乙, on lines or with bars between."""
    lettered = re.split(r"(?:^|\s|[;；|])(?=[A-Z]\s*[.．、:：)）])", "\n" + cell)
    parts = [part.strip(" ;；|\n") for part in lettered if part.strip(" ;；|\n")]
    if len(parts) >= 2:
        return [_PREFIX.sub("", part, count=1) for part in parts]
    return [part.strip() for part in re.split(r"[\n|;；]", cell) if part.strip()]


def day_of(value: str) -> str:
    """2011年1月1日, 2011/1/1 and 2011.1.1 as 2011-01-01; anything else as it is, for the reader to refuse."""
    found = re.fullmatch(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?(?:[ T].*)?", value)
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}" if found else value


def _difficulty(value: str) -> object:
    return _DIFFICULTY.get(re.sub("[度级题]", "", value), value)


def bases_of(value: str) -> list[dict[str, str]]:
    """《工伤保险条例》第十七条; several on lines, with bars or semicolons between."""
    found = []
    for piece in split_cell(value) if "|" in value or "\\" in value else re.split(r"[\n;；]", value):
        match = _BASIS.fullmatch(piece.strip()) if len(piece) < _LONGEST_BASIS else None
        if piece.strip():
            law, article = (match[1] or match[3], match[2] or match[4]) if match else (piece.strip(), "")
            found.append({"law": law, "article": article} if article else {"law": law})
    return found
