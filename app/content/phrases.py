"""question_bank/phrases/ as a lexicon: files a trainer edits, checked line by line.

Layout: words.yaml (slots and lists of words), quotation.yaml, polite/*.yaml and forbidden/*.yaml, one
file a category; and overlays/, what province, city, county and unit say otherwise (app/content/overlays.py).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from app.content.overlays import overlay_files, read_overlay, read_word_lists
from app.content.phrase_entries import CATEGORIES, chosen, read_entries
from app.content.yaml_text import check_keys, key_line, problem, read_mapping, read_text, texts_of
from app.domain.errors import UserError
from app.domain.lexicon import Kind, Lexicon, Phrase, Quotation, Slot, WordList
from app.domain.lexicon_layers import RULES_OF_CONTEXT, Change, Layer, Level, LexiconEntry, stacked, widened
from app.domain.patterns import PatternError, Vocabulary, parse
from app.domain.phrase_index import vocabulary

WORDS, QUOTATION = "words.yaml", "quotation.yaml"
_HOW_TO_WRITE = "请改正这一条；写法说明在 question_bank/phrases/words.yaml 的开头。"
_Problems = tuple[UserError, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """`lexicon` is what is in force, `entries` every phrase, off or on; `problems` all that is wrong with the
    files, file by file and from top to bottom. Where there are any, what they are about is left out.
    """

    lexicon: Lexicon
    entries: tuple[LexiconEntry, ...]
    problems: _Problems


def load_lexicon(folder: Path, with_overlays: bool = True) -> Lexicon:
    """The phrases in force. UserError names the file, the line and the remedy of the first thing that is wrong."""
    reading = read_lexicon(folder, with_overlays)
    if reading.problems:
        raise first_of(reading.problems)
    return reading.lexicon


def first_of(problems: _Problems) -> UserError:
    """The first problem as an error of its own, which says how many there are."""
    first, *others = problems
    more = f"（用语库里另有 {len(others)} 处要改，见 python -m app lexicon check。）" if others else ""
    return UserError(first.message, first.remedy + more)


def read_lexicon(folder: Path, with_overlays: bool = True, instead: Mapping[Path, str] | None = None) -> Reading:
    """Everything that the files hold, and everything that is wrong with them.

    `instead` gives texts that are to be read in place of files, so that a change can be judged before it is written.
    """
    problems: list[UserError] = []
    slots, lists = _tried(_read_words, folder / WORDS, problems) or ((), ())
    quotation = _tried(_read_quotation, folder / QUOTATION, problems) or Quotation()
    shipped: list[Change] = []
    for path in phrase_files(folder):
        changes, wrong = _tried(_shipped_entries, path, problems) or ((), ())
        shipped += changes
        problems += wrong
    layers = [Layer("", Level.SHIPPED, tuple(shipped))]
    texts = dict(instead or {})
    for path in sorted({*overlay_files(folder), *texts}) if with_overlays else ():
        try:
            layer, wrong = read_overlay(texts[path] if path in texts else read_text(path), path)
        except UserError as error:
            problems.append(error)
            continue
        layers.append(layer)
        problems += wrong
    entries, wrong = stacked(layers)
    problems += wrong
    lists = widened(lists, layers)
    sound, wrong = _sound(entries, slots, lists, quotation, folder / QUOTATION)
    problems += wrong
    if not entries and not problems:
        problems.append(UserError(f"用语库“{folder}”里没有用语。", "请检查 polite 和 forbidden 两个文件夹是否还在。"))
    lexicon = Lexicon("", tuple(entry.phrase for entry in sound if entry.on), slots, lists, quotation)
    return Reading(replace(lexicon, version=version_of(lexicon)), entries, tuple(problems))


def check_phrase(phrase: Phrase, lexicon: Lexicon, where: str) -> None:
    """UserError where one of the phrase's patterns cannot be understood; `where` says whose pattern it is."""
    if faults := _patterns(lexicon.slots, lexicon.word_lists).faults(_texts(phrase), where):
        raise faults[0]


def phrase_files(folder: Path) -> tuple[Path, ...]:
    """The shipped files with entries, polite first."""
    return tuple(path for kind in Kind for path in sorted((folder / kind.value).glob("*.yaml")))


