"""What one types as lines is what stands in the role-play."""

from hypothesis import given
from hypothesis import strategies as st

from app.content.scenarios import load_scenarios
from app.domain.basis import Basis
from app.domain.role_play.lines import basis_lines, basis_of, hint_lines, hints_of, paper_lines, papers_of, ways_of
from app.domain.scenario import Hint, Paper
from app.system.places import starter_content


def test_every_shipped_one_survives_being_typed():
    for scenario in load_scenarios(starter_content() / "scenarios"):
        assert papers_of(paper_lines(scenario.papers)) == scenario.papers
        assert basis_of(basis_lines(scenario.basis)) == scenario.basis
        for node in scenario.nodes:
            assert hints_of(hint_lines(node.hints)) == node.hints
            for point in node.points:
                assert ways_of("\n".join(point.ways)) == point.ways


def test_lines_are_understood_as_people_write_them():
    assert hints_of("看病历\n\n 写下来 (扣3.5分)\n（扣 2 分）") == (
        Hint("看病历"),
        Hint("写下来", 3.5),
        Hint("（扣 2 分）"),
    )
    assert papers_of("号票: A017\n身份证") == (Paper("号票", "A017"), Paper("身份证", ""))
    assert basis_of("《工伤保险条例》 第十七条\n社会保险法 第三十六条\n社会保障卡管理通行做法") == (
        Basis("工伤保险条例", "第十七条"),
        Basis("社会保险法", "第三十六条"),
        Basis("社会保障卡管理通行做法"),
    )
    assert ways_of("挂失\n挂失\n 先挂失 ") == ("挂失", "先挂失")


@given(st.text(alphabet="甲乙：:《》（扣3分） 第条\n()", max_size=40))
def test_nothing_that_is_typed_raises_and_reading_it_again_is_the_same(text):
    for read, lines in ((hints_of, hint_lines), (papers_of, paper_lines), (basis_of, basis_lines)):
        assert len(read(text)) == len([line for line in text.splitlines() if line.strip()])
        lines(read(text))
