"""What a dispute is about, laid out: the judged lines of a kept record, and the replies to listen to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.answer_words import in_words, right_in_words
from app.domain.answers import Said, parts_of, transcript_of
from app.domain.dispute import Dispute
from app.domain.hits import Hit
from app.domain.overrule import allowed_points
from app.domain.people import Person
from app.domain.role_play.findings import grantable, strikable
from app.domain.rubric import TENTHS
from app.domain.score_sheet import Effect, Evidence, ScoreLine, ScoreSheet
from app.domain.transcript import Transcript, typed_transcript
from app.services.kept_records import Kept, KeptAttempt, KeptDialogue, KeptExam, task_of, task_rule

Audio = Callable[[str], Path | None]


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One line of a score as it stands, and what a trainer may do to it.

    `side` is what it belongs to (a dimension, 第 3 题); `least` and `most` the points it may be given;
    `disputable` says that it cost something; `strikable` and `grantable` (conversations only) that single
    findings of it can be decided on.
    """

    rule: str
    side: str
    title: str
    points: float
    possible: float
    least: float
    most: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    disputable: bool = True
    strikable: bool = False
    grantable: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One reply: what it answered, what was heard in it. `audio` is None where it was typed or is no longer there."""

    heading: str
    asked: str
    transcript: Transcript
    hits: tuple[Hit, ...]
    audio: Path | None


@dataclass(frozen=True, slots=True)
class DisputeCase:
    """A dispute with all that is needed to decide it. `passages` are all replies of the record, in order;
    `at` is the one that is meant, None where it may be any.
    """

    dispute: Dispute
    person: Person
    kept: Kept
    line: JudgedLine
    passages: tuple[Passage, ...]
    at: int | None


def title_of(kept: Kept) -> str:
    if isinstance(kept, KeptAttempt):
        return kept.attempt.scenario_title
    return kept.first.scenario_title if isinstance(kept, KeptDialogue) else kept.first.exam.title


def judged_lines(kept: Kept) -> tuple[JudgedLine, ...]:
    """The lines of a kept score as it stands today."""
    if isinstance(kept, KeptAttempt):
        return tuple(_line(line, kept.latest.sheet) for line in kept.sheet.lines)
    if isinstance(kept, KeptDialogue):
        findings = kept.latest.scenario is not None and kept.latest.rubric is not None
        return tuple(_line(line, kept.latest.score.whole, findings) for line in kept.sheet.lines)
    return tuple(_answer(kept, task) for task in range(len(kept.result.marks)))


def turns_of(kept: Kept) -> tuple[str, ...]:
    """What the replies of a conversation are called; nothing for what is no conversation."""
    count = len(kept.played.dialogue.exchanges) if isinstance(kept, KeptDialogue) else 0
    return tuple(f"第 {turn} 轮" for turn in range(1, count + 1))


def passages(kept: Kept, audio: Audio) -> tuple[Passage, ...]:
    """The replies of a kept record: one of an attempt, each turn of a conversation, each answer of an exam."""
    if isinstance(kept, KeptAttempt):
        attempt = kept.latest
        return (Passage("", attempt.citizen_line, attempt.transcript, attempt.hits, audio(attempt.recording)),)
    if isinstance(kept, KeptDialogue):
        return tuple(
            Passage(turn, each.line, each.reply.transcript, each.reply.hits, audio(each.reply.recording))
            for turn, each in zip(turns_of(kept), kept.played.dialogue.exchanges, strict=True)
        )
    return tuple(_answer_passage(kept, task, audio) for task in range(len(kept.result.marks)))


def place_of(kept: Kept, rule: str, mark: Evidence | None) -> int | None:
    """Which of the passages a line of a score is about; None where it may be any."""
    if isinstance(kept, KeptAttempt):
        return 0
    if isinstance(kept, KeptExam):
        return task_of(rule)
    return mark.turn if mark is not None else None


def _line(line: ScoreLine, scored: ScoreSheet, findings: bool = False) -> JudgedLine:
    """`scored` is the sheet without the decisions: it says what the line may be given."""
    first = next((each for each in scored.lines if each.rule == line.rule), line)
    least, most = allowed_points(scored, first)
    costs = line.points < line.possible or line.points < 0 or line.effect in (Effect.VETO, Effect.DEDUCTION)
    return JudgedLine(
        line.rule,
        line.dimension.label,
        line.title,
        line.points,
        line.possible,
        least,
        most,
        line.reason,
        line.evidence,
        costs,
        findings and strikable(line),
        findings and grantable(line),
    )


def _answer(kept: KeptExam, task: int) -> JudgedLine:
    asked, mark = kept.result.exam.tasks[task], kept.result.marks[task]
    full = mark.full / TENTHS
    stem = asked.question.stem.splitlines()[0] if asked.question.stem else asked.question.type.label
    points = mark.points / TENTHS
    title = f"第 {task + 1} 题　{stem}"
    return JudgedLine(
        task_rule(task), asked.question.type.label, title, points, full, 0.0, full, mark.why, (), points < full
    )


def _answer_passage(kept: KeptExam, task: int, audio: Audio) -> Passage:
    """A question with its answer in words, spoken or chosen."""
    asked, answers = kept.result.exam.tasks[task], kept.result.answers[task]
    said = next((answer for answer in answers if isinstance(answer, Said)), None)
    transcript = transcript_of(said) if said is not None else None
    parts = parts_of(asked.question)
    if transcript is None:
        words = "；".join(in_words(answer, order) for answer, order in zip(answers, asked.orders, strict=True))
        transcript = typed_transcript(words)
    rights = "；".join(right_in_words(part.body, order) for part, order in zip(parts, asked.orders, strict=True))
    question = "\n".join(dict.fromkeys(text for text in (asked.question.stem, *(p.stem for p in parts)) if text))
    recording = said.recording if said is not None else ""
    return Passage(f"第 {task + 1} 题", f"{question}\n正确答案：{rights}", transcript, (), audio(recording))
