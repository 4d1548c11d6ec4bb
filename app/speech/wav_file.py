"""WAV files that grow while somebody speaks and stay readable when the process is killed."""

import io
import os
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.domain.errors import UserError

SAMPLE_RATE = 16000

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_BYTES_A_SECOND = 2 * SAMPLE_RATE
# The header is brought up to date this often, so that a killed process loses less than a second even
# for programs that believe the header; `load` and `repair` look at the file's length and lose nothing.
_HEADER_EVERY = _BYTES_A_SECOND // 2


def _header(data_bytes: int) -> bytes:
    return _HEADER.pack(
        b"RIFF", 36 + data_bytes, b"WAVE", b"fmt ", 16, 1, 1, SAMPLE_RATE, _BYTES_A_SECOND, 2, 16, b"data", data_bytes
    )


class RecordingWriter:
    """Writes 16 kHz mono 16-bit WAV as the samples arrive.

    After a kill, or a UserError because the disk is full, the file is a valid recording of what came before.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._written = self._stated = 0
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self.path, "wb", buffering=0)  # noqa: SIM115 - closed by close()
            self._put(_header(0))
        except OSError as error:
            raise self._failed(error) from error

    @property
    def seconds(self) -> float:
        return self._written / _BYTES_A_SECOND

    def write(self, samples: np.ndarray) -> None:
        """Append float32 samples within ±1. Raises UserError when the disk takes no more."""
        data = np.clip(np.round(np.asarray(samples) * 32768), -32768, 32767).astype("<i2").tobytes()
        try:
            self._put(data)
        except OSError as error:
            self._written = max(0, (os.fstat(self._file.fileno()).st_size - _HEADER.size) // 2 * 2)
            self._state()
            raise self._failed(error) from error
        self._written += len(data)
        if self._written - self._stated >= _HEADER_EVERY:
            self._state()

    def close(self) -> Path:
        """Finish the header and hand the file to the disk. Closing twice is fine."""
        if not self._file.closed:
            try:
                self._state()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise self._failed(error) from error
            finally:
                self._file.close()
        return self.path

    def _put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]

    def _state(self) -> None:
        # The data is in the file before the header claims it: a header is never ahead, only behind.
        self._file.seek(0)
        self._put(_header(self._written))
        self._file.seek(_HEADER.size + self._written)
        self._stated = self._written

    def _failed(self, error: OSError) -> UserError:
        return UserError(
            f"无法写入录音文件“{self.path.name}”：{error.strerror}。",
            "请清理磁盘空间或检查文件夹权限；已经录下的部分已保留。",
        )


def repair(path: Path) -> bool:
    """Bring the header of one of our own recordings in line with its length, in place; True if it was wrong."""
    path = Path(path)
    with open(path, "r+b") as file:
        stated = _own_data_bytes(file.read(_HEADER.size))
        if stated is None:
            return False
        there = max(0, (path.stat().st_size - _HEADER.size) // 2 * 2)
        if stated == there:
            return False
        file.seek(0)
        file.write(_header(there))
        os.fsync(file.fileno())
    return True


def open_sound(path: Path) -> BinaryIO:
    """The file opened for decoding; the header of a WAV that a kill left behind is put right in memory.

    Raises UserError for a WAV that is cut short: ffmpeg reads such a file without a word.
    """
    size = path.stat().st_size
    try:
        file = open(path, "rb")  # noqa: SIM115 - handed to the caller
    except OSError as error:
        raise UserError(f"打不开录音文件“{path.name}”：{error.strerror}。", "请检查文件的读取权限。") from None
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        file.seek(0)
        return file
    file.seek(0)
    stated = _own_data_bytes(file.read(_HEADER.size))
    if stated is not None and stated < size - _HEADER.size:
        data = file.read()
        file.close()
        data = data[: len(data) // 2 * 2]
        return io.BytesIO(_header(len(data)) + data)
    missing = _missing_bytes(file, size)
    if missing:
        file.close()
        raise UserError(
            f"录音文件“{path.name}”不完整：比文件头说明的少了 {missing} 字节。", "请重新拷贝完整的文件，或重新录音。"
        )
    file.seek(0)
    return file


def _own_data_bytes(head: bytes) -> int | None:
    """How much data the header of a file in our own layout states; None for any other layout.

    Bytes beyond the end of the RIFF are data only in files we wrote ourselves: elsewhere they may be tags.
    """
    if len(head) < _HEADER.size:
        return None
    stated = _HEADER.unpack(head)[-1]
    return stated if head == _header(stated) else None


def _missing_bytes(file: BinaryIO, size: int) -> int:
    """How many bytes of the data chunk the file lacks. Lengths of 0 and 0xFFFFFFFF mean a stream: up to the end."""
    position = 12
    while position + 8 <= size:
        file.seek(position)
        name, length = struct.unpack("<4sI", file.read(8))
        if name == b"data":
            return max(0, position + 8 + length - size) if length != 0xFFFFFFFF else 0
        position += 8 + length + length % 2
    return 0
