"""A shift played by hand over the shipped tickets: on disk at each step, gone on with, kept once, compared."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import RecordKind
from app.domain.shift.action import call_next, end_shift, finish, say
from app.domain.shift.kept import outline_from_body
from app.domain.shift.plan import plan_of
from app.domain.shift.rubric import Side
from app.domain.teller_level import TellerLevel
from app.main import Application
from app.services.shift_plays import STORED_EVERY, Running, ShiftPlays
from app.storage.shifts import Shifts
from app.system.places import Workspace

PLAN = plan_of(7, TellerLevel.SHADOWING, 10)


@pytest.fixture
def application(workspace: Workspace) -> Iterator[Application]:
    made = Application(workspace)
    yield made
    made.close()


@pytest.fixture
def plays(application: Application) -> ShiftPlays:
    return ShiftPlays(application.shifts, Shifts(application.database), application.stored_records)


@pytest.fixture
def person(application: Application) -> Person:
    return application.people.add("王晓琳", Role.TRAINEE)


def first_called(plays: ShiftPlays, run: Running) -> Running:
    while not run.state.queue:
        run, _ = plays.advance(run, run.state.now + 10)
    return plays.act(run, call_next(), run.state.now)[0]


def test_each_step_is_on_disk_and_time_within_a_few_seconds(plays: ShiftPlays, person: Person) -> None:
    run = first_called(plays, plays.begin(person, PLAN))
    (stored,) = plays.unfinished(person)
    assert stored.state == run.state and stored.state.case is not None
    later, _ = plays.advance(run, run.state.now + 1)
    assert plays.unfinished(person)[0].state.now in (run.state.now, later.state.now)
    later, _ = plays.advance(later, later.state.now + STORED_EVERY)
    assert plays.unfinished(person)[0].state == later.state


def test_the_outline_says_what_the_whole_shift_says(plays: ShiftPlays, person: Person) -> None:
    run = first_called(plays, plays.begin(person, PLAN))
    run, _ = plays.act(run, end_shift(), run.state.now + 60)
    record = plays.keep(run)
    ((same, outline),), ((_, kept),) = plays.outlines(person), plays.kept_of(person)
    assert same == record and (outline.id, outline.started, outline.plan) == (kept.id, kept.started, PLAN)
    assert outline.summary == kept.summary and outline.figures == kept.score.figures
    assert (outline.passed, outline.vetoed) == (kept.score.passed, bool(kept.score.red_lines))
    with pytest.raises(UserError, match="更新版本"):
        outline_from_body({**record.body, "version": 99})
    with pytest.raises(UserError, match="不完整"):
        outline_from_body({**record.body, "score": None})


def test_what_cannot_be_done_changes_nothing(plays: ShiftPlays, person: Person) -> None:
    run = plays.begin(person, PLAN)
    with pytest.raises(UserError):
        plays.act(run, finish(), 5)
    assert plays.unfinished(person)[0].state == run.state


def test_an_ended_shift_is_kept_once_with_its_score(
    plays: ShiftPlays, person: Person, application: Application
) -> None:
    run = first_called(plays, plays.begin(person, PLAN))
    with pytest.raises(UserError, match="还没有结束"):
        plays.keep(run)
    run, _ = plays.act(run, say(plays.hear("您好，请坐。")), run.state.now + 5)
    run, _ = plays.act(run, end_shift(), run.state.now + 5)
    record = plays.keep(run)
    assert record.kind is RecordKind.SHIFT and plays.keep(run) == record
    ((kept_record, kept),) = plays.kept_of(person)
    assert kept_record == record and kept.state == run.state and kept.score == plays.score(run.state)
    assert record.body["total"] == kept.score.points and not kept.score.passed
    assert plays.unfinished(person) == ()
    assert application.records.verify().intact
    assert plays.done(person) == {"shadowing": False}


def test_a_shift_is_compared_with_ones_own_and_the_class(plays: ShiftPlays, application: Application) -> None:
    people = [application.people.add(name, Role.TRAINEE) for name in "甲乙丙丁戊"]
    for at, each in enumerate(people):
        run = first_called(plays, plays.begin(each, replace(PLAN, seed=at)))
        plays.keep(plays.act(run, end_shift(), run.state.now + 1)[0])
    ((_, kept),) = plays.kept_of(people[0])
    whole = plays.compared(people[0], kept, people)[0]
    assert whole.side is None and whole.before is None and whole.percentile is not None
    assert {each.side for each in plays.compared(people[0], kept, people)} == {None, *Side}
