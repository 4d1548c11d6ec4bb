"""Exams on paper: opened, read back and looked at; every question with its number, every answer in the key."""

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest
from PIL import Image
from pypdf import PdfReader

from app.domain.answer_words import in_words, right_in_words
from app.domain.answers import parts_of, right_answer
from app.domain.blueprint import Blueprint, Section
from app.domain.business import BusinessLine
from app.domain.exam import Exam, ExamKind, compose
from app.domain.exam_clock import Cause, ExamClock, Grant, Interruption, Reading
from app.domain.exam_result import Correction, ExamResult, corrected
from app.domain.marking import Mark, PartMark, Verdict
from app.domain.paper import Item, Paper, Version
from app.domain.people import Person, Role
from app.domain.questions import (
    Basis,
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    Question,
    QuestionType,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.records import Record, RecordKind
from app.domain.scenario import Turn
from app.domain.sitting import Departure, Ending
from app.reports.exam_paper import ExamPaperContent, write_exam_key, write_exam_paper
from app.reports.exam_record import ExamRecordContent, write_exam_record

AT = "2026-11-25T09:00:00+08:00"


def options(*texts: str, right: int = 0, picture: str = "") -> tuple[Option, ...]:
    return tuple(Option(text, i == right, picture=picture if i == 0 else "") for i, text in enumerate(texts))


BODIES = {
    "单选的题干": Single(options("甲选项", "乙选项", "丙选项", "丁选项", right=2)),
    "多选的题干": Multiple(
        tuple(Option(f"第{i}个说得很长很长所以一行只放得下一个的选项文字", i < 2) for i in range(5))
    ),
    "判断的题干": Judge(False),
    "填空的题干，自____之日起____日内": Blank((Gap(("受理",)), Gap(number=Decimal(15)))),
    "排序的题干": Order(("受理", "审核", "决定", "送达")),
    "匹配的题干": Match((Pair("登记", "十个工作日"), Pair("领取", "二十个工作日")), ("三十个工作日",)),
    "案例的案情": Case((Part("小题之一", Judge(True), "一的解析"), Part("小题之二", Single(options("是的", "不是"))))),
    "改写的题干": Rewrite("这不归我管", "您好，我帮您问一下。"),
    "口答的题干": Spoken(Turn("我该怎么办？", (), (), "您好，请坐，我帮您查。")),
}


def question(number: int, stem: str, body, **more) -> Question:
    known = {"explanation": f"第{number}题的解析", "basis": (Basis("工伤保险条例", "第十七条"),)}
    return Question(
        f"q-{number}", BusinessLine.WORK_INJURY, stem, body, effective=date(2011, 1, 1), **{**known, **more}
    )


def exam(questions: tuple[Question, ...], title: str = "九种题型") -> Exam:
    types = tuple(dict.fromkeys(each.type for each in questions))
    sections = tuple(Section(type.label, sum(each.type is type for each in questions), 100, (type,)) for type in types)
    blueprint = Blueprint("nine", "ab12cd34", title, sections, 30, 100 * len(questions) * 6 // 10)
    items = tuple(Item(types.index(each.type), each.id, 100) for each in questions)
    return compose("e1", title, ExamKind.SET, Paper(blueprint, 7, Version.B, items), questions)


NINE = exam(tuple(question(i, stem, body) for i, (stem, body) in enumerate(BODIES.items(), 1)))


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def content(shown: Exam = NINE, **more) -> ExamPaperContent:
    return ExamPaperContent(shown, "城南人社服务大厅", AT, **more)


def test_a_paper_asks_everything_and_answers_nothing(tmp_path: Path):
    path = write_exam_paper(content(), tmp_path / "卷.pdf")
    text = squeezed(text_of(path))
    for number, task in enumerate(NINE.tasks, 1):
        assert f"{number}." in text
        assert squeezed(task.question.stem.split("____")[0]) in text
        assert squeezed(task.question.explanation) not in text
    for said in (
        "B卷",
        "满分90分",
        "54分合格",
        "时间30分钟",
        "姓名",
        "总分",
        "抽题号7",
        "一、单选（1题，每题10分，共10分）",
        "九、口答",
    ):
        assert said in text, said
    assert "这不归我管" in text and "我该怎么办？" in text
    assert "我帮您" not in text
    assert PdfReader(path).metadata.title == "九种题型　B 卷　试卷"


def test_options_stand_in_the_order_of_the_exam(tmp_path: Path):
    text = squeezed(text_of(write_exam_paper(content(), tmp_path / "卷.pdf")))
    single = NINE.tasks[0]
    shown = [single.question.body.options[i].text for i in single.orders[0]]
    places = [text.index(f"{letter}.{each}") for letter, each in zip("ABCD", shown, strict=True)]
    assert places == sorted(places)
    letter = right_in_words(single.question.body, single.orders[0])
    assert shown["ABCD".index(letter)] == "丙选项"


def test_the_key_holds_every_answer_its_reason_and_basis(tmp_path: Path):
    text = squeezed(text_of(write_exam_key(content(), tmp_path / "答案.pdf")))
    for task in NINE.tasks:
        assert squeezed(task.question.explanation) in text
        for part, order in zip(parts_of(task.question), task.orders, strict=True):
            right = right_in_words(part.body, order)
            assert squeezed(right) in text, right
            assert right == in_words(right_answer(part.body), order) or part.type in (
                QuestionType.REWRITE,
                QuestionType.SPOKEN,
            )
    assert text.count("依据：工伤保险条例第十七条") == len(NINE.tasks)


def test_the_same_exam_gives_the_same_bytes(tmp_path: Path):
    for write in (write_exam_paper, write_exam_key):
        first = write(content(), tmp_path / "1.pdf").read_bytes()
        assert write(content(), tmp_path / "2.pdf").read_bytes() == first


def test_pictures_are_printed_and_a_damaged_one_hinders_nothing(tmp_path: Path):
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "#1E7F4F").save(file, "PNG")
    pictures = {"大厅.png": file.getvalue(), "坏.png": b"\x89PNG\r\n\x1a\nno picture"}
    questions = (
        question(1, "题干有图", Single(options("甲", "乙", picture="大厅.png")), picture="大厅.png"),
        question(2, "题干图坏了", Single(options("甲", "乙", picture="没有.png")), picture="坏.png"),
    )
    shown = content(exam(questions), picture=pictures.get)
    path = write_exam_paper(shown, tmp_path / "图.pdf")
    with pymupdf.open(path) as pdf:
        assert sum(len(page.get_images()) for page in pdf) >= 1
    assert "题干图坏了" in text_of(path)


def test_long_and_strange_questions_flow_over_pages(tmp_path: Path):
    """Nobody's text may keep a paper from being printed, or run off the page."""
    long = "很长的题干，" * 700
    questions = (
        question(1, long, Single(options("甲" * 300, "乙" * 300))),
        question(2, "<b>标记</b> & \t制表 \U0001f642 𬭎 喆", Judge(True)),
        question(3, long, Case(tuple(Part(f"小题{i}" + "长" * 100, Judge(True), "解析" * 200) for i in range(20)))),
    )
    for write in (write_exam_paper, write_exam_key):
        path = write(content(exam(questions)), tmp_path / "长.pdf")
        with pymupdf.open(path) as pdf:
            assert len(pdf) >= (3 if write is write_exam_paper else 1)
            for page in pdf:
                for x0, y0, x1, y1, *_ in page.get_text("words"):
                    assert x0 > 30 and x1 < page.rect.width - 30 and y0 > 20 and y1 < page.rect.height - 12
            assert f"共 {len(pdf)} 页" in pdf[0].get_text()


def test_no_section_heading_stands_alone_at_the_foot(tmp_path: Path):
    questions = tuple(question(i, f"第{i}道" + "长" * 60, Judge(True)) for i in range(1, 40)) + tuple(
        question(i, "匹配的题干", BODIES["匹配的题干"]) for i in range(40, 44)
    )
    for count in range(28, 38):
        shown = exam(questions[:count] + questions[39:])
        with pymupdf.open(write_exam_paper(content(shown), tmp_path / "头.pdf")) as pdf:
            page = next(page for page in pdf if "二、匹配" in page.get_text())
            assert "匹配的题干" in page.get_text()


@pytest.fixture
def sat() -> ExamRecordContent:
    good = Mark(100, 100, Verdict.RIGHT, "答对了。")
    parts = (PartMark(50, 50, Verdict.RIGHT, "答对了。"), PartMark(0, 50, Verdict.MISSING, "没有作答。"))
    marks = tuple(
        Mark(50, 100, Verdict.PARTLY, "2 个小题答对 1 个。", parts) if isinstance(task.question.body, Case) else good
        for task in NINE.tasks
    )
    answers = tuple(tuple(right_answer(part.body) for part in parts_of(task.question)) for task in NINE.tasks)
    clock = ExamClock(
        1800, 300, Reading(0, "", 1_795_000_000), 754,
        (Interruption(1_795_000_000, 400, 100, Cause.CLOSED, True),), (Grant(1_795_000_500, 180, "停电", "钱堃"),),
    )  # fmt: skip
    first = ExamResult(
        NINE, "s1", AT, AT, Ending.TIME_UP, answers, marks, clock, (Departure(1_795_000_100, 12),), rules=("用语库 1",)
    )
    result = corrected(first, (Correction(6, 100, "口头补充正确", "钱堃"),))
    record = Record(12, "r12", RecordKind.EXAM, "p", "p", AT, {}, "0" * 64, "ab" * 32)
    return ExamRecordContent(record, Person("p", "林𬭎", Role.TRAINEE, "A01", "城东大厅"), first, result)


def test_the_record_says_who_how_much_why_and_what_happened_to_the_clock(tmp_path: Path, sat: ExamRecordContent):
    path = write_exam_record(sat, tmp_path / "成绩.pdf")
    text = squeezed(text_of(path))
    for said in (
        "林𬭎", "90/90分合格", "按题型", "按业务线", "工伤保险", "第7题：10分（原5分）", "口头补充正确",
        "中断6分40秒", "其中1分40秒计入用时", "系统时间被调过", "补时3分0秒：停电", "离开考试画面12秒", "时间到，自动交卷",
        "带教老师", "ab" * 32, "蓝图nineab12cd34", "用语库1",
    ):  # fmt: skip
        assert squeezed(said) in text, said
    assert write_exam_record(sat, tmp_path / "再.pdf").read_bytes() == path.read_bytes()


def test_a_recording_that_waits_is_named(tmp_path: Path, sat: ExamRecordContent):
    marks = (*sat.result.marks[:8], Mark(0, 100, Verdict.UNHEARD, "录音没有能听写。"))
    waiting = replace(sat, result=replace(sat.result, marks=marks))
    assert "第9题的录音还没有评定" in squeezed(text_of(write_exam_record(waiting, tmp_path / "待评.pdf")))
