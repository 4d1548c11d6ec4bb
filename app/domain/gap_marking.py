"""Whether what was filled into a gap is what it accepts: by meaning, not by how it was typed.

Width, spaces, case and quotation marks do not matter; 15, １５ and 十五 are the same number, 8% and 百分之八
as well. What stands beside the gap may be repeated in it: 15日 where the question says ____日.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from app.domain.questions import Gap

_UNSEEN = re.compile(r"[\s\u200b\ufeff《》〈〉“”‘’\"'。，、；：,;:]+")
_NUMBER = re.compile(
    r"[-+]?(?:\d+(?:\.\d+)?[十百千万亿]*|[零〇一二三四五六七八九十百千万亿两廿]+(?:点[零〇一二三四五六七八九]+)?)"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PERCENT = re.compile(r"百分之([-+]?[\d.]+|[零〇一二三四五六七八九十百点两]+)")
_BESIDE = 6  # so many characters of what stands beside the gap may be repeated in it


def accepts(gap: Gap, text: str, before: str = "", after: str = "") -> bool:
    """Whether `text` is right for the gap that stands between `before` and `after` in the stem."""
    given = _plain(text)
    if not given:
        return False
    return any(_is_right(gap, each) for each in _without_what_stands_beside(given, _plain(before), _plain(after)))


def _is_right(gap: Gap, given: str) -> bool:
    if any(given == _plain(each) or _in_figures(given) == _in_figures(_plain(each)) for each in gap.accept):
        return True
    number = number_in(given) if gap.number is not None else None
    return number is not None and gap.number is not None and abs(number - gap.number) <= gap.tolerance


def _plain(text: str) -> str:
    normal = _THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    normal = _UNSEEN.sub("", normal.replace("−", "-").replace("％", "%")).lower()
    return _PERCENT.sub(lambda found: f"{found[1]}%", normal)


def _without_what_stands_beside(given: str, before: str, after: str) -> list[str]:
    ends = [0] + [n for n in range(1, min(_BESIDE, len(given) - 1) + 1) if after.startswith(given[-n:])]
    begins = [0] + [n for n in range(1, min(_BESIDE, len(given) - 1) + 1) if before.endswith(given[:n])]
    return [given[first : len(given) - last] for first in begins for last in ends if first + last < len(given)]


def number_in(text: str) -> Decimal | None:
    """The number that a whole text is, in figures or in Chinese characters; None if it is not one number."""
    plain = _plain(text)
    return _value(plain) if _NUMBER.fullmatch(plain) else None


def _in_figures(plain: str) -> str:
    """The text with every number in it in one form: 第十七条 and 第17条 are the same."""

    def figure(found: re.Match[str]) -> str:
        value = _value(found[0])
        return found[0] if value is None else f"{value.normalize():f}"

    return _NUMBER.sub(figure, plain)


@lru_cache(maxsize=4096)
def _value(number: str) -> Decimal | None:
    try:
        return Decimal(number)
    except InvalidOperation:
        pass
    import cn2an  # slow to load, and most gaps are filled with figures

    sign = -1 if number.startswith("-") else 1
    try:
        return sign * Decimal(str(cn2an.cn2an(number.lstrip("+-"), "smart")))
    except (ValueError, InvalidOperation):
        return None
