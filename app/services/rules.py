"""The rules in force: lexicon and rubric as their files stand now, read again when a file changes."""

from pathlib import Path

from app.content.phrases import Reading, first_of, read_lexicon
from app.content.rubric import load_rubric
from app.content.scenarios import ScenarioText, read_scenarios, without_faults
from app.domain.errors import UserError
from app.domain.lexicon import Lexicon
from app.domain.rubric import Rubric
from app.domain.scenario import Scenario
from app.services.kept_value import Kept
from app.system.places import Workspace


class Rules:
    """Lexicon, rubric and scenarios of one workspace. Each method raises UserError naming file and line
    when a file cannot be understood; the next call tries again, so that mending the file is enough.
    """

    def __init__(self, content: Workspace, role_plays: Path | None = None) -> None:
        """`role_plays` is a folder of scenarios to use instead of the workspace's."""
        scenarios = role_plays or content.scenarios
        self._reading = Kept(lambda: read_lexicon(content.phrases), lambda: content.phrases.rglob("*.yaml"))
        self._rubric = Kept(lambda: load_rubric(content.rubric), lambda: [content.rubric])
        self._scenarios = Kept(lambda: read_scenarios(scenarios), lambda: scenarios.glob("*.yaml"))

    def lexicon(self) -> Lexicon:
        """The phrases in force. With anything wrong in the files there is no score: nobody is to be judged by
        half a lexicon without knowing it.
        """
        reading = self.lexicon_reading()
        if reading.problems:
            raise first_of(reading.problems)
        return reading.lexicon

    def lexicon_reading(self) -> Reading:
        """Every phrase, off or on, and everything that is wrong with the files."""
        return self._reading.get()

    def rubric(self) -> Rubric:
        return self._rubric.get()

    def scenarios(self) -> tuple[Scenario, ...]:
        """Every role-play; with anything wrong in one of the files, none."""
        return without_faults(self._scenarios.get())

    def scenario_texts(self) -> tuple[ScenarioText, ...]:
        """Every file of the scenarios: what it holds, or what is wrong with it."""
        return self._scenarios.get()

    def scenario(self, scenario_id: str) -> Scenario:
        """One role-play, whatever is wrong with other files. UserError if there is none of that id, naming file and
        line where it is the file of that name that cannot be read.
        """
        texts = self.scenario_texts()
        known = {text.scenario.id: text.scenario for text in texts if text.scenario is not None}
        if scenario_id not in known:
            without_faults(text for text in texts if text.name == f"{scenario_id}.yaml")
            raise UserError(f"没有编号为“{scenario_id}”的情景。", f"可用的编号：{'、'.join(known)}。")
        return known[scenario_id]
