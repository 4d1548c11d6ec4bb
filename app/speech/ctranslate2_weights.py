"""The weights of a CTranslate2 Whisper model, read and written (format: `ctranslate2/specs/model_spec.py`, version 6)."""

import mmap
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import UserError

if TYPE_CHECKING:
    import numpy as np

# CTranslate2's DataType enumeration; 5 is bfloat16, for which numpy has no type.
_NUMPY_TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_BYTES = {0: 4, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2}


@dataclass(frozen=True, slots=True)
class Variable:
    """One array: its shape, element type as CTranslate2 numbers it, and bytes."""

    shape: tuple[int, ...]
    type: int
    data: memoryview

    def rows(self, numbers: "np.ndarray") -> "Variable":
        """The same array with only these rows."""
        import numpy as np

        count = self.shape[0]
        rows = np.frombuffer(self.data, np.uint8).reshape(count, -1)[numbers]
        return Variable((len(numbers), *self.shape[1:]), self.type, memoryview(rows.tobytes()))


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of contents over the bytes of `model.bin`; nothing is copied until an array is asked for."""

    name: str
    version: int
    revision: int
    variables: Mapping[str, Variable]
    aliases: Mapping[str, str]

    @classmethod
    def open(cls, path: Path) -> "Weights":
        """Raises UserError if the file is no whole Whisper model."""
        try:
            with open(path, "rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise UserError(f"模型文件“{path.name}”读不出来：{error}。", "请重新拷贝完整的模型文件夹。") from None
        return cls.parse(memoryview(data), path.name)

    @classmethod
    def parse(cls, data: memoryview, name: str = "model.bin") -> "Weights":
        """Raises UserError if the bytes are no whole Whisper model."""
        damaged = UserError(f"“{name}”不是完好的 CTranslate2 Whisper 模型文件。", "请重新拷贝完整的模型文件夹。")
        reader = _Reader(data)
        try:
            version = reader.number("I")
            if not 3 <= version <= 6 or reader.text() != "WhisperSpec":
                raise damaged
            revision = reader.number("I")
            variables = dict(reader.variable() for _ in range(reader.number("I")))
            aliases = {reader.text(): reader.text() for _ in range(reader.number("I"))}
        except (struct.error, UnicodeDecodeError, KeyError):
            raise damaged from None
        return cls(name, version, revision, variables, aliases)

    def array(self, name: str) -> "np.ndarray":
        """One array in float32; int8 weights are multiplied out with their scale."""
        import numpy as np

        variable = self.variables[name]
        if variable.type not in _NUMPY_TYPES:
            raise UserError(f"“{self.name}”用了 bfloat16，无法转换。", "请使用 float32、float16 或 int8 的模型。")
        values = np.frombuffer(variable.data, _NUMPY_TYPES[variable.type]).astype(np.float32).reshape(variable.shape)
        if f"{name}_scale" in self.variables:
            scale = self.array(f"{name}_scale")
            values = values / scale.reshape(scale.shape + (1,) * (values.ndim - scale.ndim))
        return values

    def written(self, wanted: Callable[[str], bool], instead: Mapping[str, Variable]) -> bytes:
        """A model file of the wanted variables, some of them replaced."""
        variables = {name: instead.get(name, variable) for name, variable in self.variables.items() if wanted(name)}
        parts: list[bytes | memoryview] = [struct.pack("<I", self.version), _text("WhisperSpec")]
        parts.append(struct.pack("<II", self.revision, len(variables)))
        for name, variable in variables.items():
            rank = len(variable.shape)
            parts.append(_text(name) + struct.pack(f"<B{rank}I", rank, *variable.shape))
            parts += [struct.pack("<BI", variable.type, len(variable.data)), variable.data]
        aliases = {alias: name for alias, name in self.aliases.items() if name in variables}
        parts.append(struct.pack("<I", len(aliases)))
        parts += [_text(alias) + _text(name) for alias, name in aliases.items()]
        return b"".join(parts)


class _Reader:
    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._position = 0

    def number(self, format: str) -> int:
        value = struct.unpack_from(f"<{format}", self._data, self._position)[0]
        self._position += struct.calcsize(f"<{format}")
        return value

    def text(self) -> str:
        return bytes(self._bytes(self.number("H")))[:-1].decode("utf-8")

    def variable(self) -> tuple[str, Variable]:
        name = self.text()
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        type = self.number("B")
        length = self.number("I")
        expected = _BYTES[type]
        for size in shape:
            expected *= size
        if expected != length:
            raise struct.error(f"{name}: {length} bytes for shape {shape}")
        return name, Variable(shape, type, self._bytes(length))

    def _bytes(self, length: int) -> memoryview:
        if self._position + length > len(self._data):
            raise struct.error("cut short")
        self._position += length
        return self._data[self._position - length : self._position]


def _text(text: str) -> bytes:
    data = text.encode("utf-8") + b"\0"
    return struct.pack("<H", len(data)) + data
