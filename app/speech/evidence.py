"""What was decoded is believed only where somebody spoke: Whisper writes sentences over noise."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.transcript import Span, Word
from app.speech.chinese_text import letters
from app.speech.engine import Reading

# The quickest speakers reach nine characters a second; three in the shortest of words.
_MOST_A_SECOND = 12.0
# A word may be heard this far from where the detector saw speech.
_REACH = 0.4
# The detector judges 32 ms at a time; a word's sound begins up to this much before it is sure.
_EDGE = 0.06

# Below the first the detector only suspects speech; then the model must not think, by the second, that nobody
# speaks. Measured: faint speech over the telephone 0.05 to 0.35, noises that the detector suspects 0.55 and more.
_SURE = 0.6
_NOBODY = 0.5

# Sentences from the subtitles Whisper was trained on, which nobody says at a service window. 谢谢观看 is
# listed, 谢谢 is not: people do say it.
_SUBTITLES = re.compile(
    r"字幕由|字幕[组組]|字幕志愿者|[由為为].{0,8}提供字幕|请不吝|點讚|点赞.{0,6}订阅|订阅.{0,4}(频道|转发|打赏)|转发.{0,2}打赏"
    r"|明镜与点点|明鏡與點點|谢谢(您的|大家的?)?(观看|收看|收听)|感谢(您的|大家的?)?(观看|收看|收听)|Amara|优优独播|YoYo|作词|作曲|编曲|李宗盛"
    r"|中文字幕|本期视频|下期再见|下集再见"
)

# What Whisper writes for machines that hum: nobody answers a citizen with it.
_HUM = re.compile(r"([呜嗡嘟滴嘀哔叮咚轰哗噗哼])\1+")


def supported(reading: Reading, activity: Sequence[Span], surest: float) -> Reading:
    """The reading without what the activity does not support. Times of both count from the same beginning.

    `surest` is the detector's highest probability of speech in the phrase.
    """
    spoken = sum(span.end - span.start for span in activity)
    text = letters(reading.text)
    if not text or spoken <= 0:
        return replace(reading, words=(), others=())
    if len(text) > 3 + _MOST_A_SECOND * spoken:
        return replace(reading, words=(), others=())
    if reading.no_speech > 0.6 and reading.confidence < -1.0:
        return replace(reading, words=(), others=())
    if surest < _SURE and reading.no_speech > _NOBODY:
        return replace(reading, words=(), others=())
    if _HUM.fullmatch(text):
        return replace(reading, words=(), others=())
    words = _without_subtitles(reading)
    kept = tuple(_snapped(word, activity) for word in words if any(_near(word, span) for span in activity))
    return replace(reading, words=kept, others=reading.others if kept else ())


def _without_subtitles(reading: Reading) -> tuple[Word, ...]:
    """The sentences that hold no subtitle phrase."""
    sentences: list[list[Word]] = [[]]
    for word in reading.words:
        sentences[-1].append(word)
        if word.text[-1:] in "。？！":
            sentences.append([])
    return tuple(
        word for sentence in sentences if not _SUBTITLES.search("".join(w.text for w in sentence)) for word in sentence
    )


def _snapped(word: Word, activity: Sequence[Span]) -> Word:
    """The word without the silence that the attention adds before the first sound and after the last of a span."""
    start, end = word.start, word.end
    for span in activity:
        if start < span.start - _EDGE and span.start < end < span.end + _EDGE:
            start = span.start - _EDGE
        if end > span.end + _EDGE and span.start - _EDGE < start < span.end:
            end = span.end + _EDGE
    return replace(word, start=round(start, 3), end=round(max(end, start), 3))


def _near(word: Word, span: Span) -> bool:
    return word.start <= span.end + _REACH and word.end >= span.start - _REACH
