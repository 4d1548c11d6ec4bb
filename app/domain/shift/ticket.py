"""A ticket type: a matter that may come to the window, and by which rule it is handled."""

from dataclasses import dataclass
from enum import Enum

from app.domain.basis import Basis
from app.domain.scenario import Sex
from app.domain.shift.person import PersonKind
from app.domain.teller_level import TellerLevel

WHO = "who"  # the id of the question whose matter it is, which every case needs
LIMIT = "limit"  # the id of what is told about the time limit


class PaperRule(Enum):
    """What the rules say of a paper. Asking for one that may not be asked for is a breach."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    SYSTEM = "system"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {"required": "必需", "optional": "可选", "system": "系统可查", "never": "不得索要"}[self.value]

    @property
    def may_be_asked_for(self) -> bool:
        return self in (PaperRule.REQUIRED, PaperRule.OPTIONAL)


class Decision(Enum):
    """What becomes of a matter at this window."""

    AT_ONCE = "at-once"
    WITHIN = "within"
    AWAIT = "await"
    ELSEWHERE = "elsewhere"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return {
            "at-once": "即办",
            "within": "限办",
            "await": "一次性告知，补齐再办",
            "elsewhere": "转办",
            "refuse": "不予办理",
        }[self.value]


class Refusal(Enum):
    """Why something is not done here."""

    RELATIVE = "relative"
    OTHERS_DATA = "others-data"
    BEYOND_POWERS = "beyond-powers"
    NOT_ENTITLED = "not-entitled"

    @property
    def label(self) -> str:
        return {
            "relative": "回避",
            "others-data": "他人信息",
            "beyond-powers": "越权",
            "not-entitled": "不符合条件",
        }[self.value]

    @property
    def explains(self) -> str:
        return {
            "relative": "是本人或近亲属的业务，应当回避",
            "others-data": "要他人的信息，没有本人授权",
            "beyond-powers": "超越权限或绕过规程",
            "not-entitled": "按规定不符合条件",
        }[self.value]

    @property
    def red_line(self) -> bool:
        """Doing it all the same voids the shift."""
        return self is not Refusal.NOT_ENTITLED


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to the citizen and their answer. `needed`: without it the matter cannot be handled rightly."""

    id: str
    question: str
    answer: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that may play a part. `expires`: it may have run out. `why`: the reason it is (not) asked for."""

    id: str
    name: str
    rule: PaperRule
    expires: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Something that must be told at once: a condition, a consequence, the next way."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of handling; `right` is False for one that does not belong to it."""

    id: str
    text: str
    right: bool = True


@dataclass(frozen=True, slots=True)
class HandOver:
    """Where a matter belongs that is not handled here, and what the citizen is told to do there."""

    office: str
    what: str


@dataclass(frozen=True, slots=True)
class TicketType:
    """One matter and its rule.

    `line` is a BusinessLine's label; `business` what the teller chooses on the screen (several types may
    share it). `says` are wordings of the citizen's first line. `limit` (限办) is a text like 20个工作日.
    `review`: must pass to review (复核). `leader`: a leader must be told. `gift`: what the citizen offers
    at the end, "" for nothing. `checked` is the day on which the basis was checked. Whoever comes is of `sex`
    (None: either) and from `youngest` to `oldest` years old.
    """

    id: str
    title: str
    line: str
    level: TellerLevel
    business: str
    people: tuple[PersonKind, ...]
    says: tuple[str, ...]
    asks: tuple[Ask, ...]
    papers: tuple[Paper, ...]
    decision: Decision
    tells: tuple[Tell, ...]
    steps: tuple[Step, ...] = ()
    limit: str = ""
    review: bool = False
    leader: bool = False
    gift: str = ""
    refusal: Refusal | None = None
    hand_over: HandOver | None = None
    basis: tuple[Basis, ...] = ()
    checked: str = ""
    note: str = ""
    youngest: int = 0
    oldest: int = 120
    sex: Sex | None = None

    @property
    def right_steps(self) -> tuple[Step, ...]:
        """In the order in which they are done."""
        return tuple(step for step in self.steps if step.right)

    def paper(self, id: str) -> Paper | None:
        return next((paper for paper in self.papers if paper.id == id), None)

    def ask(self, id: str) -> Ask | None:
        return next((ask for ask in self.asks if ask.id == id), None)
