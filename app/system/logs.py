"""One log file for what went wrong unexpectedly; people see a sentence, the file keeps the trace."""

import logging
from pathlib import Path


def start_log(path: Path) -> None:
    """Log warnings and worse to `path` (1 MB, three old ones kept). A place that cannot be written is no
    reason not to start: then the log goes to standard error.
    """
    handler = _FirstNeeded(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(handler)


class _FirstNeeded(logging.Handler):
    """Opens the file, and loads what turns it over, when there is something to write: mostly there is nothing."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _open(self._path)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)


def _open(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        return logging.StreamHandler()
