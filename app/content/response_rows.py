"""Tables of answers as CSV: one row an answer, or one row a person, to plain entries with their lines."""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.content.bank.imported import Rejected
from app.content.bank.text_encoding import decode_text
from app.domain.errors import UserError

MOST_BYTES = 64 * 10**6
MOST_CELLS = 5_000_000
_REMEDY = "请照 docs/formats.md 里“作答表”的样子整理表头；两种样子都可以。"

_PERSON = ("person", "user", "人员", "考生", "姓名", "学员", "name")
_QUESTION = ("question", "item", "题目", "试题", "题号", "题目编号", "编号")
_ANSWER = ("answer", "response", "作答", "回答", "选择", "答案")
_SCORE = ("score", "mark", "得分", "分数")
_POSSIBLE = ("possible", "max", "maxmark", "满分", "分值")
_KEY = ("key", "right", "正确答案", "标准答案")
_ATTEMPT = ("attempt", "次", "次数", "第几次")
# Columns of wide tables that are no questions.
_BESIDES = {
    *_PERSON, "工号", "单位", "部门", "窗口", "学号", "总分", "合计", "总成绩", "成绩", "名次", "排名", "用时", "状态",
    "total", "sum", "unit", "rank", "序号",
}  # fmt: skip
_MOODLE = re.compile(r"^(?:Q\.|题)\s*\d+\s*/\s*\d+(?:\.\d+)?$", re.IGNORECASE)  # the columns of its grade report
_WORTH = re.compile(r"\s*/\s*(\d+(?:\.\d+)?)\s*$")
_AVERAGES = ("overall average", "总平均分", "平均分")
NOT_ASKED = ("/", "n/a", "未抽到")
LEFT_OUT = ("", "-", "—", "未作答")


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer of one person. `score` is None where only the answer is known."""

    line: int
    person: str
    attempt: str
    question: str
    answer: str
    score: float | None


@dataclass(slots=True)
class ResponseRows:
    """`broken` are the attempts (person, attempt) with a row that could not be read."""

    entries: list[Entry] = field(default_factory=list)
    possible: dict[str, float] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    broken: set[tuple[str, str]] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, reason: str, person: str = "", attempt: str = "") -> None:
        self.rejected.append(Rejected(f"第 {line} 行", reason))
        if person:
            self.broken.add((person, attempt))


def read_rows(content: bytes, name: str) -> ResponseRows:
    """UserError where the file is no such table; a row that cannot be read is named and the others are kept."""
    if len(content) > MOST_BYTES:
        raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请按考试拆成几个文件。")
    text = decode_text(content, name).text.replace("\x00", "")
    mark = max(",;\t，", key=text[:4000].split("\n")[0].count)
    lines = _lines(text, mark, name)
    try:
        _line, head = next(lines)
    except StopIteration:
        raise UserError(f"{name} 是空的。", _REMEDY) from None
    titles = [_plain(cell) for cell in head]
    places = {role: _place(titles, names) for role, names in _ROLES.items()}
    if places["person"] is not None and places["question"] is not None:
        if places["score"] is None and places["answer"] is None:
            raise UserError(f"{name} 的表头里没有“得分”，也没有“作答”。", _REMEDY)
        return _long(lines, places, len(head))
    return _wide(lines, titles, [cell.strip() for cell in head], name)


_ROLES = {
    "person": _PERSON, "question": _QUESTION, "answer": _ANSWER, "score": _SCORE, "possible": _POSSIBLE, "key": _KEY,
    "attempt": _ATTEMPT,
}  # fmt: skip


def number(text: str) -> float | None:
    """The finite number that a cell is; None if it is none."""
    try:
        value = float(unicodedata.normalize("NFKC", text).strip().rstrip("分"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip().lower()


def _place(titles: list[str], names: tuple[str, ...]) -> int | None:
    return next((titles.index(name) for name in names if name in titles), None)


def _lines(text: str, mark: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the line it begins at."""
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    cells = 0
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise UserError(
                f"{name} 第 {line} 行附近不是完整的 CSV 表格。", "请用表格软件重新另存为 CSV。"
            ) from problem
        cells += len(row)
        if cells > MOST_CELLS:
            raise UserError(f"{name} 超过 {MOST_CELLS} 个格子。", "请按考试拆成几个文件。")
        if any(cell.strip() for cell in row):
            yield line, row


