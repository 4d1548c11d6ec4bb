"""One-time informing (一次性告知) and compliance in one case, with the red lines that void a shift."""

from app.domain.lexicon import Severity
from app.domain.shift.action import ActionKind, Verdict
from app.domain.shift.case_facts import CaseFacts, Part, ShiftLine, shared_out
from app.domain.shift.person import PersonKind
from app.domain.shift.right_course import right_verdict
from app.domain.shift.rubric import FULL, Breach, Side
from app.domain.shift.ticket import LIMIT, Decision, PaperRule

# Whom it is right to call before their turn.
_GO_FIRST = (PersonKind.DISABLED, PersonKind.ELDERLY)
_Found = list[tuple[Breach, str, str, tuple[int, ...]]]


def completeness(facts: CaseFacts) -> list[ShiftLine]:
    tell = facts.course.tell
    told = facts.of_business(ActionKind.INFORM)
    first = set(told[0][1].items) if told else set()
    later = {item for _, action in told[1:] for item in action.items} - first
    half_parts = sum(2 if item in first else item in later for item in tell)
    names = {paper.id: f"补交{paper.name}" for paper in facts.ticket.papers}
    names |= {each.id: each.text for each in facts.ticket.tells}
    names[LIMIT] = f"{facts.ticket.limit}内办结"
    missed = [names[item] for item in tell if item not in first]
    happened = f"该一次说的 {len(tell)} 样，第一次说了 {sum(item in first for item in tell)} 样"
    happened += f"，后来补说 {sum(item in later for item in tell)} 样。" if later else "。"
    part = Part(
        "tell", "一次性告知", 1, 100 * half_parts // (2 * len(tell)), happened,
        f"一次说全，还有：{'；'.join(missed)}。", tuple(i for i, _ in told),
    )  # fmt: skip
    return shared_out(Side.COMPLETENESS, [part])


def compliance(facts: CaseFacts) -> list[ShiftLine]:
    crossed = _red_lines(facts)
    if facts.case.decision is None:
        return [_compliance("no-breach", 0, "没有作出决定，谈不上守规矩。", "办完这一件。"), *crossed]
    breaches = [*_needless(facts), *_others(facts)]
    kept = FULL
    lines = []
    for breach, happened, right, places in breaches:
        cost = min(kept, FULL * facts.rubric.cost(breach) // 100)
        kept -= cost
        rule = f"{breach.value}.{len(lines)}"
        lines.append(ShiftLine(rule, Side.COMPLIANCE, breach.label, -cost, 0, happened, right, places))
    return [_compliance("no-breach", FULL, "先给满，有一处扣一处。", ""), *lines, *crossed]


def _needless(facts: CaseFacts) -> _Found:
    found = []
    for i, action in facts.of_business(ActionKind.INFORM):
        for item in dict.fromkeys(action.items):
            paper = facts.ticket.paper(item)
            if paper is None:
                continue
            if not paper.rule.may_be_asked_for:
                right = f"{paper.rule.label}，不能让群众交。{paper.why}"
                found.append((Breach.NEEDLESS_PAPER, f"让他补交“{paper.name}”。", right, (i,)))
            elif right_verdict(paper, facts.visitor) is Verdict.IN_ORDER and paper.rule is PaperRule.REQUIRED:
                found.append((Breach.NEEDLESS_PAPER, f"让他补交“{paper.name}”。", "已经交了，而且有效。", (i,)))
    return found


def _others(facts: CaseFacts) -> _Found:
    case, found = facts.case, []
    if facts.course.review and not facts.reviewed_in_time:
        right = "重点业务、高风险业务分级审核，办完提交复核（社会保险经办条例 第三十七条）。"
        happened = "没有办完就提交了复核。" if case.reviewed else "没有提交复核。"
        found.append((Breach.NO_REVIEW, happened, right, ()))
    if case.out_of_turn and facts.visitor.kind not in _GO_FIRST:
        found.append((Breach.OUT_OF_TURN, "没有优先的理由，越过别人先叫了他。", "按号叫人。", (0,)))
    kinds = {action.kind for _, action in facts.actions}
    if case.offered_gift and not kinds & {ActionKind.DECLINE_GIFT, ActionKind.ACCEPT_GIFT}:
        found.append((Breach.GIFT_LEFT, "礼品放着没有谢绝。", "当面谢绝，请他收回。", ()))
    return found


def _red_lines(facts: CaseFacts) -> list[ShiftLine]:
    found = []
    for i, offence in facts.offences:
        if offence.severity is Severity.VETO:
            words = f"说了“{offence.heard}”（{offence.category.label}）。"
            found.append(_red("veto-phrase", "一票否决的话", words, "无论怎样都不能说。", (i,)))
    refusal, decision = facts.ticket.refusal, facts.case.decision
    if refusal and refusal.red_line and facts.right_business and decision in (Decision.AT_ONCE, Decision.WITHIN):
        words = f"作出了“{decision.label}”的决定。"
        found.append(_red(refusal.value, "碰了红线", words, f"{refusal.explains}，不能办。{facts.ticket.note}", ()))
    for i, _ in facts.of(ActionKind.ACCEPT_GIFT):
        found.append(_red("gift", "收礼", "收下了礼品。", "当面谢绝，请他收回。", (i,)))
    return found


def _compliance(rule: str, points: int, happened: str, right: str) -> ShiftLine:
    return ShiftLine(rule, Side.COMPLIANCE, "没有违规", points, FULL, happened, right)


def _red(rule: str, title: str, happened: str, right: str, places: tuple[int, ...]) -> ShiftLine:
    return ShiftLine(f"red-line.{rule}", Side.COMPLIANCE, title, 0, 0, happened, right, places, True)
