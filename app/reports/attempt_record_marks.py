"""The reply on the assessment record: its words with numbered marks, and the remarks that give no points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, Spacer

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Category, Kind
from app.domain.score_sheet import Dimension, Evidence, ScoreLine
from app.reports.attempt_record import AttemptRecordContent
from app.reports.chinese_text import ChineseText, Ink, Mark, Stroke
from app.reports.fonts import Face
from app.reports.moments import clock
from app.reports.palette import FORBIDDEN, POLITE, SOFT
from app.reports.typography import BODY, NOTE, QUIET, SPOKEN, section

Runs = list[tuple[str, Ink]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A hit and the mark it gets; the mark's label is its number, in the order in which it was said."""

    hit: Hit
    mark: Mark

    @property
    def ink(self) -> Ink:
        return Ink(Face.BOLD, 9, self.mark.colour)

    def is_shown_by(self, line: ScoreLine, evidence: Evidence) -> bool:
        """Whether a score line's evidence is this very hit."""
        same_kind = (line.dimension is Dimension.FORBIDDEN) == (self.hit.kind is Kind.FORBIDDEN)
        return same_kind and evidence.text == self.hit.heard and abs(evidence.start - self.hit.start) < 0.001


def number(hits: Iterable[Hit]) -> tuple[Numbered, ...]:
    ordered = sorted(hits, key=lambda hit: (hit.first, hit.last))
    return tuple(Numbered(hit, _mark(hit, str(label))) for label, hit in enumerate(ordered, start=1))


def _mark(hit: Hit, label: str) -> Mark:
    if not hit.certain:
        return Mark(hit.first, hit.last, Stroke.DOTS, SOFT, label)
    if hit.kind is Kind.FORBIDDEN:
        return Mark(hit.first, hit.last, Stroke.WAVE, FORBIDDEN, label, bold=True)
    return Mark(hit.first, hit.last, Stroke.STRAIGHT, POLITE, label)


def reply(content: AttemptRecordContent, marked: Sequence[Numbered]) -> list[Flowable]:
    if not content.transcript.strip():
        nothing = "录音里没有听到说话声。" if content.manner is Manner.SPOKEN else "没有输入内容。"
        return [*section("应答原文"), ChineseText([(nothing, QUIET)], 18), Spacer(0, 10)]
    marks = [numbered.mark for numbered in marked]
    text = ChineseText([(content.transcript, SPOKEN)], 24, marks, flush=True)
    return [*section("应答原文", _legend(marks)), Spacer(0, 3), text, Spacer(0, 9)]


def _legend(marks: Sequence[Mark]) -> ChineseText:
    names = {Stroke.STRAIGHT: "文明用语", Stroke.WAVE: "服务禁语", Stroke.DOTS: "存疑，只提示不扣分"}
    text, samples = "", []
    for stroke, name in names.items():
        colour = next((mark.colour for mark in marks if mark.stroke is stroke), None)
        if colour is not None:
            text += "　" if text else ""
            samples.append(Mark(len(text), len(text) + len(name), stroke, colour, ""))
            text += name
    return ChineseText([(text or "没有文明用语，也没有服务禁语", NOTE)], 22, samples, align_right=True)


def hints(content: AttemptRecordContent, marked: Sequence[Numbered]) -> list[Flowable]:
    """The sheet's hints, each with the number of the mark it speaks of, and the marks that neither a score
    line nor a hint names. Polite phrases that this turn did not ask for share one paragraph."""
    uncited = [numbered for numbered in marked if not _cited(content, numbered)]
    lines: list[Runs] = []
    for hint in content.sheet.hints:
        about = [numbered for numbered in uncited if f"“{numbered.hit.heard}”" in hint]
        uncited = [numbered for numbered in uncited if numbered not in about]
        head: Runs = [(f"{numbered.mark.label}　", numbered.ink) for numbered in about] or [("·　", QUIET)]
        insteads = dict.fromkeys(numbered.hit.instead for numbered in about if numbered.hit.instead)
        lines.append([*head, (hint, BODY), *((f"可以改说：“{instead}”", BODY) for instead in insteads)])
    extra = [group for group in _by_words(uncited).values() if _is_extra(group[0].hit)]
    lines += [_same_words(content, group) for group in _by_words(uncited).values() if group not in extra]
    if extra:
        runs: Runs = [("·　", QUIET), ("没有要求也说到了的文明用语：", BODY)]
        for at, group in enumerate(extra):
            hit = group[0].hit
            runs.append((f"{'，' if at else ''}{hit.category.label}“{hit.heard}”", BODY))
            for numbered in group:
                runs += place(content, numbered, numbered.hit.start)
        lines.append([*runs, ("。", BODY)])
    return [*section("提示（不计分）"), *(ChineseText(runs, 15) for runs in lines)] if lines else []


def _is_extra(hit: Hit) -> bool:
    return hit.kind is Kind.POLITE and hit.certain and not hit.instead


def _cited(content: AttemptRecordContent, numbered: Numbered) -> bool:
    return any(numbered.is_shown_by(line, evidence) for line in content.sheet.lines for evidence in line.evidence)


def _by_words(marked: Iterable[Numbered]) -> dict[tuple[Category, str, bool], list[Numbered]]:
    groups: dict[tuple[Category, str, bool], list[Numbered]] = {}
    for numbered in marked:
        hit = numbered.hit
        groups.setdefault((hit.category, hit.heard, hit.certain), []).append(numbered)
    return groups


def _same_words(content: AttemptRecordContent, group: Sequence[Numbered]) -> Runs:
    """One line for all marks of the same words."""
    hit = group[0].hit
    words = f"{hit.category.label}“{hit.heard}”"
    if not hit.certain:
        words += f"，可能是“{hit.phrase}”" + (f"（{hit.why}）" if hit.why else "") + "，录音分不清，没有扣分"
    runs: Runs = [("·　", QUIET), (words, BODY)]
    for numbered in group:
        runs += place(content, numbered, numbered.hit.start)
    if hit.instead:
        runs.append((f"　可以改说：“{hit.instead}”", BODY))
    return runs


def place(content: AttemptRecordContent, numbered: Numbered | None, start: float) -> Runs:
    """A mark's number and where it is in the recording, kept on one line."""
    runs: Runs = [(f"　{numbered.mark.label}", numbered.ink)] if numbered else []
    if content.manner is Manner.SPOKEN:
        runs.append((f"\u00a0{clock(start)}", NOTE))
    return runs
