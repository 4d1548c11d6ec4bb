"""The review of a conversation: fresh from the window, or opened from the records."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import Progress
from app.domain.people import Role
from app.domain.role_play.conversation import Mode
from app.gui.dialogue_audio import DialogueAudio, gather
from app.gui.screens.screen import Screen
from app.gui.theme import Theme

if TYPE_CHECKING:
    from app.domain.people import Person
    from app.domain.records import Record
    from app.domain.role_play.played import PlayedDialogue
    from app.gui.screens.review import Review
    from app.gui.screens.review_head import Action
    from app.gui.screens.review_view import ReviewView
    from app.gui.services import Services
    from app.gui.window import Window
    from app.services.role_play import Conversation

S = TypeVar("S", bound=Screen)


class Reviewing:
    """Reviews for the person signed in. `keep` gives the screen of a key, made when it is first asked for.

    `on_dispute(record, rule)` and `on_overrule(record)` begin what a trainee or a trainer may do with a kept
    conversation; without them, or where they may not, there is no button for it. `rule` is the score line
    that is meant, "" for none in particular.
    """

    def __init__(
        self,
        window: "Window",
        theme: Theme,
        person: "Person",
        services: "Services",
        keep: Callable[[object, Callable[[], S]], S],
        on_records: Callable[[], None],
        on_printed: Callable[[Path], None],
        on_play: "Callable[[PlayedDialogue], None] | None" = None,
        on_dispute: "Callable[[Record, str], None] | None" = None,
        on_overrule: "Callable[[Record], None] | None" = None,
    ) -> None:
        self._window = window
        self._theme = theme
        self._person = person
        self._services = services
        self._keep = keep
        self._on_records = on_records
        self._on_printed = on_printed
        self._on_play = on_play
        self._on_dispute = on_dispute
        self._on_overrule = on_overrule

    def show_fresh(
        self,
        talk: "Conversation",
        on_again: Callable[[], None],
        on_next: Callable[[], None],
        on_back: Callable[[], None] | None = None,
    ) -> None:
        """Review a conversation that has just ended. It is kept at once, unless nobody's or a shadowing.

        `on_back` is where Esc leads; on by itself.
        """
        from app.gui.screens.review_head import Action
        from app.gui.screens.review_view import ReviewView

        role_plays = self._services.role_plays

        def work(progress: Progress) -> tuple[ReviewView, "Record | None"]:
            played = role_plays.review(talk)
            record = before = None
            if talk.person is not None:
                if talk.dialogue.mode is not Mode.SHADOW:
                    record = role_plays.keep(talk)
                before = role_plays.last_try(talk.person, played.scenario_id, record)
            who = talk.person.name if talk.person is not None else ""
            return ReviewView(played, self._audio(played, progress), before=before, who=who), record

        def show(found: "tuple[ReviewView, Record | None]") -> None:
            view, record = found
            again, following = Action("再练一次", "again", on_again), Action("下一个", "next", on_next)
            passed = view.played.score.whole.passed or talk.dialogue.mode is Mode.SHADOW
            actions = [following, again] if passed else [again, following]
            self._show(view, actions + self._kept_actions(record), on_back or on_next)

        self._window.worker.start(work, show, title="正在整理回顾")

    def show_kept(self, record: "Record", on_back: Callable[[], None] | None = None) -> None:
        """Review a conversation from the records as it stands today. UserError shows where it cannot be read."""
        from app.gui.screens.review_head import Action
        from app.gui.screens.review_view import ReviewView

        def work(progress: Progress) -> ReviewView:
            kept = self._services.records.dialogue(record.id)
            about = next((each for each in self._services.people.all() if each.id == record.person_id), None)
            before = self._services.role_plays.last_try(about, kept.played.scenario_id, record) if about else None
            return ReviewView(
                kept.played,
                self._audio(kept.played, progress),
                first=kept.first,
                before=before,
                who=about.name if about else "",
                record=record,
                decisions=kept.decisions,
                disputes=kept.disputes,
            )

        def show(view: ReviewView) -> None:
            back = on_back or self._on_records
            actions = self._kept_actions(record)
            if self._on_play is not None and record.person_id == self._person.id:
                on_play = self._on_play
                actions.insert(0, Action("再练一次", "again", lambda: on_play(view.played)))
            actions.append(Action("返回记录", "back", back))
            self._show(view, actions, back)

        self._window.worker.start(work, show, title="正在打开这场对话")

    def _show(self, view: "ReviewView", actions: "list[Action]", on_back: Callable[[], None]) -> None:
        screen: Review = self._keep("review", self._make)  # type: ignore[arg-type,assignment]
        screen.show(view, actions, on_back)
        self._window.show(screen)

    def _kept_actions(self, record: "Record | None") -> "list[Action]":
        from app.gui.screens.review_head import Action

        if record is None:
            return []
        actions = [Action("存成 PDF", "file", lambda: self._print(record))]
        own = record.person_id == self._person.id
        if self._on_dispute is not None and own:
            on_dispute = self._on_dispute
            actions.append(Action("有异议", "ask-ring", lambda: on_dispute(record, "")))
        if self._on_overrule is not None and self._person.role is Role.TRAINER and not own:
            on_overrule = self._on_overrule
            actions.append(Action("改判", "pencil", lambda: on_overrule(record)))
        return actions

    def _print(self, record: "Record") -> None:
        self._window.worker.start(
            lambda _progress: self._services.dialogue_printing.record(record, self._services.workspace.reports),
            self._on_printed,
            title="正在生成 PDF",
        )

    def _audio(self, played: "PlayedDialogue", progress: Progress) -> DialogueAudio:
        return gather(played, self._services.voice, self._services.role_plays.audio, progress)

    def _make(self) -> "Review":
        from app.gui.screens.review import Review

        services = self._services
        return Review(
            self._window.stage, self._theme, self._window.worker.start, services.sound.play,
            services.sound.stop_playing, self._window.trouble,
        )  # fmt: skip
