"""The shipped tickets: enough of them, whole, resting on listed laws, and played by the scripted tellers."""

import re
from collections import Counter
from pathlib import Path

import pytest

from app.content.phrases import load_lexicon
from app.content.shift_rubric import load_shift_rubric
from app.content.shift_tickets import check_tickets, load_tickets
from app.domain.business import BusinessLine
from app.domain.lexicon import Category
from app.domain.shift.arrivals import draw_shift
from app.domain.shift.engine import begin
from app.domain.shift.hearing import hearing, spoken
from app.domain.shift.person import PersonKind
from app.domain.shift.plan import plan_of
from app.domain.shift.rubric import Side
from app.domain.shift.shift_score import score_shift
from app.domain.shift.tellers import Teller, play
from app.domain.shift.ticket import Decision, PaperRule, Refusal, TicketType
from app.domain.teller_level import TellerLevel
from tests.domain.shift.small_shift import CARD

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "question_bank" / "tickets"
TICKETS = load_tickets(FOLDER)
RUBRIC = load_shift_rubric(ROOT / "question_bank" / "shift-rubric.yaml")
HEAR = hearing(load_lexicon(ROOT / "question_bank" / "phrases", with_overlays=False))
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
EVERY = pytest.mark.parametrize("ticket", TICKETS, ids=lambda ticket: ticket.id)
LEVELS = pytest.mark.parametrize("level", list(TellerLevel), ids=lambda level: level.value)


def test_no_file_has_a_mistake():
    assert [str(problem) for file in check_tickets(FOLDER) for problem in file.problems] == []


def test_there_are_enough_of_every_sort():
    assert len(TICKETS) >= 60
    lines = Counter(ticket.line for ticket in TICKETS)
    for line in BusinessLine:
        if not line.general:
            assert lines[line.label] >= 5, line
    levels = Counter(ticket.level for ticket in TICKETS)
    assert all(levels[level] >= 10 for level in TellerLevel)
    decisions = Counter(ticket.decision for ticket in TICKETS)
    assert all(decisions[each] >= 10 for each in Decision if each is not Decision.AWAIT)
    assert {ticket.refusal for ticket in TICKETS if ticket.refusal} == set(Refusal)
    assert sum(bool(ticket.gift) for ticket in TICKETS) >= 2 and sum(ticket.review for ticket in TICKETS) >= 10
    # Each kind of person has matters that are theirs alone.
    alone = {ticket.people[0] for ticket in TICKETS if len(ticket.people) == 1}
    assert alone >= {PersonKind.CLERK, PersonKind.DEAF, PersonKind.DISABLED, PersonKind.ELDERLY}


@EVERY
def test_a_ticket_is_whole(ticket: TicketType):
    assert len(set(ticket.says)) == len(ticket.says) >= 2
    assert ticket.tells and ticket.checked
    assert any(each.needed and each.answer for each in ticket.asks), "nothing has to be found out"
    for text in (*ticket.says, *(each.text for each in ticket.tells)):
        assert len(text) <= 90, text
    if ticket.right_steps:
        assert len(ticket.right_steps) >= 3
        assert any(not step.right for step in ticket.steps), "no wrong step to see through"


@EVERY
def test_its_basis_is_one_of_the_sources_and_names_the_article(ticket: TicketType):
    assert ticket.basis
    for basis in ticket.basis:
        row = next((row for row in SOURCES.splitlines() if row.startswith(f"| {basis.law} |")), "")
        assert row or f"“{basis.law}”" in SOURCES, basis.law
        # Laws whose text was compared article by article are cited by article.
        compared = SOURCES.index("## 二、") > SOURCES.find(f"| {basis.law} |") > 0
        assert not compared or re.fullmatch(r"第[一二三四五六七八九十百]+条", basis.article), basis


@EVERY
def test_what_a_paper_rests_on_is_one_of_the_sources(ticket: TicketType):
    for paper in ticket.papers:
        if not paper.rule.may_be_asked_for:
            assert paper.why
        for law in re.findall(r"（([^（）]+?)第[一二三四五六七八九十百]+条", paper.why):
            assert f"| {law} |" in SOURCES, law


def test_only_identity_is_asked_of_whoever_only_wants_to_know_their_own_record():
    for ticket in TICKETS:
        if ticket.business == "社保权益记录查询打印" and ticket.decision is Decision.AT_ONCE:
            required = [paper.id for paper in ticket.papers if paper.rule is PaperRule.REQUIRED]
            assert required == ["identity"], ticket.id


def test_a_business_shared_with_a_red_line_does_not_give_it_away():
    shared = Counter(ticket.business for ticket in TICKETS)
    for ticket in TICKETS:
        if ticket.refusal and ticket.refusal.red_line:
            assert shared[ticket.business] > 1, ticket.id


def test_what_is_heard_goes_by_the_lexicon():
    good = HEAR("您好，请问您要办理什么业务？")
    assert Category.GREETING in good.polite and not good.offences and not good.silent
    assert [each.category for each in HEAR("你有病吧。").offences] == [Category.RUDE]
    assert HEAR("……").silent and spoken("", ()).silent


@LEVELS
def test_the_ideal_teller_has_full_marks(level: TellerLevel):
    for seed in range(12):
        score = score_shift(play(begin(plan_of(seed, level), TICKETS), Teller.IDEAL, HEAR), RUBRIC)
        lost = [line for case in score.cases for line in case.lines if line.points < line.possible or line.points < 0]
        lost += [line for line in score.lines if line.points < line.possible]
        assert [(seed, line.title, line.happened, line.right) for line in lost] == []
        assert score.total == 1000 and score.passed and score.figures.resolved == score.figures.came


@LEVELS
def test_the_careless_teller_misses_papers_and_does_not_pass(level: TellerLevel):
    missed = passed = 0
    for seed in range(8):
        score = score_shift(play(begin(plan_of(seed, level), TICKETS), Teller.CARELESS, HEAR), RUBRIC)
        assert not score.red_lines and 0 < score.total < 1000
        assert score.side(Side.COMPLETENESS).points < score.side(Side.COMPLETENESS).possible
        missed += any(line.rule == "papers" and line.points < line.possible for c in score.cases for line in c.lines)
        passed += score.passed
    assert missed == 8 and passed <= 4


@LEVELS
def test_the_rude_teller_is_vetoed(level: TellerLevel):
    for seed in range(8):
        score = score_shift(play(begin(plan_of(seed, level), TICKETS), Teller.RUDE, HEAR), RUBRIC)
        assert score.total == 0 and not score.passed
        assert {line.rule for line in score.red_lines} == {"red-line.veto-phrase"}
        assert score.side(Side.CORRECTNESS).points > 300


def test_in_some_shifts_every_ticket_comes():
    come = {
        visitor.ticket
        for seed in range(6)
        for visitor in draw_shift(plan_of(seed, TellerLevel.SENIOR, 480), TICKETS).visitors
    }
    assert come == {ticket.id for ticket in TICKETS}


def test_a_trainer_adds_a_file_of_their_own(tmp_path: Path):
    own = tmp_path / "ours.yaml"
    text = (FOLDER / "card.yaml").read_text(encoding="utf-8").replace("id: card-", "id: our-")
    own.write_text(text, encoding="utf-8")
    ours = load_tickets(tmp_path)
    shift = draw_shift(plan_of(1, TellerLevel.SINGLE), (*TICKETS, *ours))
    assert {ticket.id for ticket in shift.tickets} > {ticket.id for ticket in ours if ticket.level.rank <= 1}
    assert CARD.id not in {ticket.id for ticket in shift.tickets}
