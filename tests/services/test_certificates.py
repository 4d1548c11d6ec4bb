"""Certificates on a real database with real keys: issued once, printed again, revoked, and every change found out."""

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pypdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.domain.certificates.statement import PREFIX, key_id_of
from app.domain.certificates.verdict import Finding
from app.domain.errors import Cancelled, UserError
from app.domain.people import Role
from app.domain.records import RecordKind
from app.reports.qr_code import read_qr
from app.storage.unit_keys import UnitKeys
from app.system.places import Workspace
from tests.certificate_samples import NOON, PASSPHRASE, UNIT, Unit
from tests.services.test_learning import School


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are made once: RSA takes its time."""
    folder = tmp_path_factory.mktemp("keys")
    UnitKeys(folder).make(UNIT, PASSPHRASE, NOON)
    return folder / "own.json"


@pytest.fixture
def unit(tmp_path: Path, key_file: Path) -> Iterator[Unit]:
    unit = Unit(tmp_path, keys=key_file)
    yield unit
    unit.database.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, key_file: Path) -> tuple[Unit, Path]:
    """One issued certificate to look at and to tamper with."""
    unit = Unit(tmp_path_factory.mktemp("sample"), keys=key_file)
    unit.passes("王𬭎喆", "1024")
    return unit, unit.issue()[0]


def test_the_page_says_everything_and_its_text_is_found(sample: tuple[Unit, Path]) -> None:
    _, file = sample
    page = pymupdf.open(file)[0]
    assert page.rect.width > page.rect.height
    assert (round(page.rect.width), round(page.rect.height)) == (842, 595)
    text = page.get_text().replace("\n", " ")
    for said in (
        "培训合格证", "王𬭎喆", "1024", "养老保险业务", "单岗", "92.5 分", "2026 年 11 月 25 日", "2028 年 11 月 24 日",
        UNIT, "不是国家职业资格证书",
    ):  # fmt: skip
        assert said in text, said
    assert re.search(r"[0-9A-F]{6}-2026-00001", text)
    assert "王𬭎喆" in pypdf.PdfReader(file).pages[0].extract_text()
    fonts = {name for *_, name in (font[:4] for font in page.get_fonts())}
    assert fonts and all("+" in name for name in fonts), "every font is embedded as a subset"


def test_nothing_is_drawn_over_the_edge_or_over_each_other(sample: tuple[Unit, Path]) -> None:
    page = pymupdf.open(sample[1])[0]
    blocks = [
        pymupdf.Rect(line["bbox"]) for block in page.get_text("dict")["blocks"] for line in block.get("lines", [])
    ]
    for at, one in enumerate(blocks):
        assert page.rect.contains(one)
        for other in blocks[at + 1 :]:
            overlap = one & other
            assert overlap.is_empty or overlap.height < 4 or overlap.width < 2, (one, other)


@pytest.mark.parametrize("dpi", [110, 200])
def test_a_photographed_code_is_genuine(sample: tuple[Unit, Path], tmp_path: Path, dpi: int) -> None:
    """Printed at a printer's resolution, then scanned coarsely and a little askew."""
    unit, file = sample
    picture = Image.open(io.BytesIO(pymupdf.open(file)[0].get_pixmap(dpi=dpi).tobytes("png")))
    path = tmp_path / "扫描.jpg"
    picture.rotate(3, expand=True, fillcolor="white").convert("RGB").save(path, quality=70)
    verdict = unit.check.look(str(path))
    assert verdict.finding is Finding.GENUINE and verdict.certificate.name == "王𬭎喆"
    text = read_qr(path)[0]
    assert text.startswith(PREFIX) and unit.check.look(text).genuine


def test_pyhankos_own_validator_calls_it_unaltered_pades(sample: tuple[Unit, Path]) -> None:
    unit, file = sample
    reader = PdfFileReader(io.BytesIO(file.read_bytes()))
    (signature,) = reader.embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line and status.intact and status.valid and status.docmdp_ok
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.signer_cert.dump() == unit.keys.own().certificate
    field = next(pymupdf.open(file)[0].widgets())
    assert field.field_type == pymupdf.PDF_WIDGET_TYPE_SIGNATURE and field.rect.width > 80


