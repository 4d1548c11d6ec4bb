"""The certificate of a passed module (培训合格证 of the unit, never a national qualification)."""

import re
from dataclasses import dataclass
from datetime import date

from app.domain.teller_level import TellerLevel

_SERIAL = re.compile(r"[0-9A-F]{6}-\d{4}-\d{5,}")


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate states. `serial` names the unit's key, the year and a running number; `score` is the
    closing exam's in percent, to a tenth; `exam` is the id of the record that shows the pass (UUID in hex);
    `until` is the last day it holds, None for ever.
    """

    serial: str
    name: str
    staff_number: str
    module: str
    level: TellerLevel
    score: float
    issued: date
    until: date | None
    unit: str
    exam: str


def serial_of(key_id: str, year: int, number: int) -> str:
    """The serial number: the unit by the first six digits of its key's id, the year, a running number from 1."""
    return f"{key_id[:6].upper()}-{year}-{number:05d}"


def next_number(serials: "list[str] | tuple[str, ...]", key_id: str, year: int) -> int:
    """The running number after those that were ever issued with this key in this year, revoked ones included."""
    start = serial_of(key_id, year, 0)[:-5]
    return 1 + max((int(each[len(start) :]) for each in serials if each.startswith(start)), default=0)


def is_serial(text: str) -> bool:
    return _SERIAL.fullmatch(text) is not None


def in_lines(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    """What a certificate says, line by line, as one compares it with the paper."""
    return (
        ("姓名", certificate.name),
        ("工号", certificate.staff_number or "（未填）"),
        ("培训项目", certificate.module),
        ("岗位等级", certificate.level.label),
        ("考试成绩", f"{certificate.score:g} 分"),
        ("发证日期", certificate.issued.isoformat()),
        ("有效期至", certificate.until.isoformat() if certificate.until else "长期"),
        ("证书编号", certificate.serial),
        ("发证单位", certificate.unit),
    )


def differences(stated: Certificate, kept: Certificate) -> tuple[str, ...]:
    """In which lines a certificate differs from what the unit issued under that number, in Chinese."""
    lines = (
        ("姓名", stated.name, kept.name),
        ("工号", stated.staff_number, kept.staff_number),
        ("培训项目", stated.module, kept.module),
        ("等级", stated.level, kept.level),
        ("成绩", stated.score, kept.score),
        ("发证日期", stated.issued, kept.issued),
        ("有效期", stated.until, kept.until),
        ("发证单位", stated.unit, kept.unit),
        ("考试记录", stated.exam, kept.exam),
    )
    return tuple(name for name, said, true in lines if said != true)
