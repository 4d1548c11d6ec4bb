"""The ways to the screens of a conversation, for take_screenshots.py: the list, the introduction, the play, the shadowing."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.people import Person
from app.domain.role_play.conversation import Mode
from app.gui.play_state import PlayStage
from app.gui.shadow_flow import ShadowStage
from app.gui.stops import Place
from app.system.places import demonstration_folder

if TYPE_CHECKING:
    from take_screenshots import Shown

    from app.main import Application

REPLY = demonstration_folder() / "reply.flac"
FURIOUS, HOTLINE = "angry-citizen", "hotline-policy"
# Good, and one sentence that is not: what a first try sounds like.
ANSWER = "您好，您别着急，让您久等了，实在抱歉。你自己看墙上。请您说说，养老金是哪天该到账的？我帮您查。"


def talked(services: "Application", person: Person) -> None:
    """Conversations for the list: one passed, one not, one that goes on."""
    desk = services.role_plays
    for scenario_id, good in (("wrong-office", True), ("lost-card", False)):
        talk = desk.begin(services.rules.scenario(scenario_id), Mode.EXAMINE, person)
        while not talk.ended:
            assert talk.node is not None
            talk = desk.answer_typed(talk, talk.node.exemplary if good else "您好，这个我不太清楚。", 3.0)
        desk.keep(talk)
    talk = desk.begin(services.rules.scenario("gift-offered"), Mode.PRACTISE, person)
    assert talk.node is not None
    desk.answer_typed(talk, talk.node.exemplary, 4.0)


def introduction(shown: "Shown") -> None:
    shown.go(Place.ROLE_PLAY)
    shown.window._role_playing().introduce(shown.services.rules.scenario(FURIOUS))
    shown.settle()


def begun(shown: "Shown", scenario_id: str, mode: Mode) -> Any:
    """Nothing of it is kept, so that the list looks the same in every picture."""
    shown.go(Place.ROLE_PLAY)
    shown.window._role_playing().play(shown.services.rules.scenario(scenario_id), mode, None)
    shown.until(lambda: type(shown.screen).__name__ == "PlayConversation" and shown.screen.flow.talk is not None)
    screen = shown.screen
    screen._mode.configure(text=mode.label)
    shown.until(lambda: screen.flow.stage is PlayStage.WAITING)
    return screen


def waiting(shown: "Shown") -> None:
    begun(shown, FURIOUS, Mode.PRACTISE)


def answered(shown: "Shown") -> None:
    screen = begun(shown, FURIOUS, Mode.PRACTISE)
    screen.answer.typing = True
    screen.answer._text.text = ANSWER
    screen.flow.submit()
    shown.until(lambda: screen.flow.stage is PlayStage.ANSWERED)
    shown.until(lambda: screen.scene.face.mood == screen.flow.talk.mood)


def recording(shown: "Shown") -> None:
    screen = begun(shown, FURIOUS, Mode.PRACTISE)
    if shown.microphone is None:
        return
    screen.answer.typing, screen.flow.no_microphone = False, None
    screen.space()
    shown.until(lambda: screen.flow.stage is PlayStage.RECORDING and screen.flow.seconds_spoken > 0)
    speaking = shown.microphone.play(Path(REPLY))
    shown.until(lambda: screen.flow.seconds_spoken > 4)
    shown.until(lambda: screen.flow.state.level > 0.5)
    speaking.kill()
    speaking.wait()


def exam(shown: "Shown") -> None:
    begun(shown, HOTLINE, Mode.EXAMINE)


def shadowing(shown: "Shown") -> None:
    shown.go(Place.ROLE_PLAY)
    scenario = shown.services.rules.scenario(FURIOUS)
    shown.window._role_playing().shadow(scenario)
    shown.until(lambda: type(shown.screen).__name__ == "PlayShadow" and shown.screen.flow.lines)
    flow = shown.screen.flow
    flow.shadow()
    shown.until(lambda: flow.stage is ShadowStage.WAITING)
    model = flow.line.colleague
    flow.submit(model[: len(model) // 3] + model[len(model) // 2 :])
    shown.until(lambda: flow.stage is ShadowStage.COMPARED)


SCREENS = {
    "scenarios": lambda shown: shown.go(Place.ROLE_PLAY),
    "play-intro": introduction,
    "play": waiting,
    "play-recording": recording,
    "play-answered": answered,
    "play-exam": exam,
    "play-shadow": shadowing,
}
ALSO_DARK = ("play-answered",)
ALSO_LARGE = ("scenarios", "play-intro", "play-answered")
