"""Opening a module and a lesson in the window, against the same text put into one bare Tk text.

    python benchmarks/learning.py [ROUNDS]

Every shipped module and every lesson is opened by a person who has passed a module before, until the screen
is drawn and no work is left. The goal for a module is under 200 ms. The first opening in a process makes the
screen and is counted apart. Needs a display (an Xvfb will do).
"""

import statistics
import sys
import tempfile
import time
import tkinter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.domain.people import Role  # noqa: E402
from app.gui.application import build  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance, Settings  # noqa: E402


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with tempfile.TemporaryDirectory() as folder:
        services = Application(Workspace(Path(folder) / "工作区"))
        services.people.add("王晓琳", Role.TRAINEE)
        window = build(services, Settings(Appearance.LIGHT, 1.0))
        settle(window)
        window.sign_in(services.people.all()[0])
        window.go(Place.LEARN)
        settle(window)
        modules = services.modules.modules()
        learning = window._learning
        first = timed(window, lambda: learning.module(modules[0].id))
        opened = [timed(window, lambda m=m: learning.module(m.id)) for _ in range(rounds) for m in modules]
        free = [module for module in modules if not module.needs]
        first_lesson = timed(window, lambda: learning.lesson(free[0].id, free[0].lessons[0].title))
        read = [
            (timed(window, lambda m=m, lesson=lesson: learning.lesson(m.id, lesson.title)), lesson.text)
            for _ in range(rounds) for m in free for lesson in m.lessons
        ]  # fmt: skip
        bare = bare_texts([text for _, text in read])
        window.close()
        services.close()
    print(
        f"a module: first {first:.0f} ms, then median {statistics.median(opened):.0f}, worst {max(opened):.0f} ms (goal 200)"
    )
    lessons = [took for took, _ in read]
    print(
        f"a lesson: first {first_lesson:.0f} ms, then median {statistics.median(lessons):.0f}, worst {max(lessons):.0f} ms;"
        f" bare text {statistics.median(bare):.1f} ms: {statistics.median(lessons) / statistics.median(bare):.1f} times"
    )


def settle(window: Any) -> None:
    for _ in range(3):
        while window.window.worker.busy:
            window.root.update()
            time.sleep(0.001)
        window.root.update()


def timed(window: Any, action: Any) -> float:
    """Milliseconds until everything is drawn."""
    begin = time.perf_counter()
    action()
    settle(window)
    return (time.perf_counter() - begin) * 1000


def bare_texts(texts: list[str]) -> list[float]:
    root = tkinter.Tk()
    root.geometry("1000x700")
    text = tkinter.Text(root, wrap="char")
    text.pack(fill="both", expand=True)
    root.update()
    found = []
    for each in texts:
        begin = time.perf_counter()
        text.delete("1.0", "end")
        text.insert("1.0", each)
        root.update()
        found.append((time.perf_counter() - begin) * 1000)
    root.destroy()
    return found


if __name__ == "__main__":
    main()
