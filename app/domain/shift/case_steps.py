"""One action at the window: what it changes in the case, what the citizen says to it, how their mood moves."""

from dataclasses import replace

from app.domain.lexicon import Category
from app.domain.role_play.mood import mood_changes, moved
from app.domain.scenario import Node
from app.domain.shift.action import Action, ActionKind
from app.domain.shift.errors import Refused
from app.domain.shift.person import TRAITS, PersonKind
from app.domain.shift.state import Case, CaseEnd, Happened, Happening, Shift, Visitor
from app.domain.shift.ticket import LIMIT, WHO, Ask, Decision, TicketType

# What becomes of the mood, in points, besides what is said (role_play.mood).
_AIDED, _WRONG_BUSINESS, _TOLD, _SENT_BACK_AGAIN, _POINTED, _WRONG_STEP = 6, -4, 4, -12, -8, -3
_WINDOW = Node("window", "", (Category.GREETING, Category.FAREWELL))
_Changed = tuple[Case, tuple[Happening, ...]]


def rule_shown(shift: Shift, case: Case, visitor: Visitor) -> TicketType | None:
    """The rule of the business chosen, by which papers and steps are named; None before one is chosen."""
    own = shift.ticket_of(visitor)
    if not case.business:
        return None
    return own if case.business == own.business else shift.offering(case.business)


