"""The facts about a question as tags, for formats whose questions carry nothing but tags.

A label reads 难度=2 or 依据=工伤保险条例 第十七条: people see it in Moodle as it stands, and it comes back
as the field it was. Any other tag is a skill tag.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.business import BusinessLine
from app.domain.questions import NATIONWIDE, Blank, Multiple, Question

_FIELDS = {
    "难度": "difficulty",
    "生效": "effective",
    "核对": "checked",
    "有效期至": "expires",
    "地区": "region",
    "作者": "author",
    "版本": "version",
    "条线": "line",
    "主题": "topic",
    "复核": "review",
    "少选得分": "partial",
}
_WORDS = {field: word for word, field in _FIELDS.items()}
_LINES = {each.label: each.value for each in BusinessLine}
_BASIS, _NUMBER = "依据", "数值"
_NUMBERED = re.compile(_NUMBER + r"(\d{1,3})")


def labels_of(question: Question) -> list[str]:
    """Skill tags first, then everything else that is not stem, body, picture or explanation."""
    body = question.body
    facts: dict[str, object] = {
        "difficulty": question.difficulty,
        "effective": question.effective,
        "checked": question.checked,
        "expires": question.expires,
        "region": question.region if question.region != NATIONWIDE else "",
        "author": question.author,
        "version": question.version,
        "line": question.line.label,
        "topic": question.topic,
        "review": question.review,
        "partial": body.partial.value if isinstance(body, Multiple) else "",
    }
    labels = [*question.tags]
    labels += [
        f"{_BASIS}={each.law}|{each.article}" if each.article else f"{_BASIS}={each.law}" for each in question.basis
    ]
    labels += [f"{_WORDS[key]}={value}" for key, value in facts.items() if value]
    for i, gap in enumerate(body.gaps if isinstance(body, Blank) else (), 1):
        if gap.accept and gap.number is not None:  # texts and a number for one gap: the formats have either
            labels.append(f"{_NUMBER}{i}={gap.number:f}±{gap.tolerance:f}")
    return labels


def labelled(fields: Mapping[str, object], labels: Iterable[str]) -> dict[str, object]:
    """`fields` of a question with what its labels say; unknown labels become skill tags."""
    found = dict(fields)
    tags: dict[str, None] = {}
    bases: list[dict[str, str]] = []
    for label in labels:
        key, value = _understood(label)
        if key == _BASIS:
            law, _, article = value.partition("|")
            bases.append({"law": law, "article": article} if article else {"law": law})
        elif not key:
            if value:
                tags[value] = None
        elif not key.startswith(_NUMBER):
            found[key] = value
        elif found.get("type") == "blank":
            number, _, tolerance = value.partition("±")
            place = int(key.removeprefix(_NUMBER))
            found["blanks"] = [
                {**gap, "number": number, "tolerance": tolerance} if i == place else gap
                for i, gap in enumerate(found["blanks"], 1)  # type: ignore[arg-type, call-overload]
            ]
        else:
            tags[f"{key}={value}"] = None
    if tags:
        found["tags"] = list(tags)
    if bases:
        found["basis"] = bases
    return found


@lru_cache(maxsize=10_000)
def _understood(label: str) -> tuple[str, str]:
    """The field (or 依据, or 数值 and the number of a gap) and its value; "" and the tag for a skill tag.

    A bank's questions share most of their labels.
    """
    word, equals, value = label.strip().partition("=")
    if equals and word == _BASIS:
        return _BASIS, value
    if equals and word in _FIELDS and value:
        key = _FIELDS[word]
        return key, line_value(value) if key == "line" else value
    if equals and _NUMBERED.fullmatch(word):
        return word, value
    return "", label.strip()


def line_value(words: str) -> str:
    """The value of a business line written by its name or its value; other words come back as they are."""
    return _LINES.get(words.strip(), words.strip())
