"""The list of a bank of very many questions: how long until it shows, and the longest time the window stands still.

    python benchmarks/bank_list.py [QUESTIONS]

Needs a display (`xvfb-run python benchmarks/bank_list.py`). The peer is a bare ttk.Treeview filled with the
same rows at once. "Stands still" is the longest time between two turns of the event loop.
"""

import sys
import tempfile
import time
import tkinter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tkinter import ttk

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bank import made

from app.content.bank.yaml_emitter import emit_file
from app.domain.business import BusinessLine
from app.domain.question_writing import question_to_plain
from app.gui.application import build
from app.gui.stops import Place
from app.main import Application
from app.services.open_workspace import open_workspace
from app.system.places import Workspace, starter_content
from app.system.settings import Settings


def main() -> None:
    count = int((sys.argv[1:] + ["50000"])[0])
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Workspace(Path(folder) / "workspace"), starter_content())
        for path in (workspace.question_bank / "questions").glob("*.yaml"):
            path.unlink()
        some = [replace(each, line=BusinessLine.CARD, topic="主题") for each in made(count)]
        for first in range(0, count, 60):
            plain = [question_to_plain(q, {"line": "card", "topic": "主题"}) for q in some[first : first + 60]]
            path = workspace.question_bank / "questions" / f"{first:06d}.yaml"
            path.write_text(emit_file("主题", "card", plain), encoding="utf-8")
        Application(workspace).bank.cards()  # indexed, as it is at every opening but the first
        bare = bare_tree([(q.id, q.stem, q.type.label, q.line.label) for q in some])
        print(f"{'bare Treeview filled with the rows at once':<58}{bare:8.2f} s")
        window(Application(workspace), count, bare)


def bare_tree(rows: list[tuple[str, ...]]) -> float:
    root = tkinter.Tk()
    start = time.perf_counter()
    tree = ttk.Treeview(root, columns=("a", "b", "c"))
    tree.pack()
    for id, *cells in rows:
        tree.insert("", "end", iid=id, values=cells)
    root.update()
    seconds = time.perf_counter() - start
    root.destroy()
    return seconds


def window(services: Application, count: int, bare: float) -> None:
    application = build(services, Settings())
    root = application.root
    root.geometry("1280x720+0+0")
    root.update()
    application._bank_rooms()  # its modules are loaded
    screen = None

    def timed(words: str, act: Callable[[], object], shown: Callable[[], bool]) -> None:
        start = last = time.perf_counter()
        worst = 0.0
        act()
        while not shown():
            root.update()
            now = time.perf_counter()
            worst, last = max(worst, now - last), now
            time.sleep(0.001)
        seconds = time.perf_counter() - start
        print(
            f"{words:<58}{seconds:8.2f} s   {seconds / bare:5.2f} times   stands still at most {worst * 1000:4.0f} ms"
        )

    timed("entering the bank, first rows and the first question", lambda: application.go(Place.BANK), lambda: (
        bool(application.window.screen.table.tree.get_children()) and application.window.screen._question is not None
    ))  # fmt: skip
    screen = application.window.screen
    rows = screen.table.tree.get_children
    timed("until every row is in the list", lambda: None, lambda: len(rows()) == count)

    def search() -> None:
        screen._search.text = "自助终端签订"
        screen._find()

    timed("a search, shown", search, lambda: 0 < len(rows()) < count)
    application.close()


if __name__ == "__main__":
    main()
