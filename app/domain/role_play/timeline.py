"""A finished conversation on a line of time: who speaks when, where one thought, and the marks on it.

Seconds here are drawn seconds. A pause that lasted minutes is drawn as `LONGEST_PAUSE`, a typed reply as
long as its words would take to say, so that what was said keeps most of the room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Kind, Severity
from app.domain.role_play.aloud import read_aloud
from app.domain.role_play.conversation import Exchange, Reply, Why, Withdrawn
from app.domain.role_play.played import PlayedDialogue
from app.domain.transcript import TYPED_SECONDS_PER_CHARACTER

LONGEST_PAUSE = 6.0
_SHORTEST = 1.0  # of a line or reply, so that it can be seen and pointed at


class Part(Enum):
    """What a stretch is. A SILENCE is a reply that nobody gave, or in which nothing was heard."""

    CITIZEN = "citizen"
    THINKING = "thinking"
    SPOKEN = "spoken"
    TYPED = "typed"
    SILENCE = "silence"


class Sign(Enum):
    POLITE = "polite"
    DOUBTFUL = "doubtful"
    FORBIDDEN = "forbidden"
    POINT = "point"
    SILENCE = "silence"
    HINT = "hint"
    MISHEARD = "misheard"
    RETRIED = "retried"

    @property
    def label(self) -> str:
        return _SIGNS[self.value]


_SIGNS = {
    "polite": "文明用语",
    "doubtful": "存疑",
    "forbidden": "服务禁语",
    "point": "说到要点",
    "silence": "没有回答",
    "hint": "看了提示",
    "misheard": "听错重说",
    "retried": "重答",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One piece of the line, from `start` to `end` drawn seconds.

    `turn` is the exchange's index; the citizen's last words have the number of exchanges. `seconds` is how
    long it really was; `offset` the second of the recording at which it begins.
    """

    part: Part
    turn: int
    start: float
    end: float
    seconds: float
    text: str
    offset: float = 0.0

    def at(self, moment: float) -> float:
        """The second of the stretch itself that is drawn at `moment`."""
        drawn = self.end - self.start
        return self.seconds * min(1.0, max(0.0, (moment - self.start) / drawn)) if drawn else 0.0


@dataclass(frozen=True, slots=True)
class TimeMark:
    """Something to point at: `words` tell it in one or two sentences, `at` is where it is drawn."""

    sign: Sign
    turn: int
    at: float
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`stretches` follow one another without gaps from 0 to `seconds`; `marks` in order of time."""

    stretches: tuple[Stretch, ...]
    marks: tuple[TimeMark, ...]

    @property
    def seconds(self) -> float:
        return self.stretches[-1].end if self.stretches else 0.0

    @property
    def turns(self) -> tuple[float, ...]:
        """Where each line of the citizen's begins."""
        return tuple(each.start for each in self.stretches if each.part is Part.CITIZEN)

    def stretch_at(self, moment: float) -> Stretch | None:
        last = self.stretches[-1] if self.stretches else None
        return next((each for each in self.stretches if moment < each.end), last)

    def moment_of(self, turn: int, second: float) -> float:
        """Where the second of a reply's recording is drawn."""
        reply = next((each for each in self.stretches if each.turn == turn and each.part in _REPLIES), None)
        if reply is None:
            return next((each.start for each in self.stretches if each.turn == turn), 0.0)
        return _within(reply, second)


_REPLIES = (Part.SPOKEN, Part.TYPED, Part.SILENCE)


def timeline(played: PlayedDialogue, lengths: Sequence[float | None] = ()) -> Timeline:
    """The line of a conversation. `lengths`: seconds of the citizen's spoken lines as far as they are known."""
    stretches: list[Stretch] = []
    marks: list[TimeMark] = []
    titles = _titles(played)
    exchanges = played.dialogue.exchanges
    for turn, exchange in enumerate(exchanges):
        begin = stretches[-1].end if stretches else 0.0
        stretches.append(_line(exchange.line, turn, begin, lengths))
        taken_back = [each for each in played.dialogue.withdrawn if each.before == turn]
        marks += _before_answering(exchange, turn, stretches[-1].end, taken_back)
        stretches += _answer(exchange.reply, turn, stretches[-1].end)
        marks += _said(exchange, turn, stretches[-1], titles)
    begin = stretches[-1].end if stretches else 0.0
    stretches.append(_line(played.dialogue.line, len(exchanges), begin, lengths))
    lost = [each for each in played.dialogue.withdrawn if each.before >= len(exchanges)]
    marks += [_taken_back(each, len(exchanges), stretches[-1].end) for each in lost]
    return Timeline(tuple(stretches), tuple(sorted(marks, key=lambda mark: mark.at)))


