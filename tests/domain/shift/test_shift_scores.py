"""What a case and a shift are worth, by example: what happened, what would have been right."""

import pytest

from app.domain.shift.action import (
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
)
from app.domain.shift.case_score import score_case
from app.domain.shift.engine import advance
from app.domain.shift.incident import Incident, IncidentKind, Response
from app.domain.shift.person import Aid, PersonKind
from app.domain.shift.rubric import FULL, Side
from app.domain.shift.shift_score import score_shift
from app.domain.shift.ticket import Decision, Refusal
from tests.domain.shift.small_shift import (
    CARD,
    COMFORT,
    CURT,
    GOODBYE,
    GREETING,
    INSULT,
    PRINT,
    RUBRIC,
    SPY,
    TAX,
    done,
    opened,
    visitor,
)

HELLO = (call_next(), say(GREETING))
BYE = (say(GOODBYE), finish())
LIMIT = "10个工作日"
CHECKS = {
    "identity": Verdict.IN_ORDER,
    "form": Verdict.IN_ORDER,
    "photo": Verdict.NOT_NEEDED,
    "record": Verdict.SYSTEM,
    "street": Verdict.NOT_NEEDED,
}
CARD_DONE = (
    ask("who"), ask("before"), choose("申领社保卡"), *(check(id, verdict) for id, verdict in CHECKS.items()),
    inform("password", "limit"), decide(Decision.WITHIN, LIMIT), do_step("s1"), do_step("s2"), do_step("s3"),
    pass_to_review(),
)  # fmt: skip
PRINTED = (
    ask("who"), choose("查询打印"), decide(Decision.AT_ONCE), inform("free"), do_step("s1"), do_step("s2"),
    decline_gift(),
)  # fmt: skip


def scored(who, *actions):
    state = done(opened(who), *HELLO, *actions, *BYE)
    return score_case(state.shift, state.cases[0], 0, RUBRIC)


def line(score, rule: str):
    return next(each for each in score.lines if each.rule.split(".")[0] == rule)


def wanting(score) -> dict[str, int]:
    return {each.rule: each.points for each in score.lines if each.points < each.possible or each.points < 0}


def full_card(*changed):
    return scored(visitor(CARD, 1, 0, "identity", "form"), *changed or CARD_DONE)


def without(*kinds_or_actions):
    return tuple(action for action in CARD_DONE if action not in kinds_or_actions)


def test_everything_right_is_full_marks_on_every_side():
    score = full_card()
    assert wanting(score) == {} and score.resolved
    assert [score.points(side) for side in list(Side)[:4]] == [FULL] * 4
    assert score.basis == ("社会保险法 第七十四条",)


def test_every_line_has_its_evidence_and_says_what_would_have_been_right():
    score = full_card(*without(ask("before"), check("street", Verdict.NOT_NEEDED)))
    assert "请问以前领过吗" in line(score, "asks").right
    assert "居住证明：不需要（没有依据）" in line(score, "papers").right
    assert line(score, "papers").happened == "5 样材料，看对 4 样。"
    state = done(opened(visitor(CARD, 1, 0, "identity", "form")), *HELLO, *CARD_DONE, *BYE)
    steps = line(score_case(state.shift, state.cases[0], 0, RUBRIC), "steps")
    assert [state.cases[0].entries[i].action.what for i in steps.entries] == ["s1", "s2", "s3"]


def test_questions_that_need_not_be_asked_cost():
    score = full_card(ask("family"), *CARD_DONE)
    assert line(score, "asks").points < line(score, "asks").possible
    assert "家里几口人" in line(score, "asks").right


