"""What is shown in which order: every order a rearrangement, the summing option last, steps never solved."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from question_strategies import PROPERTY, questions

from app.domain.answers import parts_of, rights
from app.domain.arrangement import arrange
from app.domain.business import BusinessLine
from app.domain.questions import Match, Multiple, Option, Order, Question, Single


def asked(*texts: str) -> Question:
    body = Single(tuple(Option(text, i == 0) for i, text in enumerate(texts)))
    return Question("q", BusinessLine.CARD, "题干", body, effective=date(2020, 1, 1))


def shown(question: Question, seed: int, shuffle: bool = True) -> list[str]:
    order = arrange(question, 0, question.body, seed, "A", shuffle)
    return [question.body.options[i].text for i in order]


@given(questions(), st.integers(0, 99), st.sampled_from("AB"), st.booleans())
@PROPERTY
def test_every_order_is_a_rearrangement_of_what_there_is(question, seed, version, shuffle):
    for i, part in enumerate(parts_of(question)):
        order = arrange(question, i, part.body, seed, version, shuffle)
        assert order == arrange(question, i, part.body, seed, version, shuffle)
        match part.body:
            case Single(options) | Multiple(options):
                assert sorted(order) == list(range(len(options)))
                assert shuffle or list(order) == sorted(order)
            case Order(steps):
                assert sorted(order) == list(range(len(steps)))
                assert list(order) != sorted(order)
            case Match():
                assert sorted(order) == list(range(len(rights(part.body))))
            case _:
                assert order == ()


def test_options_are_shuffled_by_the_seed():
    question = asked("甲", "乙", "丙", "丁")
    assert len({tuple(shown(question, seed)) for seed in range(40)}) > 10
    assert shown(question, 1, shuffle=False) == ["甲", "乙", "丙", "丁"]


def test_an_option_that_sums_up_the_others_stays_last():
    for last in ("以上都对", "上述说法均不正确", "以上全部", "都不对"):
        question = asked("甲", last, "丙", "丁")
        assert all(shown(question, seed)[-1] == last for seed in range(20))


def test_options_that_name_each_other_stay_where_they_are():
    texts = ["甲", "乙", "A和B都对", "丁"]
    assert all(shown(asked(*texts), seed) == texts for seed in range(20))
    # An abbreviation is no letter of an option.
    assert len({tuple(shown(asked("EMS", "UKey", "A4纸", "丁"), seed)) for seed in range(20)}) > 5
