"""What importing would do to the bank, decided before anything is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from app.domain.business import BusinessLine, guess_line
from app.domain.question_body_reading import BODY_KEYS
from app.domain.question_reading import read_question
from app.domain.question_text import content_id, find_alike, wording
from app.domain.question_writing import question_to_plain
from app.domain.questions import Question, QuestionType


class Standing(Enum):
    """What a question of the file is to the bank."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"

    @property
    def label(self) -> str:
        return {"new": "新题", "changed": "有改动", "same": "相同", "duplicate": "疑似重复"}[self.value]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A draft without its origin: plain fields the file really gives, and what it could not give."""

    place: str
    fields: Mapping[str, object]
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question as it would stand in the bank.

    `before` is the bank's question that it changes or equals. For a duplicate `alike` names the other (an
    id, or a place in the same file) and `share` says how alike, up to 1.
    """

    place: str
    standing: Standing
    question: Question
    before: Question | None = None
    alike: str = ""
    share: float = 0.0
    notes: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that does not come in: where in the file, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """All that importing `name` would do. Nothing has been written."""

    name: str
    entries: tuple[Entry, ...]
    rejected: tuple[Refusal, ...]
    notes: tuple[str, ...] = ()

    def count(self, standing: Standing) -> int:
        return sum(entry.standing is standing for entry in self.entries)


@dataclass(frozen=True, slots=True)
class BankSide:
    """What the decision needs to know of the bank.

    `wordings` are (id, wording) of all its questions; `get` finds questions by their ids; `has_picture`
    tells whether the bank holds a picture of that name.
    """

    wordings: Sequence[tuple[str, str]]
    get: Callable[[Sequence[str]], Sequence[Question]]
    has_picture: Callable[[str], bool]


def preview_import(
    name: str, incoming: Sequence[Incoming], bank: BankSide, line: BusinessLine | None = None, topic: str = ""
) -> tuple[tuple[Entry, ...], tuple[Refusal, ...]]:
    """Every draft as an entry or a refusal, in the order of the file.

    A question is the bank's own if it has its id, or comes without an id and asks literally the same. What
    the file does not give stays as the bank has it. `line` is for questions that name no business line;
    without it the line is guessed, and the question marked for review. `topic` likewise (the file's name
    without it).
    """
    by_wording: dict[str, str] = {}
    for id, words in bank.wordings:
        by_wording.setdefault(words, id)
    known = {id for id, _ in bank.wordings}
    words = [wording(each.fields) for each in incoming]
    ids = [_id_of(each, text, known, by_wording) for each, text in zip(incoming, words, strict=True)]
    before = {question.id: question for question in bank.get([id for id in ids if id in known])}
    entries: list[Entry] = []
    rejected: list[Refusal] = []
    fresh: list[tuple[int, str]] = []  # places in entries, and what they ask
    seen: dict[str, str] = {}
    for each, text, id in zip(incoming, words, ids, strict=True):
        if id in seen and each.fields.get("id"):
            rejected.append(Refusal(each.place, f"编号“{id}”与{seen[id]}相同"))
            continue
        made = _entry(name, each, id, before.get(id), bank, line, topic)
        if isinstance(made, Refusal):
            rejected.append(made)
            continue
        if id in seen:
            made = replace(made, standing=Standing.DUPLICATE, alike=seen[id], share=1.0)
        elif made.standing is Standing.NEW:
            fresh.append((len(entries), text))
        seen.setdefault(id, each.place)
        entries.append(made)
    _mark_duplicates(entries, fresh, bank)
    return tuple(entries), tuple(rejected)


def _id_of(each: Incoming, words: str, known: set[str], by_wording: Mapping[str, str]) -> str:
    given = str(each.fields.get("id") or "")
    if given:
        return _usable(given)
    same = by_wording.get(words)
    return same if same is not None else content_id("q", each.fields)


def _usable(id: str) -> str:
    """An id of another system in the bank's alphabet."""
    made = "".join(char if char.isalnum() or char in "_.:-" else "-" for char in id.strip())[:100]
    return made if made and (made[0].isalnum() or made[0] == "_") else f"q{made}"[:100]


