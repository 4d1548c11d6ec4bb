"""Gaps inside Moodle texts: {1:SHORTANSWER:=a~=b}, and [[1]] of the missing-word types."""

import re

from app.content.bank.moodle_answers import Answer, plain_number, range_of
from app.domain.question_body_reading import GAPS, PLACE, with_gaps
from app.domain.questions import Gap

# Of bounded length, as the other patterns over foreign texts: ten thousand open braces must not take minutes.
_CLOZE = re.compile(r"\{(\d{0,4}):([A-Z_]{1,30}):((?:\\.|[^}\\]){0,1000})\}", re.DOTALL)
_SHORT = frozenset({"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"})
_NUMERICAL = frozenset({"NUMERICAL", "NM"})
_NUMBERED = re.compile(r"\[\[(\d+)\]\]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r'([}#~/"\\])')


def cloze_fields(text: str, notes: list[str]) -> dict[str, object] | None:
    """A text with cloze gaps as a fill-in question; None where it has no such gap."""
    gaps: list[dict[str, object]] = []

    def gap(found: re.Match[str]) -> str:
        kind = found[2]
        answers = _answers(found[3])
        right = [answer for answer in answers if answer.fraction >= 0.999]
        if any(0 < answer.fraction < 0.999 for answer in answers):
            notes.append(f"第 {len(gaps) + 1} 空的部分得分没有导入")
        if kind in _NUMERICAL and right:
            number, tolerance = range_of(right[0].text, "")
            gaps.append({"number": number, **({"tolerance": tolerance} if tolerance not in ("", "0") else {})})
            return PLACE
        if kind not in _SHORT:
            notes.append(f"第 {len(gaps) + 1} 空的备选项没有导入，改为填写答案")
        gaps.append({"accept": list(dict.fromkeys(answer.text for answer in right))})
        return PLACE

    stem = with_gaps(_CLOZE.sub(gap, text))
    return {"type": "blank", "stem": stem, "blanks": gaps} if gaps else None


def _answers(source: str) -> list[Answer]:
    found = []
    for piece in re.split(r"(?<!\\)~", source):
        fraction = 0.0
        weight = re.match(r"\s*%(-?\d+(?:\.\d+)?)%", piece)
        if weight:
            fraction, piece = float(weight[1]) / 100, piece[weight.end() :]
        elif piece.lstrip().startswith("="):
            fraction, piece = 1.0, piece.lstrip()[1:]
        text = re.split(r"(?<!\\)#", piece, maxsplit=1)[0]
        found.append(Answer(_ESCAPED.sub(r"\1", text).strip(), fraction))
    return found


def cloze_text(stem: str, gaps: tuple[Gap, ...]) -> str:
    """The stem with every gap as Moodle writes it inside the text."""
    left = iter(gaps)

    def cloze(_: re.Match[str]) -> str:
        gap = next(left)
        if gap.accept or gap.number is None:
            return "{1:SHORTANSWER:" + "~".join("=" + _SPECIAL.sub(r"\\\1", text) for text in gap.accept) + "}"
        return f"{{1:NUMERICAL:={plain_number(gap.number)}:{plain_number(gap.tolerance)}}}"

    return GAPS.sub(cloze, stem)


def missing_word_fields(text: str, words: list[str], notes: list[str]) -> dict[str, object] | None:
    """A text with [[1]] for the first of the words to choose from; None where a number has no word."""
    numbers = [int(found[1]) for found in _NUMBERED.finditer(text)]
    if not numbers or any(not 0 < number <= len(words) for number in numbers):
        return None
    if len(set(numbers)) < len(words):
        notes.append("多余的备选词没有导入")
    blanks = [{"accept": [words[number - 1]]} for number in numbers]
    return {"type": "blank", "stem": with_gaps(_NUMBERED.sub(PLACE, text)), "blanks": blanks}
