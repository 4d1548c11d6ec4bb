"""Papers: the same again anywhere, two that share nothing, drawn evenly, and what is missing said exactly."""

import itertools
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.blueprint import Blueprint, Section
from app.domain.business import BusinessLine
from app.domain.filling import Filling
from app.domain.paper import CannotFill, Version, draw, lacks
from app.domain.pool import Pool, make_pool
from app.domain.question_card import QuestionCard
from app.domain.questions import QuestionType

TODAY = date(2026, 11, 25)
S, M, J = QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.JUDGE
LINES = (BusinessLine.PENSION, BusinessLine.CARD, BusinessLine.LABOUR)


def card(id: str, type=S, line=BusinessLine.CARD, topic="社保卡", difficulty=3, tags=(), **more) -> QuestionCard:
    known = {"region": "全国", "effective": date(2020, 1, 1), "expires": None, "review": "", "version": 1, "file": "f"}
    return QuestionCard(id, type, line, topic, id, difficulty, tags, **{**known, **more})


def bank(each: int = 20) -> tuple[QuestionCard, ...]:
    """Three lines of two topics, `each` of every type in a topic."""
    return tuple(
        card(f"{line.value}-{topic}-{type.value}-{i:02}", type, line, f"{topic}", i % 5 + 1, ("时限",) if i % 2 else ())
        for line, topic, type, i in itertools.product(LINES, ("甲", "乙"), (S, M, J), range(each))
    )


def blueprint(*sections: Section, **more) -> Blueprint:
    return Blueprint("b", "1", "测验", sections, 10, 600, **more)


def pool(cards=None) -> Pool:
    return make_pool(bank() if cards is None else cards, TODAY)


CONTEST = blueprint(Section("选择", 12, 20, (S, M)), Section("判断", 6, 20, (J,)))


def ids(paper) -> list[str]:
    return [item.question_id for item in paper.items]


def test_the_same_seed_gives_the_same_paper_whatever_the_order_of_the_bank():
    first = draw(CONTEST, 7, pool())
    assert draw(CONTEST, 7, pool(reversed(bank()))) == first
    assert draw(CONTEST, 8, pool()) != first


def test_a_paper_stays_what_it_was_on_every_machine():
    """Written down once: another Python, another system, another day must give this very paper."""
    small = blueprint(Section("选择", 3, 20, (S,)), Section("判断", 2, 10, (J,)))
    assert ids(draw(small, 2026, pool())) == PINNED


PINNED = ["labour-乙-single-10", "pension-甲-single-04", "card-甲-single-06", "card-乙-judge-18", "pension-乙-judge-15"]


@given(st.integers(0, 10**6))
def test_versions_share_nothing_where_there_is_enough(seed):
    a, b = draw(CONTEST, seed, POOL), draw(CONTEST, seed, POOL, Version.B)
    assert len(set(ids(a))) == len(set(ids(b))) == 18
    assert not set(ids(a)) & set(ids(b))
    for paper in (a, b):
        lines = Counter(BY_ID[id].line for id in ids(paper))
        assert max(lines.values()) - min(lines.values()) <= 1
        topics = Counter((BY_ID[id].line, BY_ID[id].topic) for id in ids(paper))
        assert set(topics.values()) == {3}
        for item in paper.items:
            assert BY_ID[item.question_id].type in CONTEST.sections[item.section].types
            assert item.points == 20


BY_ID = {each.id: each for each in bank()}
POOL = pool()


def test_a_second_version_shares_only_what_it_must_and_is_in_another_order():
    small = make_pool([card(f"c{i}") for i in range(10)], TODAY)
    paper = blueprint(Section("单选", 8, 20, (S,)))
    a, b = draw(paper, 1, small), draw(paper, 1, small, Version.B)
    assert len(set(ids(a)) & set(ids(b))) == 6
    everything = blueprint(Section("单选", 10, 20, (S,)))
    a, b = draw(everything, 1, small), draw(everything, 1, small, Version.B)
    assert set(ids(a)) == set(ids(b)) and ids(a) != ids(b)


def test_seldom_asked_questions_go_first():
    usage = {each.id: 1 for each in bank() if int(each.id[-2:]) >= 3}
    paper = draw(CONTEST, 3, pool(), usage=usage)
    assert all(usage.get(id, 0) == 0 for id in ids(paper))
    # What everybody was asked is asked again only when nothing else is left.
    seen: Counter[str] = Counter()
    for seed in range(20):
        seen.update(ids(draw(CONTEST, seed, pool(), usage=seen)))
    of_type = Counter(seen[each.id] for each in bank() if each.type is J)
    assert max(of_type) - min(of_type) <= 1