def _entry(
    name: str,
    each: Incoming,
    id: str,
    before: Question | None,
    bank: BankSide,
    line: BusinessLine | None,
    topic: str,
) -> Entry | Refusal:
    notes = list(each.notes)
    fields = {**_with_known_pictures(each, bank, notes), "id": id}
    if before is not None:
        return _against(each, fields, before, notes)
    doubts = []
    if "line" not in fields:
        guessed = guess_line(f"{fields.get('topic', '')}\n{fields.get('stem', '')}")
        fields["line"] = (line or guessed or BusinessLine.CONDUCT).value
        if line is None:
            doubts.append("业务条线是推测的")
    if not fields.get("topic"):
        fields["topic"] = topic or name.rpartition(".")[0][:60] or name
    question, problems = read_question(fields, complete=False)
    if question is None:
        return Refusal(each.place, "；".join(dict.fromkeys(p.message.rstrip("。") for p in problems)))
    lacking = [
        what
        for what, value in (
            ("解析", question.explanation or not _needs_explanation(question)),
            ("依据", question.basis),
            ("生效日期", question.effective),
            ("核对日期", question.checked),
            ("难度", fields.get("difficulty")),
        )
        if not value
    ]
    if lacking:
        doubts.append(f"缺{'、'.join(lacking)}")
    doubts += notes
    if doubts and not question.review:
        question = replace(question, review=f"从“{name}”导入：{'；'.join(doubts)}")
    return Entry(each.place, Standing.NEW, question, notes=tuple(notes), pictures=each.pictures)


def _needs_explanation(question: Question) -> bool:
    """Whether a question without explanation is incomplete: a model answer explains itself."""
    return question.type not in (QuestionType.REWRITE, QuestionType.SPOKEN, QuestionType.CASE)


def _against(each: Incoming, fields: dict[str, object], before: Question, notes: list[str]) -> Entry | Refusal:
    old = question_to_plain(before)
    if fields.get("type") != old["type"]:
        old = {key: value for key, value in old.items() if key not in BODY_KEYS[before.type]}
    merged = {**old, **fields}
    if isinstance(fields.get("options"), list) and isinstance(old.get("options"), list):
        merged["options"] = _keeping(old["options"], fields["options"])  # type: ignore[arg-type]
    question, problems = read_question(merged, complete=False)
    if question is None:
        return Refusal(each.place, "；".join(dict.fromkeys(p.message.rstrip("。") for p in problems)))
    if replace(question, version=before.version) == before:
        return Entry(each.place, Standing.SAME, before, before, notes=tuple(notes))
    question = replace(question, version=max(question.version, before.version + 1))
    return Entry(each.place, Standing.CHANGED, question, before, notes=tuple(notes), pictures=each.pictures)


def _keeping(old: list[Mapping[str, object]], new: list[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """The new options, each with the comment and picture that the bank has for the same text."""
    extras = {str(o.get("text")): {k: o[k] for k in ("why", "picture") if k in o} for o in old}
    return [{**extras.get(str(option.get("text")), {}), **option} for option in new]


def _with_known_pictures(each: Incoming, bank: BankSide, notes: list[str]) -> dict[str, object]:
    """The fields without names of pictures that neither the file nor the bank holds."""

    def known(fields: Mapping[str, object]) -> dict[str, object]:
        name = str(fields.get("picture") or "")
        kept = dict(fields)
        if name and name not in each.pictures and not bank.has_picture(name):
            notes.append(f"图片 {name} 没有找到，没有导入")
            del kept["picture"]
        for key in ("options", "parts"):
            items = fields.get(key)
            if isinstance(items, list) and any(
                isinstance(i, Mapping) and ("picture" in i or "options" in i) for i in items
            ):
                kept[key] = [known(item) if isinstance(item, Mapping) else item for item in items]
        return kept

    return known(each.fields)


def _mark_duplicates(entries: list[Entry], fresh: Sequence[tuple[int, str]], bank: BankSide) -> None:
    texts = [words for _, words in bank.wordings]
    first = len(texts)
    texts += [text for _, text in fresh]
    for place, likeness in find_alike(texts, first).items():
        i, _ = fresh[place - first]
        other = (
            bank.wordings[likeness.index][0]
            if likeness.index < first
            else entries[fresh[likeness.index - first][0]].place
        )
        entries[i] = replace(entries[i], standing=Standing.DUPLICATE, alike=other, share=likeness.share)
