"""What a case comes down to when it is scored: its rule, its right course, and what was said and done where."""

from dataclasses import dataclass
from functools import cached_property

from app.domain.lexicon import Category
from app.domain.rubric import share
from app.domain.shift.action import Action, ActionKind, Offence
from app.domain.shift.right_course import RightCourse, right_course
from app.domain.shift.rubric import FULL, ShiftRubric, Side
from app.domain.shift.state import Case, CaseEnd, Shift, Visitor
from app.domain.shift.ticket import Decision, Refusal, TicketType


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One rule applied: `points` of `possible`, in tenths (a case's side has 1000).

    `happened` says what was done, `right` what would have been right ("" where nothing was wanting), each in one
    Chinese sentence; `entries` are the places in `Case.entries` that show it. A `red_line` voids the shift.
    """

    rule: str
    side: Side
    title: str
    points: int
    possible: int
    happened: str
    right: str = ""
    entries: tuple[int, ...] = ()
    red_line: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A rule before its points are shared out: `share` of its side, and how well it was kept, in percent."""

    rule: str
    title: str
    share: int
    percent: int
    happened: str
    right: str
    entries: tuple[int, ...] = ()


class CaseFacts:
    """One case with everything that is asked of it. `entries` of lines are places in `case.entries`."""

    def __init__(self, shift: Shift, case: Case, rubric: ShiftRubric) -> None:
        self.case, self.rubric = case, rubric
        self.visitor: Visitor = shift.visitors[case.visitor]
        self.ticket: TicketType = shift.ticket_of(self.visitor)
        self.course: RightCourse = right_course(self.ticket, self.visitor)
        self.actions = [(i, entry.action) for i, entry in enumerate(case.entries)]

    def of(self, *kinds: ActionKind) -> list[tuple[int, Action]]:
        return [(i, action) for i, action in self.actions if action.kind in kinds]

    def of_business(self, kind: ActionKind) -> list[tuple[int, Action]]:
        """Only what was done while the right business was chosen, and it stayed so."""
        return [(i, action) for i, action in self.of(kind) if i > self._chosen_at] if self.right_business else []

    @cached_property
    def _chosen_at(self) -> int:
        at, business = 0, ""
        for i, action in self.of(ActionKind.CHOOSE):
            if action.what != business:
                at, business = i, action.what
        return at

    @cached_property
    def decided_at(self) -> int | None:
        """Where the decision that held was made."""
        return max((i for i, _ in self.of(ActionKind.DECIDE)), default=None)

    @cached_property
    def polite(self) -> dict[Category, list[int]]:
        """Where each sort of courtesy was said."""
        found: dict[Category, list[int]] = {}
        for i, action in self.of(ActionKind.SAY):
            for category in action.spoken.polite if action.spoken else ():
                found.setdefault(category, []).append(i)
        return found

    @cached_property
    def offences(self) -> list[tuple[int, Offence]]:
        return [(i, each) for i, action in self.of(ActionKind.SAY) if action.spoken for each in action.spoken.offences]

    @property
    def reviewed_in_time(self) -> bool:
        """Passed to review, and none of the right steps was done only afterwards."""
        passed = max((i for i, _ in self.of(ActionKind.REVIEW)), default=-1)
        return passed >= 0 and all(
            i < passed for i, action in self.of_business(ActionKind.STEP) if action.what in self.course.steps
        )

    @property
    def right_business(self) -> bool:
        return self.case.business == self.ticket.business

    @property
    def resolved(self) -> bool:
        """The right business, rightly decided, to the end."""
        case, course = self.case, self.course
        return (
            case.end is CaseEnd.FINISHED
            and self.right_business
            and (case.decision, case.limit, case.refusal) == (course.decision, course.limit, course.refusal)
        )


def shared_out(side: Side, parts: list[Part]) -> list[ShiftLine]:
    """The full points of a side among the parts that apply, in proportion to their shares."""
    possible = share(FULL, [part.share for part in parts])
    return [
        ShiftLine(
            part.rule, side, part.title, most * part.percent // 100, most, part.happened,
            "" if part.percent == 100 else part.right, part.entries,
        )
        for part, most in zip(parts, possible, strict=True)
    ]  # fmt: skip


def decision_in_words(decision: Decision, limit: str, refusal: Refusal | None) -> str:
    """限办，20个工作日内办结。 / 不予办理：…"""
    words = decision.label
    if limit:
        words += f"，{limit}内办结"
    return f"{words}：{refusal.explains}。" if refusal else f"{words}。"
