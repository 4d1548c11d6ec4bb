"""The lexicon for the trainer: look through it, change it for the unit, try a sentence, exchange it as a workbook."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.content.lexicon_workbook import write_workbook
from app.content.lexicon_workbook_reading import PhraseRow, read_workbook
from app.content.overlays import OVERLAYS, UNIT_FILE, overlay_files, read_overlay, with_changes
from app.content.phrases import check_phrase, read_lexicon
from app.content.yaml_text import read_text, write_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.lexicon import Kind, Phrase, Severity
from app.domain.lexicon_layers import Change, Level, LexiconEntry, differences, unit_change
from app.domain.lexicon_rows import Alteration, ImportPreview, Standing
from app.domain.matching import Findings, examine, find_hits
from app.domain.transcript import Transcript
from app.reports.whole_file import write_whole
from app.services.rules import Rules


@dataclass(frozen=True, slots=True)
class Wanted:
    """A phrase as it shall stand in this unit."""

    phrase: Phrase
    on: bool


class LexiconDesk:
    """The phrases of one workspace; `folder` holds their files. Only the unit's overlay is ever written."""

    def __init__(self, rules: Rules, folder: Path) -> None:
        self._rules = rules
        self._folder = folder

    def entries(self) -> tuple[LexiconEntry, ...]:
        """Every phrase that can be understood, in force or not."""
        return self._rules.lexicon_reading().entries

    def problems(self) -> tuple[UserError, ...]:
        """Everything that is wrong with the files, each with its file, line and remedy."""
        return self._rules.lexicon_reading().problems

    def version(self) -> str:
        """The version of what is in force, as every score sheet names it."""
        return self._rules.lexicon().version

    def examine(self, transcript: Transcript) -> Findings:
        """What would be marked in a sentence, and what would not, with the reasons. Nothing is kept."""
        lexicon = self._rules.lexicon()
        hits = find_hits(transcript, lexicon)
        counted = {(hit.phrase_id, hit.first) for hit in hits}
        dismissed = examine(transcript, lexicon).dismissed
        return Findings(hits, tuple(each for each in dismissed if (each.hit.phrase_id, each.hit.first) not in counted))

    def save(self, phrase: Phrase) -> Phrase:
        """Add (an empty id: one is given) or change a phrase, for this unit. UserError for what cannot be meant."""
        known = self._known()
        self._check(phrase, known, _wordings(known.values()), f"“{phrase.say or phrase.id or '新用语'}”")
        on = known[phrase.id].on if phrase.id in known else True
        if not phrase.id:
            phrase = replace(phrase, id=_new_id(phrase, known))
        self._write([Wanted(phrase, on)])
        return phrase

    def switch(self, phrase_id: str, on: bool) -> None:
        """Put a phrase into force, or out of it, for this unit. UserError if there is no such phrase."""
        entry = self._entry(phrase_id)
        self._write([Wanted(entry.phrase, on)])

    def forget(self, phrase_id: str) -> None:
        """Take back what the unit said about a phrase: one of its own is gone, a changed one is as before."""
        entry = self._entry(phrase_id)
        if not entry.own:
            raise UserError(f"“{entry.phrase.wording}”没有被本单位改过。", "不想用它，请点“停用”。")
        self._put({phrase_id: None})

    def export_workbook(self, path: Path) -> int:
        """Write every phrase as a workbook; how many. UserError where the files or the disk do not allow it."""
        if self.problems():
            self._rules.lexicon()  # raises: what is left out of a workbook would be missed by nobody
        entries = self.entries()
        write_whole(path, write_workbook(entries))
        return len(entries)

    def preview_workbook(self, path: Path, on_progress: Progress = no_progress) -> ImportPreview:
        """What a workbook would change, and every row that is wrong. Nothing is written."""
        rows, problems = read_workbook(path, on_progress)
        known = self._known()
        taken = _wordings(known.values())
        found = list(problems)
        alterations: list[Alteration] = []
        for row in rows:
            try:
                altered = _altered(row, known, [each.phrase.id for each in alterations])
                if altered.changes:
                    self._check(altered.phrase, known, taken, row.place)
            except UserError as error:
                found.append(error)
                continue
            alterations.append(altered)
        return ImportPreview(path.name, tuple(alterations), tuple(found))

    def import_workbook(self, preview: ImportPreview) -> int:
        """Take over what a preview showed, all of it or nothing; how many phrases that changed."""
        if preview.problems:
            raise preview.problems[0]
        wanted = [Wanted(each.phrase, each.on) for each in preview.alterations if each.changes]
        self._write(wanted)
        return len(wanted)

    def _known(self) -> dict[str, LexiconEntry]:
        return {entry.phrase.id: entry for entry in self.entries()}

    def _entry(self, phrase_id: str) -> LexiconEntry:
        known = self._known()
        if phrase_id not in known:
            raise UserError(f"用语库里没有编号为“{phrase_id}”的用语。", "它可能刚被别人删去，请重新打开用语库。")
        return known[phrase_id]

    def _write(self, wanted: Iterable[Wanted]) -> None:
        known = self._known()
        changes = {each.phrase.id: unit_change(known.get(each.phrase.id), each.phrase, each.on) for each in wanted}
        self._put(changes)

    def _check(self, phrase: Phrase, known: Mapping[str, LexiconEntry], taken: dict[str, Phrase], where: str) -> None:
        """UserError where the phrase cannot be meant so; what it says is then taken."""
        if not phrase.say:
            raise UserError(f"{where}：标准说法还没有填写。", "请填写后再保存。")
        if phrase.kind is Kind.FORBIDDEN and not phrase.instead:
            raise UserError(f"{where}：禁语要写“应当改说”。", "请写出这种时候应当怎样说。")
        if phrase.kind is Kind.POLITE and phrase.severity is Severity.VETO:
            raise UserError(f"{where}：文明用语不能一票否决。", "请把严重程度改为扣分，或改选禁语的类别。")
        check_phrase(phrase, self._rules.lexicon_reading().lexicon, where)
        before = known[phrase.id].phrase if phrase.id in known else None
        for text in (phrase.say, *phrase.variants):
            other = taken.get(text)
            new = before is None or text not in (before.say, *before.variants)
            if other and other.id != phrase.id and new:
                raise UserError(
                    f"{where}：“{text}”已经在“{other.category.label}：{other.wording}”（{other.id}）里。",
                    "请改那一条，或换一种说法。",
                )
            taken.setdefault(text, phrase)

    def _put(self, changes: Mapping[str, Change | None]) -> None:
        for path, text in self._changed_text(changes).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text(path, text)

    def _changed_text(self, changes: Mapping[str, Change | None]) -> dict[Path, str]:
        """The unit's files as the changes make them. UserError if they could not be understood afterwards."""
        default = self._folder / OVERLAYS / UNIT_FILE
        owners: dict[str, Path] = {}
        texts: dict[Path, str] = {default: read_text(default) if default.exists() else ""}
        for path in overlay_files(self._folder):
            text = read_text(path)
            layer, problems = read_overlay(text, path)
            if layer.level is not Level.UNIT:
                continue
            if problems:
                raise problems[0]  # a file that is partly understood is mended by hand first
            texts[path] = text
            owners |= {change.id: path for change in layer.changes}
        changed: dict[Path, str] = {}
        for path in {owners.get(id, default) for id in changes}:
            mine = {id: change for id, change in changes.items() if owners.get(id, default) == path}
            changed[path] = with_changes(texts[path], path, mine)
        before = {str(problem) for problem in self.problems()}
        after = read_lexicon(self._folder, instead=changed)
        for problem in after.problems:
            if str(problem) not in before:
                raise problem
        return changed


