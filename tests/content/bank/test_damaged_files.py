"""No file, however damaged or malicious, does more than be refused with a sentence."""

import io
import zipfile
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from question_strategies import PROPERTY

from app.content.bank.bank_file import read_bank_text
from app.content.bank.format_names import Format
from app.content.bank.formats import WRITERS, read_any
from app.content.bank.imported import MOST_ENTRIES
from app.content.bank.yaml_emitter import emit_file
from app.domain.bank_import import BankSide, Incoming, preview_import
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.question_writing import question_to_plain
from app.domain.questions import (
    Basis,
    Blank,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Question,
    Single,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
BODIES = (
    ("选哪个？", Single((Option("甲", True, "对", "a.png"), Option("乙")))),
    ("选一个？", Single((Option("甲"), Option("乙", True)))),
    ("选哪些？", Multiple((Option("甲", True), Option("乙", True), Option("丙")))),
    ("对吗？", Judge(False)),
    ("在____日内，交____份", Blank((Gap(("15",)), Gap(("2", "两"))))),
    ("排序", Order(("一步", "二步", "三步"))),
    ("匹配", Match((Pair("甲", "1"), Pair("乙", "2")), ("3",))),
)


@cache
def sound(format: Format) -> bytes:
    questions = tuple(
        Question(
            f"q-{i}",
            BusinessLine.CARD,
            stem,
            body,
            "主题",
            "解析",
            (Basis("社会保险法", "第十条"),),
            checked=date(2026, 1, 1),
        )
        for i, (stem, body) in enumerate(BODIES)
    )
    return WRITERS[format](questions, lambda name: PNG).content


def read(content: bytes, name: str) -> None:
    """Reading and previewing either works or says why not, in Chinese, and with a remedy."""
    try:
        reading = read_any(content, name)
    except UserError as problem:
        assert problem.message.endswith("。") and problem.remedy.endswith("。"), problem
        return
    incoming = [Incoming(draft.place, draft.fields, draft.notes, draft.pictures) for draft in reading.drafts]
    entries, rejected = preview_import(name, incoming, BankSide((), lambda ids: (), lambda name: False))
    assert len(entries) + len(rejected) == len(incoming)
    plain = [question_to_plain(entry.question, {"topic": "x", "line": "card"}) for entry in entries]
    ids = [entry.question.id for entry in entries]
    if len(set(ids)) == len(ids):
        assert read_bank_text(emit_file("x", "card", plain), "x.yaml").problems == ()
    assert all(each.place and each.reason for each in (*reading.rejected, *rejected))


DAMAGED = settings(PROPERTY, max_examples=40)


@pytest.mark.parametrize("format", Format)
def test_truncated_files(format: Format) -> None:
    @DAMAGED
    @given(st.floats(0, 1))
    def survives(share: float) -> None:
        content = sound(format)
        read(content[: int(len(content) * share)], "x" + format.ending)

    survives()


@pytest.mark.parametrize("format", Format)
def test_files_with_flipped_bits(format: Format) -> None:
    @DAMAGED
    @given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=6))
    def survives(flips: list[tuple[float, int]]) -> None:
        content = bytearray(sound(format))
        for share, bit in flips:
            content[int(share * len(content))] ^= 1 << bit
        read(bytes(content), "x" + format.ending)

    survives()


@pytest.mark.parametrize("format", [Format.GIFT, Format.MOODLE_XML, Format.AIKEN, Format.CSV])
def test_text_files_with_pieces_moved(format: Format) -> None:
    @DAMAGED
    @given(st.data())
    def survives(data: st.DataObject) -> None:
        text = sound(format).decode("utf-8-sig")
        a, b, c = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=3, max_size=3)))
        read((text[:a] + text[b:c] + text[a:b] + text[c:]).encode(), "x" + format.ending)

    survives()


@pytest.mark.parametrize("part", ["items/q00001.xml", "imsmanifest.xml"])
def test_packages_with_damaged_parts(part: str) -> None:
    @DAMAGED
    @given(st.floats(0, 1), st.binary(max_size=20))
    def survives(share: float, more: bytes) -> None:
        parts = entries_of(sound(Format.QTI_21))
        parts[part] = parts[part][: int(share * len(parts[part]))] + more
        read(zipped(parts), "x.zip")

    survives()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_workbooks_with_damaged_parts(part: str) -> None:
    @settings(DAMAGED, max_examples=20)
    @given(st.floats(0, 1), st.binary(max_size=20))
    def survives(share: float, more: bytes) -> None:
        parts = entries_of(sound(Format.XLSX))
        parts[part] = parts[part][: int(share * len(parts[part]))] + more
        read(zipped(parts), "x.xlsx")

    survives()


@PROPERTY
@given(st.binary(max_size=300), st.sampled_from([".xlsx", ".csv", ".gift", ".xml", ".txt", ".zip", "", ".doc"]))
def test_anything_at_all(content: bytes, ending: str) -> None:
    read(content, "x" + ending)


@PROPERTY
@given(st.text("A)B.ANSWER:答案 {}=~#%>-[]\\/\n:题$", max_size=80), st.sampled_from([".gift", ".aiken", ".csv"]))
def test_any_text_of_the_formats_own_signs(text: str, ending: str) -> None:
    read(text.encode(), "x" + ending)


