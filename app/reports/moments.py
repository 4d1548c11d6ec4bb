"""Dates and times as a report writes them."""

from datetime import datetime


def moment(at: str) -> str:
    """ISO 8601 as 2026 年 11 月 24 日　14:05, in the offset it was noted in."""
    when = datetime.fromisoformat(at)
    return f"{when.year} 年 {when.month} 月 {when.day} 日　{when:%H:%M}"


def clock(seconds: float) -> str:
    """A place in a recording as minutes, seconds and tenths: 0:03.2."""
    tenths = round(seconds * 10)
    return f"{tenths // 600}:{tenths % 600 // 10:02d}.{tenths % 10}"
