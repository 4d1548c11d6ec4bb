"""Revoking: the unit's list of certificates that no longer hold, as a signed file."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

_DOMAIN = "窗口练兵合格证撤销名单".encode()


@dataclass(frozen=True, slots=True)
class Revoked:
    """A certificate that was revoked: its serial number, the day, and why."""

    serial: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class RevocationList:
    """All that a unit has revoked up to `at` (ISO 8601). `number` grows with each entry, so that an older
    list cannot take the place of a newer one.
    """

    unit: str
    key_id: str
    at: str
    revoked: tuple[Revoked, ...]

    @property
    def number(self) -> int:
        return len(self.revoked)

    def of(self, serial: str) -> Revoked | None:
        return next((each for each in self.revoked if each.serial == serial), None)


def content_of(listed: RevocationList) -> dict[str, object]:
    """The list as JSON values."""
    return {
        "kind": "revocations",
        "unit": listed.unit,
        "key": listed.key_id,
        "at": listed.at,
        "revoked": [[each.serial, each.on.isoformat(), each.reason] for each in listed.revoked],
    }


def signed_bytes(content: dict[str, object]) -> bytes:
    """What the signature of a list is over: its JSON without the signature, keys sorted, no spaces."""
    plain = {key: value for key, value in content.items() if key != "signature"}
    return _DOMAIN + json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed(listed: RevocationList, sign: Callable[[bytes], bytes]) -> dict[str, object]:
    content = content_of(listed)
    return {**content, "signature": sign(signed_bytes(content)).hex()}


def list_of(content: dict[str, object]) -> RevocationList:
    """The list in JSON values; ValueError for anything else."""
    try:
        entries = tuple(
            Revoked(str(serial), date.fromisoformat(on), str(reason))
            for serial, on, reason in content["revoked"]  # type: ignore[attr-defined]
        )
        return RevocationList(str(content["unit"]), str(content["key"]), str(content["at"]), entries)
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError("not a revocation list") from problem
