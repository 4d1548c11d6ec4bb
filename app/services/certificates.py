"""Certificates of the unit: who has earned one, issue them, print one again, revoke one with a reason."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.certificates.certificate import Certificate, next_number, serial_of
from app.domain.certificates.issuing import Entitled, check_may_issue, check_once, entitled, may_see
from app.domain.certificates.keys import OpenedKeys
from app.domain.certificates.revocation import RevocationList, Revoked, signed
from app.domain.certificates.statement import key_id_of, state
from app.domain.certificates.verdict import TrustedUnit
from app.domain.errors import Progress, UserError, no_progress
from app.domain.people import Person
from app.domain.records import Record, RecordKind
from app.domain.teller_level import TellerLevel
from app.storage.records import Records
from app.storage.unit_keys import UnitKeys

if TYPE_CHECKING:
    from app.services.learning import LearningDesk

# What Windows forbids in file names; names of people and modules may hold anything.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as it was issued, and what became of it. `statement` is its QR code's text."""

    certificate: Certificate
    statement: str
    person_id: str
    key_id: str
    record: Record
    revoked: Revoked | None = None
    reprints: int = 0


class CertificateDesk:
    """The certificates of one workspace. `now` gives local time with its offset."""

    def __init__(
        self,
        records: Records,
        people: Callable[[], Sequence[Person]],
        learning: "Callable[[], LearningDesk]",
        keys: UnitKeys,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self._records = records
        self._people = people
        self._learning = learning
        self.keys = keys
        self._now = now

    def unit(self) -> TrustedUnit | None:
        """The unit as its certificates name it; None before the keys are made."""
        return self.keys.own()

    def make_keys(self, actor: Person, unit: str, passphrase: str) -> TrustedUnit:
        """Make the unit's keys, once. UserError for anybody but HR, or a passphrase that is too short."""
        check_may_issue(actor)
        _check_printable({"单位名称": unit})
        return self.keys.make(unit, passphrase, self._now())

    def waiting(self, actor: Person, on_progress: Progress = no_progress) -> tuple[Entitled, ...]:
        """Who has passed and has no certificate for it yet, by module and name. UserError for trainees."""
        if not may_see(actor):
            raise UserError("只有人事和带教老师能看发证名单。", "请由人事登录后办理。")
        done = self._exams_certified()
        people, found = self._people(), []
        for number, person in enumerate(people):
            on_progress(number / len(people), f"正在查看 {person.name} 的考试")
            found += entitled(person, self._learning().path(person), done)
        return tuple(sorted(found, key=lambda each: (each.module, each.person.name, each.exam)))

    def issued(self) -> tuple[Issued, ...]:
        """Every certificate that was issued, the latest first."""
        gone = {each.serial: each for each in self._revoked()}
        reprints: dict[str, int] = {}
        for record in self._records.of_kind(RecordKind.CERTIFICATE_REPRINTED):
            reprints[record.body["serial"]] = reprints.get(record.body["serial"], 0) + 1
        kept = []
        for record in self._records.of_kind(RecordKind.CERTIFICATE):
            certificate = certificate_of(record.body)
            serial = certificate.serial
            kept.append(
                Issued(
                    certificate, record.body["statement"], record.person_id, record.body["key"], record,
                    gone.get(serial), reprints.get(serial, 0),
                )
            )  # fmt: skip
        return tuple(reversed(kept))

    def issue(
        self,
        actor: Person,
        wanted: Sequence[Entitled],
        passphrase: str,
        folder: Path,
        on_progress: Progress = no_progress,
    ) -> tuple[Path, ...]:
        """Issue a certificate for each of these passes and write it into `folder`.

        Each stands in the records together with its file or not at all; what was issued before a cancel or a
        full disk stays. UserError before anything is issued for a wrong passphrase, a name that cannot be
        printed, somebody without the right, or a pass that has its certificate.
        """
        check_may_issue(actor)
        check_once(wanted, self._exams_certified())
        if any(each.person.id == actor.id for each in wanted):
            raise UserError("不能给自己发合格证。", "请由另一位人事办理。")
        for each in wanted:
            _check_printable({"姓名": each.person.name, "培训项目": each.module, "工号": each.person.staff_number})
        on_progress(0.0, "正在打开密钥")
        press = _Press(self.keys.open(passphrase))
        today = self._now().date()
        drafts = [each.certificate(serial_of(press.key_id, today.year, 0), press.unit, today) for each in wanted]
        press.prepare(drafts)
        register, files = _Register(self._records), []
        for number, each in enumerate(wanted):
            on_progress(number / len(wanted), f"正在签发 {each.person.name}（{number + 1}/{len(wanted)}）")
            files.append(self._issue_one(actor, each, press, register, folder))
        on_progress(1.0, "签发完毕")
        return tuple(files)

    def _issue_one(self, actor: Person, each: Entitled, press: "_Press", register: "_Register", folder: Path) -> Path:
        today, written = self._now().date(), None
        try:
            with self._records.together() as append:
                register.look()
                check_once([each], register.exams)
                serial = serial_of(press.key_id, today.year, next_number(register.serials, press.key_id, today.year))
                certificate = each.certificate(serial, press.unit, today)
                statement = press.state(certificate)
                body = {**body_of(certificate), "statement": statement, "key": press.key_id}
                append(RecordKind.CERTIFICATE, each.person.id, actor.id, body, self._at())
                # Within the transaction: where the file cannot be written the number was never used.
                written = press.write(certificate, statement, folder)
        except BaseException:
            if written is not None:
                written.unlink(missing_ok=True)
            raise
        register.add(certificate)
        return written

    def reprint(self, actor: Person, serial: str, reason: str, passphrase: str, folder: Path) -> Path:
        """Write a certificate again: the same number, the same statement, signed anew. UserError where it was
        revoked or its key is no longer there.
        """
        check_may_issue(actor)
        reason = _reason(reason, "补打")
        kept = self._one(serial)
        if kept.revoked is not None:
            raise UserError(f"{serial} 已经撤销，不能补打。", "请核对编号；需要时重新考试、重新签发。")
        press = _Press(self.keys.open(passphrase))
        if press.key_id != kept.key_id:
            raise UserError(f"{serial} 是用以前的密钥签发的，那把密钥已经不在。", "请用密钥备份恢复后再补打。")
        press.prepare([kept.certificate])
        with self._records.together() as append:
            body = {"serial": serial, "reason": reason}
            append(RecordKind.CERTIFICATE_REPRINTED, kept.person_id, actor.id, body, self._at())
            return press.write(kept.certificate, kept.statement, folder)

    def revoke(self, actor: Person, serial: str, reason: str) -> Record:
        """Revoke a certificate for good. UserError where it was revoked before or the reason is missing."""
        check_may_issue(actor)
        reason = _reason(reason, "撤销")
        kept = self._one(serial)
        if kept.revoked is not None:
            raise UserError(f"{serial} 已于 {kept.revoked.on} 撤销过了。", "不用再办。")
        body = {"serial": serial, "reason": reason, "key": kept.key_id}
        return self._records.append(RecordKind.CERTIFICATE_REVOKED, kept.person_id, actor.id, body, self._at())

    def revocations(self) -> RevocationList | None:
        """What this unit has revoked with the keys it has now; None before they are made."""
        own = self.unit()
        if own is None:
            return None
        key_id = key_id_of(own.public_key)
        revoked = tuple(Revoked(b["serial"], date.fromisoformat(at[:10]), b["reason"]) for b, at in self._gone(key_id))
        return RevocationList(own.unit, key_id, self._at(), revoked)

    def export_revocations(self, actor: Person, passphrase: str, path: Path) -> Path:
        """Write the signed list of what was revoked, for other units to import."""
        import json

        from app.reports.whole_file import write_whole

        check_may_issue(actor)
        keys = self.keys.open(passphrase)
        listed = self.revocations()
        assert listed is not None
        return write_whole(path, json.dumps(signed(listed, keys.sign), ensure_ascii=False, indent=1).encode())

    def _gone(self, key_id: str) -> list[tuple[dict[str, Any], str]]:
        records = self._records.of_kind(RecordKind.CERTIFICATE_REVOKED)
        return [(record.body, record.at) for record in records if record.body["key"] == key_id]

    def _revoked(self) -> list[Revoked]:
        return [
            Revoked(record.body["serial"], date.fromisoformat(record.at[:10]), record.body["reason"])
            for record in self._records.of_kind(RecordKind.CERTIFICATE_REVOKED)
        ]

    def _exams_certified(self) -> frozenset[str]:
        """The passes that have a certificate. One that was revoked is not given anew for the same exam."""
        return frozenset(record.body["exam"] for record in self._records.of_kind(RecordKind.CERTIFICATE))

    def _one(self, serial: str) -> Issued:
        for each in self.issued():
            if each.certificate.serial == serial:
                return each
        raise UserError(f"本机没有编号为 {serial} 的合格证。", "请核对编号。")

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


class _Register:
    """The numbers and passes that were used, read again only when somebody else has issued meanwhile."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known = -1
        self.serials: list[str] = []
        self.exams: set[str] = set()

    def look(self) -> None:
        if self._known != self._records.count(RecordKind.CERTIFICATE):
            kept = self._records.of_kind(RecordKind.CERTIFICATE)
            self.serials = [record.body["serial"] for record in kept]
            self.exams = {record.body["exam"] for record in kept}
            self._known = len(kept)

    def add(self, certificate: Certificate) -> None:
        self.serials.append(certificate.serial)
        self.exams.add(certificate.exam)
        self._known += 1


class _Press:
    """Opened keys and prepared fonts: draws and signs one certificate after another."""

    def __init__(self, keys: OpenedKeys) -> None:
        from app.reports.certificate_signing import CertificateSigner

        self._keys = keys
        self._signer = CertificateSigner(keys)
        self.key_id, self.unit = keys.key_id, keys.unit.unit

    def prepare(self, certificates: Sequence[Certificate]) -> None:
        from app.reports.certificate_page import prepare_fonts

        prepare_fonts(certificates)

    def state(self, certificate: Certificate) -> str:
        return state(certificate, self.key_id, self._keys.sign)

    def write(self, certificate: Certificate, statement: str, folder: Path) -> Path:
        from app.reports.certificate_page import certificate_page
        from app.reports.whole_file import write_whole

        page = certificate_page(certificate, statement)
        parts = ("合格证", certificate.name, certificate.module, certificate.serial)
        name = "-".join(_UNFIT.sub("_", part) for part in parts)
        return write_whole(folder / f"{name}.pdf", self._signer.sign(page, statement, certificate.serial))


def body_of(certificate: Certificate) -> dict[str, Any]:
    """A certificate as JSON values for a record's body."""
    return {
        "serial": certificate.serial,
        "name": certificate.name,
        "staff_number": certificate.staff_number,
        "module": certificate.module,
        "level": certificate.level.value,
        "score": certificate.score,
        "issued": certificate.issued.isoformat(),
        "until": certificate.until.isoformat() if certificate.until else "",
        "unit": certificate.unit,
        "exam": certificate.exam,
    }


def certificate_of(body: dict[str, Any]) -> Certificate:
    """The certificate in a record's body."""
    return Certificate(
        body["serial"],
        body["name"],
        body["staff_number"],
        body["module"],
        TellerLevel(body["level"]),
        body["score"],
        date.fromisoformat(body["issued"]),
        date.fromisoformat(body["until"]) if body["until"] else None,
        body["unit"],
        body["exam"],
    )


def _reason(reason: str, what: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise UserError(f"还没有写{what}的原因。", f"请写明原因，它会和{what}一起记入记录链。")
    return reason


def _check_printable(lines: dict[str, str]) -> None:
    """UserError where a line holds characters that no font here can draw."""
    from app.reports.certificate_fonts import named, unprintable

    for what, text in lines.items():
        missing = unprintable(text)
        if missing:
            raise UserError(
                f"{what}“{text}”里的{named(missing)}没有字形，印不出来，合格证没有签发。",
                "请核对是不是输错了；确实是这个字，请告诉维护人员补充字体。",
            )
