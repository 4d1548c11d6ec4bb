"""One reply to a citizen: take it, hear it, score it, keep it, print it."""

import hashlib
import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from app.domain import conduct
from app.domain.attempt import Attempt, Manner, attempt_from_body, attempt_to_body
from app.domain.conduct import ScoreSheet
from app.domain.errors import Progress, UserError, no_progress
from app.domain.hits import Hit
from app.domain.matching import find_hits
from app.domain.near_misses import NearMiss, listened_again
from app.domain.people import Person
from app.domain.points import find_points
from app.domain.records import Record, RecordKind
from app.domain.scenario import Scenario
from app.domain.transcript import Transcript, typed_transcript
from app.services.rules import Rules
from app.speech.recording import load
from app.speech.transcriber import Live, Transcriber
from app.storage.records import Records


@dataclass(frozen=True, slots=True)
class ScoredReply:
    """A reply heard and scored, not yet kept. `elapsed` is the wait in seconds from the end of the
    recording to its score, loading the model not counted; `sheet` is None where no scenario was given.
    """

    scenario: Scenario | None
    turn_index: int
    recording: Path | None
    transcript: Transcript
    hits: tuple[Hit, ...]
    sheet: ScoreSheet | None
    elapsed: float
    warnings: tuple[str, ...] = ()


class Take:
    """A reply being recorded. What is said is on disk and on its way to the transcriber as it arrives."""

    def __init__(self, path: Path, microphone: str | None, live: Live) -> None:
        from app.speech.microphone import Capture

        self.path = path
        self.live = live
        self._capture = Capture(path, microphone=microphone, on_chunk=live.feed)
        try:
            self._capture.start()
        except BaseException:
            live.abandon()
            raise

    @property
    def level(self) -> float:
        """How loud it is now, 0 to 1, for a meter."""
        return self._capture.level

    @property
    def seconds(self) -> float:
        return self._capture.seconds

    @property
    def error(self) -> UserError | None:
        """Why the recording ended by itself, such as an unplugged microphone; what was said until then is kept."""
        return self._capture.error

    def stop(self) -> Path:
        return self._capture.stop()

    def abandon(self) -> None:
        """Throw the take away; its file is removed."""
        self.live.abandon()
        self._capture.abandon()


