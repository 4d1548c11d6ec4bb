"""The bank that comes with the application: complete, grounded, and no test of who spots the longest option."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from app.content.bank.bank_file import bank_file_names, read_bank_file
from app.content.phrases import load_lexicon
from app.content.rubric import load_rubric
from app.domain import conduct
from app.domain.answers import Answer, Chosen, Filled, Judged, Matched, Ordered, Written
from app.domain.business import BusinessLine
from app.domain.lexicon import Kind
from app.domain.marking import Examiners, Verdict, mark
from app.domain.matching import find_hits
from app.domain.points import find_points
from app.domain.question_text import find_alike, wording
from app.domain.question_writing import question_to_plain
from app.domain.questions import (
    Blank,
    Case,
    Judge,
    Match,
    Multiple,
    Order,
    Part,
    PartBody,
    Question,
    QuestionType,
    Rewrite,
    Single,
    Spoken,
    drawable,
)
from app.domain.transcript import typed_transcript

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "question_bank" / "questions"
FILES = [read_bank_file(FOLDER, name) for name in bank_file_names(FOLDER)]
QUESTIONS = [question for file in FILES for question in file.questions]
LEXICON = load_lexicon(ROOT / "question_bank" / "phrases", with_overlays=False)
RUBRIC = load_rubric(ROOT / "question_bank" / "rubric.yaml")
EXAMINERS = Examiners(
    lambda transcript: find_hits(transcript, LEXICON),
    lambda transcript, turn: conduct.score(
        transcript, find_hits(transcript, LEXICON), turn, find_points(transcript, turn.points), RUBRIC, LEXICON.version
    ),
)
PARTS = [
    part
    for question in QUESTIONS
    for part in (question.body.parts if isinstance(question.body, Case) else (Part(question.stem, question.body),))
]


def test_every_file_is_without_mistakes_and_every_id_is_used_once() -> None:
    assert [str(problem) for file in FILES for problem in file.problems] == []
    assert [id for id, count in Counter(question.id for question in QUESTIONS).items() if count > 1] == []


def test_it_covers_every_line_and_every_type() -> None:
    lines = Counter(question.line for question in QUESTIONS)
    assert len(QUESTIONS) >= 400
    assert set(lines) == set(BusinessLine) and min(lines.values()) >= 15
    types = Counter(question.type for question in QUESTIONS)
    assert set(types) == set(QuestionType) and min(types.values()) >= 10
    for line in BusinessLine:
        kinds = {question.type for question in QUESTIONS if question.line is line}
        assert QuestionType.REWRITE in kinds or QuestionType.SPOKEN in kinds or not line.general, line
        assert len(kinds) >= 6, (line, kinds)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_a_question_says_what_it_rests_on_and_may_be_drawn(question: Question) -> None:
    assert question.basis and question.effective and question.checked and question.author and question.tags
    assert question.explanation and not question.review
    assert question.effective <= question.checked <= date(2027, 12, 31)
    assert drawable(question, question.checked)
    # Options are shuffled in an exam: an explanation must not count them.
    assert not re.search(r"前[一二两三四]句|[ABCDEF]项|选项[A-F]|第[一二三四五]项[是为]", question.explanation)


def test_every_basis_is_listed_with_where_it_can_be_found() -> None:
    sources = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    bare = {re.sub(r"（[^）]*〔\d{4}〕[^）]*）|（LD[^）]*）", "", basis.law) for q in QUESTIONS for basis in q.basis}
    assert [law for law in sorted(bare) if law not in sources] == []


def test_no_two_questions_ask_nearly_the_same() -> None:
    texts = [wording(question_to_plain(question)) for question in QUESTIONS]
    alike = find_alike(texts, 0)
    assert [(QUESTIONS[i].id, QUESTIONS[other.index].id) for i, other in alike.items()] == []


def test_neither_place_nor_length_gives_the_answer_away() -> None:
    singles = [part.body for part in PARTS if isinstance(part.body, Single)]
    places = Counter([option.right for option in body.options].index(True) for body in singles)
    assert all(0.15 < places[place] / len(singles) < 0.35 for place in range(4)), places
    longest = sum(_longest_is_right(body) for body in singles)
    assert longest / len(singles) < 0.35
    judged = [part.body.answer for part in PARTS if isinstance(part.body, Judge)]
    assert 0.4 < sum(judged) / len(judged) < 0.6
    multiples = [part.body for part in PARTS if isinstance(part.body, Multiple)]
    assert all(0 < sum(option.right for option in body.options) < len(body.options) for body in multiples)
    assert all(sum(option.right for option in body.options) > 1 for body in multiples)


def _longest_is_right(body: Single) -> bool:
    lengths = sorted((len(option.text) for option in body.options), reverse=True)
    return lengths[0] > lengths[1] and len(next(o.text for o in body.options if o.right)) == lengths[0]


def right_answer(body: PartBody) -> Answer:
    match body:
        case Single(options) | Multiple(options):
            return Chosen(tuple(at for at, option in enumerate(options) if option.right))
        case Judge(answer):
            return Judged(answer)
        case Blank(gaps):
            return Filled(tuple(gap.accept[0] if gap.accept else f"{gap.number}" for gap in gaps))
        case Order(steps):
            return Ordered(tuple(range(len(steps))))
        case Match(pairs, extra):
            rights = list(dict.fromkeys([pair.right for pair in pairs] + list(extra)))
            return Matched(tuple(rights.index(pair.right) for pair in pairs))
        case Rewrite(_, model_answer):
            return Written(model_answer)
        case Spoken(turn):
            return Written(turn.exemplary)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)
def test_its_own_answer_earns_full_marks(question: Question) -> None:
    parts = question.body.parts if isinstance(question.body, Case) else (Part(question.stem, question.body),)
    marked = mark(question, [right_answer(part.body) for part in parts], 20, EXAMINERS)
    assert marked.verdict is Verdict.RIGHT and marked.points == 20, marked.why


@pytest.mark.parametrize(
    "part", [part for part in PARTS if isinstance(part.body, Rewrite)], ids=lambda p: p.body.forbidden
)
def test_what_is_to_be_rewritten_is_no_answer(part: Part) -> None:
    assert isinstance(part.body, Rewrite)
    hits = find_hits(typed_transcript(part.body.forbidden), LEXICON)
    assert [hit for hit in hits if hit.kind is Kind.FORBIDDEN and hit.certain], "the lexicon does not know it"
    asked = next(question for question in QUESTIONS if question.body is part.body)
    assert mark(asked, [Written(part.body.forbidden)], 20, EXAMINERS).points == 0
