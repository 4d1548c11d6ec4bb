"""What long work has heard so far, a line for each recording, so that it goes on where it was killed."""

import json
import os
from pathlib import Path
from types import TracebackType

from app.domain.errors import UserError
from app.domain.json_values import from_json, to_json
from app.domain.transcript import Transcript


class TranscriptJournal:
    """Transcripts by the SHA-256 of the recording and by what heard it. A torn last line is passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._heard: dict[tuple[str, str], Transcript] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+b")
            self._file.seek(0)
            self._read(self._file.read())
        except OSError as error:
            raise UserError(
                f"进度文件“{path}”不能写入（{error.strerror}）。", "请检查文件夹权限和磁盘空间。"
            ) from error

    def find(self, sha256: str, heard_by: str) -> Transcript | None:
        return self._heard.get((sha256, heard_by))

    def add(self, sha256: str, heard_by: str, transcript: Transcript) -> None:
        """Keep a transcript; on disk when this returns."""
        line = json.dumps([sha256, heard_by, to_json(transcript)], ensure_ascii=False)
        try:
            self._file.write(line.encode("utf-8") + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise UserError(
                f"进度文件“{self._path}”写不进去（{error.strerror}）。", "请清理磁盘空间后再运行。"
            ) from error
        self._heard[sha256, heard_by] = transcript

    def __enter__(self) -> "TranscriptJournal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def _read(self, data: bytes) -> None:
        for line in data.splitlines():
            try:
                sha256, heard_by, transcript = json.loads(line)
                self._heard[sha256, heard_by] = from_json(transcript, Transcript)
            except (ValueError, TypeError):
                continue  # torn by a kill; it is heard once more
        if data and not data.endswith(b"\n"):
            self._file.write(b"\n")