def _wordings(entries: Iterable[LexiconEntry]) -> dict[str, Phrase]:
    """Which phrase in force says a thing."""
    return {
        text: entry.phrase
        for entry in reversed(tuple(entries))
        if entry.on
        for text in (entry.phrase.say, *entry.phrase.variants)
    }


def _own_id(phrase: Phrase) -> str:
    """The same phrase gets the same id in every unit, so that units can exchange what they add."""
    mark = hashlib.sha256(f"{phrase.category.value} {phrase.say}".encode()).hexdigest()[:6]
    return f"own-{phrase.category.value}-{mark}"


def _new_id(phrase: Phrase, taken: Collection[str]) -> str:
    id = first = _own_id(phrase)
    number = 2
    while id in taken:
        id, number = f"{first}-{number}", number + 1
    return id


def _altered(row: PhraseRow, known: Mapping[str, LexiconEntry], given_out: Collection[str]) -> Alteration:
    entry = known.get(row.id)
    if not row.id and "category" in row.given:  # a table that was imported before brings the same phrase again
        entry = known.get(_own_id(Phrase("", **{"say": "", **row.given})))
    if entry is None:
        if "category" not in row.given:
            what = f"用语库里没有编号“{row.id}”，" if row.id else ""
            raise UserError(f"{row.place}：{what}新加的用语要选类别。", "请在“类别”一列里选；已有的用语请核对编号。")
        phrase = Phrase(row.id, **{"say": "", **row.given})
        if not phrase.id:
            phrase = replace(phrase, id=_new_id(phrase, {*known, *given_out}))
        return Alteration(row.place, Standing.NEW, phrase, row.on is not False)
    phrase = replace(entry.phrase, **row.given)
    on = entry.on if row.on is None else row.on
    fields = differences(entry.phrase, phrase)
    if fields:
        return Alteration(row.place, Standing.CHANGED, phrase, on, fields)
    if on != entry.on:
        return Alteration(row.place, Standing.ON if on else Standing.OFF, phrase, on)
    return Alteration(row.place, Standing.SAME, phrase, on)
