"""How far one has come with each role-play, and which one is proposed next."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.role_play.dialogue import Mode, answered, begin
from app.domain.role_play.dialogue_score import DialogueScore
from app.domain.role_play.played import PlayedDialogue, played
from app.domain.role_play.standing import Standing, next_to_play, standings
from app.domain.score_sheet import ScoreSheet
from tests.domain.role_play.small_scenario import reply, small


def kept(scenario_id: str, total: float, passed: bool, started: str) -> PlayedDialogue:
    scenario = small(id=scenario_id)
    dialogue = answered(scenario, begin(scenario, Mode.EXAMINE), reply("papers"))
    sheet = ScoreSheet((), total, 100, passed, "", (), "1", "1")
    return played(scenario, dialogue, DialogueScore((sheet,), sheet), started)


def scenarios(*ids: str):
    return tuple(small(id=id) for id in ids)


def test_best_last_and_whether_ever_passed():
    stands = standings(
        [kept("a", 80, True, "1"), kept("b", 40, False, "2"), kept("a", 61.5, False, "3"), kept("b", 55, False, "4")]
    )
    assert stands["a"] == Standing(2, 80, 61.5, False, True, "3")
    assert stands["b"] == Standing(2, 55, 55, False, False, "4")


def test_what_was_never_tried_comes_first_then_what_was_not_passed_then_the_weakest():
    three = scenarios("a", "b", "c")
    assert next_to_play(three, {}).id == "a"
    a, b = Standing(1, 80, 80, True, True, ""), Standing(1, 50, 50, False, False, "")
    assert next_to_play(three, {"a": a, "b": b}).id == "c"
    c = Standing(1, 70, 70, True, True, "")
    assert next_to_play(three, {"a": a, "b": b, "c": c}).id == "b"
    assert next_to_play(three, {"a": a, "b": replace(b, best=90, passed=True), "c": c}).id == "c"


def test_after_one_the_search_goes_on_from_it_and_never_gives_it_again():
    three = scenarios("a", "b", "c")
    assert next_to_play(three, {}, after="b").id == "c"
    assert next_to_play(three, {}, after="c").id == "a"
    assert next_to_play(scenarios("a"), {}, after="a") is None
    assert next_to_play((), {}) is None


@given(st.sets(st.sampled_from("abcdef"), min_size=2), st.data())
def test_there_is_always_another_one(ids, data):
    after = data.draw(st.sampled_from(sorted(ids)))
    tried = data.draw(st.dictionaries(st.sampled_from("abcdefg"), st.floats(0, 100)))
    standing = {id: Standing(1, best, best, best >= 60, best >= 60, "") for id, best in tried.items()}
    found = next_to_play(scenarios(*sorted(ids)), standing, after)
    assert found is not None and found.id in ids and found.id != after
