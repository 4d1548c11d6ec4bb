"""docs tell the truth about role-plays: the example of a file plays, the figures of the mood are the rules'."""

import re
from pathlib import Path

from app.content.scenarios import read_scenario_text
from app.domain.lexicon import Category, Severity
from app.domain.role_play.mood import Feeling
from app.domain.role_play.rules import USUAL
from app.domain.rubric import TENTHS
from tests.domain.role_play.small_scenario import DAYS, WRITTEN
from tests.domain.role_play.test_mood import by, changes

DOCS = Path(__file__).resolve().parents[3] / "docs"
SCORING = (DOCS / "scoring.md").read_text(encoding="utf-8")
FORMATS = (DOCS / "formats.md").read_text(encoding="utf-8")


def test_the_example_of_a_scenario_file_plays_without_a_problem():
    text = next(
        text for text in re.findall(r"```yaml\n(.*?)```", FORMATS, re.S) if text.startswith("id: lost-umbrella")
    )
    read = read_scenario_text(text, "例子.yaml", with_doubts=True)
    assert [str(problem) for problem in (*read.faults, *read.doubts)] == []


def test_every_condition_is_in_the_table():
    for key in ("points", "any_points", "missing", "forbidden", "polite", "without", "attempts", "mood_below",
                "mood_above", "too_long", "silent"):  # fmt: skip
        assert f"`{key}: " in FORMATS, key


def test_the_figures_of_the_mood_are_the_rules():
    def row(title: str) -> str:
        section = SCORING.split("### 群众的心情")[1]
        return next(line for line in section.splitlines() if line.startswith(f"| {title} |")).replace("−", "-")

    def offence(category: Category) -> int:
        return by(offences=((category, Severity.DEDUCT),))

    upset = changes(mood=30, polite=(Category.APOLOGY,))[0].by
    assert f"+{by(polite=(Category.THANKS,))}；这一轮正该说的 +{by(polite=(Category.GREETING,))}" in row("一类文明用语")
    assert f"再 +{upset - by(polite=(Category.GREETING,))}；一次最多 +10" in row("一类文明用语")
    assert f"每点 +{by(new=(WRITTEN,))}，★ 每点 +{by(new=(DAYS,))}" in row("问的事有了答复")
    assert f"{by(left=True)}" in row("想问的一样也没有答")
    for category in (Category.SHIRK, Category.REFUSE, Category.IMPATIENT):
        assert f"{offence(category)}" in row("推诿、生硬拒绝、不耐烦")
    assert f"{offence(Category.RUDE)}" in row("生硬讥讽")
    assert f"{offence(Category.PROVOKE)}" in row("激化矛盾")
    assert f"{by(offences=((Category.RUDE, Severity.VETO),))}" in row("一票否决的话")
    assert f"{by(long=True)}" in row(f"说得太长（{USUAL.too_long} 个字以上）")
    assert f"{by(silent=True)}" in row("没有人回答")
    for each in Feeling:
        assert each.label in SCORING
    assert f"扣 {USUAL.bad_ending / TENTHS:g} 分，并且不合格" in SCORING
    assert f"每一次扣 {USUAL.silence / TENTHS:g} 分" in SCORING
