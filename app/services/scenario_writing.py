"""A trainer writes role-plays: open one or begin, keep a draft at every pause, check, save, bring in, take out.

desk = ScenarioWritingDesk(rules, folder, shipped, unfinished)
draft = desk.new(blank("", "2026-11-25"))      # or desk.copy(shelved), desk.open(file), desk.bring(path).draft
draft = desk.keep(replace(draft, scenario=…))  # on disk; desk.shelf().drafts finds it after a kill
desk.check(draft), desk.rehearse(draft)        # what is wrong, for the worker
saved = desk.save(draft)                       # into scenarios/; the draft is gone
"""

import hashlib
import os
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.yaml_nodes import read_yaml
from app.content.scenario_drafts import Draft, drop_drafts, head_comment, later_comments, read_drafts, write_draft
from app.content.scenario_template import scenario_workbook
from app.content.scenario_writing import scenario_text
from app.content.scenarios import ScenarioText, read_scenario_text
from app.content.yaml_text import write_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.hits import Hit
from app.domain.question_problems import FileProblem
from app.domain.role_play.dialogue import Reply
from app.domain.role_play.draft_checking import Finding, findings_of, in_window_words, window_words
from app.domain.role_play.editing import distinctly_named, fresh_name
from app.domain.role_play.hearing import typed
from app.domain.role_play.reading import read_scenario
from app.domain.role_play.rehearsal import exemplary_problems
from app.domain.scenario import Scenario
from app.domain.transcript import Transcript
from app.reports.whole_file import write_whole
from app.services.rules import Rules
from app.services.scenario_desk import ScenarioDesk

_MOST_BYTES = 20_000_000


