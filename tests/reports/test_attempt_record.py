"""The assessment record read back as people and readers see it: text, glyphs, pictures, properties."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from app.domain.people import Person, Role
from app.domain.scenario import Citizen, Turn, one_after_another
from app.domain.transcript import Transcript, Word
from app.reports.attempt_record import AttemptRecordContent, trial_content, write_attempt_record
from app.reports.fonts import Face, register_with_reportlab
from app.reports.page_frame import BOTTOM, SIDE, TOP

CASES = ("ordinary", "vetoed", "silent", "typed", "overruled_record", "long", "rare")
Write = Callable[[AttemptRecordContent], pymupdf.Document]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return lambda content: pymupdf.open(write_attempt_record(content, tmp_path / "记录.pdf"))


@pytest.fixture(params=CASES)
def content(request) -> AttemptRecordContent:
    return request.getfixturevalue(request.param)


def text_of(document: pymupdf.Document) -> str:
    return "".join(page.get_text() for page in document).replace("\n", "")


def said_in(document: pymupdf.Document) -> str:
    """The transcript as printed: it alone is set in 12 points."""
    blocks = [block for page in document for block in page.get_text("rawdict")["blocks"]]
    spans = [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]
    return "".join(c["c"] for span in spans if abs(span["size"] - 12) < 0.1 for c in span["chars"])


def undrawn(document: pymupdf.Document) -> list[str]:
    """Characters drawn as the font's empty box."""
    spans = [span for page in document for span in page.get_texttrace()]
    return [chr(code) for span in spans for code, glyph, *_ in span["chars"] if glyph == 0]


def picture(document: pymupdf.Document, tmp_path: Path, page: int = 1) -> np.ndarray:
    root = tmp_path / "page"
    numbers = ["-f", str(page), "-l", str(page), "-r", "96", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *numbers, document.name, str(root)], check=True)
    return np.asarray(Image.open(root.with_suffix(".png")).convert("RGB")).astype(int)


def near(picture: np.ndarray, colour: str) -> int:
    """How many pixels have about this colour."""
    wanted = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)])
    return int((np.abs(picture - wanted).max(axis=2) < 40).sum())


def test_everything_that_identifies_it_is_on_the_page(content: AttemptRecordContent, write: Write):
    text = text_of(write(content))
    for words in (
        content.person.name,
        content.person.staff_number,
        content.person.unit,
        content.scenario_title,
        f"第 {content.record.number} 号",
        "2026 年 11 月 24 日　14:05",
        f"{content.sheet.total:g} / {content.sheet.possible:g}",
        content.record.hash,
        content.record.previous,
        content.recording_sha256,
        content.recording,
        content.sheet.rubric_version,
        content.sheet.lexicon_version,
        "带教老师",
    ):
        assert words in text
    assert all(line.title in text for line in content.sheet.lines)
    assert ("不合格" in text) is not content.sheet.passed


def test_every_word_said_is_printed_in_order(content: AttemptRecordContent, write: Write):
    assert said_in(write(content)) == content.transcript


def test_every_glyph_is_in_the_font(content: AttemptRecordContent, write: Write):
    assert undrawn(write(content)) == []


def test_every_font_is_embedded(content: AttemptRecordContent, write: Write):
    fonts = [font for page in write(content) for font in page.get_fonts()]
    assert fonts and all("+" in name and kind == "TrueType" for _, _, kind, name, *_ in fonts)


def test_the_check_for_empty_boxes_sees_one():
    register_with_reportlab()
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.setFont(Face.TEXT.value, 12)
    canvas.drawString(100, 100, "好\U00031350")
    canvas.save()
    assert len(undrawn(pymupdf.open(stream=file.getvalue()))) == 1


def test_nothing_leaves_its_margins(content: AttemptRecordContent, write: Write):
    document = write(content)
    for page in document:
        assert page.rect.width == pytest.approx(595.28, abs=0.1) and page.rect.height == pytest.approx(841.89, abs=0.1)
        lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
        for line in lines:
            origin = line["spans"][0]["origin"][1]
            assert line["bbox"][0] >= SIDE - 1 and line["bbox"][2] <= page.rect.width - SIDE + 1
            running = origin < 40 or origin > page.rect.height - 32
            assert running or TOP < origin < page.rect.height - BOTTOM
        assert f"第 {page.number + 1} 页，共 {len(document)} 页" in page.get_text()


@pytest.mark.parametrize("name", ["ordinary", "silent", "typed", "rare"])
def test_an_ordinary_reply_takes_one_page(name: str, request, write: Write):
    assert len(write(request.getfixturevalue(name))) == 1


def test_signatures_stand_with_something_to_sign(content: AttemptRecordContent, write: Write):
    last = write(content)[-1].get_text()
    before = last[: last.index("学员\n带教老师") if "学员\n带教老师" in last else last.rindex("带教老师")]
    assert any(words in before for words in ("评分", "提示", "改判", "开口时间"))


def test_a_long_row_goes_on_over_the_pages(long: AttemptRecordContent, write: Write):
    assert text_of(write(long)).count("理由写得很长，") == 43


def test_a_row_longer_than_a_page_goes_on_too(ordinary: AttemptRecordContent, write: Write):
    lines = list(ordinary.sheet.lines)
    lines[1] = replace(lines[1], reason="理由写得很长，" * 300)
    sheet = replace(ordinary.sheet, lines=tuple(lines))
    document = write(replace(ordinary, sheet=sheet, first_sheet=sheet))
    printed = "".join(
        span["text"]
        for page in document
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if set(span["text"]) <= set("理由写得很长，")
    )
    assert printed.count("理由写得很长，") == 300
    test_nothing_leaves_its_margins(replace(ordinary, sheet=sheet, first_sheet=sheet), write)


