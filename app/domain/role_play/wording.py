"""A condition in words, for the review of a play, the picture of a role-play and the checker."""

from collections.abc import Mapping

from app.domain.lexicon import Category
from app.domain.role_play.conditions import FORBIDDEN, Condition
from app.domain.scenario import Scenario

OTHERWISE = "其他情况"


def in_words(condition: Condition, scenario: Scenario | None = None) -> str:
    """What the condition asks, in one Chinese clause; points by their text where the scenario is given."""
    names = {point.id: point.text for point in scenario.points} if scenario else {}

    def listed(ids: tuple[str, ...]) -> str:
        return "、".join(names.get(id, id) for id in ids)

    parts = []
    if condition.veto:
        parts.append("说了一票否决的话")
    if condition.forbidden:
        which = "" if set(condition.forbidden) == set(FORBIDDEN) else f"（{_labels(condition.forbidden)}）"
        parts.append(f"说了服务禁语{which}")
    if condition.silent:
        parts.append("没有回答")
    if condition.too_long:
        parts.append("说得太长")
    if condition.points:
        parts.append(f"说到了：{listed(condition.points)}")
    if condition.any_points:
        parts.append(f"至少说到一样：{listed(condition.any_points)}")
    if condition.missing:
        parts.append(f"还没有说到：{listed(condition.missing)}")
    if condition.polite:
        parts.append(f"有{_labels(condition.polite)}的话")
    if condition.without:
        parts.append(f"没有{_labels(condition.without)}的话")
    if condition.attempts:
        parts.append(f"这里已经答了 {condition.attempts} 次")
    if condition.mood_below is not None:
        parts.append(f"心情低于 {condition.mood_below}")
    if condition.mood_above is not None:
        parts.append(f"心情高于 {condition.mood_above}")
    return "，".join(parts) if parts else OTHERWISE


def _labels(categories: tuple[Category, ...]) -> str:
    return "、".join(category.label for category in categories)


def short_words(condition: Condition, scenario: Scenario) -> str:
    """The same for a narrow place: points by their numbers in `Scenario.points`, ①②③."""
    return numbered_words(condition, point_numbers(scenario))


def point_numbers(scenario: Scenario) -> dict[str, str]:
    """Every point's id with its number in `Scenario.points`."""
    return {point.id: point_number(i) for i, point in enumerate(scenario.points)}


def numbered_words(condition: Condition, numbers: Mapping[str, str]) -> str:
    """`short_words` where the numbers are known: they are counted once for a whole picture."""

    def listed(ids: tuple[str, ...]) -> str:
        return "".join(numbers.get(id, f"“{id}”") for id in ids)

    parts = []
    if condition.veto:
        parts.append("一票否决")
    if condition.forbidden:
        parts.append("禁语" if set(condition.forbidden) == set(FORBIDDEN) else _labels(condition.forbidden))
    if condition.silent:
        parts.append("不回答")
    if condition.too_long:
        parts.append("说得太长")
    if condition.points:
        parts.append(f"说到{listed(condition.points)}")
    if condition.any_points:
        parts.append(f"说到{listed(condition.any_points)}之一")
    if condition.missing:
        parts.append(f"缺{listed(condition.missing)}")
    if condition.polite:
        parts.append(f"有{_labels(condition.polite)}")
    if condition.without:
        parts.append(f"没有{_labels(condition.without)}")
    if condition.attempts:
        parts.append(f"答了 {condition.attempts} 次")
    if condition.mood_below is not None:
        parts.append(f"心情<{condition.mood_below}")
    if condition.mood_above is not None:
        parts.append(f"心情>{condition.mood_above}")
    return "，".join(parts) if parts else "其他"


def point_number(index: int) -> str:
    """① for 0 … ⑳ for 19, then (21)."""
    return chr(ord("①") + index) if index < 20 else f"({index + 1})"