def version_of(lexicon: Lexicon) -> str:
    """How many phrases, and their content: the same words give the same version on every machine, whenever the
    files were written; anything that can change a score gives another.
    """
    content = [
        {key: value for key, value in asdict(phrase).items() if key not in ("source", "note")}
        for phrase in lexicon.phrases
    ]
    words = [[group.name, group.words] for group in lexicon.word_lists]
    whole = [content, [asdict(slot) for slot in lexicon.slots], words]
    text = json.dumps([whole, asdict(lexicon.quotation)], ensure_ascii=False, sort_keys=True, default=lambda e: e.value)
    return f"{len(lexicon.phrases)}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _tried(read, path: Path, problems: list[UserError]):  # type: ignore[no-untyped-def]
    """What `read` makes of a file, None where there is none or nothing can be made of it."""
    try:
        return read(path) if path.exists() else None
    except UserError as error:
        problems.append(error)
        return None


def _shipped_entries(path: Path) -> tuple[tuple[Change, ...], _Problems]:
    state = path.stat()
    return _read_entries(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=64)
def _read_entries(path: Path, changed: int, size: int) -> tuple[tuple[Change, ...], _Problems]:
    # Reading YAML with its line numbers is slow, and these files hardly ever change.
    content = read_mapping(path)
    check_keys(content, ("category", "phrases"), path)
    category = chosen(content, "category", CATEGORIES, "类别", path)
    if category.kind.value != path.parent.name:
        where = f"{category.kind.label}“{category.label}”应当放在 {category.kind.value} 文件夹里"
        raise problem(path, key_line(content, "category"), where, "请把文件移过去，或改正类别。")
    return read_entries(content, path, category)


def _sound(
    entries: Iterable[LexiconEntry],
    slots: tuple[Slot, ...],
    lists: tuple[WordList, ...],
    quotation: Quotation,
    quotation_file: Path,
) -> tuple[list[LexiconEntry], _Problems]:
    """The entries whose every pattern can be understood, and what is wrong with the others and the lists."""
    patterns = _patterns(slots, lists)
    problems: list[UserError] = []
    for nested in (False, True):  # a list that names a broken list is broken only by it
        for group in lists if not problems else ():
            words = [word for word in group.words if ("{" in word) is nested]
            problems += patterns.faults(words, f"{group.source}的词组“{group.name}”")
    broken_lists = bool(problems)
    for text in (*quotation.before, *quotation.after):
        if faults := patterns.faults((text,), ""):
            where = f"文件“{QUOTATION}”第 {_line_with(text, quotation_file)} 行"
            problems.append(UserError(where + faults[0].message, faults[0].remedy))
    sound = []
    for entry in entries:
        faults = patterns.faults(_texts(entry.phrase), entry.phrase.source)
        if not faults:
            sound.append(entry)
        elif not broken_lists:  # else it would be said again of every phrase that uses the list
            problems += faults
    return sound, tuple(problems)


def _line_with(text: str, path: Path) -> int:
    """The first line on which a pattern stands; in YAML it stands as it is."""
    lines = read_text(path).splitlines() if path.exists() else []
    return next((number for number, line in enumerate(lines, 1) if text in line), 1)


def _texts(phrase: Phrase) -> tuple[str, ...]:
    return (phrase.say, *phrase.variants, *(text for name in RULES_OF_CONTEXT for text in getattr(phrase, name)))


class _Patterns:
    """Patterns checked against one vocabulary; those that were understood once are not parsed again."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words
        self._understood: set[str] = set()

    def faults(self, texts: Iterable[str], where: str) -> list[UserError]:
        found = []
        for text in texts:
            if text in self._understood:
                continue
            try:
                parse(text, self._words)
                self._understood.add(text)
            except PatternError as error:
                found.append(UserError(f"{where}：“{text}”写法有误，{error}。", _HOW_TO_WRITE))
        return found


@lru_cache(maxsize=4)
def _patterns(slots: tuple[Slot, ...], lists: tuple[WordList, ...]) -> _Patterns:
    return _Patterns(vocabulary(Lexicon("", (), slots, lists)))


def _read_words(path: Path) -> tuple[tuple[Slot, ...], tuple[WordList, ...]]:
    content = read_mapping(path)
    check_keys(content, ("slots", "words"), path)
    slots = []
    for name, reach in (content.get("slots") or {}).items():
        least, _, most = str(reach).partition("-")
        if not (least.isdigit() and most.isdigit() and int(least) <= int(most) <= 30):
            raise problem(path, key_line(content["slots"], name), f"“{name}”的长度“{reach}”不对", "请写成“1-8”的样子。")
        slots.append(Slot(name, int(least), int(most)))
    return tuple(slots), read_word_lists(content, path)


def _read_quotation(path: Path) -> Quotation:
    content = read_mapping(path)
    check_keys(content, ("before", "after"), path)
    return Quotation(texts_of(content, "before", path), texts_of(content, "after", path))