def test_marks_differ_in_colour_and_in_shape(vetoed: AttemptRecordContent, write: Write, tmp_path: Path):
    document = write(vetoed)
    image = picture(document, tmp_path)
    assert near(image, "#1E7F4F") > 50 and near(image, "#C0352B") > 200 and near(image, "#0F5FA8") > 500
    strokes = [drawing for drawing in document[0].get_drawings() if drawing["type"] == "s"]

    def under(colour: tuple[int, int, int]) -> list[dict]:
        wanted = pytest.approx([part / 255 for part in colour], abs=0.01)
        return [stroke for stroke in strokes if list(stroke["color"]) == wanted]

    assert any(len(stroke["items"]) == 1 and stroke["dashes"] == "[] 0" for stroke in under((0x1E, 0x7F, 0x4F)))
    assert any(len(stroke["items"]) > 20 for stroke in under((0xC0, 0x35, 0x2B)))
    assert any(stroke["dashes"] != "[] 0" for stroke in under((0x5B, 0x65, 0x70)))


def test_the_page_is_drawn(content: AttemptRecordContent, write: Write, tmp_path: Path):
    document = write(content)
    for page in range(1, len(document) + 1):
        dark = (picture(document, tmp_path, page).max(axis=2) < 128).mean()
        assert 0.002 < dark < 0.3


def test_times_are_told_for_speech_only(ordinary: AttemptRecordContent, typed: AttemptRecordContent, write: Write):
    spoken, written = text_of(write(ordinary)), text_of(write(typed))
    assert "0:02.1" in spoken and "录音 16.1 秒" in spoken
    assert "0:02.1" not in written and "键盘输入" in written


def test_a_veto_is_said_first_and_a_doubtful_phrase_is_not_deducted(vetoed: AttemptRecordContent, write: Write):
    text = text_of(write(vetoed))
    assert text.index("一票否决") < text.index("情景")
    assert "存疑，只提示不扣分" in text
    assert "这项业务在八号窗口" in text


def test_silence_is_told(silent: AttemptRecordContent, write: Write):
    assert "录音里没有听到说话声。" in text_of(write(silent))


def test_an_overruling_keeps_what_was_before(overruled_record: AttemptRecordContent, write: Write):
    text = text_of(write(overruled_record))
    for words in (
        "自动评分 79.2，改判后 86.7 / 100",
        "改判，原 0",
        "被大厅广播盖住",
        "周培兰",
        "没有听到送别的文明用语",
    ):
        assert words in text


@pytest.mark.parametrize("name", ["王喆", "李堃", "张㛃", "陈𬭎", "赵𠅤"])
def test_a_rare_name_is_found_by_search(name: str, ordinary: AttemptRecordContent, tmp_path: Path):
    content = replace(ordinary, person=replace(ordinary.person, name=name))
    path = write_attempt_record(content, tmp_path / "a.pdf")
    assert pymupdf.open(path)[0].search_for(name)
    assert name in PdfReader(path).pages[0].extract_text()
    assert name in subprocess.run(["pdftotext", path, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    assert name in PdfReader(path).metadata.title


def test_markup_is_text_and_a_missing_character_is_named(ordinary: AttemptRecordContent, write: Write):
    said = ordinary.transcript[:-1] + "<b>&amp;</b> $x$ 😀\U00031350。"
    person = replace(ordinary.person, name="王\U00031350<i>", unit="甲 & 乙 <单位>")
    document = write(replace(ordinary, transcript=said, person=person))
    text = text_of(document)
    assert said_in(document) == said.replace("😀\U00031350", "〓〓")
    for words in ("王〓<i>", "甲 & 乙 <单位>", "姓名：U+31350（汉字）", "应答原文：U+1F600（GRINNING FACE）、U+31350"):
        assert words in text
    assert undrawn(document) == []


def test_empty_fields_and_line_breaks_do_no_harm(ordinary: AttemptRecordContent, write: Write):
    person = replace(ordinary.person, staff_number="", unit="")
    content = replace(ordinary, person=person, business_line="", situation="", citizen_line="一\r\n二\t三\x00")
    text = text_of(write(content))
    assert "群众的话：U+0000（控制字符）" in text


def test_a_trial_says_that_it_was_not_kept(ordinary: AttemptRecordContent, write: Write):
    turns = (Turn("你好", (), (), ""),)
    scenario = one_after_another("s", "1", "试一试", "就业", "大厅里", Citizen("老张", 60, "着急"), turns)
    transcript = Transcript(tuple(Word(c, 0, 0) for c in ordinary.transcript), 16.0, engine="faster-whisper")
    person = Person("", "（试评）", Role.TRAINEE)
    document = write(trial_content(person, scenario, 0, transcript, ordinary.hits, ordinary.sheet, "a.wav"))
    text = text_of(document)
    assert "没有存入记录" in text and "a.wav" in text
    assert "带教老师" not in text and "哈希" not in text


def test_the_same_content_gives_the_same_bytes(content: AttemptRecordContent, tmp_path: Path):
    first = write_attempt_record(content, tmp_path / "a.pdf").read_bytes()
    write_attempt_record(replace(content, person=replace(content.person, name="别人")), tmp_path / "b.pdf")
    assert write_attempt_record(content, tmp_path / "c.pdf").read_bytes() == first


def test_properties(ordinary: AttemptRecordContent, tmp_path: Path):
    reader = PdfReader(write_attempt_record(ordinary, tmp_path / "a.pdf"))
    assert reader.metadata.title == "窗口应答测评记录　第 128 号　王小梅"
    assert reader.metadata.author == "滨江区人力资源和社会保障服务中心"
    assert reader.metadata.creation_date.isoformat() == "2026-11-24T06:05:31+00:00"
    assert reader.root_object["/Lang"] == "zh-CN"
