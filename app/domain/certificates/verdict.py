"""What looking at a certificate found: genuine, or plainly why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.domain.certificates.certificate import Certificate, differences
from app.domain.certificates.revocation import RevocationList, Revoked
from app.domain.certificates.statement import Statement, vouched


class Finding(Enum):
    GENUINE = "genuine"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN_ISSUER = "unknown-issuer"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        return {
            "genuine": "真实有效", "expired": "真实，但已过期", "revoked": "已被撤销", "altered": "被改动过",
            "unknown-issuer": "发证单位未知", "unreadable": "无法核验",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrustedUnit:
    """A unit whose certificates can be checked: its name, its key (32 raw bytes of Ed25519), and the
    certificate (X.509, DER) its PDFs are signed with. `own` where it is this workspace's unit.
    """

    unit: str
    public_key: bytes
    certificate: bytes
    own: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why` is one plain Chinese sentence or two; `certificate` is what the certificate says, None where it
    cannot be read, and not to be believed unless `trusted`.
    """

    finding: Finding
    why: str
    certificate: Certificate | None = None

    @property
    def genuine(self) -> bool:
        return self.finding is Finding.GENUINE

    @property
    def trusted(self) -> bool:
        """Whether the unit has really said so, even if it no longer holds."""
        return self.finding in (Finding.GENUINE, Finding.EXPIRED, Finding.REVOKED)


def judge(
    statement: Statement,
    units: Mapping[str, TrustedUnit],
    lists: Mapping[str, RevocationList],
    issued: Mapping[str, Certificate],
    today: date,
) -> Verdict:
    """The verdict about a statement. `units` and `lists` are by key id; `issued` are this unit's own
    certificates by serial number, which let it say what was altered.
    """
    said = statement.certificate
    unit = units.get(statement.key_id)
    if unit is None:
        return Verdict(Finding.UNKNOWN_ISSUER, _unknown(statement, issued), said)
    if not vouched(statement, unit.public_key):
        return Verdict(Finding.ALTERED, _what(said, issued if unit.own else {}), said)
    if said.unit != unit.unit:
        return Verdict(Finding.ALTERED, f"证书上写的单位是“{said.unit}”，签名的却是“{unit.unit}”，两者对不上。", said)
    listed = lists.get(statement.key_id)
    gone = listed.of(said.serial) if listed else None
    if gone is not None:
        return Verdict(Finding.REVOKED, _revoked(gone, unit), said)
    if said.until is not None and said.until < today:
        return Verdict(Finding.EXPIRED, f"确由“{unit.unit}”签发，内容没有改动，但有效期到 {said.until} 为止。", said)
    elsewhere = _elsewhere(said, issued.get(said.serial)) if unit.own else ""
    return Verdict(Finding.GENUINE, f"确由“{unit.unit}”签发，内容没有改动，未被撤销，在有效期内。{elsewhere}", said)


def _elsewhere(said: Certificate, kept: Certificate | None) -> str:
    """What the own unit's records say besides, "" where they say the same."""
    if kept is None:
        return "本机没有这个编号的签发记录，可能是在另一台电脑上签发的。"
    if said != kept:
        return f"但本机用同一编号给{kept.name}发过另一张：两台电脑用同一密钥发证，编号就会重复，请查清楚。"
    return ""


def _unknown(statement: Statement, issued: Mapping[str, Certificate]) -> str:
    if statement.certificate.serial in issued:
        return "编号是本单位的，签名却出自别的密钥：这不是本单位签发的。"
    return (
        f"证书自称由“{statement.certificate.unit}”签发，但本机没有它的公钥（{statement.key_id}），不能判断真假。"
        "请向该单位索取公钥文件，核对指纹后导入。"
    )


def _revoked(gone: Revoked, unit: TrustedUnit) -> str:
    return f"“{unit.unit}”已于 {gone.on} 撤销这张证书，原因：{gone.reason}"


def _what(said: Certificate, issued: Mapping[str, Certificate]) -> str:
    kept = issued.get(said.serial)
    if kept is None:
        return "内容与签名不符：签发之后，证书上的内容或签名被改动过。"
    lines = differences(said, kept)
    if lines:
        return f"内容与签名不符。与本单位存档相比，被改动的是：{'、'.join(lines)}。"
    return "内容与本单位存档一致，但签名被改动过。"
