"""The pictures of reviews: `python docs/screenshots_of_reviews.py [--into FOLDER] [NAME …]`.

Two conversations of the same trainee are made for the purpose, the second one spoken: the citizen's voice and a
voice that stands for the trainee's are the system's own, so that everything can be played.
"""

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

from take_screenshots import UNIT, Shown, display, make_it_morning  # noqa: E402

from app.domain.matching import find_hits  # noqa: E402
from app.domain.people import Person, Role  # noqa: E402
from app.domain.role_play import dialogue as play  # noqa: E402
from app.domain.role_play.conversation import Mode, Reply, Why  # noqa: E402
from app.domain.role_play.hearing import reply_of  # noqa: E402
from app.domain.scenario import Scenario, Sex, Voice  # noqa: E402
from app.domain.transcript import Span, Transcript, Word  # noqa: E402
from app.main import Application  # noqa: E402
from app.system.places import Workspace  # noqa: E402
from app.system.settings import Appearance  # noqa: E402

FIRST = (
    "您好，您缺费用清单。",
    "还要病历资料，两样都要。",
    "您邮寄过来也可以。",
    "这个不好说，您回去等通知。",
    "二十个工作日吧。",
)
SECOND = (
    ("您好，对不起，让您又跑了一趟。您还缺费用清单，到医院就能打印。", 3.4),
    ("抱歉，是我没有说全。缺的是费用清单和病历资料两样，我写给您。", 1.6),
    ("这个不归我管，请假您得找单位。", 5.2),
    ("对不起，是我说话不合适，您别生气，我马上给您说清楚。", 2.0),
    ("您别着急，清单和病历打好以后邮寄过来就行，不用重新排队，我来帮您收。", 2.8),
    ("材料齐了，二十个工作日内办完，请慢走。", 1.9),
)


def fill(services: Application) -> None:
    person = services.people.add("王晓琳", Role.TRAINEE, "0012", UNIT)
    services.people.add("李建国", Role.TRAINER, "0003", UNIT, "2468")
    scenario = services.rules.scenario("incomplete-papers")
    talk = services.role_plays.begin(scenario, Mode.PRACTISE, person)
    for text in FIRST:
        if not talk.ended:
            talk = services.role_plays.answer_typed(talk, text, 4.0, 9.0)
    services.role_plays.keep(talk if talk.ended else services.role_plays.give_up(talk))
    keep_spoken(services, scenario, person)


def keep_spoken(services: Application, scenario: Scenario, person: Person) -> None:
    """A conversation as if it had been spoken: recordings, words with times, one reply misheard, one hint."""
    talk = services.role_plays.begin(scenario, Mode.PRACTISE, person)
    dialogue = play.with_hint(scenario, talk.dialogue)
    misheard = spoken(services, scenario, "抱歉，是我没有说全。缺的是费用清单和病理资料两样。", 1.4)
    for at, (text, thinking) in enumerate(SECOND):
        if at == 1:
            dialogue = play.answered(scenario, dialogue, misheard)
            dialogue = play.taken_back(scenario, dialogue, Why.MISHEARD)
        if not dialogue.ended:
            dialogue = play.answered(scenario, dialogue, spoken(services, scenario, text, thinking))
    services.role_plays.keep(replace(talk, dialogue=dialogue))


def spoken(services: Application, scenario: Scenario, text: str, thinking: float) -> Reply:
    name = f"2026-11-25/{hashlib.sha256(text.encode()).hexdigest()[:12]}.wav"
    target = services.kept.recordings / name
    target.parent.mkdir(parents=True, exist_ok=True)
    said = services.voice.spoken(text, Voice(Sex.FEMALE, 105, 115))
    if said is None:
        raise SystemExit("the pictures of reviews need a Mandarin voice: install espeak-ng")
    shutil.copyfile(said, target)
    with wave.open(str(target)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    pace = seconds / len(text)
    words = tuple(Word(c, i * pace, (i + 1) * pace) for i, c in enumerate(text))
    transcript = Transcript(words, seconds, (Span(0.0, seconds),), engine="faster-whisper", model="d01c3014881c")
    hits = find_hits(transcript, services.rules.lexicon())
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    return reply_of(scenario, transcript, hits, thinking, recording=name, recording_sha256=digest)


def review(shown: Shown, down: int = 0, at: str = "") -> None:
    shown.someone(Role.TRAINEE)
    kept = shown.services.records.dialogues_of(shown.window.person)[-1]
    shown.window._reviewing().show_kept(kept.record)
    shown.until(lambda: type(shown.screen).__name__ == "Review" and shown.screen.chart.spots)
    shown.settle()
    screen = shown.screen
    if at == "line":
        line = screen.hearing.line
        line.focus_set()
        shown.settle()
        line._walk(next(i for i, stop in enumerate(line.stops) if "不归我管" in getattr(stop, "words", "")))
        line.move_head(line._current().at)
        screen.text.follow(next(each for each in line._line.stretches if each.turn == 3))
    elif at == "mood":
        screen.chart.focus_set()
        shown.settle()
        screen.chart._walk(3)
    shown.settle()
    screen._page.to_top()
    screen._page.scroll(down)


SCREENS: dict[str, tuple[Callable[[Shown], None], Appearance, float]] = {
    "review": (lambda shown: review(shown, at="line"), Appearance.LIGHT, 1.0),
    "review-words": (lambda shown: review(shown, 26, "line"), Appearance.LIGHT, 1.0),
    "review-why": (lambda shown: review(shown, 58, "mood"), Appearance.LIGHT, 1.0),
    "review-dark": (lambda shown: review(shown, at="line"), Appearance.DARK, 1.0),
    "review-150": (lambda shown: review(shown, at="line"), Appearance.LIGHT, 1.5),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" ".join(SCREENS))
    parser.add_argument("--into", type=Path, default=ROOT / "docs" / "screenshots")
    wanted = parser.parse_args()
    wanted.into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, display():
        os.environ["XDG_CONFIG_HOME"] = str(Path(folder) / "config")
        make_it_morning()
        services = Application(Workspace(Path(folder) / "窗口练兵"))
        try:
            fill(services)
            for name in wanted.names or SCREENS:
                show, appearance, scale = SCREENS[name]
                shown = Shown(services, appearance, scale, None)
                show(shown)
                shown.picture().save(wanted.into / f"{name}.png", optimize=True)
                print(f"{name}.png")
                shown.window.close()
            (person, *_others) = services.people.all()
            record = services.records.dialogues_of(person)[-1].record
            print(services.dialogue_printing.record(record, wanted.into.parent))
        finally:
            services.close()


if __name__ == "__main__":
    main()
