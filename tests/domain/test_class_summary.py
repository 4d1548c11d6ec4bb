"""What a class came to: results per speaker and dimension, the hardest points, the phrases to replace, the thumbs."""

import pytest

from app.domain.class_summary import shares, summary
from app.domain.score_sheet import Dimension
from app.domain.training_class import Attendance
from tests.domain.class_sample import held


def test_a_class_that_was_held_is_summed_up():
    one, kept = held()
    found = summary(one, kept)
    assert (found.count(Attendance.LATE), found.count(Attendance.ABSENT), len(one.here)) == (1, 1, 7)
    assert len(found.results) == 5 and len(found.silent) == 2
    assert [result.sheet.total for result in found.results][0] == 100
    assert found.average == pytest.approx(sum(kept[r].score.whole.total for r in kept) / 5)
    assert found.passed == sum(kept[record].score.whole.passed for record in kept) == 1
    # Of five conversations two told the time limit; ★ stands before what must be told.
    hard = {each.text: (each.missed, each.asked) for each in found.hard}
    assert hard == {"★二十个工作日": (3, 5), "写下来": (3, 5), "★还缺病历": (1, 5)}
    assert [each.missed for each in found.hard] == [3, 3, 1]
    assert [(each.phrase, each.times, each.instead) for each in found.phrases] == [
        ("不耐烦", 2, "您请说"), ("推诿", 1, "您请说"),
    ]  # fmt: skip
    assert [(each.up, each.down, each.turns) for each in found.thumbs] == [(15, 10, 5)] * 3 + [(0, 0, 0)]
    first = found.results[0]
    assert (first.thumbs_up, first.thumbs_down) == (15, 0)


def test_shares_lie_between_nothing_and_all_and_add_up_to_the_sheet():
    _one, kept = held()
    for dialogue in kept.values():
        sheet = dialogue.score.whole
        found = shares(sheet)
        assert all(0 <= each.share <= 1 for each in found)
        others = sum(line.points for line in sheet.lines if line.dimension is Dimension.CONVERSATION)
        assert sheet.total == pytest.approx(max(0, sum(each.earned for each in found) + others))


def test_a_class_without_a_turn_or_with_one_that_was_not_kept():
    one, _kept = held(0)
    found = summary(one, {})
    assert found.average is None and found.results == found.hard == found.phrases == ()
    assert len(found.silent) == 7
    one, _kept = held(1)
    found = summary(one, {})
    assert found.results[0].sheet is None and found.dimensions == ()
