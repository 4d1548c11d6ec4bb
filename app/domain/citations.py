"""Laws and articles as people write them, brought to one form, so that a changed article finds its questions."""

import re

from app.domain.questions import Basis

_DIGITS = "零一二三四五六七八九"
_COUNTING = _DIGITS + "十百千"
_NUMBER = re.compile(r"\d{1,4}")
_DECORATION = re.compile(r"[《》〈〉\s]")


def normal_law(law: str) -> str:
    """《中华人民共和国社会保险法》 and 社会保险法 are the same law."""
    bare = _DECORATION.sub("", law)
    return bare.removeprefix("中华人民共和国") or bare


def normal_article(article: str) -> str:
    """17, 第17条 and 十七条 are 第十七条; 第十七条第2款 is 第十七条第二款."""
    bare = _NUMBER.sub(lambda found: chinese_number(int(found[0])), _DECORATION.sub("", article))
    if not bare or bare[0] not in _COUNTING:
        return bare
    return f"第{bare}" + ("条" if all(each in _COUNTING for each in bare) else "")


def chinese_number(number: int) -> str:
    """1 to 9999 as laws count their articles: 十七, 一百零二, 一千二百六十."""
    if not 0 < number < 10000:
        return str(number)
    words = ""
    pending_zero = False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // size % 10
        if digit:
            words += ("零" if pending_zero else "") + _DIGITS[digit] + unit
            pending_zero = False
        else:
            pending_zero = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words


def cites(basis: Basis, law: str, article: str = "") -> bool:
    """Whether a basis rests on this law, or on this article of it or a part of the article.

    第十七条 covers 第十七条第二款, but not 第十七条之一, which is an article of its own. A basis that names
    the law as a whole is touched by every article.
    """
    if normal_law(basis.law) != normal_law(law):
        return False
    wanted, given = normal_article(article), normal_article(basis.article)
    if not wanted or not given:
        return True
    if not given.startswith(wanted):
        # A basis may name several: 第十七条、第十八条.
        return any(part.startswith(wanted) and not part[len(wanted) :].startswith("之") for part in _parts(given))
    return not given[len(wanted) :].startswith("之")


def _parts(article: str) -> list[str]:
    return [normal_article(part) for part in re.split(r"[、，,；;和及]", article)]
