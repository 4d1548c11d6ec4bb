"""Take the pictures in docs/screenshots: every screen as it looks at 1280 × 720 with real content.

    python docs/take_screenshots.py [--into FOLDER] [--dark] [--scale 1.5] [NAME …]

Without names every screen is taken in light at 100 %, and some in dark and at 150 %, as the folder has them.
Runs on an Xvfb of its own, on a workspace that is filled for the purpose with real scores; a reply is
recorded through a virtual microphone where PulseAudio is installed. A new screen needs a line in SCREENS.
"""

import argparse
import faulthandler
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

import screenshots_of_editing  # noqa: E402
import screenshots_of_play  # noqa: E402
from PIL import Image, ImageGrab  # noqa: E402
from virtual_microphone import missing, virtual_microphone  # noqa: E402

from app.domain.people import Role  # noqa: E402
from app.gui.application import build  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.system.places import Workspace, demonstration_folder  # noqa: E402
from app.system.settings import Appearance, Settings  # noqa: E402

SIZE = (1280, 720)
UNIT = "城南人社服务大厅"
REPLY = demonstration_folder() / "reply.flac"


class Shown:
    """The window while its picture is taken."""

    def __init__(self, services: Application, appearance: Appearance, scale: float, microphone: Any) -> None:
        self.services = services
        self.microphone = microphone
        self.window = build(services, Settings(appearance, scale, unit=UNIT))
        root = self.root = self.window.root
        root.overrideredirect(True)  # there is no window manager to give it its size
        root.geometry(f"{SIZE[0]}x{SIZE[1]}+0+0")
        self.until(lambda: root.winfo_width() == SIZE[0] and root.winfo_viewable() and self.screen.ready)
        root.focus_lastfor().focus_force()

    @property
    def screen(self) -> Any:
        return self.window.window.screen

    def until(self, condition: Callable[[], object], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                faulthandler.dump_traceback(all_threads=True)
                raise TimeoutError("the screen did not come")
            self.root.update()
            time.sleep(0.01)

    def settle(self) -> None:
        self.until(lambda: not self.window.window.worker.busy)
        for _ in range(6):
            self.root.update()

    def someone(self, role: Role) -> None:
        if self.window.person is not None:
            self.window.sign_out()
        self.window.sign_in(next(person for person in self.services.people.all() if person.role is role))
        self.settle()

    def go(self, place: Place, role: Role = Role.TRAINEE) -> None:
        self.someone(role)
        self.window.go(place)
        self.settle()

    def picture(self) -> Image.Image:
        self.settle()
        return self._grab()

    def _grab(self) -> Image.Image:
        picture = ImageGrab.grab(bbox=(0, 0, *SIZE), xdisplay=os.environ["DISPLAY"])
        return picture.quantize(96, dither=Image.Dither.NONE)


def sign_in(shown: Shown) -> None:
    shown.window.sign_out()


def add_person(shown: Shown) -> None:
    shown.window.sign_out()
    shown.settle()
    shown.screen._show_form()


def kept_record(shown: Shown) -> None:
    shown.go(Place.RECORDS, Role.TRAINEE)
    person = shown.window.person
    assert person is not None
    shown.window._open_record(shown.services.records.attempts_of(person)[-1], person)
    shown.until(lambda: type(shown.screen).__name__ == "ScoreSheetScreen")


def settings_voice(shown: Shown) -> None:
    shown.go(Place.SETTINGS)
    card = shown.screen._spoken.frame
    shown.screen._page.reveal(card)
    shown.settle()


# One line a screen: its picture's name and the way to it.
SCREENS: dict[str, Callable[[Shown], None]] = {
    "sign-in": sign_in,
    "add-person": add_person,
    "home": lambda shown: shown.go(Place.HOME),
    "home-trainer": lambda shown: shown.go(Place.HOME, Role.TRAINER),
    **screenshots_of_play.SCREENS,
    **screenshots_of_editing.SCREENS,
    "kept-record": kept_record,
    "records": lambda shown: shown.go(Place.RECORDS),
    "records-trainer": lambda shown: shown.go(Place.RECORDS, Role.TRAINER),
    "settings": lambda shown: shown.go(Place.SETTINGS),
    "settings-voice": settings_voice,
}
ALSO_DARK = ("home", *screenshots_of_play.ALSO_DARK, *screenshots_of_editing.ALSO_DARK, "settings-voice")
ALSO_LARGE = ("home", *screenshots_of_play.ALSO_LARGE, *screenshots_of_editing.ALSO_LARGE, "settings-voice")


def fill(services: Application) -> None:
    """People, and replies of the first of them: scored, as all are, from real words."""
    people = services.people
    trainee = people.add("王晓琳", Role.TRAINEE, "0012", UNIT)
    people.add("李建国", Role.TRAINER, "0003", UNIT, "2468")
    people.add("欧阳喆", Role.TRAINEE, "0013", UNIT)
    people.add("赵敏", Role.HR, "0001", UNIT, "2468")
    replies = services.replies
    for at, scenario in enumerate(replies.scenarios()[:6]):
        said = scenario.turns[0].exemplary
        said = said if at % 3 else said[: len(said) * (at + 4) // 12]  # now and then not all of it is said
        replies.keep(replies.score_typed(said, scenario, 0), trainee)
    (scenario,) = services.demonstration._scenarios()
    replies.keep(replies.score_file(REPLY, scenario, 0), trainee)
    screenshots_of_play.talked(services, trainee)


@contextmanager
def display() -> Iterator[None]:
    reading, writing = os.pipe()
    size = f"{SIZE[0]}x{SIZE[1]}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        os.environ["DISPLAY"] = f":{answer.readline().strip()}"
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def make_it_morning() -> None:
    """The pictures greet one in the same words whenever they are taken."""
    if hasattr(time, "tzset"):
        os.environ["TZ"] = f"UTC{time.gmtime().tm_hour - 9:+d}"
        time.tzset()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(SCREENS))
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(display())
        os.environ["XDG_CONFIG_HOME"] = str(home / "config")
        make_it_morning()
        microphone = None if missing() else stack.enter_context(virtual_microphone())
        services = Application(Workspace(home / "窗口练兵"))
        stack.callback(services.close)
        fill(services)

        def take(names: "tuple[str, ...]", appearance: Appearance, scale: float) -> None:
            shown = Shown(services, appearance, scale, microphone)
            suffix = ("-dark" if appearance is Appearance.DARK else "") + (f"-{scale:.0%}"[:-1] if scale != 1 else "")
            for name in names:
                SCREENS[name](shown)
                shown.picture().save(arguments.into / f"{name}{suffix}.png", optimize=True)
                print(f"{name}{suffix}.png")
                shown.screen.leave()
            shown.window.close()

        wanted = tuple(arguments.names) or tuple(SCREENS)
        if arguments.names or arguments.dark or arguments.scale != 1:
            take(wanted, Appearance.DARK if arguments.dark else Appearance.LIGHT, arguments.scale)
        else:
            take(wanted, Appearance.LIGHT, 1.0)
            take(ALSO_DARK, Appearance.DARK, 1.0)
            take(ALSO_LARGE, Appearance.LIGHT, 1.5)


if __name__ == "__main__":
    main()
