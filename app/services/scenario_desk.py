"""The role-plays as a trainer works on them: find one, check them all, try one by text."""

from collections.abc import Callable
from pathlib import Path

from app.content.bank.text_encoding import read_bytes
from app.content.scenario_template import scenario_workbook
from app.content.scenario_workbook import ScenarioWorkbook, SheetProblem, read_scenario_workbook
from app.content.scenario_writing import scenario_text, write_scenario
from app.content.scenarios import ScenarioText, check_scenarios, read_scenario_file, read_scenario_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.question_problems import FileProblem
from app.domain.role_play.dialogue import Dialogue, Reply
from app.domain.role_play.dialogue_score import DialogueScore, score_dialogue
from app.domain.role_play.hearing import typed
from app.domain.role_play.rehearsal import exemplary_problems
from app.domain.role_play.rules import ConversationRules
from app.domain.scenario import Scenario
from app.reports.whole_file import write_whole
from app.services.rules import Rules

_MOST_BYTES = 20_000_000


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

    def template(self, name: str, path: Path) -> None:
        """Write a workbook that holds the role-play of this name, to be changed into another. UserError if it exists."""
        if path.exists():
            raise UserError(f"{path} 已经存在，没有覆盖。", "请换一个文件名。")
        write_whole(path, scenario_workbook(self.find(name)))

    def read_workbook(self, path: Path) -> tuple[ScenarioWorkbook, tuple[SheetProblem, ...]]:
        """What a workbook holds, and every problem in it. UserError where it cannot be read at all."""
        book = read_scenario_workbook(read_bytes(path, _MOST_BYTES), path.name)
        problems = [*book.faults, *book.doubts]
        if book.scenario is not None:
            found = exemplary_problems(book.scenario, self._rules.lexicon(), self._rules.rubric())
            problems += [book.placed(each) for each in found]
        return book, tuple(dict.fromkeys(problems))

    def text(self, scenario: Scenario, comment: str = "") -> str:
        """The role-play as the text of a file."""
        return scenario_text(scenario, comment)

    def save(self, scenario: Scenario, comment: str = "", replace: bool = False) -> Path:
        """Write it into the workspace as `id`.yaml; `rules` reads it at once. UserError for one that cannot be
        played, a file that is there already (unless `replace`), or a disk that refuses.
        """
        read = read_scenario_text(scenario_text(scenario, comment), f"{scenario.id}.yaml")
        if read.scenario is None:
            first = read.faults[0]
            raise UserError(first.message, first.remedy)
        return write_scenario(scenario, self._folder, comment, replace)

    def hearing(self, scenario: Scenario) -> Callable[[str, float], Reply]:
        """From a typed text and the seconds of thinking to a reply, by the lexicon in force."""
        lexicon = self._rules.lexicon()
        return lambda text, thinking: typed(text, scenario, lexicon, thinking)

    def rules(self) -> ConversationRules:
        """The figures of a conversation in force."""
        return self._rules.rubric().conversation

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
