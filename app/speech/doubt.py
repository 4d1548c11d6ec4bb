"""When a reading should be tried again: Whisper going round in circles, or hardly believing itself."""

import zlib

from app.speech.chinese_text import letters
from app.speech.engine import Reading

_UNSURE = -0.9
# Nobody says twelve characters a second, and speech compresses to no less than half.
_MOST_A_SECOND = 12.0
_MOST_COMPRESSED = 2.2


def doubtful(reading: Reading, seconds: float) -> bool:
    """Whether `reading`, of a phrase of `seconds`, is worth a second, slower attempt."""
    return reading.confidence < _UNSURE or _loops(reading.text, seconds)


def better(first: Reading, second: Reading, seconds: float) -> Reading:
    """The one without loops, else the one the model believes more."""
    return max(first, second, key=lambda each: (not _loops(each.text, seconds), each.confidence))


def _loops(text: str, seconds: float) -> bool:
    data = text.encode("utf-8")
    compressed = len(data) / len(zlib.compress(data)) if data else 0.0
    return compressed > _MOST_COMPRESSED or len(letters(text)) / max(seconds, 0.5) > _MOST_A_SECOND or _stutters(text)


def _stutters(text: str) -> bool:
    """Whether some stretch of one to six characters comes four times running."""
    text = letters(text)
    return any(
        text[i : i + size] * 4 == text[i : i + 4 * size]
        for size in range(1, 7)
        for i in range(len(text) - 4 * size + 1)
    )