def _line(text: str, turn: int, begin: float, lengths: Sequence[float | None]) -> Stretch:
    known = lengths[turn] if turn < len(lengths) else None
    seconds = known or max(_SHORTEST, len(read_aloud(text)) * TYPED_SECONDS_PER_CHARACTER)
    return Stretch(Part.CITIZEN, turn, begin, begin + max(_SHORTEST, seconds), seconds, text)


def _answer(reply: Reply, turn: int, begin: float) -> list[Stretch]:
    """Thinking, then what was said; where nothing was, all of it is one silence."""
    if reply.silent and not reply.recording:
        return [_pause(Part.SILENCE, turn, begin, reply.thinking)]
    found = []
    if reply.thinking > 0:
        found.append(_pause(Part.THINKING, turn, begin, reply.thinking))
        begin = found[0].end
    transcript = reply.transcript
    part = Part.SILENCE if reply.silent else Part.TYPED if reply.manner is Manner.TYPED else Part.SPOKEN
    # Thinking reaches to the first word: what the recording has before it is drawn there already.
    offset = transcript.activity[0].start if transcript.activity and part is Part.SPOKEN else 0.0
    seconds = max(0.0, transcript.seconds - offset)
    drawn = min(LONGEST_PAUSE, seconds) if part is Part.SILENCE else seconds
    text = transcript.text
    return [*found, Stretch(part, turn, begin, begin + max(_SHORTEST, drawn), seconds, text, offset)]


def _pause(part: Part, turn: int, begin: float, seconds: float) -> Stretch:
    least = _SHORTEST if part is Part.SILENCE else 0.0
    return Stretch(part, turn, begin, begin + min(LONGEST_PAUSE, max(least, seconds)), max(0.0, seconds), "")


def _before_answering(exchange: Exchange, turn: int, at: float, taken_back: Sequence[Withdrawn]) -> list[TimeMark]:
    marks = [_taken_back(each, turn, at) for each in taken_back]
    if exchange.hints:
        marks.append(TimeMark(Sign.HINT, turn, at, f"看了 {exchange.hints} 条提示。"))
    if exchange.reply.silent:
        waited = f"等了 {exchange.reply.thinking:.0f} 秒，" if exchange.reply.thinking else ""
        marks.append(TimeMark(Sign.SILENCE, turn, at, f"{waited}没有听到回答。"))
    return marks


def _taken_back(each: Withdrawn, turn: int, at: float) -> TimeMark:
    said = each.exchange.reply.transcript.text or "（没有说话）"
    if each.why is Why.MISHEARD:
        return TimeMark(Sign.MISHEARD, turn, at, f"说“听错了”，重说过一次。原来听成：“{said}”")
    return TimeMark(Sign.RETRIED, turn, at, f"重答过。原来说：“{said}”")


def _said(exchange: Exchange, turn: int, stretch: Stretch, titles: dict[str, str]) -> list[TimeMark]:
    marks = [
        TimeMark(sign_of(hit), turn, _within(stretch, hit.start), hit_in_words(hit)) for hit in exchange.reply.hits
    ]
    for told in exchange.reply.told:
        if told.point in exchange.new and told.evidence:
            first = told.evidence[0]
            words = f"说到要点：{titles.get(told.point, told.point)}（“{first.text}”）"
            marks.append(TimeMark(Sign.POINT, turn, _within(stretch, first.start), words))
    return marks


def sign_of(hit: Hit) -> Sign:
    if not hit.certain:
        return Sign.DOUBTFUL
    return Sign.POLITE if hit.kind is Kind.POLITE else Sign.FORBIDDEN


def hit_in_words(hit: Hit) -> str:
    """What was found, and for a forbidden phrase what it costs and what to say instead."""
    if not hit.certain:
        return f"“{hit.heard}”听起来像{hit.kind.label}“{hit.phrase}”，录音分不清，没有扣分。"
    if hit.kind is Kind.POLITE:
        return f"文明用语（{hit.category.label}）：“{hit.heard}”"
    veto = "，一票否决" if hit.severity is Severity.VETO else ""
    instead = f" 可以改说：“{hit.instead}”" if hit.instead else ""
    return f"服务禁语（{hit.category.label}{veto}）：“{hit.heard}”。{instead}"


def _within(stretch: Stretch, second: float) -> float:
    """Where the second of a recording is drawn; inside the stretch whatever it says."""
    if not stretch.seconds:
        return stretch.start
    share = (second - stretch.offset) / stretch.seconds
    return stretch.start + (stretch.end - stretch.start) * min(1.0, max(0.0, share))


def _titles(played: PlayedDialogue) -> dict[str, str]:
    lines = played.score.whole.lines
    return {line.rule.removeprefix("points."): line.title for line in lines if line.rule.startswith("points.")}
