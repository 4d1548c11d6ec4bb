from hypothesis import given
from hypothesis import strategies as st

from app.domain.role_play.shadowing import compare, exemplary_dialogue
from app.domain.transcript import typed_transcript
from tests.domain.role_play.small_scenario import small

MODEL = "您好，45个工作日内办完，请慢走。"


def test_the_exemplary_dialogue_is_the_main_path():
    assert [(line.citizen, line.colleague) for line in exemplary_dialogue(small())] == [
        ("还缺什么？", "您好，对不起，还缺病历，我写给您。"),
        ("多久办好？", "二十个工作日，请慢走。"),
    ]


def test_a_faithful_repetition_is_whole_in_any_spelling_of_numbers():
    said = compare(MODEL, typed_transcript("您好四十五个工作日内办完请慢走"))
    assert said.likeness == 1.0
    assert said.pieces == ((MODEL, True),)


def test_what_sounds_alike_is_not_held_against_the_speaker():
    assert compare("请您稍等", typed_transcript("请您烧等")).likeness == 1.0


def test_what_was_left_out_is_shown():
    said = compare(MODEL, typed_transcript("您好，内办完"))
    assert [piece for piece, was in said.pieces if not was] == ["45个工作日", "请慢走。"]
    assert 0.3 < said.likeness < 0.8


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_compared_and_no_character_is_lost(model, said):
    shadowed = compare(model, typed_transcript(said))
    assert 0 <= shadowed.likeness <= 1
    assert "".join(piece for piece, _ in shadowed.pieces) == model.strip()
