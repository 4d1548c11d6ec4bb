"""A shift small enough to be followed by hand: four matters, visitors placed where a test wants them."""

from dataclasses import replace

from app.domain.basis import Basis
from app.domain.lexicon import Category, Severity
from app.domain.shift.action import Action, Offence, Spoken
from app.domain.shift.engine import act, advance
from app.domain.shift.incident import Incident
from app.domain.shift.person import PersonKind
from app.domain.shift.plan import Plan
from app.domain.shift.rubric import Breach, CorrectnessShares, ServiceShares, ShiftRubric, Side, WaitingRule
from app.domain.shift.state import Held, PaperState, Shift, ShiftState, Visitor
from app.domain.shift.ticket import (
    WHO,
    Ask,
    Decision,
    HandOver,
    Paper,
    PaperRule,
    Refusal,
    Step,
    Tell,
    TicketType,
)
from app.domain.teller_level import TellerLevel

GREETING = Spoken("您好，请问您要办什么？", (Category.GREETING, Category.ASK))
COMFORT = Spoken("对不起，您别着急。", (Category.APOLOGY, Category.REASSURE))
GOODBYE = Spoken("请慢走，再见。", (Category.FAREWELL,))
CURT = Spoken("快点说。", (), (Offence(Category.IMPATIENT, Severity.DEDUCT, "快点说", "F10"),))
INSULT = Spoken("你有病吧。", (), (Offence(Category.RUDE, Severity.VETO, "你有病吧", "F85"),))

_COMMON = {
    "level": TellerLevel.SINGLE,
    "people": (PersonKind.ORDINARY, PersonKind.ANGRY),
    "basis": (Basis("社会保险法", "第七十四条"),),
    "checked": "2026-11-25",
}
_WHO = Ask(WHO, "请问是本人办理吗？", "")

CARD = TicketType(
    id="card",
    title="申领社保卡",
    line="社会保障卡",
    business="申领社保卡",
    says=("我来办卡。",),
    asks=(_WHO, Ask("before", "请问以前领过吗？", "没有。"), Ask("family", "家里几口人？", "问这个做什么？", False)),
    papers=(
        Paper("identity", "身份证", PaperRule.REQUIRED, expires=True),
        Paper("form", "申请表", PaperRule.REQUIRED),
        Paper("photo", "照片", PaperRule.OPTIONAL),
        Paper("record", "参保证明", PaperRule.SYSTEM, why="系统里有。"),
        Paper("street", "居住证明", PaperRule.NEVER, why="没有依据。"),
    ),
    decision=Decision.WITHIN,
    limit="10个工作日",
    tells=(Tell("password", "密码自己设"),),
    steps=(Step("s1", "核对身份"), Step("s2", "录入"), Step("s3", "签字"), Step("w1", "替他设密码", right=False)),
    review=True,
    **_COMMON,
)
PRINT = TicketType(
    id="print",
    title="打印记录",
    line="养老保险",
    business="查询打印",
    says=("我打个记录。",),
    asks=(_WHO,),
    papers=(),
    decision=Decision.AT_ONCE,
    tells=(Tell("free", "不收费"),),
    steps=(Step("s1", "核对身份"), Step("s2", "打印")),
    gift="对方递过来一包烟。",
    **_COMMON,
)
TAX = TicketType(
    id="tax",
    title="退税",
    line="服务规范与五制",
    business="退税",
    says=("我来退税。",),
    asks=(_WHO,),
    papers=(),
    decision=Decision.ELSEWHERE,
    tells=(Tell("where", "归税务部门管"),),
    hand_over=HandOver("税务局", "办退税。"),
    **_COMMON,
)
SPY = TicketType(
    id="spy",
    title="查别人的记录",
    line="纪律要求",
    business="查询打印",
    says=("帮我查个人。",),
    asks=(_WHO,),
    papers=(),
    decision=Decision.REFUSE,
    refusal=Refusal.OTHERS_DATA,
    leader=True,
    tells=(Tell("law", "没有授权不能查"),),
    note="拒绝并说明。",
    **_COMMON,
)
TICKETS = (CARD, PRINT, TAX, SPY)

RUBRIC = ShiftRubric(
    version="test",
    pass_mark=800,
    least=60,
    weights=(
        (Side.SERVICE, 150),
        (Side.CORRECTNESS, 350),
        (Side.COMPLETENESS, 200),
        (Side.COMPLIANCE, 150),
        (Side.THROUGHPUT, 80),
        (Side.WAITING, 70),
    ),
    service=ServiceShares(25, 20, 20, 15, 20),
    correctness=CorrectnessShares(15, 15, 20, 25, 15, 20, 10),
    offences=((Category.IMPATIENT, 50), (Category.RUDE, 100)),
    breaches=tuple((breach, 50) for breach in Breach),
    pace=30,
    deserted=50,
    waiting=WaitingRule(120, 900),
)


def visitor(ticket: TicketType, number: int = 1, arrives: int = 0, *papers: str, **changes: object) -> Visitor:
    """Somebody with this matter; `papers` are valid ones unless they end in "!", which are expired."""
    held = tuple(
        Held(name.removesuffix("!"), PaperState.EXPIRED if name.endswith("!") else PaperState.VALID) for name in papers
    )
    usual = Visitor(f"A{number:03d}", ticket.id, ticket.says[0], "王女士", 40, PersonKind.ORDINARY, arrives, 2400, held)
    return replace(usual, **changes)


def opened(*visitors: Visitor, incidents: tuple[Incident, ...] = (), minutes: int = 30) -> ShiftState:
    """The doors are open and whoever arrives at 0 waits."""
    plan = Plan(1, TellerLevel.SINGLE, minutes)
    return advance(ShiftState(Shift(plan, TICKETS, visitors, incidents)), 0).state


def done(state: ShiftState, *actions: Action, every: int = 10) -> ShiftState:
    """The state after these actions, one every so many seconds."""
    for action in actions:
        state = act(state, action, state.now + every).state
    return state
