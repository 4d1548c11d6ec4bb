"""Read a certificate's PDF: who signed it, whether any byte was changed since, and which parts."""

import io
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError

_LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """What a PDF shows of itself. `signer` is the X.509 certificate (DER) of its signature, b"" where there is
    none; `intact` whether the signed bytes and the signature are as they were; `appended` whether something
    came after them; `statement` and `parts` are texts nobody has checked; `found` the digests of its parts
    as they are now, empty where it is too broken to tell.
    """

    signer: bytes = b""
    intact: bool = False
    appended: bool = False
    statement: str = ""
    parts: str = ""
    found: tuple[tuple[str, str], ...] = ()
    broken: bool = False


def looks_like_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


def read_certificate(path: Path) -> CertificateFile:
    """UserError where the file cannot be read at all; a broken file is told by the value."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path.name} 太大，不是合格证。", "请选择合格证的 PDF 文件。")
        return read_bytes(path.read_bytes())
    except OSError as problem:
        raise UserError(f"文件 {path} 读不了（{problem.strerror}）。", "请检查文件还在不在、有没有权限。") from problem


def read_bytes(data: bytes) -> CertificateFile:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from app.reports.certificate_parts import PARTS, STATEMENT, digests

    # A hostile or torn file may raise anything from within the readers: whatever it is, the file is broken.
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        root = reader.root
        statement, parts = str(root.get(STATEMENT, "")), str(root.get(PARTS, ""))
        embedded = list(reader.embedded_signatures)
    except Exception:
        return CertificateFile(broken=True)
    try:
        found = tuple(digests(reader).items())
    except Exception:
        found = ()
    if not embedded:
        return CertificateFile(statement=statement, parts=parts, found=found)
    try:
        signer, intact, appended = _check(embedded)
    except Exception:
        return CertificateFile(statement=statement, parts=parts, found=found, broken=True)
    return CertificateFile(signer, intact, appended, statement, parts, found)


def _check(embedded: list) -> tuple[bytes, bool, bool]:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    first = embedded[0]
    certificate = first.signer_cert
    context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
    status = validate_pdf_signature(first, context, skip_diff=True)
    appended = len(embedded) > 1 or status.coverage is not SignatureCoverageLevel.ENTIRE_FILE
    intact = bool(status.intact and status.valid) and _nothing_beside(first.pkcs7_content)
    return certificate.dump(), intact, appended


def _nothing_beside(content: bytes) -> bool:
    """Whether the room kept for the signature holds it and zeros: no signature covers that room itself."""
    from asn1crypto import cms

    signature = cms.ContentInfo.load(content).dump()
    return content.startswith(signature) and not content[len(signature) :].strip(b"\0")
