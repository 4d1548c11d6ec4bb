"""Phrases that were only nearly heard: which the recording is asked about, and what its answer changes."""

from collections.abc import Sequence

import pytest

from app.content.phrases import load_lexicon
from app.domain.hits import Hit
from app.domain.lexicon import Category, Lexicon
from app.domain.matching import find_hits
from app.domain.near_misses import NearMiss, listened_again, near_misses_of
from app.domain.transcript import Span, Transcript, Word
from app.system.places import starter_content


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(starter_content() / "question_bank" / "phrases", with_overlays=False)


def heard(text: str) -> Transcript:
    """As Whisper might have written it down, not sure of any character."""
    words = tuple(Word(character, 0.2 * i, 0.2 * (i + 1), 0.5) for i, character in enumerate(text))
    return Transcript(words, 0.2 * len(text), (Span(0.0, 0.2 * len(text)),), engine="test", model="test")


def of(category: Category, transcript: Transcript, lexicon: Lexicon) -> list[Hit]:
    return [hit for hit in find_hits(transcript, lexicon) if hit.category is category]


def answering(margin: float, asked: list[NearMiss] | None = None):
    """A speech model that finds every wanted reading less likely by `margin`."""

    def weigh(misses: Sequence[NearMiss]) -> list[tuple[float, float]]:
        if asked is not None:
            asked.extend(misses)
        return [(-1.0, -1.0 - margin) for _ in misses]

    return weigh


def test_what_is_asked_holds_the_phrase_where_it_was_misheard(lexicon: Lexicon) -> None:
    (miss,) = [each for each in near_misses_of(heard("右弯没弯"), lexicon) if each.wanted == "有完没完"]
    assert miss.written == "右弯没弯"
    assert (miss.start, miss.end) == (0.0, pytest.approx(0.8))


def test_what_surely_was_said_is_not_asked_about(lexicon: Lexicon) -> None:
    asked: list[NearMiss] = []
    transcript = heard("您好，请问您要办理什么业务？")
    assert listened_again(transcript, lexicon, answering(0.0, asked)) == transcript
    assert asked == []


def test_a_phrase_that_fits_the_recording_as_well_counts(lexicon: Lexicon) -> None:
    transcript = heard("右弯没弯")
    assert of(Category.IMPATIENT, transcript, lexicon) == []
    (hit,) = of(Category.IMPATIENT, listened_again(transcript, lexicon, answering(-0.5)), lexicon)
    assert hit.certain and hit.counts
    assert (hit.first, hit.last, hit.heard) == (0, 4, "右弯没弯")
    assert "再听录音" in hit.why and "有完没完" in hit.why


def test_where_the_recording_cannot_tell_nobody_is_accused(lexicon: Lexicon) -> None:
    (hit,) = of(Category.IMPATIENT, listened_again(heard("右弯没弯"), lexicon, answering(0.5)), lexicon)
    assert not hit.certain and not hit.counts


def test_where_the_recording_cannot_tell_a_courtesy_is_credited(lexicon: Lexicon) -> None:
    transcript = heard("你好，社保卡在这里领。")
    assert of(Category.GREETING, transcript, lexicon) == []
    (hit,) = of(Category.GREETING, listened_again(transcript, lexicon, answering(0.5)), lexicon)
    assert not hit.certain and hit.counts
    (hit,) = of(Category.GREETING, listened_again(transcript, lexicon, answering(0.0)), lexicon)
    assert hit.certain


@pytest.mark.parametrize("margin", [1.0, 5.0, float("inf"), float("nan")])
def test_what_the_recording_speaks_against_changes_nothing(margin: float, lexicon: Lexicon) -> None:
    for text in ("右弯没弯", "你好，社保卡在这里领。"):
        assert listened_again(heard(text), lexicon, answering(margin)) == heard(text)


def test_the_answers_are_kept_so_that_the_score_can_be_worked_out_again(lexicon: Lexicon) -> None:
    again = listened_again(heard("右弯没弯"), lexicon, answering(-0.5))
    assert any(other.asked and other.text == "有完没完" and other.margin == -0.5 for other in again.alternatives)
    assert find_hits(again, lexicon) == find_hits(again, lexicon)


def test_a_quotation_is_not_asked_about(lexicon: Lexicon) -> None:
    asked: list[NearMiss] = []
    listened_again(heard("窗口不能说有弯没弯"), lexicon, answering(-1.0, asked))
    assert not [miss for miss in asked if "有完没完" in miss.wanted]
