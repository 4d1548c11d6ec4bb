"""How the screens of a conversation with a role-played citizen lead to one another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.domain.role_play.conversation import Mode
from app.domain.role_play.standing import next_to_play
from app.gui.play_state import PlayState
from app.gui.screens.screen import Screen
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.role_play.standing import Standing
    from app.domain.scenario import Scenario
    from app.gui.reviewing import Reviewing
    from app.gui.screens.play_conversation import PlayConversation
    from app.gui.screens.play_intro import PlayIntro
    from app.gui.screens.play_shadow import PlayShadow
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.role_play import Conversation

S = TypeVar("S", bound=Screen)


def nobody_looks_on(_state: PlayState) -> None: ...


class RolePlaying:
    """Role-plays of the person signed in. `keep` gives the screen of a key, made when it is first asked for."""

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        microphone: Callable[[], str],
        reviewing: "Callable[[], Reviewing]",
        on_voice: Callable[[bool], None],
        on_list: Callable[[], None],
        on_home: Callable[[], None],
        on_microphone: Callable[[], None],
        on_write: Callable[[], None] | None = None,
    ) -> None:
        self._on_write = on_write
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._microphone = microphone
        self._reviewing = reviewing
        self._on_voice = on_voice
        self._on_list = on_list
        self._on_home = on_home
        self._on_microphone = on_microphone
        self._start = window.worker.start

    def list(self) -> Screen:
        from app.gui.screens.scenario_list import ScenarioList

        return ScenarioList(
            self._window.stage, self._theme, self._person, lambda: self._services.role_plays, self._start,
            on_open=self.introduce, on_go_on=self.go_on, on_back=self._on_home, on_write=self._on_write,
        )  # fmt: skip

    def introduce(self, scenario: "Scenario", standing: "Standing | None" = None) -> None:
        """Who comes, and the choice of the mode."""

        def make() -> "PlayIntro":
            from app.gui.screens.play_intro import PlayIntro

            return PlayIntro(
                self._window.stage, self._theme, lambda: self._services.role_plays, lambda: self._services.voice,
                self._start, on_begin=self._begin, on_back=self._on_list,
            )  # fmt: skip

        screen: PlayIntro = self._keep("play intro", make)  # type: ignore[arg-type,assignment]
        screen.show(scenario, standing)
        self._window.show(screen)

    def play(
        self,
        scenario: "Scenario",
        mode: "Mode",
        person: "Person | None",
        on_state: Callable[[PlayState], None] = nobody_looks_on,
        on_end: "Callable[[Conversation], None] | None" = None,
        on_leave: Callable[[], None] | None = None,
    ) -> None:
        """Play one conversation. `person` is who answers, who need not be the one signed in; None for a trial
        of which nothing is kept.

        `on_state` is told of every change, in Tk's thread. A conversation that has ended, or was given up, goes
        to `on_end`, or to its review. `on_leave` is where one gets who puts it aside; to the list by itself.
        """
        self._start(
            lambda _progress: self._services.role_plays.begin(scenario, mode, person),
            lambda talk: self._show(talk, on_state, on_end or self._review, on_leave or self._on_list),
        )

    def go_on(
        self,
        talk: "Conversation",
        on_state: Callable[[PlayState], None] = nobody_looks_on,
        on_end: "Callable[[Conversation], None] | None" = None,
        on_leave: Callable[[], None] | None = None,
    ) -> None:
        """Go on with a conversation that was put aside, or broken off by a power cut, where it stands; see `play`."""
        if talk.ended:
            (on_end or self._review)(talk)
        else:
            self._show(talk, on_state, on_end or self._review, on_leave or self._on_list)

    def shadow(self, scenario: "Scenario") -> None:
        """Listen to the exemplary dialogue, then say it line by line."""

        def make() -> "PlayShadow":
            from app.gui.screens.play_shadow import PlayShadow

            return PlayShadow(
                self._window.stage, self._theme, lambda: self._services.replies, lambda: self._services.voice,
                self._start, self._window.notice.show, self._microphone, on_back=self._on_list,
            )  # fmt: skip

        screen: PlayShadow = self._keep("play shadow", make)  # type: ignore[arg-type,assignment]
        screen.on_practise = lambda: self.play(scenario, Mode.PRACTISE, self._person)
        self._window.show(screen)
        screen.begin(scenario)

    def _begin(self, scenario: "Scenario", mode: Mode) -> None:
        if mode is Mode.SHADOW:
            self.shadow(scenario)
        else:
            self.play(scenario, mode, self._person)

    def _show(
        self,
        talk: "Conversation",
        on_state: Callable[[PlayState], None],
        on_end: "Callable[[Conversation], None]",
        on_leave: Callable[[], None],
    ) -> None:
        screen = self._conversation()
        if talk.dialogue.mode is Mode.EXAMINE and self._window.rail is not None:
            self._window.rail.grid_remove()  # an exam is not left by a click
        self._window.show(screen)
        screen.play(talk, on_state, on_end, on_leave)

    def _conversation(self) -> "PlayConversation":
        def make() -> "PlayConversation":
            from app.gui.screens.play_conversation import PlayConversation

            return PlayConversation(
                self._window.stage, self._theme, lambda: self._services.role_plays, lambda: self._services.voice,
                lambda: self._services.sound.microphones(), self._start, self._window.notice.show, self._microphone,
                held=lambda: self._window.notice.shown or self._window.panel.shown,
                on_voice=self._on_voice, on_microphone=self._on_microphone, on_gone=self._show_rail,
            )  # fmt: skip

        return self._keep("play conversation", make)  # type: ignore[arg-type,return-value]

    def _show_rail(self) -> None:
        if self._window.rail is not None and self._window.rail.winfo_exists():
            self._window.rail.grid()

    def _review(self, talk: "Conversation") -> None:
        """What has just ended is kept and reviewed; then again, or on to the next one that needs it."""

        def following() -> None:
            self._start(
                lambda _progress: self._services.role_plays.playable(talk.person),
                lambda found: self._introduce_next(
                    next_to_play(found.scenarios, found.standing, after=talk.scenario.id), found.standing
                ),
            )

        self._reviewing().show_fresh(
            talk,
            on_again=lambda: self.play(talk.scenario, talk.dialogue.mode, talk.person),
            on_next=following,
            on_back=self._on_list,
        )

    def _introduce_next(self, scenario: "Scenario | None", standing: "dict[str, Standing]") -> None:
        if scenario is None:
            self._on_list()
        else:
            self.introduce(scenario, standing.get(scenario.id))
