"""Sign a certificate's PDF with the unit's key: PAdES B-B, with a visible field, and nothing may be changed after."""

import io

from asn1crypto import x509 as asn1_x509
from asn1crypto.algos import SignedDigestAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.domain.certificates.keys import OpenedKeys
from app.reports.certificate_page import SIGNATURE_BOX
from app.reports.certificate_parts import PARTS, STATEMENT, digests, packed

FIELD = "UnitSignature"
_WIDE, _HIGH = SIGNATURE_BOX[2] - SIGNATURE_BOX[0], SIGNATURE_BOX[3] - SIGNATURE_BOX[1]
# A frame and a tick, so that one sees where to click; the words beside the tick are the page's.
_LOOK = (
    f"q 0.690 0.553 0.298 RG 0.7 w 0.5 0.5 {_WIDE - 1} {_HIGH - 1} re S "
    f"0.620 0.165 0.169 RG 1.8 w 1 J 1 j 12 {_HIGH / 2} m 17 {_HIGH / 2 - 5.5} l 26 {_HIGH / 2 + 6} l S Q"
).encode()


_RESERVED = 8192  # hex digits for the signature, several times what it takes: trying it out first would double the work


class _UnitSigner(Signer):
    """RSA with SHA-256. pyHanko's own reads and checks the private key anew for each file: 0.3 s of RSA 3072."""

    def __init__(self, keys: OpenedKeys) -> None:
        super().__init__(
            signing_cert=asn1_x509.Certificate.load(keys.unit.certificate),
            cert_registry=SimpleCertificateStore(),
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )
        self._key = load_der_private_key(keys.pdf_key, None)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        assert digest_algorithm == "sha256"
        if dry_run:
            return bytes(self._key.key_size // 8)
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class CertificateSigner:
    """Signs one file after another with keys that are open."""

    def __init__(self, keys: OpenedKeys) -> None:
        self._keys = keys
        self._signer = _UnitSigner(keys)
        box = BoxConstraints(width=_WIDE, height=_HIGH)
        whole = SimpleBoxLayoutRule(
            AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(), InnerScaling.STRETCH_FILL
        )
        self._style = StaticStampStyle(
            background=RawContent(_LOOK, box=box), background_layout=whole, background_opacity=1, border_width=0
        )

    def sign(self, page: bytes, statement: str, serial: str) -> bytes:
        """The signed file. `page` is what `certificate_page` gave for this statement."""
        writer = IncrementalPdfFileWriter(io.BytesIO(page))
        writer.root[STATEMENT] = generic.TextStringObject(statement)
        writer.root[PARTS] = generic.TextStringObject(packed(digests(writer.prev), self._keys.sign))
        writer.update_root()
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=self._keys.unit.unit,
            reason=f"签发培训合格证 {serial}",
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        signer = PdfSigner(
            metadata,
            self._signer,
            stamp_style=self._style,
            new_field_spec=SigFieldSpec(FIELD, on_page=0, box=SIGNATURE_BOX),
        )
        return bytes(signer.sign_pdf(writer, bytes_reserved=_RESERVED).getbuffer())