def test_the_business_found_at_the_second_try_is_worth_half():
    score = full_card(choose("退税"), *CARD_DONE)
    assert wanting(score) == {"business": line(score, "business").possible // 2}


def test_what_was_told_for_the_wrong_business_does_not_count():
    score = full_card(choose("查询打印"), inform("free"), *CARD_DONE)
    assert line(score, "tell").points == FULL


def test_a_paper_missing_and_one_expired_are_told_at_once_and_the_matter_waits():
    who = visitor(CARD, 1, 0, "identity!")
    seen = {**CHECKS, "identity": Verdict.EXPIRED, "form": Verdict.MISSING}
    before = (ask("who"), ask("before"), choose("申领社保卡"), *(check(id, each) for id, each in seen.items()))
    everything = inform("identity", "form", "password", "limit")
    assert wanting(scored(who, say(COMFORT), *before, decide(Decision.AWAIT), everything)) == {}
    # Only one of them, and the rest afterwards: half for what came late.
    late = scored(
        who, say(COMFORT), *before, decide(Decision.AWAIT), inform("identity", "password"), inform("form", "limit")
    )
    assert wanting(late) == {"tell": FULL * 3 // 4}
    assert "补交申请表" in line(late, "tell").right
    # Nothing said at all.
    silent = scored(who, say(COMFORT), *before, decide(Decision.AWAIT))
    assert wanting(silent) == {"tell": 0}
    # Handled although papers are wanting.
    handled = scored(who, say(COMFORT), *before, everything, decide(Decision.WITHIN, LIMIT), do_step("s1"))
    assert {"decision", "steps"} <= set(wanting(handled)) and not handled.resolved


@pytest.mark.parametrize(("paper", "why"), [("record", "系统可查"), ("street", "不得索要"), ("form", "已经交了")])
def test_asking_for_what_may_not_be_asked_for_is_a_breach(paper, why):
    score = full_card(*without(inform("password", "limit")), inform("password", "limit", paper))
    assert score.points(Side.COMPLIANCE) == FULL // 2
    assert why in line(score, "needless_paper").right


def test_steps_count_by_their_order_and_needless_ones_cost():
    swapped = (*without(do_step("s1"), do_step("s2"), do_step("s3"), pass_to_review()),)
    possible = line(full_card(), "steps").possible
    for steps, part in ((("s2", "s1", "s3"), 2 / 3), (("s1", "s2", "w1", "s3"), 3 / 4), (("s1",), 1 / 3), ((), 0)):
        score = full_card(*swapped, *map(do_step, steps), pass_to_review())
        assert abs(line(score, "steps").points - possible * part) <= possible / 50, steps


def test_what_must_be_reviewed_is_passed_on_when_it_is_done():
    assert line(full_card(*without(pass_to_review())), "no_review").points == -FULL // 2
    early = full_card(*without(pass_to_review(), do_step("s3")), pass_to_review(), do_step("s3"))
    assert "没有办完" in line(early, "no_review").happened
    needless = scored(visitor(PRINT), *PRINTED, pass_to_review())
    assert "不需要的复核" in line(needless, "steps").happened


def test_the_wrong_limit_is_worth_half_a_decision():
    score = full_card(*without(decide(Decision.WITHIN, LIMIT)), decide(Decision.WITHIN, "20个工作日"))
    assert line(score, "decision").points == line(score, "decision").possible // 2
    assert "10个工作日" in line(score, "decision").right and not score.resolved


def test_who_is_asked_first_hands_over_properly():
    before = (say(COMFORT), ask("who"), choose("退税"), decide(Decision.ELSEWHERE), inform("where"))
    assert wanting(scored(visitor(TAX), *before, hand_over("税务局", Escort.WRITTEN))) == {}
    pointed = scored(visitor(TAX), *before, hand_over("税务局", Escort.POINTED))
    assert line(pointed, "hand-over").points == line(pointed, "hand-over").possible // 2
    assert line(scored(visitor(TAX), *before, hand_over("公安局", Escort.LED)), "hand-over").points == 0
    assert line(scored(visitor(TAX), *before), "hand-over").points == 0


def test_somebody_elses_data_are_refused_and_giving_them_is_a_red_line():
    before = (say(COMFORT), ask("who"), choose("查询打印"), inform("law"))
    right = (decide(Decision.REFUSE, refusal=Refusal.OTHERS_DATA), call_leader())
    assert wanting(scored(visitor(SPY), *before, *right)) == {}
    other = scored(visitor(SPY), *before, decide(Decision.REFUSE, refusal=Refusal.NOT_ENTITLED), call_leader())
    assert line(other, "decision").points == line(other, "decision").possible // 2 and not other.red_lines
    given = scored(visitor(SPY), *before, decide(Decision.AT_ONCE))
    assert [each.rule for each in given.red_lines] == ["red-line.others-data"]
    assert "没有本人授权" in given.red_lines[0].right
    # Who thinks better of it before the goodbye has not crossed it.
    assert not scored(visitor(SPY), *before, decide(Decision.AT_ONCE), *right).red_lines


def test_a_gift_is_declined():
    assert wanting(scored(visitor(PRINT), *PRINTED)) == {}
    left = scored(visitor(PRINT), *PRINTED[:-1])
    assert line(left, "gift_left").points == -FULL // 2
    taken = scored(visitor(PRINT), *PRINTED[:-1], accept_gift())
    assert [each.rule for each in taken.red_lines] == ["red-line.gift"]


def test_a_leader_is_not_called_for_nothing():
    score = full_card(call_leader(), *CARD_DONE)
    assert line(score, "leader").points == 0
    angry = scored(visitor(CARD, 1, 0, "identity", "form", kind=PersonKind.ANGRY), call_leader(), *CARD_DONE)
    assert "leader" not in {each.rule for each in angry.lines}


def test_service_is_heard_at_its_time():
    who = visitor(CARD, 1, 0, "identity", "form")

    def played(*actions):
        state = done(opened(who), *actions)
        return score_case(state.shift, state.cases[0], 0, RUBRIC)

    mute = played(call_next(), *CARD_DONE, finish())
    assert mute.points(Side.SERVICE) == 0
    # A goodbye at the beginning and a greeting at the end are neither.
    turned = played(call_next(), say(GOODBYE), *CARD_DONE, say(GREETING), finish())
    assert {"greeting", "farewell"} <= set(wanting(turned))
    curt = played(call_next(), say(GREETING), say(CURT), *CARD_DONE, *BYE)
    assert line(curt, "restraint").points == line(curt, "restraint").possible // 2
    assert "快点说" in line(curt, "restraint").happened


def test_special_needs_and_anger_ask_for_more():
    angry = scored(visitor(CARD, 1, 0, "identity", "form", kind=PersonKind.ANGRY), *CARD_DONE)
    assert set(wanting(angry)) == {"comfort"}
    deaf = visitor(CARD, 1, 0, "identity", "form", kind=PersonKind.DEAF)
    assert set(wanting(scored(deaf, give_aid(Aid.SLOWER), *CARD_DONE))) == {"aid"}
    assert wanting(scored(deaf, give_aid(Aid.WRITE), *CARD_DONE)) == {}
    state = done(opened(visitor(CARD, 1, 0, "identity", "form")), *HELLO, *CARD_DONE, *BYE)
    assert "comfort" not in {each.rule for each in score_case(state.shift, state.cases[0], 0, RUBRIC).lines}


def test_no_decision_no_compliance():
    score = scored(visitor(CARD))
    assert score.points(Side.COMPLIANCE) == 0 and score.points(Side.CORRECTNESS) == 0


# The shift as a whole


def finished(state):
    return advance(state, 30 * 60).state


def test_a_perfect_shift_has_a_hundred_points():
    state = done(
        opened(visitor(CARD, 1, 0, "identity", "form"), visitor(PRINT, 2, 0)),
        *HELLO, *CARD_DONE, *BYE, *HELLO, *PRINTED, *BYE,
    )  # fmt: skip
    score = score_shift(finished(state), RUBRIC)
    assert score.total == 1000 and score.passed and score.points == 100.0
    assert (score.figures.came, score.figures.resolved, score.figures.left) == (2, 2, 0)


def test_nothing_done_is_worth_nothing():
    score = score_shift(advance(opened(visitor(CARD, 1), visitor(PRINT, 2)), 90 * 60).state, RUBRIC)
    assert score.total == 0 and not score.passed
    assert all(side.points == 0 for side in score.sides)


def test_calling_people_and_sending_them_away_at_once_is_worth_nothing():
    state = done(opened(visitor(CARD, 1), visitor(PRINT, 2)), call_next(), finish(), call_next(), finish())
    assert score_shift(finished(state), RUBRIC).total == 0


def test_a_red_line_voids_the_whole_shift():
    state = done(
        opened(visitor(CARD, 1, 0, "identity", "form"), visitor(PRINT, 2, 0)),
        *HELLO, *CARD_DONE, *BYE, call_next(), say(INSULT),
    )  # fmt: skip
    score = score_shift(finished(state), RUBRIC)
    assert score.total == 0 and not score.passed
    assert [each.rule for each in score.red_lines] == ["red-line.veto-phrase"]


def test_one_side_far_too_weak_fails_a_shift_with_enough_points():
    state = done(
        opened(visitor(CARD, 1, 0, "identity", "form")), *HELLO, *without(inform("password", "limit")), *BYE
    )  # fmt: skip
    score = score_shift(finished(state), RUBRIC)
    assert score.total == 800 and score.short == (Side.COMPLETENESS,) and not score.passed


def test_leaving_in_the_queue_is_only_charged_where_the_standard_pace_would_have_reached_them():
    slow = done(opened(visitor(PRINT, 1), visitor(PRINT, 2, 5, patience=600)), *HELLO, *PRINTED, every=80)
    score = score_shift(finished(done(slow, *BYE)), RUBRIC)
    assert (score.figures.left, score.figures.excused) == (1, 0)
    assert score.side(Side.THROUGHPUT).points < 40
    # Here nobody could have been quick enough.
    hasty = done(opened(visitor(PRINT, 1), visitor(PRINT, 2, 5, patience=60)), *HELLO, *PRINTED, *BYE)
    score = score_shift(finished(hasty), RUBRIC)
    assert (score.figures.left, score.figures.excused) == (1, 1)
    assert score.side(Side.THROUGHPUT).points == 80 and score.side(Side.WAITING).points == 70


def test_dawdling_makes_those_behind_wait():
    two = opened(visitor(PRINT, 1), visitor(PRINT, 2))
    quick = done(two, *HELLO, *PRINTED, *BYE, *HELLO, *PRINTED, *BYE)
    idle = advance(done(two, *HELLO, *PRINTED, *BYE), 900).state
    slow = done(idle, *HELLO, *PRINTED, *BYE)
    assert score_shift(finished(quick), RUBRIC).side(Side.WAITING).points == 70
    assert 35 < score_shift(finished(slow), RUBRIC).side(Side.WAITING).points < 70


def test_dealing_with_what_comes_between_is_not_held_against_the_teller():
    fault = Incident(IncidentKind.FAULT, 15, 300)

    def served(response: Response):
        state = done(opened(visitor(PRINT), incidents=(fault,)), *HELLO, *PRINTED[:4], respond(response))
        if response is Response.EXPLAIN:
            state = advance(state, 320).state
        return score_shift(finished(done(state, *PRINTED[4:], *BYE)), RUBRIC)

    for response in (Response.KEEP_PAPERS, Response.EXPLAIN):
        assert served(response).total == 1000, response


def test_a_deserted_window_costs_half_of_compliance():
    state = done(opened(visitor(PRINT, 1), visitor(PRINT, 2)), *HELLO, *PRINTED, *BYE)
    full = score_shift(state, RUBRIC).side(Side.COMPLIANCE)
    left = score_shift(done(state, end_shift()), RUBRIC)
    assert left.side(Side.COMPLIANCE).points == full.points // 2
    assert "还有 1 位" in next(line.happened for line in left.lines if line.rule == "deserted")


def test_incidents_belong_to_service_and_an_acquaintance_to_compliance():
    incidents = (Incident(IncidentKind.PUSHES_IN, 1), Incident(IncidentKind.ACQUAINTANCE, 2))
    who = opened(visitor(CARD, 1, 0, "identity", "form"), incidents=incidents)

    def answered(*responses):
        return score_shift(finished(done(who, *HELLO, *map(respond, responses), *CARD_DONE, *BYE)), RUBRIC)

    right = answered(Response.ASK_TO_QUEUE, Response.ASK_TO_QUEUE)
    assert right.total == 1000
    ignored = answered()
    assert ignored.side(Side.SERVICE).points == 75 and ignored.side(Side.COMPLIANCE).points == 75
    favoured = answered(Response.SERVE_FIRST, Response.SERVE_FIRST)
    assert favoured.side(Side.COMPLIANCE).points == 75
    assert "一样对待" in next(line.right for line in favoured.lines if line.rule == "incident.1")


def test_calling_out_of_turn_is_for_those_who_go_first_by_right():
    def called(kind):
        state = done(
            opened(visitor(CARD, 1), visitor(PRINT, 2, 0, kind=kind)), call_next("A002"), say(GREETING),
            give_aid(Aid.LOW_COUNTER), *PRINTED, *BYE,
        )  # fmt: skip
        return score_case(state.shift, state.cases[0], 0, RUBRIC)

    assert line(called(PersonKind.ORDINARY), "out_of_turn").points == -FULL // 2
    assert wanting(called(PersonKind.DISABLED)) == {}
