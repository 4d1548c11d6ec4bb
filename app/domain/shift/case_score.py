"""The score of one person at the window: what happened, what would have been right, and what each is worth."""

from dataclasses import dataclass

from app.domain.shift.case_compliance import completeness, compliance
from app.domain.shift.case_correctness import correctness
from app.domain.shift.case_facts import CaseFacts, ShiftLine
from app.domain.shift.case_service import service
from app.domain.shift.rubric import ShiftRubric, Side
from app.domain.shift.state import Case, Shift


@dataclass(frozen=True, slots=True)
class CaseScore:
    """`case` is the index in `ShiftState.cases`. `resolved`: the right business, rightly decided, to the end."""

    case: int
    visitor: int
    lines: tuple[ShiftLine, ...]
    resolved: bool
    basis: tuple[str, ...]

    def points(self, side: Side) -> int:
        """Tenths out of 1000."""
        return max(0, sum(line.points for line in self.lines if line.side is side))

    @property
    def red_lines(self) -> tuple[ShiftLine, ...]:
        return tuple(line for line in self.lines if line.red_line)


def score_case(shift: Shift, case: Case, index: int, rubric: ShiftRubric) -> CaseScore:
    """By side, the points of what applies to this case; what does not is shared among the rest of its side."""
    facts = CaseFacts(shift, case, rubric)
    lines = (*service(facts), *correctness(facts), *completeness(facts), *compliance(facts))
    return CaseScore(index, case.visitor, lines, facts.resolved, tuple(map(str, facts.ticket.basis)))
