"""Certificates in the window, on the real services: the keys, issuing, printing again, revoking, verifying, importing."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.certificates.verdict import Finding
from app.domain.people import Person
from app.gui.stops import Place
from app.system.places import Workspace
from app.system.settings import Appearance
from tests.certificate_samples import PASSPHRASE, Unit
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI, FakePeople, FakeServices, full_services


class Office:
    """A unit whose people may sign in at the window."""

    def __init__(self, folder: Path) -> None:
        self.unit = Unit(folder, "城南人社服务大厅")

    def services(self) -> FakeServices:
        services = full_services()
        services.people = FakePeople([*self.unit.people.all(), LI])
        services.workspace = Workspace(self.unit.folder)
        services.certificates = self.unit.desk  # type: ignore[attr-defined]
        services.certificate_check = self.unit.check  # type: ignore[attr-defined]
        return services


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.unit.database.close()


def enter(shown: Shown, person: Person) -> None:
    shown.application.sign_in(person)
    shown.settle()
    shown.application.go(Place.CERTIFICATES)
    shown.on("CertDesk")
    shown.until(lambda: shown.screen.ready)


def looked_at(shown: Shown, name: str) -> None:
    """The picture, where somebody wants to look at it."""
    folder = os.environ.get("WINDOW_PICTURES")
    if folder:
        from PIL import ImageGrab

        shown.settle()
        ImageGrab.grab(bbox=(0, 0, 1280, 720), xdisplay=os.environ["DISPLAY"]).save(Path(folder) / f"{name}.png")


def stops(shown: Shown) -> list[Place]:
    return [stop.place for stop in shown.application.window.rail._stops]


def test_hr_makes_the_keys_issues_prints_again_revokes_and_verifies(show: Show, office: Office) -> None:
    unit = office.unit
    unit.passes("王晓琳", "1024", 96)
    unit.passes("𬭎喆", "1025", 81.2)
    shown = show(office.services())
    enter(shown, unit.hr)
    assert Place.CERTIFICATES in stops(shown)
    assert len(shown.screen.waiting_table.ticked) == 2
    looked_at(shown, "cert-waiting")

    shown.screen.primary()
    shown.on("CertForm")
    looked_at(shown, "cert-keys-first")
    form = shown.screen
    assert form._text.text == "城南人社服务大厅"
    form._pass.text, form._again.text = PASSPHRASE, PASSPHRASE + "?"
    form.primary()
    assert "不一样" in form._problem.cget("text") and unit.keys.own() is None
    form._again.text = PASSPHRASE
    form.primary()
    shown.until(lambda: "签发 2 张" in form._title.cget("text"), "the keys were not made")
    shown.settle()
    looked_at(shown, "cert-issue")

    form._pass.text = "wrong passphrase"
    shown.key("Return")
    shown.until(lambda: "口令不对" in shown.application.window.notice.message)
    assert not unit.desk.issued()
    shown.application.window.notice.hide()
    form._pass.text = PASSPHRASE
    form.primary()
    shown.on("CertDesk")
    shown.until(lambda: "签发了 2 张" in shown.application.window.notice.message)
    files = sorted((unit.folder / "reports" / "合格证").glob("*.pdf"))
    assert len(files) == 2
    shown.application.window.notice.hide()

    desk = shown.screen
    desk.show_issued()
    shown.settle()
    first = desk.issued_table.chosen
    looked_at(shown, "cert-issued")
    desk._reprint.invoke()
    shown.on("CertForm")
    form.primary()
    assert "原因" in form._problem.cget("text")
    form._reason.text, form._pass.text = "原件遗失", PASSPHRASE
    form.primary()
    shown.until(lambda: "编号不变" in shown.application.window.notice.message)
    shown.on("CertDesk")
    desk.show_issued()
    desk.issued_table.choose(first)
    shown.settle()
    desk._revoke.invoke()
    shown.on("CertForm")
    form._reason.text = "考试成绩被改判"
    looked_at(shown, "cert-revoke")
    form.primary()
    shown.until(lambda: "已撤销" in shown.application.window.notice.message)
    shown.on("CertDesk")
    assert unit.desk.issued()[0].revoked and unit.desk.issued()[0].reprints == 1

    shown.application.window.notice.hide()
    desk._verify.invoke()
    shown.on("CertVerify")
    screen = shown.screen
    serials = {each.certificate.serial: each for each in unit.desk.issued()}
    holds = next(file for file in files if first not in file.name)
    screen.field.text = str(holds)
    screen.primary()
    shown.until(lambda: screen.verdict is not None)
    assert screen.verdict.finding is Finding.GENUINE
    looked_at(shown, "cert-genuine")
    screen.field.text = serials[first].statement
    screen.primary()
    shown.until(lambda: screen.verdict.finding is Finding.REVOKED)
    looked_at(shown, "cert-revoked")
    shown.screen.back()
    shown.on("CertDesk")
    desk._keys.invoke()
    shown.on("CertKeys")
    shown.until(lambda: shown.screen.table.tree.get_children())
    looked_at(shown, "cert-keys")


def test_who_may_not_issue_only_looks(show: Show, office: Office) -> None:
    trainee = office.unit.passes("王晓琳")
    shown = show(office.services())
    enter(shown, LI)
    desk = shown.screen
    assert len(desk._waiting) == 1 and desk._issue_button not in desk._row._widgets
    assert not desk.primary()
    shown.application.sign_in(trainee)
    shown.settle()
    assert Place.CERTIFICATES not in stops(shown)


def test_nothing_to_issue_says_what_to_do(show: Show, office: Office) -> None:
    shown = show(office.services())
    enter(shown, office.unit.hr)
    assert not shown.screen._waiting and not shown.screen.primary()
    assert "结业考试" in shown.screen.waiting_table._empty.cget("text")


def test_a_file_that_is_no_key_is_refused_in_the_window(show: Show, office: Office, tmp_path: Path) -> None:
    shown = show(office.services())
    enter(shown, office.unit.hr)
    shown.screen._keys.invoke()
    shown.on("CertKeys")
    other = tmp_path / "x.json"
    other.write_text("{}")
    shown.screen.take_in(other)
    shown.until(lambda: "不是公钥文件" in shown.application.window.notice.message)


@pytest.mark.parametrize(("scale", "appearance"), [(1.5, Appearance.LIGHT), (1.0, Appearance.DARK)])
def test_nothing_is_cut_off(show: Show, office: Office, scale: float, appearance: Appearance) -> None:
    for number in range(9):
        office.unit.passes(f"学员{number}", f"10{number}", 60 + number)
    shown = show(office.services(), appearance, scale)
    enter(shown, office.unit.hr)
    looked_at(shown, f"cert-waiting-{scale}-{appearance.value}")
    for button in shown.screen._row._widgets:
        assert button.winfo_x() + button.winfo_width() <= shown.screen._row.winfo_width() + 1
    shown.screen.primary()
    shown.on("CertForm")
    looked_at(shown, f"cert-form-{scale}-{appearance.value}")