def _long(lines: Iterator[tuple[int, list[str]]], places: dict[str, int | None], width: int) -> ResponseRows:
    rows = ResponseRows()
    seen: dict[tuple[str, str, str], int] = {}

    def cell(row: list[str], role: str) -> str:
        place = places[role]
        return "" if place is None else row[place].strip()

    for line, row in lines:
        row = row + [""] * (width - len(row))
        person, question, attempt = cell(row, "person"), cell(row, "question"), cell(row, "attempt")
        if not person or not question:
            rows.refuse(line, "没有写人员。" if not person else "没有写题目。", person, attempt)
            continue
        if (person, attempt, question) in seen:
            first = seen[person, attempt, question]
            rows.refuse(line, f"{person} 的“{question}”已经在第 {first} 行出现过。", person, attempt)
            continue
        seen[person, attempt, question] = line
        if not _learn(rows.possible, question, cell(row, "possible"), line, rows):
            rows.broken.add((person, attempt))
            continue
        if key := cell(row, "key"):
            known = rows.keys.setdefault(question, key)
            if known != key:
                rows.refuse(line, f"“{question}”的正确答案写着“{key}”，前面写的是“{known}”。", person, attempt)
                continue
        score = cell(row, "score")
        value = number(score) if score not in LEFT_OUT else None
        if score not in LEFT_OUT and value is None:
            rows.refuse(line, f"得分“{score}”不是数字。", person, attempt)
            continue
        answer = cell(row, "answer")
        if value is None and (answer in LEFT_OUT or (score in LEFT_OUT and score)):
            value = 0.0
        rows.entries.append(Entry(line, person, attempt, question, "" if answer in LEFT_OUT else answer, value))
    return rows


def _learn(possible: dict[str, float], question: str, cell: str, line: int, rows: ResponseRows) -> bool:
    """Take note of a question's full points; False (and the row refused) where they are no such number."""
    if not cell:
        return True
    value = number(cell)
    if value is None or value <= 0:
        rows.refuse(line, f"满分“{cell}”不是大于 0 的数字。")
        return False
    if possible.setdefault(question, value) != value:
        rows.refuse(line, f"“{question}”的满分写着 {value:g}，前面写的是 {possible[question]:g}。")
        return False
    return True


def _wide(lines: Iterator[tuple[int, list[str]]], titles: list[str], head: list[str], name: str) -> ResponseRows:
    rows = ResponseRows()
    moodle = [at for at, title in enumerate(head) if _MOODLE.match(title)]
    columns = moodle or [at for at, title in enumerate(titles) if at and title and title not in _BESIDES]
    if not columns:
        raise UserError(f"{name} 的表头里没有找到人员和题目。", _REMEDY)
    questions: dict[int, str] = {}
    for at in columns:
        question = _WORTH.sub("", head[at])
        if question in questions.values():
            raise UserError(f"{name} 的表头里“{question}”出现了两次。", "请给每道题不同的编号。")
        questions[at] = question
        if worth := _WORTH.search(head[at]):
            rows.possible[question] = float(worth[1])
    left = [head[at] for at in range(1, len(head)) if at not in questions and head[at]]
    if left:
        rows.notes.append(f"没有当作题目的列：{'、'.join(left)}。")
    who = slice(0, min(2, columns[0])) if moodle else slice(0, 1)
    attempts: dict[str, int] = {}
    for line, row in lines:
        row = row + [""] * (len(head) - len(row))
        person = " ".join(cell.strip() for cell in row[who] if cell.strip())
        if not person:
            rows.refuse(line, "第一列没有写人员。")
        elif _plain(person) in _POSSIBLE:
            for at, question in questions.items():
                _learn(rows.possible, question, row[at].strip(), line, rows)
        elif _plain(person) in (*_KEY, "答案"):
            rows.keys.update({question: row[at].strip() for at, question in questions.items() if row[at].strip()})
        elif moodle and _plain(person) in _AVERAGES:
            rows.notes.append(f"第 {line} 行是平均分，没有当作考生。")
        else:
            attempts[person] = attempts.get(person, 0) + 1
            for at, question in questions.items():
                rows.entries.append(Entry(line, person, str(attempts[person]), question, row[at].strip(), None))
    _settle_wide(rows)
    return rows


def _settle_wide(rows: ResponseRows) -> None:
    """With a key a cell is an answer; without one it is a score."""
    settled = []
    for entry in rows.entries:
        if entry.answer.lower() in NOT_ASKED:
            continue
        value: float | None = 0.0 if entry.answer in LEFT_OUT else None
        answer = ""
        if value is None and entry.question in rows.keys:
            answer = entry.answer
        elif value is None:
            value = number(entry.answer)
            if value is None:
                reason = f"“{entry.question}”一格写着“{entry.answer}”，不是分数；要按答案分析，请加一行“正确答案”。"
                rows.refuse(entry.line, reason, entry.person, entry.attempt)
                continue
        settled.append(Entry(entry.line, entry.person, entry.attempt, entry.question, answer, value))
    rows.entries = settled
