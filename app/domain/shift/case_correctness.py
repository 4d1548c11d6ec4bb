"""Whether one case was handled rightly: asked, business, papers, decision, steps, hand-over, leader."""

from app.domain.shift.action import ActionKind
from app.domain.shift.case_facts import CaseFacts, Part, ShiftLine, decision_in_words, shared_out
from app.domain.shift.person import PersonKind
from app.domain.shift.right_course import right_verdict
from app.domain.shift.rubric import Side
from app.domain.shift.ticket import Decision


def correctness(facts: CaseFacts) -> list[ShiftLine]:
    shares, course, case = facts.rubric.correctness, facts.course, facts.case
    parts = [_asked(facts, shares.asks), _chosen(facts, shares.business)]
    if facts.ticket.papers:
        parts.append(_papers(facts, shares.papers))
    parts.append(_decision(facts, shares.decision))
    if course.steps or case.steps or case.reviewed:
        parts.append(_steps(facts, shares.steps))
    if course.office:
        parts.append(_handed_over(facts, shares.hand_over))
    came = tuple(i for i, _ in facts.of(ActionKind.CALL_LEADER))
    if course.leader or (came and not _may_call_leader(facts)):
        happened = "请了值班负责人。" if came else "没有请值班负责人。"
        right = "这种情况要报告值班负责人。" if course.leader else "自己能办的自己办，不必请负责人。"
        kept = 100 if course.leader and came else 0
        parts.append(Part("leader", "请值班负责人", shares.leader, kept, happened, right, came))
    return shared_out(Side.CORRECTNESS, parts)


def _may_call_leader(facts: CaseFacts) -> bool:
    """Nobody is blamed for calling one to somebody who is angry or refused."""
    return facts.visitor.kind is PersonKind.ANGRY or facts.course.decision is Decision.REFUSE


def _asked(facts: CaseFacts, points: int) -> Part:
    needed = facts.course.asks
    places = {action.what: i for i, action in facts.of(ActionKind.ASK)}
    got = [each for each in needed if each in places]
    questions = {each.id: each.question for each in facts.ticket.asks}
    missed = [questions[each] for each in needed if each not in places]
    idle = [questions[each] for each in places if each in questions and each not in needed]
    happened = f"该问的 {len(needed)} 样，问了 {len(got)} 样" + (f"；不该问的，问了 {len(idle)} 样。" if idle else "。")
    right = f"还应当问：{'；'.join(missed)}" if missed else ""
    right += f"不必问：{'；'.join(idle)}" if idle else ""
    return Part(
        "asks",
        "问清情况",
        points,
        100 * len(got) // (len(needed) + len(idle)),
        happened,
        right,
        tuple(places[each] for each in got),
    )


def _chosen(facts: CaseFacts, points: int) -> Part:
    chosen = facts.of(ActionKind.CHOOSE)
    first_right = bool(chosen) and chosen[0][1].what == facts.ticket.business
    percent = (100 if first_right else 50) if facts.right_business else 0
    happened = f"选了{'、'.join(f'“{action.what}”' for _, action in chosen)}。" if chosen else "没有选。"
    return Part(
        "business",
        "选业务",
        points,
        percent,
        happened,
        f"是“{facts.ticket.business}”。",
        tuple(i for i, _ in chosen),
    )


def _papers(facts: CaseFacts, points: int) -> Part:
    found = dict(facts.case.verdicts) if facts.right_business else {}
    wrong = []
    for paper in facts.ticket.papers:
        right = right_verdict(paper, facts.visitor)
        if found.get(paper.id) is not right:
            why = f"（{paper.why.rstrip('。')}）" if paper.why else ""
            wrong.append(f"{paper.name}：{right.label}{why}")
    count = len(facts.ticket.papers)
    happened = f"{count} 样材料，看对 {count - len(wrong)} 样。"
    places = tuple(i for i, _ in facts.of(ActionKind.CHECK))
    return Part(
        "papers", "核对材料", points, 100 * (count - len(wrong)) // count, happened, f"{'；'.join(wrong)}。", places
    )


def _decision(facts: CaseFacts, points: int) -> Part:
    case, course = facts.case, facts.course
    right = decision_in_words(course.decision, course.limit, course.refusal)
    if case.decision is None or not facts.right_business:
        happened = "没有作出决定。" if case.decision is None else "业务选错了，决定无从谈起。"
        return Part("decision", "作出决定", points, 0, happened, right)
    same = case.decision is course.decision
    whole = same and (case.limit, case.refusal) == (course.limit, course.refusal)
    happened = decision_in_words(case.decision, case.limit, case.refusal)
    places = (facts.decided_at,) if facts.decided_at is not None else ()
    return Part("decision", "作出决定", points, 100 if whole else 50 if same else 0, happened, right, places)


def _steps(facts: CaseFacts, points: int) -> Part:
    right, done = facts.course.steps, facts.case.steps if facts.right_business else ()
    common = _longest_common(right, done)
    longer = max(len(right), len(done) + (facts.case.reviewed and not facts.course.review))
    percent = 100 * common // longer if right and done else 0
    names = {step.id: step.text for step in facts.ticket.steps}
    listed = "→".join(names.get(step, step) for step in done)
    happened = f"做了：{listed}。" if done else "一步也没有做。"
    if facts.case.reviewed and not facts.course.review:
        happened += "又提交了不需要的复核。"
    order = "→".join(names[step] for step in right) if right else "这一件不该往下办"
    places = tuple(i for i, _ in facts.of(ActionKind.STEP))
    return Part("steps", "办理步骤", points, percent, happened, f"{order}。", places)


def _handed_over(facts: CaseFacts, points: int) -> Part:
    office = facts.course.office
    what = facts.ticket.hand_over.what if facts.ticket.hand_over else ""
    right = f"交接到{office}：{what}联系好、写清楚，或者带过去。"
    last = next(iter(reversed(facts.of(ActionKind.HAND_OVER))), None)
    if last is None:
        return Part("hand-over", "交接（首问负责）", points, 0, "没有交接。", right)
    place, action = last
    assert action.escort is not None
    percent = (100 if action.escort.proper else 50) if action.what == office else 0
    happened = f"交接到{action.what}：{action.escort.label}。"
    return Part("hand-over", "交接（首问负责）", points, percent, happened, right, (place,))


def _longest_common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many steps of one stand in the other in the same order (longest common subsequence)."""
    before = [0] * (len(second) + 1)
    for one in first:
        row = [0]
        for j, other in enumerate(second):
            row.append(before[j] + 1 if one == other else max(before[j + 1], row[j]))
        before = row
    return before[-1]
