"""The question bank of a workspace: opened at once, searched, edited, marked, checked."""

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.content.bank.bank_file import MOST_BYTES, bank_file_names, read_bank_file, read_bank_text
from app.content.bank.editing import Edit, edit_text
from app.content.bank.imported import MOST_PICTURE_BYTES
from app.content.bank.text_encoding import decode_text, read_bytes
from app.content.bank.together import digest, finish_writing, write_together
from app.content.bank.yaml_emitter import emit_file
from app.domain.business import BusinessLine
from app.domain.errors import Progress, UserError, no_progress
from app.domain.question_card import QuestionCard
from app.domain.question_problems import FileProblem
from app.domain.question_reading import read_question
from app.domain.question_text import content_id
from app.domain.question_writing import question_to_plain
from app.domain.questions import Case, Multiple, Question, Single
from app.storage.question_index import IndexedFile, QuestionIndex, Stamp

QUESTIONS = "questions"
PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening the bank found. `read_files` were read anew because they had changed."""

    files: int
    read_files: int
    questions: int
    problems: tuple[FileProblem, ...]


class BankDesk:
    """The bank in `folder` (question_bank/), indexed in the database file `index_path`.

    Every method that reads takes what the last `refresh` saw; every method that writes refreshes. Files
    with mistakes do not hinder the others: their faultless questions are used, their problems listed.
    """

    def __init__(self, folder: Path, index_path: Path) -> None:
        self.folder = folder
        self._index_path = index_path
        self._opened: QuestionIndex | None = None
        self._turn = threading.RLock()  # the window asks from several threads

    @property
    def index(self) -> QuestionIndex:
        """The index, brought up to date when it is first asked for."""
        with self._turn:
            if self._opened is None:
                self.refresh()
            assert self._opened is not None
            return self._opened

    def refresh(self, on_progress: Progress = no_progress, everything: bool = False) -> Opened:
        """Bring the index up to date with the files: only those whose time or size changed are read.

        With `everything` all of them are.
        """
        with self._turn:
            return self._refresh(on_progress, everything)

    def _refresh(self, on_progress: Progress, everything: bool) -> Opened:
        finish_writing(self.folder)
        if self._opened is None:
            self._opened = QuestionIndex(self._index_path)
        index = self._opened
        folder = self.folder / QUESTIONS
        known = index.stamps()
        names = bank_file_names(folder)
        changed: list[IndexedFile] = []
        touched: dict[str, Stamp] = {}
        candidates = []
        for name in names:
            state = _state(folder / name)
            if everything or name not in known or (known[name].modified, known[name].size) != state:
                candidates.append((name, state))
        for i, (name, state) in enumerate(candidates):
            on_progress(i / len(candidates), f"正在读取题库 {name}")
            content = _content(folder / name)
            stamp = Stamp(*state, digest(content))
            if not everything and name in known and known[name].digest == stamp.digest:
                touched[name] = stamp
                continue
            file = read_bank_file(folder, name)
            changed.append(IndexedFile(name, stamp, file.questions, file.problems))
        removed = known.keys() - set(names)
        if changed or touched or removed:
            index.update(changed, removed, touched)
        return Opened(len(names), len(changed), index.count(), index.problems())

    def cards(self) -> tuple[QuestionCard, ...]:
        return self.index.cards()

    def question(self, id: str) -> Question:
        """UserError if there is none with this id."""
        found = self.index.question(id)
        if found is None:
            raise UserError(f"题库里没有编号为“{id}”的题目。", "请核对编号；文件有改动的，先看 bank check 的提示。")
        return found

    def questions(self, ids: Sequence[str]) -> tuple[Question, ...]:
        """The questions with these ids, in their order; unknown ids are left out."""
        return self.index.questions(ids)

    def search(self, words: str) -> tuple[QuestionCard, ...]:
        return self.index.search(words)

    def citing(self, law: str, article: str = "") -> tuple[QuestionCard, ...]:
        """Every question whose basis rests on this law, or on this article of it."""
        return self.index.citing(law, article)

    def laws(self) -> dict[str, int]:
        return self.index.laws()

    def picture(self, name: str) -> Path:
        return self.folder / PICTURES / name

    def picture_content(self, name: str) -> bytes | None:
        try:
            path = self.picture(name)
            return path.read_bytes() if path.stat().st_size <= MOST_PICTURE_BYTES else None
        except OSError:
            return None

    def save(self, question: Question) -> Question:
        """Write an edited question back to its file; its version grows if its content changed.

        UserError where the file was changed by somebody else meanwhile or has mistakes.
        """
        before = self.question(question.id)
        question = replace(question, source=before.source, version=before.version)
        if question == before:
            return before
        question = replace(question, version=before.version + 1)
        _insist(question)
        self._edit({self._file_of(question.id): Edit({question.id: question})}, {question.id: before})
        return self.question(question.id)

    def add(self, question: Question, file: str = "") -> Question:
        """Add a question to the end of a file; without one, to the file of its line and topic, or to a new one.

        UserError if its id is taken or the file has mistakes.
        """
        if self.index.question(question.id) is not None:
            raise UserError(f"编号“{question.id}”已经用过。", "请换一个没有用过的编号。")
        _insist(question)
        place = (question.line, question.topic)
        file = file or next((card.file for card in self.cards() if (card.line, card.topic) == place), "")
        if file:
            self._edit({file: Edit(added=(question,))}, {})
        else:
            plain = question_to_plain(question, {"line": question.line.value, "topic": question.topic})
            name = free_file_name(self.folder / QUESTIONS, question.line, question.topic, set())
            text = emit_file(question.topic, question.line.value, [plain])
            self.apply({}, {}, {f"{QUESTIONS}/{name}": text.encode()})
        return self.question(question.id)

    def new_id(self, question: Question) -> str:
        """An id for a question that has none yet: from its line and wording, and not used so far."""
        wanted = made = content_id(question.line.value, question_to_plain(question))
        number = 2
        while self.index.question(made) is not None:
            made, number = f"{wanted}-{number}", number + 1
        return made

    def problems(self) -> tuple[FileProblem, ...]:
        """What keeps questions of the files from being used."""
        return self.index.problems()

    def remove(self, id: str) -> None:
        before = self.question(id)
        self._edit({self._file_of(id): Edit(removed=frozenset({id}))}, {id: before})

    def mark_for_review(self, ids: Sequence[str], reason: str) -> int:
        """Mark questions for review, all or none; those that carry the mark already stay. Returns how many."""
        before = {question.id: question for question in self.questions(ids) if question.review != reason}
        edits: dict[str, dict[str, Question]] = {}
        for id, question in before.items():
            said = f"{question.review}；{reason}" if question.review and reason not in question.review else reason
            if reason not in question.review:
                edits.setdefault(self._file_of(id), {})[id] = replace(question, review=said)
        self._edit({file: Edit(changed) for file, changed in edits.items()}, before)
        return sum(map(len, edits.values()))

    def check(self, on_progress: Progress = no_progress) -> tuple[FileProblem, ...]:
        """Every problem of every file, read anew, and every picture that is named but not there."""
        self.refresh(on_progress, everything=True)
        found = list(self.index.problems())
        for question in self.questions(self.index.ids()):
            for name in pictures_of(question):
                if not self.picture(name).is_file():
                    file, _, line = question.source.rpartition(":")
                    remedy = f"请把图片放入 question_bank/{PICTURES}/，或删除 picture。"
                    found.append(FileProblem(file, int(line), f"图片“{name}”不存在。", remedy))
        return tuple(sorted(found, key=lambda each: (each.file, each.line)))

    def apply(
        self,
        edits: Mapping[str, Edit],
        before: Mapping[str, Question],
        others: Mapping[str, bytes],
        on_progress: Progress = no_progress,
        holding: Mapping[str, Sequence[Question]] | None = None,
    ) -> None:
        """Edit and write several files under the bank's folder, all or none, and refresh.

        `before` are the questions as they were when the edits were worked out: UserError where one of them
        is another now. `others` are whole new files (which must not exist yet), by their place in the bank;
        `holding` says which questions a new bank file was made of (each with its `source`), which saves
        reading it back.
        """
        files: dict[str, bytes | None] = dict(others)
        expected: dict[str, str | None] = dict.fromkeys(others)
        for i, (name, edit) in enumerate(edits.items()):
            on_progress(i / len(edits), f"正在修改 {name}")
            content = read_bytes(self.folder / QUESTIONS / name, MOST_BYTES)
            decoded = decode_text(content, name)
            now = {question.id: question for question in read_bank_text(decoded.text, name).questions}
            for id in (*edit.changed, *edit.removed):
                if now.get(id) != before.get(id):
                    raise UserError(f"{name} 中的“{id}”刚被别处修改过。", "没有写入任何内容；请刷新后重新操作。")
            files[f"{QUESTIONS}/{name}"] = edit_text(decoded.text, name, edit).encode(decoded.encoding)
            expected[f"{QUESTIONS}/{name}"] = digest(content)
        if files:
            write_together(self.folder, files, expected, on_progress)
        # Everything is written: from here on a cancel would only leave the index behind.
        self._index_as_made(others, holding or {})
        self.refresh()

    def _index_as_made(self, others: Mapping[str, bytes], holding: Mapping[str, Sequence[Question]]) -> None:
        files = []
        for name, questions in holding.items():
            state, content = _state(self.folder / QUESTIONS / name), others[f"{QUESTIONS}/{name}"]
            if _content(self.folder / QUESTIONS / name) == content:
                files.append(IndexedFile(name, Stamp(*state, digest(content)), tuple(questions), ()))
        if files:
            self.index.update(files, (), {})

    def _edit(self, edits: Mapping[str, Edit], before: Mapping[str, Question]) -> None:
        self.apply(edits, before, {})

    def _file_of(self, id: str) -> str:
        name = self.index.file_of(id)
        assert name is not None
        return name


def _insist(question: Question) -> None:
    """UserError where the question lacks what every question has to have, unless it is marked for review."""
    _, problems = read_question(question_to_plain(question))
    if problems:
        raise UserError(problems[0].message, problems[0].remedy)


def pictures_of(question: Question) -> list[str]:
    """All pictures that a question names."""
    bodies = [question.body] + ([part.body for part in question.body.parts] if isinstance(question.body, Case) else [])
    names = [question.picture]
    names += [part.picture for part in question.body.parts] if isinstance(question.body, Case) else []
    names += [option.picture for body in bodies if isinstance(body, Single | Multiple) for option in body.options]
    return [name for name in names if name]


def free_file_name(folder: Path, line: BusinessLine, topic: str, taken: set[str]) -> str:
    """A name for a new bank file that neither the folder nor `taken` (in lower case) has; it is put into `taken`."""
    slug = re.sub(r"[^\w]+", "-", topic).strip("-_")[:30] or "questions"
    number = 1
    while (name := f"{line.value}-{slug}-{number:02d}.yaml").lower() in taken or (folder / name).exists():
        number += 1
    taken.add(name.lower())
    return name


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # reading it once more names what is wrong
