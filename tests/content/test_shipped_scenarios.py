"""Every shipped role-play by the shipped phrases and rubric: through all its endings, well, rudely, at random."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.phrases import load_lexicon
from app.content.rubric import load_rubric
from app.content.scenarios import check_scenarios
from app.domain.attempt import Manner
from app.domain.business import BusinessLine
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind
from app.domain.matching import find_hits
from app.domain.role_play.conditions import FORBIDDEN
from app.domain.role_play.dialogue import NOBODY_SPOKE, Dialogue, Mode, Reply, answered, begin, ending_of
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.hearing import reply_of
from app.domain.role_play.main_path import main_path
from app.domain.role_play.rehearsal import play_exemplary
from app.domain.scenario import Channel, EndingKind, Scenario
from app.domain.transcript import Transcript, typed_transcript
from tests.domain.role_play.small_scenario import reply

ROOT = Path(__file__).resolve().parents[2]
LEXICON = load_lexicon(ROOT / "question_bank" / "phrases")
RUBRIC = load_rubric(ROOT / "question_bank" / "rubric.yaml")
TEXTS = check_scenarios(ROOT / "scenarios")
SCENARIOS = [text.scenario for text in TEXTS if text.scenario is not None]
EVERY = pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)

VAGUE, SHIRKING, INSULT = "嗯，这个情况是这样的。", "这不归我管。", "你有病吧。"
SORRY = "实在对不起。"
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


@cache
def hits(transcript: Transcript) -> tuple[Hit, ...]:
    return find_hits(transcript, LEXICON)


def hear(scenario: Scenario, text: str) -> Reply:
    if not text:
        return NOBODY_SPOKE
    transcript = typed_transcript(text)
    return reply_of(scenario, transcript, hits(transcript), 2.0, Manner.TYPED)


def test_no_file_has_a_fault_or_a_doubt():
    assert [str(problem) for text in TEXTS for problem in (*text.faults, *text.doubts)] == []


def test_the_lines_and_the_hard_moments_are_there():
    assert len(SCENARIOS) >= 24
    lines = {scenario.line for scenario in SCENARIOS}
    assert lines >= {line.label for line in BusinessLine if not line.general}
    assert {scenario.id for scenario in SCENARIOS} >= {
        "system-down", "angry-citizen", "incomplete-papers", "wrong-office", "gift-offered", "someone-elses-data",
        "before-closing", "deaf-by-writing", "hotline-policy",
    }  # fmt: skip
    channels = {scenario.id: scenario.channel for scenario in SCENARIOS}
    assert (channels["deaf-by-writing"], channels["hotline-policy"]) == (Channel.WRITING, Channel.PHONE)


def test_the_citizens_are_not_all_alike():
    citizens = [scenario.citizen for scenario in SCENARIOS]
    assert len({citizen.name for citizen in citizens}) == len(citizens)
    assert len({citizen.mood for citizen in citizens}) >= 12
    assert min(citizen.age for citizen in citizens) <= 26 and max(citizen.age for citizen in citizens) >= 70
    assert len({(citizen.voice.sex, citizen.voice.rate, citizen.voice.pitch) for citizen in citizens}) >= 15
    assert all(citizen.manner for citizen in citizens)


@EVERY
def test_it_is_whole(scenario: Scenario):
    assert 3 <= len(main_path(scenario).nodes) <= 6
    assert {EndingKind.GOOD, EndingKind.BAD} <= {ending.kind for ending in scenario.endings}
    assert scenario.trains and scenario.papers and scenario.checked
    assert any(point.must for node in scenario.nodes for point in node.points)
    # Rude treatment changes the conversation at every moment.
    for node in scenario.nodes:
        assert any(transition.when.forbidden or transition.when.veto for transition in node.transitions)
    for node in main_path(scenario).nodes:
        for point in node.points:
            assert len(set(point.ways)) == len(point.ways) >= 2


@EVERY
def test_its_basis_is_one_of_the_sources(scenario: Scenario):
    assert scenario.basis
    for basis in scenario.basis:
        assert f"| {basis.law} |" in SOURCES or f"“{basis.law}”" in SOURCES, basis.law


@EVERY
def test_the_exemplary_dialogue_has_full_marks_and_reaches_the_good_end(scenario: Scenario):
    dialogue = play_exemplary(scenario, lambda text: hear(scenario, text))
    ending = ending_of(scenario, dialogue)
    assert ending is not None and ending.kind is EndingKind.GOOD
    assert [exchange.node for exchange in dialogue.exchanges] == [node.id for node in main_path(scenario).nodes]
    assert [hit.heard for exchange in dialogue.exchanges for hit in exchange.reply.offences] == []
    score = score_dialogue(scenario, dialogue, RUBRIC, LEXICON.version)
    assert [(line.title, line.reason) for line in score.whole.lines if line.points < line.possible] == []
    assert score.whole.total == 100 and score.whole.passed
    assert dialogue.mood > scenario.citizen.feeling


@EVERY
def test_rudeness_ends_badly(scenario: Scenario):
    for script in ((INSULT,), (SHIRKING, SHIRKING, SHIRKING), ("", "")):
        dialogue = begin(scenario, Mode.EXAMINE)
        for text in script:
            if not dialogue.ended:
                dialogue = answered(scenario, dialogue, hear(scenario, text))
        ending = ending_of(scenario, dialogue)
        assert ending is not None, (script, dialogue.at)
        # Silence may end in a half-hearted way; rudeness never does.
        assert ending.kind is EndingKind.BAD or not script[0], (script, ending.id)
        score = score_dialogue(scenario, dialogue, RUBRIC, LEXICON.version).whole
        assert not score.passed
    insulted = answered(scenario, begin(scenario, Mode.EXAMINE), hear(scenario, INSULT))
    assert insulted.ended and insulted.mood < scenario.citizen.feeling


@EVERY
def test_an_apology_after_rudeness_leads_back(scenario: Scenario):
    dialogue = begin(scenario, Mode.EXAMINE)
    first = dialogue.at
    rude = answered(scenario, dialogue, hear(scenario, SHIRKING))
    side_track = scenario.node(rude.at)
    assert side_track is not None and rude.at != first, rude.at
    assert answered(scenario, rude, hear(scenario, side_track.exemplary or SORRY)).at == first


@EVERY
def test_every_ending_is_reached_by_what_somebody_may_say(scenario: Scenario):
    assert scripts_to_every_ending(scenario).keys() == {ending.id for ending in scenario.endings}


@cache
def scripts_to_every_ending(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """For each ending that somebody may come to what they say to get there, "" for silence."""
    wanted = {ending.id for ending in scenario.endings}
    reached: dict[str, tuple[str, ...]] = {}
    for level in range(3):  # cheap replies first; single points only where they are needed
        for dialogue, script in _conversations(scenario, level):
            if dialogue.ended:
                reached.setdefault(dialogue.at, script)
                if reached.keys() >= wanted:
                    return reached
    return reached


def _conversations(scenario: Scenario, level: int) -> Iterator[tuple[Dialogue, tuple[str, ...]]]:
    """Conversations breadth first; states that look the same to the rules are followed once."""
    queue = [(begin(scenario, Mode.EXAMINE), ())]
    seen = set()
    while queue:
        dialogue, script = queue.pop(0)
        yield dialogue, script
        if dialogue.ended:
            continue
        for text in _choices(scenario, dialogue, level):
            following = answered(scenario, dialogue, hear(scenario, text))
            state = (following.at, frozenset(following.told), following.attempt, following.mood // 20, text == "")
            if state not in seen:
                seen.add(state)
                queue.append((following, (*script, text)))


def _choices(scenario: Scenario, dialogue: Dialogue, level: int) -> Iterator[str]:
    node = scenario.node(dialogue.at)
    yield from (node.exemplary, VAGUE, INSULT)
    if level >= 1:
        yield from ("", SHIRKING)
    if level >= 2:
        for point in node.points:
            yield next((f"{SORRY}{way}。" for way in point.ways if way.isalnum()), VAGUE)


POLITE = [category for category in Category if category.kind is Kind.POLITE]


@EVERY
@settings(max_examples=40)
@given(data=st.data())
def test_random_replies_never_break_it(scenario: Scenario, data):
    ids = [point.id for point in scenario.points]
    mode = data.draw(st.sampled_from(Mode))
    dialogue = begin(scenario, mode)
    while not dialogue.ended:
        given_reply = data.draw(
            st.just(NOBODY_SPOKE)
            | st.builds(
                lambda told, polite, rude: reply(*sorted(told), polite=tuple(polite), offences=tuple(rude)),
                st.sets(st.sampled_from(ids), max_size=4),
                st.lists(st.sampled_from(POLITE), max_size=2),
                st.lists(st.sampled_from(FORBIDDEN), max_size=1),
            )
        )
        dialogue = answered(scenario, dialogue, given_reply)
        assert 0 <= dialogue.mood <= 100
        assert dialogue.line
    assert len(dialogue.exchanges) <= scenario.most_replies
    assert ending_of(scenario, dialogue) is not None
    whole = score_dialogue(scenario, dialogue, RUBRIC, "l").whole
    assert 0 <= whole.total <= whole.possible


WORDS = st.lists(
    st.sampled_from(["您好", "对不起", "这不归我管", "二十个工作日", "不收费", "请慢走", "急什么", "，", "。", "啊", "１２３", "\u3000", "𬭎"])
    | st.text(max_size=4),
    max_size=6,
).map("".join)  # fmt: skip


@settings(max_examples=30)
@given(scenario=st.sampled_from(SCENARIOS), texts=st.lists(WORDS, max_size=4))
def test_random_words_never_break_it(scenario: Scenario, texts):
    dialogue = begin(scenario, Mode.PRACTISE)
    for text in texts:
        if not dialogue.ended:
            dialogue = answered(scenario, dialogue, hear(scenario, text))
    score_dialogue(scenario, dialogue, RUBRIC, LEXICON.version)
