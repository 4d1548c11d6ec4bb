"""The examples of the formats' page are what the application reads."""

import re
from pathlib import Path

from app.content.bank.bank_file import read_bank_text
from app.content.bank.table_columns import HEADINGS
from app.domain.business import BusinessLine
from app.domain.lexicon import Category, Kind
from app.domain.questions import QuestionType

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")


def test_the_example_of_a_bank_file_shows_every_type_without_a_mistake() -> None:
    (example,) = (block for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if block.startswith("topic:"))
    file = read_bank_text(example, "example.yaml")
    assert file.problems == ()
    assert {question.type for question in file.questions} == set(QuestionType)


def test_every_value_that_may_be_written_is_named() -> None:
    assert [line.value for line in BusinessLine if f"{line.value} {line.label}" not in PAGE] == []
    polite = [each for each in Category if each.kind is Kind.POLITE]
    assert [each.value for each in polite if f"{each.value} {each.label}" not in PAGE] == []


def test_every_heading_of_the_template_is_explained() -> None:
    shown = {"id"}  # the number needs no explanation
    assert [names[0] for key, names in HEADINGS.items() if key not in shown and names[0] not in PAGE] == []
