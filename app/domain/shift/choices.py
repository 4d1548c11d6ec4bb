"""What a teller can choose from at this moment: the lists that a window shows, none of them giving the answer away."""

from dataclasses import dataclass

from app.domain.shift.case_steps import rule_shown
from app.domain.shift.chance import Chance
from app.domain.shift.state import PaperState, ShiftState
from app.domain.shift.ticket import LIMIT, Ask, PaperRule, Step, Tell

# Limits that stand beside the right one, so that it has to be known.
_USUAL_LIMITS = ("5个工作日", "10个工作日", "15个工作日", "20个工作日", "30个工作日", "60日", "公开承诺的时限")
_USUAL_OFFICES = ("医疗保障局经办窗口", "税务局办税服务厅", "公安派出所", "社保卡合作银行网点")


@dataclass(frozen=True, slots=True)
class PaperOnTheTable:
    """A paper of the chosen business and what the citizen lays down of it; `held` is None where they have none."""

    id: str
    name: str
    held: PaperState | None


@dataclass(frozen=True, slots=True)
class Choices:
    """Lists in the order in which they are shown. Papers and steps are empty until a business is chosen."""

    asks: tuple[Ask, ...] = ()
    businesses: tuple[str, ...] = ()
    papers: tuple[PaperOnTheTable, ...] = ()
    tells: tuple[Tell, ...] = ()
    limits: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def choices(state: ShiftState) -> Choices:
    """What there is to choose for the person at the window; nothing where nobody is there."""
    case, visitor = state.case, state.visitor
    if case is None or visitor is None:
        return Choices()
    shift = state.shift
    own, rule = shift.ticket_of(visitor), rule_shown(shift, case, visitor)
    chance = Chance(shift.plan.seed, "choices", case.visitor)
    offices = {ticket.hand_over.office for ticket in shift.tickets if ticket.hand_over}
    limits = {ticket.limit for ticket in shift.tickets if ticket.limit}
    shown = Choices(
        asks=tuple(chance.shuffled(own.asks)),
        businesses=tuple(sorted({ticket.business for ticket in shift.tickets})),
        limits=tuple(sorted(limits.union(_USUAL_LIMITS), key=_length)),
        offices=tuple(sorted(offices.union(_USUAL_OFFICES))),
    )
    if rule is None:
        return shown
    mine = rule is own
    papers = [PaperOnTheTable(paper.id, paper.name, visitor.holds(paper.id) if mine else None) for paper in rule.papers]
    tells = [
        *(Tell(paper.id, f"补交：{paper.name}") for paper in rule.papers if paper.rule is not PaperRule.OPTIONAL),
        *rule.tells,
        Tell(LIMIT, "办结时限"),
    ]
    return Choices(
        shown.asks,
        shown.businesses,
        tuple(chance.shuffled(papers)),
        tuple(chance.shuffled(tells)),
        shown.limits,
        shown.offices,
        tuple(chance.shuffled(rule.steps)),
    )


def _length(limit: str) -> tuple[int, str]:
    digits = "".join(character for character in limit if character.isdigit())
    return int(digits or 0), limit
