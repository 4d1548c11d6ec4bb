"""Charts of procedures: every arrow runs downwards except what closes a circle, nothing stands on anything else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.modules import read_modules
from app.domain.modules.flow_layout import laid_out
from app.domain.modules.lesson import Arrow, FlowChart

MODULES = Path(__file__).resolve().parents[3] / "question_bank" / "modules"
SHIPPED = [
    block
    for text in read_modules(MODULES)
    if text.module
    for lesson in text.module.lessons
    for block in lesson.blocks
    if isinstance(block, FlowChart)
]


def chart(*arrows: str) -> FlowChart:
    return FlowChart(tuple(Arrow(*arrow) for arrow in arrows))


def test_a_line_of_steps_is_a_column() -> None:
    layout = laid_out(chart("ab", "bc", "cd"))
    assert layout.places == {"a": (0.5, 0), "b": (0.5, 1), "c": (0.5, 2), "d": (0.5, 3)}
    assert (layout.rows, layout.widest) == (4, 1)


def test_branches_stand_side_by_side_and_do_not_cross() -> None:
    layout = laid_out(chart("ab", "ac", "bd", "ce", "df", "ef"))
    assert layout.places["b"][1] == layout.places["c"][1] == 1
    assert (layout.places["b"][0] < layout.places["c"][0]) == (layout.places["d"][0] < layout.places["e"][0])


def test_a_long_arrow_goes_around_what_it_passes() -> None:
    layout = laid_out(chart("ab", "bc", "ac"))
    (long,) = [route for route in layout.routes if route.arrow == Arrow("a", "c")]
    assert len(long.points) == 3 and long.points[1][1] == 1
    assert long.points[1][0] != layout.places["b"][0]


def test_a_circle_is_cut_where_it_closes() -> None:
    layout = laid_out(chart("ab", "bc", "cb", "cd"))
    assert [route.arrow for route in layout.routes if route.back] == [Arrow("c", "b")]
    assert layout.rows == 4


@given(st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), min_size=1, max_size=14))
def test_any_chart_can_be_drawn(pairs: list[tuple[str, str]]) -> None:
    drawn = FlowChart(tuple(Arrow(*pair) for pair in dict.fromkeys(pairs)))
    layout = laid_out(drawn)
    assert set(layout.places) == set(drawn.steps) and len(set(layout.places.values())) == len(layout.places)
    assert sorted(map(str, (route.arrow for route in layout.routes))) == sorted(map(str, drawn.arrows))
    for route in layout.routes:
        assert route.back or all(
            below[1] == above[1] + 1 for above, below in zip(route.points, route.points[1:], strict=False)
        )
        assert all(0 < x < 1 and 0 <= row < layout.rows for x, row in route.points)


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: shipped.steps[0])
def test_shipped_charts_are_not_too_wide_to_read(shipped: FlowChart) -> None:
    assert laid_out(shipped).widest <= 5 and laid_out(shipped).rows <= 9
