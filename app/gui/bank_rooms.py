"""How the screens of the question bank lead to one another."""

import tkinter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.domain.business import BusinessLine
from app.domain.question_card import QuestionCard
from app.domain.questions import Question
from app.gui.screens.bank_list import BankList
from app.gui.screens.screen import Screen, Start, Tell
from app.gui.stops import Place
from app.gui.theme import Theme
from app.gui.widgets.notice import Tone

if TYPE_CHECKING:
    from app.gui.screens.bank_export import BankExport
    from app.gui.screens.bank_form import BankForm
    from app.gui.screens.bank_import import BankImport
    from app.gui.screens.bank_law import BankLaw
    from app.gui.screens.bank_problems import BankProblems
    from app.services.bank import BankDesk

S = TypeVar("S", bound=Screen)


class BankRooms:
    """Made with the window. `screen` keeps a screen by its key and makes it when first asked for."""

    def __init__(
        self,
        stage: tkinter.Misc,
        theme: Theme,
        bank: "Callable[[], BankDesk]",
        start: Start,
        tell: Tell,
        screen: "Callable[[object, Callable[[], Screen]], Screen]",
        show: Callable[[Screen], None],
        show_file: Callable[[Path], None],
        on_back: Callable[[], None],
    ) -> None:
        self._look = (stage, theme)
        self._bank = bank
        self._start = start
        self._tell = tell
        self._screen = screen
        self._show = show
        self._show_file = show_file
        self._on_back = on_back

    def list(self) -> BankList:
        return self._room(
            Place.BANK,
            lambda: BankList(
                *self._look,
                self._bank,
                self._start,
                self._tell,
                on_edit=self.edit,
                on_add=self.add,
                on_import=lambda: self._show(self._import()),
                on_export=self.export,
                on_law=lambda: self._show(self._law()),
                on_problems=lambda: self._show(self._problems()),
                on_back=self._on_back,
            ),
        )

    def edit(self, question: Question) -> None:
        form = self._form()
        form.show(question, file=question.source.rpartition(":")[0])
        self._show(form)

    def add(self, line: BusinessLine | None) -> None:
        form = self._form()
        form.show(None, line)
        self._show(form)

    def export(self, cards: Sequence[QuestionCard], narrowed: bool) -> None:
        screen = self._export()
        screen.show(cards, narrowed)
        self._show(screen)

    def _room(self, key: object, make: Callable[[], S]) -> S:
        return self._screen(key, make)  # type: ignore[return-value]

    def _to_list(self) -> None:
        self._show(self.list())

    def _to_question(self, id: str) -> None:
        self.list().choose(id)
        self._to_list()

    def _saved(self, question: Question) -> None:
        self._to_question(question.id)
        self._tell(Tone.GOOD, f"已保存，现在是第 {question.version} 版。")

    def _form(self) -> "BankForm":
        from app.gui.screens.bank_form import BankForm

        return self._room(
            "bank form",
            lambda: BankForm(
                *self._look, self._bank, self._start, self._tell, on_saved=self._saved, on_back=self._to_list
            ),
        )

    def _import(self) -> "BankImport":
        from app.gui.screens.bank_import import BankImport

        return self._room(
            "bank import",
            lambda: BankImport(
                *self._look, self._bank, self._start, self._tell, on_done=self._to_list, on_back=self._to_list
            ),
        )

    def _export(self) -> "BankExport":
        from app.gui.screens.bank_export import BankExport

        return self._room(
            "bank export",
            lambda: BankExport(
                *self._look, self._bank, self._start, self._tell, on_written=self._show_file, on_back=self._to_list
            ),
        )

    def _law(self) -> "BankLaw":
        from app.gui.screens.bank_law import BankLaw

        return self._room(
            "bank law",
            lambda: BankLaw(
                *self._look,
                self._bank,
                self._start,
                self._tell,
                on_question=self._to_question,
                on_back=self._to_list,
            ),
        )

    def _problems(self) -> "BankProblems":
        from app.gui.screens.bank_problems import BankProblems

        return self._room(
            "bank problems",
            lambda: BankProblems(
                *self._look, self._bank, self._start, on_folder=self._show_file, on_back=self._to_list
            ),
        )
