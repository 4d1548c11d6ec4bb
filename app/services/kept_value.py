"""What was read from files, kept until one of them changes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

Value = TypeVar("Value")
Stamp = tuple[tuple[str, int, int], ...]


class Kept(Generic[Value]):
    """A value read from files, kept until one of them is added, removed or changed."""

    def __init__(self, read: Callable[[], Value], files: Callable[[], Iterable[Path]]) -> None:
        self._read, self._files = read, files
        self._stamp: Stamp | None = None
        self._value: Value

    def get(self) -> Value:
        stamp = tuple(_stamp(path) for path in sorted(self._files()))
        if stamp != self._stamp:
            self._value = self._read()
            self._stamp = stamp
        return self._value


def _stamp(path: Path) -> tuple[str, int, int]:
    try:
        state = path.stat()
    except FileNotFoundError:
        return str(path), 0, 0
    return str(path), state.st_mtime_ns, state.st_size
