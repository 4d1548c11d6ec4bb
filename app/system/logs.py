"""One log file for what went wrong unexpectedly; people see a sentence, the file keeps the trace."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


def start_log(path: Path) -> None:
    """Log warnings and worse to `path` (1 MB, three old ones kept). A place that cannot be written is no
    reason not to start: then the log goes to standard error.
    """
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.addHandler(handler)
