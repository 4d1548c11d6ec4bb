"""question_bank/phrases/ as a lexicon: files a trainer edits, checked line by line.

Layout: words.yaml (slots and lists of words), quotation.yaml, polite/*.yaml and forbidden/*.yaml, one
file a category. A region's folder under overlays/ holds files of the same kind that add entries,
change them (same id: only what is written changes) or switch them off (off: true).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from app.content.yaml_text import check_keys, key_line, problem, read_mapping, text_of, texts_of
from app.domain.errors import UserError
from app.domain.lexicon import Category, Kind, Lexicon, Phrase, Quotation, Severity, Slot, WordList
from app.domain.patterns import PatternError, parse
from app.domain.phrase_index import vocabulary

RULES = ("unless_before", "unless_after", "unless_near", "only_near")
KEYS = ("id", "say", "variants", "instead", "severity", "strict_you", *RULES, "note", "off")
_LISTS = ("variants", *RULES)
WORDS, QUOTATION = "words.yaml", "quotation.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one file as written: `given` holds only what stands there."""

    path: Path
    line: int
    category: Category
    id: str
    given: dict[str, object]

    @property
    def source(self) -> str:
        return f"文件“{self.path.name}”第 {self.line} 行"


def load_lexicon(folder: Path, overlay_folder: Path | None = None) -> Lexicon:
    """The shipped lexicon with a region's overlay on it. UserError names the file, the line and the remedy."""
    words = folder / WORDS
    slots, lists = _read_words(words) if words.exists() else ((), ())
    quotation = _read_quotation(folder / QUOTATION) if (folder / QUOTATION).exists() else Quotation()
    phrases: dict[str, Phrase] = {}
    for entry in _entries(folder):
        if entry.id in phrases:
            raise _twice(entry, phrases[entry.id].source)
        phrases[entry.id] = _complete(entry, None)
    off = {entry.id for entry in _entries(folder) if entry.given.get("off")}
    if overlay_folder is not None:
        off = _lay_over(phrases, off, overlay_folder)
    lexicon = Lexicon("", tuple(phrase for id, phrase in phrases.items() if id not in off), slots, lists, quotation)
    check_patterns(lexicon)
    if not lexicon.phrases:
        raise UserError(f"短语库“{folder}”里没有短语。", "请检查 polite 和 forbidden 两个文件夹是否还在。")
    return replace(lexicon, version=version_of(lexicon, _newest(folder, overlay_folder)))


def phrase_files(folder: Path) -> tuple[Path, ...]:
    """The files with entries, polite first."""
    return tuple(path for kind in Kind for path in sorted((folder / kind.value).glob("*.yaml")))


def entries_of(path: Path) -> tuple[Entry, ...]:
    """The entries of one file as written, checked for form."""
    return _read_entries(path, path.stat().st_mtime_ns, path.stat().st_size)


def version_of(lexicon: Lexicon, day: date) -> str:
    """Date and content: the same words give the same hash on every machine."""
    content = [
        {key: value for key, value in asdict(phrase).items() if key not in ("source", "note")}
        for phrase in lexicon.phrases
    ]
    whole = [content, [asdict(slot) for slot in lexicon.slots], [asdict(words) for words in lexicon.word_lists]]
    text = json.dumps([whole, asdict(lexicon.quotation)], ensure_ascii=False, sort_keys=True, default=lambda e: e.value)
    return f"{day:%Y%m%d}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def check_patterns(lexicon: Lexicon) -> None:
    """UserError for the first pattern that cannot be understood."""
    words = vocabulary(lexicon)
    for phrase in lexicon.phrases:
        for text in (phrase.say, *phrase.variants, *(rule for name in RULES for rule in getattr(phrase, name))):
            _check(text, words, phrase.source)
    for group in lexicon.word_lists:
        _check("{" + group.name + "}", words, f"文件“{WORDS}”的词组“{group.name}”")
    for text in (*lexicon.quotation.before, *lexicon.quotation.after):
        _check(text, words, f"文件“{QUOTATION}”")


def _check(text: str, words: object, where: str) -> None:
    try:
        parse(text, words)  # type: ignore[arg-type]
    except PatternError as error:
        raise UserError(f"{where}：“{text}”写法有误，{error}。", "请照文件开头的说明修改这一条。") from error


def _entries(folder: Path) -> Iterable[Entry]:
    return (entry for path in phrase_files(folder) for entry in entries_of(path))


def _newest(*folders: Path | None) -> date:
    times = [path.stat().st_mtime for folder in folders if folder for path in folder.rglob("*.yaml")]
    return date.fromtimestamp(max(times))


