"""Text files as offices have them: UTF-8 with or without a mark, UTF-16 with one, or GB18030."""

from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import UserError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class DecodedText:
    """`text` with the file's own line ends; `encoding` writes it back as it came."""

    text: str
    encoding: str


def decode_text(content: bytes, name: str) -> DecodedText:
    """UserError naming the file where it is no text in any of these encodings.

    GBK and GB2312 are subsets of GB18030. UTF-8 is tried first: Chinese text in GB18030 is practically
    never valid UTF-8, while nearly everything is valid GB18030.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content, encoding, name)
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode(content, "gb18030", name)


def _decode(content: bytes, encoding: str, name: str) -> DecodedText:
    try:
        return DecodedText(content.decode(encoding), encoding)
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise UserError(
            f"{name} 第 {line} 行有无法识别的文字，文件编码不是 UTF-8 或 GB18030，或者文件已损坏。",
            "请用原来的软件打开，另存为 UTF-8 编码后再试。",
        ) from problem


def read_bytes(path: Path, limit: int) -> bytes:
    """The whole file. UserError where it is missing, unreadable or larger than `limit` bytes."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise UserError(
                f"{path.name} 有 {size / 1e6:.0f} MB，超过了上限 {limit / 1e6:.0f} MB。", "请拆成几个文件再试。"
            )
        return path.read_bytes()
    except OSError as problem:
        raise UserError(
            f"{path} 读不出来（{problem.strerror or problem}）。", "请检查文件是否存在、是否有权限读取。"
        ) from problem
