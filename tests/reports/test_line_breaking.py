"""Lines break by 禁则, whatever the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports.line_breaking import NOT_AT_END, NOT_AT_START, break_lines, may_break, squeezed

PIECES = st.lists(st.sampled_from(list("您好请稍等，。、！？”“（）《》…—12aB .:-\n\u00a0𬭎")), max_size=80).map("".join)


def lines_of(text: str, width: float) -> list[str]:
    return [text[first:last] for first, last in break_lines(text, [1.0] * len(text), width)]


def test_no_mark_begins_or_ends_a_line_wrongly():
    assert lines_of("请您稍等，好吗", 4) == ["请您稍", "等，好吗"]
    assert lines_of("他说（请坐）", 3) == ["他说", "（请", "坐）"]
    assert lines_of("慢慢说……好", 4) == ["慢慢", "说……好"]


def test_a_number_stays_whole():
    assert lines_of("请拨打12333咨询", 6) == ["请拨打", "12333咨", "询"]
    assert lines_of("第 3 号", 3) == ["第 3", "号"]


def test_a_word_longer_than_the_line_is_cut_rather_than_lost():
    assert lines_of("abcdefgh", 3) == ["abc", "def", "gh"]


def test_a_line_feed_ends_a_line():
    assert lines_of("好\n\n再见", 9) == ["好", "", "再见"]
    assert lines_of("", 9) == [""]


def test_adjoining_marks_share_a_square():
    assert squeezed("说了“您好”。（好）") == {5, 6}


@settings(deadline=None)
@given(PIECES, st.integers(1, 12))
def test_every_character_is_on_one_line_and_fits(text: str, width: int):
    places = break_lines(text, [1.0] * len(text), width)
    kept = [place for first, last in places for place in range(first, last)]
    assert kept == sorted(set(kept))
    left_out = set(range(len(text))) - set(kept)
    assert all(text[place] in " \n" for place in left_out)
    assert all(last - first <= width for first, last in places)


@settings(deadline=None)
@given(PIECES, st.integers(4, 12))
def test_a_line_ends_only_where_it_may_unless_it_has_no_such_place(text: str, width: int):
    places = break_lines(text, [1.0] * len(text), width)
    for (first, last), (following, _) in zip(places, places[1:], strict=False):
        if last == following:  # no space and no line feed between them: it was broken
            torn = not may_break(text, last)
            assert not torn or not any(may_break(text, place) for place in range(first + 1, last))
            assert torn or text[last] not in NOT_AT_START and text[last - 1] not in NOT_AT_END
