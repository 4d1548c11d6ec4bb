"""Item analysis: against published figures, against a slow second implementation, and what holds always."""

import moodle_figures as published
import numpy as np
import pytest
import slow_item_analysis as slow
from hypothesis import given
from hypothesis import strategies as st

from app.domain.item_analysis import analyse, common_words
from app.domain.responses import Asked, AskedOption, Responses


def responses(marks: list[list[float | None]], possible: list[float] | None = None) -> Responses:
    scores = np.array([[np.nan if mark is None else mark for mark in row] for row in marks], dtype=np.float64)
    points = possible or [1.0] * scores.shape[1]
    return Responses(
        tuple(f"p{i}" for i in range(len(scores))),
        tuple(Asked(f"q{i}", possible=points[i]) for i in range(scores.shape[1])),
        scores,
        np.zeros(scores.shape, dtype=np.int64),
    )


def numbers(text: str, width: int) -> list[list[float]]:
    flat = [float(word) for word in text.split()]
    return [flat[at : at + width] for at in range(0, len(flat), width)]


def test_the_figures_moodle_publishes_for_a_quiz_of_25_attempts() -> None:
    found = analyse(responses(numbers(published.FIRST, published.FIRST_QUESTIONS)))
    for item, (facility, deviation, weight, discrimination, efficiency) in zip(
        found.items, published.FIRST_ITEMS, strict=True
    ):
        assert item.facility == pytest.approx(facility, rel=1e-7)
        assert item.deviation == pytest.approx(deviation, rel=1e-6)
        assert 100 * item.effective_weight == pytest.approx(weight, rel=1e-5)
        assert 100 * item.discrimination == pytest.approx(discrimination, rel=1e-5)
        assert 100 * item.efficiency == pytest.approx(efficiency, rel=1e-5)
        assert item.intended_weight == pytest.approx(1 / 7)
    for name, value in published.FIRST_WHOLE.items():
        assert getattr(found.whole, name) == pytest.approx(value, rel=1.5e-5), name


def test_the_figures_moodle_publishes_where_items_have_no_spread_or_no_points() -> None:
    marks = [[0.0] * 7 + row for row in numbers(published.SECOND, 13)]
    found = analyse(responses(marks, list(map(float, published.SECOND_POSSIBLE))))
    columns = {
        "facility": (published.SECOND_FACILITY, 100),
        "deviation": (published.SECOND_DEVIATION, 1000),
        "effective_weight": (published.SECOND_WEIGHT, 100),
        "discrimination": (published.SECOND_DISCRIMINATION, 100),
        "efficiency": (published.SECOND_EFFICIENCY, 100),
    }
    for name, (values, unit) in columns.items():
        for item, value in zip(found.items, values, strict=True):
            ours = getattr(item, name)
            if value is None:
                assert ours is None, (name, item.index)
            else:
                assert unit * ours == pytest.approx(value, rel=1e-6, abs=1e-6), (name, item.index)


mark = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0])


@st.composite
def tables(draw: st.DrawFn, gaps: bool = False) -> list[list[float | None]]:
    width = draw(st.integers(2, 6))
    cell = st.one_of(mark, st.none()) if gaps else mark
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=4, max_size=25))


@given(tables())
def test_a_slow_second_implementation_finds_the_same(marks: list[list[float]]) -> None:
    found = analyse(responses(marks, [2.0] * len(marks[0])))
    for item in found.items:
        expected = slow.item(marks, item.index, [2.0] * len(marks[0]))
        for name in ("facility", "deviation", "discrimination", "efficiency"):
            assert getattr(item, name) == (pytest.approx(expected[name], abs=1e-9) if name in expected else None), name
    if found.whole.alpha is not None:
        assert found.whole.alpha == pytest.approx(slow.alpha(marks), abs=1e-6)


@given(tables(gaps=True))
def test_papers_that_differ_are_compared_only_where_both_were_asked(marks: list[list[float | None]]) -> None:
    for at in range(len(marks[0])):  # everybody has something besides, as on any paper
        marks = [row if sum(cell is not None for cell in row) > 1 else [1.0] * len(row) for row in marks]
        if all(row[at] is None for row in marks):
            return
    possible = [2.0] * len(marks[0])
    found = analyse(responses(marks, possible))
    for item in found.items:
        expected = slow.item(marks, item.index, possible)
        assert item.attempts == sum(row[item.index] is not None for row in marks)
        for name in ("facility", "deviation", "discrimination", "efficiency"):
            ours = getattr(item, name)
            assert ours == (pytest.approx(expected[name], abs=1e-8) if name in expected else None), name
    assert found.same_paper or found.whole.alpha is None


@given(tables(), st.randoms(use_true_random=False), st.integers(1, 9))
def test_neither_the_order_of_people_nor_the_unit_of_points_matters(marks, random, unit) -> None:  # type: ignore[no-untyped-def]
    other = [[unit * cell for cell in row] for row in random.sample(marks, len(marks))]
    before, after = analyse(responses(marks)), analyse(responses(other, [float(unit)] * len(marks[0])))
    for a, b in zip(before.items, after.items, strict=True):
        for name in ("facility", "discrimination", "efficiency", "effective_weight", "intended_weight"):
            x, y = getattr(a, name), getattr(b, name)
            assert (x is None) == (y is None) and (x is None or x == pytest.approx(y, abs=1e-7)), name
        if a.discrimination is not None:
            assert -1 - 1e-9 <= a.discrimination <= 1 + 1e-9
            assert a.efficiency is None or a.efficiency <= 1 + 1e-9


@pytest.mark.parametrize("rows", [[], [[1.0, 0.0]], [[1.0, 1.0]] * 5, [[None, 1.0], [1.0, None]]])
def test_too_little_gives_no_figures_instead_of_wrong_ones(rows: list[list[float | None]]) -> None:
    if not rows:
        empty = np.zeros((0, 2))
        found = analyse(Responses((), (Asked("a"), Asked("b")), empty, empty.astype(np.int64)))
    else:
        found = analyse(responses(rows))
    assert all(item.discrimination is None for item in found.items)
    assert found.whole.alpha is None


def options_asked() -> Responses:
    """Ten people; option C of the first question draws the good ones, nobody takes D."""
    asked = Asked("q0", options=tuple(AskedOption(key, right=key == "A") for key in "ABCD"))
    fill = [Asked(f"q{i}") for i in range(1, 5)]
    totals = [4, 4, 4, 3, 3, 2, 1, 1, 0, 0]
    picked = [4, 4, 4, 1, 1, 1, 2, 2, 0, 1]  # as bits: C C C A A A B B nothing A
    scores = np.zeros((10, 5))
    for row, total in enumerate(totals):
        scores[row, 1 : 1 + total] = 1
    scores[:, 0] = [bits == 1 for bits in picked]
    chosen = np.zeros((10, 5), dtype=np.int64)
    chosen[:, 0] = picked
    words = {1: ("十日",) * 6 + ("10日",) * 3 + ("",)}
    return Responses(tuple("0123456789"), (asked, *fill), scores, chosen, words)


def test_options_are_counted_for_everybody_and_for_the_best_and_the_weakest() -> None:
    item, second = analyse(options_asked()).items[:2]
    assert item.group == 3
    assert [(o.key, o.everybody, o.upper, o.lower) for o in item.options] == [
        ("A", 4, 0, 1),
        ("B", 2, 0, 1),
        ("C", 3, 3, 0),
        ("D", 0, 0, 0),
    ]
    assert item.omitted == 1
    assert second.omitted == 1
    assert common_words(options_asked(), 1) == (("十日", 6), ("10日", 3))
