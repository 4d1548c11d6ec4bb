"""What was kept, heard and scored again by the rules in force: old against new, appended only when told to.

Replies and conversations alike; of a conversation every spoken reply is heard again.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.domain.attempt import Attempt, Manner, attempt_from_body, attempt_to_body
from app.domain.errors import Progress, UserError, no_progress
from app.domain.hits import Hit
from app.domain.records import Record, RecordKind
from app.domain.role_play.findings import Decision
from app.domain.role_play.played import PlayedDialogue, played_from_body, played_to_body
from app.domain.role_play.scored_again import fits
from app.domain.scenario import Scenario
from app.domain.score_sheet import ScoreSheet
from app.domain.transcript import Transcript
from app.services.kept_records import decision_of
from app.services.rescored import Rescored, Scored
from app.storage.records import Records
from app.storage.transcript_journal import TranscriptJournal

_BODY_VERSION = 1
_POLL_SECONDS = 0.1

# Path of a recording → what is heard in it. Runs in the executor: it must be picklable for one of processes.
Transcribe = Callable[[Path], Transcript]
# A transcript, the scenario and the turn's index → hits and sheet by the lexicon and rubric in force.
Score = Callable[[Transcript, Scenario, int], tuple[tuple[Hit, ...], ScoreSheet]]
# A conversation, the scenario and the transcripts of its replies → the conversation by the same rules.
ScoreDialogue = Callable[[PlayedDialogue, Scenario, Sequence[Transcript]], PlayedDialogue]


@dataclass(frozen=True, slots=True)
class _Waiting:
    record: Record
    old: Scored
    futures: Mapping[str, Future[Transcript]]  # by the recording's SHA-256
    problem: str = ""


class Rescoring:
    """Scores a workspace's records again. `heard_by` names all that what is heard depends on; `name_of` gives
    the name of the person of an id.
    """

    def __init__(
        self,
        records: Records,
        recordings: Path,
        journal: Path,
        scenarios: Callable[[], tuple[Scenario, ...]],
        score: Score,
        score_dialogue: ScoreDialogue,
        transcribe: Transcribe,
        heard_by: str,
        name_of: Callable[[str], str],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._records = records
        self._recordings = recordings
        self._journal = journal
        self._scenarios = scenarios
        self._score = score
        self._score_dialogue = score_dialogue
        self._transcribe = transcribe
        self._heard_by = heard_by
        self._name_of = name_of
        self._now = now

    def run(
        self,
        executor: Executor,
        apply: bool = False,
        actor_id: str = "",
        at_once: int = 8,
        on_progress: Progress = no_progress,
    ) -> Iterator[Rescored]:
        """Each reply and conversation that is not yet scored by the rules in force, in the order of the records.

        Without `apply` nothing is changed. With it a RESCORE record is appended for each that differs, as
        it is done: killed and run again, it goes on after the last. What was heard is kept in the journal,
        so that nothing is transcribed twice, not even by a trial run before. `at_once` recordings wait in
        the executor at a time; it is the caller's to close. Raises Cancelled from `on_progress` at once.
        """
        scenarios = {scenario.id: scenario for scenario in self._scenarios()}
        waiting: deque[_Waiting] = deque()
        decisions = self._decisions()
        done, total = 0, self._records.count(RecordKind.ATTEMPT) + self._records.count(RecordKind.DIALOGUE)
        todo = self._scored_last()
        with TranscriptJournal(self._journal) as journal:
            try:
                while True:
                    while len(waiting) < at_once and (item := next(todo, None)):
                        waiting.append(self._begin(*item, journal, executor))
                    if not waiting:
                        break
                    on_progress(done / max(total, 1), f"正在重新评分 {done}/{total}")
                    first = waiting[0]
                    if not _finished(first.futures.values()):
                        continue
                    waiting.popleft()
                    done += 1
                    result = self._finish(first, scenarios, journal)
                    name = self._name_of(first.record.person_id)
                    result = replace(result, decisions=decisions.get(first.record.id, ()), person=name)
                    if apply and result.differs:
                        result = self._append(result, actor_id)
                    if result.problem or result.differs:
                        yield result
                on_progress(1.0, f"重新评分完毕，共 {total} 条")
            except BrokenExecutor as error:
                raise UserError("识别进程意外结束了。", "请再运行一次，会从中断的地方继续。") from error
            finally:
                for item in waiting:
                    for future in item.futures.values():
                        future.cancel()

    def _last_rescored(self) -> dict[str, str]:
        """The record that last scored one again, by that one's record id."""
        return {r.body["record"]: r.id for r in self._records.of_kind(RecordKind.RESCORE)}

    def _decisions(self) -> dict[str, tuple[Decision, ...]]:
        """What trainers decided, by the id of the record it is about, oldest first."""
        found: dict[str, tuple[Decision, ...]] = {}
        for record in self._records.of_kind(RecordKind.OVERRULE):
            about = record.body["record"]
            found[about] = (*found.get(about, ()), decision_of(record.body))
        return found

    def _scored_last(self) -> Iterator[tuple[Record, Scored]]:
        """Every reply and conversation as it was last scored; one at a time, there may be a province's worth."""
        last = self._last_rescored()
        for record in self._records.all():
            if record.kind not in (RecordKind.ATTEMPT, RecordKind.DIALOGUE):
                continue
            again = self._records.get(last[record.id]).body if record.id in last else None
            if record.kind is RecordKind.ATTEMPT:
                yield record, attempt_from_body(again["attempt"] if again else record.body)
            else:
                yield record, played_from_body(again["dialogue"] if again else record.body)

    def _begin(self, record: Record, old: Scored, journal: TranscriptJournal, executor: Executor) -> _Waiting:
        wanted = [(name, sha256) for name, sha256 in _recordings(old) if not journal.find(sha256, self._heard_by)]
        problem = next((why for name, sha256 in wanted if (why := _unusable(self._recordings / name, sha256))), "")
        if problem:
            return _Waiting(record, old, {}, problem)
        asked = {sha256: executor.submit(self._transcribe, self._recordings / name) for name, sha256 in wanted}
        return _Waiting(record, old, asked)

    def _finish(self, item: _Waiting, scenarios: dict[str, Scenario], journal: TranscriptJournal) -> Rescored:
        record, old = item.record, item.old
        if item.problem:
            return Rescored(record, old, None, item.problem)
        try:
            for sha256, future in item.futures.items():
                journal.add(sha256, self._heard_by, future.result())
        except UserError as error:
            return Rescored(record, old, None, str(error))
        scenario = scenarios.get(old.scenario_id)
        if isinstance(old, PlayedDialogue):
            return self._finish_dialogue(record, old, scenario, journal)
        if scenario is None or old.turn >= len(scenario.turns):
            return Rescored(record, old, None, f"情景“{old.scenario_title}”已经没有这一轮，不能重新评分。")
        transcript = old.transcript
        if old.manner is Manner.SPOKEN:
            transcript = self._heard(old.recording_sha256, journal)
        hits, sheet = self._score(transcript, scenario, old.turn)
        new = replace(old, scenario_version=scenario.version, transcript=transcript, hits=hits, sheet=sheet)
        return Rescored(record, old, new)

    def _finish_dialogue(
        self, record: Record, old: PlayedDialogue, scenario: Scenario | None, journal: TranscriptJournal
    ) -> Rescored:
        """By the scenario in force; where it has moved on, by the one of that day."""
        usable = next((each for each in (scenario, old.scenario) if each and fits(each, old.dialogue)), None)
        if usable is None:
            return Rescored(record, old, None, f"情景“{old.scenario_title}”已经改得对不上这场对话，不能重新评分。")
        heard = [
            self._heard(each.reply.recording_sha256, journal)
            if each.reply.manner is Manner.SPOKEN
            else each.reply.transcript
            for each in old.dialogue.exchanges
        ]
        return Rescored(record, old, self._score_dialogue(old, usable, heard))

    def _heard(self, sha256: str, journal: TranscriptJournal) -> Transcript:
        transcript = journal.find(sha256, self._heard_by)
        assert transcript is not None
        return transcript

    def _append(self, result: Rescored, actor_id: str) -> Rescored:
        new = result.new
        assert new is not None
        scored = {"attempt": attempt_to_body(new)} if isinstance(new, Attempt) else {"dialogue": played_to_body(new)}
        body = {"version": _BODY_VERSION, "record": result.record.id, **scored}
        at = self._now().isoformat(timespec="seconds")
        person_id = result.record.person_id
        return replace(result, appended=self._records.append(RecordKind.RESCORE, person_id, actor_id, body, at))


def _recordings(scored: Scored) -> Iterator[tuple[str, str]]:
    """The recordings that are heard again, by name and SHA-256."""
    replies = [scored] if isinstance(scored, Attempt) else [each.reply for each in scored.dialogue.exchanges]
    for reply in replies:
        if reply.manner is Manner.SPOKEN:
            yield reply.recording, reply.recording_sha256


def _finished(futures: Collection[Future[Transcript]]) -> bool:
    """Wait a moment for them: long enough not to spin, short enough that cancel answers at once."""
    return not wait(futures, timeout=_POLL_SECONDS).not_done


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
