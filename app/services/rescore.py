"""Stored replies heard and scored again by the rules in force: old against new, appended only when told to."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.attempt import Attempt, Manner, attempt_from_body, attempt_to_body
from app.domain.errors import Progress, UserError, no_progress
from app.domain.hits import Hit
from app.domain.overrule import Overruling, line_of
from app.domain.records import Record, RecordKind
from app.domain.scenario import Scenario
from app.domain.score_sheet import ScoreLine, ScoreSheet
from app.domain.transcript import Transcript
from app.services.kept_records import overruling_of
from app.storage.records import Records
from app.storage.transcript_journal import TranscriptJournal

_BODY_VERSION = 1
_POLL_SECONDS = 0.1

# Path of a recording → what is heard in it. Runs in the executor: it must be picklable for one of processes.
Transcribe = Callable[[Path], Transcript]
# A transcript, the scenario and the turn's index → hits and sheet by the lexicon and rubric in force.
Score = Callable[[Transcript, Scenario, int], tuple[tuple[Hit, ...], ScoreSheet]]


@dataclass(frozen=True, slots=True)
class Rescored:
    """One stored attempt, `old` as it was last scored and `new` as it would be now.

    `new` is None where it could not be scored again; `problem` then says why, in Chinese. `appended` is
    the record that was added for it, None where nothing was to be changed or nothing may be. `overrulings`
    are what trainers decided about it; they hold for the new score as they held for the old.
    """

    record: Record
    old: Attempt
    new: Attempt | None
    problem: str = ""
    appended: Record | None = None
    overrulings: tuple[Overruling, ...] = ()

    @property
    def differs(self) -> bool:
        return self.new is not None and self.new != self.old

    @property
    def points_differ(self) -> bool:
        """Not only the versions of what judged it, or times in the evidence."""
        return self.new is not None and bool(changed_lines(self.old.sheet, self.new.sheet))

    @property
    def lost(self) -> tuple[Overruling, ...]:
        """The decisions about lines that the new sheet does not have: a trainer has to look again."""
        old, new = self.old.sheet, self.new.sheet if self.new else self.old.sheet
        return tuple(each for each in self.overrulings if line_of(old, each) and not line_of(new, each))


def changed_lines(old: ScoreSheet, new: ScoreSheet) -> tuple[tuple[ScoreLine | None, ScoreLine | None], ...]:
    """The lines whose points differ, old and new; None where one of the sheets does not have the line."""
    before, after = ({line.rule: line for line in sheet.lines} for sheet in (old, new))
    pairs = [(before.get(rule), after.get(rule)) for rule in dict.fromkeys((*before, *after))]
    return tuple((a, b) for a, b in pairs if a is None or b is None or a.points != b.points)


@dataclass(frozen=True, slots=True)
class _Waiting:
    record: Record
    old: Attempt
    future: Future[Transcript] | None
    problem: str = ""


class Rescoring:
    """Scores a workspace's attempts again. `heard_by` names all that what is heard depends on."""

    def __init__(
        self,
        records: Records,
        recordings: Path,
        journal: Path,
        scenarios: Callable[[], tuple[Scenario, ...]],
        score: Score,
        transcribe: Transcribe,
        heard_by: str,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._records = records
        self._recordings = recordings
        self._journal = journal
        self._scenarios = scenarios
        self._score = score
        self._transcribe = transcribe
        self._heard_by = heard_by
        self._now = now

    def run(
        self,
        executor: Executor,
        apply: bool = False,
        actor_id: str = "",
        at_once: int = 8,
        on_progress: Progress = no_progress,
    ) -> Iterator[Rescored]:
        """Each attempt that is not yet scored by the rules in force, in the order of the records.

        Without `apply` nothing is changed. With it a RESCORE record is appended for each that differs, as
        it is done: killed and run again, it goes on after the last. What was heard is kept in the journal,
        so that nothing is transcribed twice, not even by a trial run before. `at_once` recordings wait in
        the executor at a time; it is the caller's to close. Raises Cancelled from `on_progress` at once.
        """
        scenarios = {scenario.id: scenario for scenario in self._scenarios()}
        waiting: deque[_Waiting] = deque()
        decided = self._overrulings()
        done, total = 0, self._records.count(RecordKind.ATTEMPT)
        todo = self._attempts()
        with TranscriptJournal(self._journal) as journal:
            try:
                while True:
                    while len(waiting) < at_once and (item := next(todo, None)):
                        waiting.append(self._begin(*item, journal, executor))
                    if not waiting:
                        break
                    on_progress(done / max(total, 1), f"正在重新评分 {done}/{total}")
                    first = waiting[0]
                    if first.future and not _finished(first.future):
                        continue
                    waiting.popleft()
                    done += 1
                    result = self._finish(first, scenarios, journal)
                    result = replace(result, overrulings=decided.get(first.record.id, ()))
                    if apply and result.differs:
                        result = self._append(result, actor_id)
                    if result.problem or result.differs:
                        yield result
                on_progress(1.0, f"重新评分完毕，共 {total} 条")
            except BrokenExecutor as error:
                raise UserError("识别进程意外结束了。", "请再运行一次，会从中断的地方继续。") from error
            finally:
                for item in waiting:
                    if item.future:
                        item.future.cancel()

    def _last_rescored(self) -> dict[str, str]:
        """The record that last scored an attempt again, by the attempt's record id."""
        return {r.body["record"]: r.id for r in self._records.all() if r.kind is RecordKind.RESCORE}

    def _overrulings(self) -> dict[str, tuple[Overruling, ...]]:
        """What trainers decided, by the attempt's record id, oldest first."""
        decided: dict[str, tuple[Overruling, ...]] = {}
        for record in self._records.all():
            if record.kind is RecordKind.OVERRULE:
                about = record.body["record"]
                decided[about] = (*decided.get(about, ()), overruling_of(record.body))
        return decided

    def _attempts(self) -> Iterator[tuple[Record, Attempt]]:
        """Every attempt with how it was last scored; one at a time, there may be a province's worth."""
        last = self._last_rescored()
        for record in self._records.all():
            if record.kind is RecordKind.ATTEMPT:
                body = self._records.get(last[record.id]).body["attempt"] if record.id in last else record.body
                yield record, attempt_from_body(body)

    def _begin(self, record: Record, old: Attempt, journal: TranscriptJournal, executor: Executor) -> _Waiting:
        if old.manner is Manner.TYPED or journal.find(old.recording_sha256, self._heard_by):
            return _Waiting(record, old, None)
        path = self._recordings / old.recording
        problem = _unusable(path, old.recording_sha256)
        return _Waiting(record, old, None if problem else executor.submit(self._transcribe, path), problem)

    def _finish(self, item: _Waiting, scenarios: dict[str, Scenario], journal: TranscriptJournal) -> Rescored:
        record, old = item.record, item.old
        if item.problem:
            return Rescored(record, old, None, item.problem)
        scenario = scenarios.get(old.scenario_id)
        if scenario is None or old.turn >= len(scenario.turns):
            return Rescored(record, old, None, f"情景“{old.scenario_title}”已经没有这一轮，不能重新评分。")
        transcript = old.transcript
        if old.manner is Manner.SPOKEN:
            try:
                transcript = self._heard(item, journal)
            except UserError as error:
                return Rescored(record, old, None, str(error))
        hits, sheet = self._score(transcript, scenario, old.turn)
        new = replace(old, scenario_version=scenario.version, transcript=transcript, hits=hits, sheet=sheet)
        return Rescored(record, old, new)

    def _heard(self, item: _Waiting, journal: TranscriptJournal) -> Transcript:
        sha256 = item.old.recording_sha256
        if item.future:
            journal.add(sha256, self._heard_by, item.future.result())
        transcript = journal.find(sha256, self._heard_by)
        assert transcript is not None
        return transcript

    def _append(self, result: Rescored, actor_id: str) -> Rescored:
        assert result.new is not None
        body = {"version": _BODY_VERSION, "record": result.record.id, "attempt": attempt_to_body(result.new)}
        at = self._now().isoformat(timespec="seconds")
        person_id = result.record.person_id
        return replace(result, appended=self._records.append(RecordKind.RESCORE, person_id, actor_id, body, at))


def _finished(future: Future[Transcript]) -> bool:
    """Wait a moment for it: long enough not to spin, short enough that cancel answers at once."""
    return bool(wait([future], timeout=_POLL_SECONDS).done)


def _unusable(path: Path, sha256: str) -> str:
    """Why a recording cannot stand as evidence, "" if it can."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return f"录音“{path.name}”不在了，不能重新评分。"
    except OSError as error:
        return f"录音“{path.name}”读不出来（{error.strerror}），不能重新评分。"
    if hashlib.sha256(data).hexdigest() != sha256:
        return f"录音“{path.name}”与当时存档的不一致，不能重新评分。"
    return ""
