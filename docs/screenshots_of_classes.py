"""The pictures of a class and its projector: `python docs/screenshots_of_classes.py [--into FOLDER] [--dark] [--scale 1.5] [NAME …]`.

A workspace is made for the purpose, with a class of nine in which three have spoken. Without options all are
taken in light at 100 %, and some in dark and at 150 %.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from openpyxl import Workbook  # noqa: E402
from take_screenshots import SIZE, UNIT, Shown, display, make_it_morning  # noqa: E402

from app.domain.people import Role  # noqa: E402
from app.domain.role_play.conversation import Mode  # noqa: E402
from app.domain.training_class import Attendance, Thumbs  # noqa: E402
from app.domain.training_class_roster import marked, with_points, with_scenarios  # noqa: E402
from app.domain.training_class_turns import judged  # noqa: E402
from app.gui.play_state import PlayStage, PlayState  # noqa: E402
from app.gui.projector_pages import LotPage  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.gui.widgets.class_head import Step  # noqa: E402
from app.main import Application  # noqa: E402
from app.services.open_class import OpenClass  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance  # noqa: E402

NAMES = ("王晓琳", "赵敏", "周𬭎", "孙伟", "钱红", "吴静", "郑凯", "欧阳喆")
POINTS = ("先问好，站起来或点头示意", "缺什么一次说全，写下来", "说清多久办好、怎么通知", "不打断，不说“不知道”")
SCENARIO = "incomplete-papers"
SAID = (
    ("您好，对不起，让您又跑了一趟。您还缺费用清单，我写给您。", "二十个工作日办完，请慢走。"),
    ("您好，请坐。您缺费用清单。", "这个不归我管，是医院开的，你自己去问。"),
    ("您好，让您久等了，抱歉。", "二十个工作日办完。"),
)


def fill(services: Application) -> None:
    people = services.people
    trainer = people.add("李建国", Role.TRAINER, "0003", UNIT, "2468")
    for number, name in enumerate(NAMES):
        people.add(name, Role.TRAINEE, f"{12 + number:04}", UNIT)
    services.voice.on = False
    lesson = services.classes.begin(trainer, "材料不齐，一次说清", services.classes.today())
    for name in (*NAMES, "实习生小林"):
        lesson.add_typed(name)
    lesson.do(lambda one: with_scenarios(with_points(one, POINTS), (SCENARIO, "system-down")))
    lesson.do(lambda one: marked(marked(one, "6", Attendance.ABSENT, "窗口顶岗"), "5", Attendance.LATE, "堵车"))
    lesson.mark_all()
    for number, said in enumerate(SAID):
        lesson.call(str(number + 1))
        turn = lesson.finish(talk(services, lesson, said))
        thumbs = [Thumbs(point.id, 6 - number, number) for point in lesson.now.points]
        lesson.do(lambda one, turn=turn, thumbs=thumbs: judged(one, turn.number, thumbs))
    before = services.classes.begin(trainer, "系统坏了怎么说", "2026-10-14")
    for name in NAMES[:3]:
        before.add_typed(name)
    before.mark_all()
    before.close()


def talk(services: Application, lesson: OpenClass, said: tuple[str, ...]):
    scenario = services.rules.scenario(SCENARIO)
    _turn, person = lesson.start(scenario, Mode.EXAMINE)
    going = services.role_plays.begin(scenario, Mode.EXAMINE, person)
    for text in said:
        if not going.ended:
            going = services.role_plays.answer_typed(going, text, 3.0)
    return going if going.ended else services.role_plays.give_up(going)


def list_of_classes(shown: Shown) -> None:
    shown.go(Place.CLASS, Role.TRAINER)
    shown.until(lambda: shown.screen.ready)


def at(shown: Shown, step: Step) -> None:
    list_of_classes(shown)
    shown.window._teaching()._open(shown.services.classes.all()[0].id)
    shown.until(lambda: type(shown.screen).__name__ == "ClassDesk")
    shown.settle()
    shown.window._teaching().go(step)
    shown.settle()


def choose_people(shown: Shown) -> None:
    shown.services.people.all()
    at(shown, Step.PREPARE)
    shown.window._teaching()._roster.choose_people()


def roster(shown: Shown) -> None:
    at(shown, Step.PREPARE)
    book = Workbook()
    for row in (("姓名", "工号", "单位"), ("王晓琳", "0012", UNIT), ("马超", "0031", UNIT), ("", "0032", UNIT), ("陈露", "", ""), ("赵民", "0013", UNIT)):  # fmt: skip
        book.active.append(row)
    path = shown.services.kept.root / "城南大厅名单.xlsx"
    book.save(path)
    shown.window._teaching()._roster.bring(path)
    shown.until(lambda: type(shown.screen).__name__ == "ClassRosterImport")


def called(shown: Shown) -> None:
    at(shown, Step.DESK)
    lesson = shown.window._teaching().lesson
    if lesson.now.waiting is None:
        lesson.draw()
    shown.screen.refresh()


def turn(shown: Shown, revealed: bool = False) -> None:
    at(shown, Step.DESK)
    teaching = shown.window._teaching()
    last = teaching.lesson.now.spoken_turns[1]
    teaching._turn, teaching._played = last, teaching.lesson.played_by(last)
    teaching._show_turn()
    if revealed:
        teaching.reveal()


def projected(shown: Shown, what: str) -> None:
    """The projector's window alone, as large as the picture."""
    at(shown, Step.DESK)
    teaching = shown.window._teaching()
    projector, services = teaching.projector, shown.services
    projector.open()
    window = projector._window
    window.overrideredirect(True)
    window.geometry(f"{SIZE[0]}x{SIZE[1]}+0+0")
    window.lift()
    shown.until(lambda: window.winfo_width() == SIZE[0] and window.winfo_height() == SIZE[1])
    scenario = services.rules.scenario(SCENARIO)
    going = services.role_plays.begin(scenario, Mode.EXAMINE)
    if what == "lot":
        projector._show(LotPage(teaching.lesson.now.title, 1.0, "周𬭎"))
    elif what == "line":
        projector.show("周𬭎", PlayState(going, PlayStage.WAITING, 4.0))
    elif what == "heard":
        going = services.role_plays.answer_typed(going, "您好，对不起，让您又跑了一趟。这个不归我管，是医院开的，您还缺费用清单，我写给您。", 3.0)  # fmt: skip
        projector.show("周𬭎", PlayState(going, PlayStage.ANSWERED))
    elif what == "score":
        projector.reveal("赵敏", teaching.lesson.played_by(teaching.lesson.now.spoken_turns[1]))


