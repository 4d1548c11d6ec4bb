"""The signed statement in a certificate's QR code: everything the paper says, in bytes that a key vouches for.

    statement = version (1 byte) | key id (8) | record of the exam (16) | lines in UTF-8, "\\n" between | signature (64)

The signature is Ed25519 (RFC 8032) over a fixed word and all that comes before it. As text it is the prefix
`PREFIX` and Base32 (RFC 4648) without padding: a QR code packs these characters in 5.5 bits each, and
they can be typed, mailed and pasted into a command line without being changed on the way.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.domain.certificates.certificate import Certificate, is_serial
from app.domain.teller_level import TellerLevel

PREFIX = "CKLB1:"
KEY_ID_BYTES = 8
_VERSION = 1
_DOMAIN = "窗口练兵培训合格证".encode()
_SIGNATURE_BYTES = 64
_HEAD = 1 + KEY_ID_BYTES + 16

# A message's signature.
Sign = Callable[[bytes], bytes]


class NotAStatement(ValueError):
    """The text is no statement of a certificate; `args[0]` says why in Chinese."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was read; nobody has checked the signature yet. `signed` is what it is over."""

    certificate: Certificate
    key_id: str
    signed: bytes
    signature: bytes


def key_id_of(public_key: bytes) -> str:
    """The id of an Ed25519 public key (32 raw bytes): the first eight bytes of its SHA-256, in hex."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES].hex()


def state(certificate: Certificate, key_id: str, sign: Sign) -> str:
    """The certificate's signed statement as text. ValueError where a line would not fit a line."""
    content = _content(certificate, key_id)
    signature = sign(_DOMAIN + content)
    return PREFIX + base64.b32encode(content + signature).decode("ascii").rstrip("=")


def looks_like_one(text: str) -> bool:
    return text.strip().upper().startswith(PREFIX)


def read(text: str) -> Statement:
    """The statement in a text; blanks and line breaks that crept in are passed over. NotAStatement otherwise."""
    packed = "".join(text.split()).upper()
    if not packed.startswith(PREFIX):
        raise NotAStatement("不是合格证上的二维码内容。")
    packed = packed[len(PREFIX) :]
    try:
        raw = base64.b32decode(packed + "=" * (-len(packed) % 8))
    except (binascii.Error, ValueError):
        raise NotAStatement("二维码内容不完整，或夹有不该有的字符。") from None
    if base64.b32encode(raw).decode("ascii").rstrip("=") != packed:  # bits that nothing vouches for
        raise NotAStatement("二维码内容的末尾被改动过。")
    if len(raw) <= _HEAD + _SIGNATURE_BYTES or raw[0] != _VERSION:
        raise NotAStatement("二维码内容不完整，或出自更新版本的程序。")
    content, signature = raw[:-_SIGNATURE_BYTES], raw[-_SIGNATURE_BYTES:]
    return Statement(_certificate(content), content[1 : 1 + KEY_ID_BYTES].hex(), _DOMAIN + content, signature)


def vouched(statement: Statement, public_key: bytes) -> bool:
    """Whether this key (32 raw bytes) signed exactly this statement."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if key_id_of(public_key) != statement.key_id:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(statement.signature, statement.signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _content(certificate: Certificate, key_id: str) -> bytes:
    lines = (
        certificate.serial,
        certificate.name,
        certificate.staff_number,
        certificate.module,
        certificate.level.value,
        f"{certificate.score:.1f}",
        certificate.issued.isoformat(),
        certificate.until.isoformat() if certificate.until else "",
        certificate.unit,
    )
    if any("\n" in line for line in lines):
        raise ValueError("a line break within a line of a certificate")
    return bytes([_VERSION]) + bytes.fromhex(key_id) + bytes.fromhex(certificate.exam) + "\n".join(lines).encode()


def _certificate(content: bytes) -> Certificate:
    try:
        serial, name, staff, module, level, score, issued, until, unit = content[_HEAD:].decode("utf-8").split("\n")
        certificate = Certificate(
            serial,
            name,
            staff,
            module,
            TellerLevel(level),
            float(score),
            date.fromisoformat(issued),
            date.fromisoformat(until) if until else None,
            unit,
            content[1 + KEY_ID_BYTES : _HEAD].hex(),
        )
    except ValueError:
        raise NotAStatement("二维码内容读不懂，被改动过或没有扫全。") from None
    if not is_serial(serial):
        raise NotAStatement("二维码内容里的证书编号不成样子，被改动过。")
    return certificate