class ChangedMeanwhile(UserError):
    """The file is not the one that was opened: somebody else has changed or removed it."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One file of scenarios/. `own` is the unit's own, which may be deleted. `faults` where it cannot be played."""

    file: str
    id: str
    title: str
    line: str
    own: bool
    scenario: Scenario | None
    faults: tuple[FileProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is to write on: drafts, newest first, and files by name."""

    drafts: tuple[Draft, ...]
    files: tuple[Shelved, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A problem of a file that is brought in: `place` as one finds it there."""

    place: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What another file holds. `draft` is what could be read of it, `playable` whether that can be played."""

    name: str
    draft: Draft
    flaws: tuple[Flaw, ...]
    playable: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """`draft` is as if just opened; `unfinished` conversations go on with the scenario as it was."""

    draft: Draft
    path: Path
    unfinished: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What a sentence would earn: the points by their ids with the words that tell them, and the phrases."""

    transcript: Transcript
    told: dict[str, str]
    hits: tuple[Hit, ...]


class ScenarioWritingDesk:
    """The role-plays of one workspace, to be written.

    `shipped` names, one a line, the files that come with the application; every other is the unit's own.
    `unfinished` counts the conversations of a scenario that somebody may go on with.
    """

    def __init__(
        self,
        rules: Rules,
        folder: Path,
        shipped: Path,
        unfinished: Callable[[str], int],
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._rules = rules
        self._folder = folder
        self._drafts = folder / "drafts"
        self._shipped_list = shipped
        self._unfinished = unfinished
        self._now = now
        self._heard: dict[str, Reply] = {}
        self._heard_for: tuple[object, ...] = ()
        self._rehearsing = threading.Lock()
        self._drafting = threading.Lock()
        self._gone: set[str] = set()

    # What there is

    def shelf(self) -> Shelf:
        """UserError without a folder of scenarios."""
        shipped = self._shipped()
        files = []
        for text in self._rules.scenario_texts():
            scenario = text.scenario
            title, line = (scenario.title, scenario.line) if scenario else (text.name, "")
            id = scenario.id if scenario else ""
            files.append(Shelved(text.name, id, title, line, text.name not in shipped, scenario, text.faults))
        return Shelf(read_drafts(self._drafts), tuple(files))

    def new(self, scenario: Scenario) -> Draft:
        """A draft of a role-play that has no file yet; its id becomes one that nobody has."""
        return Draft(uuid.uuid4().hex, replace(scenario, id=self._fresh_id(), version=""))

    def copy(self, shelved: Shelved) -> Draft:
        """Another role-play that begins as this one stands."""
        if shelved.scenario is None:
            raise _refused(shelved.faults)
        draft = self.new(shelved.scenario)
        return replace(draft, scenario=replace(draft.scenario, title=f"{shelved.title}（另一份）"), touched=True)

    def open(self, file: str) -> tuple[Draft, tuple[Flaw, ...]]:
        """A file to be changed, or the draft of it that was left, with what could not be read of it."""
        left = next((draft for draft in read_drafts(self._drafts) if draft.file == file), None)
        if left is not None:
            return left, ()
        content, text = self._read(self._folder / file)
        scenario, flaws, _playable = _what_is_in(text, file)
        if comments := later_comments(text):
            said = f"文件中间有 {comments} 行注释，在这里保存以后就没有了。"
            flaws = (*flaws, Flaw("注释", said, "开头的注释会保留；中间的想留着，请用记事本改这个文件。"))
        draft = Draft(uuid.uuid4().hex, scenario, file, _fingerprint(content), head_comment(text))
        return draft, flaws

    def bring(self, path: Path, on_progress: Progress = no_progress) -> Brought:
        """A workbook or a YAML file from elsewhere, with every problem in its place. UserError where it is neither."""
        on_progress(None, f"正在读 {path.name}")
        if path.suffix.lower() in (".xlsx", ".xlsm"):
            book, problems = ScenarioDesk(self._rules, self._folder).read_workbook(path)
            flaws = tuple(
                Flaw(f"{each.sheet} 第 {each.row} 行", window_words(each.message), window_words(each.remedy))
                for each in problems
            )
            return self._brought(path.name, book.draft, "", flaws, book.scenario is not None)
        if path.suffix.lower() not in (".yaml", ".yml"):
            raise UserError(f"不会读“{path.name}”。", "请选 Excel 工作簿（.xlsx）或情景文件（.yaml）。")
        _content, text = self._read(path)
        scenario, flaws, playable = _what_is_in(text, path.name)
        return self._brought(path.name, scenario, head_comment(text), flaws, playable)

    def template(self, scenario: Scenario, path: Path) -> Path:
        """The role-play as a workbook, to be changed into another. UserError where it cannot be written."""
        write_whole(path, scenario_workbook(scenario))
        return path

    # What is wrong

    def check(self, draft: Draft) -> tuple[Finding, ...]:
        """Everything but the rehearsal; half a second for 500 moments."""
        found = findings_of(draft.scenario)
        id = draft.scenario.id
        if id and not all(character.isalnum() or character in "-_" for character in id):
            remedy = "编号请只用字、字母、数字和短横线，例如 lost-card。"
            found = (Finding(("id",), f"编号“{id}”不能作文件名。", remedy, True), *found)
        elif other := self._file_of(id, draft.file):
            said = f"编号“{id}”已经在文件“{other}”里用了。"
            found = (Finding(("id",), said, "请换一个编号。", True), *found)
        return found

    def rehearse(self, draft: Draft, on_progress: Progress = no_progress) -> tuple[Finding, ...]:
        """What keeps the exemplary dialogue from full marks by the rules in force. Only for one without faults.

        One at a time; `on_progress` raises to stop it between two replies. What has been heard once is not
        heard again while the points stay as they are.
        """
        try:
            lexicon, rubric = self._rules.lexicon(), self._rules.rubric()
        except UserError as problem:
            return (Finding(("title",), f"没有照示范谈一遍：{problem.message}", problem.remedy),)
        scenario = draft.scenario

        def hear(text: str) -> Reply:
            on_progress(None, "")
            if text not in self._heard:
                self._heard[text] = typed(text, scenario, lexicon)
            return self._heard[text]

        with self._rehearsing:
            if self._heard_for != (scenario.points, lexicon.version):
                self._heard, self._heard_for = {}, (scenario.points, lexicon.version)
            return tuple(in_window_words(exemplary_problems(scenario, lexicon, rubric, hear)))

    def try_sentence(self, scenario: Scenario, text: str) -> Tried:
        """Which points a reply tells and which phrases are found in it."""
        reply = typed(text, scenario, self._rules.lexicon())
        return Tried(reply.transcript, {told.point: told.evidence[0].text for told in reply.told}, reply.hits)

    # What is kept

    def keep(self, draft: Draft) -> Draft:
        """On disk at once, whatever is missing in it. UserError where the disk refuses."""
        with self._drafting:
            if draft.key in self._gone:  # saved or dropped while this was on its way
                return draft
            return write_draft(draft, self._drafts, self._now())

    def drop(self, draft: Draft) -> None:
        """Forget a draft; its file, if it has one, stays as it is."""
        self._forget(draft)

    def save(self, draft: Draft, over: bool = False) -> Saved:
        """Into scenarios/, where it is played at once; the draft goes.

        UserError for one that cannot be played, ChangedMeanwhile where the file is another than was opened
        (unless `over`). Nothing is half-written.
        """
        for finding in self.check(draft):
            if finding.fault:
                raise UserError(finding.message, finding.remedy)
        scenario = draft.scenario
        text = scenario_text(scenario, draft.comment or scenario.title)
        name = draft.file or f"{scenario.id}.yaml"
        read = read_scenario_text(text, name)
        if read.scenario is None:  # what the checks in the window would have to know as well
            raise _refused(read.faults)
        path = self._folder / name
        before = self._version(name)
        if not over:
            self._refuse_if_changed(draft, path)
        write_text(path, text)
        self._forget(draft)
        changed = bool(before) and before != read.scenario.version
        unfinished = self._unfinished(scenario.id) if changed else 0
        base = _fingerprint(text.encode("utf-8"))
        as_read = replace(read.scenario, version="")
        opened = Draft(uuid.uuid4().hex, as_read, name, base, draft.comment or scenario.title)
        return Saved(opened, path, unfinished, changed)

    def delete(self, file: str) -> Path:
        """Take one of the unit's own out of the list; the file is put aside under drafts/deleted/."""
        if file in self._shipped():
            raise UserError("随程序附带的情景不能删除。", "不想用它，可以改它的内容，或者另写一个。")
        aside = self._drafts / "deleted"
        target = aside / f"{self._now():%Y%m%d-%H%M%S}-{file}"
        try:
            aside.mkdir(parents=True, exist_ok=True)
            os.replace(self._folder / file, target)
        except OSError as problem:
            raise UserError(f"“{file}”没有删掉：{problem.strerror}。", "请检查文件是否正被别的程序打开。") from problem
        drop_drafts([draft.key for draft in read_drafts(self._drafts) if draft.file == file], self._drafts)
        return target

    def _forget(self, draft: Draft) -> None:
        with self._drafting:
            self._gone.add(draft.key)
            drop_drafts([draft.key], self._drafts)

    def _refuse_if_changed(self, draft: Draft, path: Path) -> None:
        now = _fingerprint(path.read_bytes()) if path.exists() else ""
        if not draft.file and now:
            raise UserError(f"已经有文件“{path.name}”，没有覆盖。", "请换一个编号。")
        if draft.file and now != draft.base:
            done = "改过" if now else "移走或删掉"
            raise ChangedMeanwhile(
                f"打开以后，文件“{path.name}”被别人{done}了，没有覆盖。",
                "要用您现在的，请点“用我的”；想两份都留，请改“编号”再保存。",
            )

    def _shipped(self) -> frozenset[str]:
        try:
            lines = self._shipped_list.read_text(encoding="utf-8").splitlines()
        except OSError:
            return frozenset(text.name for text in self._rules.scenario_texts())  # rather none deleted than all
        return frozenset(line.strip() for line in lines if line.strip())

    def _fresh_id(self) -> str:
        taken = {each.id for each in self.shelf().files} | {path.stem for path in self._folder.glob("*.yaml")}
        return fresh_name("own-", taken | {draft.scenario.id for draft in read_drafts(self._drafts)})

    def _file_of(self, id: str, but: str) -> str:
        """Another file that has this id."""
        texts = self._rules.scenario_texts()
        return next((text.name for text in texts if text.scenario and text.scenario.id == id and text.name != but), "")

    def _version(self, name: str) -> str:
        texts: tuple[ScenarioText, ...] = self._rules.scenario_texts()
        return next((text.scenario.version for text in texts if text.name == name and text.scenario), "")

    def _brought(self, name: str, scenario: Scenario, comment: str, flaws: tuple[Flaw, ...], playable: bool) -> Brought:
        if not scenario.id or self._file_of(scenario.id, ""):
            scenario = replace(scenario, id=self._fresh_id())
        scenario = distinctly_named(replace(scenario, version=""))
        return Brought(name, Draft(uuid.uuid4().hex, scenario, comment=comment, touched=True), flaws, playable)

    def _read(self, path: Path) -> tuple[bytes, str]:
        content = read_bytes(path, _MOST_BYTES)
        return content, decode_text(content, path.name).text


def _what_is_in(text: str, name: str) -> tuple[Scenario, tuple[Flaw, ...], bool]:
    """What could be read of a scenario's text, and every problem with its line."""
    read = read_scenario_text(text, name, with_doubts=True)
    flaws = tuple(Flaw(f"第 {each.line} 行", each.message, each.remedy) for each in (*read.faults, *read.doubts))
    if read.scenario is not None:
        return replace(read.scenario, version=""), flaws, True
    plain = read_yaml(text).root
    if not isinstance(plain, dict):
        raise _refused(read.faults)
    scenario, _problems = read_scenario(plain)
    return distinctly_named(scenario), flaws, False


def _refused(faults: tuple[FileProblem, ...]) -> UserError:
    first = faults[0]
    return UserError(f"文件“{first.file}”第 {first.line} 行：{first.message}", first.remedy)


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
