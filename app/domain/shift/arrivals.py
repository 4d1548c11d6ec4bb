"""Drawing a shift: who comes when with which matter, what they have in hand, and what comes between.

People arrive as a Poisson process whose rate has peaks, seen second by second: in each second somebody comes
with a small probability (the binomial approximation, which at one person in some minutes is as good as exact
and needs no logarithm).
"""

from collections.abc import Iterator, Sequence

from app.domain.errors import UserError
from app.domain.scenario import Sex
from app.domain.shift.chance import Chance
from app.domain.shift.incident import Incident, IncidentKind
from app.domain.shift.person import TRAITS
from app.domain.shift.plan import BUSYNESS, PEAKS, Plan
from app.domain.shift.right_course import right_course, standard_seconds
from app.domain.shift.state import Held, PaperState, Shift, Visitor
from app.domain.shift.ticket import Decision, Paper, PaperRule, TicketType

# People who are there when the doors open.
_WAITING_OUTSIDE = 2
# The last ticket is given out so many seconds before closing.
_LAST_TICKET = 60
# In a short shift there are fewer incidents: one for so many minutes.
_APART = 10
# How often papers are complete, a faulty one is expired rather than missing, and needless ones are brought along.
_COMPLETE, _EXPIRED, _OPTIONAL, _NEEDLESS = 0.45, 0.5, 0.5, 0.35
# A matter of the teller's own level comes so many times as often as one of a lower level.
_OWN_LEVEL = 2
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"


def draw_shift(plan: Plan, tickets: Sequence[TicketType]) -> Shift:
    """The same plan and tickets, in whichever order, give the same shift. UserError where no ticket fits the plan."""
    fitting = tuple(
        ticket
        for ticket in sorted(tickets, key=lambda ticket: ticket.id)
        if ticket.level.rank <= plan.level.rank and (not plan.lines or ticket.line in plan.lines)
    )
    if not fitting:
        raise UserError(
            f"没有适合“{plan.level.label}”的票号类型，排不出班次。",
            "请换一个级别或条线，或检查 question_bank/tickets/ 里的文件。",
        )
    deck = _matters(plan, fitting)
    people = Chance(plan.seed, "people")
    mean = _mean_standard(plan, fitting)
    visitors = tuple(
        _visitor(next(deck), number, second, people) for number, second in enumerate(_arrivals(plan, mean), 1)
    )
    return Shift(plan, fitting, visitors, _incidents(plan))


def _matters(plan: Plan, tickets: tuple[TicketType, ...]) -> Iterator[TicketType]:
    """Like dealing cards: one deck after another, and nothing twice running where there is anything else."""
    chance = Chance(plan.seed, "matters")
    cards = [ticket for ticket in tickets for _ in range(_OWN_LEVEL if ticket.level is plan.level else 1)]
    several = len(tickets) > 1
    deck: list[TicketType] = []
    last = ""
    while True:
        at = next((i for i, ticket in enumerate(deck) if ticket.id != last), None)
        if at is None and (several or not deck):
            deck += chance.shuffled(cards)
            at = next((i for i, ticket in enumerate(deck) if ticket.id != last), 0)
        ticket = deck.pop(at or 0)
        last = ticket.id
        yield ticket


def _mean_standard(plan: Plan, tickets: tuple[TicketType, ...]) -> int:
    """Seconds that these matters take on average; a sample of people decides what papers they have."""
    sample = Chance(plan.seed, "sample")
    times = [standard_seconds(right_course(ticket, _visitor(ticket, 1, 0, sample))) for ticket in tickets]
    return sum(times) // len(times)


def _arrivals(plan: Plan, mean: int) -> Iterator[int]:
    chance = Chance(plan.seed, "arrivals")
    seconds = plan.minutes * 60
    for _ in range(_WAITING_OUTSIDE):
        yield 0
    often = BUSYNESS[plan.level].load / mean
    for share, times in PEAKS:
        begins = next((int(seconds * before) for before, _ in reversed(PEAKS) if before < share), 0)
        for second in range(max(1, begins), min(int(seconds * share), seconds - _LAST_TICKET)):
            if chance.happens(often * times):
                yield second


def _visitor(ticket: TicketType, number: int, second: int, chance: Chance) -> Visitor:
    kind = chance.weighted(ticket.people, [TRAITS[kind].weight for kind in ticket.people])
    traits = TRAITS[kind]
    female = chance.happens(0.5) if ticket.sex is None else ticket.sex is Sex.FEMALE
    name = chance.pick(_SURNAMES) + ("女士" if female else "先生")
    return Visitor(
        number=f"A{number:03d}",
        ticket=ticket.id,
        says=chance.pick(ticket.says),
        name=name,
        age=chance.between(max(traits.youngest, ticket.youngest), min(traits.oldest, ticket.oldest)),
        kind=kind,
        arrives=second,
        patience=traits.patience * chance.between(80, 120) // 100,
        papers=_papers(ticket, chance),
    )


def _papers(ticket: TicketType, chance: Chance) -> tuple[Held, ...]:
    required = [paper for paper in ticket.papers if paper.rule is PaperRule.REQUIRED]
    faulty: list[Paper] = []
    if required and not chance.happens(_COMPLETE) and ticket.decision in (Decision.AT_ONCE, Decision.WITHIN):
        faulty = chance.shuffled(required)[: chance.between(1, 2)]
    held = []
    for paper in ticket.papers:
        if paper.rule is PaperRule.REQUIRED:
            bring = paper not in faulty
            old = not bring and paper.expires and chance.happens(_EXPIRED)
            if bring or old:
                held.append(Held(paper.id, PaperState.EXPIRED if old else PaperState.VALID))
        elif chance.happens(_OPTIONAL if paper.rule is PaperRule.OPTIONAL else _NEEDLESS):
            held.append(Held(paper.id, PaperState.VALID))
    return tuple(held)


def _incidents(plan: Plan) -> tuple[Incident, ...]:
    """Each somewhere in its own part of the shift."""
    chance = Chance(plan.seed, "incidents")
    kinds = chance.shuffled(BUSYNESS[plan.level].incidents)[: max(1, plan.minutes // _APART)]
    part = plan.minutes * 60 // max(1, len(kinds))
    return tuple(
        Incident(
            kind,
            i * part + chance.between(part // 5, part * 4 // 5),
            chance.between(120, 300) if kind is IncidentKind.FAULT else 0,
        )
        for i, kind in enumerate(kinds)
    )