def test_the_file_is_genuine(sample: tuple[Unit, Path]) -> None:
    unit, file = sample
    verdict = unit.check.look(str(file))
    assert verdict.genuine, verdict.why
    assert verdict.certificate == unit.desk.issued()[0].certificate


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_a_changed_byte_anywhere_in_the_file_is_found(sample: tuple[Unit, Path], tmp_path: Path) -> None:
    """Each place of the file in steps, every kind of object among them, and never a crash."""
    unit, file = sample
    data, path = file.read_bytes(), tmp_path / "a.pdf"
    places = [*range(0, len(data), len(data) // 60), len(data) - 2]
    for at in places:
        path.write_bytes(_flip(data, at))
        assert not unit.check.look(str(path)).genuine, at


def _edited(data: bytes, edit: Callable[[pypdf.PdfWriter], None]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    edit(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _other_words(writer: pypdf.PdfWriter) -> None:
    page = writer.pages[0]
    content = page["/Contents"].get_object()
    changed = pypdf.generic.DecodedStreamObject()
    changed.set_data(content.get_data().replace(b" Td", b" Td ", 1))
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(changed)


def _other_code(writer: pypdf.PdfWriter) -> None:
    forms = writer.pages[0]["/Resources"]["/XObject"]
    name = next(name for name in forms if "statement" in name)
    form = forms[name].get_object()
    changed = pypdf.generic.DecodedStreamObject()
    changed.update({key: value for key, value in form.items() if key not in ("/Filter", "/Length")})
    changed.set_data(form.get_data().replace(b"re", b"re ", 1))
    forms[pypdf.generic.NameObject(name)] = writer._add_object(changed)


def _other_font(writer: pypdf.PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]
    font = fonts[next(iter(fonts))].get_object()
    font[pypdf.generic.NameObject("/FirstChar")] = pypdf.generic.NumberObject(font["/FirstChar"] + 1)


def _other_title(writer: pypdf.PdfWriter) -> None:
    writer.add_metadata({"/Subject": "李四 养老保险业务"})


@pytest.mark.parametrize(
    ("edit", "part"),
    [(_other_words, "页面文字"), (_other_code, "二维码"), (_other_font, "字体"), (_other_title, "文件属性")],
)
def test_what_was_changed_is_named(sample: tuple[Unit, Path], tmp_path: Path, edit, part: str) -> None:
    """Rewritten by another program, as somebody would who has an editor."""
    unit, file = sample
    path = tmp_path / "b.pdf"
    path.write_bytes(_edited(file.read_bytes(), edit))
    verdict = unit.check.look(str(path))
    assert verdict.finding is Finding.ALTERED
    assert f"被改动的是：{part}。" in verdict.why, verdict.why


def test_a_revision_appended_after_the_signature_is_found(sample: tuple[Unit, Path], tmp_path: Path) -> None:
    unit, file = sample
    writer = IncrementalPdfFileWriter(io.BytesIO(file.read_bytes()))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)
    path = tmp_path / "c.pdf"
    path.write_bytes(output.getvalue())
    verdict = unit.check.look(str(path))
    assert verdict.finding is Finding.ALTERED and "又被人修改另存" in verdict.why


def test_a_cut_or_foreign_or_empty_file_is_told_plainly(sample: tuple[Unit, Path], tmp_path: Path) -> None:
    unit, file = sample
    data, path = file.read_bytes(), tmp_path / "d.pdf"
    plain = io.BytesIO()
    pypdf.PdfWriter().write(plain)
    for content in (data[: len(data) // 2], data[:-40], b"%PDF-1.7\n", plain.getvalue(), b"", b"PK\x03\x04"):
        path.write_bytes(content)
        verdict = unit.check.look(str(path))
        assert not verdict.genuine and verdict.why
    picture = tmp_path / "e.png"
    Image.new("L", (200, 200), 255).save(picture)
    assert unit.check.look(str(picture)).finding is Finding.UNREADABLE
    picture.write_bytes(b"no picture")
    with pytest.raises(UserError, match="打不开"):
        unit.check.look(str(picture))
    with pytest.raises(UserError, match="没有找到"):
        unit.check.look(str(tmp_path / "nothing.pdf"))


def test_only_a_passed_exam_earns_one_and_only_once(unit: Unit) -> None:
    unit.passes("王晓琳")
    unit.people.add("未考过", Role.TRAINEE, "", "", "")
    unit.passes("过期了", days_ago=900)
    (waiting,) = unit.desk.waiting(unit.hr)
    assert (waiting.person.name, waiting.score) == ("王晓琳", 92.5)
    unit.issue()
    assert not unit.desk.waiting(unit.hr)
    with pytest.raises(UserError, match="已经签发过"):
        unit.desk.issue(unit.hr, [waiting], PASSPHRASE, unit.reports)
    assert unit.records.count(RecordKind.CERTIFICATE) == 1
    assert unit.records.verify().intact


def test_only_hr_issues_and_nobody_to_themselves(unit: Unit) -> None:
    unit.passes("王晓琳")
    trainer = unit.people.add("李建国", Role.TRAINER, "", "", "1357")
    wanted = unit.desk.waiting(trainer)
    assert wanted, "a trainer may see"
    for nobody in (trainer, wanted[0].person):
        with pytest.raises(UserError, match="只有人事"):
            unit.desk.issue(nobody, wanted, PASSPHRASE, unit.reports)
    with pytest.raises(UserError, match="只有人事"):
        unit.desk.waiting(wanted[0].person)
    unit.learning.passed[unit.hr.id] = unit.learning.passed[wanted[0].person.id]
    own = [each for each in unit.desk.waiting(unit.hr) if each.person.id == unit.hr.id]
    with pytest.raises(UserError, match="不能给自己"):
        unit.desk.issue(unit.hr, own, PASSPHRASE, unit.reports)


def test_a_wrong_passphrase_issues_nothing(unit: Unit) -> None:
    unit.passes("王晓琳")
    with pytest.raises(UserError, match="口令不对.*忘记了口令谁也找不回来"):
        unit.desk.issue(unit.hr, unit.desk.waiting(unit.hr), "not this one", unit.reports)
    assert not unit.desk.issued() and not unit.reports.exists()


def test_a_character_without_a_shape_is_named_before_anything_is_printed(unit: Unit) -> None:
    unit.passes("王晓琳")
    unit.passes("王\U000323ae")
    with pytest.raises(UserError, match=r"姓名.*U\+323AE（汉字）.*没有字形"):
        unit.issue()
    assert not unit.desk.issued()


def test_hard_names_are_printed_and_found(unit: Unit) -> None:
    names = ["买买提·阿不都热合曼·吐尔逊", "𠅤㛃堃", "\U00030edd某", "李" * 30]
    for name in names:
        unit.passes(name)
    files = unit.issue()
    for file in files:
        name = file.name.split("-")[1]
        assert name in names and name in pymupdf.open(file)[0].get_text()
        assert unit.check.look(str(file)).genuine


def test_a_batch_runs_on_in_numbers_and_a_cancel_keeps_what_was_issued(unit: Unit) -> None:
    for number in range(4):
        unit.passes(f"学员{number}")

    def cancel(share: float | None, words: str) -> None:
        if "3/4" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        unit.desk.issue(unit.hr, unit.desk.waiting(unit.hr), PASSPHRASE, unit.reports, cancel)
    assert len(unit.desk.issued()) == len(list(unit.reports.glob("*.pdf"))) == 2
    unit.issue()
    serials = [each.certificate.serial[-5:] for each in unit.desk.issued()]
    assert serials == ["00004", "00003", "00002", "00001"]


def test_where_the_file_cannot_be_written_the_number_was_never_used(unit: Unit) -> None:
    unit.passes("王晓琳")
    unit.reports.write_text("in the way")
    with pytest.raises(UserError, match="写不进去"):
        unit.issue()
    assert not unit.desk.issued() and unit.desk.waiting(unit.hr)


def test_a_reprint_keeps_number_and_statement_and_says_why(unit: Unit) -> None:
    unit.passes("王晓琳")
    (first,) = unit.issue()
    (kept,) = unit.desk.issued()
    serial = kept.certificate.serial
    code = kept.statement
    with pytest.raises(UserError, match="原因"):
        unit.desk.reprint(unit.hr, serial, "  ", PASSPHRASE, unit.reports)
    first.unlink()
    again = unit.desk.reprint(unit.hr, serial, "原件遗失", PASSPHRASE, unit.reports)
    assert unit.check.look(str(again)).genuine
    (kept,) = unit.desk.issued()
    assert (kept.reprints, kept.statement, kept.certificate.serial) == (1, code, serial)


def test_a_revoked_one_is_told_everywhere(unit: Unit, tmp_path: Path) -> None:
    unit.passes("王晓琳")
    (file,) = unit.issue()
    serial = unit.desk.issued()[0].certificate.serial
    with pytest.raises(UserError, match="原因"):
        unit.desk.revoke(unit.hr, serial, "")
    unit.desk.revoke(unit.hr, serial, "考试成绩被改判")
    assert unit.desk.issued()[0].revoked.reason == "考试成绩被改判"
    assert unit.check.look(str(file)).finding is Finding.REVOKED
    with pytest.raises(UserError, match="撤销过了"):
        unit.desk.revoke(unit.hr, serial, "再来一次")
    with pytest.raises(UserError, match="不能补打"):
        unit.desk.reprint(unit.hr, serial, "遗失", PASSPHRASE, unit.reports)
    with pytest.raises(UserError, match="没有编号"):
        unit.desk.revoke(unit.hr, "AAAAAA-2026-00099", "没有这张")


def test_another_unit_trusts_by_card_and_learns_of_revocations(unit: Unit, tmp_path: Path) -> None:
    unit.passes("王晓琳")
    (file,) = unit.issue()
    other = Unit(_new(tmp_path / "other"), "城北人社服务大厅")
    before = other.check.look(str(file))
    assert before.finding is Finding.UNKNOWN_ISSUER and "公钥" in before.why

    card, listed = tmp_path / "公钥.json", tmp_path / "撤销.json"
    unit.keys.export_card(card)
    assert "PRIVATE" not in card.read_text("utf-8")
    assert UNIT in other.keys.take_in(card)
    assert other.check.look(str(file)).genuine
    assert not list((tmp_path / "other" / "keys").glob("own*")), "a card gives no keys"

    early = tmp_path / "旧名单.json"
    unit.desk.export_revocations(unit.hr, PASSPHRASE, early)
    unit.desk.revoke(unit.hr, unit.desk.issued()[0].certificate.serial, "冒名顶替")
    unit.desk.export_revocations(unit.hr, PASSPHRASE, listed)
    assert other.check.look(str(file), [listed]).finding is Finding.REVOKED
    assert other.check.look(str(file)).genuine, "a list for one look is not kept"
    assert "1 张" in other.keys.take_in(listed)
    assert other.check.look(str(file)).finding is Finding.REVOKED
    with pytest.raises(UserError, match="旧"):
        other.keys.take_in(early)

    forged = json.loads(listed.read_text("utf-8"))
    forged["revoked"] = []
    listed.write_text(json.dumps(forged), "utf-8")
    with pytest.raises(UserError, match="签名不对"):
        other.keys.take_in(listed)
    other.database.close()


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_keys_are_made_backed_up_and_restored(tmp_path: Path, key_file: Path) -> None:
    keys = UnitKeys(tmp_path / "keys")
    assert keys.own() is None
    for unit, passphrase, why in (("", PASSPHRASE, "单位名称"), (UNIT, "short", "太短")):
        with pytest.raises(UserError, match=why):
            keys.make(unit, passphrase, NOON)
    assert "PRIVATE" in key_file.read_text("utf-8") and "ENCRYPTED" in key_file.read_text("utf-8")
    assert "已恢复" in keys.take_in(key_file)
    opened = keys.open(PASSPHRASE)
    assert key_id_of(opened.unit.public_key) == opened.key_id
    assert PASSPHRASE not in repr(opened) and "pdf_key" not in repr(opened)
    backup = keys.back_up(tmp_path / "备份.json")
    shutil.rmtree(tmp_path / "keys")
    keys.take_in(backup)
    keys.open(PASSPHRASE)
    with pytest.raises(UserError, match="已经有密钥"):
        keys.take_in(backup)
    with pytest.raises(UserError, match="已经有密钥"):
        keys.make(UNIT, PASSPHRASE, NOON)
    (tmp_path / "keys" / "own.json").write_text('{"kind": "unit-key"}')
    with pytest.raises(UserError, match="已损坏"):
        keys.own()


def test_a_file_that_is_no_card_or_list_is_refused(tmp_path: Path) -> None:
    path, keys = tmp_path / "x.json", UnitKeys(tmp_path / "keys")
    for content in ("", "[]", "{}", '{"kind": "unit-key", "public": 3}', '{"kind": "revocations"}', "\0"):
        path.write_text(content)
        with pytest.raises(UserError):
            keys.take_in(path)


def test_from_a_closing_exam_really_sat_to_a_certificate(workspace: Workspace) -> None:
    """The whole way on the application's own wiring; nothing stands in for anything."""
    school = School(workspace)
    app = school.application
    hr = app.people.add("周敏", Role.HR, pin="2468")
    school.read("basics", "问好", "送别")
    school.sit("basics", right=False)
    assert not app.certificates.waiting(hr), "a failed exam earns nothing"
    school.sit("basics")
    (waiting,) = app.certificates.waiting(hr)
    exam = app.records.exam(waiting.exam).result
    assert waiting.score == round(100 * exam.points / exam.full, 1)
    desk = app.certificates
    desk.make_keys(hr, UNIT, PASSPHRASE)
    (file,) = desk.issue(hr, [waiting], PASSPHRASE, workspace.certificates)
    assert app.certificate_check.look(str(file)).certificate.exam == waiting.exam
    assert app.records.verify(lambda _share, _words: None).intact
    app.close()
