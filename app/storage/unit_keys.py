"""The keys folder of a workspace: the unit's own key pair, the units that are trusted, and what they revoked.

keys/own.json                 the unit's card, and its private keys encrypted with the passphrase (PKCS #8)
keys/trusted/ID.json          the card of another unit
keys/revoked/ID.json          the revocation list of another unit, signed by it
"""

import json
import os
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from app.domain.certificates.keys import SHORTEST_PASSPHRASE, OpenedKeys, card_of, unit_of
from app.domain.certificates.revocation import RevocationList, list_of, signed_bytes
from app.domain.certificates.statement import key_id_of
from app.domain.certificates.verdict import TrustedUnit
from app.domain.errors import UserError

_RSA_BITS = 3072
_YEARS = 30  # a certificate on a wall is looked at long after it was issued
_LARGEST = 4 * 1024 * 1024  # bytes of a file that is taken in


class UnitKeys:
    """The keys in one folder. The private ones are never on disk unencrypted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def _own_file(self) -> Path:
        return self._folder / "own.json"

    def own(self) -> TrustedUnit | None:
        """This workspace's unit, None before the first use. UserError where the file is damaged."""
        if not self._own_file.exists():
            return None
        try:
            return unit_of(_read(self._own_file), own=True)
        except ValueError:
            raise UserError(
                f"本单位的密钥文件 {self._own_file} 已损坏。", "请用备份的密钥文件恢复：移走它，再导入备份。"
            ) from None

    def make(self, unit: str, passphrase: str, now: datetime) -> TrustedUnit:
        """Make the unit's key pair and keep it. UserError for a short passphrase, no unit, or keys there already."""
        if self._own_file.exists():
            raise UserError("本单位已经有密钥了。", "请直接用原来的口令。")
        unit = " ".join(unit.split())
        if not unit:
            raise UserError("还没有填写单位名称。", "请先填写发证单位的全称，它会写进每一张合格证。")
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise UserError(f"口令太短，至少要 {SHORTEST_PASSPHRASE} 个字符。", "请换一个更长、别人不容易猜到的口令。")
        _write(self._own_file, _fresh_keys(unit, passphrase, now))
        made = self.own()
        assert made is not None
        return made

    def open(self, passphrase: str) -> OpenedKeys:
        """The private keys. UserError for a wrong passphrase."""
        from cryptography.hazmat.primitives import serialization

        unit = self.own()
        if unit is None:
            raise UserError("本单位还没有发证密钥。", "请先设定口令，生成密钥。")
        content = _read(self._own_file)
        secret = passphrase.encode()
        try:
            signing = serialization.load_pem_private_key(str(content["statement_key"]).encode(), secret)
            pdf = serialization.load_pem_private_key(str(content["pdf_key"]).encode(), secret)
        except (ValueError, TypeError, KeyError):
            raise UserError(
                "口令不对，密钥打不开。",
                "请重新输入。忘记了口令谁也找不回来：只能移走 keys 文件夹里的 own.json 重新生成，已发的证书仍可核验。",
            ) from None
        der = pdf.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return OpenedKeys(unit, signing.sign, der)  # type: ignore[union-attr, call-arg, arg-type]

    def back_up(self, path: Path) -> Path:
        """Copy the key pair, private keys still encrypted."""
        self._need_own()
        _write(path, _read(self._own_file))
        return path

    def export_card(self, path: Path) -> Path:
        """Write the unit's card for other units; nothing in it is secret."""
        self._need_own()
        content = _read(self._own_file)
        _write(path, {key: content[key] for key in ("kind", "unit", "public", "certificate", "signature")})
        return path

    def units(self) -> dict[str, TrustedUnit]:
        """Every unit whose certificates can be checked, this one included, by key id."""
        found = {}
        for path in sorted((self._folder / "trusted").glob("*.json")):
            try:
                unit = unit_of(_read(path))
            except ValueError:
                raise UserError(f"公钥文件 {path} 已损坏。", "请删除它，再向该单位索取一次。") from None
            found[key_id_of(unit.public_key)] = unit
        own = self.own()
        if own is not None:
            found[key_id_of(own.public_key)] = own
        return found

    def lists(self) -> dict[str, RevocationList]:
        """The revocation lists of other units, by key id; one that is damaged or not signed is named by UserError."""
        units, found = self.units(), {}
        for path in sorted((self._folder / "revoked").glob("*.json")):
            listed = checked_list(_read(path), units, path)
            found[listed.key_id] = listed
        return found

    def take_in(self, path: Path) -> str:
        """Take in a file by what it is: a unit's card, a revocation list or a backup. Says in Chinese what came in.

        UserError for anything else, for a damaged file, and for a list that is older than the one there is.
        """
        content = _read(path)
        kind = content.get("kind")
        if kind == "revocations":
            return self._take_list(content, path)
        if kind != "unit-key":
            raise UserError(f"{path.name} 不是公钥文件、撤销名单或密钥备份。", "请向发证单位索取从本程序导出的文件。")
        try:
            unit = unit_of(content)
        except ValueError:
            raise UserError(f"{path.name} 不完整或被改动过。", "请重新拷贝一份。") from None
        if "pdf_key" in content:
            if self._own_file.exists():
                raise UserError(
                    "本单位已经有密钥了，没有导入备份。", "如果确实要换，请先移走 keys 文件夹里的 own.json。"
                )
            _write(self._own_file, content)
            return f"已恢复“{unit.unit}”的密钥。"
        _write(self._folder / "trusted" / f"{key_id_of(unit.public_key)}.json", content)
        return f"已信任“{unit.unit}”的公钥。"

    def _take_list(self, content: dict[str, Any], path: Path) -> str:
        listed = checked_list(content, self.units(), path)
        kept = self._folder / "revoked" / f"{listed.key_id}.json"
        if kept.exists() and list_of(_read(kept)).number > listed.number:
            raise UserError(f"{path.name} 比本机已有的撤销名单旧，没有导入。", "请向发证单位索取最新的名单。")
        _write(kept, content)
        return f"已导入“{listed.unit}”的撤销名单，共 {listed.number} 张。"

    def _need_own(self) -> None:
        if self.own() is None:
            raise UserError("本单位还没有发证密钥。", "第一次签发合格证时会生成。")


