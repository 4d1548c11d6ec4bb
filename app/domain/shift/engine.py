"""The shift as a play: pure steps from (state, action, time) to the new state and what happened.

    state = begin(plan, tickets)                  the doors open at 0 seconds
    state = advance(state, 30).state              time passes: people arrive, lose patience, leave
    outcome = act(state, call_next(), 40)         an action at 40 seconds; outcome.state, outcome.happened

Time is an input, in whole seconds after opening; a time before the last one counts as the last one. Nothing is
random after `begin`: the same shift and the same actions at the same times give the same state. An action that
is not possible raises UserError and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.shift.action import Action, ActionKind
from app.domain.shift.arrivals import draw_shift
from app.domain.shift.case_steps import after, as_uttered
from app.domain.shift.errors import Refused
from app.domain.shift.incident import HANDLING, IncidentKind, Response
from app.domain.shift.person import TRAITS
from app.domain.shift.plan import Plan
from app.domain.shift.right_course import right_course, standard_seconds
from app.domain.shift.state import (
    Answered,
    Case,
    CaseEnd,
    Entry,
    Happened,
    Happening,
    Left,
    Outcome,
    ShiftState,
)
from app.domain.shift.ticket import TicketType

# What waiting to the end of their patience takes from somebody's mood, and the least it leaves them.
_WAITING_COSTS, _LEAST_AT_CALL = 40, 12
# At the window the mood sinks by one for so many seconds beyond so many standard times; below that they leave.
_COOLS_EVERY, _PATIENT_FOR, _LEAVES_BELOW = 30, 2, 5
_SYSTEM = (ActionKind.STEP, ActionKind.REVIEW)


def begin(plan: Plan, tickets: Sequence[TicketType]) -> ShiftState:
    """The doors open. UserError where no ticket type fits the level or lines."""
    return advance(ShiftState(draw_shift(plan, tickets)), 0).state


def advance(state: ShiftState, at: int) -> Outcome:
    """Time passes until `at`; nothing else is done. An ended shift stays as it is."""
    if state.ended:
        return Outcome(state, ())
    at = max(state.now, int(at))
    happened: list[Happening] = []
    state = _arrive(state, at, happened)
    state = _lose_patience(state, at, happened)
    state = _come_between(state, at, happened)
    state = _cool(replace(state, now=at), happened)
    if at >= state.closes and not state.closed:
        state = replace(state, closed=True)
        happened.append(Happening(Happened.CLOSED, state.closes, "到下班时间了，不再放号；已经取号的人，办完再走。"))
    happened.sort(key=lambda each: each.at)
    return Outcome(_end_if_done(state, happened), tuple(happened))


def act(state: ShiftState, action: Action, at: int) -> Outcome:
    """Time passes until `at`, then the action is done. UserError, and nothing has happened, where it cannot be."""
    if state.ended:
        raise Refused("这个班次已经结束了。", "请查看成绩，或开始新的班次。")
    passed = advance(state, at)
    happened = list(passed.happened)
    state = passed.state
    match action.kind:
        case ActionKind.WAIT:
            return passed
        case _ if state.ended:
            raise Refused("这时候班次已经结束了。", "请查看成绩，或开始新的班次。")
        case ActionKind.CALL_NEXT:
            state = _call(state, action, happened)
        case ActionKind.RESPOND:
            state = _respond(state, action, happened)
        case ActionKind.END_SHIFT:
            state = _stop(state, happened)
        case _:
            state = _at_the_window(state, action, happened)
    return Outcome(_end_if_done(state, happened), tuple(happened))


def fault_until(state: ShiftState) -> int:
    """When the fault that keeps the system from working now is over, in seconds after opening; 0 without one.

    Who has taken in the papers to enter them later (`Response.KEEP_PAPERS`) can go on.
    """
    kept = {each.incident for each in state.answered if each.response is Response.KEEP_PAPERS}
    ends = [
        incident.at + incident.seconds
        for i, incident in enumerate(state.shift.incidents[: state.begun])
        if incident.kind is IncidentKind.FAULT and i not in kept
    ]
    return max((end for end in ends if end > state.now), default=0)


# Time


def _arrive(state: ShiftState, at: int, happened: list[Happening]) -> ShiftState:
    visitors = state.shift.visitors
    last = state.arrived
    while last < len(visitors) and visitors[last].arrives <= at:
        came = visitors[last]
        happened.append(Happening(Happened.ARRIVED, came.arrives, f"{came.number} 号取号等候。", last))
        last += 1
    if last == state.arrived:
        return state
    return replace(state, arrived=last, queue=(*state.queue, *range(state.arrived, last)))


def _lose_patience(state: ShiftState, at: int, happened: list[Happening]) -> ShiftState:
    visitors = state.shift.visitors
    gone = [i for i in state.queue if visitors[i].arrives + visitors[i].patience < at]
    if not gone:
        return state
    left = [Left(i, visitors[i].arrives + visitors[i].patience) for i in gone]
    for each in left:
        words = f"{visitors[each.visitor].number} 号等得太久，走了。"
        happened.append(Happening(Happened.LEFT_QUEUE, each.at, words, each.visitor))
    return replace(state, queue=tuple(i for i in state.queue if i not in gone), left=(*state.left, *left))


def _come_between(state: ShiftState, at: int, happened: list[Happening]) -> ShiftState:
    incidents = state.shift.incidents
    begun, noted = state.begun, state.fault_noted
    while begun < len(incidents) and incidents[begun].at <= at:
        incident = incidents[begun]
        happened.append(Happening(Happened.INCIDENT, incident.at, HANDLING[incident.kind].seen))
        begun += 1
    while noted < begun and incidents[noted].at + incidents[noted].seconds <= at:
        incident = incidents[noted]
        if incident.kind is IncidentKind.FAULT:
            happened.append(Happening(Happened.FAULT_OVER, incident.at + incident.seconds, "系统恢复了。"))
        noted += 1
    return replace(state, begun=begun, fault_noted=noted) if begun > state.begun or noted > state.fault_noted else state


def _cool(state: ShiftState, happened: list[Happening]) -> ShiftState:
    """Who is kept longer than the standard time becomes impatient, and leaves in the end."""
    case = state.case
    if case is None:
        return state
    cooled = max(0, state.now - case.called - _PATIENT_FOR * case.standard) // _COOLS_EVERY
    by = cooled - case.cooled
    if by > 0:
        case = replace(case, cooled=cooled, mood=max(0, case.mood - by))
        state = replace(state, case=case)
        happened.append(Happening(Happened.MOOD, state.now, "在窗口等得着急了。", case.visitor, -by))
    return _leave_if_upset(state, happened)


def _end_if_done(state: ShiftState, happened: list[Happening]) -> ShiftState:
    if state.ended or not state.closed or state.case or state.queue or state.arrived < len(state.shift.visitors):
        return state
    happened.append(Happening(Happened.ENDED, state.now, "取了号的人都办完了，班次结束。"))
    return replace(state, ended=True)


# Actions


def _call(state: ShiftState, action: Action, happened: list[Happening]) -> ShiftState:
    if state.case is not None:
        raise Refused("窗口前还有人，没有办结。", "请先办完，送别以后再叫下一位。")
    if not state.queue:
        raise Refused("现在没有人在等候。", "请稍等，有人取号以后再叫。")
    index = state.queue[0]
    if action.what:
        named = (i for i in state.queue if state.shift.visitors[i].number == action.what)
        index = next(named, -1)
        if index < 0:
            raise Refused(f"等候的人里没有 {action.what} 号。", "请核对号码，或叫下一位。")
    visitor = state.shift.visitors[index]
    traits = TRAITS[visitor.kind]
    waited = state.now - visitor.arrives
    mood = max(_LEAST_AT_CALL, traits.feeling - _WAITING_COSTS * waited // max(1, visitor.patience))
    said = (
        Happening(Happened.CALLED, state.now, f"请 {visitor.number} 号。", index),
        Happening(Happened.SEEN, state.now, f"{visitor.name}，{visitor.age} 岁：{traits.looks}", index),
        Happening(Happened.CITIZEN_SAYS, state.now, as_uttered(visitor.says, visitor), index),
    )
    happened.extend(said)
    standard = standard_seconds(right_course(state.shift.ticket_of(visitor), visitor))
    out_of_turn = index != state.queue[0]
    case = Case(index, state.now, waited, mood, standard, out_of_turn, (Entry(state.now, action, mood, said),))
    return replace(state, queue=tuple(i for i in state.queue if i != index), case=case)


def _respond(state: ShiftState, action: Action, happened: list[Happening]) -> ShiftState:
    open_incident = state.open_incident
    if open_incident is None:
        raise Refused("现在没有要处理的突发情况。", "请继续办理。")
    if action.response is None:
        raise Refused("没有说怎样处理。", "请选一种处理办法。")
    incident = state.shift.incidents[open_incident]
    words = f"{incident.kind.label}：{action.response.label}。"
    note = Happening(Happened.NOTED, state.now, words)
    happened.append(note)
    state = replace(state, answered=(*state.answered, Answered(open_incident, state.now, action.response)))
    if state.case is not None:
        entry = Entry(state.now, action, state.case.mood, (note,))
        state = replace(state, case=replace(state.case, entries=(*state.case.entries, entry)))
    return state


def _stop(state: ShiftState, happened: list[Happening]) -> ShiftState:
    waiting = len(state.queue) + (state.case is not None)
    if state.case is not None:
        broken = replace(state.case, end=CaseEnd.BROKEN_OFF, ended=state.now)
        state = replace(state, case=None, cases=(*state.cases, broken))
    happened.append(Happening(Happened.ENDED, state.now, "窗口收班。"))
    return replace(state, ended=True, ended_with=waiting)


def _at_the_window(state: ShiftState, action: Action, happened: list[Happening]) -> ShiftState:
    case = state.case
    if case is None:
        raise Refused("窗口前没有人。", "请先叫号。")
    if action.kind in _SYSTEM and fault_until(state):
        raise Refused("系统还没有恢复，这一步现在办不了。", "请先处理系统故障：说明情况，或收下材料恢复后再办。")
    visitor = state.shift.visitors[case.visitor]
    case, said = after(state.shift, case, visitor, action, state.now)
    happened.extend(said)
    entry = Entry(state.now, action, case.mood, said)
    case = replace(case, entries=(*case.entries, entry))
    if case.end is not None:
        return replace(state, case=None, cases=(*state.cases, case))
    return _leave_if_upset(replace(state, case=case), happened)


def _leave_if_upset(state: ShiftState, happened: list[Happening]) -> ShiftState:
    case = state.case
    if case is None or case.mood >= _LEAVES_BELOW:
        return state
    note = Happening(Happened.LEFT_WINDOW, state.now, "群众起身走了，说要去投诉。", case.visitor)
    happened.append(note)
    case = replace(case, end=CaseEnd.LEFT, ended=state.now)
    if case.entries:
        last = case.entries[-1]
        case = replace(case, entries=(*case.entries[:-1], replace(last, happened=(*last.happened, note))))
    return replace(state, case=None, cases=(*state.cases, case))
