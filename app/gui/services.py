"""What the window asks for: the services as it sees them, so that it can also be run on fakes.

Everything is imported for type checkers only; the window starts without loading what it does not use yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from app.domain.answers import Answer
    from app.domain.attempt import Attempt
    from app.domain.business import BusinessLine
    from app.domain.errors import Progress, UserError
    from app.domain.hits import Hit
    from app.domain.lexicon import Phrase
    from app.domain.lexicon_layers import LexiconEntry
    from app.domain.lexicon_rows import ImportPreview
    from app.domain.matching import Findings
    from app.domain.memory import Aim
    from app.domain.overrule import Overruling
    from app.domain.people import Person, Role
    from app.domain.practice import Chosen, Kind
    from app.domain.questions import Question
    from app.domain.records import Record, Verification
    from app.domain.scenario import Scenario
    from app.domain.score_sheet import ScoreSheet
    from app.domain.transcript import Transcript
    from app.services.bank import BankDesk
    from app.services.item_analysis import Analysed, ExamChoice
    from app.services.practice import Feedback, Overview, Round, SetView, Shown
    from app.system.places import Workspace
    from app.system.settings import Settings


class PeopleService(Protocol):
    def all(self) -> Sequence[Person]: ...
    def add(self, name: str, role: Role, staff_number: str = "", unit: str = "", pin: str = "") -> Person: ...
    def sign_in(self, person_id: str, pin: str = "") -> Person: ...


class Take(Protocol):
    """A recording under way. `level` lies in 0 to 1; `error` says why it ended by itself."""

    @property
    def level(self) -> float: ...
    @property
    def seconds(self) -> float: ...
    @property
    def error(self) -> UserError | None: ...
    def stop(self) -> Path: ...
    def abandon(self) -> None: ...


class ScoredReply(Protocol):
    scenario: Scenario
    turn_index: int
    recording: Path | None
    transcript: Transcript
    hits: Sequence[Hit]
    sheet: ScoreSheet
    warnings: Sequence[str]


class RepliesService(Protocol):
    def scenarios(self) -> Sequence[Scenario]: ...
    def warm_up(self) -> None: ...
    def start_take(self, microphone: str | None = None) -> Take: ...
    def score_take(
        self, take: Take, scenario: Scenario | None = None, turn_index: int = 0, on_progress: Progress = ...
    ) -> ScoredReply: ...
    def kept_audio(self, path: Path) -> tuple[str, str]: ...
    def score_typed(self, text: str, scenario: Scenario, turn_index: int) -> ScoredReply: ...
    def score_file(
        self, path: Path, scenario: Scenario | None = None, turn_index: int = 0, on_progress: Progress = ...
    ) -> ScoredReply: ...
    def keep(self, reply: ScoredReply, person: Person) -> Record: ...
    def audio_of(self, record: Record) -> Path | None: ...


class KeptAttempt(Protocol):
    record: Record
    attempt: Attempt
    latest: Attempt
    overrulings: Sequence[Overruling]
    sheet: ScoreSheet


class RecordsService(Protocol):
    def attempts_of(self, person: Person) -> Sequence[KeptAttempt]: ...
    def attempt(self, record_id: str) -> KeptAttempt: ...
    def overrule(self, record_id: str, rule: str, points: float, reason: str, trainer: Person) -> Record: ...
    def verify(self, on_progress: Progress) -> Verification: ...


class PrintingService(Protocol):
    def attempt_record(self, record: Record, folder: Path) -> Path: ...


class LexiconService(Protocol):
    """The phrases for the trainer. What is changed goes to the unit's own overlay, not to the shipped files."""

    def entries(self) -> Sequence[LexiconEntry]: ...
    def problems(self) -> Sequence[UserError]:
        """What is wrong with the files, each with file, line and remedy."""

    def save(self, phrase: Phrase) -> Phrase:
        """Add (an empty id: one is given) or change. UserError for what cannot be understood."""

    def switch(self, phrase_id: str, on: bool) -> object: ...
    def forget(self, phrase_id: str) -> object:
        """Take back what the unit said about a phrase."""

    def examine(self, transcript: Transcript) -> Findings: ...
    def export_workbook(self, path: Path) -> object: ...
    def preview_workbook(self, path: Path, on_progress: Progress = ...) -> ImportPreview:
        """What a workbook would change; nothing is written."""

    def import_workbook(self, preview: ImportPreview) -> int:
        """Take over what a preview showed; how many phrases that changed."""


class Microphone(Protocol):
    name: str


class LevelMeter(Protocol):
    """A microphone that is only listened to, for the settings screen; nothing is kept."""

    @property
    def level(self) -> float: ...
    @property
    def error(self) -> UserError | None: ...
    def stop(self) -> object: ...


class Finding(Protocol):
    """One line of the doctor's: what was looked at, whether it is fine, and what to do if not."""

    subject: str
    fine: bool
    words: str
    remedy: str


class SoundService(Protocol):
    """The microphones and the loudspeaker of this PC."""

    def microphones(self) -> Sequence[Microphone]: ...
    def listen(self, microphone: str | None = None) -> LevelMeter: ...
    def play(self, path: Path, start: float = 0.0, end: float | None = None) -> None: ...
    def stop_playing(self) -> None: ...


class PracticeService(Protocol):
    """Practice of one person at a time; see `PracticeDesk`."""

    def overview(self, person: Person) -> Overview: ...
    def today(self, person: Person) -> SetView: ...
    def begin(self, person: Person, kind: Kind, line: BusinessLine | None = None) -> Round: ...
    def show(self, person: Person, part_of: str, chosen: Chosen) -> Shown | None: ...
    def answer(
        self, person: Person, part_of: str, question: Question, answers: Sequence[Answer | None]
    ) -> Feedback: ...
    def set_exam_day(self, person: Person, exam_day: date | None) -> Aim: ...
    def picture(self, name: str) -> bytes | None: ...


class ItemAnalysisService(Protocol):
    """How the questions of an examination worked; see `ItemAnalysisDesk`."""

    def exams(self) -> tuple[ExamChoice, ...]: ...
    def of_exam(self, key: str, on_progress: Progress) -> Analysed: ...
    def of_file(self, path: Path, all_attempts: bool, on_progress: Progress) -> Analysed: ...
    def export(self, found: Analysed, path: Path, on_progress: Progress) -> Path: ...


class Services(Protocol):
    """Everything the window may ask for. Each attribute may be made only when it is first read."""

    @property
    def people(self) -> PeopleService: ...
    @property
    def replies(self) -> RepliesService: ...
    @property
    def practice(self) -> PracticeService: ...
    @property
    def item_analysis(self) -> ItemAnalysisService: ...
    @property
    def records(self) -> RecordsService: ...
    @property
    def printing(self) -> PrintingService: ...
    @property
    def lexicon(self) -> LexiconService: ...
    @property
    def bank(self) -> BankDesk: ...
    @property
    def sound(self) -> SoundService: ...
    @property
    def workspace(self) -> Workspace: ...
    @property
    def log_file(self) -> Path: ...
    @property
    def version(self) -> str: ...
    def people_at_a_glance(self) -> Sequence[Person] | None: ...
    def examine(self) -> Sequence[Finding]: ...
    def save_settings(self, settings: Settings) -> None: ...
