"""Print: a kept reply as an assessment record, a reply on trial as a sheet that says it was not kept."""

import re
from pathlib import Path

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.records import Record
from app.reports.attempt_record import record_content, trial_content, write_attempt_record
from app.services.records import RecordDesk
from app.services.rules import Rules
from app.services.spoken_reply import ScoredReply
from app.storage.people import People

# What Windows forbids in file names; names of people and scenarios may hold anything.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class Printing:
    """PDFs of one workspace's replies."""

    def __init__(self, desk: RecordDesk, people: People, rules: Rules) -> None:
        self._desk = desk
        self._people = people
        self._rules = rules

    def attempt_record(self, record: Record, folder: Path) -> Path:
        """Write the assessment record of a kept reply as it stands today into `folder`."""
        kept = self._desk.attempt(record.id)
        person = self._people.get(record.person_id)
        line, situation = self._about(kept.attempt.scenario_id)
        content = record_content(
            record, kept.latest, person, kept.sheet, kept.overrulings, line, situation, kept.disputes
        )
        return write_attempt_record(
            content, folder / _file_name("考核记录", person.name, record.at[:10], f"第{record.number}条")
        )

    def trial(self, reply: ScoredReply, folder: Path) -> Path:
        """Write the score sheet of a reply that is not kept; the page says so."""
        if reply.scenario is None or reply.sheet is None:
            raise UserError("没有情景的录音没有评分单。", "请用 --scenario 指定情景。")
        name = reply.recording.stem if reply.recording else "打字作答"
        person = Person("", "（试评）", Role.TRAINEE)
        content = trial_content(
            person,
            reply.scenario,
            reply.turn_index,
            reply.transcript,
            reply.hits,
            reply.sheet,
            reply.recording.name if reply.recording else "",
        )
        return write_attempt_record(content, folder / _file_name("试评", name))

    def _about(self, scenario_id: str) -> tuple[str, str]:
        """Business line and situation, empty where the scenario is no longer there or cannot be read today."""
        try:
            scenario = self._rules.scenario(scenario_id)
        except UserError:
            return "", ""
        return scenario.line, scenario.situation


def _file_name(*parts: str) -> str:
    return "-".join(_UNFIT.sub("_", part) for part in parts) + ".pdf"
