"""Every problem leads to a form and a field that there is, or to the nearest; no display is needed."""

from dataclasses import replace

from app.domain.role_play import editing
from app.domain.role_play.conditions import Condition, Transition
from app.domain.role_play.draft_checking import findings_of
from app.domain.role_play.layout import laid_out
from app.domain.scenario import Citizen, Ending, EndingKind, Hint, Paper, Point
from app.gui.screens.editor_next import first_row
from app.gui.screens.editor_spots import OF_NODE, Spot, Tab, spot_of, where_in_words
from app.gui.widgets.graph_geometry import arrows_of, box_of, nearest
from tests.domain.role_play.small_scenario import small

START = small().nodes[0]
BROKEN = replace(
    small(),
    citizen=Citizen("", 300, ""),
    papers=(Paper("号票", ""),),
    always=(Transition("没有"),),
    nodes=(
        replace(
            START,
            says="",
            exemplary="长" * 300,
            hints=(Hint("", 90.0),),
            points=(Point("甲", "", ()), Point("乙", "乙", ("(",))),
            transitions=(Transition("没有", Condition(points=("没有",))),),
        ),
        *small().nodes[1:],
    ),
    endings=(Ending("done", EndingKind.GOOD, "", "", ""), *small().endings[1:]),
)


def test_every_problem_leads_somewhere():
    spots = {spot_of(each.path, BROKEN) for each in findings_of(BROKEN)}
    for spot in spots:
        assert (BROKEN.node(spot.id) is not None) == (spot.tab in OF_NODE)
        assert (BROKEN.ending(spot.id) is not None) == (spot.tab is Tab.ENDING)
        assert where_in_words(spot)
    assert {
        Spot("", Tab.CITIZEN, "name"), Spot("", Tab.CITIZEN, "age"), Spot("start", Tab.LINES, "says"),
        Spot("start", Tab.POINTS, "ways", 1), Spot("start", Tab.NEXT, "points", 0), Spot("start", Tab.REPLY, "hints"),
        Spot("done", Tab.ENDING, "title"), Spot("", Tab.ANYWHERE, "to", 0),
    } <= spots  # fmt: skip


def test_a_path_that_leads_to_nothing_any_more_leads_to_the_whole():
    assert spot_of(("nodes", 99, "says"), small()).id == ""
    assert spot_of(("endings", 99), small()).tab is Tab.MATTER
    assert spot_of((), small()).id == ""


def test_a_new_row_is_for_what_is_still_missing():
    scenario, name = editing.added_node(small(), "start")
    scenario, point = editing.added_point(scenario, name)
    row = first_row(scenario, name)
    assert row.when.points == (point,) and row.to == "when"
    scenario, _at = editing.added_transition(scenario, name, row)
    assert first_row(scenario, name) == Transition("leaves", Condition(attempts=3))


def test_the_arrow_keys_reach_every_box_and_no_two_lie_on_each_other():
    layout = laid_out(small())
    places = layout.places
    reached, waiting = {"start"}, ["start"]
    while waiting:
        at = waiting.pop()
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            to = nearest(places, at, dx, dy)
            if to not in reached:
                reached.add(to)
                waiting.append(to)
    assert reached == set(places)
    boxes = sorted(box_of(place) for place in places.values())
    for one in boxes:
        for other in boxes:
            apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
            assert one == other or apart
    for arrow in arrows_of(layout):
        left, top, right, bottom = box_of(places[arrow.link.start])
        x, y = arrow.curve[0]
        assert left <= x <= right and top <= y <= bottom
