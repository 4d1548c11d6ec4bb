"""From Whisper's tokens to words with times: characters, with punctuation attached behind."""

from collections.abc import Callable, Sequence

from app.domain.transcript import Word
from app.speech.chinese_text import PUNCTUATION, tidy


def split_tokens(tokens: Sequence[int], decode: Callable[[Sequence[int]], str]) -> list[tuple[str, list[int]]]:
    """Tokens grouped so that each group writes whole characters: rare characters take two or three tokens."""
    groups: list[tuple[str, list[int]]] = []
    group: list[int] = []
    for token in tokens:
        group.append(token)
        text = decode(group)
        # More than three tokens without a character are broken bytes: they stay as they are.
        if "\ufffd" not in text or len(group) > 3:
            groups.append((text, group))
            group = []
    if group:
        groups.append((decode(group), group))
    return groups


def words_of(
    groups: Sequence[tuple[str, list[int]]],
    starts: Sequence[float],
    ends: Sequence[float],
    probabilities: Sequence[float],
) -> tuple[Word, ...]:
    """Words in tidy Chinese. `starts`, `ends` in seconds and `probabilities` are given token by token."""
    raw, first = [], 0
    for text, group in groups:
        last = first + len(group)
        mean = sum(probabilities[first:last]) / len(group)
        raw.append([text, starts[first], ends[last - 1], mean])
        first = last
    joined = tidy("".join(text for text, *_ in raw))
    words: list[Word] = []
    lead = ""
    position = 0
    for text, start, end, probability in raw:
        text, position = joined[position : position + len(text)], position + len(text)
        if all(character in PUNCTUATION for character in text):
            if words:
                words[-1] = Word(words[-1].text + text, words[-1].start, words[-1].end, words[-1].probability)
            else:
                lead += text.strip()
            continue
        words.append(Word(lead + text if lead else text, start, end, probability))
        lead = ""
    if words:
        words[0] = Word(words[0].text.lstrip(), words[0].start, words[0].end, words[0].probability)
        words[-1] = Word(words[-1].text.rstrip(), words[-1].start, words[-1].end, words[-1].probability)
    return tuple(words)
