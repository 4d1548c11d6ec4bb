"""The record of a conversation read back as people and readers see it: ordinary, vetoed, silent, long, decided."""

import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from app.domain.dispute import Claim, Closing, Dispute, Ground, Outcome
from app.domain.overrule import Overruling
from app.domain.people import Person, Role
from app.domain.records import GENESIS, Record, RecordKind
from app.domain.role_play.findings import FindingRuling, Ruled, decided
from app.domain.role_play.played import PlayedDialogue
from app.domain.role_play.timeline import Sign, timeline
from app.reports.dialogue_record import DialogueRecordContent, write_dialogue_record
from app.reports.page_frame import BOTTOM, SIDE, TOP
from app.reports.timeline_on_page import SIGNS
from tests import dialogue_samples as samples

PERSON = Person("a" * 32, "王小梅", Role.TRAINEE, "RS-2026-0187", "滨江区人力资源和社会保障服务中心")
RECORD = Record(
    number=128,
    id="5d0e7a9c41b24f3c8e6a90d2b7c1f845",
    kind=RecordKind.DIALOGUE,
    person_id=PERSON.id,
    actor_id=PERSON.id,
    at="2026-11-24T14:12:31+08:00",
    body={},
    previous=hashlib.sha256(GENESIS.encode()).hexdigest(),
    hash=hashlib.sha256(b"row 128").hexdigest(),
)
Write = Callable[[DialogueRecordContent], pymupdf.Document]


def content_of(played: PlayedDialogue, **more) -> DialogueRecordContent:
    return DialogueRecordContent(RECORD, PERSON, played, played, **more)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return lambda content: pymupdf.open(write_dialogue_record(content, tmp_path / "对话.pdf"))


@pytest.fixture(scope="module", params=samples.SAMPLES)
def printed(request, tmp_path_factory) -> tuple[DialogueRecordContent, pymupdf.Document]:
    """Each kind of conversation, printed once for all who read it."""
    content = content_of(samples.SAMPLES[request.param]())
    path = tmp_path_factory.mktemp("printed") / "对话.pdf"
    return content, pymupdf.open(write_dialogue_record(content, path))


Printed = tuple[DialogueRecordContent, pymupdf.Document]


def text_of(document: pymupdf.Document) -> str:
    return "".join(page.get_text() for page in document).replace("\n", "")


def in_size(document: pymupdf.Document, size: float) -> str:
    """Everything that is set in this size."""
    blocks = [block for page in document for block in page.get_text("rawdict")["blocks"]]
    spans = [span for block in blocks for line in block.get("lines", ()) for span in line["spans"]]
    return "".join(c["c"] for span in spans if abs(span["size"] - size) < 0.1 for c in span["chars"])


def test_what_identifies_it_and_both_voices_are_on_the_pages(printed: Printed):
    content, document = printed
    text = text_of(document)
    played, sheet = content.played, content.played.score.whole
    for words in (
        PERSON.name, PERSON.staff_number, PERSON.unit, played.scenario_title, played.citizen.name, "第 128 号",
        "2026 年 11 月 24 日　14:05", f"{sheet.total:g} / {sheet.possible:g}", RECORD.hash, RECORD.previous, RECORD.id,
        sheet.rubric_version, sheet.lexicon_version, "带教老师", "时间线", "群众的心情", played.dialogue.line,
    ):  # fmt: skip
        assert words in text
    assert all(exchange.line in text for exchange in played.dialogue.exchanges)
    closed = text.replace(" ", "")  # a space at the end of a line is not printed
    assert all((line.title + line.reason).replace(" ", "") in closed for line in sheet.lines)
    assert ("不合格" in text) is not sheet.passed
    assert "和上次比" not in text and "改判" not in text


def test_every_word_of_the_replies_is_printed_in_order(printed: Printed):
    content, document = printed
    said = [
        exchange.reply.transcript.text
        if not exchange.reply.silent
        else ("（录音里没有听到说话）" if exchange.reply.recording else "（没有回答）")
        for exchange in content.played.dialogue.exchanges
    ]
    assert in_size(document, 11.0) == "".join(said)


def test_nothing_leaves_its_margins_and_every_glyph_is_drawn(printed: Printed):
    _content, document = printed
    for page in document:
        lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
        for line in lines:
            origin = line["spans"][0]["origin"][1]
            assert line["bbox"][0] >= SIDE - 1 and line["bbox"][2] <= page.rect.width - SIDE + 1
            running = origin < 40 or origin > page.rect.height - 32
            assert running or TOP < origin < page.rect.height - BOTTOM
        for drawing in page.get_drawings():
            assert drawing["rect"].x0 >= SIDE - 3 and drawing["rect"].x1 <= page.rect.width - SIDE + 3
        assert f"第 {page.number + 1} 页，共 {len(document)} 页" in page.get_text()
    spans = [span for page in document for span in page.get_texttrace()]
    assert [chr(code) for span in spans for code, glyph, *_ in span["chars"] if glyph == 0] == []


