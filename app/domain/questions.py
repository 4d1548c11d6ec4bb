"""A question of the bank: what is asked, what is right, why, and how long that holds."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Protocol

from app.domain.basis import Basis
from app.domain.business import BusinessLine
from app.domain.lexicon import Category
from app.domain.scenario import Point, Turn

NATIONWIDE = "全国"
GAP = "____"  # what stands for one gap in the stem of a fill-in question


class QuestionType(Enum):
    """A value is what files and JSON carry."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    JUDGE = "judge"
    BLANK = "blank"
    ORDER = "order"
    MATCH = "match"
    CASE = "case"
    REWRITE = "rewrite"
    SPOKEN = "spoken"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    QuestionType.SINGLE: "单选",
    QuestionType.MULTIPLE: "多选",
    QuestionType.JUDGE: "判断",
    QuestionType.BLANK: "填空",
    QuestionType.ORDER: "排序",
    QuestionType.MATCH: "匹配",
    QuestionType.CASE: "案例分析",
    QuestionType.REWRITE: "改写",
    QuestionType.SPOKEN: "口答",
}


class Partial(Enum):
    """What an incomplete but faultless answer to a multiple choice earns: nothing, half, or its share."""

    NONE = "none"
    HALF = "half"
    PER_OPTION = "per-option"

    @property
    def label(self) -> str:
        return {"none": "全对才得分", "half": "少选得一半", "per-option": "按选对的个数得分"}[self.value]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `why` tells a person who chose it what is right or wrong about it.

    `picture` is a file name under question_bank/pictures/; an option has a text, a picture or both.
    """

    text: str
    right: bool = False
    why: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """One right option of several."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Multiple:
    """One or more right options of several."""

    options: tuple[Option, ...]
    partial: Partial = Partial.NONE


@dataclass(frozen=True, slots=True)
class Judge:
    """Right or wrong."""

    answer: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What one gap accepts: any of the texts, and, where `number` is set, any number within `tolerance`."""

    accept: tuple[str, ...] = ()
    number: Decimal | None = None
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Blank:
    """Fill-in: as many gaps as the stem holds runs of underscores, in the order they stand there."""

    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """The steps of a procedure, in the right order. Steps are distinct."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Match:
    """Matter ↔ material, matter ↔ time limit. Lefts are distinct, a right may serve several; `extra` fits none."""

    pairs: tuple[Pair, ...]
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A forbidden phrase to be said better. `needs` are the polite categories that must be in the answer."""

    forbidden: str
    model_answer: str
    needs: tuple[Category, ...] = ()
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply to speak, scored like a turn of a role-play."""

    turn: Turn


PartBody = Single | Multiple | Judge | Blank | Order | Match | Rewrite | Spoken


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a case; everything it does not say itself it has from the case."""

    stem: str
    body: PartBody
    explanation: str = ""
    picture: str = ""

    @property
    def type(self) -> QuestionType:
        return TYPE_OF[type(self.body)]


@dataclass(frozen=True, slots=True)
class Case:
    """Several questions about one story (the question's stem)."""

    parts: tuple[Part, ...]


Body = PartBody | Case

TYPE_OF: dict[type, QuestionType] = {
    Single: QuestionType.SINGLE,
    Multiple: QuestionType.MULTIPLE,
    Judge: QuestionType.JUDGE,
    Blank: QuestionType.BLANK,
    Order: QuestionType.ORDER,
    Match: QuestionType.MATCH,
    Case: QuestionType.CASE,
    Rewrite: QuestionType.REWRITE,
    Spoken: QuestionType.SPOKEN,
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question with everything that says whether it is still true.

    `effective` is the day the cited rule took effect, `checked` the day somebody compared the question
    with it, `expires` the last day the question holds. `difficulty` runs from 1 (easy) to 5. `version`
    grows with every change of content. `review` is the reason why somebody has to look at it again, empty
    for a question in order. `picture` is a file name under question_bank/pictures/. `source` is the place
    it was read from (for messages) and no part of its content.
    """

    id: str
    line: BusinessLine
    stem: str
    body: Body
    topic: str = ""
    explanation: str = ""
    basis: tuple[Basis, ...] = ()
    effective: date | None = None
    checked: date | None = None
    expires: date | None = None
    region: str = NATIONWIDE
    author: str = ""
    difficulty: int = 3
    tags: tuple[str, ...] = ()
    version: int = 1
    picture: str = ""
    review: str = ""
    source: str = field(default="", compare=False)

    @property
    def type(self) -> QuestionType:
        return TYPE_OF[type(self.body)]


class Dated(Protocol):
    """What `drawable` looks at: a `Question`, or a `QuestionCard` that stands for one."""

    @property
    def effective(self) -> date | None: ...
    @property
    def expires(self) -> date | None: ...
    @property
    def region(self) -> str: ...


def drawable(question: Dated, today: date, region: str = NATIONWIDE) -> bool:
    """Whether a question may be put to anybody on this day in this region.

    Never before its rule takes effect, never after it expired. A regional question is for its region and
    what lies inside it: 江苏省 serves 江苏省南京市. A mark for review alone does not stop a question:
    whoever draws decides on that, by `question.review`.
    """
    if question.effective is not None and today < question.effective:
        return False
    if question.expires is not None and today > question.expires:
        return False
    return question.region in ("", NATIONWIDE) or region.startswith(question.region)
