"""Modules that can be read but not walked through: circles, names that lead nowhere, figures without a basis."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.basis import Basis
from app.domain.business import BusinessLine
from app.domain.modules.checking import FIGURE, Shelf, circle, problems_of
from app.domain.modules.lesson import Arrow, FlowChart, Items, Lesson, Note, Paragraph, Run, TableOf
from app.domain.modules.module import Module, ModuleKind, PracticeAim
from app.domain.teller_level import TellerLevel

SHELF = Shelf((), {"lost-card"}, {"closing-card"})


def module(id: str = "card", *blocks: object, **changes: object) -> Module:
    lessons = (Lesson("第一课", tuple(blocks) or (Paragraph((Run("您好"),)),)),)  # type: ignore[arg-type]
    made = Module(
        id, "1", id.upper(), BusinessLine.CARD, ModuleKind.MULTI_SKILL, TellerLevel.SINGLE, lessons, "closing-card",
        date(2026, 11, 25),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def complaints(one: Module, *others: Module, shelf: Shelf = SHELF) -> list[str]:
    return [each.message for each in problems_of(one, {each.id: each for each in (one, *others)}, shelf)]


def test_a_sound_module_has_no_problem() -> None:
    assert complaints(module(role_plays=("lost-card",))) == []


def test_names_that_lead_nowhere_are_named() -> None:
    one = module(needs=("conduct",), role_plays=("no-such",), exam="nothing", practice=PracticeAim(questions=("Q1",)))
    said = "".join(complaints(one))
    assert all(name in said for name in ("conduct", "no-such", "nothing", "Q1"))
    assert "只有 0 题" in "".join(complaints(module(practice=PracticeAim(lines=(BusinessLine.CARD,)))))


def test_a_circle_of_prerequisites_is_told_whole() -> None:
    one, two, three = module("a", needs=("b",)), module("b", needs=("c",)), module("c", needs=("a",))
    assert "先修模块绕了一个圈：A → B → C → A。" in complaints(one, two, three)
    assert "先修模块绕了一个圈" not in "".join(
        complaints(module("a", needs=("b",)), module("b", needs=("c",)), module("c"))
    )


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"), max_size=3), min_size=1))
def test_a_circle_is_found_where_there_is_one(needs: dict[str, set[str]]) -> None:
    modules = {id: module(id, needs=tuple(sorted(wanted))) for id, wanted in needs.items()}
    for id in modules:
        reached, grown = set(needs[id]), True
        while grown:
            further = {each for one in reached for each in needs.get(one, ())} | reached
            grown, reached = further != reached, further
        way = circle(modules[id], modules)
        assert bool(way) == (id in reached)
        for one, following in zip(way, (*way[1:], id), strict=False):
            assert following in needs[one]


def test_a_figure_needs_a_basis_in_its_statement() -> None:
    bare, based = (Run("请在 15 日内申请"),), (Run("请在 15 日内申请", note="条例"),)
    assert "“15 日内”没有写依据。" in complaints(module("card", Paragraph(bare)))
    assert complaints(module("card", Paragraph(based))) == []
    assert len(complaints(module("card", Items((bare, based, bare))))) == 2
    table = TableOf((bare,), (((Run("决定"),), (Run("60 日内", note="条例"),)), ((Run("鉴定"),), (Run("六十日内"),))))
    assert complaints(module("card", table)) == ["“六十日内”没有写依据。"]


def test_what_is_a_figure_and_what_is_not() -> None:
    for text in ("十个工作日", "45 个工作日", "不超过12个月", "年满 16 周岁", "3 年内", "20%", "500 元", "2 倍"):
        assert FIGURE.search(text), text
    for text in ("第十五条", "一次说全", "三样材料", "12333", "一窗通办"):
        assert not FIGURE.search(text), text


def test_a_basis_must_be_on_the_list() -> None:
    one = module()
    lesson = replace(one.lessons[0], notes=(Note("x", Basis("《中华人民共和国社会保险法》", "第十条")),))
    known = replace(SHELF, laws=("社会保险法",))
    assert complaints(replace(one, lessons=(lesson,)), shelf=known) == []
    assert "不在依据清单里" in "".join(
        complaints(replace(one, lessons=(lesson,)), shelf=replace(SHELF, laws=("劳动法",)))
    )


def test_a_flow_chart_has_a_beginning_and_is_one_piece() -> None:
    ring = FlowChart((Arrow("收件", "初审"), Arrow("初审", "收件")))
    assert complaints(module("card", ring)) == ["流程图绕成了圈，没有开头。"]
    apart = FlowChart((Arrow("收件", "初审"), Arrow("复核", "审批"), Arrow("审批", "复核")))
    assert [said for said in complaints(module("card", apart)) if "走不到" in said]
    assert (
        complaints(module("card", FlowChart((Arrow("收件", "初审"), Arrow("初审", "收件"), Arrow("来", "收件"))))) == []
    )
