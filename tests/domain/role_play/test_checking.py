from dataclasses import replace

import pytest

from app.domain.lexicon import Category
from app.domain.points import way_problem
from app.domain.role_play.checking import doubts_of, faults_of, problems_of
from app.domain.role_play.conditions import BACK, FORBIDDEN, Condition, Transition
from app.domain.role_play.layout import laid_out
from app.domain.role_play.main_path import main_path
from app.domain.scenario import Ending, EndingKind, Node, Point
from tests.domain.role_play.small_scenario import small


def changed(at: int, **values):
    nodes = list(small().nodes)
    nodes[at] = replace(nodes[at], **values)
    return small(nodes=tuple(nodes))


def test_a_sound_one_has_no_problems():
    assert problems_of(small()) == ()
    assert [node.id for node in main_path(small()).nodes] == ["start", "when"]


@pytest.mark.parametrize(
    ("scenario", "path", "words"),
    [
        (small(nodes=()), ("nodes",), "至少写一轮"),
        (changed(1, transitions=()), ("nodes", 1), "往下怎样谈"),
        (changed(1, transitions=(Transition("done", Condition(points=("days",))),)), ("nodes", 1, "next"), "其他情况"),
        (changed(1, transitions=(Transition("nowhere"),)), ("nodes", 1, "next", 0, "to"), "nowhere"),
        (
            changed(1, transitions=(Transition("half", Condition(missing=("nothing",))), Transition("done"))),
            ("nodes", 1, "next", 0, "missing"), "nothing",
        ),
        (
            changed(0, transitions=(Transition("when", Condition(points=("papers",))), Transition("start"))),
            ("nodes", 0), "走不出去的圈",
        ),
        (small(leaves="start"), ("leaves",), "不是任何结局"),
        (small(always=(Transition("complains"),)), ("always", 0), "没有条件"),
        (small(endings=tuple(e for e in small().endings if e.kind is not EndingKind.GOOD)), ("endings",), "没有好的结局"),
        (changed(1, points=(Point("days", "天数", ("(二十",)),)), ("nodes", 1, "points", 0, "ways", 0), "没有配对"),
        (changed(1, points=(Point("days", "天数", ()),)), ("nodes", 1, "points", 0), "没有任何说法"),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_a_fault_in_its_place(scenario, path, words):
    found = faults_of(scenario)
    assert any(each.path == path and words in each.message + each.remedy for each in found), found
    assert all(each.remedy for each in found)


def test_two_nodes_that_only_send_to_each_other_have_no_exit():
    nodes = (
        Node("a", "甲？", transitions=(Transition("end", Condition(polite=(Category.THANKS,))), Transition("b"))),
        Node("b", "乙？", transitions=(Transition("a"),)),
    )
    end = Ending("end", EndingKind.GOOD, "好", "好。", "好。")
    found = faults_of(small(nodes=nodes, endings=(end,), leaves="end", always=()))
    assert [each.path for each in found] == [("nodes", 0), ("nodes", 1)]


def test_a_side_track_that_always_leads_back_is_no_exit_by_itself():
    scenario = changed(2, transitions=(Transition(BACK),))
    assert faults_of(scenario) == ()  # the moments it returns to have exits of their own


@pytest.mark.parametrize(
    ("scenario", "path", "words"),
    [
        (changed(0, transitions=small().nodes[0].transitions[1:]), None, ""),
        (
            small(nodes=(*small().nodes, Node("lost", "？", points=(Point("x", "x", ("x",)),), transitions=(Transition("done"),)))),
            ("nodes", 3), "谁也得不了分",
        ),
        (small(endings=(*small().endings, Ending("dream", EndingKind.GOOD, "梦", "。", "。"))), ("endings", 4), "永远走不到"),
        (changed(1, transitions=(Transition("done"), Transition("half"))), ("nodes", 1, "next", 1), "永远用不上"),
        (changed(1, says="多久？" * 40), ("nodes", 1, "says"), "超过"),
        (changed(1, exemplary="说" * 300), ("nodes", 1, "exemplary"), "超过"),
        (changed(1, exemplary=""), ("nodes", 1), "没有示范回答"),
        (changed(1, exemplary="请慢走。"), ("nodes", 1, "exemplary"), "没有说到要点“days”"),
        (changed(0, says="是不是还缺病历？"), ("nodes", 0, "points", 0), "群众自己就说了“病历”"),
        (changed(1, transitions=(Transition("half"),)), ("nodes", 1, "next"), "走不到好的结局"),
    ],
)  # fmt: skip
def test_what_plays_and_cannot_be_meant_is_a_doubt(scenario, path, words):
    found = doubts_of(scenario)
    if path is not None:
        assert any(each.path == path and words in each.message for each in found), found


@pytest.mark.parametrize("way", ["二十个工作日", "不收费", "(代办|代您办)", "单位…举证", "不用[您]跑", "EMS", "12333"])
def test_a_way_that_is_written_well_can_be_said(way):
    assert way_problem(way) == ""


@pytest.mark.parametrize("way", ["", "，", "(代办", "{没有}", "[可有可无]", "|"])
def test_a_way_that_nobody_can_say_is_named(way):
    assert way_problem(way)


def large(count: int):
    """A ladder of `count` moments, each with two points, a side track and a way on."""
    nodes = []
    for i in range(count):
        ways = tuple(f"第{i}号要点{j}说法" for j in range(2))
        points = tuple(Point(f"p{i}-{j}", f"要点{i}", (way, f"另外{way}"), True) for j, way in enumerate(ways))
        following = f"n{i + 1}" if i + 1 < count else "done"
        nodes.append(
            Node(
                f"n{i}", f"请问第{i}件事怎么办？", (Category.GREETING,), points, f"您好，{'，'.join(ways)}。",
                (
                    Transition("complains", Condition(forbidden=FORBIDDEN)),
                    Transition(following, Condition(points=tuple(point.id for point in points))),
                    Transition("leaves", Condition(attempts=3)),
                    Transition(f"n{i}"),
                ),
            )
        )  # fmt: skip
    return small(nodes=tuple(nodes), most_replies=count * 3)


def test_a_large_one_is_checked_and_drawn_whole():
    scenario = large(500)
    assert [each.message for each in problems_of(scenario) if "half" not in each.message] == []
    assert len(main_path(scenario).nodes) == 500
    layout = laid_out(scenario)
    assert len(layout.places) == 504
    assert len(set(layout.places.values())) == 504


def test_every_place_of_a_picture_is_its_own_and_the_main_path_runs_down_the_middle():
    layout = laid_out(small())
    assert len(set(layout.places.values())) == len(layout.places) == 7
    assert [layout.places[id] for id in ("start", "when", "done")] == [(0, 0), (0, 1), (0, 2)]
    assert {(link.start, link.end) for link in layout.links if link.main} == {("start", "when"), ("when", "done")}
    assert layout.rows == 3
