"""What is said about an item: each remark where it belongs, none where all is well, the worst item first."""

from dataclasses import replace
from itertools import pairwise, permutations, product

import pytest

from app.domain.guessing import guess_share
from app.domain.item_advice import ENOUGH, Remark, about_whole, advise, by_trouble
from app.domain.item_analysis import Analysis, ItemStatistics, OptionCount, WholeStatistics
from app.domain.questions import (
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    Partial,
    Single,
)

GOOD = ItemStatistics(
    0, "q", "题干", 2.0, 100, 0.6, 0.9, 0.45, 0.6, 0.02, 0.02, 0.25, 27, 0,
    (
        OptionCount("A", "30日", True, 60, 24, 9),
        OptionCount("B", "15日", False, 20, 2, 8),
        OptionCount("C", "60日", False, 12, 1, 6),
        OptionCount("D", "90日", False, 8, 0, 4),
    ),
)  # fmt: skip


def remarks(item: ItemStatistics) -> list[Remark]:
    return [advice.remark for advice in advise(item)]


def with_option(at: int, **changes: int) -> ItemStatistics:
    options = list(GOOD.options)
    options[at] = replace(options[at], **changes)
    return replace(GOOD, options=tuple(options))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (GOOD, []),
        (replace(GOOD, discrimination=-0.05), [Remark.NEGATIVE]),
        (replace(GOOD, discrimination=0.1), [Remark.WEAK]),
        (replace(GOOD, discrimination=0.1, facility=0.97), [Remark.TOO_EASY]),
        (replace(GOOD, facility=0.15, guess=None), [Remark.TOO_HARD]),
        (replace(GOOD, facility=0.24), [Remark.TOO_HARD]),
        (with_option(2, upper=25), [Remark.KEY_DOUBT]),
        (with_option(2, upper=10), [Remark.MISLEADING]),
        (with_option(2, upper=3, lower=3), []),
        (with_option(3, everybody=0, upper=0, lower=0), [Remark.UNUSED]),
        (replace(with_option(3, everybody=0, upper=0, lower=0), attempts=ENOUGH - 1), []),
        (replace(with_option(3, everybody=0, upper=0, lower=0), facility=0.97), [Remark.TOO_EASY]),
        (replace(with_option(2, upper=25), discrimination=-0.3), [Remark.NEGATIVE, Remark.KEY_DOUBT]),
        (replace(GOOD, facility=None, discrimination=None, options=()), []),
    ],
)
def test_a_remark_where_it_belongs(item: ItemStatistics, expected: list[Remark]) -> None:
    assert remarks(item) == expected


def test_the_words_name_option_numbers_and_what_to_do() -> None:
    doubt = advise(with_option(2, upper=25))[0].words
    assert all(part in doubt for part in ("C“60日”", "25 人", "24 人", "核对答案"))


def test_the_most_troubled_item_comes_first() -> None:
    easy, negative, fine = replace(GOOD, index=1, facility=0.99), replace(GOOD, index=2, discrimination=-0.1), GOOD
    assert [item.index for item, _advice in by_trouble([fine, easy, negative])] == [2, 1, 0]


def test_few_attempts_and_low_consistency_are_said() -> None:
    whole = WholeStatistics(12, 10, 20.0, 12.0, 12.0, 3.0, 0.0, 0.0, 0.5, 0.7, 2.1)
    said = "".join(about_whole(Analysis(whole, (), True)))
    assert "12 人次" in said and "信度 0.50" in said and "±2.1" in said
    good = replace(whole, attempts=200, alpha=0.9)
    assert about_whole(Analysis(good, (), True))[0] == "信度 0.90，成绩可靠。"


@pytest.mark.parametrize("partial", list(Partial))
@pytest.mark.parametrize(("right", "wrong"), [(1, 3), (2, 2), (3, 1), (4, 0)])
def test_guessing_a_multiple_choice_earns_what_trying_every_answer_earns(
    partial: Partial, right: int, wrong: int
) -> None:
    options = tuple(Option(str(i), i < right) for i in range(right + wrong))
    earned = []
    for picks in product([False, True], repeat=right + wrong):
        if not any(picks):
            continue
        hit, missed = sum(picks[:right]), any(picks[right:])
        if missed:
            earned.append(0.0)
        elif hit == right:
            earned.append(1.0)
        else:
            earned.append({Partial.NONE: 0.0, Partial.HALF: 0.5, Partial.PER_OPTION: hit / right}[partial])
    assert guess_share(Multiple(options, partial)) == pytest.approx(sum(earned) / len(earned))


@pytest.mark.parametrize("steps", [2, 3, 5])
def test_guessing_an_order_earns_what_trying_every_order_earns(steps: int) -> None:
    orders = list(permutations(range(steps)))
    earned = [sum(b == a + 1 for a, b in pairwise(order)) / (steps - 1) for order in orders]
    assert guess_share(Order(tuple(map(str, range(steps))))) == pytest.approx(sum(earned) / len(orders))


def test_guessing_the_other_types() -> None:
    single = Single((Option("a", True), Option("b"), Option("c"), Option("d")))
    assert guess_share(single) == 0.25
    assert guess_share(Judge(True)) == 0.5
    assert guess_share(Match((Pair("a", "1"), Pair("b", "2")), extra=("3", "4"))) == 0.25
    assert guess_share(Blank((Gap(("三十",)),))) is None
    assert guess_share(Case((Part("一", single), Part("二", Judge(False))))) == 0.375
    assert guess_share(Case((Part("一", single), Part("二", Blank((Gap(("三",)),)))))) is None
