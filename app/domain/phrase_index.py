"""A lexicon made ready for matching: every pattern parsed, and found by the sounds that stand side by side."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from app.domain.heard import Heard
from app.domain.lexicon import Lexicon, Phrase
from app.domain.patterns import Pattern, PatternError, Vocabulary, parse

# A window reaches this far beyond a pattern's own length: characters may have been inserted.
_SLACK = 3


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a phrase."""

    phrase: Phrase
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Context:
    """The rules of context of one phrase, parsed."""

    before: tuple[Pattern, ...]
    after: tuple[Pattern, ...]
    near: tuple[Pattern, ...]
    only: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """`by_pair` and `by_single` list the forms (by number) in which a sound or two neighbours occur."""

    forms: tuple[Form, ...]
    contexts: dict[str, Context]
    quoted_before: tuple[Pattern, ...]
    quoted_after: tuple[Pattern, ...]
    by_pair: dict[tuple[str, str], tuple[int, ...]]
    by_single: dict[str, tuple[int, ...]]

    def windows(self, heard: Heard) -> dict[int, list[tuple[int, int]]]:
        """For each form that may have been said, the stretches of units worth a closer look."""
        places: dict[int, list[int]] = defaultdict(list)
        before: tuple[str, ...] = ()
        for at, classes in enumerate(heard.classes):
            for pair in product(before, classes):
                for number in self.by_pair.get(pair, ()):
                    places[number].append(at)
            for single in classes:
                for number in self.by_single.get(single, ()):
                    places[number].append(at)
            before = classes
        return {
            number: found
            for number, ats in places.items()
            if (found := _merged(ats, self.forms[number].pattern, len(heard)))
        }


def _merged(ats: list[int], pattern: Pattern, length: int) -> list[tuple[int, int]]:
    """Stretches around places close to each other that hold as many pairs as the phrase must show."""
    reach = pattern.span + _SLACK
    # One character heard quite differently spoils two pairs; short phrases allow none such.
    needed = max(1, pattern.fewest_pairs - (2 if pattern.shortest >= _ROBUST else 0))
    windows: list[tuple[int, int]] = []
    begin = 0
    for i, at in enumerate(ats):
        if i + 1 < len(ats) and ats[i + 1] - at <= reach:
            continue
        if len(set(ats[begin : i + 1])) >= needed:
            windows.append((max(0, ats[begin] - reach), min(length, at + reach)))
        begin = i + 1
    return windows


# From this length on a phrase may hold one character that was heard quite differently.
_ROBUST = 4


def vocabulary(lexicon: Lexicon) -> Vocabulary:
    return Vocabulary(
        {group.name: group.words for group in lexicon.word_lists},
        {slot.name: (slot.least, slot.most) for slot in lexicon.slots},
    )


@lru_cache(maxsize=4)
def index(lexicon: Lexicon) -> PhraseIndex:
    """Kept for the last few lexicons. PatternError for a pattern that cannot be understood."""
    words = vocabulary(lexicon)
    parsed: dict[str, Pattern] = {}

    def read(texts: tuple[str, ...]) -> tuple[Pattern, ...]:
        for text in texts:
            if text not in parsed:
                parsed[text] = parse(text, words)
        return tuple(parsed[text] for text in texts)

    forms: list[Form] = []
    contexts: dict[str, Context] = {}
    for phrase in lexicon.phrases:
        try:
            forms.extend(Form(phrase, pattern) for pattern in read((phrase.say, *phrase.variants)))
            rules = (phrase.unless_before, phrase.unless_after, phrase.unless_near, phrase.only_near)
            if any(rules):
                contexts[phrase.id] = Context(*map(read, rules))
        except PatternError as error:
            raise PatternError(f"{phrase.source or phrase.id}：{error}") from error
    by_pair: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_single: dict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        for pair in form.pattern.pairs:
            by_pair[pair].append(number)
        for single in form.pattern.singles:
            by_single[single].append(number)
    return PhraseIndex(
        tuple(forms),
        contexts,
        read(lexicon.quotation.before),
        read(lexicon.quotation.after),
        {pair: tuple(numbers) for pair, numbers in by_pair.items()},
        {single: tuple(numbers) for single, numbers in by_single.items()},
    )
