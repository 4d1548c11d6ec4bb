"""An index over the bank's files, so that a workspace with very many questions opens at once.

It holds nothing that is not in the files: a damaged index, or one of another version, is simply made anew.
It has a database file of its own, so that records and their backups stay small and untouched by it.
"""

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.domain.business import BusinessLine
from app.domain.citations import cites, normal_law
from app.domain.question_card import QuestionCard
from app.domain.question_problems import FileProblem
from app.domain.question_reading import question_from_plain
from app.domain.question_text import wording
from app.domain.question_writing import question_to_plain
from app.domain.questions import Basis, Question, QuestionType, Rewrite, Spoken
from app.storage.database import in_plain_words
from app.storage.question_index_file import open_index

_CARD = "id, type, line, topic, stem, difficulty, tags, region, effective, expires, review, version, file"
_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a file looked when it was read: modification time in nanoseconds, bytes, SHA-256 of its content."""

    modified: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """One bank file as it is to be indexed."""

    name: str
    stamp: Stamp
    questions: tuple[Question, ...]
    problems: tuple[FileProblem, ...]


class QuestionIndex:
    """Open the index at `path`, made anew where it is missing, damaged or of another version.

    Where the folder cannot be written to (a read-only stick), it is kept in memory for this run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.RLock()
        self._cards: tuple[QuestionCard, ...] | None = None
        self._connection = open_index(path)

    def stamps(self) -> dict[str, Stamp]:
        """What is known of every indexed file, by name."""
        return {row[0]: Stamp(*row[1:]) for row in self._rows("SELECT name, modified, size, digest FROM files")}

    def update(self, changed: Iterable[IndexedFile], removed: Iterable[str], touched: Mapping[str, Stamp]) -> None:
        """Bring files up to date in one transaction; `touched` ones have only a new time, not a new content."""
        with self._writing() as database:
            for name in removed:
                _forget(database, name)
            for file in changed:
                _forget(database, file.name)
                _insert(database, file)
            database.executemany(
                "UPDATE files SET modified = ?, size = ? WHERE name = ?",
                [(stamp.modified, stamp.size, name) for name, stamp in touched.items()],
            )

    def cards(self) -> tuple[QuestionCard, ...]:
        """All questions, in the order of files and of places in them. Kept until the next update."""
        with self._turn:
            if self._cards is None:
                self._cards = _cards(self._rows(f"SELECT {_CARD} FROM questions ORDER BY file, position"))
            return self._cards

    def search(self, words: str) -> tuple[QuestionCard, ...]:
        """The questions whose stem, id or any other text contains `words`."""
        # `plain` is JSON: a quote or line break in the words stands escaped there.
        like, inside = (_like(each) for each in (words, json.dumps(words, ensure_ascii=False)[1:-1]))
        return _cards(
            self._rows(
                f"SELECT {_CARD} FROM questions WHERE stem LIKE ? ESCAPE '\\' OR plain LIKE ? ESCAPE '\\'"
                " ORDER BY file, position",
                (like, inside),
            )
        )

    def question(self, id: str) -> Question | None:
        """The question with this id; the first of several where files give an id twice."""
        found = self.questions([id])
        return found[0] if found else None

    def questions(self, ids: Sequence[str]) -> tuple[Question, ...]:
        """The questions with these ids, in their order; unknown ids are left out."""
        found: dict[str, Question] = {}
        for first in range(0, len(ids), 500):
            some = ids[first : first + 500]
            marks = ",".join("?" * len(some))
            rows = self._rows(
                f"SELECT plain, source FROM questions WHERE id IN ({marks}) ORDER BY file, position", some
            )
            for plain, source in rows:
                question = question_from_plain(json.loads(plain), source)
                found.setdefault(question.id, question)
        return tuple(found[id] for id in ids if id in found)

    def wordings(self) -> list[tuple[str, str]]:
        """(id, wording) of every question, in the order of files and of places in them."""
        return self._rows("SELECT id, words FROM questions ORDER BY file, position")

    def ids(self) -> tuple[str, ...]:
        """The ids of all questions, in the order of files and of places in them."""
        return tuple(row[0] for row in self._rows("SELECT id FROM questions ORDER BY file, position"))

    def file_of(self, id: str) -> str | None:
        rows = self._rows("SELECT file FROM questions WHERE id = ? ORDER BY file, position LIMIT 1", (id,))
        return rows[0][0] if rows else None

    def citing(self, law: str, article: str = "") -> tuple[QuestionCard, ...]:
        """The questions whose basis rests on this law, or on this article of it (see `citations.cites`)."""
        rows = self._rows(
            f"SELECT {', '.join('q.' + name for name in _CARD.split(', '))}, c.law, c.article FROM citations AS c"
            " JOIN questions AS q ON q.file = c.file AND q.position = c.position"
            " WHERE c.key = ? ORDER BY q.file, q.position",
            (normal_law(law),),
        )
        found = {row[:-2]: None for row in rows if cites(Basis(row[-2], row[-1]), law, article)}
        return _cards(found)

    def laws(self) -> dict[str, int]:
        """Every law cited, with the number of questions that cite it."""
        sql = "SELECT min(law), count(DISTINCT file || ':' || position) FROM citations GROUP BY key ORDER BY 1"
        return dict(self._rows(sql))

    def problems(self) -> tuple[FileProblem, ...]:
        """What keeps questions of the files from being used, and ids that two files give."""
        found = [FileProblem(*row) for row in self._rows("SELECT * FROM problems ORDER BY file, line")]
        twice = self._rows(
            "SELECT id, source FROM questions WHERE id IN (SELECT id FROM questions GROUP BY id HAVING count(*) > 1)"
            " ORDER BY id, file, position"
        )
        first: dict[str, str] = {}
        for id, source in twice:
            if id in first:
                file, _, line = source.rpartition(":")
                found.append(
                    FileProblem(file, int(line), f"编号“{id}”已经用在 {first[id]}。", "请改成没有用过的编号。")
                )
            else:
                first[id] = source
        return tuple(found)

    def count(self) -> int:
        return self._rows("SELECT count(*) FROM questions")[0][0]

    def close(self) -> None:
        with self._turn:
            self._connection.close()

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list:  # type: ignore[type-arg]
        with self._turn, in_plain_words(self._path):
            return self._connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._turn, in_plain_words(self._path):
            self._cards = None
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise


