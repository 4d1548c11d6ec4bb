"""What a class came to: who was there, who spoke and how it went, and what the class found hard."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.role_play.conversation import Mode
from app.domain.role_play.played import PlayedDialogue
from app.domain.score_sheet import Dimension, ScoreSheet
from app.domain.training_class import Attendance, ClassTurn, Member, TrainingClass

_COUNTED = (Dimension.LANGUAGE, Dimension.POINTS, Dimension.FORBIDDEN, Dimension.DELIVERY)


@dataclass(frozen=True, slots=True)
class DimensionShare:
    """What was earned of one dimension, deductions taken off; `share` lies in 0 to 1."""

    dimension: Dimension
    earned: float
    possible: float

    @property
    def share(self) -> float:
        return max(0.0, min(1.0, self.earned / self.possible))


@dataclass(frozen=True, slots=True)
class SpeakerResult:
    """One turn. `played` is None where nothing was kept of it (shadowing): then there are no points."""

    turn: ClassTurn
    member: Member
    played: PlayedDialogue | None
    dimensions: tuple[DimensionShare, ...] = ()

    @property
    def sheet(self) -> ScoreSheet | None:
        return self.played.score.whole if self.played else None

    @property
    def thumbs_up(self) -> int:
        return sum(each.up for each in self.turn.thumbs)

    @property
    def thumbs_down(self) -> int:
        return sum(each.down for each in self.turn.thumbs)


@dataclass(frozen=True, slots=True)
class HardPoint:
    """A point of a role-play that was left out: at `missed` of the `asked` times it was due."""

    scenario: str
    text: str
    missed: int
    asked: int


@dataclass(frozen=True, slots=True)
class UsedPhrase:
    """A forbidden phrase that was heard, how often, and what to say instead ("" where the list has nothing)."""

    phrase: str
    category: str
    times: int
    instead: str


@dataclass(frozen=True, slots=True)
class PointThumbs:
    """All thumbs for one of the observers' points, over `turns` turns at which any were shown."""

    text: str
    up: int
    down: int
    turns: int


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """`dimensions` are the averages over the turns that have them; `silent` those who were there and did not speak."""

    training_class: TrainingClass
    results: tuple[SpeakerResult, ...]
    dimensions: tuple[DimensionShare, ...]
    hard: tuple[HardPoint, ...]
    phrases: tuple[UsedPhrase, ...]
    thumbs: tuple[PointThumbs, ...]
    silent: tuple[Member, ...]

    @property
    def scored(self) -> tuple[ScoreSheet, ...]:
        return tuple(result.sheet for result in self.results if result.sheet is not None)

    @property
    def average(self) -> float | None:
        """The mean of the totals; None where no turn was scored."""
        return sum(sheet.total for sheet in self.scored) / len(self.scored) if self.scored else None

    @property
    def passed(self) -> int:
        return sum(sheet.passed for sheet in self.scored)

    def count(self, attendance: Attendance) -> int:
        return self.training_class.count(attendance)


def summary(one: TrainingClass, played: Mapping[str, PlayedDialogue]) -> ClassSummary:
    """`played` holds the conversations by the id of their record, as they stand today."""
    results = tuple(
        SpeakerResult(turn, one.member(turn.member), dialogue, shares(dialogue.score.whole) if dialogue else ())
        for turn in one.spoken_turns
        for dialogue in (played.get(turn.record),)
    )
    scored = [result.played for result in results if result.played and result.turn.mode is not Mode.SHADOW]
    return ClassSummary(
        one,
        results,
        _averages(results),
        _hard(scored),
        _phrases(scored),
        _thumbs(one),
        tuple(member for member in one.here if not one.spoken(member.id)),
    )


def shares(sheet: ScoreSheet) -> tuple[DimensionShare, ...]:
    """The dimensions that can give points on this sheet, in the order of `Dimension`."""
    found = []
    for dimension in _COUNTED:
        lines = [line for line in sheet.lines if line.dimension is dimension]
        possible = sum(line.possible for line in lines)
        if possible:
            found.append(DimensionShare(dimension, round(sum(line.points for line in lines), 1), round(possible, 1)))
    return tuple(found)


def _averages(results: tuple[SpeakerResult, ...]) -> tuple[DimensionShare, ...]:
    found = []
    for dimension in _COUNTED:
        own = [each for result in results for each in result.dimensions if each.dimension is dimension]
        if own:
            earned = sum(each.earned for each in own) / len(own)
            found.append(DimensionShare(dimension, earned, sum(each.possible for each in own) / len(own)))
    return tuple(found)


def _hard(scored: list[PlayedDialogue]) -> tuple[HardPoint, ...]:
    """The points left out, the most often first; then those left out at a greater share of the times."""
    due: dict[tuple[str, str], list[bool]] = {}
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for dialogue in scored:
        for line in dialogue.score.whole.lines:
            if line.dimension is Dimension.POINTS:
                key = (dialogue.scenario_id, line.rule)
                due.setdefault(key, []).append(line.points <= 0)
                words[key] = (dialogue.scenario_title, line.title)
    hard = [HardPoint(*words[key], sum(missed), len(missed)) for key, missed in due.items() if any(missed)]
    return tuple(sorted(hard, key=lambda each: (-each.missed, -each.missed / each.asked, each.scenario, each.text)))


def _phrases(scored: list[PlayedDialogue]) -> tuple[UsedPhrase, ...]:
    times: dict[str, int] = {}
    hits = {}
    for dialogue in scored:
        for exchange in dialogue.dialogue.exchanges:
            for hit in exchange.reply.offences:
                times[hit.phrase] = times.get(hit.phrase, 0) + 1
                hits[hit.phrase] = hit
    used = [
        UsedPhrase(phrase, hits[phrase].category.label, many, hits[phrase].instead) for phrase, many in times.items()
    ]
    return tuple(sorted(used, key=lambda each: (-each.times, each.phrase)))


def _thumbs(one: TrainingClass) -> tuple[PointThumbs, ...]:
    found = []
    for point in one.points:
        own = [each for turn in one.spoken_turns for each in turn.thumbs if each.point == point.id]
        found.append(PointThumbs(point.text, sum(e.up for e in own), sum(e.down for e in own), len(own)))
    return tuple(found)
