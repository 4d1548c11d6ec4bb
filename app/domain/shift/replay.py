"""A case to be looked through again: what was said and done in order, and what would have been right."""

from dataclasses import dataclass
from enum import Enum

from app.domain.shift.action import Action, ActionKind
from app.domain.shift.case_facts import decision_in_words
from app.domain.shift.person import TRAITS
from app.domain.shift.right_course import RightCourse, right_course
from app.domain.shift.state import CaseEnd, Happened, ShiftState
from app.domain.shift.ticket import LIMIT, Decision, TicketType


class Who(Enum):
    TELLER = "teller"
    CITIZEN = "citizen"
    HALL = "hall"

    @property
    def label(self) -> str:
        return {"teller": "柜员", "citizen": "群众", "hall": "大厅"}[self.value]


@dataclass(frozen=True, slots=True)
class Moment:
    """`second` counts from the call; `mood` is the citizen's after it, 0 to 100, and `felt` why it moved, "" where
    it did not; `entry` the place in `Case.entries`, by which lines of a score point at it.
    """

    second: int
    who: Who
    words: str
    mood: int
    entry: int
    felt: str = ""


@dataclass(frozen=True, slots=True)
class CaseReplay:
    """One case. `right` are the steps of a right course, each a Chinese clause; `basis` the rules behind it."""

    number: str
    title: str
    person: str
    waited: int
    seconds: int
    standard: int
    end: CaseEnd | None
    moments: tuple[Moment, ...]
    right: tuple[str, ...]
    basis: tuple[str, ...]
    note: str


_CITIZENS = frozenset({Happened.CITIZEN_SAYS, Happened.GIFT, Happened.LEFT_WINDOW})


def replay_case(state: ShiftState, index: int) -> CaseReplay:
    """The case at `index` in `state.cases`. IndexError where there is none."""
    case = state.cases[index]
    visitor = state.shift.visitors[case.visitor]
    ticket = state.shift.ticket_of(visitor)
    moments = []
    for i, entry in enumerate(case.entries):
        second = entry.at - case.called
        felt = "".join(each.text for each in entry.happened if each.kind is Happened.MOOD)
        if words := action_in_words(entry.action, ticket):
            moments.append(Moment(second, Who.TELLER, words, entry.mood, i, felt))
        for each in entry.happened:
            if each.kind in _CITIZENS:
                moments.append(Moment(second, Who.CITIZEN, each.text, entry.mood, i))
            elif each.kind is Happened.SEEN:
                moments.append(Moment(second, Who.HALL, each.text, entry.mood, i))
    return CaseReplay(
        number=visitor.number,
        title=ticket.title,
        person=f"{visitor.name}，{visitor.age} 岁，{TRAITS[visitor.kind].label}",
        waited=case.waited,
        seconds=case.ended - case.called,
        standard=case.standard,
        end=case.end,
        moments=tuple(moments),
        right=right_in_words(right_course(ticket, visitor), ticket),
        basis=tuple(map(str, ticket.basis)),
        note=ticket.note,
    )


def action_in_words(action: Action, ticket: TicketType) -> str:
    """What was done, as one line; names that belong to another business than the ticket's stand as they are."""
    papers = {paper.id: paper.name for paper in ticket.papers}
    match action.kind:
        case ActionKind.SAY:
            return action.spoken.text if action.spoken else ""
        case ActionKind.ASK:
            found = ticket.ask(action.what)
            return found.question if found else action.what
        case ActionKind.AID:
            return f"{action.aid.label}。" if action.aid else ""
        case ActionKind.CHOOSE:
            return f"选业务：{action.what}。"
        case ActionKind.CHECK:
            verdict = action.verdict.label if action.verdict else ""
            return f"看材料：{papers.get(action.what, action.what)}，{verdict}。"
        case ActionKind.INFORM:
            return f"一次性告知：{told_in_words(action.items, ticket)}。"
        case ActionKind.DECIDE:
            limit, decision = action.what, action.decision or Decision.AT_ONCE
            return f"决定：{decision_in_words(decision, limit, action.refusal)}"
        case ActionKind.HAND_OVER:
            return f"交接到{action.what}：{action.escort.label if action.escort else ''}。"
        case ActionKind.STEP:
            step = next((each.text for each in ticket.steps if each.id == action.what), action.what)
            return f"{step}。"
        case ActionKind.RESPOND:
            return f"{action.response.label}。" if action.response else ""
        case ActionKind.WAIT | ActionKind.END_SHIFT:
            return ""
        case _:
            return f"{action.kind.label}。"


def told_in_words(items: tuple[str, ...], ticket: TicketType) -> str:
    names = {paper.id: f"补交{paper.name}" for paper in ticket.papers}
    names |= {tell.id: tell.text for tell in ticket.tells}
    names[LIMIT] = f"{ticket.limit}内办结" if ticket.limit else "当场办结"
    return "；".join(names.get(item, item) for item in items)


def right_in_words(course: RightCourse, ticket: TicketType) -> tuple[str, ...]:
    """The right course as a short list for the review."""
    questions = {each.id: each.question for each in ticket.asks}
    names = {paper.id: paper.name for paper in ticket.papers}
    steps = {step.id: step.text for step in ticket.steps}
    lines = ["问好，让他坐下。"]
    if course.comfort:
        lines.append("先致歉或安抚。")
    if course.aids:
        lines.append(f"{'；或'.join(aid.label for aid in course.aids)}。")
    lines.append(f"问清：{''.join(questions[each] for each in course.asks)}")
    lines.append(f"业务：{course.business}。")
    if course.verdicts:
        lines.append(f"材料：{'；'.join(f'{names[id]}，{verdict.label}' for id, verdict in course.verdicts)}。")
    lines.append(f"决定：{decision_in_words(course.decision, course.limit, course.refusal)}")
    lines.append(f"一次说全：{told_in_words(course.tell, ticket)}。")
    if course.office and ticket.hand_over:
        lines.append(f"交接到{course.office}：{ticket.hand_over.what}")
    if course.leader:
        lines.append("请值班负责人。")
    if course.steps:
        lines.append(f"步骤：{'→'.join(steps[each] for each in course.steps)}。")
    if course.review:
        lines.append("提交复核。")
    if course.gift:
        lines.append("谢绝礼品。")
    lines.append("道别。")
    return tuple(lines)