def _like(words: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"


def _forget(database: sqlite3.Connection, name: str) -> None:
    database.execute("DELETE FROM files WHERE name = ?", (name,))
    for table in ("questions", "citations", "problems"):
        database.execute(f"DELETE FROM {table} WHERE file = ?", (name,))


def _insert(database: sqlite3.Connection, file: IndexedFile) -> None:
    stamp = file.stamp
    database.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (file.name, stamp.modified, stamp.size, stamp.digest))
    database.executemany(
        f"INSERT INTO questions VALUES ({','.join('?' * 17)})",
        [
            (
                file.name,
                position,
                question.id,
                question.type.value,
                question.line.value,
                question.topic,
                question.stem or _asks(question),
                question.difficulty,
                _SEPARATOR.join(question.tags),
                question.region,
                question.effective.isoformat() if question.effective else None,
                question.expires.isoformat() if question.expires else None,
                question.review,
                question.version,
                question.source,
                wording(plain),
                json.dumps(plain, ensure_ascii=False),
            )
            for position, question in enumerate(file.questions)
            for plain in (question_to_plain(question),)
        ],
    )
    database.executemany(
        "INSERT INTO citations VALUES (?, ?, ?, ?, ?)",
        [
            (file.name, position, normal_law(basis.law), basis.law, basis.article)
            for position, question in enumerate(file.questions)
            for basis in question.basis
        ],
    )
    database.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?)", [(file.name, p.line, p.message, p.remedy) for p in file.problems]
    )


def _asks(question: Question) -> str:
    """What a question without a stem is known by: the phrase to rewrite, or what the citizen says."""
    body = question.body
    return body.forbidden if isinstance(body, Rewrite) else body.turn.says if isinstance(body, Spoken) else ""


def _cards(rows: Iterable[Sequence]) -> tuple[QuestionCard, ...]:  # type: ignore[type-arg]
    types = {each.value: each for each in QuestionType}
    lines = {each.value: each for each in BusinessLine}
    days: dict[str | None, date | None] = {None: None}
    tags_of: dict[str, tuple[str, ...]] = {"": ()}

    def day(text: str | None) -> date | None:  # a bank has few different dates and sets of tags
        if text not in days:
            days[text] = date.fromisoformat(text)  # type: ignore[arg-type]
        return days[text]

    def tags(text: str) -> tuple[str, ...]:
        if text not in tags_of:
            tags_of[text] = tuple(text.split(_SEPARATOR))
        return tags_of[text]

    return tuple(
        QuestionCard(r[0], types[r[1]], lines[r[2]], r[3], r[4], r[5], tags(r[6]), r[7], day(r[8]), day(r[9]), *r[10:])
        for r in rows
    )
