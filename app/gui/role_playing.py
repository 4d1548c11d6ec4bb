"""How the screens of a conversation with a role-played citizen lead to one another."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.gui.play_state import PlayState
from app.gui.screens.screen import Screen
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.role_play.conversation import Mode
    from app.domain.scenario import Scenario
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
        on_list: Callable[[], None],
        on_home: Callable[[], None],
        on_microphone: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._microphone = microphone
        self._on_list = on_list
        self._on_home = on_home
        self._on_microphone = on_microphone

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
        raise NotImplementedError
