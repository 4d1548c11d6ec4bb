"""This try beside one's last of the same role-play, line by line, with what got better and what did not."""

from dataclasses import dataclass
from enum import Enum

from app.domain.role_play.played import PlayedDialogue, compared
from app.domain.score_sheet import Dimension, ScoreSheet


class Change(Enum):
    BETTER = "better"
    SAME = "same"
    WORSE = "worse"

    @property
    def label(self) -> str:
        return {"better": "好了", "same": "一样", "worse": "差了"}[self.value]


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing compared: how it was then, how it is now, as they are shown."""

    title: str
    then: str
    now: str
    change: Change


@dataclass(frozen=True, slots=True)
class SideBySide:
    """`words` say in a sentence or two what the comparison comes to; `gained` and `lost` are points by title."""

    rows: tuple[Beside, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    words: str


# A difference in thinking smaller than this, in seconds, is none.
_FELT = 0.5


def side_by_side(now: PlayedDialogue, before: PlayedDialogue) -> SideBySide:
    difference = compared(now, before)
    rows = [_beside("总分", before.score.whole.total, now.score.whole.total)]
    for dimension in Dimension:
        then, today = _points(before.score.whole, dimension), _points(now.score.whole, dimension)
        if then is not None and today is not None:
            rows.append(Beside(dimension.label, _shown(*then), _shown(*today), _change(_share(*today) - _share(*then))))
    offences = [sum(len(each.reply.offences) for each in played.dialogue.exchanges) for played in (before, now)]
    rows.append(Beside("禁语", f"{offences[0]} 处", f"{offences[1]} 处", _change(-difference.offences)))
    thought = [thinking(played) for played in (before, now)]
    slower = 0 if abs(difference.thinking) < _FELT else difference.thinking
    rows.append(Beside("开口前想", f"{thought[0]:.1f} 秒", f"{thought[1]:.1f} 秒", _change(-slower)))
    rows.append(_beside("群众最后的心情", before.dialogue.mood, now.dialogue.mood))
    gained, lost = (_plain(difference.gained), _plain(difference.lost))
    return SideBySide(tuple(rows), gained, lost, _in_words(difference.total, gained, lost, now, before))


def thinking(played: PlayedDialogue) -> float:
    """Seconds of thinking for each reply, on average."""
    exchanges = played.dialogue.exchanges
    return sum(each.reply.thinking for each in exchanges) / len(exchanges) if exchanges else 0.0


def _beside(title: str, then: float, now: float) -> Beside:
    return Beside(title, f"{then:g}", f"{now:g}", _change(now - then))


def _change(difference: float) -> Change:
    if abs(difference) < 1e-6:
        return Change.SAME
    return Change.BETTER if difference > 0 else Change.WORSE


def _points(sheet: ScoreSheet, dimension: Dimension) -> tuple[float, float] | None:
    """Points and possible of a dimension; None where the sheet has no line of it."""
    lines = [line for line in sheet.lines if line.dimension is dimension]
    return (sum(line.points for line in lines), sum(line.possible for line in lines)) if lines else None


def _share(points: float, possible: float) -> float:
    return points / possible if possible else points


def _shown(points: float, possible: float) -> str:
    points = round(points, 1) + 0.0  # no -0
    return f"{points:g} / {possible:g}" if possible else f"{points:g}".replace("-", "−")


def _plain(titles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(title.removeprefix("★") for title in titles)


def _in_words(
    total: float, gained: tuple[str, ...], lost: tuple[str, ...], now: PlayedDialogue, before: PlayedDialogue
) -> str:
    if total > 0:
        first = f"比上次高 {total:g} 分"
    elif total < 0:
        first = f"比上次低 {-total:g} 分"
    else:
        first = "和上次同分"
    if now.score.whole.passed and not before.score.whole.passed:
        first += "，这次通过了"
    elif before.score.whole.passed and not now.score.whole.passed:
        first += "，上次是通过的"
    parts = [first]
    if gained:
        parts.append(f"这次说到了上次漏的：{'、'.join(gained)}")
    if lost:
        parts.append(f"上次说到、这次漏了：{'、'.join(lost)}")
    return "；".join(parts) + "。"
