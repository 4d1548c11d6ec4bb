"""Scripted tellers: the ideal one, the careless and the rude, working through the actions that a person has."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum

from app.domain.errors import UserError
from app.domain.shift.action import (
    Action,
    ActionKind,
    Verdict,
    call_next,
    finish,
    respond,
    say,
    wait,
)
from app.domain.shift.engine import act
from app.domain.shift.hearing import Hear
from app.domain.shift.incident import HANDLING
from app.domain.shift.right_course import LONG_WAIT, PACE, RightCourse, right_actions, right_course
from app.domain.shift.state import ShiftState
from app.domain.shift.ticket import Decision, PaperRule

_GREETING = "您好，请坐，请问您要办理什么业务？"
_COMFORT = "对不起，让您久等了，您别着急，我们一起想办法。"
_GOODBYE = "请收好您的材料，感谢您的配合，请慢走，再见。"
_CURT, _INSULT = "什么事，快点说。", "你有病吧。"
# A person does not look away from the window for longer than this many actions; beyond it something is wrong.
_MOST_ACTIONS = 1_000_000


class Teller(Enum):
    """IDEAL does everything right. CARELESS does not look closely at papers, tells one thing at a time, forgets
    the review. RUDE is right in the matter and insults people.
    """

    IDEAL = "ideal"
    CARELESS = "careless"
    RUDE = "rude"

    @property
    def label(self) -> str:
        return {"ideal": "样样做对的", "careless": "粗心的", "rude": "态度恶劣的"}[self.value]


def play(state: ShiftState, teller: Teller, hear: Hear) -> ShiftState:
    """The shift played to its end, each action taking its usual time (right_course.PACE)."""
    for _ in range(_MOST_ACTIONS):
        if state.ended:
            return state
        for action in _next(state, teller, hear):
            if state.ended or (state.case is None and action.kind not in _WITHOUT_ANYBODY):
                break
            state = _do(state, action)
    raise AssertionError("the shift does not end")


def _do(state: ShiftState, action: Action) -> ShiftState:
    """The action, and an answer to whatever came between. UserError never leaves: who is gone is not called."""
    at = state.now + PACE[action.kind]
    try:
        return _answered(act(state, action, at).state)
    except UserError:
        # While the hand was moving somebody left, or a fault began: look up, deal with it, try once more.
        state = _answered(act(state, wait(), at).state)
    try:
        return state if state.ended else _answered(act(state, action, state.now + PACE[action.kind]).state)
    except UserError:
        return state


def _answered(state: ShiftState) -> ShiftState:
    while not state.ended and (index := state.open_incident) is not None:
        right = HANDLING[state.shift.incidents[index].kind].right
        state = act(state, respond(right[0]), state.now + PACE[ActionKind.RESPOND]).state
    return state


_WITHOUT_ANYBODY = (ActionKind.CALL_NEXT, ActionKind.WAIT)


def _next(state: ShiftState, teller: Teller, hear: Hear) -> Iterator[Action]:
    """What the teller does from here: wait, or serve one person from the call to the goodbye."""
    if not state.queue:
        yield wait()
        return
    visitor = state.shift.visitors[state.queue[0]]
    yield call_next(visitor.number)
    course = right_course(state.shift.ticket_of(visitor), visitor)
    waited = state.now + PACE[ActionKind.CALL_NEXT] - visitor.arrives
    yield say(hear(_CURT if teller is Teller.RUDE else _GREETING))
    if teller is not Teller.RUDE and (course.comfort or waited > LONG_WAIT):
        yield say(hear(_COMFORT))
    if teller is Teller.CARELESS:
        yield from _carelessly(state, course)
    else:
        yield from right_actions(course)
    yield say(hear(_INSULT if teller is Teller.RUDE else _GOODBYE))
    yield finish()


def _carelessly(state: ShiftState, course: RightCourse) -> Iterator[Action]:
    """Whatever lies on the table counts as in order; the first paper that is missing is told, and no more."""
    visitor = state.shift.visitors[state.queue[0]]
    ticket = state.shift.ticket_of(visitor)
    missed = [
        paper.id
        for paper in ticket.papers
        if paper.rule is PaperRule.REQUIRED and visitor.holds(paper.id) is None and paper.id in course.missing
    ]
    handled = ticket.decision in (Decision.AT_ONCE, Decision.WITHIN)
    decision = course.decision if missed or not handled else ticket.decision
    steps = tuple(step.id for step in ticket.right_steps) if decision is ticket.decision and handled else ()
    seen = replace(
        course,
        asks=course.asks[:1],
        verdicts=tuple((paper, Verdict.MISSING if paper in missed else Verdict.IN_ORDER) for paper, _ in course.verdicts),
        decision=decision,
        limit=ticket.limit if decision is Decision.WITHIN else "",
        tell=tuple(missed[:1]) or course.tell[:1],
        steps=steps,
        review=False,
    )  # fmt: skip
    return iter(right_actions(seen))
