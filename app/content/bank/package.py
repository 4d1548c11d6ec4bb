"""A zip from a stranger, read in memory: its sizes, names and entries judged before anything is unpacked."""

import io
import posixpath
import zipfile
import zlib

from app.content.bank.imported import MOST_BYTES, MOST_ENTRIES, MOST_UNPACKED_BYTES
from app.domain.errors import UserError


class Package:
    """The entries of a zip. UserError where it is none, is damaged, leads outside itself, or is a bomb."""

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        if len(content) > MOST_BYTES:
            raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请拆成几个文件再导入。")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            NotImplementedError,
            UnicodeDecodeError,
        ) as problem:
            raise UserError(f"{name} 不是完整的压缩包，或者已经损坏。", "请用原来的系统重新导出。") from problem
        if len(entries) > MOST_ENTRIES:
            raise UserError(
                f"{name} 里有 {len(entries)} 个文件，超过了上限 {MOST_ENTRIES} 个。", "请拆成几个包再导入。"
            )
        # zipfile never yields more bytes than an entry declares, so that what is declared may be relied on.
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MOST_UNPACKED_BYTES:
            raise UserError(
                f"{name} 解开后有 {unpacked / 1e6:.0f} MB，超过了上限 {MOST_UNPACKED_BYTES // 10**6} MB。",
                "这可能是恶意制作的压缩包；确实需要时请拆成几个包。",
            )
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            path = entry.filename.replace("\\", "/")
            if path.startswith("/") or ".." in path.split("/") or ":" in path.split("/")[0]:
                raise UserError(
                    f"{name} 里有指向包外的文件“{entry.filename}”。", "为安全起见没有读取；请向提供者索取正常导出的包。"
                )
            self._entries[posixpath.normpath(path)] = entry

    def names(self) -> list[str]:
        return list(self._entries)

    def read(self, path: str, limit: int) -> bytes | None:
        """An entry's content; None where there is no such entry, it is larger than `limit`, or damaged."""
        entry = self._entries.get(posixpath.normpath(path))
        if entry is None or entry.file_size > limit:
            return None
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            return None
