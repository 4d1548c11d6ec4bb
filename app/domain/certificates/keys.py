"""The unit's keys: what everybody may have (the unit's card), and what is open only while the passphrase is at hand."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.certificates.statement import key_id_of
from app.domain.certificates.verdict import TrustedUnit

SHORTEST_PASSPHRASE = 8
_DOMAIN = "窗口练兵发证单位公钥".encode()


@dataclass(frozen=True, slots=True)
class OpenedKeys:
    """The private keys, opened. `sign` is Ed25519; `pdf_key` the RSA key of the unit's X.509 certificate, PKCS #8 DER."""

    unit: TrustedUnit
    sign: Callable[[bytes], bytes] = field(repr=False)
    pdf_key: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        return key_id_of(self.unit.public_key)


def fingerprint(public_key: bytes) -> str:
    """The key's id in groups of four, as two people compare it over the telephone."""
    digits = key_id_of(public_key).upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def card_of(unit: TrustedUnit, sign: Callable[[bytes], bytes]) -> dict[str, str]:
    """The unit's card (公钥文件) as JSON values, signed with its own key so that a damaged file shows."""
    card = {
        "kind": "unit-key",
        "unit": unit.unit,
        "public": unit.public_key.hex(),
        "certificate": unit.certificate.hex(),
    }
    return {**card, "signature": sign(_card_bytes(card)).hex()}


def unit_of(card: dict[str, str], own: bool = False) -> TrustedUnit:
    """The unit of a card; ValueError where the card is damaged or no card."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = bytes.fromhex(card["public"])
        plain = {key: card[key] for key in ("kind", "unit", "public", "certificate")}
        Ed25519PublicKey.from_public_bytes(public).verify(bytes.fromhex(card["signature"]), _card_bytes(plain))
        return TrustedUnit(card["unit"], public, bytes.fromhex(card["certificate"]), own)
    except (KeyError, TypeError, AttributeError, InvalidSignature) as problem:
        raise ValueError("not a unit's card") from problem


def _card_bytes(card: dict[str, str]) -> bytes:
    return _DOMAIN + json.dumps(card, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
