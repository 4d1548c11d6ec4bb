"""What would be right for one visitor: worked out from the rule and from what they hold in hand.

Scoring, replay, the standard time and the ideal teller all go by this, so that none of them has an opinion of
its own.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.domain.shift.action import (
    Action,
    ActionKind,
    Escort,
    Verdict,
    ask,
    call_leader,
    check,
    choose,
    decide,
    decline_gift,
    do_step,
    give_aid,
    hand_over,
    inform,
    pass_to_review,
)
from app.domain.shift.person import TRAITS, Aid
from app.domain.shift.state import PaperState, Visitor
from app.domain.shift.ticket import LIMIT, Decision, Paper, PaperRule, Refusal, TicketType

LONG_WAIT = 15 * 60  # after so many seconds in the queue an apology is due


@dataclass(frozen=True, slots=True)
class RightCourse:
    """`tell` are the ids that must be told at once; `missing` the papers among them. `aids`: one of these."""

    asks: tuple[str, ...]
    business: str
    verdicts: tuple[tuple[str, Verdict], ...]
    missing: tuple[str, ...]
    decision: Decision
    limit: str
    refusal: Refusal | None
    office: str
    tell: tuple[str, ...]
    steps: tuple[str, ...]
    review: bool
    leader: bool
    gift: bool
    aids: tuple[Aid, ...]
    comfort: bool


@lru_cache(maxsize=4096)
def right_course(ticket: TicketType, visitor: Visitor) -> RightCourse:
    """The course by the ticket's rule, the papers in the visitor's hand and the person they are."""
    traits = TRAITS[visitor.kind]
    verdicts = tuple((paper.id, right_verdict(paper, visitor)) for paper in ticket.papers)
    missing = tuple(
        paper.id
        for paper, (_, verdict) in zip(ticket.papers, verdicts, strict=True)
        if paper.rule is PaperRule.REQUIRED and verdict in (Verdict.MISSING, Verdict.EXPIRED)
    )
    here = ticket.decision in (Decision.AT_ONCE, Decision.WITHIN)
    decision = Decision.AWAIT if here and missing else ticket.decision
    handled = decision in (Decision.AT_ONCE, Decision.WITHIN)
    asked_back = missing if decision is Decision.AWAIT else ()
    limit = (LIMIT,) if ticket.limit and decision in (Decision.WITHIN, Decision.AWAIT) else ()
    return RightCourse(
        asks=tuple(each.id for each in ticket.asks if each.needed),
        business=ticket.business,
        verdicts=verdicts,
        missing=asked_back,
        decision=decision,
        limit=ticket.limit if decision is Decision.WITHIN else "",
        refusal=ticket.refusal if decision is Decision.REFUSE else None,
        office=ticket.hand_over.office if ticket.hand_over and decision is Decision.ELSEWHERE else "",
        tell=(*asked_back, *(each.id for each in ticket.tells), *limit),
        steps=tuple(step.id for step in ticket.right_steps) if handled else (),
        review=ticket.review and handled,
        leader=ticket.leader,
        gift=bool(ticket.gift),
        aids=traits.aids,
        comfort=traits.comfort or not handled,
    )


def right_verdict(paper: Paper, visitor: Visitor) -> Verdict:
    """What a careful teller finds about a paper."""
    if paper.rule is PaperRule.SYSTEM:
        return Verdict.SYSTEM
    if paper.rule is PaperRule.NEVER:
        return Verdict.NOT_NEEDED
    state = visitor.holds(paper.id)
    if state is None:
        return Verdict.MISSING if paper.rule is PaperRule.REQUIRED else Verdict.NOT_NEEDED
    return Verdict.EXPIRED if state is PaperState.EXPIRED else Verdict.IN_ORDER


def right_actions(course: RightCourse) -> tuple[Action, ...]:
    """Everything between greeting and goodbye, in a good order."""
    actions = [give_aid(aid) for aid in course.aids[:1]]
    actions += [ask(each) for each in course.asks]
    actions.append(choose(course.business))
    actions += [check(paper, verdict) for paper, verdict in course.verdicts]
    actions.append(decide(course.decision, course.limit, course.refusal))
    if course.tell:
        actions.append(inform(*course.tell))
    if course.office:
        actions.append(hand_over(course.office, Escort.LED))
    if course.leader:
        actions.append(call_leader())
    actions += [do_step(step) for step in course.steps]
    if course.review:
        actions.append(pass_to_review())
    if course.gift:
        actions.append(decline_gift())
    return tuple(actions)


# Seconds at the window that an action takes somebody who knows the work.
PACE = {
    ActionKind.CALL_NEXT: 8,
    ActionKind.SAY: 6,
    ActionKind.ASK: 10,
    ActionKind.AID: 8,
    ActionKind.CHOOSE: 10,
    ActionKind.CHECK: 8,
    ActionKind.INFORM: 20,
    ActionKind.DECIDE: 8,
    ActionKind.HAND_OVER: 20,
    ActionKind.STEP: 15,
    ActionKind.REVIEW: 15,
    ActionKind.DECLINE_GIFT: 8,
    ActionKind.ACCEPT_GIFT: 4,
    ActionKind.CALL_LEADER: 25,
    ActionKind.RESPOND: 15,
    ActionKind.FINISH: 5,
    ActionKind.WAIT: 10,
    ActionKind.END_SHIFT: 1,
}
_ALLOWANCE = 125  # percent of that pace which everybody is given
_SPOKEN = 3  # greeting, comfort, goodbye


@lru_cache(maxsize=4096)
def standard_seconds(course: RightCourse) -> int:
    """How long such a case may take from the call to the goodbye."""
    spoken = _SPOKEN * PACE[ActionKind.SAY]
    pace = PACE[ActionKind.CALL_NEXT] + spoken + PACE[ActionKind.FINISH]
    return (pace + sum(PACE[action.kind] for action in right_actions(course))) * _ALLOWANCE // 100
