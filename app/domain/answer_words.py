"""Answers in words, with the letters under which options, steps and rights were shown."""

from collections.abc import Sequence

from app.domain.answers import Answer, Chosen, Filled, Judged, Matched, Ordered, Said, Written, empty, rights
from app.domain.arrangement import letter
from app.domain.questions import Blank, Gap, Judge, Match, Multiple, Order, PartBody, Rewrite, Single, Spoken

NOTHING = "（未作答）"


def in_words(answer: Answer | None, order: Sequence[int]) -> str:
    """What somebody answered; `order` is how it was shown (see `arrange`)."""
    if answer is None or empty(answer):
        return NOTHING
    match answer:
        case Chosen(options):
            return "、".join(sorted(letter(order.index(each)) for each in options))
        case Judged(right):
            return "对" if right else "错"
        case Filled(texts):
            return _numbered([text.strip() or "（未填）" for text in texts])
        case Ordered(steps):
            return " → ".join(letter(order.index(each)) for each in steps)
        case Matched(given):
            return "，".join(
                f"{i}—{'？' if each is None else letter(order.index(each))}" for i, each in enumerate(given, 1)
            )
        case Written(text):
            return text.strip()
        case Said(_, _, transcript):
            return (transcript.text if transcript else "") or "（录音，尚未听写）"
    return NOTHING


def right_in_words(body: PartBody, order: Sequence[int]) -> str:
    """What would have been right. Replies have a model answer, not the one right answer."""
    match body:
        case Single(options) | Multiple(options):
            return "、".join(sorted(letter(order.index(i)) for i, option in enumerate(options) if option.right))
        case Judge(answer):
            return "对" if answer else "错"
        case Blank(gaps):
            return _numbered([_accepted(gap) for gap in gaps])
        case Order(steps):
            return " → ".join(letter(order.index(i)) for i in range(len(steps)))
        case Match(pairs):
            known = rights(body)
            return "，".join(f"{i}—{letter(order.index(known.index(pair.right)))}" for i, pair in enumerate(pairs, 1))
        case Rewrite(_, model_answer):
            return f"例如：{model_answer}"
        case Spoken(turn):
            return f"例如：{turn.exemplary}"


def _numbered(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else "　".join(f"（{i}）{text}" for i, text in enumerate(texts, 1))


def _accepted(gap: Gap) -> str:
    words = list(gap.accept)
    if gap.number is not None and not words:
        words.append(f"{gap.number.normalize():f}")
    said = " 或 ".join(words)
    return f"{said}（误差 {gap.tolerance.normalize():f} 以内）" if gap.tolerance else said
