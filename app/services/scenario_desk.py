"""The role-plays as a trainer works on them: find one, check them all, try one by text."""

from collections.abc import Callable
from pathlib import Path

from app.content.scenarios import ScenarioText, check_scenarios, read_scenario_file
from app.domain.errors import Progress, UserError, no_progress
from app.domain.question_problems import FileProblem
from app.domain.role_play.dialogue import Dialogue, Reply
from app.domain.role_play.dialogue_score import DialogueScore, score_dialogue
from app.domain.role_play.hearing import typed
from app.domain.role_play.rehearsal import exemplary_problems
from app.domain.scenario import Scenario
from app.services.rules import Rules


class ScenarioDesk:
    """The scenarios of one workspace. Nothing here is kept; `RolePlays` keeps conversations."""

    def __init__(self, rules: Rules, folder: Path) -> None:
        self._rules = rules
        self._folder = folder

    def find(self, name: str) -> Scenario:
        """By id, or a file by its path. UserError, naming file and line, for one that cannot be played."""
        path = Path(name)
        if path.suffix.lower() in (".yaml", ".yml"):
            read = read_scenario_file(path)
            if read.scenario is None:
                raise UserError(str(read.faults[0]))
            return read.scenario
        return self._rules.scenario(name)

    def check(
        self, names: tuple[str, ...] = (), on_progress: Progress = no_progress
    ) -> tuple[tuple[ScenarioText, tuple[FileProblem, ...]], ...]:
        """Every file (or only these, by id or path) with its problems, in the order of their lines.

        Besides what `checking` finds, the exemplary dialogue is played by the rules in force.
        """
        lexicon, rubric = self._rules.lexicon(), self._rules.rubric()
        texts = self._texts(names)
        found = []
        for number, text in enumerate(texts):
            on_progress(number / len(texts), f"正在检查 {text.name}")
            problems = [*text.faults, *text.doubts]
            if text.scenario is not None:
                problems += [text.placed(each) for each in exemplary_problems(text.scenario, lexicon, rubric)]
            found.append((text, tuple(sorted(dict.fromkeys(problems), key=lambda each: each.line))))
        on_progress(1.0, "检查完毕")
        return tuple(found)

    def hearing(self, scenario: Scenario) -> Callable[[str, float], Reply]:
        """From a typed text and the seconds of thinking to a reply, by the lexicon in force."""
        lexicon = self._rules.lexicon()
        return lambda text, thinking: typed(text, scenario, lexicon, thinking)

    def score(self, scenario: Scenario, dialogue: Dialogue) -> DialogueScore:
        return score_dialogue(scenario, dialogue, self._rules.rubric(), self._rules.lexicon().version)

    def _texts(self, names: tuple[str, ...]) -> tuple[ScenarioText, ...]:
        paths = [Path(name) for name in names if Path(name).suffix.lower() in (".yaml", ".yml")]
        ids = {name for name in names if Path(name) not in paths}
        texts = check_scenarios(self._folder) if ids or not names else ()
        wanted = tuple(text for text in texts if not names or _id(text) in ids)
        if missing := ids - {_id(text) for text in wanted}:
            raise UserError(f"没有编号为“{'、'.join(sorted(missing))}”的情景。", "请核对编号，或写出文件的路径。")
        return (*wanted, *(read_scenario_file(path, with_doubts=True) for path in paths))


def _id(text: ScenarioText) -> str:
    """Its id, or its file's name where it cannot be read."""
    return text.scenario.id if text.scenario else text.name.rsplit(".", 1)[0]
