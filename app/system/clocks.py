"""The clocks of the machine: one that nobody can set, for exams, and the wall clock beside it."""

import sys
import time
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def since_boot() -> float:
    """Seconds since the machine was started, sleep included; the same for all programs until it is restarted.

    Python's own monotonic clock counts sleep on Windows but not on Linux and macOS, where another one does.
    """
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()


def boot() -> str:
    """Which boot this is, "" where the system does not say."""
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return ""


def wall() -> float:
    """Unix time, as somebody may have set it."""
    return time.time()