def entries_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


BOMB = b'<!DOCTYPE q [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("evil", [BOMB, OUTSIDE, b'<!DOCTYPE q SYSTEM "http://127.0.0.1/x.dtd">'])
def test_entities_and_document_types_are_refused(evil: bytes) -> None:
    quiz = evil + b'<quiz><question type="truefalse"><questiontext><text>&a;</text></questiontext></question></quiz>'
    with pytest.raises(UserError, match="DOCTYPE|文档类型"):
        read_any(quiz, "x.xml")
    with pytest.raises(UserError, match="文档类型"):
        read_any(evil + b"<assessmentItem/>", "x.xml")
    parts = entries_of(sound(Format.QTI_21))
    parts["items/q00001.xml"] = evil + b"<assessmentItem/>"
    reading = read_any(zipped(parts), "x.zip")
    assert len(reading.drafts) == 6 and "文档类型" in reading.rejected[0].reason
    parts = entries_of(sound(Format.XLSX))
    parts["xl/workbook.xml"] = evil + parts["xl/workbook.xml"].partition(b"?>")[2]
    with pytest.raises(UserError):
        read_any(zipped(parts), "x.xlsx")


@cache
def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for i in range(7):
            with package.open(f"items/{i}.xml", "w") as entry:
                for _ in range(100):
                    entry.write(b"0" * 1_000_000)
    return out.getvalue()


@pytest.mark.parametrize("ending", [".zip", ".xlsx"])
def test_zip_bombs_are_refused_by_their_size(ending: str) -> None:
    assert len(bomb()) < 4_000_000
    with pytest.raises(UserError, match="超过了上限"):
        read_any(bomb(), "x" + ending)


def test_a_zip_of_very_many_entries_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for i in range(MOST_ENTRIES + 1):
            package.writestr(zipfile.ZipInfo(f"{i}"), b"")
    with pytest.raises(UserError, match="超过了上限"):
        read_any(out.getvalue(), "x.zip")


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "a/../../evil.xml", "..\\evil.xml", "C:/evil.xml"])
def test_entries_that_lead_outside_are_refused(name: str) -> None:
    parts = entries_of(sound(Format.QTI_21)) | {name: b"<assessmentItem/>"}
    with pytest.raises(UserError, match="指向包外"):
        read_any(zipped(parts), "x.zip")


def test_a_picture_is_only_taken_from_inside_the_package() -> None:
    parts = entries_of(sound(Format.QTI_30))
    (item,) = (name for name, content in parts.items() if b"a.png" in content and name.startswith("items/q"))
    parts[item] = parts[item].replace(b"images/a.png", b"../../../../etc/a.png")
    reading = read_any(zipped(parts), "x.zip")
    (draft,) = (draft for draft in reading.drafts if draft.place == item)
    assert draft.pictures == {} and any("a.png" in note for note in draft.notes)


def test_what_only_claims_to_be_a_picture_is_not_taken() -> None:
    parts = entries_of(sound(Format.QTI_30))
    parts["items/images/a.png"] = b"MZ this is a program"
    assert all(draft.pictures == {} for draft in read_any(zipped(parts), "x.zip").drafts)


MANY = 4000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xml", "<assessmentItem identifier='i'><itemBody>" + "<div>" * MANY + "</div>" * MANY + "</itemBody></assessmentItem>"),
        ("a.xml", "<quiz>" + "<a>" * MANY + "</a>" * MANY + "</quiz>"),
        ("a.xml", "<quiz><question type='cloze'><questiontext><text>" + "{1:SHORTANSWER:" * MANY + "</text></questiontext></question></quiz>"),
        ("a.gift", "//" + "[id:" * MANY + "\nq{T}"),
        ("a.gift", "//" + "[tag:\\" * MANY + "\nq{T}"),
        ("a.gift", "[html]" + "<a " * MANY + "{T}"),
        ("a.gift", "[html]" + "<!--" * MANY + "{T}"),
        ("a.txt", ("A. " + " " * 2000 + "\n") * 200),
        ("a.csv", "题型,题干,答案,依据\n判断,q,对," + "一" * MANY * 5),
    ],
    ids=["deep item", "deep quiz", "open gaps", "open ids", "open tags", "open elements", "open comments", "options", "basis"],
)  # fmt: skip
def test_what_repeats_or_nests_without_end_is_read_or_refused(name: str, text: str) -> None:
    """Nothing may be looked through again and again, nor call itself too deep: pytest's time limit is the judge."""
    read(text.encode(), name)
    outside = name == "a.xml" and "assessmentItem" in text
    if outside:
        assert "嵌套过深" in read_any(text.encode(), name).rejected[0].reason


def test_a_cell_far_to_the_right_does_not_lengthen_every_row() -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in [("题型", "题干", "答案"), *(("判断", f"第{i}题", "对") for i in range(300))]:
        book.active.append(row)
        book.active.cell(book.active.max_row, 16_384).value = "x"
    out = io.BytesIO()
    book.save(out)
    assert len(read_any(out.getvalue(), "x.xlsx").drafts) == 300
