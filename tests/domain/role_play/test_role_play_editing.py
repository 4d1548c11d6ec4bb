"""Whatever is edited in whatever order: nothing raises, no name leads nowhere, undo restores."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.role_play import editing
from app.domain.role_play.conditions import BACK, Condition, Transition
from app.domain.role_play.edit_history import EditHistory
from app.domain.role_play.editing import ANYWHERE
from app.domain.scenario import EndingKind, Node, Point, Scenario
from tests.domain.role_play.small_scenario import small


def dangling(scenario: Scenario) -> list[str]:
    """Names that lead nowhere, or that two bear."""
    places = [*(node.id for node in scenario.nodes), *(ending.id for ending in scenario.endings)]
    points = {point.id for point in scenario.points}
    rows = [*scenario.always, *(row for node in scenario.nodes for row in node.transitions)]
    found = [row.to for row in rows if row.to not in (*places, BACK)]
    found += [id for row in rows for id in row.when.point_ids if id not in points]
    found += [id for id in places if places.count(id) > 1 or id in ("", BACK)]
    if scenario.leaves and scenario.ending(scenario.leaves) is None:
        found.append(scenario.leaves)
    return found


NAMES = st.sampled_from(
    ["start", "when", "upset", "done", "half", "leaves", "complains", "轮次1", "轮次2", "结局1", "新的", "back", "", " start "]
)  # fmt: skip
POINTS = st.sampled_from(["papers", "written", "days", "要点1", "要点2", "新要点", ""])
PLACES = st.one_of(NAMES, st.just(ANYWHERE))
ROWS = st.integers(-1, 5)
STEPS = st.integers(-3, 3)
CONDITIONS = st.builds(
    Condition,
    points=st.lists(POINTS, max_size=2).map(tuple),
    missing=st.lists(POINTS, max_size=1).map(tuple),
    attempts=st.integers(0, 3),
)
TRANSITIONS = st.builds(Transition, to=NAMES, when=CONDITIONS)


def only(pair):
    return pair[0]


EDITS = st.one_of(
    st.builds(lambda a: lambda s: only(editing.added_node(s, a)), NAMES),
    st.builds(lambda a: lambda s: only(editing.copied_node(s, a)), NAMES),
    st.builds(lambda a: lambda s: only(editing.inserted_node(s, a)), NAMES),
    st.builds(lambda a, by: lambda s: editing.moved_node(s, a, by), NAMES, STEPS),
    st.builds(lambda a: lambda s: editing.deleted_node(s, a), NAMES),
    st.builds(lambda a, b: lambda s: editing.renamed(s, a, b), NAMES, NAMES),
    st.builds(lambda a: lambda s: editing.changed_node(s, a, says="改"), NAMES),
    st.just(lambda s: only(editing.added_ending(s, EndingKind.GOOD))),
    st.builds(lambda a: lambda s: editing.deleted_ending(s, a), NAMES),
    st.builds(lambda a, by: lambda s: editing.moved_ending(s, a, by), NAMES, STEPS),
    st.builds(lambda a: lambda s: editing.changed_ending(s, a, says="改"), NAMES),
    st.builds(lambda a: lambda s: only(editing.added_point(s, a)), NAMES),
    st.builds(lambda a, p: lambda s: editing.shared_point(s, a, p), NAMES, POINTS),
    st.builds(lambda a, p: lambda s: editing.deleted_point(s, a, p), NAMES, POINTS),
    st.builds(lambda a, b: lambda s: editing.renamed_point(s, a, b), POINTS, POINTS),
    st.builds(lambda p: lambda s: editing.changed_point(s, p, text="改"), POINTS),
    st.builds(lambda a, at, by: lambda s: editing.moved_point(s, a, at, by), NAMES, ROWS, STEPS),
    st.builds(lambda a, t: lambda s: only(editing.added_transition(s, a, t)), PLACES, TRANSITIONS),
    st.builds(lambda a, at, t: lambda s: editing.changed_transition(s, a, at, t), PLACES, ROWS, TRANSITIONS),
    st.builds(lambda a, at, by: lambda s: editing.moved_transition(s, a, at, by), PLACES, ROWS, STEPS),
    st.builds(lambda a, at: lambda s: editing.deleted_transition(s, a, at), PLACES, ROWS),
)  # fmt: skip


@given(st.lists(EDITS, max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_edits_in_any_order_leave_every_name_leading_somewhere_and_can_be_undone(edits):
    history = EditHistory(small())
    stood = [history.now]
    for edit in edits:
        history = history.done(edit(history.now))
        assert dangling(history.now) == []
        if history.now != stood[-1]:
            stood.append(history.now)
    for scenario in reversed(stood):
        assert history.now == scenario
        history = history.undone()
    assert history.now == small()
    for scenario in stood:
        assert history.now == scenario
        history = history.redone()


def test_a_renamed_moment_takes_along_all_that_leads_to_it():
    scenario = small(always=(Transition("when", Condition(mood_above=90)),))
    after = editing.renamed(scenario, "when", "多久")
    assert [row.to for row in after.nodes[0].transitions] == ["upset", "多久", "leaves", "start"]
    assert after.always[0].to == "多久" and after.node("when") is None
    assert editing.renamed(after, "多久", "when") == scenario
    assert editing.renamed(scenario, "leaves", "走").leaves == "走"


def test_a_name_that_is_taken_is_not_given_twice():
    for taken in ("start", "done", "back", "", "  "):
        assert editing.renamed(small(), "when", taken) == small()
    assert editing.renamed_point(small(), "papers", "days") == small()


def test_a_deleted_moment_goes_with_its_arrows_and_its_points():
    after = editing.deleted_node(small(), "when")
    assert [row.to for row in after.nodes[0].transitions] == ["upset", "leaves", "start"]
    assert [point.id for point in after.points] == ["papers", "written"]
    # The way for everything else is never lost: the citizen asks again
    after = editing.deleted_ending(small(), "complains")
    assert after.node("upset").transitions[-1] == Transition("upset")
    assert after.always == ()


def test_a_moment_is_put_in_on_the_way_on():
    after, name = editing.inserted_node(small(), "start")
    assert [row.to for row in after.node("start").transitions] == ["upset", name, "leaves", "start"]
    assert after.node(name).transitions == (Transition("when"),)
    assert [node.id for node in after.nodes] == ["start", name, "when", "upset"]
    begun = editing.blank("own-1")
    after, name = editing.inserted_node(begun, "开头")
    assert after.node("开头").transitions == (Transition(name),)
    assert after.node(name).transitions == (Transition("办成了"),)


def test_the_ending_of_one_who_leaves_is_never_missing_while_there_is_one():
    scenario = editing.deleted_ending(small(), "leaves")
    assert scenario.leaves == "complains"
    for id in ("complains", "half", "done"):
        scenario = editing.deleted_ending(scenario, id)
    assert scenario.leaves == "" and scenario.endings == ()
    assert only(editing.added_ending(scenario)).leaves == "结局1"


def test_a_row_that_asked_only_for_a_lost_point_goes_and_another_keeps_the_rest():
    rows = (
        Transition("done", Condition(points=("days",), attempts=1)),
        Transition("half", Condition(missing=("days", "papers"))),
        Transition("when"),
    )
    scenario = editing.changed_node(small(), "when", transitions=rows)
    after = editing.deleted_point(scenario, "when", "days")
    assert after.node("when").transitions == (Transition("half", Condition(missing=("papers",))), Transition("when"))


def test_a_shared_point_is_one_and_the_same_at_every_moment():
    scenario = editing.shared_point(small(), "upset", "days")
    scenario = editing.changed_point(scenario, "days", ways=("二十天",))
    assert scenario.node("upset").points == scenario.node("when").points
    assert editing.deleted_point(scenario, "upset", "days").node("when").transitions == small().nodes[1].transitions
    again = editing.renamed_point(scenario, "days", "时限")
    assert again.node("when").transitions[1].when.points == ("时限",)
    assert [point.id for point in again.points] == ["papers", "written", "时限"]


def test_a_new_row_stands_before_the_one_for_everything_else():
    after, at = editing.added_transition(small(), "when", Transition("half", Condition(attempts=5)))
    assert at == 3 and after.node("when").transitions[3].when.attempts == 5
    assert after.node("when").transitions[-1] == Transition("when")
    assert editing.added_transition(small(), "when", Transition("nowhere")) == (small(), -1)
    assert editing.moved_transition(after, "when", 3, -9).node("when").transitions[0].when.attempts == 5


def test_what_was_read_with_mistakes_gets_names_of_its_own():
    nodes = (Node("a", "甲"), Node("a", "乙", points=(Point("", "甲", ()), Point("", "乙", ()))), Node("", "丙"))
    after = editing.distinctly_named(replace(small(nodes=nodes, always=()), leaves=""))
    assert dangling(after) == []
    assert [node.says for node in after.nodes] == ["甲", "乙", "丙"]
    assert len({point.id for point in after.points}) == 2


def test_typing_on_in_one_place_is_one_step_back():
    history = EditHistory(small())
    for says in ("还", "还缺", "还缺啥？"):
        history = history.done(editing.changed_node(history.now, "start", says=says), "start says")
    history = history.done(editing.changed_node(history.now, "when", says="几天？"), "when says")
    assert history.undone().now.nodes[0].says == "还缺啥？"
    assert history.undone().undone().now == small()
    assert history.undone().undone().undone().now == small()
