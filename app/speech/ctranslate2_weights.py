"""Reads the weights of a CTranslate2 model file (format: `ctranslate2/specs/model_spec.py`, version 6)."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import Progress, UserError, no_progress

if TYPE_CHECKING:
    import numpy as np

# CTranslate2's DataType enumeration; 5 is bfloat16, for which numpy has no type.
_NUMPY_TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", 4: "<f2"}
_BYTES = {0: 4, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2}


@dataclass(frozen=True, slots=True)
class Variable:
    """Where one array lies in the file: shape, element type and offset in bytes."""

    shape: tuple[int, ...]
    type: int
    offset: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Weights:
    """A table of contents; arrays are read one at a time, so that a checkpoint can be rebuilt in little memory."""

    path: Path
    variables: dict[str, Variable]

    @classmethod
    def read(cls, path: Path, on_progress: Progress = no_progress) -> "Weights":
        """Raises UserError if the file is no whole Whisper model."""
        damaged = UserError(f"“{path.name}”不是完好的 CTranslate2 Whisper 模型文件。", "请重新拷贝完整的模型文件夹。")
        try:
            with open(path, "rb") as file:
                version = _number(file, "I")
                if version < 3 or version > 6 or _string(file) != "WhisperSpec":
                    raise damaged
                _number(file, "I")
                variables = {}
                for _ in range(_number(file, "I")):
                    on_progress(None, "正在检查模型")
                    name, variable = _variable(file)
                    variables[name] = variable
                if any(v.offset + v.bytes > path.stat().st_size for v in variables.values()):
                    raise damaged
        except (struct.error, UnicodeDecodeError, KeyError):
            raise damaged from None
        return cls(path, variables)

    def array(self, name: str) -> "np.ndarray":
        """One array in float32; int8 weights are multiplied out with their scale."""
        import numpy as np

        variable = self.variables[name]
        if variable.type not in _NUMPY_TYPES:
            raise UserError(f"“{self.path.name}”用了 bfloat16，无法转换。", "请使用 float32、float16 或 int8 的模型。")
        with open(self.path, "rb") as file:
            file.seek(variable.offset)
            data = np.frombuffer(file.read(variable.bytes), _NUMPY_TYPES[variable.type])
        values = data.astype(np.float32).reshape(variable.shape)
        if f"{name}_scale" in self.variables:
            scale = self.array(f"{name}_scale")
            values = values / scale.reshape(scale.shape + (1,) * (values.ndim - scale.ndim))
        return values


def _number(file: BinaryIO, format: str) -> int:
    return struct.unpack(f"<{format}", file.read(struct.calcsize(format)))[0]


def _string(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode("utf-8")


def _variable(file: BinaryIO) -> tuple[str, Variable]:
    name = _string(file)
    shape = tuple(_number(file, "I") for _ in range(_number(file, "B")))
    type = _number(file, "B")
    length = _number(file, "I")
    expected = _BYTES[type]
    for size in shape:
        expected *= size
    if expected != length:
        raise struct.error(f"{name}: {length} bytes for shape {shape}")
    variable = Variable(shape, type, file.tell(), length)
    file.seek(length, 1)
    return name, variable
