"""What is wrong with modules that can be read: names that lead nowhere, circles, statements without a basis."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.citations import normal_law
from app.domain.modules.lesson import Block, FlowChart, Items, Lesson, Materials, TableOf, Words, words_of
from app.domain.modules.module import Module
from app.domain.question_card import QuestionCard
from app.domain.question_problems import Problem

# A time limit, an amount, a share: what a person acts on and what changes with the law.
FIGURE = re.compile(
    r"(?<![第\d])(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)\s*(?:多|余)?\s*"
    r"(?:个工作日|个自然日|工作日|日内|日以内|个月|周岁|岁以|年内|小时|万元|元|倍|%|％|平方米)"
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What modules may name: the questions of the bank, role-plays, blueprints, and the known bases."""

    cards: Sequence[QuestionCard]
    role_plays: Collection[str]
    blueprints: Collection[str]
    laws: Collection[str] | None = None  # None where the list of bases is not at hand


def problems_of(module: Module, others: Mapping[str, Module], shelf: Shelf) -> tuple[Problem, ...]:
    """Everything that is wrong with a module among `others` (by id, itself included)."""
    found = [*_title(module, others), *_needs(module, others), *_names(module, shelf), *_lessons(module, shelf)]
    return tuple(found)


def circle(module: Module, others: Mapping[str, Module]) -> tuple[str, ...]:
    """A way of prerequisites that leads from a module back to itself, without the return; () if there is none."""
    ways = [(module.id,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for need in others[way[-1]].needs if way[-1] in others else ():
            if need == module.id:
                return way
            if need not in seen:
                seen.add(need)
                ways.append((*way, need))
    return ()


def _title(module: Module, others: Mapping[str, Module]) -> Iterable[Problem]:
    for other in others.values():
        if other.id != module.id and other.title == module.title:
            yield Problem(("title",), f"模块“{other.id}”也叫“{module.title}”。", "请换一个标题，免得两张合格证分不清。")


def _needs(module: Module, others: Mapping[str, Module]) -> Iterable[Problem]:
    for i, need in enumerate(module.needs):
        if need not in others:
            yield Problem(("needs", i), f"没有编号为“{need}”的模块。", f"可以写的有：{'、'.join(others)}。")
    if way := circle(module, others):
        titles = " → ".join(others[each].title for each in (*way, module.id))
        yield Problem(("needs",), f"先修模块绕了一个圈：{titles}。", "请去掉其中一个先修，否则谁也学不到它。")


def _names(module: Module, shelf: Shelf) -> Iterable[Problem]:
    for i, name in enumerate(module.role_plays):
        if name not in shelf.role_plays:
            yield Problem(
                ("role_plays", i), f"没有编号为“{name}”的情景。", "请核对 scenarios/ 里的文件名，或先写好它。"
            )
    if module.exam not in shelf.blueprints:
        yield Problem(
            ("exam",), f"没有名为“{module.exam}”的试卷蓝图。", "请核对 question_bank/blueprints/ 里的文件名。"
        )
    aim = module.practice
    if aim is None:
        return
    known = {card.id for card in shelf.cards}
    for i, id in enumerate(aim.questions):
        if id not in known:
            yield Problem(
                ("practice", "questions", i), f"题库里没有编号为“{id}”的题目。", "请核对编号，或先把题目加进题库。"
            )
    fitting = sum(map(aim.takes, shelf.cards))
    if fitting < aim.count and not aim.questions:
        yield Problem(
            ("practice",),
            f"题库里符合这些条件的只有 {fitting} 题，练习要 {aim.count} 题。",
            "请放宽条件、改小 count，或先往题库里加题。",
        )


def _lessons(module: Module, shelf: Shelf) -> Iterable[Problem]:
    for i, lesson in enumerate(module.lessons):
        place = ("lessons", i)
        if not lesson.blocks:
            yield Problem(place, f"“{lesson.title}”这一课还没有内容。", "请写上内容，或删去这个标题。")
        yield from _notes(lesson, place, shelf)
        for j, block in enumerate(lesson.blocks):
            yield from _block(block, (*place, "blocks", j))


def _notes(lesson: Lesson, place: tuple[str | int, ...], shelf: Shelf) -> Iterable[Problem]:
    if shelf.laws is None:
        return
    known = {normal_law(law) for law in shelf.laws}
    for i, note in enumerate(lesson.notes):
        if normal_law(note.basis.law) not in known:
            yield Problem(
                (*place, "notes", i),
                f"依据“{note.basis.law}”不在依据清单里。",
                "请核对名称；是新的依据，请先写进 docs/sources.md，注明版本和核对日期。",
            )


def _block(block: Block, place: tuple[str | int, ...]) -> Iterable[Problem]:
    for words in _statements(block):
        text = words_of(words)
        figure = FIGURE.search(text)
        if figure and not any(run.note for run in words):
            yield Problem(
                place,
                f"“{figure[0]}”没有写依据。",
                "请在这句话后面写上 [^名称]，并在文末写“[^名称]: 法律名 第几条”；没有依据的数字不能写进课程。",
            )
    if isinstance(block, FlowChart):
        if not block.starts:
            yield Problem(place, "流程图绕成了圈，没有开头。", "请检查箭头的方向，至少有一步不是从别处来的。")
        for step in _unreached(block):
            yield Problem(place, f"流程图的“{step}”从开头走不到。", "请检查这一步的写法是否前后一致。")


def _statements(block: Block) -> tuple[Words, ...]:
    """What is said in one breath: a basis anywhere in it covers it. A table's row is one statement."""
    match block:
        case Items(items):
            return items
        case TableOf(_, rows):
            return tuple(tuple(run for cell in row for run in cell) for row in rows)
        case Materials(materials):
            return tuple(each.words for each in materials)
        case _:
            words = getattr(block, "words", None)
            return () if words is None else (words,)


def _unreached(chart: FlowChart) -> Iterable[str]:
    reached = set(chart.starts)
    for _ in chart.steps:
        reached |= {arrow.end for arrow in chart.arrows if arrow.start in reached}
    return (step for step in chart.steps if step not in reached) if chart.starts else ()
