"""A blueprint: what a paper is made of, how long it lasts, and what passes. Points are whole tenths."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from app.domain.business import BusinessLine
from app.domain.question_card import QuestionCard
from app.domain.questions import Partial, QuestionType
from app.domain.rubric import TENTHS

EASIEST, HARDEST = 1, 5
MOST_SECTIONS = 10
MOST_QUESTIONS = 300


class FullScreen(Enum):
    """Whether an exam fills the screen, and what leaving it means."""

    FREE = "free"
    LOGGED = "logged"

    @property
    def label(self) -> str:
        return {"free": "不要求全屏", "logged": "全屏作答，离开会记入成绩"}[self.value]


@dataclass(frozen=True, slots=True)
class Section:
    """So many questions of these types worth `points` tenths each. No `lines` or `tags`: any will do."""

    title: str
    count: int
    points: int
    types: tuple[QuestionType, ...]
    lines: tuple[BusinessLine, ...] = ()
    tags: tuple[str, ...] = ()
    easiest: int = EASIEST
    hardest: int = HARDEST

    def takes(self, card: QuestionCard) -> bool:
        return (
            card.type in self.types
            and (not self.lines or card.line in self.lines)
            and self.easiest <= card.difficulty <= self.hardest
            and (not self.tags or any(tag in self.tags for tag in card.tags))
        )

    @property
    def wanted(self) -> str:
        """What it asks for, in a few Chinese words."""
        words = ["、".join(each.label for each in self.types)]
        if self.lines:
            words.append("、".join(each.label for each in self.lines))
        if self.tags:
            words.append("标签" + "、".join(self.tags))
        if (self.easiest, self.hardest) != (EASIEST, HARDEST):
            one = self.easiest == self.hardest
            words.append(f"难度 {self.easiest}" if one else f"难度 {self.easiest}–{self.hardest}")
        return "，".join(words)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """`version` changes with every change of content. `pass_mark` is in tenths of the paper's points.

    `partial` goes before the questions' own rule for incomplete multiple choices (None: theirs holds).
    `interruption` is how many minutes in all may be lost to power cuts and sleep before they count as time.
    """

    id: str
    version: str
    title: str
    sections: tuple[Section, ...]
    minutes: int
    pass_mark: int
    about: str = ""
    shuffle_questions: bool = True
    shuffle_options: bool = True
    partial: Partial | None = None
    full_screen: FullScreen = FullScreen.FREE
    interruption: int = 5

    @property
    def count(self) -> int:
        return sum(section.count for section in self.sections)

    @property
    def full(self) -> int:
        """The paper's points, in tenths."""
        return sum(section.count * section.points for section in self.sections)

    @property
    def in_words(self) -> str:
        parts = [f"{section.title} {section.count} 题×{section.points / TENTHS:g} 分" for section in self.sections]
        return "，".join(parts)


@dataclass(frozen=True, slots=True)
class Lack:
    """A section that the bank cannot fill: `lacking` questions are missing of `section.count`.

    `expired`, `elsewhere` and `review` are matching questions that may not be drawn, by the reason.
    """

    number: int
    section: Section
    lacking: int
    expired: int = 0
    elsewhere: int = 0
    review: int = 0

    def __str__(self) -> str:
        words = (
            f"第 {self.number} 部分“{self.section.title}”（{self.section.wanted}）"
            f"要 {self.section.count} 题，缺 {self.lacking} 题"
        )
        kept_back = [
            f"{what} {count} 题"
            for what, count in (("不在有效期", self.expired), ("不适用本地区", self.elsewhere), ("待复核", self.review))
            if count
        ]
        return words + (f"（另有{'、'.join(kept_back)}没有计入）" if kept_back else "")


def in_plain_words(lacks: Iterable[Lack]) -> str:
    return "；".join(map(str, lacks)) + "。"
