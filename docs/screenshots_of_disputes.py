"""The pictures of disputes: `python docs/screenshots_of_disputes.py [--into FOLDER] [--dark] [--scale 1.5] [NAME …]`.

A workspace is made for the purpose in which two trainees have disputed some of their scores. Without options
all are taken in light at 100 %, and some in dark and at 150 %.
"""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from take_screenshots import UNIT, Shown, display, make_it_morning  # noqa: E402

from app.domain.attempt import Manner  # noqa: E402
from app.domain.dispute import Ground  # noqa: E402
from app.domain.people import Person, Role  # noqa: E402
from app.domain.records import Record  # noqa: E402
from app.domain.role_play.conversation import Mode  # noqa: E402
from app.gui.stops import Place  # noqa: E402
from app.main import Application  # noqa: E402
from app.system.places import Workspace, demonstration_folder  # noqa: E402
from app.system.settings import Appearance  # noqa: E402

SAID = (
    "您好，对不起，让您又跑了一趟。您还缺费用清单，我写给您。",
    "这个不归我管，是医院开的。二十个工作日办完，请慢走。",
)


def fill(services: Application) -> None:
    people = services.people
    wang = people.add("王晓琳", Role.TRAINEE, "0012", UNIT)
    ou = people.add("欧阳喆", Role.TRAINEE, "0013", UNIT)
    people.add("李建国", Role.TRAINER, "0003", UNIT, "2468")
    talk = conversation(services, wang)
    reply = recorded(services, wang)
    other = recorded(services, ou)
    disputes = services.disputes
    offence = next(
        line for line in services.records.dialogue(talk.id).sheet.lines if line.rule.startswith("forbidden.2")
    )
    disputes.raise_dispute(
        talk.id, offence.rule, Ground.UNJUST, "我是说清单要由医院开，不是推给别人，请老师听一下前后的话。", wang,
        offence.evidence[0],
    )  # fmt: skip
    lost = next(line for line in services.records.attempt(reply.id).sheet.lines if line.points < line.possible)
    answered = disputes.raise_dispute(reply.id, lost.rule, Ground.MISSED, "我开头说了对不起，声音小了点。", wang)
    disputes.raise_dispute(other.id, lost.rule, Ground.MISHEARD, "窗口外面太吵，这一句听错了。", ou)
    trainer = next(person for person in people.all() if person.role is Role.TRAINER)
    from app.domain.overrule import Overruling

    disputes.uphold(answered.id, [Overruling(lost.rule, lost.possible, "")], "听到了，声音小，说的是对的。", trainer)


def conversation(services: Application, person: Person) -> Record:
    role_plays = services.role_plays
    scenario = services.rules.scenario("incomplete-papers")
    talk = role_plays.begin(scenario, Mode.EXAMINE, person)
    for text in SAID:
        if not talk.ended:
            talk = role_plays.answer_typed(talk, text, 3.0)
    return role_plays.keep(talk if talk.ended else role_plays.give_up(talk))


def recorded(services: Application, person: Person) -> Record:
    """A reply with the recording that comes with the application."""
    sound = services.kept.recordings / f"{hashlib.sha256(person.id.encode()).hexdigest()[:8]}.flac"
    sound.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(demonstration_folder() / "reply.flac", sound)
    scenario = services.rules.scenario("incomplete-papers")
    record = services.replies.keep(services.replies.score_file(sound, scenario, 0), person)
    assert services.records.attempt(record.id).attempt.manner is Manner.SPOKEN
    return record


def form(shown: Shown) -> None:
    shown.someone(Role.TRAINEE)
    person = shown.window.person
    kept = shown.services.records.dialogues_of(person)[0]
    shown.window._disputing().dispute(kept.record)
    shown.until(lambda: type(shown.screen).__name__ == "DisputeForm")
    shown.settle()
    missed = next(rule for rule in shown.screen._lines if rule.startswith("points."))
    shown.screen.table.choose(missed)
    shown.settle()
    shown.screen._turn.show(0)
    shown.screen.reason.text = "我第一轮就说了，窗口外面在放广播，机器没有听清。"


def waiting(shown: Shown) -> None:
    shown.someone(Role.TRAINER)
    shown.window._disputing().list()
    shown.until(lambda: type(shown.screen).__name__ == "DisputeList" and shown.screen.ready)


def case(shown: Shown, at: int = 0) -> None:
    waiting(shown)
    shown.window._disputing().open(shown.services.disputes.waiting(shown.window.person)[at].id)
    shown.until(lambda: type(shown.screen).__name__ == "DisputeCaseScreen")


def answer(shown: Shown) -> None:
    shown.someone(Role.TRAINEE)
    shown.window._disputing().list()
    shown.until(lambda: type(shown.screen).__name__ == "DisputeList" and shown.screen.ready)
    answered = next(each for each in shown.services.disputes.own(shown.window.person) if each.answered)
    shown.window._disputing().open(answered.id)
    shown.until(lambda: type(shown.screen).__name__ == "DisputeCaseScreen")


def own(shown: Shown) -> None:
    shown.someone(Role.TRAINEE)
    shown.window._disputing().list()
    shown.until(lambda: type(shown.screen).__name__ == "DisputeList" and shown.screen.ready)


def overrule(shown: Shown) -> None:
    shown.someone(Role.TRAINER)
    trainee = next(person for person in shown.services.people.all() if person.role is Role.TRAINEE)
    kept = shown.services.records.dialogues_of(trainee)[0]
    shown.window._disputing().overrule(kept.record)
    shown.until(lambda: type(shown.screen).__name__ == "Overrule")
    shown.settle()
    shown.screen._table.choose(
        next(rule for rule, line in shown.screen._lines.items() if line.grantable and "points" in rule)
    )
    shown.settle()
    shown.screen.correction.words.text = "病历也要带来"
    shown.screen.reason.text = "声音小，再听听得清。"


SCREENS: dict[str, Callable[[Shown], None]] = {
    "dispute-home": lambda shown: shown.go(Place.HOME, Role.TRAINEE),
    "dispute-home-trainer": lambda shown: shown.go(Place.HOME, Role.TRAINER),
    "dispute-records": lambda shown: shown.go(Place.RECORDS, Role.TRAINER),
    "dispute-form": form,
    "dispute-own": own,
    "dispute-list": waiting,
    "dispute-case": case,
    "dispute-case-recording": lambda shown: case(shown, 1),
    "dispute-overrule": overrule,
    "dispute-answer": answer,  # last: it is seen then
}
ALSO_DARK = ("dispute-case", "dispute-form")
ALSO_LARGE = ("dispute-case-recording", "dispute-form", "dispute-list")


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
                shown.screen.leave()
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
