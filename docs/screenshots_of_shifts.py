"""The pictures of a shift at the window: `python docs/screenshots_of_shifts.py [--into FOLDER] [NAME …]`."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from take_screenshots import Shown, display  # noqa: E402

from app.domain.people import Role  # noqa: E402
from app.domain.shift.plan import plan_of  # noqa: E402
from app.domain.shift.tellers import Teller, play  # noqa: E402
from app.domain.teller_level import TellerLevel  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance  # noqa: E402


def filled(folder: Path) -> Application:
    """Shifts of several people, played by scripted tellers: one before the pictures are taken."""
    services = Application(Workspace(folder / "工作区"))
    for at, name in enumerate(("王晓琳", "赵敏", "周强", "何雨欣", "孙悦")):
        person = services.people.add(name, Role.TRAINEE, staff_number=f"C{at + 1:03}")
        for seed, teller in ((3, Teller.CARELESS), (4, Teller.IDEAL))[: 2 if at == 0 else 1]:
            run = services.shift_plays.begin(person, plan_of(seed, TellerLevel.SHADOWING))
            state = play(run.state, teller, services.shifts.hear())
            services.shift_plays.keep(type(run)(run.id, person, run.started, state))
    return services


def start(shown: Shown) -> None:
    shown.go(Place.LEARN)
    shown.window._learning.shift()
    shown.until(lambda: type(shown.screen).__name__ == "ShiftStart" and shown.screen.ready)


def work(shown: Shown) -> None:
    start(shown)
    shown.screen._on_begin(plan_of(11, TellerLevel.JUNIOR))
    shown.until(lambda: type(shown.screen).__name__ == "ShiftPlay")
    screen = shown.screen
    for _ in range(700):
        screen._tick()
        screen._ticking.stop()
    screen._call_next()
    screen.say.text = "您好，请坐，让您久等了，请问您要办理什么业务？"
    screen._say_typed()
    shown.until(lambda: not screen._hearing)
    for key in [key for key in screen.panel.keys if key[0] == "ask"][:1]:
        screen._pressed(key)
    course = screen.run.state.shift.ticket_of(screen.run.state.visitor).business
    screen._pressed(("business", course))
    shown.settle()


def papers(shown: Shown) -> None:
    work(shown)
    shown.screen.page.scroll(14)


def review(shown: Shown, down: int = 0) -> None:
    start(shown)
    kept = shown.services.shift_plays.kept_of(shown.window.person)[0][0]
    shown.screen._on_kept(kept)
    shown.until(lambda: type(shown.screen).__name__ == "ShiftReview")
    shown.settle()
    shown.screen.page.scroll(down)


SCREENS: dict[str, tuple[Callable[[Shown], Any], Appearance, float]] = {
    "shift-start": (start, Appearance.LIGHT, 1.0),
    "shift-work": (work, Appearance.LIGHT, 1.0),
    "shift-papers": (papers, Appearance.LIGHT, 1.0),
    "shift-work-dark": (work, Appearance.DARK, 1.0),
    "shift-work-150": (work, Appearance.LIGHT, 1.5),
    "shift-review": (review, Appearance.LIGHT, 1.0),
    "shift-review-cases": (lambda shown: review(shown, 40), Appearance.LIGHT, 1.0),
    "shift-review-150": (review, Appearance.DARK, 1.5),
}


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("names", nargs="*")
    words.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    wanted = words.parse_args()
    with display(), tempfile.TemporaryDirectory() as folder:
        for name, (show, appearance, scale) in SCREENS.items():
            if wanted.names and name not in wanted.names:
                continue
            services = filled(Path(folder) / name)  # a shift begun for one picture must not be in the next
            shown = Shown(services, appearance, scale, None)
            show(shown)
            shown.picture().save(wanted.into / f"{name}.png", optimize=True)
            shown.window.close()
            services.close()


if __name__ == "__main__":
    main()
