"""The pages of the projector: the topic between turns, the lot, the conversation, and the score once revealed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.domain.class_summary import shares
from app.domain.lexicon import Kind
from app.domain.role_play.conversation import Exchange, Mode
from app.domain.role_play.mood import Feeling, feeling
from app.domain.scenario import Channel, Scenario
from app.domain.score_sheet import Dimension, Effect
from app.gui.pictures import citizen_figure, pill, ring, telephone
from app.gui.play_state import PlayStage, PlayState
from app.gui.projector_board import Board, Run
from app.gui.projector_curve import mood_curve

if TYPE_CHECKING:
    from app.domain.role_play.played import PlayedDialogue

_LEFT, _RIGHT = 56.0, 1224.0
_BESIDE = 380.0  # where the citizen's words begin


@dataclass(frozen=True, slots=True)
class TopicPage:
    """Between turns: what the class is about, what to look out for, and who is called."""

    topic: str
    points: tuple[str, ...]
    speaker: str = ""
    by_lot: bool = False

    def draw(self, board: Board) -> None:
        colours = board.colours
        high = board.block(self.topic, _LEFT, 44, _RIGHT - _LEFT, 150, 64, 40, bold=True)
        top = 44 + high + 24
        bottom = 690.0
        if self.speaker:
            bottom = 520.0
            how = "抽到了" if self.by_lot else "请"
            board.create_rectangle(
                board.x(0), board.y(540), board.x(1280), board.y(720), fill=colours.accent_soft, width=0
            )
            board.line(how, _LEFT, 630, 40, ink=colours.accent)
            board.line(self.speaker, 640, 630, 96, bold=True, ink=colours.accent, anchor="center", room=860)
            if not self.by_lot:
                board.line("发言", _RIGHT, 630, 40, ink=colours.accent, anchor="e")
        if not self.points:
            return
        board.line("请大家留意", _LEFT, top + 18, 30, ink=colours.muted)
        top += 56
        step = min(72.0, (bottom - top) / len(self.points))
        size = min(40.0, step / 1.45)
        for number, text in enumerate(self.points, 1):
            y = top + (number - 0.5) * step
            board.line(f"{number}", _LEFT + 16, y, size, bold=True, ink=colours.accent, anchor="center")
            board.line(text, _LEFT + 52, y, size, room=_RIGHT - _LEFT - 60)


@dataclass(frozen=True, slots=True)
class LotPage:
    """The draw: `turned` from 0 to 1 while it goes on, then the name."""

    topic: str
    turned: float
    name: str = ""

    def draw(self, board: Board) -> None:
        colours = board.colours
        board.line(self.topic, 640, 80, 40, ink=colours.muted, anchor="center", room=1100)
        if not self.name:
            board.picture(ring(board, board.u(320), self.turned, colours.accent, colours.sunken), 640, 370)
            board.line("抽签中", 640, 370, 56, bold=True, ink=colours.accent, anchor="center")
            return
        board.line("抽到了", 640, 240, 44, ink=colours.muted, anchor="center")
        board.line(self.name, 640, 380, 150, bold=True, ink=colours.accent, anchor="center", room=1160)
        board.line("请准备发言", 640, 540, 44, anchor="center")


@dataclass(frozen=True, slots=True)
class PlayPage:
    """The conversation: citizen with mood, their line, the clock, and what was heard with its marks."""

    speaker: str
    state: PlayState

    @property
    def clock(self) -> str:
        """What the clock at the top says; it is drawn anew without the rest."""
        state = self.state
        waited = state.waited if state.stage is PlayStage.WAITING else 0.0
        if state.stage is PlayStage.ENDED:
            return "对话结束"
        left = state.talk.seconds_left
        if left is not None:
            left = max(0.0, left - waited)
            return f"还剩 {int(left) // 60}:{int(left) % 60:02}"
        return f"想了 {int(waited)} 秒" if int(waited) else ""

    @property
    def still(self) -> "PlayPage":
        """The page without what moves from one tick to the next: equal ones need no new drawing."""
        return replace(self, state=replace(self.state, waited=0.0, level=0.0))

    def draw(self, board: Board) -> None:
        colours, talk = board.colours, self.state.talk
        board.line(self.speaker, _LEFT, 48, 40, bold=True, room=360)
        board.line(f"{talk.scenario.title} · {talk.dialogue.mode.label}", 640, 48, 28, ink=colours.muted, anchor="center", room=430)  # fmt: skip
        self.draw_clock(board)
        board.create_line(
            board.x(_LEFT), board.y(88), board.x(_RIGHT), board.y(88), fill=colours.border, width=board.u(2)
        )
        shown = talk.last if self.state.stage is PlayStage.ANSWERED else None
        _draw_citizen(board, talk.scenario, talk.mood)
        line = shown.line if shown else talk.line
        high = 190.0 if shown else 330.0
        taken = board.block(line, _BESIDE, 116, _RIGHT - _BESIDE, high, 50, 28, bold=True)
        if shown:
            _draw_heard(board, talk.scenario, shown, 116 + max(taken, 120) + 16)
        else:
            board.line(_STAGES[self.state.stage], _BESIDE, 640, 36, ink=colours.accent)

    def draw_clock(self, board: Board) -> None:
        board.delete("clock")
        board.line(self.clock, _RIGHT, 48, 48, bold=True, ink=board.colours.accent, anchor="e", tags="clock")


_STAGES = {
    PlayStage.SPEAKING: "群众正在说…",
    PlayStage.WAITING: "请回答",
    PlayStage.RECORDING: "● 正在听…",
    PlayStage.HEARING: "正在记下听到的话…",
    PlayStage.ANSWERED: "",
    PlayStage.ENDED: "对话结束",
}


def _mood_ink(board: Board, felt: Feeling) -> str:
    colours = board.colours
    if felt in (Feeling.CONTENT, Feeling.CALM):
        return colours.polite
    return colours.caution if felt is Feeling.UNEASY else colours.forbidden


def _draw_citizen(board: Board, scenario: Scenario, mood: int) -> None:
    colours, citizen = board.colours, scenario.citizen
    size = board.u(240)
    picture = (
        telephone(board, size, colours.accent_soft, colours.accent)
        if scenario.channel is Channel.PHONE
        else citizen_figure(board, citizen, size, colours.accent_soft, float(mood))
    )
    board.picture(picture, 192, 240)
    board.line(f"{citizen.name}，{citizen.age} 岁", 192, 400, 34, bold=True, anchor="center", room=290)
    felt = feeling(mood)
    ink = _mood_ink(board, felt)
    board.line(f"心情：{felt.label}", 192, 452, 34, bold=True, ink=ink, anchor="center")
    board.picture(pill(board, board.u(260), board.u(18), mood / 100, ink, colours.sunken), 192, 492)


def _draw_heard(board: Board, scenario: Scenario, exchange: Exchange, top: float) -> None:
    """What was heard, the polite in green with ✓, the forbidden in red with ×; under it the points told."""
    colours, reply = board.colours, exchange.reply
    board.line("听到", _BESIDE, top + 14, 26, ink=colours.muted)
    text = reply.transcript.text
    told = [point.text for point in scenario.points if point.id in exchange.new]
    rows = min(3, len(told))
    high = 690 - (top + 40) - rows * 46 - (12 if rows else 0)
    if not text.strip():
        board.line("（没有听到回答）", _BESIDE, top + 64, 36, ink=colours.muted)
        return
    board.runs(_marked(board, text, exchange), _BESIDE, top + 40, _RIGHT - _BESIDE, high, 36, 22)
    for number, point in enumerate(told[:rows]):
        more = len(told) - rows if number == rows - 1 else 0
        words = f"✓ 说到了：{point}" + (f"，还有 {more} 条" if more else "")
        board.line(words, _BESIDE, 690 - (rows - number - 0.5) * 46, 30, ink=colours.polite, room=_RIGHT - _BESIDE)


def _marked(board: Board, text: str, exchange: Exchange) -> list[Run]:
    colours = board.colours
    runs: list[Run] = []
    done = 0
    for hit in sorted(exchange.reply.hits, key=lambda hit: (hit.first, -hit.last)):
        first = max(hit.first, done)  # where two share words, the second keeps what is left
        if first >= hit.last or not hit.counts:
            continue
        runs.append(Run(text[done:first], colours.text))
        good = hit.kind is Kind.POLITE
        ink, ground = (colours.polite, colours.polite_soft) if good else (colours.forbidden, colours.forbidden_soft)
        runs.append(Run(("✓" if good else "×") + text[first : hit.last], ink, ground))
        done = hit.last
    return [run for run in (*runs, Run(text[done:], colours.text)) if run.text]


@dataclass(frozen=True, slots=True)
class ScorePage:
    """The score sheet, once the trainer reveals it: total, dimensions, points, what to say instead, the mood."""

    speaker: str
    played: "PlayedDialogue"

    def draw(self, board: Board) -> None:
        colours, played = board.colours, self.played
        sheet = played.score.whole
        board.line(self.speaker, _LEFT, 48, 40, bold=True, room=420)
        board.line(played.scenario_title, _RIGHT, 48, 28, ink=colours.muted, anchor="e", room=640)
        ink = colours.polite if sheet.passed else colours.forbidden
        scored = played.dialogue.mode is not Mode.SHADOW
        share = sheet.total / sheet.possible if sheet.possible else 0.0
        board.picture(ring(board, board.u(210), share if scored else 0.0, ink, colours.sunken), 170, 206)
        board.line(
            f"{sheet.total:g}" if scored else "跟读", 170, 196, 68, bold=True, ink=ink, anchor="center", room=150
        )
        board.line(
            ("✓ 合格" if sheet.passed else "× 还要练") if scored else "不评分", 170, 254, 28, ink=ink, anchor="center"
        )
        self._draw_shares(board)
        self._draw_points(board)
        self._draw_mood(board)

    def _draw_shares(self, board: Board) -> None:
        colours = board.colours
        for number, each in enumerate(shares(self.played.score.whole)):
            y = 356 + number * 50
            board.line(each.dimension.label, _LEFT, y, 28)
            board.picture(
                pill(board, board.u(150), board.u(16), each.share, colours.accent, colours.sunken), _LEFT + 134, y, "w"
            )
            board.line(f"{each.share:.0%}", _LEFT + 370, y, 28, bold=True, anchor="e")

    def _draw_points(self, board: Board) -> None:
        colours = board.colours
        lines = self.played.score.whole.lines
        rows: list[tuple[str, str]] = []
        points = [line for line in lines if line.dimension is Dimension.POINTS]
        told = [line for line in points if line.points > 0]
        missed = [line for line in points if line.points <= 0]
        rows += [(f"× 没说：{line.title}", colours.forbidden) for line in missed if line.effect is Effect.REQUIRED]
        for exchange in self.played.dialogue.exchanges:
            for hit in exchange.reply.offences:
                rows.append((f"× 说了“{hit.heard}”", colours.forbidden))
                if hit.instead:
                    rows.append((f"　 可以说：{hit.instead}", colours.text))
        rows += [(f"× 没说：{line.title}", colours.forbidden) for line in missed if line.effect is not Effect.REQUIRED]
        rows += [(f"✓ {line.title}", colours.polite) for line in told]
        ending = [line for line in lines if line.effect is Effect.FAILS or line.rule == "conversation.ending"]
        rows = [*((line.title, colours.text) for line in ending), *rows]
        most = 7
        shown = rows[:most] if len(rows) <= most else rows[: most - 1]
        for number, (words, ink) in enumerate(shown):
            board.line(words, 480, 118 + number * 48, 30, ink=ink, room=_RIGHT - 480)
        if len(rows) > len(shown):
            board.line(f"还有 {len(rows) - len(shown)} 条，见回顾", 480, 118 + len(shown) * 48, 26, ink=colours.muted)

    def _draw_mood(self, board: Board) -> None:
        colours = board.colours
        board.line("群众的心情", 480, 476, 26, ink=colours.muted)
        board.line("满意", 480, 512, 22, ink=colours.muted)
        board.line("愤怒", 480, 680, 22, ink=colours.muted)
        moods: Sequence[int] = self.played.moods
        last = _mood_ink(board, feeling(moods[-1]))
        board.picture(
            mood_curve(board, board.u(660), board.u(190), moods, colours.accent, last, colours.border, board.u(5)),
            552, 500, "nw",
        )  # fmt: skip


Page = TopicPage | LotPage | PlayPage | ScorePage
