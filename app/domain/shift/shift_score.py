"""The score of a whole shift: its cases, what came between, how much was done and how long people waited."""

from dataclasses import dataclass

from app.domain.rubric import TENTHS
from app.domain.shift.case_facts import ShiftLine
from app.domain.shift.case_score import CaseScore, score_case
from app.domain.shift.incident import HANDLING, IncidentKind, Response
from app.domain.shift.right_course import right_course, standard_seconds
from app.domain.shift.rubric import BY_CASE, FULL, Breach, ShiftRubric, Side
from app.domain.shift.state import Case, ShiftState

_FOR_AN_INCIDENT = 40


@dataclass(frozen=True, slots=True)
class SideScore:
    """`points` of `possible`, in tenths of the 100 points of a shift."""

    side: Side
    points: int
    possible: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`came` with a ticket, `called` to the window, `resolved` rightly; `left` the queue, of whom `excused` would
    have left at the standard pace too. Waits in seconds, of those called.
    """

    came: int
    called: int
    resolved: int
    left: int
    excused: int
    mean_wait: int
    longest_wait: int


@dataclass(frozen=True, slots=True)
class ShiftScore:
    """`total` and all points in tenths. `lines` are those of the shift as a whole; the rest is in `cases`. `short`
    are the sides that fail it by themselves.
    """

    sides: tuple[SideScore, ...]
    lines: tuple[ShiftLine, ...]
    cases: tuple[CaseScore, ...]
    figures: Figures
    total: int
    passed: bool
    short: tuple[Side, ...]
    red_lines: tuple[ShiftLine, ...]
    rubric_version: str
    pass_mark: int

    @property
    def points(self) -> float:
        """The total as people read it, 0 to 100."""
        return self.total / TENTHS

    def side(self, side: Side) -> SideScore:
        return next(each for each in self.sides if each.side is side)


def score_shift(state: ShiftState, rubric: ShiftRubric) -> ShiftScore:
    """At any time, also in the middle of a shift: then of those who have come and been served so far."""
    cases = tuple(score_case(state.shift, case, i, rubric) for i, case in enumerate(state.cases))
    incidents = _incidents(state, rubric)
    waits = _standard_waits(state)
    excused = frozenset(
        each.visitor
        for each in state.left
        if waits[each.visitor] + rubric.waiting.grace >= state.shift.visitors[each.visitor].patience
    )
    due = [i for i in range(state.arrived) if i not in excused]
    done = {state.cases[each.case].visitor: state.cases[each.case] for each in cases if each.resolved}
    throughput = _throughput(state, due, done, len(excused), rubric)
    waiting = _waiting(due, done, waits, rubric)
    desertion = _desertion(state, rubric)
    sides = [_of_cases(side, cases, incidents, desertion, rubric) for side in BY_CASE]
    sides += [
        SideScore(line.side, rubric.weight(line.side) * line.points // FULL, rubric.weight(line.side))
        for line in (throughput, waiting)
    ]
    red = tuple(line for case in cases for line in case.red_lines)
    total = 0 if red else sum(each.points for each in sides)
    figures = _figures(state, len(done), len(excused))
    lines = (*incidents, *desertion, throughput, waiting)
    short = tuple(
        each.side for each in sides if each.side in BY_CASE and 100 * each.points < rubric.least * each.possible
    )
    passed = not red and total >= rubric.pass_mark and not short
    return ShiftScore(tuple(sides), lines, cases, figures, total, passed, short, red, rubric.version, rubric.pass_mark)


def _of_cases(
    side: Side,
    cases: tuple[CaseScore, ...],
    incidents: tuple[ShiftLine, ...],
    desertion: tuple[ShiftLine, ...],
    rubric: ShiftRubric,
) -> SideScore:
    """The mean over the cases, and over the incidents that belong to this side."""
    weight = rubric.weight(side)
    shares = [case.points(side) for case in cases] + [line.points for line in incidents if line.side is side]
    points = weight * sum(shares) // (FULL * len(shares)) if shares else 0
    if side is Side.COMPLIANCE and desertion:
        points = points * (100 - rubric.deserted) // 100
    return SideScore(side, points, weight)


def _incidents(state: ShiftState, rubric: ShiftRubric) -> tuple[ShiftLine, ...]:
    answers = {each.incident: each.response for each in state.answered}
    lines = []
    for i, incident in enumerate(state.shift.incidents[: state.begun]):
        handling, response = HANDLING[incident.kind], answers.get(i)
        favour = incident.kind is IncidentKind.ACQUAINTANCE
        points = FULL if response in handling.right else 0
        if favour and response is Response.SERVE_FIRST:
            points = 0
        elif favour and response is Response.IGNORE:
            points = FULL * (100 - rubric.cost(Breach.FAVOUR)) // 100
        happened = f"{handling.seen}{'您：' + response.label if response else '没有处理'}。"
        right = "" if points == FULL else f"{'；或'.join(each.label for each in handling.right)}。{handling.because}"
        side = Side.COMPLIANCE if favour else Side.SERVICE
        lines.append(ShiftLine(f"incident.{i}", side, incident.kind.label, points, FULL, happened, right))
    return tuple(lines)


def _desertion(state: ShiftState, rubric: ShiftRubric) -> tuple[ShiftLine, ...]:
    if state.ended_with < 0 or (state.ended_with == 0 and state.closed):
        return ()
    early = "没有到下班时间就收了窗口" if not state.closed else "收了窗口"
    happened = f"{early}，还有 {state.ended_with} 位取了号的人没有办。"
    right = "上班时间不空窗；下班前取了号的，办完再走（窗口服务通行做法）。"
    return (ShiftLine("deserted", Side.COMPLIANCE, "空窗", 0, 0, happened, right),)


def _standard_waits(state: ShiftState) -> list[int]:
    """How long each would wait, in seconds, if everybody were served in turn at the standard pace (Lindley 1952)."""
    free, waits = 0, []
    for visitor in state.shift.visitors[: state.arrived]:
        starts = max(free, visitor.arrives)
        waits.append(starts - visitor.arrives)
        free = starts + standard_seconds(right_course(state.shift.ticket_of(visitor), visitor))
    return waits


def _throughput(
    state: ShiftState, due: list[int], done: dict[int, Case], excused: int, rubric: ShiftRubric
) -> ShiftLine:
    """Of those who came, how many were rightly served, and how fast at most as fast as the standard."""
    count = sum(i in done for i in due)
    permille = sum(
        min(FULL, FULL * _allowed(state, case) // max(1, case.ended - case.called))
        for i, case in done.items()
        if i in due
    )
    points = 0
    if due:
        points = ((100 - rubric.pace) * FULL * count + rubric.pace * permille) // (100 * len(due))
    slow = sum(case.ended - case.called > _allowed(state, case) for case in done.values())
    happened = f"来了 {state.arrived} 位，办对 {count} 位"
    happened += f"，等不及走了 {len(state.left)} 位（其中 {excused} 位按标准速度也等不到）" if state.left else ""
    happened += f"；{slow} 件超过标准用时。" if slow else "。"
    right = "" if points == FULL else "每一位都办对、送别，用时不超过标准用时。"
    return ShiftLine("throughput", Side.THROUGHPUT, Side.THROUGHPUT.label, points, FULL, happened, right)


def _allowed(state: ShiftState, case: Case) -> int:
    """Seconds for this case: the standard, so much for each incident dealt with meanwhile, and the whole of a
    fault that was waited for.
    """
    seconds = case.standard
    for each in state.answered:
        if case.called <= each.at <= case.ended:
            seconds += _FOR_AN_INCIDENT
            incident = state.shift.incidents[each.incident]
            if incident.kind is IncidentKind.FAULT and each.response is Response.EXPLAIN:
                seconds += max(0, min(case.ended, incident.at + incident.seconds) - each.at)
    return seconds


def _waiting(due: list[int], done: dict[int, Case], waits: list[int], rubric: ShiftRubric) -> ShiftLine:
    """Each who was rightly served counts in full up to the grace, then ever less; nobody else counts."""
    rule, points, longer = rubric.waiting, 0, 0
    for i in due:
        if i in done:
            late = max(0, done[i].waited - waits[i] - rule.grace)
            longer += late > 0
            points += FULL * max(0, rule.late - late) // rule.late
    points = points // len(due) if due else 0
    mean = sum(case.waited for case in done.values()) // max(1, len(done))
    happened = f"办对的人平均等了 {mean // 60} 分 {mean % 60} 秒" if done else "没有办对的人"
    happened += f"，{longer} 位比标准速度多等了。" if longer else "。"
    right = "" if points == FULL else "叫号不耽搁，一件一件办对，后面的人就不会多等。"
    return ShiftLine("waiting", Side.WAITING, Side.WAITING.label, points, FULL, happened, right)


def _figures(state: ShiftState, resolved: int, excused: int) -> Figures:
    waits = [case.waited for case in state.cases]
    return Figures(
        state.arrived,
        len(state.cases),
        resolved,
        len(state.left),
        excused,
        sum(waits) // len(waits) if waits else 0,
        max(waits, default=0),
    )
