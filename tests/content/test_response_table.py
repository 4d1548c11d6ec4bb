"""Tables of answers: both layouts, whatever encoding, letters or scores; broken rows named with their line."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.response_table import ResponseTable, read_responses
from app.domain.errors import UserError
from app.domain.responses import Asked, AskedOption

LONG = """人员,题目,作答,得分,满分
甲,q1,A,2,2
甲,q2,三十日,1,1
乙,q1,B,0,2
乙,q2,十五日,0,1
丙,q1,A,2,2
丙,q2,,,1
"""


def read(text: str, encoding: str = "utf-8", **more: object) -> ResponseTable:
    return read_responses(text.encode(encoding), "成绩.csv", **more)  # type: ignore[arg-type]


def test_one_row_an_answer() -> None:
    table = read(LONG)
    found = table.responses
    assert found.people == ("甲", "乙", "丙")
    assert [(q.id, q.possible) for q in found.questions] == [("q1", 2.0), ("q2", 1.0)]
    assert found.scores.tolist() == [[2, 1], [0, 0], [2, 0]]
    assert [option.key for option in found.questions[0].options] == ["A", "B"]
    assert found.chosen[:, 0].tolist() == [1, 2, 1]
    assert found.words[1] == ("三十日", "十五日", "")
    assert table.rejected == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_and_separator_of_an_office(encoding: str) -> None:
    for text in (LONG, LONG.replace(",", ";"), LONG.replace(",", "\t"), LONG.replace("\n", "\r\n")):
        assert read(text, encoding).responses.scores.tolist() == [[2, 1], [0, 0], [2, 0]]


def test_english_names_and_a_key_instead_of_scores() -> None:
    table = read(
        "person,question,answer,key\nA1,q1,A,A\nA2,q1,a ,A\nA3,q1,C,A\nA1,q2,AB,ABD\nA2,q2,D、B、A,ABD\nA3,q2,,ABD\n"
    )
    assert table.responses.scores.tolist() == [[1, 0], [1, 1], [0, 0]]
    assert [(o.key, o.right) for o in table.responses.questions[1].options] == [
        ("A", True),
        ("B", True),
        ("C", False),
        ("D", True),
    ]
    assert table.responses.chosen.tolist() == [[1, 3], [1, 11], [4, 0]]


def test_one_row_a_person_with_scores() -> None:
    table = read("姓名,单位,q1/2,q2,总分\n满分,,,5,\n甲,一厅,2,4.5,6.5\n乙,二厅,-,/,0\n")
    assert table.responses.people == ("甲", "乙")
    assert [(q.id, q.possible) for q in table.responses.questions] == [("q1", 2.0), ("q2", 5.0)]
    assert table.responses.scores[0].tolist() == [2.0, 4.5]
    assert table.responses.scores[1, 0] == 0.0 and np.isnan(table.responses.scores[1, 1])
    assert any("单位、总分" in note for note in table.notes)


def test_one_row_a_person_with_answers_and_a_key_row() -> None:
    table = read("考生,1,2,3\n正确答案,B,AC,对\n甲,B,AC,√\n乙,C,A,错\n丙,B,,F\n")
    assert table.responses.scores.tolist() == [[1, 1, 1], [0, 0, 0], [1, 0, 0]]
    assert [o.key for o in table.responses.questions[2].options] == ["对", "错"]
    assert table.responses.chosen[:, 2].tolist() == [1, 2, 2]


def test_the_grades_that_moodle_exports() -> None:
    text = (
        '"Last name","First name","Email address",State,"Grade/10.00","Q. 1 /4.00","Q. 2 /6.00"\n'
        "王,晓琳,a@b,Finished,7.00,4.00,3.00\n李,建国,c@d,Finished,0.00,0.00,-\n"
        '"Overall average",,,,3.50,2.00,1.50\n'
    )
    table = read(text)
    assert table.responses.people == ("王 晓琳", "李 建国")
    assert [(q.id, q.possible) for q in table.responses.questions] == [("Q. 1", 4.0), ("Q. 2", 6.0)]
    assert table.responses.scores.tolist() == [[4, 3], [0, 0]]


def test_what_the_bank_knows_is_used() -> None:
    options = (AskedOption("A", "三十日", True), AskedOption("B", "十五日", False), AskedOption("C", "九十日", False))
    bank = {"q1": Asked("q1", "几日？", 1.0, options, 1 / 3)}
    table = read("人员,题目,作答\n甲,q1,A\n乙,q1,C\n", known=bank.get)
    assert table.responses.scores[:, 0].tolist() == [1.0, 0.0]
    assert table.responses.questions[0].title == "几日？" and table.responses.questions[0].guess == 1 / 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("丁,q1,A,二,2", "得分“二”不是数字"),
        ("丁,q1,A,nan,2", "得分“nan”不是数字"),
        ("丁,q1,A,3,2", "超过了满分 2 分"),
        ("丁,q1,A,1,9", "满分写着 9，前面写的是 2"),
        ("丁,q1,A,1,0", "满分“0”不是大于 0 的数字"),
        ("丁,q1,A,,2", "没有得分，也没有正确答案"),
        ("丁,,A,1,2", "没有写题目"),
        (",q1,A,1,2", "没有写人员"),
        ("甲,q1,A,1,2", "已经在第 2 行出现过"),
    ],
)
def test_a_broken_row_is_named_and_costs_only_its_paper(row: str, reason: str) -> None:
    table = read(LONG + row + "\n")
    assert [(each.place, reason in each.reason) for each in table.rejected] == [("第 8 行", True)]
    whole = {"甲", "乙", "丙"} - ({"甲"} if row.startswith("甲") else set())
    assert set(table.responses.people) == whole
    assert not np.isnan(table.responses.scores).any()


def test_an_answer_that_is_no_option_is_named() -> None:
    bank = {"q1": Asked("q1", "", 1.0, (AskedOption("A", "", True), AskedOption("B", "", False)))}
    table = read("人员,题目,作答,得分,满分\n甲,q1,A,1,1\n乙,q1,E,0,1\n", known=bank.get)
    assert table.rejected[0].place == "第 3 行" and "“E”不在选项 A–B 里" in table.rejected[0].reason


def test_the_first_attempt_counts_unless_all_are_wanted() -> None:
    text = "人员,次数,题目,得分,满分\n甲,1,q1,0,1\n甲,2,q1,1,1\n乙,1,q1,1,1\n"
    assert read(text).responses.scores[:, 0].tolist() == [0, 1]
    assert "1 份" in read(text).notes[0]
    assert read(text, all_attempts=True).responses.scores[:, 0].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        "一句话".encode(),
        "人员,题目\n甲,q1\n".encode(),
        "姓名,q1,q1\n甲,1,1\n".encode(),
        "人员,题目,得分\n".encode(),
        b'\xff\xfe"\x00',
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ],
)
def test_what_is_no_such_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UserError) as problem:
        read_responses(content, "成绩.csv")
    assert problem.value.message and problem.value.remedy


@given(st.binary(max_size=300) | st.text(alphabet='人员题目得分,;\n"甲q1A0.5/-满分', max_size=200).map(str.encode))
def test_no_file_ends_in_a_trace(content: bytes) -> None:
    try:
        table = read_responses(content, "成绩.csv")
    except UserError:
        return
    assert table.responses.scores.shape == (len(table.responses.people), len(table.responses.questions))


@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), min_size=3, max_size=3), min_size=1, max_size=20))
def test_both_layouts_give_the_same_table(marks: list[list[float]]) -> None:
    long, wide = io.StringIO(), io.StringIO()
    csv.writer(long).writerows(
        [("person", "question", "score", "possible")]
        + [(f"p{i}", f"q{j}", mark, 2) for i, row in enumerate(marks) for j, mark in enumerate(row)]
    )
    csv.writer(wide).writerows([("person", "q0/2", "q1/2", "q2/2")] + [(f"p{i}", *row) for i, row in enumerate(marks)])
    one, other = read(long.getvalue()).responses, read(wide.getvalue()).responses
    assert one.people == other.people and one.questions == other.questions
    assert one.scores.tolist() == other.scores.tolist() == marks
