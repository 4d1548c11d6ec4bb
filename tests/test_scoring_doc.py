"""docs/scoring.md tells the truth: its numbers are the rubric's, its examples what the scorer gives."""

import re
from pathlib import Path

import pytest

from app.content.phrases import load_lexicon
from app.content.rubric import load_rubric
from app.content.scenarios import load_scenarios
from app.domain.conduct import Dimension, ScoreSheet, score
from app.domain.lexicon import Category, Kind
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.transcript import Span, Transcript, Word, typed_transcript

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
RUBRIC = load_rubric(ROOT / "question_bank" / "rubric.yaml")
LEXICON = load_lexicon(ROOT / "question_bank" / "phrases", with_overlays=False)
SCENARIOS = {scenario.id: scenario for scenario in load_scenarios(ROOT / "scenarios")}
EXAMPLES = re.findall(r"### 例(.)　.*?\n\n情景 `([\w-]+)`，(说|写)：\n\n> (.*?)\n\n(\|.*?)\n\n", TEXT, re.S)
PACE = 0.3  # seconds a character


def spoken(text: str) -> Transcript:
    """The words of an ideal recording: what was said, evenly, from half a second on."""
    if text.startswith("（"):
        return Transcript((), 3.0, engine="ideal")
    words = tuple(Word(c, 0.5 + i * PACE, 0.5 + (i + 1) * PACE) for i, c in enumerate(text))
    end = 0.5 + len(text) * PACE
    return Transcript(words, end, (Span(0.5, end),), engine="ideal")


def sheet_of(scenario_id: str, manner: str, text: str) -> ScoreSheet:
    turn = SCENARIOS[scenario_id].turns[0]
    transcript = typed_transcript(text) if manner == "写" else spoken(text)
    hits = find_hits(transcript, LEXICON)
    return score(transcript, hits, turn, find_points(transcript, turn.points), RUBRIC, LEXICON.version)


def table(sheet: ScoreSheet) -> str:
    rows = [f"| {line.dimension.label} | {line.title} | {line.points:g} | {line.possible:g} |" for line in sheet.lines]
    verdict = "合格" if sheet.passed else "一票否决，不合格" if sheet.veto else "不合格"
    total = f"| **总分** | **{verdict}** | **{sheet.total:g}** | **{sheet.possible:g}** |"
    return "\n".join(["| 项目 | 规则 | 得分 | 满分 |", "|---|---|---|---|", *rows, total])


def test_the_examples_are_all_found():
    assert [number for number, *_ in EXAMPLES] == list("一二三四五六")


@pytest.mark.parametrize(("number", "scenario", "manner", "text", "printed"), EXAMPLES, ids=lambda x: x[:24])
def test_an_example_is_what_the_scorer_gives(number, scenario, manner, text, printed):
    assert printed == table(sheet_of(scenario, manner, text))


def test_the_numbers_are_the_rubrics():
    weights, deductions, delivery = RUBRIC.weights, RUBRIC.deductions, RUBRIC.delivery
    for label, tenths in (
        ("文明用语", weights.language),
        ("应答要点", weights.points),
        ("服务禁语", weights.forbidden),
        ("表达", weights.delivery),
    ):
        assert f"| {label} | {tenths / 10:g} |" in TEXT
    for category in Category:
        if category.kind is Kind.FORBIDDEN:
            assert f"| {category.label} | {deductions.cost(category) / 10:g} |" in TEXT
    assert f"最多扣 {deductions.at_most / 10:g} 分；说了 {deductions.fails_from} 处就不合格" in TEXT
    assert f"总分达到 {RUBRIC.pass_mark / 10:g}" in TEXT
    assert f"每分钟 {delivery.slowest} 到 {delivery.fastest} 字" in TEXT
    assert f"不到 {delivery.judged_from} 个字不评" in TEXT
    assert f"最长停顿：{delivery.longest_pause:g} 秒" in TEXT
    assert f"开口时间：{delivery.first_word:g} 秒" in TEXT


def test_what_it_says_about_finding_phrases_is_so():
    """The sentences that the page quotes, tried."""

    def found(text: str) -> list[tuple[str, str]]:
        assert text in TEXT
        return [(hit.category.label, hit.heard) for hit in find_hits(typed_transcript(text), LEXICON)]

    assert ("等候告知", "让您九等了") in found("让您九等了")
    assert found("申请") == []
    assert found("窗口不能说这个不归我管") == []
    assert {label for label, _ in found("请你快点说")} == {"请求", "不耐烦"}


def test_the_version_looks_as_it_says():
    (printed,) = re.findall(r"例如 `(\d+-[0-9a-f]{8})`", TEXT)
    assert re.fullmatch(r"\d+-[0-9a-f]{8}", LEXICON.version) and printed


SPOKEN = [example for example in EXAMPLES if example[2] == "说" and not example[3].startswith("（")]


@pytest.mark.parametrize(("number", "scenario", "manner", "text", "printed"), SPOKEN, ids=lambda x: x[:24])
def test_every_line_names_its_rule_its_points_and_the_words_with_their_times(number, scenario, manner, text, printed):
    sheet = sheet_of(scenario, manner, text)
    assert sheet.rubric_version == RUBRIC.version and sheet.lexicon_version == LEXICON.version
    assert len({line.rule for line in sheet.lines}) == len(sheet.lines)
    for line in sheet.lines:
        assert line.title and line.reason
        words = line.dimension in (Dimension.LANGUAGE, Dimension.POINTS) and line.points > 0
        if words or line.points < 0:
            assert line.evidence, line.rule
        for evidence in line.evidence:
            if not evidence.text.startswith("（"):  # a stretch of the recording, not words
                first, last = ((moment - 0.5) / PACE for moment in (evidence.start, evidence.end))
                assert text[round(first) : round(last)] == evidence.text


def test_silence_gives_and_costs_nothing_in_any_scenario():
    for scenario in SCENARIOS.values():
        for turn in scenario.turns:
            silent = spoken("（没有声音）")
            sheet = score(silent, (), turn, find_points(silent, turn.points), RUBRIC, LEXICON.version)
            assert (sheet.total, sheet.passed) == (0, False)
            assert all(line.points == 0 for line in sheet.lines)
