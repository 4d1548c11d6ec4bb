"""Finding phrases: what counts first, what one phrase takes from another, and that any text can be looked through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.phrases import load_lexicon
from app.domain.lexicon import Category, Kind, Lexicon, Phrase
from app.domain.matching import examine, find_hits
from app.domain.transcript import Transcript, Word, typed_transcript
from app.system.places import starter_content

LEXICON = load_lexicon(starter_content() / "question_bank" / "phrases", with_overlays=False)
# Characters that phrases are made of, with marks, digits, letters and what Whisper lets slip in.
TEXT = st.text(
    st.sampled_from("您好你请问稍等不归我管办了爱找谁去告急什么快点自己看没有啊吗，。？！ 12aÀ\U0002c029\ufffd"),
    max_size=40,
)


def categories(text: str, lexicon: Lexicon = LEXICON) -> set[Category]:
    return {hit.category for hit in find_hits(typed_transcript(text), lexicon) if hit.certain}


@given(TEXT)
def test_any_text_can_be_looked_through(text: str) -> None:
    transcript = typed_transcript(text)
    for hit in find_hits(transcript, LEXICON):
        assert 0 <= hit.first < hit.last <= len(transcript.text)
        assert hit.heard == transcript.text[hit.first : hit.last]
        assert 0.0 <= hit.start <= hit.end <= transcript.seconds + 1e-6
        assert hit.kind is hit.category.kind


@given(TEXT)
def test_the_same_text_gives_the_same_hits(text: str) -> None:
    assert find_hits(typed_transcript(text), LEXICON) == find_hits(typed_transcript(text), LEXICON)


def test_what_was_surely_said_goes_before_a_longer_guess() -> None:
    short = Phrase("short", Category.SHIRK, "不归我管")
    long = Phrase("long", Category.RUDE, "不归我管你到哪里问我")
    lexicon = Lexicon("1", (short, long))
    found = find_hits(typed_transcript("不归我管，你到别处问我"), lexicon)
    assert [hit.phrase_id for hit in found] == ["short"]


def test_a_longer_phrase_goes_before_its_part() -> None:
    assert categories("请稍等。") == {Category.WAIT}
    assert categories("请慢走。") == {Category.FAREWELL}


@pytest.mark.parametrize(
    "text", ["这项业务规定十个工作日内办完。", "报警电话印在卡上。", "意见箱在一楼。", "规定变了。"]
)
def test_a_word_that_a_phrase_begins_with_is_not_the_phrase(text: str) -> None:
    assert not {category for category in categories(text) if category.kind is Kind.FORBIDDEN}


@pytest.mark.parametrize("text", ["请您把材料收好，今天不办了。", "请您把眼镜戴上，自己不会看啊？"])
def test_a_sentence_with_ba_is_no_quotation(text: str) -> None:
    assert {category for category in categories(text) if category.kind is Kind.FORBIDDEN}


def sounded(text: str, probability: float) -> Transcript:
    words = tuple(Word(c, 0.2 * i, 0.2 * i + 0.2, probability) for i, c in enumerate(text))
    return Transcript(words, 0.2 * len(text), engine="test")


def test_a_homophone_is_taken_for_the_phrase_only_where_the_model_was_not_sure() -> None:
    lexicon = Lexicon("1", (Phrase("p", Category.WAIT, "请稍等"),))
    assert examine(sounded("请烧等", 0.5), lexicon).hits
    assert not examine(sounded("请烧等", 1.0), lexicon).hits