def test_what_may_not_be_asked_is_never_drawn_and_counted_by_its_reason():
    cards = [
        card("good"),
        card("over", expires=date(2026, 11, 24)),
        card("early", effective=date(2027, 1, 1)),
        card("elsewhere", region="江苏省"),
        card("doubtful", review="法律已修订"),
        card("good", topic="同一编号又出现"),
    ]
    paper = blueprint(Section("单选", 3, 20, (S,)))
    with pytest.raises(CannotFill) as caught:
        draw(paper, 1, make_pool(cards, TODAY))
    (lack,) = caught.value.lacks
    assert (lack.lacking, lack.expired, lack.elsewhere, lack.review) == (2, 2, 1, 1)
    assert (
        "第 1 部分“单选”（单选）要 3 题，缺 2 题（另有不在有效期 2 题、不适用本地区 1 题、待复核 1 题没有计入）"
        in str(caught.value)
    )
    assert sorted(
        ids(draw(replace(paper, sections=(Section("单选", 2, 20, (S,)),)), 1, make_pool(cards, TODAY, "江苏省")))
    ) == [
        "elsewhere",
        "good",
    ]


def test_a_section_says_what_it_asks_for():
    section = Section("时限", 5, 20, (S,), (BusinessLine.CARD,), ("时限",), 4, 5)
    (lack,) = lacks(blueprint(section), pool([card(f"c{i}", tags=("时限",), difficulty=i) for i in range(1, 6)]))
    assert str(lack) == "第 1 部分“时限”（单选，社会保障卡，标签时限，难度 4–5）要 5 题，缺 3 题"


def test_sections_that_compete_for_the_same_questions_are_all_filled():
    """Drawn greedily the first section would take what only the second one can use."""
    cards = [card("wide", line=BusinessLine.PENSION, topic="养老"), card("narrow")]
    paper = blueprint(Section("任何", 1, 10, (S,)), Section("社保卡", 1, 10, (S,), (BusinessLine.CARD,)))
    for seed in range(30):
        assert ids(draw(paper, seed, make_pool(cards, TODAY))) == ["wide", "narrow"]


sections = st.builds(
    Section,
    st.just("部分"),
    st.integers(1, 6),
    st.just(10),
    st.lists(st.sampled_from([S, M, J]), min_size=1, max_size=3, unique=True).map(tuple),
    st.lists(st.sampled_from(LINES), max_size=2, unique=True).map(tuple),
    st.sampled_from([(), ("时限",), ("材料", "时限")]),
    st.integers(1, 3),
    st.integers(3, 5),
)
cards_of_any_kind = st.lists(
    st.tuples(st.sampled_from([S, M, J]), st.sampled_from(LINES), st.integers(1, 5), st.sampled_from([(), ("时限",)])),
    max_size=25,
)


@given(st.lists(sections, min_size=1, max_size=4), cards_of_any_kind, st.integers(0, 99), st.sampled_from(Version))
def test_a_paper_is_drawn_exactly_when_one_exists(sections, kinds, seed, version):
    cards = [card(f"q{i}", type, line, "主题", hard, tags) for i, (type, line, hard, tags) in enumerate(kinds)]
    plan, questions = blueprint(*sections), make_pool(cards, TODAY)
    by_id = {each.id: each for each in cards}
    short = lacks(plan, questions)
    assert sum(lack.lacking for lack in short) == plan.count - _most(plan, cards)
    try:
        paper = draw(plan, seed, questions, version)
    except CannotFill as problem:
        assert problem.lacks == short != ()
        return
    assert not short
    assert len(set(ids(paper))) == plan.count
    assert Counter(item.section for item in paper.items) == {i: s.count for i, s in enumerate(sections)}
    assert all(sections[item.section].takes(by_id[item.question_id]) for item in paper.items)


def _most(plan: Blueprint, cards: list[QuestionCard]) -> int:
    """How many places can be filled, by augmenting paths: another way than the one under test."""
    places = [section for section in plan.sections for _ in range(section.count)]
    owner: dict[str, int] = {}

    def place(at: int, tried: set[str]) -> bool:
        for each in cards:
            if each.id not in tried and places[at].takes(each):
                tried.add(each.id)
                if each.id not in owner or place(owner[each.id], tried):
                    owner[each.id] = at
                    return True
        return False

    return sum(place(at, set()) for at in range(len(places)))


def test_what_each_section_lacks_is_counted_in_order():
    filling = Filling(Counter({0b01: 2, 0b11: 1}), [3, 2])
    assert not filling.possible
    assert filling.lacking() == (0, 2)
