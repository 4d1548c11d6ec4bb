"""Answers with fractions, as Moodle's GIFT and XML both have them, to the bank's plain fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.domain.question_body_reading import GAPS, PLACE, with_gaps
from app.domain.questions import Partial


@dataclass(slots=True)
class Answer:
    """`fraction` is 1 for full credit, 0 for none, negative for a deduction. `range` belongs to numbers."""

    text: str
    fraction: float
    feedback: str = ""
    picture: str = ""
    tolerance: str = ""


def choice_fields(answers: Sequence[Answer], single: bool, notes: list[str]) -> dict[str, object]:
    options: list[dict[str, object]] = []
    for answer in answers:
        right = answer.fraction >= 0.999 if single else answer.fraction > 0
        if single and 0 < answer.fraction < 0.999:
            notes.append(f"选项“{answer.text}”的部分得分（{answer.fraction:.0%}）没有导入")
        option: dict[str, object] = {"text": answer.text}
        if right:
            option["right"] = True
        if answer.feedback:
            option["why"] = answer.feedback
        if answer.picture:
            option["picture"] = answer.picture
        options.append(option)
    if single:
        return {"type": "single", "options": options}
    weights = [answer.fraction for answer in answers if answer.fraction > 0]
    if weights and max(weights) - min(weights) > 0.011:
        notes.append("正确选项的分值各不相同，导入后按每项相同计")
    return {"type": "multiple", "options": options, "partial": Partial.PER_OPTION.value}


def short_answer_fields(stem: str, answers: Sequence[Answer], notes: list[str]) -> dict[str, object]:
    accept = []
    for answer in answers:
        text = answer.text.replace("\\*", "\0")
        if answer.fraction < 0.999:
            if answer.fraction > 0:
                notes.append(f"答案“{answer.text}”的部分得分（{answer.fraction:.0%}）没有导入")
            continue
        if "*" in text:
            notes.append(f"答案“{answer.text}”里的通配符 * 按普通字符导入")
        text = text.replace("\0", "*")
        if text not in accept:
            accept.append(text)
    return {"type": "blank", "stem": with_gap(stem), "blanks": [{"accept": accept}]}


def numerical_fields(stem: str, answers: Sequence[Answer], notes: list[str]) -> dict[str, object]:
    """The first number with full credit; others are kept as texts, or noted where they have a tolerance."""
    gap: dict[str, object] = {}
    accept: list[str] = []
    for answer in answers:
        if answer.text in ("", "*"):
            continue
        if answer.fraction < 0.999:
            notes.append(f"答案“{answer.text}”的部分得分（{answer.fraction:.0%}）没有导入")
            continue
        number, tolerance = range_of(answer.text, answer.tolerance)
        if not gap:
            gap = {"number": number}
            if tolerance not in ("", "0"):
                gap["tolerance"] = tolerance
        elif tolerance in ("", "0"):
            accept.append(number)
        else:
            notes.append(f"第二个带误差的数值答案“{answer.text}”没有导入")
    if accept:
        gap["accept"] = accept
    return {"type": "blank", "stem": with_gap(stem), "blanks": [gap]}


def range_of(text: str, tolerance: str) -> tuple[str, str]:
    """(number, tolerance) of 15, 15:2 or 13..17; what is no number stays as it is, for the reader to refuse."""
    low, dots, high = text.partition("..")
    number, colon, margin = text.partition(":")
    try:
        if dots:
            first, last = Decimal(low.strip()), Decimal(high.strip())
            return plain_number((first + last) / 2), plain_number((last - first) / 2)
        margin = (margin if colon else tolerance).strip()
        return plain_number(Decimal(number.strip())), plain_number(Decimal(margin)) if margin else ""
    except InvalidOperation:
        return text, ""


def plain_number(number: Decimal) -> str:
    if not number.is_finite() or abs(number) > 10**15:
        return str(number)
    bare = format(number, "f")
    bare = bare.rstrip("0").rstrip(".") if "." in bare else bare
    return "0" if bare in ("-0", "") else bare


def with_gap(stem: str) -> str:
    """The stem with exactly the gap it has, or one at its end."""
    return stem if len(GAPS.findall(stem)) == 1 else with_gaps(stem + PLACE)


def joined(*texts: str) -> str:
    """Several explanations as one, each said once."""
    return "\n".join(dict.fromkeys(text for text in texts if text))
