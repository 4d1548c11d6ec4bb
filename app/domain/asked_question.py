"""A question of the bank as item analysis sees it: its options by letter, and what guessing earns."""

from app.domain.guessing import guess_share
from app.domain.questions import Judge, Multiple, Question, Single
from app.domain.responses import JUDGED, MOST_OPTIONS, Asked, AskedOption


def asked(question: Question, possible: float) -> Asked:
    """`possible` are the points it was worth. Options keep the bank's order, whatever order a paper showed."""
    return Asked(question.id, question.stem, possible, _options(question), guess_share(question.body))


def _options(question: Question) -> tuple[AskedOption, ...]:
    body = question.body
    if isinstance(body, Judge):
        return tuple(AskedOption(key, "", (key == JUDGED[0]) == body.answer) for key in JUDGED)
    if isinstance(body, Single | Multiple) and len(body.options) <= MOST_OPTIONS:
        return tuple(
            AskedOption(chr(ord("A") + at), option.text or "（图片）", option.right)
            for at, option in enumerate(body.options)
        )
    return ()
