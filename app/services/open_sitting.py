"""An exam while somebody sits it: what they do is stored before the next key is read, and time is counted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone

from app.domain.answers import Answer
from app.domain.errors import Progress, UserError, no_progress
from app.domain.exam_clock import Reading, beat, overdrawn
from app.domain.exam_result import mark_exam, result_to_body
from app.domain.marking import Examiners, needs_listening
from app.domain.records import Record
from app.domain.sitting import Departure, Ending, Sitting, answered, flagged, turned_to
from app.domain.transcript import Transcript
from app.storage.exams import Exams

# A heartbeat is on disk this often; what a kill can hide is never more.
STORED_EVERY = 5.0

# What was begun in time still counts when it arrives so many seconds late: a recording being saved, a last letter.
GRACE = 15.0

Listen = Callable[[str], Transcript]  # the recording's path relative to recordings/


class OpenSitting:
    """The one writer of a sitting. Every method that changes it has stored the change when it returns.

    `read_clocks` gives the clocks, `examiners` what marks at the end, `listen` hears recordings that nobody
    has listened to. Another window that opens the same sitting takes it over: then every change here raises
    UserError and changes nothing.
    """

    def __init__(
        self,
        sitting: Sitting,
        holder: str,
        exams: Exams,
        read_clocks: Callable[[], Reading],
        examiners: Callable[[], Examiners],
        rules: Callable[[], tuple[str, ...]],
        listen: Listen,
    ) -> None:
        self.sitting = sitting
        self._holder = holder
        self._exams = exams
        self._read_clocks = read_clocks
        self._examiners = examiners
        self._rules = rules
        self._listen = listen
        self._stored = sitting.clock.last.since_boot
        self._left_at: Reading | None = None

    def tick(self) -> float:
        """Count the time; to be called every second. Returns the seconds left."""
        self._count()
        if self.sitting.clock.last.since_boot - self._stored >= STORED_EVERY:
            self._save(self.sitting)
        return self.sitting.clock.left

    def answer(self, task: int, part: int, answer: Answer | None) -> None:
        """Give, change or take back an answer. UserError where the time is over or it cannot be stored.

        The window takes nothing more when the time is over; GRACE is for what it still has in hand then.
        """
        self._count()
        if overdrawn(self.sitting.clock) > GRACE:
            raise UserError("考试时间已经到了，这个答案没有计入。", "请交卷。")
        self._save(answered(self.sitting, task, part, answer), (task, part))

    def flag(self, task: int) -> None:
        self._count()
        self._save(flagged(self.sitting, task))

    def turn_to(self, task: int) -> None:
        self._count()
        self._save(turned_to(self.sitting, task))

    def left_full_screen(self) -> None:
        """The person looks at something else."""
        self._left_at = self._left_at or self._read_clocks()

    def is_back(self) -> None:
        """They are back; the absence is kept."""
        if self._left_at is None:
            return
        left, self._left_at = self._left_at, None
        self._count()
        away = max(0.0, self.sitting.clock.last.since_boot - left.since_boot)
        self._save(replace(self.sitting, departures=(*self.sitting.departures, Departure(left.wall, away))))

    def pause(self) -> None:
        """The window closes; from now on it counts as an interruption."""
        self.is_back()
        self._count()
        self._save(self.sitting)

    def hand_in(self, ending: Ending, on_progress: Progress = no_progress) -> Record:
        """Mark all answers and append the result to the chain. Once handed in, always the same record."""
        self.is_back()
        self._count()
        sitting = self.sitting
        for task, answers in enumerate(sitting.answers):
            for part, answer in enumerate(answers):
                if needs_listening(answer):
                    on_progress(None, f"正在听写第 {task + 1} 题的口答")
                    sitting = answered(sitting, task, part, self._heard(answer))
        on_progress(None, "正在评分")
        wall = datetime.fromtimestamp(sitting.clock.last.wall, timezone.utc).astimezone()
        at = wall.isoformat(timespec="seconds")
        result = mark_exam(sitting, self._examiners(), at, ending, self._rules())
        return self._exams.hand_in(sitting, self._holder, result_to_body(result), at)

    def _heard(self, answer: Answer | None) -> Answer | None:
        try:
            return replace(answer, transcript=self._listen(answer.recording))  # type: ignore[union-attr, type-var]
        except UserError:
            return answer  # it is marked as waiting for a trainer

    def _count(self) -> None:
        self.sitting = replace(self.sitting, clock=beat(self.sitting.clock, self._read_clocks()))

    def _save(self, changed: Sitting, answer: tuple[int, int] | None = None) -> None:
        clock = self._exams.save(changed, self._holder, answer)
        self.sitting = replace(changed, clock=clock)
        self._stored = clock.last.since_boot
