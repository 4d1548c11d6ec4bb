"""What an imported table would do to the lexicon, phrase by phrase, before anything is done."""

from dataclasses import dataclass
from enum import Enum

from app.domain.errors import UserError
from app.domain.lexicon import Phrase


class Standing(Enum):
    NEW = "新加"
    CHANGED = "修改"
    ON = "启用"
    OFF = "停用"
    SAME = "不变"


@dataclass(frozen=True, slots=True)
class Alteration:
    """One row: the phrase as it shall stand. `place` is sheet and row; `fields` are those that differ."""

    place: str
    standing: Standing
    phrase: Phrase
    on: bool
    fields: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        return self.standing is not Standing.SAME


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """`problems` name sheet, row and remedy; with any of them nothing can be imported."""

    name: str
    alterations: tuple[Alteration, ...]
    problems: tuple[UserError, ...]

    def count(self, standing: Standing) -> int:
        return sum(each.standing is standing for each in self.alterations)

    @property
    def changes(self) -> int:
        return sum(each.changes for each in self.alterations)
