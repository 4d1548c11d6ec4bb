"""One kept reply or conversation scored again: old against new, with what trainers decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.attempt import Attempt
from app.domain.overrule import line_of, overruled
from app.domain.records import Record
from app.domain.role_play.findings import Decision, FindingRuling, decided, unmatched
from app.domain.role_play.played import PlayedDialogue
from app.domain.score_sheet import ScoreLine, ScoreSheet

Scored = Attempt | PlayedDialogue


@dataclass(frozen=True, slots=True)
class Rescored:
    """One kept reply or conversation, `old` as it was last scored and `new` as it would be now.

    `new` is None where it could not be scored again; `problem` then says why, in Chinese. `appended` is
    the record that was added for it, None where nothing was to be changed or nothing may be. `decisions`
    are what trainers decided about it; they hold for the new score as they held for the old. `person` is
    the name of whom it is about.
    """

    record: Record
    old: Scored
    new: Scored | None
    problem: str = ""
    appended: Record | None = None
    decisions: tuple[Decision, ...] = ()
    person: str = ""

    @property
    def differs(self) -> bool:
        return self.new is not None and self.new != self.old

    @property
    def points_differ(self) -> bool:
        """Not only the versions of what judged it, or times in the evidence."""
        return self.new is not None and bool(changed_lines(sheet_of(self.old), sheet_of(self.new)))

    @property
    def before(self) -> ScoreSheet:
        """The sheet that was in force, decisions and all."""
        return _in_force(self.old, self.decisions)

    @property
    def after(self) -> ScoreSheet:
        """The sheet in force by the new score; the one before where there is none."""
        return _in_force(self.new or self.old, self.decisions)

    @property
    def verdict_differs(self) -> bool:
        return self.before.passed is not self.after.passed

    @property
    def lost(self) -> tuple[Decision, ...]:
        """The decisions about what the new score does not have: a trainer has to look again."""
        new = self.new or self.old
        return tuple(each for each in self.decisions if _about(self.old, each) and not _about(new, each))


def sheet_of(scored: Scored) -> ScoreSheet:
    """The sheet that counts, without decisions."""
    return scored.sheet if isinstance(scored, Attempt) else scored.score.whole


def words_of(scored: Scored) -> str:
    """All that was heard."""
    if isinstance(scored, Attempt):
        return scored.transcript.text
    return "／".join(each.reply.transcript.text for each in scored.dialogue.exchanges)


def _in_force(scored: Scored, decisions: Sequence[Decision]) -> ScoreSheet:
    if isinstance(scored, PlayedDialogue):
        return decided(scored, decisions).score.whole
    return overruled(scored.sheet, [each for each in decisions if not isinstance(each, FindingRuling)])


def _about(scored: Scored, decision: Decision) -> bool:
    """Whether what was decided about is there."""
    if not isinstance(decision, FindingRuling):
        return line_of(sheet_of(scored), decision) is not None
    return isinstance(scored, PlayedDialogue) and not unmatched(scored.dialogue, [decision])


def changed_lines(old: ScoreSheet, new: ScoreSheet) -> tuple[tuple[ScoreLine | None, ScoreLine | None], ...]:
    """The lines whose points differ, old and new; None where one of the sheets does not have the line."""
    before, after = ({line.rule: line for line in sheet.lines} for sheet in (old, new))
    pairs = [(before.get(rule), after.get(rule)) for rule in dict.fromkeys((*before, *after))]
    return tuple((a, b) for a, b in pairs if a is None or b is None or a.points != b.points)
