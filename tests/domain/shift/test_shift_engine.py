"""The queue, the window and the clock of a shift, by example."""

import json

import pytest

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.shift.action import (
    Escort,
    Verdict,
    ask,
    call_next,
    check,
    choose,
    decide,
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
from app.domain.shift.engine import act, advance, fault_until
from app.domain.shift.incident import Incident, IncidentKind, Response
from app.domain.shift.person import Aid, PersonKind
from app.domain.shift.state import CaseEnd, Happened, PaperState, ShiftState
from app.domain.shift.ticket import Decision
from app.domain.shift.waiting import Waiting, waiting
from tests.domain.shift.small_shift import (
    CARD,
    COMFORT,
    CURT,
    GOODBYE,
    GREETING,
    INSULT,
    PRINT,
    TAX,
    done,
    opened,
    visitor,
)


def texts(happened, kind: Happened) -> list[str]:
    return [each.text for each in happened if each.kind is kind]


def test_people_arrive_wait_in_turn_and_are_called():
    state = opened(visitor(CARD, 1), visitor(PRINT, 2, 50))
    assert state.queue == (0,)
    passed = advance(state, 60)
    assert passed.state.queue == (0, 1)
    assert [each.at for each in passed.happened if each.kind is Happened.ARRIVED] == [50]
    called = act(passed.state, call_next(), 70)
    assert called.state.visitor.number == "A001" and called.state.queue == (1,)
    assert called.state.case.waited == 70
    assert texts(called.happened, Happened.CITIZEN_SAYS) == ["我来办卡。"]


def test_time_never_runs_back():
    state = advance(opened(visitor(CARD)), 100).state
    assert act(state, call_next(), 20).state.case.called == 100


def test_whoever_waits_too_long_leaves():
    state = opened(visitor(CARD, 1), visitor(PRINT, 2, 10, patience=300))
    passed = advance(state, 400)
    assert passed.state.queue == (0,)
    (left,) = passed.state.left
    assert (left.visitor, left.at) == (1, 310)
    assert texts(passed.happened, Happened.LEFT_QUEUE) == ["A002 号等得太久，走了。"]


def test_mood_sinks_while_waiting_and_by_words_and_rises_again():
    fresh = done(opened(visitor(CARD)), call_next(), every=1).case.mood
    tired = act(opened(visitor(CARD)), call_next(), 1200).state
    assert tired.case.mood < fresh
    hurt = done(tired, say(CURT))
    assert hurt.case.mood < tired.case.mood
    assert done(hurt, say(COMFORT)).case.mood > hurt.case.mood


def test_insults_drive_people_from_the_window():
    state = done(opened(visitor(CARD)), call_next(), say(INSULT), say(INSULT))
    assert state.case is None
    assert state.cases[0].end is CaseEnd.LEFT
    assert state.cases[0].entries[-1].happened[-1].kind is Happened.LEFT_WINDOW


def test_slowness_at_the_window_wears_patience_down_until_they_leave():
    state = done(opened(visitor(CARD), minutes=600), call_next())
    standard = state.case.standard
    assert advance(state, 2 * standard).state.case.mood == state.case.mood
    slow = advance(state, 2 * standard + 310).state
    assert slow.case.mood == state.case.mood - 10
    # In one leap or step by step, it comes to the same.
    stepwise = state
    for at in range(20, 2 * standard + 320, 10):
        stepwise = advance(stepwise, at).state
    assert stepwise.case.mood == advance(state, stepwise.now).state.case.mood
    assert advance(state, 2 * standard + 6000).state.cases[0].end is CaseEnd.LEFT


def test_the_choices_show_what_is_in_hand_and_not_what_is_right():
    state = done(opened(visitor(CARD, 1, 0, "identity!", "street")), call_next())
    before = choices(state)
    assert {each.id for each in before.asks} == {"who", "before", "family"}
    assert before.papers == () and before.steps == ()
    assert before.businesses == tuple(sorted({"申领社保卡", "查询打印", "退税"}))
    after = choices(done(state, choose("申领社保卡")))
    assert {paper.id: paper.held for paper in after.papers} == {
        "identity": PaperState.EXPIRED, "form": None, "photo": None, "record": None, "street": PaperState.VALID
    }  # fmt: skip
    assert {step.id for step in after.steps} == {"s1", "s2", "s3", "w1"}
    assert {"identity", "form", "record", "street", "password", "limit"} == {each.id for each in after.tells}
    assert "10个工作日" in after.limits and "20个工作日" in after.limits
    assert choices(done(state, choose("申领社保卡"))) == after
    # Chosen wrongly, the papers are those of that business, and nobody has any.
    wrong = choices(done(state, choose("退税")))
    assert wrong.papers == ()


def test_nothing_is_offered_while_nobody_is_there():
    assert choices(opened()) == choices(opened(visitor(CARD))) and not choices(opened()).asks


def test_the_wrong_business_is_objected_to_and_can_be_put_right():
    state = done(opened(visitor(CARD)), call_next())
    wrong = act(state, choose("退税"), 20)
    assert "不是这个" in "".join(texts(wrong.happened, Happened.CITIZEN_SAYS))
    assert wrong.state.case.mood < state.case.mood
    right = done(wrong.state, choose("申领社保卡"), check("identity", Verdict.MISSING))
    assert right.case.business == "申领社保卡" and right.case.verdicts == (("identity", Verdict.MISSING),)


def test_told_bit_by_bit_makes_people_angry():
    state = done(opened(visitor(CARD)), call_next(), choose("申领社保卡"), inform("identity"))
    again = done(state, inform("form"))
    assert again.case.mood < state.case.mood
    assert "一次说完" in again.case.entries[-1].happened[-1].text


def test_who_asks_whose_matter_it_is_and_the_clerk_says_the_unit():
    state = done(opened(visitor(CARD, kind=PersonKind.CLERK)), call_next())
    assert "四十名员工" in act(state, ask("who"), 30).happened[0].text
    helped = done(state, give_aid(Aid.BATCH))
    assert helped.case.mood > state.case.mood
    assert done(helped, give_aid(Aid.BATCH)).case.mood == helped.case.mood


@pytest.mark.parametrize(
    "action",
    [
        ask("no-such"), choose("没有的业务"), check("identity", Verdict.MISSING), inform("identity"), do_step("s1"),
        decide(Decision.WITHIN), decide(Decision.REFUSE), hand_over("", Escort.LED), say(GREETING.__class__("……")),
        respond(Response.EXPLAIN), call_next(),
    ],
    ids=lambda action: action.kind.value,
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_changes_nothing(action):
    state = done(opened(visitor(CARD), visitor(TAX, 2)), call_next())
    with pytest.raises(UserError) as problem:
        act(state, action, state.now + 5)
    assert problem.value.message and problem.value.remedy
    assert act(state, wait(), state.now + 5).state == advance(state, state.now + 5).state


def test_somebody_deaf_writes():
    state = done(opened(visitor(CARD, kind=PersonKind.DEAF)), call_next(), ask("before"))
    written = [each.text for entry in state.case.entries for each in entry.happened]
    assert "（写给您看：我来办卡。）" in written and "（写给您看：没有。）" in written


def test_nobody_can_be_served_who_was_not_called():
    with pytest.raises(UserError, match="窗口前没有人"):
        act(opened(visitor(CARD)), finish(), 5)
    with pytest.raises(UserError, match="没有人在等候"):
        act(opened(visitor(CARD, arrives=900)), call_next(), 5)
    with pytest.raises(UserError, match="没有 A009 号"):
        act(opened(visitor(CARD)), call_next("A009"), 5)


def test_a_fault_stops_the_system_until_it_is_over_or_papers_are_kept():
    fault = Incident(IncidentKind.FAULT, 100, 200)
    state = done(opened(visitor(PRINT), incidents=(fault,)), call_next(), choose("查询打印"))
    down = advance(state, 120)
    assert texts(down.happened, Happened.INCIDENT)
    assert fault_until(down.state) == 300
    for action in (do_step("s1"), pass_to_review()):
        with pytest.raises(UserError, match="系统还没有恢复"):
            act(down.state, action, 130)
    waited = act(down.state, respond(Response.EXPLAIN), 130).state
    with pytest.raises(UserError, match="系统还没有恢复"):
        act(waited, do_step("s1"), 140)
    assert done(act(down.state, respond(Response.KEEP_PAPERS), 130).state, do_step("s1")).case.steps == ("s1",)
    over = advance(down.state, 300)
    assert texts(over.happened, Happened.FAULT_OVER) == ["系统恢复了。"]
    assert act(over.state, do_step("s1"), 310).state.case.steps == ("s1",)


def test_incidents_are_answered_in_the_order_they_came():
    incidents = (Incident(IncidentKind.PUSHES_IN, 10), Incident(IncidentKind.PRIORITY, 20))
    state = advance(opened(visitor(CARD), incidents=incidents), 30).state
    assert state.open_incident == 0
    state = done(state, respond(Response.ASK_TO_QUEUE))
    assert state.open_incident == 1
    state = done(state, respond(Response.GIVE_PRIORITY))
    assert state.open_incident is None and [each.incident for each in state.answered] == [0, 1]


def test_after_closing_whoever_has_a_ticket_is_still_served():
    state = opened(visitor(PRINT, 1, 290, patience=9000), minutes=5)
    passed = advance(state, 400)
    assert passed.state.closed and not passed.state.ended
    assert texts(passed.happened, Happened.CLOSED)
    served = done(passed.state, call_next(), say(GREETING), finish())
    assert served.ended and served.ended_with == -1


def test_a_shift_with_nobody_left_ends_at_closing_time_and_not_before():
    state = done(opened(visitor(PRINT)), call_next(), finish())
    assert not advance(state, 30 * 60 - 1).state.ended
    ended = advance(state, 30 * 60)
    assert ended.state.ended and texts(ended.happened, Happened.ENDED)
    with pytest.raises(UserError, match="已经结束"):
        act(ended.state, call_next(), 2000)


def test_ending_early_leaves_people_behind():
    state = done(opened(visitor(PRINT), visitor(CARD, 2)), call_next(), end_shift())
    assert state.ended and state.ended_with == 2
    assert state.cases[0].end is CaseEnd.BROKEN_OFF


def test_a_kept_shift_goes_on_where_it_was_left():
    fault = Incident(IncidentKind.FAULT, 15, 200)
    state = done(
        opened(visitor(CARD, 1, 0, "identity!"), visitor(TAX, 2, 5), incidents=(fault,)),
        call_next(), say(GREETING), choose("申领社保卡"), check("identity", Verdict.EXPIRED),
        respond(Response.KEEP_PAPERS),
    )  # fmt: skip
    again = from_json(json.loads(json.dumps(to_json(state), ensure_ascii=False)), ShiftState)
    assert again == state
    following = (inform("identity", "form", "password", "limit"), decide(Decision.AWAIT), say(GOODBYE), finish())
    assert done(again, *following) == done(state, *following)


def test_the_queue_shows_who_waits_how_long_and_how_patiently():
    state = advance(opened(visitor(CARD, 1), visitor(TAX, 2, 100, patience=400, kind=PersonKind.ELDERLY)), 200).state
    assert waiting(state) == (Waiting("A001", 200, 92, ""), Waiting("A002", 100, 75, "老人"))
    assert [each.number for each in waiting(done(state, call_next()))] == ["A002"]
    assert waiting(advance(state, 500).state)[1].patience == 0
