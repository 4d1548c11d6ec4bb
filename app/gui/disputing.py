"""How a score is disputed, answered and overruled in the window: which screen leads to which."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.domain.people import Role
from app.domain.role_play.findings import Decision, FindingRuling
from app.gui.screens.screen import Screen
from app.gui.theme import Theme
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.domain.dispute import Dispute
    from app.domain.people import Person
    from app.domain.records import Record
    from app.gui.screens.dispute_case import DisputeCaseScreen
    from app.gui.screens.dispute_form import DisputeForm
    from app.gui.screens.overrule import Overrule
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.dispute_case import DisputeCase
    from app.services.kept_records import Kept

S = TypeVar("S", bound=Screen)


class Disputing:
    """Disputes for the person signed in. `keep` gives the screen of a key, made when it is first asked for;
    `on_record` opens a kept reply, conversation or exam.
    """

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        on_record: "Callable[[Record], None]",
        on_home: Callable[[], None],
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep: Any = keep
        self._on_record = on_record
        self._on_home = on_home
        self._start = window.worker.start

    def may_dispute(self, record: "Record") -> bool:
        return record.person_id == self._person.id

    def may_overrule(self, record: "Record") -> bool:
        return self._person.role is Role.TRAINER and record.person_id != self._person.id

    def dispute(self, record: "Record", rule: str = "") -> None:
        """Ask the trainer about a line of one's own score; `rule` is the line chosen at first."""

        def show(kept: "Kept") -> None:
            screen: DisputeForm = self._keep("dispute form", self._form)
            screen.show(kept, rule)
            self._window.show(screen)

        self._start(lambda _progress: self._services.records.kept(record.id), show)

    def overrule(self, record: "Record", rule: str = "") -> None:
        """Give a line of a reply's or a conversation's score other points."""

        def show(kept: "Kept") -> None:
            screen: Overrule = self._keep("overrule", self._overrule)
            screen.show(kept, rule)  # type: ignore[arg-type]
            self._window.show(screen)

        self._start(lambda _progress: self._services.records.kept(record.id), show)

    def list(self) -> None:
        self._window.show(self._keep("dispute list", self._make_list))

    def open(self, dispute_id: str) -> None:
        """One dispute: to be decided by a trainer, to be read by whom it is about."""

        def work(_progress: object) -> "DisputeCase":
            case = self._services.disputes.case(dispute_id)
            if case.dispute.person_id == self._person.id:
                self._services.disputes.mark_seen([case.dispute])
            return case

        def show(case: "DisputeCase") -> None:
            screen: DisputeCaseScreen = self._keep("dispute case", self._case)
            screen.show(case)
            self._window.show(screen)

        self._start(work, show)

    def open_answers(self, answered: "tuple[Dispute, ...]") -> None:
        """What home announces: the one answer, or the list of several."""
        if len(answered) == 1:
            self.open(answered[0].id)
        else:
            self.list()

    # Screens

    def _make_list(self) -> Screen:
        from app.gui.screens.dispute_list import DisputeList

        services = self._services
        return DisputeList(
            self._window.stage, self._theme, self._person, lambda: services.disputes, lambda: services.people,
            self._start, on_open=self.open, on_back=self._on_home,
        )  # fmt: skip

    def _form(self) -> Screen:
        from app.gui.screens.dispute_form import DisputeForm

        desk = lambda: self._services.disputes  # noqa: E731
        person = self._person
        return DisputeForm(
            self._window.stage, self._theme, self._start,
            on_raise=lambda record_id, rule, ground, reason, mark: desk().raise_dispute(
                record_id, rule, ground, reason, person, mark
            ),
            on_withdraw=lambda dispute_id: desk().withdraw(dispute_id, person),
            on_done=self._raised,
            on_back=self._reopen,
        )  # fmt: skip

    def _overrule(self) -> Screen:
        from app.gui.screens.overrule import Overrule

        def decide(record_id: str, decision: Decision) -> object:
            records, trainer = self._services.records, self._person
            if isinstance(decision, FindingRuling):
                return records.rule_finding(record_id, decision, trainer)
            return records.overrule(record_id, decision.rule, decision.points, decision.reason, trainer)

        return Overrule(
            self._window.stage, self._theme, self._start, decide,
            on_done=self._reopen, on_back=self._reopen,
        )  # fmt: skip

    def _case(self) -> Screen:
        from app.gui.screens.dispute_case import DisputeCaseScreen

        services, person = self._services, self._person

        def decide(dispute_id: str, decisions: tuple[Decision, ...], reason: str) -> object:
            if decisions:
                return services.disputes.uphold(dispute_id, decisions, reason, person)
            return services.disputes.refuse(dispute_id, reason, person)

        def play(path: Path, start: float, end: float | None) -> None:
            self._start(lambda _progress: services.sound.play(path, start, end), lambda _done: None)

        return DisputeCaseScreen(
            self._window.stage, self._theme, person, self._start, play, services.sound.stop_playing,
            on_decide=decide,
            on_withdraw=lambda dispute_id: services.disputes.withdraw(dispute_id, person),
            on_done=self._back_to_list,
            on_record=lambda case: self._on_record(case.kept.record),
            on_back=self.list,
        )  # fmt: skip

    def _back_to_list(self, said: str) -> None:
        self.list()
        self._window.notice.show(Tone.GOOD, said)

    def _raised(self, record_id: str, said: str) -> None:
        """The form again, where the line now says how it stands."""

        def show(kept: "Kept") -> None:
            screen: DisputeForm = self._keep("dispute form", self._form)
            screen.show(kept, screen.table.chosen)
            self._window.show(screen)
            self._window.notice.show(Tone.GOOD, said)

        self._start(lambda _progress: self._services.records.kept(record_id), show)

    def _reopen(self, record_id: str) -> None:
        """Back to the record as it stands now."""
        self._start(lambda _progress: self._services.records.kept(record_id), lambda kept: self._on_record(kept.record))
