"""In which order options, steps and rights are shown: shuffled by the seed, the same on every machine."""

import re

from app.domain.answers import rights
from app.domain.paper import rank
from app.domain.questions import Match, Multiple, Order, PartBody, Question, Single

# "以上都对" speaks of what stands above it; "A和B都对" names its neighbours by their letters.
_SUMS_UP = re.compile(r"^(以上|上述|前面).{0,6}(都|均|全|皆)|^(都|均|全)(不)?(对|是|正确)")
_NAMES_LETTERS = re.compile(r"(?<![A-Za-z])[A-H]\s*(?:[和与及、或,，]\s*[A-H]|项|选项)(?![A-Za-z])")


def arrange(question: Question, part: int, body: PartBody, seed: int, version: str, shuffle: bool) -> tuple[int, ...]:
    """The places of options, steps or rights in the order they are shown; () where nothing is arranged.

    Steps are never shown in the right order, and rights are always mixed: `shuffle` is about options only.
    Options that sum up the others stay last; a question whose options name each other's letters stays as it is.
    """
    salt = (seed, version, question.id, part)
    match body:
        case Single(options) | Multiple(options):
            places = range(len(options))
            if not shuffle or any(_NAMES_LETTERS.search(option.text) for option in options):
                return tuple(places)
            return tuple(
                sorted(places, key=lambda i: (bool(_SUMS_UP.search(options[i].text)), rank(*salt, options[i].text, i)))
            )
        case Order(steps):
            found = sorted(range(len(steps)), key=lambda i: rank(*salt, steps[i]))
            if found == sorted(found):
                found = found[1:] + found[:1]
            return tuple(found)
        case Match():
            known = rights(body)
            return tuple(sorted(range(len(known)), key=lambda i: rank(*salt, known[i])))
    return ()


def letter(place: int) -> str:
    """How the place in the shown order is called: A, B, …"""
    return chr(ord("A") + place)
