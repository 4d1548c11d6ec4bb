"""Options to choose from: one, several, or right and wrong. Letters and digits choose, as does a click."""

from collections.abc import Callable
from typing import Any

from app.domain.answers import Answer, Chosen, Judged
from app.domain.arrangement import letter
from app.domain.questions import Judge, Multiple, Option, Part, Single
from app.gui.theme import Theme
from app.gui.widgets.answer_rows import AnswerRow, AnswerRows, Look

_JUDGEMENTS = (("√", "对"), ("×", "错"))


class AnswerChoices(AnswerRows):
    """Shows a part's options in `order` (places in the bank). `picture` gives the Tk image of a file name."""

    def __init__(
        self,
        parent: Any,
        theme: Theme,
        on_change: Callable[[], None],
        picture: Callable[[str], Any] = lambda _name: None,
    ) -> None:
        super().__init__(parent, theme)
        self._on_change = on_change
        self._picture = picture
        self._body: Single | Multiple | Judge = Judge(True)
        self._order: tuple[int, ...] = ()
        self._chosen: set[int] = set()
        self._revealed = False

    def ask(self, part: Part, order: tuple[int, ...], answer: Answer | None) -> None:
        body = part.body
        assert isinstance(body, Single | Multiple | Judge)
        self._body = body
        self.square = isinstance(body, Multiple)
        self._order = order or tuple(range(2 if isinstance(body, Judge) else len(body.options)))
        self._chosen = set(answer.options) if isinstance(answer, Chosen) else set()
        if isinstance(answer, Judged):
            self._chosen = {0 if answer.right else 1}
        self.locked = self._revealed = False
        self.cursor = next((at for at, place in enumerate(self._order) if place in self._chosen), 0)
        self._show()

    @property
    def answer(self) -> Answer | None:
        if not self._chosen:
            return None
        if isinstance(self._body, Judge):
            return Judged(0 in self._chosen)
        return Chosen(tuple(sorted(self._chosen)))

    def reveal(self) -> None:
        """Show what was right and what was wrong, with what each option says about itself."""
        self.locked = self._revealed = True
        self._show()

    def press(self, row: int) -> None:
        place = self._order[row]
        if isinstance(self._body, Multiple):
            self._chosen ^= {place}
        else:
            self._chosen = {place}
        self._show()
        self._on_change()

    def key(self, keysym: str) -> bool:
        """A letter A to Z or a digit from 1 chooses; for a judgement also T and F, Y and N."""
        row = -1
        name = keysym.removeprefix("KP_").upper()
        if isinstance(self._body, Judge) and name in ("T", "Y", "F", "N"):
            row = 0 if name in ("T", "Y") else 1
        elif len(name) == 1 and name.isdigit():
            row = int(name) - 1
        elif len(name) == 1 and "A" <= name <= "Z":
            row = ord(name) - ord("A")
        if self.locked or not 0 <= row < len(self._order):
            return False
        self.cursor = row
        self.press(row)
        self.reveal_cursor()
        return True

    def _show(self) -> None:
        if isinstance(self._body, Judge):
            self.show(
                AnswerRow(sign, word, self._look(place, (place == 0) == self._body.answer))
                for place, (sign, word) in enumerate(_JUDGEMENTS)
            )
            return
        self.show(self._row(at, self._body.options[place], place) for at, place in enumerate(self._order))

    def _row(self, at: int, option: Option, place: int) -> AnswerRow:
        look = self._look(place, option.right)
        note = option.why if self._revealed and (place in self._chosen or option.right) else ""
        return AnswerRow(
            letter(at), option.text, look, note, picture=self._picture(option.picture) if option.picture else None
        )

    def _look(self, place: int, right: bool) -> Look:
        chosen = place in self._chosen
        if not self._revealed:
            return Look.CHOSEN if chosen else Look.PLAIN
        if chosen:
            return Look.RIGHT if right else Look.WRONG
        return Look.MISSED if right else Look.PLAIN
