"""A shift is drawn alike everywhere, and as the plan says: pinned draws, peaks, papers, people."""

from collections import Counter
from dataclasses import replace

import pytest

from app.domain.errors import UserError
from app.domain.scenario import Sex
from app.domain.shift.arrivals import draw_shift
from app.domain.shift.chance import Chance
from app.domain.shift.person import TRAITS, PersonKind
from app.domain.shift.plan import BUSYNESS, PEAKS, Plan, plan_of
from app.domain.shift.state import PaperState
from app.domain.shift.ticket import Decision
from app.domain.teller_level import TellerLevel
from tests.domain.shift.small_shift import CARD, PRINT, SPY, TAX, TICKETS

PINNED_NUMBERS = [677, 26, 754, 210, 26, 344, 123, 484]
PINNED_ORDER = "乙戊庚甲己辛丁丙"
PINNED_VISITORS = [
    (0, "tax", "朱先生", 21),
    (0, "print", "黄女士", 40),
    (88, "card", "许女士", 21),
    (651, "print", "高女士", 35),
]


def test_chance_is_the_same_on_every_machine_and_in_every_version():
    """Written down once: whoever changes how chance is drawn gives every class another shift."""
    chance = Chance(20261125, "people")
    assert [chance.below(1000) for _ in range(8)] == PINNED_NUMBERS
    assert chance.shuffled(list("甲乙丙丁戊己庚辛")) == list(PINNED_ORDER)
    shift = draw_shift(Plan(7, TellerLevel.SINGLE, 30), TICKETS)
    assert [(each.arrives, each.ticket, each.name, each.age) for each in shift.visitors[:4]] == PINNED_VISITORS


def test_other_seeds_other_shifts_and_the_order_of_files_does_not_matter():
    plan = Plan(7, TellerLevel.SINGLE, 60)
    assert draw_shift(plan, TICKETS) == draw_shift(plan, tuple(reversed(TICKETS)))
    assert draw_shift(plan, TICKETS).visitors != draw_shift(replace(plan, seed=8), TICKETS).visitors


