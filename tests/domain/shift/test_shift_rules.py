"""Rules that hold for any teller, however strange: nothing breaks, nothing hangs, points stay within bounds."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.shift.action import (
    Action,
    ActionKind,
    Escort,
    Verdict,
    accept_gift,
    ask,
    call_leader,
    call_next,
    check,
    choose,
    decide,
    decline_gift,
    do_step,
    end_shift,
    finish,
    give_aid,
    hand_over,
    inform,
    pass_to_review,
    respond,
    say,
    wait,
)
from app.domain.shift.choices import choices
from app.domain.shift.comparison import compare, summary_of
from app.domain.shift.engine import act, advance, begin
from app.domain.shift.incident import Response
from app.domain.shift.person import Aid
from app.domain.shift.plan import Plan
from app.domain.shift.replay import replay_case
from app.domain.shift.rubric import BY_CASE, FULL
from app.domain.shift.shift_score import score_shift
from app.domain.shift.state import Happened, ShiftState
from app.domain.shift.ticket import Decision, Refusal
from app.domain.teller_level import TellerLevel
from tests.domain.shift.small_shift import COMFORT, CURT, GOODBYE, GREETING, INSULT, RUBRIC, TICKETS

NAMES = st.sampled_from(
    ["who", "before", "family", "identity", "form", "photo", "record", "street", "password", "limit", "free", "law",
     "s1", "s2", "s3", "w1", "申领社保卡", "查询打印", "退税", "税务局", "A001", "A002", "10个工作日", "没有", ""]
)  # fmt: skip
ACTIONS = st.one_of(
    st.builds(call_next, st.sampled_from(["", "A001", "A003"])),
    st.builds(say, st.sampled_from([GREETING, COMFORT, GOODBYE, CURT, INSULT])),
    st.builds(ask, NAMES),
    st.builds(give_aid, st.sampled_from(Aid)),
    st.builds(choose, NAMES),
    st.builds(check, NAMES, st.sampled_from(Verdict)),
    st.lists(NAMES, max_size=4).map(lambda items: inform(*items)),
    st.builds(decide, st.sampled_from(Decision), NAMES, st.none() | st.sampled_from(Refusal)),
    st.builds(hand_over, NAMES, st.sampled_from(Escort)),
    st.builds(do_step, NAMES),
    st.builds(respond, st.sampled_from(Response)),
    st.sampled_from(
        [pass_to_review(), decline_gift(), accept_gift(), call_leader(), finish(), wait(), end_shift()]
    ),
    # Malformed on purpose: an action without what its sort needs.
    st.builds(Action, st.sampled_from(ActionKind)),
)  # fmt: skip
# Somebody stands at the window, mostly with a business chosen: otherwise nearly everything is refused.
BEGUN = st.sampled_from([(), (call_next(),), (call_next(), choose("查询打印")), (call_next(), choose("申领社保卡"))])
TIMED = st.tuples(BEGUN, st.lists(st.tuples(ACTIONS, st.integers(-30, 240)), max_size=60)).map(
    lambda both: [*((action, 10) for action in both[0]), *both[1]]
)
SEEDS = st.integers(0, 999_999_999)


def opened(seed: int) -> ShiftState:
    return begin(Plan(seed, TellerLevel.SINGLE, 30), TICKETS)


def played(state: ShiftState, timed) -> ShiftState:
    for action, later in timed:
        try:
            state = act(state, action, state.now + later).state
        except UserError as refusal:
            assert refusal.message and refusal.remedy
    return state


@given(SEEDS, TIMED)
def test_whatever_is_done_is_done_or_refused_and_scored_within_bounds(seed, timed):
    state = played(opened(seed), timed)
    score = score_shift(state, RUBRIC)
    assert 0 <= score.total <= 1000
    assert all(0 <= side.points <= side.possible for side in score.sides)
    for case in score.cases:
        assert all(0 <= case.points(side) <= FULL for side in BY_CASE)
        assert all(line.happened and (line.right or line.points == line.possible) for line in case.lines)
        assert all(0 <= i < len(state.cases[case.case].entries) for line in case.lines for i in line.entries)
        replay = replay_case(state, case.case)
        assert replay.moments and replay.right and all(0 <= moment.mood <= 100 for moment in replay.moments)
    if score.red_lines:
        assert score.total == 0 and not score.passed
    mine = summary_of(TellerLevel.SINGLE, seed, score)
    assert all(each.now == each.best == each.before for each in compare(mine, [mine], ()))


@given(SEEDS, TIMED)
def test_the_same_seed_and_actions_give_the_same_shift_also_when_it_was_put_aside(seed, timed):
    state = played(opened(seed), timed)
    assert played(opened(seed), timed) == state
    half = len(timed) // 2
    first = played(opened(seed), timed[:half])
    again = from_json(json.loads(json.dumps(to_json(first))), ShiftState)
    assert played(again, timed[half:]) == state


@given(SEEDS, TIMED)
def test_nobody_is_lost_and_nobody_is_in_two_places(seed, timed):
    state = played(opened(seed), timed)
    here = [case.visitor for case in state.cases]
    here += [state.case.visitor] if state.case else []
    here += [*state.queue, *(each.visitor for each in state.left)]
    assert sorted(here) == list(range(state.arrived))
    assert all(state.shift.visitors[i].arrives <= state.now for i in here)


@given(SEEDS, st.lists(st.integers(0, 600), max_size=20))
def test_how_time_is_cut_makes_no_difference(seed, stretches):
    state = stepwise = opened(seed)
    happened = []
    for seconds in stretches:
        outcome = advance(stepwise, stepwise.now + seconds)
        stepwise = outcome.state
        happened += outcome.happened
    leap = advance(state, sum(stretches))
    assert stepwise.queue == leap.state.queue and stepwise.begun == leap.state.begun
    assert {each.visitor for each in stepwise.left} == {each.visitor for each in leap.state.left}
    assert sorted(each.text for each in happened if each.kind is not Happened.ENDED) == sorted(
        each.text for each in leap.happened if each.kind is not Happened.ENDED
    )


@given(SEEDS, st.integers(0, 20000))
def test_silence_earns_nothing(seed, seconds):
    score = score_shift(advance(opened(seed), seconds).state, RUBRIC)
    assert score.total == 0 and not score.passed
    assert all(side.points == 0 for side in score.sides)


@settings(max_examples=30)
@given(SEEDS)
def test_every_choice_offered_can_be_taken(seed):
    state = act(opened(seed), call_next(), 10).state
    offered = choices(state)
    for each in offered.asks:
        state = act(state, ask(each.id), state.now).state
    own = state.shift.ticket_of(state.visitor)
    assert own.business in offered.businesses
    state = act(state, choose(own.business), state.now).state
    offered = choices(state)
    for paper in offered.papers:
        state = act(state, check(paper.id, Verdict.IN_ORDER), state.now).state
    state = act(state, inform(*(each.id for each in offered.tells)), state.now).state
    for limit in offered.limits:
        state = act(state, decide(Decision.WITHIN, limit), state.now).state
    for office in offered.offices:
        state = act(state, hand_over(office, Escort.LED), state.now).state
    assert {step.id for step in offered.steps} == {step.id for step in own.steps}
    if own.hand_over:
        assert own.hand_over.office in offered.offices
    if own.limit:
        assert own.limit in offered.limits
