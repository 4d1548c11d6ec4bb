"""The parts of a certificate's file and their digests, so that a changed file can be told by what was changed.

The signature over the file only says that some byte differs. So the digests of its parts, signed by the
unit's key, travel in the file's catalogue, beside the statement that its QR code holds.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

STATEMENT = "/WindowDrillStatement"
PARTS = "/WindowDrillParts"
_DOMAIN = "窗口练兵合格证文件各部分".encode()
_DEEPEST = 40
_PROPERTIES = ("/Title", "/Subject", "/Author", "/Creator")  # signing itself sets the others

PAGE, FONTS, QR_CODE, GROUND, PROPERTIES = "页面文字", "字体", "二维码", "边框底纹", "文件属性"


def digests(reader: PdfFileReader) -> dict[str, str]:
    """The SHA-256 of each part, in hex. Any exception of pyHanko where the file is too broken for that."""
    page = reader.root["/Pages"]["/Kids"][0]
    resources = page["/Resources"]
    information = generic.DictionaryObject()
    if "/Info" in reader.trailer_view:  # `get` would leave the reference unresolved
        information = reader.trailer_view["/Info"]
    forms = dict(resources.get("/XObject", {}).items())
    found = {
        PAGE: _digest(page.raw_get("/Contents").get_object(), page["/MediaBox"]),
        FONTS: _digest(resources.get("/Font", {})),
        PROPERTIES: _digest([str(information.get(each, "")) for each in _PROPERTIES]),
    }
    for name, form in forms.items():
        stream = form.get_object()
        part = QR_CODE if "statement" in name else GROUND
        # Not its resources: they are the page's, the fonts among them.
        found[part] = _digest(found.get(part, ""), name, stream["/BBox"], stream.encoded_data)
    return found


def packed(parts: Mapping[str, str], sign: Callable[[bytes], bytes]) -> str:
    """The digests and their signature as text for the catalogue."""
    content = json.dumps(dict(parts), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"{sign(_DOMAIN + content.encode()).hex()}{content}"


def unpacked(text: str, public_key: bytes) -> dict[str, str] | None:
    """The digests, if this key signed them; None otherwise."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(text[:128]), _DOMAIN + text[128:].encode())
        return {str(part): str(digest) for part, digest in json.loads(text[128:]).items()}
    except (InvalidSignature, ValueError, AttributeError):
        return None


def _digest(*values: Any) -> str:
    sha = hashlib.sha256()
    for value in values:
        _feed(sha.update, value, 0)
    return sha.hexdigest()


def _feed(take: Callable[[bytes], None], value: Any, depth: int) -> None:
    """The value and all that it leads to, in one order whatever the numbers of the objects."""
    if depth > _DEEPEST:
        raise ValueError("the file's objects lead in a circle")
    if isinstance(value, generic.IndirectObject):
        value = value.get_object()
    if isinstance(value, generic.DictionaryObject):
        take(b"<<")
        for name in sorted(value):
            if name not in ("/Parent", "/Length"):
                take(name.encode())
                _feed(take, value.raw_get(name), depth + 1)
        take(b">>")
        if isinstance(value, generic.StreamObject):
            take(value.encoded_data)
    elif isinstance(value, generic.ArrayObject):
        take(b"[")
        for at in range(len(value)):
            _feed(take, value.raw_get(at), depth + 1)
        take(b"]")
    else:
        take(repr(value).encode() + b" ")
