"""The scenario editor on a role-play of very many moments: opening, typing, looking around, and the checks behind it.

    python benchmarks/scenario_editor.py [MOMENTS]

Needs a display (`xvfb-run python benchmarks/scenario_editor.py`). The peer is a bare tkinter Canvas on which the same
boxes, arrows and labels are all drawn, as one draws a graph without a thought: once to open it, and again for
every edit. "Stands still" is the longest time between two turns of the event loop while it is checked.
"""

import statistics
import sys
import tempfile
import time
import tkinter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.domain.people import Role
from app.domain.role_play import editing
from app.domain.role_play.layout import laid_out
from app.domain.scenario import Scenario
from app.gui.application import build
from app.gui.screens.editor_spots import Spot, Tab
from app.gui.widgets.graph_geometry import arrows_of, box_of
from app.main import Application
from app.services.open_workspace import open_workspace
from app.system.places import Workspace, starter_content
from app.system.settings import Settings
from tests.domain.role_play.test_checking import large

_TIMES = 9


def main() -> None:
    count = int((sys.argv[1:] + ["500"])[0])
    scenario = replace(large(count), checked="2026-11-25", most_replies=60)
    bare = bare_canvas(scenario)
    print(f"{'bare Canvas, everything drawn':<64}{bare * 1000:9.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Workspace(Path(folder) / "workspace"), starter_content())
        services = Application(workspace)
        try:
            editor(services, scenario, bare)
        finally:
            services.close()


def bare_canvas(scenario: Scenario) -> float:
    """The median of drawing it all, as after an edit."""
    root = tkinter.Tk()
    root.geometry("1280x720+0+0")
    canvas = tkinter.Canvas(root)
    canvas.pack(fill="both", expand=True)
    root.update()

    def draw() -> None:
        canvas.delete("all")
        layout = laid_out(scenario)
        for arrow in arrows_of(layout):
            canvas.create_line([number for point in arrow.curve for number in point], smooth="raw", arrow="last")
            canvas.create_text(*arrow.label, text="\n".join(arrow.link.labels))
        for id, place in layout.places.items():
            left, top, right, bottom = box_of(place)
            canvas.create_rectangle(left, top, right, bottom)
            node = scenario.node(id)
            canvas.create_text(left + 12, top + 12, text=id, anchor="nw")
            canvas.create_text(
                left + 12, top + 36, text=node.says if node else "", anchor="nw", width=right - left - 24
            )
        root.update()

    seconds = timed(draw)
    root.destroy()
    return seconds


def timed(action: Callable[[], Any], times: int = _TIMES) -> float:
    found = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def editor(services: Application, scenario: Scenario, bare: float) -> None:
    window = build(services, Settings())
    root = window.root
    root.geometry("1280x720+0+0")
    window.person = services.people.add("带教", Role.TRAINER, pin="2468")
    window._forget_screens()
    window._add_rail(window.person)
    rooms = window._scenario_editing()
    rooms.show_list()
    root.update()
    draft = services.scenario_writing.new(scenario)

    def told(words: str, seconds: float) -> None:
        print(f"{words:<64}{seconds * 1000:9.0f} ms   {seconds / bare:.2f} of the bare Canvas")

    start = time.perf_counter()
    rooms.open_draft(draft)
    root.update()
    told("opened for the first time, forms and all", time.perf_counter() - start)
    desk = window.window.screen
    still, begun = 0.0, time.perf_counter()
    while window.window.worker.busy or desk._pauses.waiting or not desk.findings:
        before = time.perf_counter()
        root.update()
        still = max(still, time.perf_counter() - before)
        time.sleep(0.002)
    told("checked and rehearsed behind it, until the last problem", time.perf_counter() - begun)
    told("  the window stands still meanwhile, at most", still)
    middle = scenario.nodes[len(scenario.nodes) // 2].id
    desk.go(Spot(middle, Tab.LINES))
    root.update()
    number = iter(range(10_000))

    def type_on() -> None:
        desk.edit(lambda s: editing.changed_node(s, middle, says=f"第{next(number)}句？"), "typing")
        root.update()

    def draw_again() -> None:
        type_on()
        desk._draw()
        root.update()

    told("one key in a form", timed(type_on))
    told("an edit with the picture brought up to date", timed(draw_again))
    told("another moment chosen", timed(lambda: (desk.graph._walk(0, 1), root.update())))
    told("a step of panning", timed(lambda: (desk.graph._pan(0, 3), root.update())))
    told(
        "the whole of it on one picture",
        timed(lambda: (desk.graph.set_zoom(1), desk.graph.show_all(), root.update()), 3),
    )
    desk._pauses.forget()
    desk._unkept = False
    window.close()


if __name__ == "__main__":
    main()
