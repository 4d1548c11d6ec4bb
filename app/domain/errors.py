"""The two exceptions that carry meaning to a person: a problem they can act on, and their own cancel."""

from collections.abc import Callable


class UserError(Exception):
    """A problem that is shown to the person as it stands.

    `message` is one plain Chinese sentence that says what is wrong (and names the file and line where
    there is one); `remedy` is one that says what to do. Anything that is not a UserError is a defect of
    ours: it is logged with its trace and shown as unexpected.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}{self.remedy}"


class Cancelled(Exception):
    """The person cancelled. Raised by a `Progress` callback, so that reporting is also asking."""


# (share done from 0 to 1, or None where nobody can know; a few Chinese words). May raise Cancelled.
Progress = Callable[[float | None, str], None]


def no_progress(share: float | None, words: str) -> None:
    """A `Progress` for callers whom nobody watches."""
