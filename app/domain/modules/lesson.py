"""A lesson as values: what stands on the page, in the order it is read, whatever draws it."""

from dataclasses import dataclass
from enum import Enum

from app.domain.basis import Basis


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind. `note` is the label of a basis that stands right after them, "" for none."""

    text: str
    strong: bool = False
    note: str = ""


Words = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    words: Words
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Words


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words set apart: what a law says in its own words, or a remark that one must not miss."""

    words: Words


@dataclass(frozen=True, slots=True)
class Items:
    """A list, `ordered` where its order is the order of doing."""

    items: tuple[Words, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TableOf:
    """`rows` are as long as `head`."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`file` is a name under question_bank/modules/pictures/; `about` says in words what it shows."""

    file: str
    about: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one step of a procedure to another, `when` something holds ("" for always)."""

    start: str
    end: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class FlowChart:
    """A procedure: its steps in the order they are first named, and what leads from one to another."""

    arrows: tuple[Arrow, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step for arrow in self.arrows for step in (arrow.start, arrow.end)))

    @property
    def starts(self) -> tuple[str, ...]:
        """Steps that nothing leads to."""
        ends = {arrow.end for arrow in self.arrows}
        return tuple(step for step in self.steps if step not in ends)


class Need(Enum):
    """What a window may ask of a paper."""

    MUST = "must"
    IF = "if"
    LOOKED_UP = "looked-up"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {"must": "必交", "if": "视情况", "looked-up": "系统可查", "never": "不得要"}[self.value]


@dataclass(frozen=True, slots=True)
class Material:
    need: Need
    words: Words


@dataclass(frozen=True, slots=True)
class Materials:
    """The papers of a matter, as a check list."""

    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class Sayings:
    """What to say to the person at the window, and what not."""

    say: tuple[str, ...]
    never: tuple[str, ...] = ()


Block = Heading | Paragraph | Quotation | Items | TableOf | Picture | FlowChart | Materials | Sayings


@dataclass(frozen=True, slots=True)
class Note:
    """What a statement rests on, by the label it is called with."""

    label: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sitting of ten minutes or so. The title is unique in its module: what was read is kept by it."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()

    @property
    def text(self) -> str:
        """Everything that is to be read, for searching and for counting how long that takes."""
        return "\n".join(filter(None, map(plain_text, self.blocks)))

    @property
    def characters(self) -> int:
        return sum(not character.isspace() for character in self.text)


def words_of(words: Words) -> str:
    return "".join(run.text for run in words)


def plain_text(block: Block) -> str:
    """The words of a block, one line for each row or item."""
    match block:
        case Heading(words) | Paragraph(words) | Quotation(words):
            return words_of(words)
        case Items(items):
            return "\n".join(map(words_of, items))
        case TableOf(head, rows):
            return "\n".join("　".join(map(words_of, row)) for row in (head, *rows))
        case Picture(_, about):
            return about
        case FlowChart():
            conditions = [arrow.when for arrow in block.arrows if arrow.when]
            return "\n".join((*block.steps, *dict.fromkeys(conditions)))
        case Materials(materials):
            return "\n".join(f"{each.need.label}：{words_of(each.words)}" for each in materials)
        case Sayings(say, never):
            return "\n".join((*say, *never))