def checked_list(content: dict[str, Any], units: dict[str, TrustedUnit], path: Path) -> RevocationList:
    """The revocation list in `content`, if a unit that is trusted signed it; UserError otherwise."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        listed = list_of(content)
    except ValueError:
        raise UserError(f"撤销名单 {path.name} 读不懂。", "请向发证单位重新索取。") from None
    unit = units.get(listed.key_id)
    if unit is None:
        raise UserError(f"本机没有“{listed.unit}”的公钥，不能判断 {path.name} 的真假。", "请先导入该单位的公钥文件。")
    try:
        key = Ed25519PublicKey.from_public_bytes(unit.public_key)
        key.verify(bytes.fromhex(str(content.get("signature", ""))), signed_bytes(content))
    except (InvalidSignature, ValueError):
        raise UserError(f"撤销名单 {path.name} 的签名不对，被改动过。", "请向发证单位重新索取。") from None
    return listed


def _fresh_keys(unit: str, passphrase: str, now: datetime) -> dict[str, str]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    statement_key = Ed25519PrivateKey.generate()
    # RSA for the PDF: every reader in an office can check it, old ones included.
    pdf_key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
    public = statement_key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    lock = serialization.BestAvailableEncryption(passphrase.encode())

    def locked(key: Any) -> str:
        return str(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock).decode())

    card = card_of(TrustedUnit(unit, public, _self_signed(unit, pdf_key, now)), statement_key.sign)
    return {**card, "statement_key": locked(statement_key), "pdf_key": locked(pdf_key)}


def _self_signed(unit: str, key: Any, now: datetime) -> bytes:
    """The unit's X.509 certificate: it names the unit and nothing above it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    # X.520 allows 64 characters; the card holds the whole name.
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, unit[:64])])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    begin = now.astimezone(timezone.utc)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin - timedelta(days=1))
        .not_valid_after(begin + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return built.public_bytes(serialization.Encoding.DER)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict):
            raise ValueError
    except OSError as problem:
        raise UserError(f"文件 {path} 读不了（{problem.strerror}）。", "请检查文件还在不在、有没有权限。") from problem
    except ValueError:
        raise UserError(f"{path.name} 不是本程序导出的文件，或已损坏。", "请重新拷贝一份。") from None
    return content


def _write(path: Path, content: dict[str, Any]) -> None:
    """Through a temporary file beside it, readable by its owner only: there whole, or as it was before."""
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as problem:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UserError(f"文件 {path} 写不进去（{problem.strerror}）。", "请检查磁盘空间和文件夹权限。") from problem
