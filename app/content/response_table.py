"""A table of answers (CSV) to the `Responses` that item analysis looks at; see docs/formats.md, 作答表."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from app.content.bank.imported import Rejected
from app.content.response_rows import Entry, ResponseRows, read_rows
from app.domain.errors import UserError
from app.domain.responses import JUDGED, MOST_OPTIONS, Asked, AskedOption, Responses

_LETTERS = re.compile(r"^[A-Z]+$")
_BETWEEN = re.compile(r"[\s,，、;；|/+.]+")
_JUDGED = {
    "对": "对", "正确": "对", "√": "对", "✓": "对", "T": "对", "TRUE": "对", "Y": "对", "是": "对",
    "错": "错", "错误": "错", "×": "错", "✗": "错", "F": "错", "FALSE": "错", "N": "错", "否": "错",
}  # fmt: skip
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True, eq=False)
class ResponseTable:
    """`rejected` names every row that could not be read; a paper with such a row is left out as a whole."""

    responses: Responses
    rejected: tuple[Rejected, ...]
    notes: tuple[str, ...]


def read_responses(
    content: bytes, name: str, known: Callable[[str], Asked | None] = lambda _id: None, all_attempts: bool = False
) -> ResponseTable:
    """UserError where the file is no table of answers or nothing in it can be used.

    `known` gives what the bank says about a question's id: options, right answer, share of guessing. Of a
    person who sat the examination more than once the first attempt counts, unless `all_attempts`.
    """
    rows = read_rows(content, name)
    entries = rows.entries if all_attempts else _first_attempts(rows)
    by_question: dict[str, list[Entry]] = {}
    for entry in entries:
        by_question.setdefault(entry.question, []).append(entry)
    asked = {id: _asked(id, some, rows, known(id)) for id, some in by_question.items()}
    read: list[tuple[Entry, float, int, str]] = []
    for entry in entries:
        answer = _answer(entry, asked[entry.question], rows)
        if answer is not None:
            read.append((entry, *answer))
    people = [
        who for who in dict.fromkeys((entry.person, entry.attempt) for entry in entries) if who not in rows.broken
    ]
    if not people:
        first = f"（{rows.rejected[0].place}：{rows.rejected[0].reason}）" if rows.rejected else ""
        raise UserError(
            f"{name} 里没有一份可以分析的答卷{first}。", "请按提示修改，格式见 docs/formats.md 的“作答表”。"
        )
    if left_out := len(rows.broken):
        rows.notes.append(f"有错误行的答卷整份不计入，共 {left_out} 份；改好后再分析一次。")
    return ResponseTable(_tables(people, asked, read, rows), tuple(rows.rejected), tuple(rows.notes))


def _first_attempts(rows: ResponseRows) -> list[Entry]:
    first: dict[str, str] = {}
    for entry in rows.entries:
        first.setdefault(entry.person, entry.attempt)
    kept = [entry for entry in rows.entries if first[entry.person] == entry.attempt]
    more = len({(entry.person, entry.attempt) for entry in rows.entries}) - len(first)
    if more:
        rows.notes.append(f"同一人的第二次及以后的作答没有计入，共 {more} 份。")
    return kept


def _asked(id: str, entries: list[Entry], rows: ResponseRows, bank: Asked | None) -> Asked:
    possible = rows.possible.get(id)
    if possible is None:
        scores = [entry.score for entry in entries if entry.score is not None]
        keyed = any(entry.score is None for entry in entries)
        possible = 1.0 if keyed else max(scores, default=0.0)
        if possible <= 0:
            possible = 1.0
        if not keyed:
            rows.notes.append(f"“{id}”没有写满分，按出现过的最高分 {possible:g} 分计。")
    if bank is not None:
        return replace(bank, id=id, possible=possible)
    return Asked(id, "", possible, _options(entries, rows.keys.get(id, "")))


def _options(entries: list[Entry], key: str) -> tuple[AskedOption, ...]:
    """The options as the answers show them: right and wrong, or the letters as far as they go."""
    given = {_tidy(entry.answer) for entry in entries if entry.answer}
    both = given | ({_tidy(key)} if key else set())
    if not given:
        return ()
    if all(answer in _JUDGED for answer in both):
        right = _JUDGED.get(_tidy(key))
        return tuple(AskedOption(each, "", None if right is None else each == right) for each in JUDGED)
    if all(_LETTERS.match(answer) and len(answer) == len(set(answer)) for answer in both):
        last = max(max(answer) for answer in both)
        rights = set(_tidy(key)) if key else None
        letters = [chr(code) for code in range(ord("A"), ord(last) + 1)]
        if len(letters) <= MOST_OPTIONS:
            return tuple(AskedOption(each, "", None if rights is None else each in rights) for each in letters)
    return ()


def _tidy(answer: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", answer)).upper()


def _bits(answer: str, asked: Asked) -> int | None:
    """The options that an answer names; None where it names one that is not there."""
    tidy = _tidy(answer)
    keys = [option.key for option in asked.options]
    if tuple(keys) == JUDGED:
        judged = _JUDGED.get(tidy)
        return None if judged is None else 1 << keys.index(judged)
    bits = 0
    for letter in tidy:
        if letter not in keys:
            return None
        bits |= 1 << keys.index(letter)
    return bits


def _answer(entry: Entry, asked: Asked, rows: ResponseRows) -> tuple[float, int, str] | None:
    """Score, options and words of one answer; None, and its paper marked as broken, where it cannot be read."""

    def refuse(reason: str) -> None:
        rows.refuse(entry.line, reason, entry.person, entry.attempt)

    bits: int | None = 0
    if entry.answer and asked.options:
        bits = _bits(entry.answer, asked)
        if bits is None:
            first, last = asked.options[0].key, asked.options[-1].key
            return refuse(f"“{asked.id}”的作答“{entry.answer}”不在选项 {first}–{last} 里。")
    score = entry.score
    if score is None:
        key = rows.keys.get(entry.question, "")
        if asked.options and key:
            right = _bits(key, asked)
        elif asked.options and any(option.right for option in asked.options):
            right = sum(1 << at for at, option in enumerate(asked.options) if option.right)
        else:
            right = None
        if right is None and not key:
            return refuse(f"“{asked.id}”没有得分，也没有正确答案，算不出分。")
        correct = bits == right if right is not None else _tidy(entry.answer) == _tidy(key)
        score = asked.possible if correct else 0.0
    if score > asked.possible:
        return refuse(f"“{asked.id}”得 {score:g} 分，超过了满分 {asked.possible:g} 分。")
    return score, bits or 0, "" if asked.options else entry.answer[:_MOST_WORDS]


def _tables(
    people: list[tuple[str, str]],
    asked: dict[str, Asked],
    read: list[tuple[Entry, float, int, str]],
    rows: ResponseRows,
) -> Responses:
    row_of = {who: at for at, who in enumerate(people)}
    read = [one for one in read if (one[0].person, one[0].attempt) in row_of]
    used = {entry.question for entry, *_ in read}
    if unused := [id for id in asked if id not in used]:
        rows.notes.append(f"没有一份可用的答卷做过：{'、'.join(unused)}。")
    column_of = {id: at for at, id in enumerate(id for id in asked if id in used)}
    scores = np.full((len(people), len(column_of)), np.nan)
    chosen = np.zeros(scores.shape, dtype=np.int64)
    words: dict[int, list[str]] = defaultdict(lambda: [""] * len(people))
    for entry, score, bits, text in read:
        row, column = row_of[entry.person, entry.attempt], column_of[entry.question]
        scores[row, column], chosen[row, column] = score, bits
        if text:
            words[column][row] = text
    return Responses(
        tuple(person for person, _attempt in people),
        tuple(asked[id] for id in column_of),
        scores,
        chosen,
        {at: tuple(texts) for at, texts in words.items()},
    )