class SpokenReplies:
    """Replies of one workspace. `now` gives local time with its offset; `records` opens the database, which
    only keeping needs.
    """

    def __init__(
        self,
        rules: Rules,
        transcriber: Transcriber,
        records: Callable[[], Records],
        recordings: Path,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._rules = rules
        self._transcriber = transcriber
        self._records = records
        self._recordings = recordings
        self._now = now

    def scenarios(self) -> tuple[Scenario, ...]:
        return self._rules.scenarios()

    def warm_up(self) -> None:
        """Get ready what every reply needs, so that no reply waits for it: the model in its own process,
        the rules here, which takes seconds. UserError where the rules cannot be read.
        """
        self._transcriber.warm_up()
        find_hits(typed_transcript("您好"), self._rules.lexicon())
        self._rules.rubric()

    def start_take(self, microphone: str | None = None) -> Take:
        """Open the microphone (the system's default for None). UserError if there is none."""
        return Take(self._new_path(".wav"), microphone, self._transcriber.live())

    def score_take(
        self, take: Take, scenario: Scenario | None = None, turn_index: int = 0, on_progress: Progress = no_progress
    ) -> ScoredReply:
        """Score a stopped take; without a scenario only hear it.

        Cancelling leaves its file where it is; `score_file` can score it later.
        """
        began = time.perf_counter()
        transcript = self._heard_again(take.live.finish(on_progress), take.live.samples)
        return self._scored(scenario, turn_index, take.path, transcript, began)

    def score_file(
        self, path: Path, scenario: Scenario | None = None, turn_index: int = 0, on_progress: Progress = no_progress
    ) -> ScoredReply:
        """Score a recording. UserError if it cannot be read or the model is missing."""
        recording = load(path)
        self.warm_up()
        self._transcriber.ready(on_progress)
        began = time.perf_counter()
        transcript = self._heard_again(self._transcriber.transcribe(recording.samples, on_progress), recording.samples)
        return self._scored(scenario, turn_index, path, transcript, began, recording.warnings)

    def score_typed(self, text: str, scenario: Scenario, turn_index: int) -> ScoredReply:
        """Score what was typed instead of spoken. UserError for an empty reply."""
        if not text.strip():
            raise UserError("还没有输入回答。", "请输入您对群众说的话，再提交。")
        return self._scored(scenario, turn_index, None, typed_transcript(text), time.perf_counter())

    def score_transcript(
        self, transcript: Transcript, scenario: Scenario, turn_index: int
    ) -> tuple[tuple[Hit, ...], ScoreSheet]:
        """Hits and sheet of a transcript by the rules in force."""
        hits = find_hits(transcript, self._rules.lexicon())
        return hits, self._sheet(transcript, hits, scenario, turn_index)

    def keep(self, reply: ScoredReply, person: Person) -> Record:
        """Append the reply to the chain, its audio copied into recordings/ if it is not there yet."""
        if reply.scenario is None or reply.sheet is None:
            raise UserError("没有情景的录音只能试评，不能存为记录。", "请用 --scenario 指定情景后再评。")
        recording, sha256 = self.kept_audio(reply.recording) if reply.recording else ("", "")
        attempt = Attempt(
            scenario_id=reply.scenario.id,
            scenario_version=reply.scenario.version,
            scenario_title=reply.scenario.title,
            turn=reply.turn_index,
            citizen_line=reply.scenario.turns[reply.turn_index].says,
            manner=Manner.SPOKEN if recording else Manner.TYPED,
            recording=recording,
            recording_sha256=sha256,
            transcript=reply.transcript,
            hits=reply.hits,
            sheet=reply.sheet,
        )
        at = self._now().isoformat(timespec="seconds")
        return self._records().append(RecordKind.ATTEMPT, person.id, person.id, attempt_to_body(attempt), at)

    def kept_audio(self, path: Path) -> tuple[str, str]:
        """The audio's name under recordings/, where it is copied if it is not there yet, and its SHA-256."""
        audio = self._into_recordings(path)
        return audio.relative_to(self._recordings).as_posix(), hashlib.sha256(audio.read_bytes()).hexdigest()

    def audio_of(self, record: Record) -> Path | None:
        """The audio a record names, None for a typed reply or a file that is no longer there."""
        return self.audio_file(attempt_from_body(record.body).recording)

    def audio_file(self, name: str) -> Path | None:
        """The file of this name under recordings/; None for "" or a file that is no longer there."""
        path = self._recordings / name
        return path if name and path.is_file() else None

    def _heard_again(self, transcript: Transcript, samples: np.ndarray) -> Transcript:
        """The transcript with the model's answers about phrases that were only nearly heard."""

        def weigh(misses: Sequence[NearMiss]) -> Sequence[tuple[float, float]]:
            questions = [(miss.start, miss.end, (miss.written, miss.wanted)) for miss in misses]
            return self._transcriber.weigh(samples, questions)  # type: ignore[return-value]

        return listened_again(transcript, self._rules.lexicon(), weigh)

    def _scored(
        self,
        scenario: Scenario | None,
        turn_index: int,
        path: Path | None,
        transcript: Transcript,
        began: float,
        warnings: tuple[str, ...] = (),
    ) -> ScoredReply:
        hits = find_hits(transcript, self._rules.lexicon())
        sheet = None if scenario is None else self._sheet(transcript, hits, scenario, turn_index)
        elapsed = time.perf_counter() - began
        return ScoredReply(scenario, turn_index, path, transcript, hits, sheet, elapsed, warnings)

    def _sheet(self, transcript: Transcript, hits: tuple[Hit, ...], scenario: Scenario, turn_index: int) -> ScoreSheet:
        turn = scenario.turns[turn_index]
        points = find_points(transcript, turn.points)
        return conduct.score(transcript, hits, turn, points, self._rules.rubric(), self._rules.lexicon().version)

    def _new_path(self, suffix: str) -> Path:
        now = self._now()
        return self._recordings / f"{now:%Y-%m-%d}" / f"{now:%H%M%S}-{uuid.uuid4().hex[:8]}{suffix}"

    def _into_recordings(self, path: Path) -> Path:
        if path.resolve().is_relative_to(self._recordings.resolve()):
            return self._recordings / path.resolve().relative_to(self._recordings.resolve())
        kept = self._new_path(path.suffix)
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        except OSError as problem:
            kept.unlink(missing_ok=True)
            raise UserError(
                f"录音不能存入 {kept.parent}（{problem.strerror}）。", "请检查磁盘空间和文件夹权限。"
            ) from problem
        return kept
