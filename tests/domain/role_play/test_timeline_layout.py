"""Whatever a conversation was like, its line of time fits its rows: nothing outside, nothing over another."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.domain.role_play.timeline import Part, Sign, Stretch, Timeline, TimeMark
from app.domain.role_play.timeline_layout import Layout, Measures, lay_out

MEASURES = st.builds(
    Measures,
    width=st.floats(40, 3000),
    least=st.floats(2, 40),
    most=st.floats(40, 80),
    lane=st.floats(10, 80),
    mark=st.floats(6, 40),
    gap=st.floats(0, 12),
    row_gap=st.floats(0, 40),
)
_CLOSE = 1e-6


@st.composite
def lines(draw) -> Timeline:
    parts = draw(st.lists(st.tuples(st.sampled_from(Part), st.floats(0.05, 200)), min_size=1, max_size=60))
    ends = list(accumulate(seconds for _part, seconds in parts))
    stretches = tuple(
        Stretch(part, at, end - seconds if at else 0.0, end, seconds, "")
        for at, ((part, seconds), end) in enumerate(zip(parts, ends, strict=True))
    )
    joined = tuple(
        Stretch(each.part, each.turn, before.end if before else 0.0, each.end, each.seconds, "")
        for before, each in zip((None, *stretches), stretches, strict=False)
    )
    moments = draw(st.lists(st.floats(0, 1), max_size=80))
    marks = tuple(TimeMark(Sign.POLITE, 0, share * ends[-1], "") for share in sorted(moments))
    return Timeline(joined, marks)


@given(lines(), MEASURES)
def test_pieces_and_marks_never_leave_their_row(line: Timeline, measures: Measures):
    layout = lay_out(line, measures)
    for piece in layout.pieces:
        assert -_CLOSE <= piece.left < piece.right + _CLOSE <= measures.width * (1 + _CLOSE) + _CLOSE
    half = min(measures.mark, measures.width) / 2
    for placed in layout.marks:
        assert half - _CLOSE <= placed.x <= measures.width - half + _CLOSE
        assert 0 <= placed.stem <= measures.width
        assert layout.marks_top(placed.row) - _CLOSE <= placed.y - measures.mark / 2
        assert placed.y + measures.mark / 2 <= bottom(layout, placed.row) + _CLOSE


@given(lines(), MEASURES)
def test_rows_lie_one_below_another_and_share_out_all_of_the_time(line: Timeline, measures: Measures):
    layout = lay_out(line, measures)
    assert layout.rows[0].first == 0 and layout.rows[-1].last == line.seconds
    for at, (row, following) in enumerate(pairwise(layout.rows)):
        assert row.last == following.first and row.first < row.last
        assert bottom(layout, at) <= following.top
    assert bottom(layout, len(layout.rows) - 1) <= layout.height * (1 + _CLOSE)
    drawn = sum(piece.right - piece.left for piece in layout.pieces)
    assert abs(drawn / layout.per_second - line.seconds) < 1e-3


@given(lines(), MEASURES)
def test_no_mark_covers_another(line: Timeline, measures: Measures):
    layout = lay_out(line, measures)
    assert sorted(placed.mark for placed in layout.marks) == list(range(len(line.marks)))
    levels: dict[tuple[int, int], list[float]] = {}
    for placed in layout.marks:
        levels.setdefault((placed.row, placed.level), []).append(placed.x)
    for places in levels.values():
        assert all(after - before >= measures.mark - _CLOSE for before, after in pairwise(sorted(places)))


@given(lines(), MEASURES, st.floats(-0.5, 1.5))
def test_a_moment_is_found_where_it_is_drawn(line: Timeline, measures: Measures, share: float):
    layout = lay_out(line, measures)
    moment = share * line.seconds
    row, x = layout.place(moment)
    assert 0 <= x <= measures.width
    found = layout.moment(x, layout.citizen_top(row) + measures.lane / 2)
    assert abs(found - min(max(moment, 0.0), line.seconds)) < 1e-3


def test_a_short_conversation_fills_its_row_and_a_long_one_is_broken_at_its_turns():
    def of(turns: int) -> Timeline:
        stretches = [
            Stretch(part, turn, turn * 10 + first, turn * 10 + first + 5, 5, "")
            for turn in range(turns)
            for part, first in ((Part.CITIZEN, 0), (Part.SPOKEN, 5))
        ]
        return Timeline(tuple(stretches), ())

    measures = Measures(1000, 20, 60, 40, 22, 6, 20)
    assert lay_out(of(2), measures).per_second == 50  # 20 seconds in 1000
    rows = lay_out(of(9), measures).rows
    assert [(row.first, row.last) for row in rows] == [(0, 50), (50, 90)]
    rows = lay_out(of(9), Measures(990, 20, 60, 40, 22, 6, 20)).rows
    assert [(row.first, row.last) for row in rows] == [(0, 40), (40, 80), (80, 90)]  # no turn is torn


def bottom(layout: Layout, row: int) -> float:
    """Where a row ends."""
    measures = layout.measures
    height = 2 * measures.lane + measures.gap + layout.rows[row].levels * (measures.mark + measures.gap)
    return layout.rows[row].top + height
