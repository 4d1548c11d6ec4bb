"""A training module: lessons, practice, role-plays and the exam that closes it."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.business import BusinessLine
from app.domain.modules.lesson import Lesson
from app.domain.question_card import QuestionCard
from app.domain.teller_level import TellerLevel

_READ_IN_A_MINUTE = 300  # characters of Chinese that are to be understood, not skimmed


class ModuleKind(Enum):
    """Multi-skill modules each open one business; the integrated-teller course builds on them."""

    MULTI_SKILL = "multi-skill"
    INTEGRATED = "integrated"

    @property
    def label(self) -> str:
        return {"multi-skill": "一专多能", "integrated": "综合柜员"}[self.value]


@dataclass(frozen=True, slots=True)
class PracticeAim:
    """What is practised: `count` questions at most, out of these lines, or with these tags, or exactly these."""

    lines: tuple[BusinessLine, ...] = ()
    tags: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    count: int = 10

    def takes(self, card: QuestionCard) -> bool:
        if self.questions:
            return card.id in self.questions
        return (not self.lines or card.line in self.lines) and (
            not self.tags or any(tag in self.tags for tag in card.tags)
        )


@dataclass(frozen=True, slots=True)
class Module:
    """`id` is the file's name; `version` changes with every change of content.

    `needs` are modules to be passed before; `pass_mark` is in percent of the closing exam (a blueprint's
    id); it holds for `months` after it was passed, 0 for ever. `shift` is the level of the simulated shift
    that belongs to it. `checked` is the day the statements were compared with what they rest on.
    """

    id: str
    version: str
    title: str
    line: BusinessLine
    kind: ModuleKind
    level: TellerLevel
    lessons: tuple[Lesson, ...]
    exam: str
    checked: date
    about: str = ""
    needs: tuple[str, ...] = ()
    practice: PracticeAim | None = None
    role_plays: tuple[str, ...] = ()
    shift: TellerLevel | None = None
    pass_mark: int = 60
    months: int = 24

    @property
    def minutes(self) -> int:
        """How long the reading takes, at least one minute a lesson."""
        return sum(max(1, round(lesson.characters / _READ_IN_A_MINUTE)) for lesson in self.lessons)

    def lesson(self, title: str) -> Lesson | None:
        return next((each for each in self.lessons if each.title == title), None)
