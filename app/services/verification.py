"""Look at a certificate without a network: a PDF, a picture of its QR code, or the code's text."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from app.domain.certificates.certificate import Certificate
from app.domain.certificates.revocation import RevocationList
from app.domain.certificates.statement import NotAStatement, looks_like_one, read
from app.domain.certificates.verdict import Finding, TrustedUnit, Verdict, judge
from app.domain.errors import UserError
from app.reports.certificate_reading import CertificateFile, looks_like_pdf, read_certificate
from app.reports.qr_code import PICTURES, read_qr
from app.services.certificates import CertificateDesk
from app.storage.unit_keys import checked_list


class CertificateCheck:
    """Checks certificates of this unit and of those it trusts."""

    def __init__(self, desk: CertificateDesk, today: Callable[[], date] = date.today) -> None:
        self._desk = desk
        self._today = today

    def look(self, target: str, revocations: Sequence[Path] = ()) -> Verdict:
        """The verdict about a file's path or a QR code's text. `revocations` are lists to go by besides those
        that were imported. UserError where there is no such file, or a list is not what it should be.
        """
        if looks_like_one(target):
            return self._statement(target, revocations)
        path = Path(target.strip().strip('"')).expanduser()
        try:
            there = path.is_file()
        except (OSError, ValueError):
            there = False
        if not there:
            raise UserError(
                f"没有找到文件“{target[:80]}”，它也不是合格证的二维码内容。",
                "请给出 PDF、照片的位置，或扫码得到的全部文字。",
            )
        if looks_like_pdf(path):
            return self._file(read_certificate(path), revocations)
        if path.suffix.lower() in PICTURES:
            return self._picture(path, revocations)
        return Verdict(Finding.UNREADABLE, f"{path.name} 不是 PDF，也不是图片，核验不了。")

    def _picture(self, path: Path, revocations: Sequence[Path]) -> Verdict:
        texts = read_qr(path)
        ours = [text for text in texts if looks_like_one(text)]
        if not ours:
            said = "里的二维码不是合格证上的" if texts else "里没有读出二维码"
            return Verdict(Finding.UNREADABLE, f"图片 {path.name} {said}。请对正、拍清楚，把整个二维码拍进去。")
        return self._statement(ours[0], revocations)

    def _statement(self, text: str, revocations: Sequence[Path]) -> Verdict:
        try:
            statement = read(text)
        except NotAStatement as problem:
            return Verdict(Finding.UNREADABLE if "完整" in str(problem) else Finding.ALTERED, str(problem))
        units = self._desk.keys.units()
        return judge(statement, units, self._lists(units, revocations), self._issued(), self._today())

    def _file(self, file: CertificateFile, revocations: Sequence[Path]) -> Verdict:
        if not file.statement and not file.signer:
            why = (
                "这个文件损坏了，读不出内容。" if file.broken else "这个 PDF 里没有合格证的签名，不是本程序签发的原件。"
            )
            return Verdict(Finding.UNREADABLE, f"{why}如果是扫描件，请改为核验上面的二维码。")
        try:
            statement = read(file.statement)
        except NotAStatement:
            return Verdict(Finding.ALTERED, "文件里的证书声明被改动过，已经读不懂。")
        units = self._desk.keys.units()
        unit = units.get(statement.key_id)
        if unit is None:
            return judge(statement, units, {}, self._issued(), self._today())
        why = _altered(file, unit)
        if why:
            return Verdict(Finding.ALTERED, why, statement.certificate)
        return judge(statement, units, self._lists(units, revocations), self._issued(), self._today())

    def _lists(self, units: Mapping[str, TrustedUnit], besides: Sequence[Path]) -> dict[str, RevocationList]:
        lists = self._desk.keys.lists()
        own = self._desk.revocations()
        if own is not None:
            lists[own.key_id] = own
        for path in besides:
            try:
                content = json.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError):
                raise UserError(f"撤销名单 {path} 读不了。", "请检查文件位置，或向发证单位重新索取。") from None
            listed = checked_list(content if isinstance(content, dict) else {}, dict(units), path)
            known = lists.get(listed.key_id)
            if known is None or listed.number > known.number:
                lists[listed.key_id] = listed
        return lists

    def _issued(self) -> dict[str, Certificate]:
        return {each.certificate.serial: each.certificate for each in self._desk.issued()}


def _altered(file: CertificateFile, unit: TrustedUnit) -> str:
    """What is wrong with a file of this unit's, "" where nothing is."""
    from app.reports.certificate_parts import unpacked

    whole = file.intact and not file.appended and not file.broken and file.signer == unit.certificate
    if whole:
        return ""
    parts = unpacked(file.parts, unit.public_key)
    found = dict(file.found)
    changed = [] if parts is None else [part for part, digest in parts.items() if found.get(part) != digest]
    changed += [] if parts is None else [f"多出的{part}" for part in found if part not in parts]
    said = f"被改动的是：{'、'.join(changed)}。" if changed else ""
    if not file.signer:
        return f"文件上的电子签名不见了，或被改坏了。{said}"
    if file.signer != unit.certificate:
        return f"文件是用别的密钥重新签名的，不是“{unit.unit}”签的。{said}"
    if file.appended:
        return f"签名之后，文件又被人修改另存过。{said}"
    if parts is None:
        return "签发之后，文件里的声明或签名被改动过。"
    return f"签发之后，文件被改动过。{said or '改动在签名或文件结构里，看得见的各部分还是原样。'}"