@lru_cache(maxsize=256)
def _read_entries(path: Path, changed: int, size: int) -> tuple[Entry, ...]:
    content = read_mapping(path)
    check_keys(content, ("category", "phrases"), path)
    category = _category(content, path)
    listed = content.get("phrases")
    if not isinstance(listed, CommentedSeq):
        raise problem(path, key_line(content, "phrases"), "缺少 phrases 列表", "请在 phrases: 下面逐条写短语。")
    entries: list[Entry] = []
    for i, item in enumerate(listed):
        if not isinstance(item, CommentedMap):
            raise problem(path, listed.lc.data[i][0] + 1, "这一条不是“id: …”的形式", "请照上一条的写法补全。")
        entry = _entry(item, category, path)
        if earlier := next((known for known in entries if known.id == entry.id), None):
            raise _twice(entry, earlier.source)
        entries.append(entry)
    return tuple(entries)


def _category(content: CommentedMap, path: Path) -> Category:
    name = text_of(content, "category", path)
    allowed = [category.value for category in Category]
    if name not in allowed:
        raise problem(
            path, key_line(content, "category"), f"类别“{name}”不存在", f"可以写的类别有：{'、'.join(allowed)}。"
        )
    return Category(name)


def _entry(item: CommentedMap, category: Category, path: Path) -> Entry:
    check_keys(item, KEYS, path)
    line = item.lc.line + 1
    id = text_of(item, "id", path)
    if not id:
        raise problem(path, line, "这一条没有 id", "请给它一个不重复的编号。")
    given: dict[str, object] = {}
    for key in item:
        if key in _LISTS:
            given[key] = texts_of(item, key, path)
        elif key in ("off", "strict_you"):
            if not isinstance(item[key], bool):
                raise problem(path, key_line(item, key), f"“{key}”只能是 true 或 false", "请改成 true 或 false。")
            given[key] = item[key]
        elif key == "severity":
            given[key] = _severity(item, path)
        elif key != "id":
            given[key] = text_of(item, key, path)
    return Entry(path, line, category, id, given)


def _severity(item: CommentedMap, path: Path) -> Severity:
    name = text_of(item, "severity", path)
    if name not in [severity.value for severity in Severity]:
        raise problem(
            path, key_line(item, "severity"), f"严重程度“{name}”不存在", "请写 deduct（扣分）或 veto（一票否决）。"
        )
    return Severity(name)


def _complete(entry: Entry, base: Phrase | None) -> Phrase:
    given = {key: value for key, value in entry.given.items() if key != "off"}
    if base is None:
        phrase = Phrase(id=entry.id, category=entry.category, source=entry.source, **{"say": "", **given})  # type: ignore[arg-type]
    else:
        phrase = replace(base, category=entry.category, source=entry.source, **given)  # type: ignore[arg-type]
    if not phrase.say:
        raise UserError(f"{entry.source}：“{entry.id}”没有写 say。", "请在 say: 后面写这句话的标准说法。")
    if phrase.kind is Kind.FORBIDDEN and not phrase.instead:
        raise UserError(f"{entry.source}：禁语“{entry.id}”没有写 instead。", "请在 instead: 后面写应当怎样说。")
    return phrase


def _lay_over(phrases: dict[str, Phrase], off: set[str], folder: Path) -> set[str]:
    """Apply an overlay in place; returns the ids that are off."""
    off, seen = set(off), {}
    for path in sorted(folder.rglob("*.yaml")):
        for entry in entries_of(path):
            if entry.id in seen:
                raise _twice(entry, seen[entry.id].source)
            seen[entry.id] = entry
            base = phrases.get(entry.id)
            if base is None and entry.given.get("off"):
                raise UserError(f"{entry.source}：要停用的“{entry.id}”不在短语库里。", "请核对编号，或删掉这一条。")
            phrases[entry.id] = _complete(entry, base)
            if "off" in entry.given:
                off = off | {entry.id} if entry.given["off"] else off - {entry.id}
    return off


def _twice(entry: Entry, earlier: str) -> UserError:
    return UserError(f"{entry.source}：编号“{entry.id}”已经在{earlier}用过。", "请换一个不重复的编号。")


def _read_words(path: Path) -> tuple[tuple[Slot, ...], tuple[WordList, ...]]:
    content = read_mapping(path)
    check_keys(content, ("slots", "words"), path)
    slots = []
    for name, reach in (content.get("slots") or {}).items():
        least, _, most = str(reach).partition("-")
        if not (least.isdigit() and most.isdigit() and int(least) <= int(most) <= 30):
            raise problem(path, key_line(content["slots"], name), f"“{name}”的长度“{reach}”不对", "请写成“1-8”的样子。")
        slots.append(Slot(name, int(least), int(most)))
    words = content.get("words") or {}
    return tuple(slots), tuple(WordList(name, texts_of(words, name, path)) for name in words)


def _read_quotation(path: Path) -> Quotation:
    content = read_mapping(path)
    check_keys(content, ("before", "after"), path)
    return Quotation(texts_of(content, "before", path), texts_of(content, "after", path))
