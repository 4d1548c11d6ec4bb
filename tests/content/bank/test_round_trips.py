"""Every format gives back what was put in, as far as it can hold it, and says what it cannot."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from question_strategies import KINDS, PROPERTY, questions

from app.content.bank.format_names import Format
from app.content.bank.formats import WRITERS, read_any
from app.domain.question_reading import read_question
from app.domain.questions import Basis, Blank, Multiple, Option, Partial, Question, Single

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
# A workbook or a package is made for every example.
FEWER = settings(PROPERTY, max_examples=30)
PLAIN = ("single", "multiple", "judge", "blank", "order", "match")


def there_and_back(format: Format, *asked: Question) -> tuple[list[Question], set[str]]:
    """What comes back, and the ids that the format says it could not hold whole."""
    written = WRITERS[format](tuple(asked), lambda name: PNG)
    left_out = {each.id for each in written.left_out if each.whole}
    if not written.count:
        return [], left_out
    reading = read_any(written.content, "导出" + format.ending, lambda name: PNG)
    assert reading.rejected == ()
    found = []
    for draft in reading.drafts:
        question, problems = read_question(draft.fields)
        assert question is not None, (problems, draft)
        assert not draft.notes
        for name in [question.picture, *pictures_of(question)]:
            assert not name or draft.pictures[name] == PNG
        found.append(question)
    assert written.count == len(found)
    return found, left_out


def pictures_of(question: Question) -> list[str]:
    return [option.picture for option in getattr(question.body, "options", ())]


@pytest.mark.parametrize("format", [Format.XLSX, Format.CSV])
def test_tables_hold_every_type(format: Format) -> None:
    @FEWER
    @given(st.lists(questions(KINDS), min_size=1, max_size=4, unique_by=lambda question: question.id))
    def holds(asked: list[Question]) -> None:
        assert there_and_back(format, *asked) == (asked, set())

    holds()


@pytest.mark.parametrize("format", [Format.MOODLE_XML, Format.QTI_21, Format.QTI_22, Format.QTI_30])
def test_xml_formats_hold_all_but_cases_rewriting_and_speaking(format: Format) -> None:
    @FEWER
    @given(questions(KINDS))
    def holds(question: Question) -> None:
        found, left_out = there_and_back(format, question)
        if question.type.value in PLAIN:
            assert found == [question]
        else:
            assert (found, left_out) == ([], {question.id})

    holds()


@PROPERTY
@given(questions(KINDS, pictures=False))
def test_gift_holds_what_its_syntax_can_say(question: Question) -> None:
    found, left_out = there_and_back(Format.GIFT, question)
    many = isinstance(question.body, Blank) and len(question.body.gaps) > 1
    arrow = any("->" in pair.left for pair in getattr(question.body, "pairs", ()))
    arrow = arrow or any("->" in text for gap in getattr(question.body, "gaps", ()) for text in gap.accept)
    comment = any(step.startswith("//") for step in getattr(question.body, "steps", ()))
    if question.type.value in PLAIN and not (many or arrow or comment):
        assert found == [question]
    else:
        assert (found, left_out) == ([], {question.id})


@PROPERTY
@given(questions(("single",), pictures=False))
def test_aiken_holds_stem_options_and_answer(question: Question) -> None:
    written = WRITERS[Format.AIKEN]((question,), lambda name: None)
    if written.count:
        (draft,) = read_any(written.content, "a.txt").drafts
        made, _ = read_question({**draft.fields, "id": "x", "line": "card", "review": "x"})
        assert made is not None and isinstance(question.body, Single)
        assert made.stem == question.stem
        assert made.body == Single(tuple(replace(option, why="") for option in question.body.options))
    else:
        assert {each.id for each in written.left_out if each.whole} == {question.id}


def test_a_picture_that_is_not_there_is_named(sample: Question) -> None:
    with_picture = replace(sample, picture="no.png", body=Single((Option("甲", True, picture="no.png"), Option("乙"))))
    for format in (Format.MOODLE_XML, Format.QTI_21):
        written = WRITERS[format]((with_picture,), lambda name: None)
        assert [(each.whole, "no.png" in each.reason) for each in written.left_out] == [(False, True)] * 2


@pytest.fixture
def sample() -> Question:
    question, _ = read_question(
        {
            "id": "q1",
            "type": "single",
            "line": "card",
            "stem": "=1+1 等于几？",
            "options": [{"text": "@二", "right": True}, {"text": "-三"}],
            "explanation": "+算术",
            "review": "x",
        }
    )
    assert question is not None
    return question


@pytest.mark.parametrize("format", Format)
def test_several_questions_keep_their_order(format: Format, sample: Question) -> None:
    asked = [replace(sample, id=f"q{i}", stem=f"第 {i} 题，选哪个？") for i in range(30)]
    written = WRITERS[format](tuple(asked), lambda name: None)
    reading = read_any(written.content, "x" + format.ending)
    assert [draft.fields["stem"] for draft in reading.drafts] == [question.stem for question in asked]


@pytest.mark.parametrize("format", [Format.XLSX, Format.CSV])
def test_no_cell_is_ever_a_formula(format: Format, sample: Question) -> None:
    content = WRITERS[format]((sample,), lambda name: None).content
    if format is Format.XLSX:
        import io

        from openpyxl import load_workbook

        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row if cell.value]
        assert "=1+1 等于几？" in [cell.value for cell in cells]
        assert all(cell.data_type != "f" for cell in cells)
    else:
        assert all(not cell.startswith(("=", "@", "-", "+")) for cell in content.decode("utf-8-sig").split(","))


def test_partial_credit_and_several_bases_survive_everywhere(sample: Question) -> None:
    body = Multiple((Option("甲", True), Option("乙", True), Option("丙")), Partial.HALF)
    basis = (Basis("社会保险法", "第十条"), Basis("工伤保险条例"))
    question = replace(sample, body=body, basis=basis, tags=("时限", "a,b"))
    for format in set(Format) - {Format.AIKEN}:
        assert there_and_back(format, question)[0] == [question], format
