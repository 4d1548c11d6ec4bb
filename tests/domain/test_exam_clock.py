"""The time of an exam: charged at work, forgiven to a limit where the machine was off, and set by nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.exam_clock import HOLE, Cause, ExamClock, Reading, beat, grant, reopen, start

NOON = 1_795_000_000.0


class Machine:
    """A PC whose clocks are moved by hand."""

    def __init__(self, boots: bool = True) -> None:
        self.up, self.wall, self.number, self._tells = 1000.0, NOON, 1, boots

    @property
    def now(self) -> Reading:
        return Reading(self.up, f"boot-{self.number}" if self._tells else "", self.wall)

    def passes(self, seconds: float) -> Reading:
        self.up += seconds
        self.wall += seconds
        return self.now

    def reboots(self, seconds: float, up: float = 40.0) -> Reading:
        """Off for `seconds` altogether, the last `up` of them starting up."""
        self.wall += seconds
        self.up, self.number = up, self.number + 1
        return self.now


def works(clock: ExamClock, machine: Machine, seconds: int) -> ExamClock:
    for _ in range(seconds):
        clock = beat(clock, machine.passes(1.0))
    return clock


def begin(machine: Machine, minutes: float = 10, allowance: float = 5) -> ExamClock:
    return start(minutes, allowance, machine.now)


def test_time_at_work_is_charged_and_runs_out():
    machine = Machine()
    clock = works(begin(machine), machine, 600)
    assert clock.left == 0 and clock.over and not clock.ran_out_while_closed
    assert not clock.interruptions


@pytest.mark.parametrize("by", [-7200.0, 7200.0, -10 * 365 * 86400.0])
@pytest.mark.parametrize("boots", [True, False])
def test_setting_the_clock_changes_nothing_while_the_exam_is_open(by, boots):
    machine = Machine(boots)
    clock = works(begin(machine), machine, 100)
    machine.wall += by
    clock = works(clock, machine, 100)
    assert clock.left == 400 and not clock.interruptions


def test_a_kill_costs_nothing_and_is_kept():
    machine = Machine()
    clock = works(begin(machine), machine, 100)
    clock = reopen(clock, machine.passes(50))
    assert clock.left == 500
    (found,) = clock.interruptions
    assert (found.seconds, found.charged, found.cause, found.clock_changed) == (50, 0, Cause.CLOSED, False)
    assert found.at == NOON + 100


def test_sleep_is_an_interruption_but_for_its_first_seconds():
    machine = Machine()
    clock = works(begin(machine), machine, 100)
    clock = works(beat(clock, machine.passes(130)), machine, 10)
    assert clock.left == 600 - 100 - HOLE - 10
    assert [(each.seconds, each.cause) for each in clock.interruptions] == [(120, Cause.ASLEEP)]


def test_beyond_the_allowance_interruptions_are_time():
    machine = Machine()
    clock = works(begin(machine), machine, 60)
    clock = reopen(clock, machine.passes(200))
    clock = reopen(clock, machine.passes(200))
    assert clock.left == 600 - 60 - 100
    assert [each.charged for each in clock.interruptions] == [0, 100]


def test_a_short_hiccup_is_time_at_work():
    machine = Machine()
    clock = beat(begin(machine), machine.passes(HOLE))
    assert clock.charged == HOLE and not clock.interruptions


def test_a_power_cut_is_measured_by_the_wall_clock():
    machine = Machine()
    clock = works(begin(machine), machine, 100)
    clock = reopen(clock, machine.reboots(240))
    assert clock.left == 500
    assert clock.interruptions[0].seconds == 240


@pytest.mark.parametrize("boots", [True, False])
def test_setting_the_clock_back_over_a_reboot_shows(boots):
    """The machine has been up for an hour again, but the wall clock says that a minute has passed."""
    machine = Machine(boots)
    clock = works(begin(machine), machine, 100)
    machine.reboots(60, up=900.0 if not boots else 3600.0)
    clock = reopen(clock, machine.now)
    (found,) = clock.interruptions
    assert found.clock_changed
    assert found.seconds >= 900


def test_setting_the_clock_while_the_program_is_closed_shows_and_changes_nothing():
    machine = Machine()
    clock = works(begin(machine), machine, 100)
    machine.passes(300)
    machine.wall -= 250
    clock = reopen(clock, machine.now)
    (found,) = clock.interruptions
    assert (found.seconds, found.charged, found.clock_changed) == (300, 0, True)


def test_a_trainer_gives_time_back_even_where_it_had_long_run_out():
    machine = Machine()
    clock = works(begin(machine), machine, 500)
    clock = reopen(clock, machine.reboots(3600))
    assert clock.over and clock.ran_out_while_closed
    clock = grant(clock, 3, "停电", "钱堃", machine.now)
    assert clock.left == 180 and not clock.over
    assert (clock.grants[0].reason, clock.grants[0].trainer) == ("停电", "钱堃")
    assert works(clock, machine, 180).over


events = st.lists(
    st.one_of(
        st.tuples(st.just("works"), st.floats(0, 20)),
        st.tuples(st.just("sleeps"), st.floats(0, 4000)),
        st.tuples(st.just("killed"), st.floats(0, 4000)),
        st.tuples(st.just("reboots"), st.floats(40, 4000)),
        st.tuples(st.just("clock set"), st.floats(-(10**6), 10**6)),
    ),
    max_size=30,
)


@given(events, st.booleans())
def test_time_never_comes_back_and_every_second_is_accounted_for(events, boots):
    """Whatever happens and however the clock is set: less is left each time, and nothing is charged twice."""
    machine = Machine(boots)
    clock = begin(machine, 60)
    real = 0.0
    tampered = False
    for what, seconds in events:
        before = clock
        if what == "clock set":
            machine.wall += seconds
            tampered = True
            continue
        real += seconds
        if what in ("works", "sleeps"):
            clock = beat(clock, machine.passes(seconds))
        elif what == "killed":
            clock = reopen(clock, machine.passes(seconds))
        else:
            clock = reopen(clock, machine.reboots(seconds))
        assert clock.left <= before.left
        assert clock.charged >= before.charged
    counted = clock.charged + clock.lost - sum(each.charged for each in clock.interruptions)
    if not tampered:
        assert counted == pytest.approx(real, abs=0.01)
    assert clock.charged <= counted + 0.01


def test_a_clock_is_the_same_after_storing():
    from app.domain.json_values import from_json, to_json

    machine = Machine()
    clock = grant(reopen(works(begin(machine), machine, 5), machine.passes(99)), 1, "理由", "老师", machine.now)
    assert from_json(to_json(clock), ExamClock) == clock
