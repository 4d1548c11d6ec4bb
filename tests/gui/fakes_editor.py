"""Role-plays to write on, in a folder that goes away: a real desk on a few real files."""

import shutil
import tempfile
from functools import cached_property
from pathlib import Path

from app.services.rules import Rules
from app.services.scenario_writing import ScenarioWritingDesk
from app.system.places import Workspace, shipped_scenarios, starter_content

_FILES = ("lost-card.yaml", "gift-offered.yaml", "system-down.yaml")


class PassingScenarios:
    """Made when first asked for; most tests never do."""

    @cached_property
    def desk(self) -> ScenarioWritingDesk:
        self._folder = tempfile.TemporaryDirectory(prefix="scenarios-")
        workspace = Workspace(Path(self._folder.name))
        shutil.copytree(starter_content() / "question_bank" / "phrases", workspace.phrases)
        shutil.copy(starter_content() / "question_bank" / "rubric.yaml", workspace.rubric)
        workspace.scenarios.mkdir()
        for name in _FILES:
            shutil.copy(starter_content() / "scenarios" / name, workspace.scenarios)
        return ScenarioWritingDesk(Rules(workspace), workspace.scenarios, shipped_scenarios(), lambda _id: 0)