def nothing_yet(shown: Shown) -> None:
    list_of_classes(shown)
    shown.screen._show((), shown.services.classes.today())


SCREENS: dict[str, Callable[[Shown], None]] = {
    "class-list": list_of_classes,
    "class-list-empty": nothing_yet,
    "class-prepare": lambda shown: at(shown, Step.PREPARE),
    "class-people": choose_people,
    "class-roster-import": roster,
    "class-roll": lambda shown: at(shown, Step.ROLL),
    "class-desk": lambda shown: at(shown, Step.DESK),
    "class-desk-called": called,
    "class-turn": turn,
    "class-turn-revealed": lambda shown: turn(shown, revealed=True),
    "class-end": lambda shown: at(shown, Step.END),
    "projector-topic": lambda shown: projected(shown, "topic"),
    "projector-lot": lambda shown: projected(shown, "lot"),
    "projector-line": lambda shown: projected(shown, "line"),
    "projector-heard": lambda shown: projected(shown, "heard"),
    "projector-score": lambda shown: projected(shown, "score"),
}
ALSO_DARK = ("class-desk", "class-turn-revealed", "projector-heard", "projector-score")
ALSO_LARGE = ("class-list", "class-prepare", "class-roll", "class-desk", "class-turn", "class-end")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(SCREENS))
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    arguments = parser.parse_args()
    arguments.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, display():
        os.environ["XDG_CONFIG_HOME"] = str(Path(folder) / "config")
        make_it_morning()
        services = Application(Workspace(Path(folder) / "窗口练兵"))
        fill(services)

        def take(names: tuple[str, ...], appearance: Appearance, scale: float) -> None:
            shown = Shown(services, appearance, scale, None)
            suffix = ("-dark" if appearance is Appearance.DARK else "") + (f"-{scale:.0%}"[:-1] if scale != 1 else "")
            for name in names:
                SCREENS[name](shown)
                shown.picture().save(arguments.into / f"{name}{suffix}.png", optimize=True)
                print(f"{name}{suffix}.png")
                shown.window._teaching().projector.close()
            shown.window.close()

        try:
            if arguments.names or arguments.dark or arguments.scale != 1:
                look = Appearance.DARK if arguments.dark else Appearance.LIGHT
                take(tuple(arguments.names) or tuple(SCREENS), look, arguments.scale)
            else:
                take(ALSO_DARK, Appearance.DARK, 1.0)
                take(ALSO_LARGE, Appearance.LIGHT, 1.5)
                take(tuple(SCREENS), Appearance.LIGHT, 1.0)
        finally:
            services.close()


if __name__ == "__main__":
    main()
