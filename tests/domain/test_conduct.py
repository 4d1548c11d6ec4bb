"""How points come about, by example and by rules that hold for every reply."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conduct import Dimension, Effect, Evidence, score
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind, Severity
from app.domain.rubric import Deductions, Delivery, InformalGreeting, Rubric, Weights
from app.domain.scenario import Point, Turn
from app.domain.transcript import Span, Transcript, Word, typed_transcript

FORBIDDEN = [category for category in Category if category.kind is Kind.FORBIDDEN]
POLITE = [category for category in Category if category.kind is Kind.POLITE]
RUBRIC = Rubric(
    version="test",
    pass_mark=600,
    weights=Weights(300, 300, 300, 100),
    informal_greeting=InformalGreeting(spoken=100, typed=50),
    deductions=Deductions(tuple((category, 100) for category in FORBIDDEN), at_most=300, fails_from=2),
    delivery=Delivery(slowest=80, fastest=320, judged_from=10, longest_pause=3.0, first_word=5.0),
)
TURN = Turn(
    says="我来认证。",
    stages=(Category.GREETING, Category.FAREWELL),
    points=(Point("free", "不收费", ("不收费",), must=True), Point("phone", "可用手机", ("用手机",))),
    exemplary="",
)
POINTS = {"free": (Evidence("不收费", 1, 2),), "phone": (Evidence("用手机", 2, 3),)}


def spoken(text: str, start: float = 0.5, pace: float = 0.3) -> Transcript:
    words = tuple(Word(c, start + i * pace, start + (i + 1) * pace) for i, c in enumerate(text))
    end = start + len(text) * pace
    return Transcript(words, end + 0.5, (Span(start, end),), engine="test 1", model="0" * 12)


def polite(category: Category, heard: str, start: float = 0.5, certain: bool = True) -> Hit:
    return Hit(Kind.POLITE, category, f"P-{heard}", heard, heard, 0, len(heard), start, start + 1, certain=certain)


def forbidden(phrase: str, start: float = 2.0, veto: bool = False, certain: bool = True) -> Hit:
    severity = Severity.VETO if veto else Severity.DEDUCT
    return Hit(
        Kind.FORBIDDEN, Category.SHIRK, f"F-{phrase}", phrase, phrase, 3, 6, start, start + 1,
        severity=severity, certain=certain, instead="我帮您问问。",
    )  # fmt: skip


REPLY = spoken("您好，认证不收费，您可以用手机办，请慢走。")
HITS = (polite(Category.GREETING, "您好"), polite(Category.FAREWELL, "请慢走", 5.0))


def lines(sheet):
    return {line.rule: line for line in sheet.lines}


def test_a_whole_reply_earns_everything():
    sheet = score(REPLY, HITS, TURN, POINTS, RUBRIC, "lexicon-1")
    assert (sheet.total, sheet.possible, sheet.passed, sheet.veto) == (100.0, 100.0, True, "")
    assert (sheet.rubric_version, sheet.lexicon_version) == ("test", "lexicon-1")
    greeting = lines(sheet)["language.greeting"]
    assert (greeting.points, greeting.possible) == (15.0, 15.0)
    assert greeting.evidence == (Evidence("您好", 0.5, 1.5),)
    assert lines(sheet)["points.free"].title == "★不收费"


def test_extra_politeness_earns_nothing_more():
    more = (*HITS, polite(Category.GREETING, "您好", 3.0), polite(Category.THANKS, "谢谢"))
    assert score(REPLY, more, TURN, POINTS, RUBRIC, "").total == 100.0
    assert score(REPLY, HITS[:1] * 3, TURN, POINTS, RUBRIC, "").total == 85.0


def test_a_must_point_left_out_fails_the_reply():
    sheet = score(REPLY, HITS, TURN, {"phone": POINTS["phone"], "free": ()}, RUBRIC, "")
    assert (sheet.total, sheet.passed) == (85.0, False)
    assert "★" in lines(sheet)["points.free"].reason
    assert score(REPLY, HITS, TURN, {"free": POINTS["free"]}, RUBRIC, "").passed


def test_a_forbidden_phrase_costs_points_and_says_what_to_say_instead():
    sheet = score(REPLY, (*HITS, forbidden("不归我管")), TURN, POINTS, RUBRIC, "")
    line = lines(sheet)["forbidden.F-不归我管"]
    assert (sheet.total, sheet.passed) == (90.0, True)
    assert (line.points, line.possible, line.effect) == (-10.0, 0.0, Effect.DEDUCTION)
    assert "我帮您问问" in line.reason
    assert line.evidence[0].start == 2.0


def test_repeated_forbidden_phrases_stop_costing_when_nothing_is_left_and_fail_the_reply():
    said = tuple(forbidden("不归我管", start) for start in (2.0, 3.0, 4.0, 5.0))
    sheet = score(REPLY, HITS + said, TURN, POINTS, RUBRIC, "")
    assert (sheet.total, sheet.passed) == (70.0, False)
    assert [line.points for line in sheet.lines if line.effect is Effect.DEDUCTION] == [-10, -10, -10, 0]
    assert len(lines(sheet)) == len(sheet.lines)


def test_an_insult_voids_everything():
    sheet = score(REPLY, (*HITS, forbidden("老糊涂", veto=True)), TURN, POINTS, RUBRIC, "")
    assert (sheet.total, sheet.passed, sheet.veto) == (0.0, False, "forbidden.F-老糊涂")


@pytest.mark.parametrize("veto", [False, True])
def test_what_the_audio_cannot_tell_costs_nothing_but_is_shown(veto):
    sheet = score(REPLY, (*HITS, forbidden("不归我管", veto=veto, certain=False)), TURN, POINTS, RUBRIC, "")
    assert (sheet.total, sheet.passed, sheet.veto) == (100.0, True, "")
    assert any("不归我管" in hint for hint in sheet.hints)


def test_an_unclear_courtesy_counts_in_favour_of_the_speaker_with_a_hint():
    hits = (polite(Category.GREETING, "您好", certain=False), HITS[1])
    sheet = score(REPLY, hits, TURN, POINTS, RUBRIC, "")
    assert sheet.total == 100.0
    assert any("您好" in hint for hint in sheet.hints)


def test_an_informal_greeting_is_a_hint_when_spoken_and_half_when_typed():
    text = "你好，认证不收费，您可以用手机办，请慢走。"
    aloud = score(spoken(text), HITS[1:], TURN, POINTS, RUBRIC, "")
    assert aloud.total == 100.0
    assert any("您好" in hint for hint in aloud.hints)
    assert lines(aloud)["language.greeting"].evidence[0].start == pytest.approx(0.5)
    written = score(typed_transcript(text), HITS[1:], TURN, POINTS, RUBRIC, "")
    greeting = lines(written)["language.greeting"]
    assert (greeting.points, greeting.possible) == (8.3, 16.7)  # half, rounded down to a tenth


@pytest.mark.parametrize("text", ["你好久没来了吧", "我都是为你好啊", "你好像没带身份证"])
def test_words_that_only_contain_it_are_no_greeting(text):
    assert lines(score(spoken(text), HITS[1:], TURN, POINTS, RUBRIC, ""))["language.greeting"].points == 0


@pytest.mark.parametrize(
    "transcript",
    [
        Transcript((), 5.0, engine="test 1", model="0"),
        Transcript((Word("……", 0, 1),), 5.0, (Span(0, 1),), engine="test 1"),
        replace(REPLY, activity=()),  # words over noise in which nobody speaks
        typed_transcript(""),
    ],
)
def test_where_nobody_speaks_nothing_is_earned_and_nothing_lost(transcript):
    sheet = score(transcript, (*HITS, forbidden("老糊涂", veto=True)), TURN, POINTS, RUBRIC, "")
    assert (sheet.total, sheet.passed, sheet.veto) == (0.0, False, "")
    assert all(line.points == 0 for line in sheet.lines)
    assert sheet.possible == 100.0
    assert "没有听到有人说话。" in sheet.hints


def test_a_sound_that_answers_nothing_earns_nothing():
    sheet = score(spoken("嗯嗯今天天气不错啊"), (), TURN, {}, RUBRIC, "")
    assert sheet.total == 0.0
    shirked = score(spoken("这个不归我管"), (forbidden("不归我管"),), TURN, {}, RUBRIC, "")
    assert shirked.total == 0.0
    assert lines(shirked)["forbidden.F-不归我管"].points == 0.0


def test_dimensions_that_do_not_apply_give_their_weight_away():
    plain = replace(TURN, points=())
    sheet = score(REPLY, HITS, plain, {}, RUBRIC, "")
    assert (sheet.total, sheet.possible) == (100.0, 100.0)
    assert {line.dimension for line in sheet.lines} == {Dimension.LANGUAGE, Dimension.FORBIDDEN, Dimension.DELIVERY}
    typed = score(typed_transcript(REPLY.text), HITS, TURN, POINTS, RUBRIC, "")
    assert (typed.total, typed.possible) == (100.0, 100.0)
    assert Dimension.DELIVERY not in {line.dimension for line in typed.lines}
    nothing_asked = score(REPLY, (), replace(plain, stages=()), {}, RUBRIC, "")
    assert (nothing_asked.total, nothing_asked.possible) == (100.0, 100.0)


def test_delivery_is_judged_by_speed_pause_and_first_word():
    hurried = score(spoken(REPLY.text, pace=0.1), HITS, TURN, POINTS, RUBRIC, "")
    assert lines(hurried)["delivery.speed"].points == 0.0
    assert "600" not in lines(hurried)["delivery.speed"].reason  # punctuation is not counted as said
    late = score(spoken(REPLY.text, start=6.0), HITS, TURN, POINTS, RUBRIC, "")
    assert lines(late)["delivery.first-word"].points == 0.0
    paused = replace(REPLY, activity=(Span(0.5, 3.0), Span(7.0, 9.0)))
    line = lines(score(paused, HITS, TURN, POINTS, RUBRIC, ""))["delivery.pause"]
    assert (line.points, line.evidence) == (0.0, (Evidence("（停顿）", 3.0, 7.0),))
    short = score(spoken("您好，请慢走。", pace=0.02), HITS, replace(TURN, points=()), {}, RUBRIC, "")
    assert lines(short)["delivery.speed"].points > 0


times = st.floats(0, 30, allow_nan=False)
forbidden_hits = st.builds(
    forbidden, st.sampled_from(["不归我管", "急什么", "办不了"]), times, st.booleans(), st.booleans()
)
polite_hits = st.builds(
    polite, st.sampled_from(POLITE), st.sampled_from(["您好", "请坐", "谢谢"]), times, st.booleans()
)
hit_lists = st.lists(st.one_of(forbidden_hits, polite_hits), max_size=8)
turns = st.builds(
    Turn,
    st.just("？"),
    st.lists(st.sampled_from(POLITE), max_size=7).map(tuple),
    st.lists(st.sampled_from("abcdefg"), unique=True, max_size=7).map(
        lambda ids: tuple(Point(id, id, (id,), must=id < "c") for id in ids)
    ),
    st.just(""),
)
said_points = st.dictionaries(st.sampled_from("abcdefg"), st.just((Evidence("x", 0, 1),)))
transcripts = st.builds(
    lambda text, start, pace, typed: typed_transcript(text) if typed else spoken(text, start, pace),
    st.text("您你好请坐谢慢走，。", max_size=30),
    times,
    st.floats(0.05, 1),
    st.booleans(),
)


@given(transcripts, hit_lists, turns, said_points)
def test_points_add_up_stay_in_range_and_are_the_same_every_time(transcript, hits, turn, said):
    sheet = score(transcript, hits, turn, said, RUBRIC, "")
    tenths = sum(round(line.points * 10) for line in sheet.lines)
    assert round(sheet.total * 10) == (0 if sheet.veto else tenths)
    assert 0 <= sheet.total <= sheet.possible == 100.0
    assert sum(round(line.possible * 10) for line in sheet.lines) == 1000
    assert len({line.rule for line in sheet.lines}) == len(sheet.lines)
    assert all(line.reason and line.title for line in sheet.lines)
    assert score(transcript, hits[::-1], turn, said, RUBRIC, "").total == sheet.total
    assert score(transcript, hits, turn, said, RUBRIC, "") == sheet


@given(transcripts, hit_lists, turns, said_points, forbidden_hits)
def test_a_forbidden_phrase_more_never_raises_the_total(transcript, hits, turn, said, another):
    before = score(transcript, hits, turn, said, RUBRIC, "")
    after = score(transcript, [*hits, another], turn, said, RUBRIC, "")
    assert after.total <= before.total
    assert after.passed <= before.passed


@given(transcripts, hit_lists, turns, said_points, polite_hits)
def test_a_courtesy_more_never_lowers_the_total(transcript, hits, turn, said, another):
    before = score(transcript, hits, turn, said, RUBRIC, "").total
    assert score(transcript, [*hits, another], turn, said, RUBRIC, "").total >= before
