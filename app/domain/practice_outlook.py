"""How far practice will get by the exam day, at the pace of today's ten."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from app.domain.memory import Aim, Memory, forecast, good_intervals
from app.domain.practice import DAILY, DAILY_NEW, MOST_NEW


@dataclass(frozen=True, slots=True)
class Outlook:
    """`seen` of `total` questions were answered so far; `will_see` is what ten a day bring until the evening
    before the exam (all of them for no exam day: None); `days` are left, today included; `new_a_day` is how
    many new questions a day it would take to see everything.
    """

    seen: int
    total: int
    days: int | None
    will_see: int | None
    new_a_day: int


def outlook(memories: Iterable[Memory], total: int, day: date, aim: Aim, left_today: int = DAILY) -> Outlook:
    """Go through the days: reviews first, but new ones every day; everything is taken as known when asked.

    `memories` are those of questions that can be asked, `total` counts these questions, `left_today` is what
    of today's ten is still to do.
    """
    known = list(memories)
    seen, unseen = len(known), total - len(known)
    if aim.exam_day is None:
        return Outlook(seen, total, None, None, 0)
    days = max(0, (aim.exam_day - day).days)
    if days == 0 or unseen <= 0:
        return Outlook(seen, total, days, seen, 0)
    wanted = ceil(unseen / days)
    coming = Counter(dict(enumerate(forecast(known, day, days))))
    after = good_intervals(aim.retention, 2)
    backlog, left = 0, unseen
    for at in range(days):
        room = left_today if at == 0 else DAILY
        backlog += coming[at]
        fresh = min(left, room, max(DAILY_NEW, min(wanted, MOST_NEW), room - backlog))
        reviews = min(backlog, room - fresh)
        backlog -= reviews
        left -= fresh
        coming[at + after[0]] += fresh
        coming[at + after[1]] += reviews
    return Outlook(seen, total, days, seen + unseen - left, wanted)
