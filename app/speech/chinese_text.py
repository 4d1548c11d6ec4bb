"""What every engine's text becomes: Simplified Chinese with Chinese punctuation, character for character."""

import functools
import re

_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "：", "、": "、"})
# OpenCC leaves 著 alone, for it is a word of its own; Whisper writes the particle 着 with it.
_PARTICLE = re.compile(r"(?<![显名原编专论土卓巨合遗译])著(?![名作称书者述录])")
_HALF_WIDTH = str.maketrans("，？！；：", ",?!;:")
PUNCTUATION = frozenset("，。？！；：、…,.?!;:—～~·“”‘’\"'（）()《》〈〉【】[] 　-")


def to_simplified(text: str) -> str:
    """Simplified, one character for one; `text` itself where OpenCC would change its length."""
    simplified = _converter().convert(text)
    if len(simplified) != len(text):
        simplified = "".join(_one(character) for character in text)
    return _PARTICLE.sub("着", simplified)


def tidy(text: str) -> str:
    """Simplified with full-width punctuation; a full stop or colon within a number stays. Keeps the length."""
    text = to_simplified(text.replace("\ufffd", " "))
    text = re.sub(r"(?<![0-9A-Za-z])\.(?![0-9A-Za-z])", "。", text)
    return re.sub(r"(?<!\d)[,:]|[,:](?!\d)|[?!;]", lambda found: found[0].translate(_FULL_WIDTH), text)


def as_whisper_writes(text: str) -> str:
    """With the half-width punctuation that Whisper prefers in Chinese: a full-width comma surprises it."""
    return text.translate(_HALF_WIDTH)


def letters(text: str) -> str:
    """The characters that are spoken: no punctuation, no spaces."""
    return "".join(character for character in text if character not in PUNCTUATION)


def _one(character: str) -> str:
    simplified = _converter().convert(character)
    return simplified if len(simplified) == 1 else character


@functools.cache
def _converter():
    from opencc import OpenCC

    return OpenCC("t2s")
