"""文明用语 and 服务禁语 as values: kinds, categories, phrases and the lexicon that holds them."""

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    POLITE = "polite"
    FORBIDDEN = "forbidden"

    @property
    def label(self) -> str:
        return {"polite": "文明用语", "forbidden": "服务禁语"}[self.value]


class Category(Enum):
    """The ten polite and five forbidden categories; a value is what files and JSON carry."""

    GREETING = "greeting"
    ASK = "ask"
    PLEASE = "please"
    WAIT = "wait"
    ASSIST = "assist"
    EXPLAIN = "explain"
    REASSURE = "reassure"
    THANKS = "thanks"
    APOLOGY = "apology"
    FAREWELL = "farewell"
    SHIRK = "shirk"
    RUDE = "rude"
    IMPATIENT = "impatient"
    REFUSE = "refuse"
    PROVOKE = "provoke"

    @property
    def kind(self) -> Kind:
        return Kind.FORBIDDEN if self in _FORBIDDEN else Kind.POLITE

    @property
    def label(self) -> str:
        return _LABELS[self]


_FORBIDDEN = {Category.SHIRK, Category.RUDE, Category.IMPATIENT, Category.REFUSE, Category.PROVOKE}
_LABELS = {
    Category.GREETING: "迎候",
    Category.ASK: "询问",
    Category.PLEASE: "请求",
    Category.WAIT: "等候告知",
    Category.ASSIST: "主动协助",
    Category.EXPLAIN: "一次性告知",
    Category.REASSURE: "安抚",
    Category.THANKS: "致谢",
    Category.APOLOGY: "致歉",
    Category.FAREWELL: "送别",
    Category.SHIRK: "推诿",
    Category.RUDE: "生硬讥讽",
    Category.IMPATIENT: "不耐烦",
    Category.REFUSE: "生硬拒绝",
    Category.PROVOKE: "激化矛盾",
}


class Severity(Enum):
    """What a forbidden phrase costs: points, or the whole reply."""

    DEDUCT = "deduct"
    VETO = "veto"

    @property
    def label(self) -> str:
        return {"deduct": "扣分", "veto": "一票否决"}[self.value]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of the lexicon.

    `say` is the standard wording, `variants` other ways of saying it; both are patterns
    (app/domain/patterns.py). `instead` (forbidden phrases only) is what a good colleague would say.
    The rules of context are patterns too: `unless_before` stands directly before the phrase,
    `unless_after` directly after, `unless_near` and `only_near` a little way to either side.
    `strict_you` phrases are courteous with 您 only: heard with 你, they are left in doubt.
    `source` is the file and line it came from, for messages.
    """

    id: str
    category: Category
    say: str
    variants: tuple[str, ...] = ()
    instead: str = ""
    severity: Severity = Severity.DEDUCT
    note: str = ""
    source: str = ""
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    only_near: tuple[str, ...] = ()
    strict_you: bool = False

    @property
    def kind(self) -> Kind:
        return self.category.kind

    @property
    def wording(self) -> str:
        """`say` as a person reads it: without the signs of the pattern, slots as ××."""
        text = re.sub(r"\{[^}]*\}", "××", self.say)
        text = re.sub(r"\(([^()|]*)[^()]*\)", r"\1", re.sub(r"\[[^\]]*\]", "", text))
        return re.sub(r"[\^$=*+]", "", text)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern where `least` to `most` characters of any kind may stand."""

    name: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class WordList:
    """A named list of words, each itself a pattern, that {name} stands for in patterns.

    `source` is the file and line it came from, for messages.
    """

    name: str
    words: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """How speech that is quoted is told from speech: patterns that come before it and after it."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases in force. `version` changes whenever an entry does; every score names it."""

    version: str
    phrases: tuple[Phrase, ...]
    slots: tuple[Slot, ...] = ()
    word_lists: tuple[WordList, ...] = ()
    quotation: Quotation = Quotation()
