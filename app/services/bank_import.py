"""Bring questions of a foreign file into the bank: first a preview, then, if it is confirmed, all or nothing."""

import gc
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from app.content.bank.editing import Edit
from app.content.bank.formats import read_any
from app.content.bank.imported import MOST_BYTES, MOST_PICTURE_BYTES
from app.content.bank.text_encoding import read_bytes
from app.content.bank.yaml_emitter import emit_numbered
from app.domain.bank_import import BankSide, Entry, Incoming, Preview, Refusal, Standing, preview_import
from app.domain.business import BusinessLine
from app.domain.errors import Progress, no_progress
from app.domain.question_writing import question_to_plain
from app.domain.questions import Case, Multiple, Part, Question, Single
from app.services.bank import PICTURES, QUESTIONS, BankDesk, free_file_name

# More questions make a file that nobody likes to edit.
_PER_FILE = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written: numbers of questions, and the bank's files that are new."""

    new: int
    changed: int
    files: tuple[str, ...]


def preview(
    bank: BankDesk, path: Path, line: BusinessLine | None = None, topic: str = "", on_progress: Progress = no_progress
) -> Preview:
    """What importing the file would do; nothing is written.

    UserError where the file cannot be read at all. `line` and `topic` are for questions that name none.
    """
    with _collecting_nothing():
        return _preview(bank, path, line, topic, on_progress)


def _preview(bank: BankDesk, path: Path, line: BusinessLine | None, topic: str, on_progress: Progress) -> Preview:
    content = read_bytes(path, MOST_BYTES)
    reading = read_any(content, path.name, lambda name: _picture_beside(path, name), on_progress)
    on_progress(None, "正在与题库比对")
    incoming = [Incoming(draft.place, draft.fields, draft.notes, draft.pictures) for draft in reading.drafts]
    side = BankSide(bank.index.wordings(), bank.questions, lambda name: bank.picture(name).is_file())
    entries, refused = preview_import(path.name, incoming, side, line, topic)
    rejected = [Refusal(each.place, each.reason) for each in reading.rejected]
    return Preview(path.name, entries, (*rejected, *refused), reading.notes)


def _picture_beside(path: Path, name: str) -> bytes | None:
    """A picture that a table names: in 「表名_图片」 beside it, in 「图片」, or beside the table itself."""
    if not name or name != PurePath(name).name or "\\" in name or name.startswith("."):
        return None
    for folder in (path.with_name(f"{path.stem}_图片"), path.with_name("图片"), path.parent):
        try:
            if (folder / name).stat().st_size <= MOST_PICTURE_BYTES:
                return (folder / name).read_bytes()
        except OSError:
            continue
    return None


def write(
    bank: BankDesk, shown: Preview, with_duplicates: bool = False, on_progress: Progress = no_progress
) -> Imported:
    """Write what a preview showed: new and changed questions, duplicates only if asked for; all or none.

    UserError (and nothing written) where the bank has changed since in what the preview rests on.
    """
    with _collecting_nothing():
        return _write(bank, shown, with_duplicates, on_progress)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Without Python's search for cycles: so many values that all stay make it a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _write(bank: BankDesk, shown: Preview, with_duplicates: bool, on_progress: Progress) -> Imported:
    wanted = {Standing.NEW, Standing.CHANGED} | ({Standing.DUPLICATE} if with_duplicates else set())
    entries = [entry for entry in shown.entries if entry.standing in wanted]
    pictures, entries = _place_pictures(bank, entries)
    taken = set(bank.index.ids())
    changed: dict[str, dict[str, Question]] = defaultdict(dict)
    before: dict[str, Question] = {}
    fresh: list[Question] = []
    for entry in entries:
        question = entry.question
        if entry.before is not None and entry.standing is Standing.CHANGED:
            file = bank.index.file_of(question.id) or ""
            changed[file][question.id] = question
            before[question.id] = entry.before
        else:
            question = replace(question, id=_free_id(question.id, taken))
            taken.add(question.id)
            fresh.append(question)
    files = _new_files(bank, shown.name, fresh)
    edits = {file: Edit(questions) for file, questions in changed.items()}
    others = {f"{QUESTIONS}/{file.name}": file.text.encode() for file in files}
    others |= {f"{PICTURES}/{name}": content for name, content in pictures.items()}
    bank.apply(edits, before, others, on_progress, {file.name: file.questions for file in files})
    return Imported(len(fresh), len(before), tuple(file.name for file in files))


def _free_id(id: str, taken: set[str]) -> str:
    """The id itself, or, for a duplicate that is wanted all the same, the id with a number."""
    made, number = id, 2
    while made in taken:
        made, number = f"{id[:94]}-{number}", number + 1
    return made


@dataclass(frozen=True, slots=True)
class _NewFile:
    name: str
    text: str
    questions: tuple[Question, ...]


def _new_files(bank: BankDesk, source: str, questions: list[Question]) -> list[_NewFile]:
    """New bank files, one a business line and topic, none larger than a person can edit."""
    groups: dict[tuple[BusinessLine, str], list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.line, question.topic].append(question)
    folder = bank.folder / QUESTIONS
    taken = {path.name.lower() for path in folder.glob("*")} if folder.is_dir() else set()
    files: list[_NewFile] = []
    for (line, topic), group in groups.items():
        for first in range(0, len(group), _PER_FILE):
            name = free_file_name(folder, line, topic, taken)
            inherited = {"topic": topic, "line": line.value}
            some = group[first : first + _PER_FILE]
            plain = [question_to_plain(each, inherited) for each in some]
            comment = re.sub(r"[^\w .·()（）-]", " ", source)
            text, lines = emit_numbered(topic, line.value, plain, f"Questions imported from {comment}.")
            placed = [replace(each, source=f"{name}:{at}") for each, at in zip(some, lines, strict=True)]
            files.append(_NewFile(name, text, tuple(placed)))
    return files


def _place_pictures(bank: BankDesk, entries: list[Entry]) -> tuple[dict[str, bytes], list[Entry]]:
    """Pictures that have to be written, and the entries with the names they get in the bank.

    A name that the bank or another question has for a different picture gets a piece of the content's hash.
    """
    placed: dict[str, bytes] = {}
    done = []
    for entry in entries:
        names: dict[str, str] = {}
        for name, content in entry.pictures.items():
            there = placed.get(name) or bank.picture_content(name)
            if there is not None and there != content:
                stem, dot, ending = name.rpartition(".")
                names[name] = f"{stem[:80]}-{hashlib.sha256(content).hexdigest()[:8]}{dot}{ending}"
            new = names.get(name, name)
            if bank.picture_content(new) is None:
                placed[new] = content
        done.append(replace(entry, question=_renamed(entry.question, names)) if names else entry)
    return placed, done


def _renamed(question: Question, names: Mapping[str, str]) -> Question:
    def body_of(body: object) -> object:
        if isinstance(body, Single | Multiple):
            options = tuple(replace(each, picture=names.get(each.picture, each.picture)) for each in body.options)
            return replace(body, options=options)
        if isinstance(body, Case):
            return replace(body, parts=tuple(part_of(part) for part in body.parts))
        return body

    def part_of(part: Part) -> Part:
        return replace(part, picture=names.get(part.picture, part.picture), body=body_of(part.body))

    picture = names.get(question.picture, question.picture)
    return replace(question, picture=picture, body=body_of(question.body))  # type: ignore[arg-type]
