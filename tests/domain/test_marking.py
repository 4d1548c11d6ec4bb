"""Every type of question marked: what is right, what is partly right, and that nothing else earns points."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from question_strategies import PROPERTY, questions

from app.domain.answers import (
    Answer,
    Chosen,
    Filled,
    Judged,
    Matched,
    Ordered,
    Said,
    Written,
    answer_from_plain,
    answer_to_plain,
    fits,
    parts_of,
    right_answer,
    rights,
)
from app.domain.hits import Hit
from app.domain.lexicon import Category
from app.domain.marking import Examiners, Verdict, mark, mark_part
from app.domain.questions import (
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    PartBody,
    Partial,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point, Turn
from app.domain.score_sheet import Dimension, ScoreLine, ScoreSheet, judge
from app.domain.transcript import Transcript, typed_transcript


def find(transcript: Transcript) -> tuple[Hit, ...]:
    """A lexicon of four words."""
    words = {"您好": Category.GREETING, "请稍等": Category.WAIT, "我帮您": Category.ASSIST, "不归我管": Category.SHIRK}
    text = transcript.text
    return tuple(
        Hit(category.kind, category, word, word, word, text.index(word), text.index(word) + len(word), 0.0, 1.0)
        for word, category in words.items()
        if word in text
    )


def score(transcript: Transcript, turn: Turn) -> ScoreSheet:
    """60 points for the model answer, 100 possible; 辱 voids it."""
    good = 100.0 if transcript.text == turn.exemplary else 60.0 if "您" in transcript.text else 0.0
    line = ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", good, 100.0, "理由")
    return judge(ScoreSheet((line,), 0.0, 100.0, False, "", (), "r1", "l1"))


EXAMINERS = Examiners(find, score)


def marked(body: PartBody, answer: Answer | None, full: int = 20, stem: str = "题干", partial: Partial | None = None):
    return mark_part(Part(stem, body), answer, full, EXAMINERS, partial)


def options(*right: bool) -> tuple[Option, ...]:
    return tuple(Option(f"选项{i}", each, why=f"因为{i}") for i, each in enumerate(right))


def test_a_single_choice_is_right_or_nothing():
    body = Single(options(False, True, False))
    assert marked(body, Chosen((1,))).points == 20
    wrong = marked(body, Chosen((2,)))
    assert (wrong.points, wrong.verdict) == (0, Verdict.WRONG)
    assert "因为2" in wrong.why


@pytest.mark.parametrize(
    ("partial", "chosen", "points"),
    [
        (Partial.NONE, (0, 1, 2), 20),
        (Partial.NONE, (0, 1), 0),
        (Partial.HALF, (0,), 10),
        (Partial.HALF, (0, 1), 10),
        (Partial.PER_OPTION, (0,), 6),
        (Partial.PER_OPTION, (0, 2), 13),
        (Partial.PER_OPTION, (0, 1, 2), 20),
        (Partial.PER_OPTION, (0, 1, 3), 0),
        (Partial.HALF, (3,), 0),
    ],
)
def test_an_incomplete_multiple_choice_earns_what_the_rule_says(partial, chosen, points):
    body = Multiple(options(True, True, True, False), partial)
    assert marked(body, Chosen(chosen)).points == points
    # The blueprint's rule goes before the question's.
    assert marked(replace(body, partial=Partial.NONE), Chosen(chosen), partial=partial).points == points


def test_a_judgement_says_what_is_true():
    assert marked(Judge(False), Judged(False)).points == 20
    wrong = marked(Judge(False), Judged(True))
    assert wrong.points == 0 and "错的" in wrong.why


def test_every_gap_has_its_share():
    body = Blank((Gap(("登记",)), Gap(number=15), Gap(("十日", "10日"))))
    assert marked(body, Filled(("登记", "15", "十日"))).points == 20
    partly = marked(body, Filled(("登 记", "14", "")))
    assert (partly.points, partly.verdict, partly.why) == (6, Verdict.PARTLY, "第 2、3 空不对。")


def test_steps_earn_by_rightly_following_each_other():
    body = Order(tuple("甲乙丙丁戊"))
    assert marked(body, Ordered((0, 1, 2, 3, 4))).points == 20
    assert marked(body, Ordered((4, 3, 2, 1, 0))).points == 0
    assert marked(body, Ordered((1, 2, 3, 4, 0))).points == 15
    assert marked(body, Ordered((0, 2, 1, 3, 4))).points == 5


def test_a_right_that_serves_two_lefts_is_right_for_both():
    body = Match((Pair("登记", "10日"), Pair("变更", "10日"), Pair("领取", "20日")), ("30日",))
    assert rights(body) == ("10日", "20日", "30日")
    assert marked(body, Matched((0, 0, 1))).points == 20
    assert marked(body, Matched((0, 2, None))).points == 6


REWRITE = Rewrite(
    "这不归我管", "您好，我帮您问。", (Category.GREETING, Category.ASSIST), (Point("p", "带过去", ("带您过去",)),)
)


@pytest.mark.parametrize(
    ("text", "points", "said"),
    [
        ("您好，我帮您问一下，带您过去。", 20, "都说到了"),
        ("您好，请到三楼。", 6, "主动协助"),
        ("您好，我帮您问一下，不过这不归我管，带您过去。", 0, "服务禁语"),
        ("请到三楼。", 0, "还缺"),
        ("   ", 0, "没有作答"),
    ],
)
def test_a_rewriting_is_free_of_the_phrase_and_says_what_is_needed(text, points, said):
    found = marked(REWRITE, Written(text))
    assert found.points == points
    assert said in found.why


def test_a_rewriting_without_needs_still_has_to_be_polite():
    body = Rewrite("等着！", "请稍等。")
    assert marked(body, Written("请稍等。")).points == 20
    assert marked(body, Written("嗯嗯")).points == 0
    assert marked(body, Written("等着")).points == 0


def test_the_phrase_itself_must_go_even_where_the_lexicon_does_not_know_it():
    body = Rewrite("等着，排队去！", "您好，请稍等。")
    assert marked(body, Written("您好，等着排队去")).why == "原来的禁语还在答案里，不得分。"


TURN = Turn("怎么办？", (Category.GREETING,), (), "您好，请坐。")


def test_a_reply_is_scored_by_the_rubric_and_typing_is_marked():
    spoken = marked(Spoken(TURN), Said("2026/a.wav", "0" * 64, typed_transcript("您好，请坐。")))
    assert (spoken.points, spoken.verdict) == (20, Verdict.RIGHT)
    typed = marked(Spoken(TURN), Written("您先坐"))
    assert typed.points == 12
    assert "打字作答" in typed.why and "迎候" in typed.why


def test_a_recording_nobody_could_listen_to_waits_for_a_trainer():
    found = marked(Spoken(TURN), Said("2026/a.wav", "0" * 64))
    assert (found.points, found.verdict) == (0, Verdict.UNHEARD)


@given(questions(), st.integers(1, 400), st.sampled_from([None, *Partial]))
@PROPERTY
def test_the_right_answer_earns_full_points_and_nothing_none(question, full, partial):
    parts = parts_of(question)
    nothing = mark(question, (None,) * len(parts), full, EXAMINERS, partial)
    assert (nothing.points, nothing.full, nothing.verdict) == (0, full, Verdict.MISSING)
    if any(isinstance(part.body, Rewrite | Spoken) for part in parts):
        return  # whether a model answer is polite is the lexicon's business
    found = mark(question, tuple(right_answer(part.body) for part in parts), full, EXAMINERS, partial)
    assert (found.points, found.verdict) == (full, Verdict.RIGHT), found


def answers_to(body: PartBody) -> st.SearchStrategy[Answer | None]:
    match body:
        case Single(options):
            some = st.builds(Chosen, st.tuples(st.integers(0, len(options) - 1)))
        case Multiple(options):
            some = st.builds(Chosen, st.sets(st.integers(0, len(options) - 1)).map(lambda s: tuple(sorted(s))))
        case Judge():
            some = st.builds(Judged, st.booleans())
        case Blank(gaps):
            filled = [st.sampled_from([*gap.accept, "", "0", "十五"]) for gap in gaps]
            some = st.builds(Filled, st.tuples(*filled))
        case Order(steps):
            some = st.builds(Ordered, st.permutations(range(len(steps))).map(tuple))
        case Match(pairs):
            place = st.none() | st.integers(0, len(rights(body)) - 1)
            some = st.builds(Matched, st.tuples(*[place] * len(pairs)))
        case _:
            some = st.builds(Written, st.sampled_from(["", "您好", "我帮您", "不归我管"]))
    return st.none() | some


@st.composite
def sat(draw: st.DrawFn):
    question = draw(questions())
    return question, tuple(draw(answers_to(part.body)) for part in parts_of(question))


@given(sat(), st.integers(0, 400), st.sampled_from([None, *Partial]))
@PROPERTY
def test_points_stay_within_bounds_and_answers_survive_storing(pair, full, partial):
    question, answers = pair
    assert all(a is None or fits(a, p.body) for a, p in zip(answers, parts_of(question), strict=True))
    found = mark(question, answers, full, EXAMINERS, partial)
    assert 0 <= found.points <= found.full == full
    assert found.why
    assert sum(part.points for part in found.parts) == (found.points if found.parts else 0)
    assert tuple(answer_from_plain(answer_to_plain(each)) for each in answers) == answers
    # A faultless answer never earns less by a kinder rule.
    if isinstance(question.body, Multiple):
        by_rule = [mark(question, answers, full, EXAMINERS, rule).points for rule in Partial]
        assert by_rule[0] <= by_rule[1] and by_rule[0] <= by_rule[2]


@given(sat(), st.randoms(use_true_random=False))
@PROPERTY
def test_the_order_in_which_options_stand_does_not_matter(pair, random):
    question, answers = pair
    body = question.body
    if not isinstance(body, Single | Multiple) or answers[0] is None:
        return
    places = list(range(len(body.options)))
    random.shuffle(places)
    mixed = replace(question, body=replace(body, options=tuple(body.options[i] for i in places)))
    moved = Chosen(tuple(sorted(places.index(i) for i in answers[0].options)))
    assert mark(mixed, (moved,), 20, EXAMINERS).points == mark(question, answers, 20, EXAMINERS).points


def test_answers_of_another_kind_count_as_none():
    assert marked(Single(options(True, False)), Judged(True)).verdict is Verdict.MISSING
    assert marked(Single(options(True, False)), Chosen((7,))).verdict is Verdict.MISSING
    assert marked(Order(("甲", "乙")), Ordered((0, 0))).verdict is Verdict.MISSING


def test_a_case_shares_its_points_among_its_parts():
    from datetime import date

    from app.domain.business import BusinessLine
    from app.domain.questions import Question

    parts = (Part("一", Judge(True)), Part("二", Judge(True)), Part("三", Single(options(True, False))))
    question = Question("c", BusinessLine.CARD, "案情", Case(parts), effective=date(2020, 1, 1))
    found = mark(question, (Judged(True), Judged(False), None), 50, EXAMINERS)
    assert [part.full for part in found.parts] == [17, 17, 16]
    assert (found.points, found.verdict) == (17, Verdict.PARTLY)