def test_the_line_of_time_has_a_sign_for_every_mark_on_however_many_pages(printed: Printed):
    content, document = printed
    marks = timeline(content.played).marks
    used = {mark.sign for mark in marks}
    signs = in_size(document, 6.0)
    for sign in Sign:
        word, _ink = SIGNS[sign]
        wanted = sum(mark.sign is sign for mark in marks) + (sign in used)  # and once in the legend
        assert signs.count(word) == wanted, sign


def test_thirty_replies_take_several_pages_and_signatures_stand_with_something_to_sign(write: Write):
    document = write(content_of(samples.thirty()))
    assert len(document) >= 5
    signed = next(page.get_text() for page in document if "日期" in page.get_text())
    assert "结局：" in signed[: signed.index("日期")]


def test_what_would_have_been_better_is_told(write: Write):
    text = text_of(write(content_of(samples.vetoed())))
    assert "一票否决" in text and "第 1 轮“听不懂人话”" in text
    assert "改说“是我没说清楚，我换个说法。”" in text
    assert "漏了，必说　可以这样说：“您还缺一份劳动合同复印件" in text


def test_the_mood_curve_is_drawn_with_its_reasons(write: Write, tmp_path: Path):
    document = write(content_of(samples.mixed()))
    page = next(page for page in document if "群众的心情" in page.get_text())
    assert "第 1 轮后：不满，55 → 35（−20）。−18 听到“你自己看墙上”" in text_of(document)
    assert len([each for each in page.get_drawings() if each["items"]]) > 10
    assert page.get_images() == []  # vectors
    subprocess.run(["pdftoppm", "-r", "72", "-png", document.name, str(tmp_path / "page")], check=True)
    number = page.number + 1
    picture = np.asarray(Image.open(next(tmp_path.glob(f"page-*{number}.png"))).convert("RGB")).astype(int)
    worse = np.abs(picture - np.array([0xC0, 0x35, 0x2B])).max(axis=2) < 40
    assert worse.sum() > 20  # its triangles


def test_beside_the_last_try(write: Write):
    text = text_of(write(content_of(samples.mixed(), before=samples.vetoed())))
    assert "比上次高 65 分，这次通过了" in text and "↑ 好了" in text and "↓ 差了" in text


def test_decisions_and_disputes_stand_with_their_reasons(write: Write):
    first = samples.mixed()
    start = first.dialogue.exchanges[0].reply.hits[1].start
    decisions = (
        FindingRuling(Ruled.STRUCK, "forbidden.1.F-rude", 0, start, "你自己看墙上", "录音里是引用墙上的话。", "周培兰"),
        Overruling("points.written", 10.0, "他把清单递了过去，画面外可以证明。", "周培兰"),
    )
    claim = Claim(
        RECORD.id, "forbidden.1.F-rude", "生硬讥讽：你自己看墙上", -5.0, 0.0, Ground.MISHEARD, "我是念给他听。"
    )
    closing = Closing("d1", Outcome.UPHELD, "听了录音，确实如此。", ("o1",))
    dispute = Dispute("d1", PERSON.id, RECORD.at, claim, closing, "周培兰", "b" * 32, RECORD.at, "c1")
    content = replace(content_of(first, decisions=decisions, disputes=(dispute,)), played=decided(first, decisions))
    text = text_of(write(content))
    for words in (
        "异议", "改判", "我是念给他听。", "异议成立", "听了录音，确实如此。", "录音里是引用墙上的话。",
        "他把清单递了过去，画面外可以证明。", "周培兰", f"自动评分 {first.score.whole.total:g}，改判后", "改判，原 0",
    ):  # fmt: skip
        assert words in text


def test_a_recording_that_is_gone_is_named(write: Write):
    text = text_of(write(content_of(samples.good(), missing=frozenset({"2026-11-24/2.wav"}))))
    assert text.count("录音文件已不在") == 1 and "2026-11-24/2.wav" in text


def test_characters_that_cannot_be_printed_are_named(write: Write):
    text = text_of(write(replace(content_of(samples.good()), person=replace(PERSON, name="王\U00031350"))))
    assert "〓" in text and "姓名：U+31350（汉字）" in text


def test_the_same_content_gives_the_same_bytes(tmp_path: Path):
    one, two = (
        write_dialogue_record(content_of(samples.mixed()), tmp_path / f"{name}.pdf").read_bytes() for name in "ab"
    )
    assert one == two
