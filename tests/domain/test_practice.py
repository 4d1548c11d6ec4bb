"""What is chosen for practice: the same all day, mixed as promised, weak spots explained, nothing untrue asked."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.business import BusinessLine
from app.domain.memory import Aim, Memory, remember
from app.domain.practice import (
    DAILY,
    LEAST_ANSWERS,
    WEAK_SHARE,
    WEEKLY,
    Practised,
    Reason,
    State,
    askable,
    daily,
    due,
    missed,
    of_due,
    of_line,
    of_missed,
    of_weak_spots,
    standings,
    unseen,
    weak_spots,
    weekly,
)
from app.domain.practice_outlook import outlook
from app.domain.question_card import QuestionCard
from app.domain.questions import QuestionType

TODAY = date(2026, 11, 24)
LINES = (BusinessLine.WORK_INJURY, BusinessLine.CARD, BusinessLine.LANGUAGE)


def card(number: int, line: BusinessLine = BusinessLine.CARD, tags: tuple[str, ...] = ()) -> QuestionCard:
    return QuestionCard(
        f"q{number:03d}", QuestionType.SINGLE, line, "主题", f"题 {number}", 1 + number % 5, tags, "全国", None, None,
        "", 1, "a.yaml",
    )  # fmt: skip


CARDS = tuple(card(i, LINES[i % 3], ("时限",) if i % 4 == 0 else ()) for i in range(60))


def memory(number: int, due_in: int, answered: int = 5) -> Memory:
    last = TODAY - timedelta(days=answered)
    return Memory(f"q{number:03d}", 5.0, 5.0, due_in + answered, last, TODAY + timedelta(days=due_in), 1)


def state(memories: list[Memory] = [], history: list[Practised] = [], **changes: object) -> State:  # noqa: B006
    made = State("p1", TODAY, CARDS, {each.question_id: each for each in memories}, history)
    return replace(made, **changes)  # type: ignore[arg-type]


def done(number: int, share: float, days_ago: int = 1) -> Practised:
    return Practised(f"q{number:03d}", TODAY - timedelta(days=days_ago), share)


def test_expired_reviewed_foreign_and_doubled_questions_are_never_asked() -> None:
    good = card(1)
    others = [
        replace(card(2), expires=TODAY - timedelta(days=1)),
        replace(card(3), effective=TODAY + timedelta(days=1)),
        replace(card(4), review="第十七条已修改"),
        replace(card(5), region="江苏省"),
        replace(card(1), stem="同号"),
    ]
    assert askable([good, *others], TODAY) == (good,)
    assert len(askable([good, *others], TODAY, "江苏省南京市")) == 2


def test_a_first_day_is_ten_new_questions_evenly_over_the_lines_easy_ones_first() -> None:
    ten = daily(state())
    assert len(ten) == DAILY and {each.reason for each in ten} == {Reason.UNSEEN}
    lines = [next(c.line for c in CARDS if c.id == each.question_id) for each in ten]
    assert {lines.count(line) for line in LINES} <= {3, 4}
    assert all(next(c.difficulty for c in CARDS if c.id == each.question_id) == 1 for each in ten)


def test_a_usual_day_mixes_reviews_weak_spots_and_new_questions() -> None:
    memories = [memory(i, -1) for i in range(0, 30)]
    history = [done(i, 0.2 if i % 3 == 0 else 1.0) for i in range(30)]
    reasons = [each.reason for each in daily(state(memories, history))]
    assert (reasons.count(Reason.DUE), reasons.count(Reason.WEAK), reasons.count(Reason.UNSEEN)) == (5, 2, 3)
    assert reasons != sorted(reasons, key=lambda reason: reason.value)
    hurried = [each.reason for each in daily(state(memories, history), new_wanted=8)]
    assert hurried.count(Reason.UNSEEN) == 6 and hurried.count(Reason.DUE) == 4


def test_when_everything_was_seen_and_nothing_is_due_the_ten_are_those_due_soonest() -> None:
    ten = daily(state([memory(i, 5 + i) for i in range(60)]))
    assert {each.question_id for each in ten} == {f"q{i:03d}" for i in range(10)}
    assert {each.reason for each in ten} == {Reason.SEEN}


memories_drawn = st.lists(
    st.builds(memory, st.integers(0, 59), st.integers(-20, 60), st.integers(0, 90)),
    unique_by=lambda each: each.question_id,
    max_size=60,
)
histories = st.lists(
    st.builds(done, st.integers(0, 70), st.sampled_from([0.0, 0.5, 1.0]), st.integers(0, 30)), max_size=80
).map(lambda found: sorted(found, key=lambda each: each.day))


@given(memories_drawn, histories, st.integers(0, 20))
def test_whatever_was_done_before_the_sets_are_full_distinct_askable_and_the_same_again(
    memories: list[Memory], history: list[Practised], new_wanted: int
) -> None:
    now = state(memories, history)
    here = {each.id for each in CARDS}
    for size, made in ((DAILY, lambda: daily(now, new_wanted)), (WEEKLY, lambda: weekly(now))):
        found = made()
        ids = [each.question_id for each in found]
        assert len(ids) == size == len(set(ids)) and set(ids) <= here
        assert made() == found
        assert [each.question_id for each in made()] != sorted(ids) or size < 3
    for found in (of_weak_spots(now), of_missed(now), of_due(now), *(of_line(now, line) for line in LINES)):
        ids = [each.question_id for each in found]
        assert len(ids) == len(set(ids)) and set(ids) <= here
    assert {each.question_id for each in of_missed(now)} <= set(missed(now))
    assert set(unseen(now)) == here - {each.question_id for each in memories}
    assert all(now.memories[id].due <= TODAY for id in due(now))


def test_another_person_and_another_day_get_another_mixture() -> None:
    first = daily(state())
    assert first != daily(state(person_id="p2")) and first != daily(state(day=TODAY + timedelta(days=1)))


def test_weak_spots_are_the_lowest_recent_shares_and_say_why() -> None:
    history = [done(3 * i, 1.0, 60) for i in range(20)]  # work injury: long ago all right …
    history += [done(3 * i, 0.25, 2) for i in range(20)]  # … lately not
    history += [done(3 * i + 1, 0.7, 1) for i in range(4)]
    history += [done(2, 0.0, 1)] * (LEAST_ANSWERS - 1)
    spots = weak_spots(state(history=history))
    assert [spot.label for spot in spots][0] == "工伤保险"
    assert spots[0].words == "工伤保险：最近 20 次得分率 25%"
    assert all(spot.share < WEAK_SHARE and spot.answers >= LEAST_ANSWERS for spot in spots)
    assert "服务用语" not in [spot.label for spot in spots]
    shares = [each.share for each in standings(state(history=history))]
    assert shares == sorted(shares)
    chosen = of_weak_spots(state(history=history))
    assert all(any(spot.covers(c) for spot in spots) for c in CARDS if c.id in {e.question_id for e in chosen})


def test_a_missed_question_leaves_the_list_when_it_is_answered_rightly() -> None:
    history = [done(1, 0.5, 9), done(2, 0.0, 8), done(3, 0.0, 7), done(2, 1.0, 1)]
    assert missed(state(history=history)) == ("q001", "q003")
    assert of_missed(state(history=history))[0].reason is Reason.MISSED


@given(memories_drawn, st.integers(0, 60), st.integers(0, 10))
def test_the_outlook_stays_within_what_there_is(memories: list[Memory], days: int, left: int) -> None:
    aim = Aim(TODAY + timedelta(days=days))
    found = outlook(memories, 60, TODAY, aim, left)
    assert found.will_see is not None and found.seen <= found.will_see <= 60
    assert found.will_see - found.seen <= left + DAILY * max(0, days - 1)
    later = outlook(memories, 60, TODAY, Aim(aim.exam_day + timedelta(days=10)), left)
    assert later.will_see is not None and later.will_see >= found.will_see


def test_without_an_exam_day_nothing_is_promised() -> None:
    assert outlook([], 60, TODAY, Aim()).will_see is None


def test_the_outlook_is_what_practising_every_day_really_brings() -> None:
    """Sixty questions, twelve days, everything known: the promise is kept when the ten are done each day."""
    aim = Aim(TODAY + timedelta(days=12))
    promised = outlook([], 60, TODAY, aim)
    memories: dict[str, Memory] = {}
    for offset in range(12):
        today = TODAY + timedelta(days=offset)
        now = State("p1", today, CARDS, memories, [])
        wanted = outlook(memories.values(), 60, today, aim).new_a_day
        for chosen in daily(now, wanted):
            load: dict[date, int] = {}
            memories[chosen.question_id] = remember(
                memories.get(chosen.question_id), chosen.question_id, 1.0, today, aim, load
            )
    assert len(memories) >= (promised.will_see or 0) - 3
    assert all(each.due < aim.exam_day or each.last == aim.exam_day - timedelta(days=1) for each in memories.values())
