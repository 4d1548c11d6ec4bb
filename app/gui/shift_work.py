"""What lies before the teller at this moment, as rows to press; and what a press means."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace

from app.domain.shift.action import (
    Action,
    ActionKind,
    Escort,
    Verdict,
    accept_gift,
    ask,
    call_leader,
    check,
    choose,
    decide,
    decline_gift,
    do_step,
    finish,
    give_aid,
    hand_over,
    inform,
    pass_to_review,
    respond,
)
from app.domain.shift.choices import Choices, choices
from app.domain.shift.incident import HANDLING, Response
from app.domain.shift.person import Aid
from app.domain.shift.state import PaperState, ShiftState
from app.domain.shift.ticket import Decision, Refusal
from app.gui.widgets.desk_panel import Cell, DeskRow

_BUSINESSES = 14  # shown at once; more are found by typing
_SHORT = {
    Verdict.IN_ORDER: "齐", Verdict.MISSING: "缺", Verdict.EXPIRED: "过期", Verdict.SYSTEM: "系统可查",
    Verdict.NOT_NEEDED: "不需要",
}  # fmt: skip
_HELD = {PaperState.VALID: "递过来了，在有效期内", PaperState.EXPIRED: "递过来了，有效期已过", None: "没有带"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What is chosen but not done yet: what to tell, the decision with its limit, reason, office."""

    told: frozenset[str] = frozenset()
    decision: Decision | None = None
    limit: str = ""
    refusal: Refusal | None = None
    office: str = ""
    escort: Escort | None = None
    sought: str = field(default="", compare=False)


def pressed(key: Hashable, draft: Draft) -> tuple[Draft, Action | None]:
    """What a press changes in the draft, and what it does, if anything."""
    assert isinstance(key, tuple)
    match key:
        case ("ask", id):
            return draft, ask(id)
        case ("aid", aid):
            return draft, give_aid(aid)
        case ("business", name):
            return replace(draft, told=frozenset(), sought=""), choose(name)
        case ("paper", id, verdict):
            return draft, check(id, verdict)
        case ("tell", id):
            return replace(draft, told=draft.told ^ {id}), None
        case ("inform",):
            return draft, inform(*sorted(draft.told))
        case ("decision", decision):
            return replace(draft, decision=decision), None
        case ("limit", limit):
            return replace(draft, limit=limit), None
        case ("refusal", refusal):
            return replace(draft, refusal=refusal), None
        case ("decide",):
            assert draft.decision is not None
            limit = draft.limit if draft.decision is Decision.WITHIN else ""
            refusal = draft.refusal if draft.decision is Decision.REFUSE else None
            return draft, decide(draft.decision, limit, refusal)
        case ("office", office):
            return replace(draft, office=office), None
        case ("escort", escort):
            return replace(draft, escort=escort), None
        case ("hand-over",):
            assert draft.escort is not None
            return draft, hand_over(draft.office, draft.escort)
        case ("step", id):
            return draft, do_step(id)
        case ("respond", response):
            return draft, respond(response)
    simple = {
        ("review",): pass_to_review, ("leader",): call_leader, ("decline",): decline_gift, ("accept",): accept_gift,
        ("finish",): finish,
    }  # fmt: skip
    return draft, simple[key]()


def rows(state: ShiftState, draft: Draft) -> tuple[DeskRow, ...]:
    """The sections in the order of the work; nothing in them says what is right."""
    found = [*_incident(state)]
    case = state.case
    if case is None:
        return tuple(found)
    offered = choices(state)
    done = [entry.action for entry in case.entries]
    asked = {action.what for action in done if action.kind is ActionKind.ASK}
    aided = {action.aid for action in done if action.kind is ActionKind.AID}
    found.append(DeskRow("① 问清", head=True))
    found += [
        DeskRow(each.question, press=("ask", each.id), mark="tick" if each.id in asked else "") for each in offered.asks
    ]
    found.append(DeskRow(said="需要照顾的：", cells=tuple(Cell(("aid", a), a.label, a in aided) for a in Aid)))
    found += _business(state, offered, draft)
    if case.business:
        found += _papers(state, offered)
        found += _tells(offered, draft, done)
    found += _decision(offered, draft, done)
    if case.business:
        found += _steps(state, offered)
    last = [
        Cell(("review",), "提交复核", case.reviewed),
        Cell(("leader",), "请值班负责人", any(a.kind is ActionKind.CALL_LEADER for a in done)),
    ]
    if case.offered_gift:
        last += [Cell(("decline",), "谢绝礼品"), Cell(("accept",), "收下")]
    found.append(DeskRow("⑦ 收尾", head=True, cells=(*last, Cell(("finish",), "送别，办结", loud=True))))
    return tuple(found)