def test_people_come_in_peaks_and_as_many_as_the_level_says():
    seconds = 20 * 3600
    per_part: Counter[int] = Counter()
    for seed in range(4):
        shift = draw_shift(Plan(seed, TellerLevel.SINGLE, seconds // 60), TICKETS)
        for visitor in shift.visitors:
            per_part[next(i for i, (share, _) in enumerate(PEAKS) if visitor.arrives < share * seconds)] += 1
    begins = 0.0
    rates = []
    for i, (share, _) in enumerate(PEAKS):
        rates.append(per_part[i] / (share - begins))
        begins = share
    for rate, (_, times) in zip(rates, PEAKS, strict=True):
        assert 0.75 < rate / (sum(rates) / len(rates)) / (times / (sum(t for _, t in PEAKS) / len(PEAKS))) < 1.25


def test_the_mean_rate_of_the_peaks_is_the_rate_of_the_plan():
    begins, mean = 0.0, 0.0
    for share, times in PEAKS:
        mean += (share - begins) * times
        begins = share
    assert 0.9 < mean < 1.1


def test_numbers_and_times_are_in_order_and_the_last_ticket_is_before_closing():
    for seed in range(20):
        shift = draw_shift(Plan(seed, TellerLevel.SINGLE, 30), TICKETS)
        assert [each.number for each in shift.visitors] == [f"A{i:03d}" for i in range(1, len(shift.visitors) + 1)]
        assert [each.arrives for each in shift.visitors] == sorted(each.arrives for each in shift.visitors)
        assert [each.arrives for each in shift.visitors[:2]] == [0, 0]
        assert all(each.arrives < 29 * 60 for each in shift.visitors)
        assert all(0 < incident.at < 30 * 60 for incident in shift.incidents)
        assert sorted(each.kind.value for each in shift.incidents) == sorted(
            kind.value for kind in BUSYNESS[TellerLevel.SINGLE].incidents
        )


def test_papers_are_missing_expired_and_brought_for_nothing_now_and_then():
    shift = draw_shift(Plan(3, TellerLevel.SINGLE, 1440), (CARD,))
    states = Counter()
    for visitor in shift.visitors:
        for paper in CARD.papers:
            states[paper.id, visitor.holds(paper.id)] += 1
    assert states["identity", PaperState.EXPIRED] and states["identity", None] and states["form", None]
    assert not states["form", PaperState.EXPIRED]  # it does not run out
    assert states["street", PaperState.VALID] and states["record", PaperState.VALID] and states["street", None]
    whole = sum(
        visitor.holds("identity") is PaperState.VALID and visitor.holds("form") is PaperState.VALID
        for visitor in shift.visitors
    )
    assert 0.35 < whole / len(shift.visitors) < 0.55


def test_the_same_matter_does_not_come_twice_running():
    for seed in range(10):
        matters = [each.ticket for each in draw_shift(Plan(seed, TellerLevel.SINGLE, 120), TICKETS).visitors]
        assert all(one != other for one, other in zip(matters, matters[1:], strict=False))
        # As in a deck of cards, which holds two of each.
        assert max(Counter(matters[: 2 * len(TICKETS)]).values()) <= 2


def test_who_comes_fits_the_ticket():
    ticket = replace(CARD, people=(PersonKind.ELDERLY,), youngest=60, oldest=70, sex=Sex.MALE)
    for visitor in draw_shift(Plan(3, TellerLevel.SINGLE, 240), (ticket,)).visitors:
        assert visitor.kind is PersonKind.ELDERLY and 66 <= visitor.age <= 70 and visitor.name.endswith("先生")
        assert 0.8 <= visitor.patience / TRAITS[PersonKind.ELDERLY].patience <= 1.2


def test_only_what_fits_level_and_lines_is_drawn():
    high = replace(SPY, level=TellerLevel.SENIOR)
    shift = draw_shift(Plan(1, TellerLevel.SINGLE, 600), (CARD, PRINT, TAX, high))
    assert {each.ticket for each in shift.visitors} == {"card", "print", "tax"}
    narrow = draw_shift(Plan(1, TellerLevel.SENIOR, 600, ("纪律要求",)), (CARD, PRINT, TAX, high))
    assert {each.ticket for each in narrow.visitors} == {"spy"}
    with pytest.raises(UserError, match="没有适合“跟岗”的票号类型"):
        draw_shift(Plan(1, TellerLevel.SHADOWING, 30), TICKETS)
    assert all(ticket.decision is not Decision.AWAIT for ticket in TICKETS)


@pytest.mark.parametrize(("seed", "minutes"), [(-1, 30), (10**9, 30), (1, 4), (1, 1441)])
def test_a_plan_out_of_range_is_refused(seed, minutes):
    with pytest.raises(UserError):
        plan_of(seed, TellerLevel.SINGLE, minutes)


def test_the_clock_on_the_wall_begins_when_the_doors_open():
    plan = Plan(1, TellerLevel.SINGLE, 60, opens=23 * 60 + 30)
    assert [plan.time_of_day(second) for second in (0, 59, 60, 1800)] == ["23:30", "23:30", "23:31", "00:00"]
    assert plan_of(1, TellerLevel.SINGLE).time_of_day(0) == "09:00"
    with pytest.raises(UserError):
        Plan(1, TellerLevel.SINGLE, 60, opens=24 * 60)


def test_a_short_shift_has_few_incidents():
    ticket = replace(CARD, level=TellerLevel.SHADOWING)
    assert len(draw_shift(Plan(1, TellerLevel.SENIOR, 5), (ticket,)).incidents) == 1
    assert len(draw_shift(Plan(1, TellerLevel.SENIOR, 60), (ticket,)).incidents) == 4


def test_a_plan_has_the_usual_length_of_its_level():
    assert [plan_of(1, level).minutes for level in TellerLevel] == [BUSYNESS[level].minutes for level in TellerLevel]
