"""Layers by example: the nearer stands over the farther, only what is written changes, nothing is passed over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.lexicon import Category, Kind, Phrase, Severity, WordList
from app.domain.lexicon_layers import (
    FIELDS,
    Change,
    Layer,
    Level,
    LexiconEntry,
    differences,
    stacked,
    unit_change,
    widened,
)


def change(id: str, off: bool | None = None, **given: object) -> Change:
    return Change(id, given, off, f"文件“x.yaml”第 {len(id)} 行")


HELLO = change("hello", category=Category.GREETING, say="您好", variants=("您们好",))
SHIRK = change("shirk", category=Category.SHIRK, say="不归我管", instead="我带您过去。", unless_near=("帮您",))
SHIPPED = Layer("", Level.SHIPPED, (HELLO, SHIRK))


def over(*layers: Layer) -> dict[str, LexiconEntry]:
    entries, problems = stacked((SHIPPED, *layers))
    assert problems == ()
    return {entry.phrase.id: entry for entry in entries}


def test_the_shipped_phrases_stand_as_they_are():
    entries = over()
    assert list(entries) == ["hello", "shirk"]
    assert all(entry.on and not entry.own and entry.level is Level.SHIPPED for entry in entries.values())
    assert entries["shirk"].phrase.unless_near == ("帮您",)


def test_only_what_is_written_changes():
    layer = Layer("浙江省", Level.PROVINCE, (change("shirk", say="这块不归我管"),))
    entry = over(layer)["shirk"]
    assert (entry.phrase.say, entry.phrase.instead) == ("这块不归我管", "我带您过去。")
    assert (entry.level, entry.origin, entry.own) == (Level.PROVINCE, "浙江省", False)


def test_a_rule_written_empty_is_taken_away():
    assert over(Layer("本单位", Level.UNIT, (change("shirk", unless_near=()),)))["shirk"].phrase.unless_near == ()


def test_the_nearer_layer_stands_over_the_farther_whatever_the_order():
    layers = (
        Layer("城南大厅", Level.UNIT, (change("hello", off=False, say="您好呀"),)),
        Layer("杭州市", Level.CITY, (change("hello", say="您好哦"),)),
        Layer("浙江省", Level.PROVINCE, (change("hello", off=True, say="您早"),)),
    )
    for order in (layers, layers[::-1]):
        entry = over(*order)["hello"]
        assert (entry.phrase.say, entry.on, entry.origin) == ("您好呀", True, "城南大厅")
        assert entry.below is not None and (entry.below.say, entry.below_on) == ("您好哦", False)


def test_what_the_unit_adds_has_nothing_below():
    added = change("own", category=Category.FAREWELL, say="慢慢走哦")
    entry = over(Layer("本单位", Level.UNIT, (added,)))["own"]
    assert entry.own and entry.below is None and entry.on


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (change("nobody", off=True), "没有“nobody”"),
        (change("new", say="您好"), "类别"),
        (change("new", category=Category.GREETING), "标准说法"),
        (change("new", category=Category.RUDE, say="听不懂人话"), "应当改说"),
        (change("hello", severity=Severity.VETO), "不能一票否决"),
        (change("hello", category=Category.RUDE), "应当改说"),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_line_and_the_rest_holds(wrong, says):
    entries, problems = stacked((SHIPPED, Layer("本单位", Level.UNIT, (wrong, change("shirk", off=True)))))
    (problem,) = problems
    assert says in problem.message and wrong.source in problem.message and problem.remedy
    assert [entry.on for entry in entries] == [True, False]
    assert entries[0].phrase.category is Category.GREETING


def test_two_files_of_one_level_that_change_one_phrase_are_a_problem():
    """Else the name of a file would decide about a score."""
    first = Layer("甲", Level.UNIT, (Change("hello", {"say": "您早"}, None, "文件“甲.yaml”第 3 行"),))
    second = Layer("乙", Level.UNIT, (Change("hello", {"say": "您好呀"}, None, "文件“乙.yaml”第 5 行"),))
    (problem,) = stacked((SHIPPED, first, second))[1]
    assert "甲.yaml" in problem.message and "乙.yaml" in problem.message


def test_words_are_added_to_their_list_and_never_twice():
    lists = (WordList("称呼", ("大爷", "大妈")),)
    layers = (
        Layer("省", Level.PROVINCE, (), (WordList("称呼", ("阿婆", "大爷")),)),
        Layer("市", Level.CITY, (), (WordList("街道", ("城南", "城北")),)),
    )
    assert [(group.name, group.words) for group in widened(lists, layers)] == [
        ("称呼", ("大爷", "大妈", "阿婆")),
        ("街道", ("城南", "城北")),
    ]


texts = st.sampled_from(["您好", "请坐", "不归我管", "慢走"])
phrases = st.builds(
    Phrase,
    st.sampled_from(["hello", "shirk", "new"]),
    st.sampled_from(Category),
    texts,
    st.lists(texts, max_size=2).map(tuple),
    st.just("我带您过去。"),
    unless_before=st.lists(texts, max_size=1).map(tuple),
    strict_you=st.booleans(),
    note=st.sampled_from(["", "备注"]),
).flatmap(
    lambda phrase: (
        st.sampled_from(Severity).map(lambda severity: replace(phrase, severity=severity))
        if phrase.kind is Kind.FORBIDDEN
        else st.just(phrase)
    )
)


@given(phrases, st.booleans(), phrases, st.booleans())
def test_the_change_for_the_unit_makes_the_phrase_stand_as_wanted(first, first_on, wanted, wanted_on):
    """Whatever stood before, by the unit or not; and what stands below already needs no change."""
    first = replace(first, id=wanted.id)
    layers = [SHIPPED]
    for phrase, on in ((first, first_on), (wanted, wanted_on)):
        known = {entry.phrase.id: entry for entry in stacked(layers)[0]}
        said = unit_change(known.get(phrase.id), phrase, on)
        layers = [SHIPPED, Layer("本单位", Level.UNIT, (said,) if said else ())]
    entries, problems = stacked(layers)
    entry = {entry.phrase.id: entry for entry in entries}[wanted.id]
    assert problems == () and entry.on is wanted_on
    assert differences(entry.phrase, wanted) == ()
    if entry.below is not None and entry.below_on is wanted_on:
        assert entry.own is bool(differences(entry.below, wanted))


def test_every_field_of_a_phrase_can_be_changed():
    """A field that is added to Phrase must be named here, or an overlay could not say it."""
    assert set(FIELDS) == set(Phrase.__slots__) - {"id", "source"}
