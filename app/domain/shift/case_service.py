"""Service in one case: greeting, goodbye, comfort, help for special needs, and no forbidden phrases."""

from app.domain.lexicon import Category
from app.domain.shift.action import ActionKind
from app.domain.shift.case_facts import CaseFacts, Part, ShiftLine, shared_out
from app.domain.shift.right_course import LONG_WAIT
from app.domain.shift.rubric import Side

_COMFORTING = frozenset({Category.REASSURE, Category.APOLOGY})


def service(facts: CaseFacts) -> list[ShiftLine]:
    shares, decided = facts.rubric.service, facts.decided_at
    greeted = [i for i in facts.polite.get(Category.GREETING, []) if decided is None or i < decided]
    parted = [i for i in facts.polite.get(Category.FAREWELL, []) if decided is not None and i > decided]
    parts = [
        _said("greeting", "迎候", shares.greeting, greeted, "先问好，再问来意。"),
        _said("farewell", "送别", shares.farewell, parted, "办完以后道别，例如“请慢走”。"),
    ]
    if facts.course.comfort or facts.case.waited > LONG_WAIT:
        calmed = sorted(i for category in _COMFORTING for i in facts.polite.get(category, []))
        parts.append(_said("comfort", "致歉或安抚", shares.comfort, calmed, _why_comfort(facts)))
    if facts.course.aids:
        given = [i for i, action in facts.of(ActionKind.AID) if action.aid in facts.course.aids]
        happened = _texts(facts, given) or f"这一位是{facts.visitor.kind.label}，没有照顾到。"
        right = "；或".join(aid.label for aid in facts.course.aids)
        parts.append(Part("aid", "照顾特殊需要", shares.aid, 100 * bool(given), happened, right, tuple(given)))
    parts.append(_restraint(facts, shares.restraint))
    return shared_out(Side.SERVICE, parts)


def _why_comfort(facts: CaseFacts) -> str:
    if facts.case.waited > LONG_WAIT:
        return "等了很久，先说“让您久等了，对不起”。"
    return "不能当场办成，或者对方着急时，先致歉或安抚。"


def _restraint(facts: CaseFacts, points: int) -> Part:
    costs = dict(facts.rubric.offences)
    if not facts.polite and not facts.offences:
        return Part("restraint", "没有说服务禁语", points, 0, "什么也没有说。", "说话，用文明用语。")
    lost = min(100, sum(costs.get(each.category, 100) for _, each in facts.offences))
    if not facts.polite:
        lost = 100
    heard = "、".join(f"“{each.heard}”（{each.category.label}）" for _, each in facts.offences)
    happened = f"说了{heard}。" if heard else "没有说。"
    places = tuple(i for i, _ in facts.offences)
    return Part("restraint", "没有说服务禁语", points, 100 - lost, happened, "换成文明用语。", places)


def _texts(facts: CaseFacts, places: list[int]) -> str:
    return "".join(each.text for i in places[:1] for each in facts.case.entries[i].happened[:1])


def _said(rule: str, title: str, points: int, places: list[int], right: str) -> Part:
    return Part(rule, title, points, 100 * bool(places), "说了。" if places else "没有听到。", right, tuple(places))
