"""The modules that are shipped: whole, over all lines, walkable, and every statement on a basis that is listed."""

import re
from pathlib import Path

import pytest

from app.content.blueprints import load_blueprints
from app.content.modules import check_modules, read_modules
from app.content.phrases import load_lexicon
from app.content.scenarios import load_scenarios
from app.domain.business import BusinessLine
from app.domain.lexicon import Kind
from app.domain.matching import find_hits
from app.domain.modules.checking import Shelf
from app.domain.modules.lesson import FlowChart, Materials, Need, Sayings, TableOf
from app.domain.modules.module import Module, ModuleKind
from app.domain.modules.path import in_order
from app.domain.teller_level import TellerLevel
from app.domain.transcript import typed_transcript
from app.services.bank import BankDesk

ROOT = Path(__file__).resolve().parents[2]
TEXTS = read_modules(ROOT / "question_bank" / "modules")
MODULES = [text.module for text in TEXTS if text.module is not None]
EVERY = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
LEXICON = load_lexicon(ROOT / "question_bank" / "phrases")
SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def laws() -> set[str]:
    rows = re.findall(r"^\| ([^|]+?) \|", SOURCES, re.MULTILINE)
    return {*rows, *re.findall(r"引用名“([^”]+)”", SOURCES)}


def test_every_module_is_sound_among_the_others(tmp_path: Path) -> None:
    bank = BankDesk(ROOT / "question_bank", tmp_path / "index.db")
    bank.refresh()
    scenarios = {scenario.id for scenario in load_scenarios(ROOT / "scenarios")}
    blueprints = {blueprint.id for blueprint in load_blueprints(ROOT / "question_bank" / "blueprints").usable}
    checked = check_modules(TEXTS, Shelf(bank.cards(), scenarios, blueprints, laws()))
    assert [str(problem) for _, found in checked for problem in found] == []


def test_every_line_and_subject_has_its_module_and_the_course_has_its_levels() -> None:
    skills = [module for module in MODULES if module.kind is ModuleKind.MULTI_SKILL]
    subjects = {BusinessLine.CONDUCT, BusinessLine.DISCIPLINE, BusinessLine.LANGUAGE, BusinessLine.SPECIAL}
    lines = {line for line in BusinessLine if not line.general} | subjects | {BusinessLine.HOTLINE}
    assert {module.line for module in skills} == lines and len(skills) == len(lines) == 16
    course = [module for module in MODULES if module.kind is ModuleKind.INTEGRATED]
    assert sorted(module.level.rank for module in course) == [level.rank for level in TellerLevel]
    by_level = sorted(course, key=lambda module: module.level.rank)
    for lower, higher in zip(by_level, by_level[1:], strict=False):
        assert lower.id in higher.needs


def test_the_highest_level_builds_on_every_other_module() -> None:
    by_id = {module.id: module for module in MODULES}
    reached, ways = set(), ["teller-5-senior"]
    while ways:
        id = ways.pop()
        if id not in reached:
            reached.add(id)
            ways += by_id[id].needs
    assert reached == set(by_id)
    assert len(in_order(MODULES)) == len(MODULES)


@EVERY
def test_it_teaches(module: Module) -> None:
    assert 3 <= len(module.lessons) <= 8 and module.practice is not None and module.about
    blocks = [block for lesson in module.lessons for block in lesson.blocks]
    for kind in (FlowChart, TableOf, Sayings):
        assert any(isinstance(block, kind) for block in blocks), kind
    assert all(100 <= lesson.characters <= 1500 for lesson in module.lessons), [
        (lesson.title, lesson.characters) for lesson in module.lessons
    ]


def test_papers_that_may_not_be_asked_for_are_taught() -> None:
    needs = [each.need for module in MODULES for lesson in module.lessons for block in lesson.blocks
             if isinstance(block, Materials) for each in block.materials]  # fmt: skip
    assert {need: needs.count(need) >= 2 for need in Need} == dict.fromkeys(Need, True)


@EVERY
def test_what_one_is_told_to_say_is_polite_and_what_not_is_not(module: Module) -> None:
    for lesson in module.lessons:
        for block in lesson.blocks:
            if isinstance(block, Sayings):
                for said in block.say:
                    hits = [hit for hit in find_hits(typed_transcript(said), LEXICON) if hit.certain]
                    assert [hit.heard for hit in hits if hit.kind is Kind.FORBIDDEN] == [], said


def test_most_of_what_one_must_not_say_is_known_to_the_lexicon() -> None:
    never = [said for module in MODULES for lesson in module.lessons for block in lesson.blocks
             if isinstance(block, Sayings) for said in block.never]  # fmt: skip
    known = [
        said for said in never if any(h.kind is Kind.FORBIDDEN for h in find_hits(typed_transcript(said), LEXICON))
    ]
    assert len(known) >= 0.7 * len(never), sorted(set(never) - set(known))