def _incident(state: ShiftState) -> list[DeskRow]:
    index = state.open_incident
    if index is None or state.ended:
        return []
    seen = HANDLING[state.shift.incidents[index].kind].seen
    return [DeskRow(seen, urgent=True, cells=tuple(Cell(("respond", each), each.label) for each in Response))]


def _business(state: ShiftState, offered: Choices, draft: Draft) -> list[DeskRow]:
    chosen = state.case.business if state.case else ""
    fitting = [name for name in offered.businesses if draft.sought in name]
    shown = fitting[:_BUSINESSES] if draft.sought or not chosen else [chosen]
    more = len(fitting) - len(shown)
    said = (
        ""
        if not more
        else f"还有 {more} 项，在上面输入几个字查找。"
        if not chosen or draft.sought
        else "要换业务，在上面查找。"
    )
    cells = tuple(Cell(("business", name), name, name == chosen) for name in shown)
    return [DeskRow("② 选业务", said or ("没有找到，换个词。" if not cells else ""), cells, head=True)]


def _papers(state: ShiftState, offered: Choices) -> list[DeskRow]:
    assert state.case is not None
    verdicts = dict(state.case.verdicts)
    rows = [DeskRow("③ 核对材料", head=True)]
    for paper in offered.papers:
        cells = tuple(Cell(("paper", paper.id, v), _SHORT[v], verdicts.get(paper.id) is v) for v in Verdict)
        rows.append(DeskRow(paper.name, _HELD[paper.held], cells))
    return rows


def _tells(offered: Choices, draft: Draft, done: list[Action]) -> list[DeskRow]:
    rows = [DeskRow("④ 一次性告知", head=True)]
    rows += [
        DeskRow(each.text, press=("tell", each.id), mark="box-on" if each.id in draft.told else "box")
        for each in offered.tells
    ]
    told = sum(action.kind is ActionKind.INFORM for action in done)
    label = f"一次说全（{len(draft.told)} 项）" + (f" · 已说 {told} 次" if told else "")
    rows.append(DeskRow(cells=(Cell(("inform",), label, loud=True, enabled=bool(draft.told)),)))
    return rows


def _decision(offered: Choices, draft: Draft, done: list[Action]) -> list[DeskRow]:
    made = [action for action in done if action.kind is ActionKind.DECIDE]
    said = f"已作出决定：{made[-1].decision.label}。" if made and made[-1].decision else ""
    rows = [
        DeskRow("⑤ 决定", said, tuple(Cell(("decision", d), d.label, d is draft.decision) for d in Decision), head=True)
    ]
    ready = draft.decision is not None
    if draft.decision is Decision.WITHIN:
        rows.append(
            DeskRow(
                said="多久办结：",
                cells=tuple(Cell(("limit", each), each, each == draft.limit) for each in offered.limits),
            )
        )
        ready = bool(draft.limit)
    elif draft.decision is Decision.REFUSE:
        cells = tuple(Cell(("refusal", each), each.explains, each is draft.refusal) for each in Refusal)
        rows.append(DeskRow(said="因为：", cells=cells))
        ready = draft.refusal is not None
    rows.append(DeskRow(cells=(Cell(("decide",), "就这样决定", loud=True, enabled=ready),)))
    if draft.decision is Decision.ELSEWHERE:
        offices = tuple(Cell(("office", each), each, each == draft.office) for each in offered.offices)
        escorts = tuple(Cell(("escort", each), each.label, each is draft.escort) for each in Escort)
        handed = any(action.kind is ActionKind.HAND_OVER for action in done)
        rows.append(DeskRow(said="归哪里办：", cells=offices))
        rows.append(DeskRow(said="怎样交接：", cells=escorts))
        can = bool(draft.office) and draft.escort is not None
        rows.append(DeskRow(cells=(Cell(("hand-over",), "已交接" if handed else "交接", loud=True, enabled=can),)))
    return rows


def _steps(state: ShiftState, offered: Choices) -> list[DeskRow]:
    assert state.case is not None
    order = {id: str(number) for number, id in enumerate(state.case.steps, 1)}
    rows = [DeskRow("⑥ 按次序办理", head=True)]
    rows += [DeskRow(step.text, press=("step", step.id), mark=order.get(step.id, "")) for step in offered.steps]
    return rows if offered.steps else []