def after(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    """The case after the action, without its entry. UserError where the action is not possible."""
    return _STEPS[action.kind](shift, case, visitor, action, at)


def _happening(case: Case, at: int, text: str, kind: Happened = Happened.NOTED, by: int = 0) -> Happening:
    return Happening(kind, at, text, case.visitor, by)


def _feels(case: Case, at: int, by: int, why: str) -> _Changed:
    """The mood moved by `by`, kept within 0 and 100."""
    mood = max(0, min(100, case.mood + by))
    if mood == case.mood:
        return case, ()
    return replace(case, mood=mood), (_happening(case, at, why, Happened.MOOD, mood - case.mood),)


def _say(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    if action.spoken is None or action.spoken.silent:
        raise Refused("没有听到您说话。", "请说一句，或打字输入。")
    said = action.spoken
    offences = [(each.category, each.severity, each.heard) for each in said.offences]
    changes = mood_changes(_WINDOW, case.mood, said.polite, offences, (), False, False, False)
    mood = moved(case.mood, changes)
    if mood == case.mood:
        return case, ()
    why = "".join(change.reason for change in changes)
    return replace(case, mood=mood), (_happening(case, at, why, Happened.MOOD, mood - case.mood),)


def _ask(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    own = shift.ticket_of(visitor)
    found = own.ask(action.what)
    if found is None:
        raise Refused(f"没有“{action.what}”这个问题。", "请从列出的问题里选。")
    answer = as_uttered(answer_to(found, visitor), visitor)
    return case, (_happening(case, at, answer, Happened.CITIZEN_SAYS),)


def answer_to(question: Ask, visitor: Visitor) -> str:
    """Whose matter it is depends on the person where the ticket does not say."""
    return question.answer or TRAITS[visitor.kind].who if question.id == WHO else question.answer


def as_uttered(words: str, visitor: Visitor) -> str:
    """Words in brackets are not spoken: somebody deaf writes them."""
    return f"（写给您看：{words}）" if visitor.kind is PersonKind.DEAF and "（" not in words else words


def _aid(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    if action.aid is None:
        raise Refused("没有选怎样照顾。", "请选一种。")
    known = any(entry.action.aid is action.aid for entry in case.entries)
    if known or action.aid not in TRAITS[visitor.kind].aids:
        return case, (_happening(case, at, f"{action.aid.label}。"),)
    return _feels(case, at, _AIDED, f"{action.aid.label}：群众放心了。")


def _choose(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    if shift.offering(action.what) is None:
        raise Refused(f"没有“{action.what}”这项业务。", "请从业务列表里选。")
    if action.what == case.business:
        return case, ()
    changed = replace(case, business=action.what, steps=(), verdicts=())
    if action.what == shift.ticket_of(visitor).business:
        return changed, (_happening(case, at, f"业务：{action.what}。"),)
    changed, moved_by = _feels(changed, at, _WRONG_BUSINESS, "选错了业务。")
    return changed, (_happening(case, at, "我要办的好像不是这个。", Happened.CITIZEN_SAYS), *moved_by)


def _check(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    rule = _rule(shift, case, visitor)
    paper = rule.paper(action.what)
    if paper is None:
        raise Refused(f"这项业务没有“{action.what}”这样材料。", "请从材料清单里选。")
    if action.verdict is None:
        raise Refused("没有写核对的结论。", "请选齐、缺、过期、系统可查或不需要。")
    others = tuple(each for each in case.verdicts if each[0] != paper.id)
    words = f"{paper.name}：{action.verdict.label}。"
    return replace(case, verdicts=(*others, (paper.id, action.verdict))), (_happening(case, at, words),)


def _inform(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    rule = _rule(shift, case, visitor)
    names = {paper.id: f"要补：{paper.name}" for paper in rule.papers}
    names |= {tell.id: tell.text for tell in rule.tells}
    names[LIMIT] = f"{rule.limit}内办结" if rule.limit else "当场办结"
    items = tuple(dict.fromkeys(action.items))
    if not items:
        raise Refused("告知单是空的。", "请勾出要告知的各项。")
    for item in items:
        if item not in names:
            raise Refused(f"告知单上没有“{item}”。", "请从列出的各项里选。")
    words = _happening(case, at, "一次性告知单：" + "；".join(names[item] for item in items) + "。")
    before = [entry for entry in case.entries if entry.action.kind is ActionKind.INFORM]
    told = {item for entry in before for item in entry.action.items}
    papers = {paper.id for paper in rule.papers}
    if before and papers.intersection(items) - told:
        case, felt = _feels(case, at, _SENT_BACK_AGAIN, "怎么又要补？刚才怎么不一次说完！")
    else:
        case, felt = _feels(case, at, 0 if before else _TOLD, "一次说清楚了。")
    return case, (words, *felt)


def _decide(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    decision = action.decision
    if decision is None:
        raise Refused("没有作出决定。", "请选即办、限办、补齐再办、转办或不予办理。")
    if decision is Decision.WITHIN and not action.what:
        raise Refused("限办要写明时限。", "请选办结时限。")
    if decision is Decision.REFUSE and action.refusal is None:
        raise Refused("不予办理要说明是哪一种原因。", "请选原因。")
    limit = action.what if decision is Decision.WITHIN else ""
    refusal = action.refusal if decision is Decision.REFUSE else None
    words = decision.label + (f"（{limit}）" if limit else "") + (f"：{refusal.explains}" if refusal else "")
    changed = replace(case, decision=decision, limit=limit, refusal=refusal)
    said = [_happening(case, at, words + "。")]
    gift = shift.ticket_of(visitor).gift
    if gift and not case.offered_gift:
        changed = replace(changed, offered_gift=True)
        said.append(_happening(case, at, gift, Happened.GIFT))
    return changed, tuple(said)


def _hand_over(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    if not action.what or action.escort is None:
        raise Refused("没有说交接到哪里、怎样交接。", "请选承办的部门或窗口，和交接的办法。")
    words = _happening(case, at, f"交接到{action.what}：{action.escort.label}。")
    case, felt = _feels(case, at, 0 if action.escort.proper else _POINTED, "只指了个方向，还得自己找。")
    return case, (words, *felt)


def _step(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    rule = _rule(shift, case, visitor)
    step = next((each for each in rule.steps if each.id == action.what), None)
    if step is None:
        raise Refused(f"这项业务没有“{action.what}”这一步。", "请从列出的步骤里选。")
    if step.id in case.steps:
        raise Refused(f"“{step.text}”已经做过了。", "请选下一步。")
    words = _happening(case, at, step.text)
    case, felt = _feels(
        replace(case, steps=(*case.steps, step.id)), at, 0 if step.right else _WRONG_STEP, "多了一道手续。"
    )
    return case, (words, *felt)


def _review(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    if case.reviewed:
        raise Refused("已经提交复核了。", "请继续办理。")
    return replace(case, reviewed=True), (_happening(case, at, "已提交复核岗。"),)


def _decline_gift(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    _offered(case)
    return case, (_happening(case, at, "谢绝了礼品，请他收回。"),)


def _accept_gift(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    _offered(case)
    return case, (_happening(case, at, "收下了礼品。"),)


def _call_leader(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    return case, (_happening(case, at, "值班负责人来了，一起听情况。"),)


def _finish(shift: Shift, case: Case, visitor: Visitor, action: Action, at: int) -> _Changed:
    ended = _happening(case, at, f"{visitor.number} 号离开窗口。", Happened.CASE_ENDED)
    return replace(case, end=CaseEnd.FINISHED, ended=at), (ended,)


def _rule(shift: Shift, case: Case, visitor: Visitor) -> TicketType:
    rule = rule_shown(shift, case, visitor)
    if rule is None:
        raise Refused("还没有选业务。", "请先问清来意，选定业务。")
    return rule


def _offered(case: Case) -> None:
    if not case.offered_gift:
        raise Refused("没有人送礼品。", "请继续办理。")
    if any(entry.action.kind in (ActionKind.DECLINE_GIFT, ActionKind.ACCEPT_GIFT) for entry in case.entries):
        raise Refused("礼品的事已经处理过了。", "请继续办理。")


_STEPS = {
    ActionKind.SAY: _say,
    ActionKind.ASK: _ask,
    ActionKind.AID: _aid,
    ActionKind.CHOOSE: _choose,
    ActionKind.CHECK: _check,
    ActionKind.INFORM: _inform,
    ActionKind.DECIDE: _decide,
    ActionKind.HAND_OVER: _hand_over,
    ActionKind.STEP: _step,
    ActionKind.REVIEW: _review,
    ActionKind.DECLINE_GIFT: _decline_gift,
    ActionKind.ACCEPT_GIFT: _accept_gift,
    ActionKind.CALL_LEADER: _call_leader,
    ActionKind.FINISH: _finish,
}
