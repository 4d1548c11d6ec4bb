"""The index over the bank: nothing in it that is not in the files, and made anew whenever it is not usable."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.business import BusinessLine
from app.domain.question_problems import FileProblem
from app.domain.questions import Basis, Judge, Question, drawable
from app.storage.question_index import IndexedFile, QuestionIndex, Stamp

QUESTION = Question(
    id="q1",
    line=BusinessLine.CARD,
    stem='补领社保卡要带"身份证"吗',
    body=Judge(True),
    topic="社保卡",
    explanation="100% 需要",
    basis=(Basis("《社会保险经办条例》", "第7条"), Basis("社会保险法", "第五十八条")),
    effective=date(2023, 12, 1),
    expires=date(2030, 1, 1),
    tags=("材料", "时限"),
    source="a.yaml:5",
)
OTHER = replace(QUESTION, id="q2", stem="别的", basis=(Basis("社会保险法", "第五十九条"),), tags=(), source="b.yaml:9")
STAMP = Stamp(1, 2, "d")


@pytest.fixture
def index(tmp_path: Path) -> QuestionIndex:
    made = QuestionIndex(tmp_path / "index.db")
    problem = FileProblem("b.yaml", 3, "坏。", "改。")
    made.update(
        [IndexedFile("a.yaml", STAMP, (QUESTION,), ()), IndexedFile("b.yaml", STAMP, (OTHER,), (problem,))], (), {}
    )
    return made


def test_questions_and_cards_come_back_as_they_were(index: QuestionIndex) -> None:
    assert index.question("q1") == QUESTION and index.question("q1").source == "a.yaml:5"
    assert index.questions(["q2", "none", "q1"]) == (OTHER, QUESTION)
    first, second = index.cards()
    for name in (
        "id",
        "type",
        "line",
        "topic",
        "stem",
        "difficulty",
        "tags",
        "region",
        "effective",
        "expires",
        "version",
    ):
        assert getattr(first, name) == getattr(QUESTION, name)
    assert (first.file, second.file, index.file_of("q2"), index.count()) == ("a.yaml", "b.yaml", "b.yaml", 2)
    assert drawable(first, date(2026, 11, 24)) and not drawable(first, date(2030, 1, 2))


def test_questions_are_found_by_their_words_and_by_what_they_cite(index: QuestionIndex) -> None:
    def ids(cards: tuple) -> list[str]:
        return [card.id for card in cards]

    assert ids(index.search('带"身份证"')) == ["q1"]
    assert ids(index.search("100%")) == ["q1", "q2"]
    assert ids(index.search("1_0%")) == []
    assert ids(index.citing("社会保险经办条例", "第七条")) == ["q1"]
    assert ids(index.citing("中华人民共和国社会保险法")) == ["q1", "q2"]
    assert ids(index.citing("社会保险法", "第五十九条")) == ["q2"]
    assert index.laws() == {"《社会保险经办条例》": 1, "社会保险法": 2}


def test_a_changed_or_removed_file_takes_its_questions_with_it(index: QuestionIndex) -> None:
    index.update([IndexedFile("a.yaml", STAMP, (replace(QUESTION, id="q3"),), ())], ["b.yaml"], {})
    assert [card.id for card in index.cards()] == ["q3"]
    assert index.problems() == () and index.question("q2") is None and set(index.stamps()) == {"a.yaml"}
    index.update((), (), {"a.yaml": Stamp(7, 8, "d")})
    assert index.stamps() == {"a.yaml": Stamp(7, 8, "d")}


def test_an_id_in_two_files_is_a_problem_of_the_second(index: QuestionIndex) -> None:
    index.update([IndexedFile("c.yaml", STAMP, (replace(QUESTION, source="c.yaml:4"),), ())], (), {})
    assert [(p.file, p.line) for p in index.problems()] == [("b.yaml", 3), ("c.yaml", 4)]
    assert "a.yaml:5" in index.problems()[1].message


@pytest.mark.parametrize("damage", [b"no database", b"", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "index.db"
    path.write_bytes(damage)
    index = QuestionIndex(path)
    assert index.stamps() == {}
    index.update([IndexedFile("a.yaml", STAMP, (QUESTION,), ())], (), {})
    index.close()
    assert QuestionIndex(path).cards()[0].id == "q1"


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "index.db") as other:
        other.execute("CREATE TABLE files (x)")
        other.execute("PRAGMA user_version = 99")
    assert QuestionIndex(tmp_path / "index.db").stamps() == {}


def test_where_nothing_can_be_written_the_index_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    index = QuestionIndex(tmp_path / "taken" / "index.db")
    index.update([IndexedFile("a.yaml", STAMP, (QUESTION,), ())], (), {})
    assert index.count() == 1
