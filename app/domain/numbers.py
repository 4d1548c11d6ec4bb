"""Numbers as they are spoken: 45 and 四十五, 12333 and 一二三三三 come to the same characters."""

import re

NUMERALS = frozenset("零一二三四五六七八九十百千万亿")

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_RUN = re.compile(r"\d+")
# Longer runs are telephone and identity numbers, read digit by digit.
_LONGEST_AMOUNT = 4


def in_words(text: str) -> str:
    """`text` with every run of ASCII digits as it is read aloud."""
    return _RUN.sub(lambda run: read_aloud(run.group(), text[run.end() : run.end() + 1]), text)


def read_aloud(digits: str, behind: str = "") -> str:
    """A run of digits in characters. `behind` is what follows it: 2026年 is read digit by digit, 2026元 is not."""
    if len(digits) > _LONGEST_AMOUNT or digits.startswith("0") or (len(digits) == _LONGEST_AMOUNT and behind == "年"):
        return "".join(_DIGITS[int(digit)] for digit in digits)
    return _amount(digits)


def _amount(digits: str) -> str:
    words, gap = "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[int(digit)] + _UNITS[place]
        gap = False
    return words.removeprefix("一") if words.startswith("一十") else words
