"""Item analysis for the window's tests: real figures of a made examination of sixty people, no disk."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from app.content.bank.imported import Rejected
from app.domain.errors import Progress, UserError
from app.domain.responses import Asked, AskedOption, Responses
from app.services.item_analysis import Analysed, ExamChoice, analysed

PEOPLE, QUESTIONS = 60, 18
NEGATIVE, EASY, UNUSED, WORDS = 3, 5, 7, 11
TEXTS = (
    "自事故伤害发生之日起三十日内",
    "自事故伤害发生之日起十五日内",
    "自事故伤害发生之日起六十日内",
    "自事故伤害发生之日起一年内",
)


@cache
def made() -> Responses:
    random = np.random.default_rng(11)
    ability = random.normal(size=(PEOPLE, 1))
    difficulty = random.normal(scale=0.9, size=(1, QUESTIONS))
    right = random.random((PEOPLE, QUESTIONS)) < 1 / (1 + np.exp(difficulty - 1.6 * ability))
    right[:, NEGATIVE] = ability[:, 0] < 0.1
    right[:, EASY] = True
    wrong = random.integers(1, 4, size=right.shape)
    wrong[:, UNUSED] = random.integers(1, 3, size=PEOPLE)
    questions = tuple(
        Asked(
            f"injury-{at:03d}",
            f"用人单位在第 {at + 1} 种情形下，应当在什么期限内提出工伤认定申请？",
            5.0,
            () if at == WORDS else tuple(AskedOption(k, t, k == "A") for k, t in zip("ABCD", TEXTS, strict=True)),
            None if at == WORDS else 0.25,
        )
        for at in range(QUESTIONS)
    )
    words = {WORDS: tuple("三十日" if each else "十五日" for each in right[:, WORDS])}
    chosen = np.where(right, 1, 1 << wrong).astype(np.int64)
    return Responses(tuple(f"学员{at}" for at in range(PEOPLE)), questions, 5.0 * right, chosen, words)


@dataclass
class FakeItemAnalysis:
    """`held` is False for a workspace where nobody has sat an exam."""

    held: bool = True
    exported: list[Path] = field(default_factory=list)

    def exams(self) -> tuple[ExamChoice, ...]:
        if not self.held:
            return ()
        return (
            ExamChoice("e1", "业务技能练兵比武", "2026-11-20T09:00:00+08:00", PEOPLE, 1),
            ExamChoice("e2", "十一月周考", "2026-11-13T09:00:00+08:00", 31, 1),
        )

    def of_exam(self, key: str, on_progress: Progress) -> Analysed:
        return analysed("业务技能练兵比武" if key == "e1" else "十一月周考", made())

    def of_file(self, path: Path, all_attempts: bool, on_progress: Progress) -> Analysed:
        if path.suffix != ".csv":
            raise UserError(f"{path.name} 里没有一份可以分析的答卷。", "请照手册整理表头。")
        return analysed(
            path.name, made(), (Rejected("第 12 行", "得分“很好”不是数字。"),), ("有错误行的答卷整份不计入，共 1 份。",)
        )

    def export(self, found: Analysed, path: Path, on_progress: Progress) -> Path:
        self.exported.append(path)
        return path
