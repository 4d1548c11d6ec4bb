"""Take a picture into the bank, under a name that no other picture has."""

import hashlib
from pathlib import Path

from app.content.bank.imported import MOST_PICTURE_BYTES
from app.content.bank.rich_text import PICTURE_ENDINGS, looks_like_picture, picture_name
from app.content.bank.text_encoding import read_bytes
from app.domain.errors import UserError
from app.services.bank import PICTURES, BankDesk


def take_picture(bank: BankDesk, path: Path) -> str:
    """The name that `path` got under question_bank/pictures/. UserError where it is no picture or too large."""
    content = read_bytes(path, MOST_PICTURE_BYTES)
    name = picture_name(path.name)
    if not name or not looks_like_picture(content):
        raise UserError(f"{path.name} 不是可以使用的图片。", f"请选择这些格式的图片：{'、'.join(PICTURE_ENDINGS)}。")
    there = bank.picture_content(name)
    if there == content:
        return name
    if there is not None:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[:80]}-{hashlib.sha256(content).hexdigest()[:8]}{dot}{ending}"
    if bank.picture_content(name) is None:
        bank.apply({}, {}, {f"{PICTURES}/{name}": content})
    return name
