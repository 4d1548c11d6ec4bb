"""The pictures of writing a role-play, for take_screenshots.py: each is a name and the way to the screen."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.people import Role
from app.domain.role_play import editing
from app.gui.screens.editor_head import View
from app.gui.screens.editor_spots import Spot, Tab
from app.gui.stops import Place


def at_list(shown: Any) -> None:
    shown.go(Place.ROLE_PLAY, Role.TRAINER)
    shown.window._scenario_editing().show_list()
    shown.until(lambda: type(shown.screen).__name__ == "EditorList" and shown.screen.table.chosen)
    shown.screen.table.choose("lost-card.yaml")
    shown.settle()


_BEGINNING = Spot("start", Tab.LINES)


def editor(shown: Any, spot: Spot = _BEGINNING) -> None:
    """A scenario opened at a place; nothing is changed, so that no draft is left behind."""
    at_list(shown)
    for draft in shown.services.scenario_writing.shelf().drafts:
        shown.services.scenario_writing.drop(draft)
    shown.screen._open("lost-card.yaml")
    shown.until(lambda: type(shown.screen).__name__ == "EditorDesk")
    shown.settle()
    shown.screen.go(spot)
    shown.settle()


def points(shown: Any) -> None:
    editor(shown, Spot("start", Tab.POINTS, "text", 1))
    trial = shown.screen.panel.form(Tab.POINTS).trial
    trial.box.text = "您好，您先挂失，银行那边也要打电话。这不归我管。"
    trial._try()
    shown.until(lambda: trial.marked.marked())
    shown.settle()
    shown.screen.panel.page.reveal(trial)
    shown.settle()


def onward(shown: Any) -> None:
    editor(shown, Spot("start", Tab.NEXT, "to", 1))
    shown.screen.panel.page.to_top()


def problems(shown: Any) -> None:
    editor(shown)
    desk = shown.screen
    desk.edit(lambda s: editing.changed_node(s, "afternoon", says=""))
    desk.edit(lambda s: editing.deleted_transition(s, "password", 3))
    desk.edit(lambda s: editing.changed_node(s, "which-kind", exemplary="请问您还想再找找吗？"))
    shown.until(lambda: len(desk.findings) >= 3)
    desk.view._pick(View.PROBLEMS)
    shown.settle()
    desk.graph.reveal("afternoon")


def graph(shown: Any) -> None:
    editor(shown)
    shown.screen.view._pick(View.GRAPH)
    shown.settle()
    shown.screen.graph.focus_set()
    shown.screen.graph.set_zoom(0.6)
    shown.screen.graph.show_afresh()
    shown.screen._draw()


def brought(shown: Any) -> None:
    """A workbook with mistakes, before it is taken over."""
    from openpyxl import load_workbook

    desk = shown.services.scenario_writing
    with tempfile.TemporaryDirectory() as folder:
        path = desk.template(shown.services.rules.scenario("lost-card"), Path(folder) / "我的情景.xlsx")
        book = load_workbook(path)
        book["基本情况"]["B2"] = "our-own"
        book["轮次"]["B3"] = None
        book["要点"]["A2"] = "不知哪一轮"
        book["往下怎样谈"]["J6"] = "三次"
        book["结局"]["B2"] = "不好"
        book.save(path)
        at_list(shown)
        shown.window._scenario_editing().bring(path)
        shown.until(lambda: type(shown.screen).__name__ == "EditorImport")
        shown.settle()


SCREENS: dict[str, Callable[[Any], None]] = {
    "editor-list": at_list,
    "editor": editor,
    "editor-points": points,
    "editor-next": onward,
    "editor-citizen": lambda shown: editor(shown, Spot("", Tab.CITIZEN)),
    "editor-problems": problems,
    "editor-graph": graph,
    "editor-import": brought,
}
ALSO_DARK = ("editor", "editor-graph")
ALSO_LARGE = ("editor", "editor-next")
