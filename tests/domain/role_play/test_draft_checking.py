"""What is wrong with a draft is told all at once and in the window's words."""

import re
from dataclasses import replace

from app.domain.role_play import editing
from app.domain.role_play.conditions import Condition, Transition
from app.domain.role_play.draft_checking import findings_of
from app.domain.scenario import Citizen, Ending, EndingKind, Hint, Node, Paper, Point
from tests.domain.role_play.small_scenario import small

SOUND = small(checked="2026-11-24")


def said(scenario) -> str:
    return "\n".join(f"{each.message}{each.remedy}" for each in findings_of(scenario))


def test_a_sound_one_has_nothing_to_mend():
    assert findings_of(SOUND) == ()


def test_a_blank_one_is_told_everything_that_is_missing():
    found = findings_of(editing.blank("own-1"))
    paths = {each.path for each in found if each.fault}
    for field in ("title", "line", "situation"):
        assert any(path == (field,) for path in paths), (field, paths)
    assert ("citizen", "name") in paths and ("nodes", 0, "says") in paths and ("endings", 0, "title") in paths
    # A missing line and a loop without an exit stand side by side
    lost = replace(editing.blank("own-1"), leaves="nobody")
    assert ("leaves",) in {each.path for each in findings_of(lost)}


def test_no_field_of_a_file_is_named():
    start = small().nodes[0]
    broken = [
        editing.blank("own-1"),
        replace(SOUND, nodes=()),
        replace(SOUND, leaves="", checked="昨天", minutes=99, most_replies=1, endings=()),
        replace(SOUND, citizen=Citizen("", 300, "", feeling=200, patience=0)),
        replace(SOUND, papers=(Paper("", ""),), always=(Transition("办"),)),
        replace(SOUND, nodes=(replace(start, transitions=()), *SOUND.nodes[1:])),
        replace(SOUND, nodes=(replace(start, transitions=(Transition("无", Condition(points=("没",), attempts=99)),)),)),
        replace(SOUND, nodes=(replace(start, transitions=(Transition(start.id),)), *SOUND.nodes[1:])),
        replace(SOUND, nodes=(replace(start, points=(Point("甲", "", ()), Point("乙", "乙", ("(",)))), *SOUND.nodes[1:])),
        replace(SOUND, nodes=(replace(start, hints=(Hint("", 90.0),), exemplary="嗯。"), *SOUND.nodes[1:])),
        replace(SOUND, nodes=(*SOUND.nodes, Node("孤", "？" * 100, points=(Point("丙", "丙", ("丙",)),)))),
        replace(SOUND, endings=(*SOUND.endings[:1], Ending("梦", EndingKind.BAD, "", "", ""))),
    ]  # fmt: skip
    for scenario in broken:
        words = said(scenario)
        assert words
        plain = re.sub(r"“[^”]*”", "", words)
        assert not re.search(r"[A-Za-z]{2,}", plain), plain


def test_what_cannot_be_played_comes_first():
    found = findings_of(replace(SOUND, title="", situation="长" * 200))
    assert [each.fault for each in found] == [True, False]
