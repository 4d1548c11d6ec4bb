"""What a teller can do, as one value with its sort and what it is about; every scripted or living teller uses these."""

from dataclasses import dataclass
from enum import Enum

from app.domain.lexicon import Category, Severity
from app.domain.shift.incident import Response
from app.domain.shift.person import Aid
from app.domain.shift.ticket import Decision, Refusal


class Verdict(Enum):
    """What a teller finds about one paper."""

    IN_ORDER = "in-order"
    MISSING = "missing"
    EXPIRED = "expired"
    SYSTEM = "system"
    NOT_NEEDED = "not-needed"

    @property
    def label(self) -> str:
        return {
            "in-order": "齐，有效",
            "missing": "缺",
            "expired": "过期",
            "system": "系统可查，不用交",
            "not-needed": "不需要",
        }[self.value]


class Escort(Enum):
    """How somebody is handed over to another office."""

    LED = "led"
    WRITTEN = "written"
    POINTED = "pointed"

    @property
    def label(self) -> str:
        return {
            "led": "带过去，交代清楚再回来",
            "written": "联系好，写下地址、电话和要带什么",
            "pointed": "告诉他往哪边走",
        }[self.value]

    @property
    def proper(self) -> bool:
        """The one asked first answers until the other has taken over (首问负责); a finger pointing is not enough."""
        return self is not Escort.POINTED


class ActionKind(Enum):
    CALL_NEXT = "call-next"
    SAY = "say"
    ASK = "ask"
    AID = "aid"
    CHOOSE = "choose"
    CHECK = "check"
    INFORM = "inform"
    DECIDE = "decide"
    HAND_OVER = "hand-over"
    STEP = "step"
    REVIEW = "review"
    DECLINE_GIFT = "decline-gift"
    ACCEPT_GIFT = "accept-gift"
    CALL_LEADER = "call-leader"
    RESPOND = "respond"
    FINISH = "finish"
    WAIT = "wait"
    END_SHIFT = "end-shift"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    ActionKind.CALL_NEXT: "叫号",
    ActionKind.SAY: "说话",
    ActionKind.ASK: "询问",
    ActionKind.AID: "照顾特殊需要",
    ActionKind.CHOOSE: "选业务",
    ActionKind.CHECK: "核对材料",
    ActionKind.INFORM: "一次性告知",
    ActionKind.DECIDE: "作出决定",
    ActionKind.HAND_OVER: "交接到承办岗",
    ActionKind.STEP: "办理步骤",
    ActionKind.REVIEW: "提交复核",
    ActionKind.DECLINE_GIFT: "谢绝礼品",
    ActionKind.ACCEPT_GIFT: "收下礼品",
    ActionKind.CALL_LEADER: "请值班负责人",
    ActionKind.RESPOND: "处理突发情况",
    ActionKind.FINISH: "办结送别",
    ActionKind.WAIT: "等候",
    ActionKind.END_SHIFT: "收班",
}


@dataclass(frozen=True, slots=True)
class Offence:
    """A forbidden phrase that was certainly said: its category, how heavy it is, and the words."""

    category: Category
    severity: Severity
    heard: str
    phrase_id: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said (transcribed or typed) and what the lexicon finds in it; `shift.hearing` makes it."""

    text: str
    polite: tuple[Category, ...] = ()
    offences: tuple[Offence, ...] = ()

    @property
    def silent(self) -> bool:
        return not any(character.isalnum() for character in self.text)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done. `what` names the question, business, paper, step, office or ticket number; `items` what is
    told. Make it with the functions below: each fills what its sort needs.
    """

    kind: ActionKind
    what: str = ""
    items: tuple[str, ...] = ()
    spoken: Spoken | None = None
    verdict: Verdict | None = None
    decision: Decision | None = None
    refusal: Refusal | None = None
    escort: Escort | None = None
    aid: Aid | None = None
    response: Response | None = None


def call_next(number: str = "") -> Action:
    """Call whoever is first, or a certain number out of turn."""
    return Action(ActionKind.CALL_NEXT, number)


def say(spoken: Spoken) -> Action:
    return Action(ActionKind.SAY, spoken=spoken)


def ask(question: str) -> Action:
    """`question` is the id of one of `choices.questions`."""
    return Action(ActionKind.ASK, question)


def give_aid(aid: Aid) -> Action:
    return Action(ActionKind.AID, aid=aid)


def choose(business: str) -> Action:
    return Action(ActionKind.CHOOSE, business)


def check(paper: str, verdict: Verdict) -> Action:
    return Action(ActionKind.CHECK, paper, verdict=verdict)


def inform(*items: str) -> Action:
    """Tell all this at once: ids of papers to be brought, of things to know, and `ticket.LIMIT`."""
    return Action(ActionKind.INFORM, items=items)


def decide(decision: Decision, limit: str = "", refusal: Refusal | None = None) -> Action:
    """`limit` belongs to 限办, `refusal` to 不予办理. The last decision before the goodbye is the one that holds."""
    return Action(ActionKind.DECIDE, limit, decision=decision, refusal=refusal)


def hand_over(office: str, escort: Escort) -> Action:
    return Action(ActionKind.HAND_OVER, office, escort=escort)


def do_step(step: str) -> Action:
    return Action(ActionKind.STEP, step)


def pass_to_review() -> Action:
    return Action(ActionKind.REVIEW)


def decline_gift() -> Action:
    return Action(ActionKind.DECLINE_GIFT)


def accept_gift() -> Action:
    return Action(ActionKind.ACCEPT_GIFT)


def call_leader() -> Action:
    return Action(ActionKind.CALL_LEADER)


def respond(response: Response) -> Action:
    return Action(ActionKind.RESPOND, response=response)


def finish() -> Action:
    """The citizen leaves the window; say goodbye before."""
    return Action(ActionKind.FINISH)


def wait() -> Action:
    """Let time pass, so that who arrives or leaves is seen."""
    return Action(ActionKind.WAIT)


def end_shift() -> Action:
    """Close the window, whoever is still waiting."""
    return Action(ActionKind.END_SHIFT)
