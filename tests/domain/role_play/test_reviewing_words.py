"""What a review says: the verdict in words, what would have been better, and how it compares with the last try."""

from dataclasses import replace

import pytest

from app.domain.lexicon import Category
from app.domain.role_play.advice import forbidden, points
from app.domain.role_play.comparing import Change, side_by_side
from app.domain.role_play.conversation import Mode
from app.domain.role_play.verdict import verdict
from tests import dialogue_samples as samples


def test_points_left_out_come_first_with_the_sentence_that_would_have_told_them():
    found = points(samples.vetoed())
    assert [(each.title, each.must, each.told) for each in found] == [
        ("一次说清还缺什么材料", True, False),
        ("说明办理时限", True, False),
        ("把清单写下来给他", False, False),
        ("告诉他不用重新排队", False, False),
    ]
    assert found[0].say == "您还缺一份劳动合同复印件，其他都齐了，我把清单写给您。"
    assert found[1].say.startswith("受理以后二十个工作日办结")


def test_points_told_come_with_the_words_that_told_them():
    found = points(samples.good())
    assert all(each.told and each.words is not None and each.say == "" for each in found)
    assert [(each.words.turn, each.words.text) for each in found] == [
        (0, "劳动合同复印件"), (1, "二十个工作日"), (0, "写给您"), (1, "不用重新排队"),
    ]  # fmt: skip


def test_a_record_without_its_scenario_has_no_example_and_says_so_by_silence():
    found = points(replace(samples.vetoed(), scenario=None))
    assert [each.say for each in found] == [""] * 4


def test_each_forbidden_phrase_in_its_turn_with_its_replacement():
    found = forbidden(samples.vetoed())
    assert [(each.turn, each.heard, each.category, each.veto) for each in found] == [
        (0, "跟你说了多少遍了", Category.IMPATIENT, True),
        (0, "听不懂人话", Category.PROVOKE, True),
        (1, "不归我管", Category.SHIRK, False),
    ]
    assert found[2].instead == "这项业务在八号窗口，我带您过去。"


@pytest.mark.parametrize(
    "name, title, said",
    [
        ("good", "通过", "达到 60 分的通过线"),
        ("vetoed", "一票否决", "第 1 轮“跟你说了多少遍了”"),
        ("silent", "还没有通过", "漏了必说要点：★一次说清还缺什么材料"),
        ("abandoned", "还没有通过", "结局不好"),
        ("thirty", "还没有通过", "离 60 分的通过线还差"),
    ],
)
def test_the_verdict_names_what_decided_it(name: str, title: str, said: str):
    found = verdict(samples.SAMPLES[name]())
    assert found.title == title and said in found.why
    assert found.passed is (title == "通过")


def test_how_it_ended_is_told_in_words():
    assert verdict(samples.good()).ending == "结局：陈伯放心地回去了。该说的都说清楚了。"
    assert "中途放弃" in verdict(samples.abandoned()).ending
    assert "时间到了" in verdict(samples.out_of_time()).ending


def test_shadowing_is_no_verdict():
    dialogue = replace(samples.good().dialogue, mode=Mode.SHADOW)
    assert verdict(samples.of(dialogue)).title == "跟读完成"


def test_side_by_side_says_what_got_better_and_what_worse():
    found = side_by_side(samples.mixed(), samples.vetoed())
    rows = {row.title: (row.then, row.now, row.change) for row in found.rows}
    assert rows["总分"] == ("0", "65", Change.BETTER)
    assert rows["应答要点"] == ("0 / 40", "20 / 40", Change.BETTER)
    assert rows["禁语"] == ("3 处", "1 处", Change.BETTER)
    assert rows["开口前想"][2] is Change.WORSE
    assert found.gained == ("一次说清还缺什么材料", "说明办理时限") and found.lost == ()
    assert found.words.startswith("比上次高 65 分，这次通过了")
    back = side_by_side(samples.vetoed(), samples.mixed())
    assert back.lost == found.gained and "比上次低 65 分，上次是通过的" in back.words


def test_the_same_again_is_the_same():
    found = side_by_side(samples.good(), samples.good())
    assert {row.change for row in found.rows} == {Change.SAME} and found.words == "和上次同分。"
