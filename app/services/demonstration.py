"""The headless demonstration: one recording that comes with the application, through the whole flow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Progress, no_progress
from app.domain.people import Person, Role
from app.domain.records import Record
from app.domain.scenario import Scenario
from app.services.people import PeopleDesk
from app.services.printing import Printing
from app.services.spoken_reply import ScoredReply, SpokenReplies
from app.system.places import Workspace

_NAME = "演示学员"


@dataclass(frozen=True, slots=True)
class Demonstrated:
    recording: Path
    reply: ScoredReply
    record: Record
    pdf: Path
    database: Path


class Demonstration:
    """Scores, keeps and prints in a workspace of its own, so that no real record is mixed with it."""

    def __init__(
        self,
        recording: Path,
        scenarios: Callable[[], Sequence[Scenario]],
        replies: SpokenReplies,
        people: PeopleDesk,
        printing: Printing,
        workspace: Workspace,
    ) -> None:
        self._recording = recording
        self._scenarios = scenarios
        self._replies = replies
        self._people = people
        self._printing = printing
        self._workspace = workspace

    def run(self, on_progress: Progress = no_progress) -> Demonstrated:
        """Hear, score, keep and print. UserError where a piece is missing."""
        reply = self._replies.score_file(self._recording, self._scenarios()[0], 0, on_progress)
        record = self._replies.keep(reply, self._trainee())
        pdf = self._printing.attempt_record(record, self._workspace.reports)
        return Demonstrated(self._recording, reply, record, pdf, self._workspace.database)

    def _trainee(self) -> Person:
        for person in self._people.all():
            if person.name == _NAME:
                return person
        return self._people.add(_NAME, Role.TRAINEE, unit="示范人社服务大厅")
