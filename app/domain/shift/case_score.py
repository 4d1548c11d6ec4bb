"""The score of one person at the window: what happened, what would have been right, and what each is worth."""

from dataclasses import dataclass

from app.domain.lexicon import Category, Severity
from app.domain.rubric import share
from app.domain.shift.action import Action, ActionKind, Offence, Verdict
from app.domain.shift.person import PersonKind
from app.domain.shift.right_course import LONG_WAIT, RightCourse, right_course, right_verdict
from app.domain.shift.rubric import FULL, Breach, ShiftRubric, Side
from app.domain.shift.state import Case, CaseEnd, Shift, Visitor
from app.domain.shift.ticket import LIMIT, Decision, PaperRule, TicketType

_COMFORTING = frozenset({Category.REASSURE, Category.APOLOGY})
# Whom it is right to call before their turn.
_GO_FIRST = (PersonKind.DISABLED, PersonKind.ELDERLY)


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """One rule applied: `points` of `possible`, in tenths (a case's side has 1000).

    `happened` says what was done, `right` what would have been right ("" where nothing was wanting), each in one
    Chinese sentence; `entries` are the places in `Case.entries` that show it. A `red_line` voids the shift.
    """

    rule: str
    side: Side
    title: str
    points: int
    possible: int
    happened: str
    right: str = ""
    entries: tuple[int, ...] = ()
    red_line: bool = False


@dataclass(frozen=True, slots=True)
class CaseScore:
    """`case` is the index in `ShiftState.cases`. `resolved`: the right business, rightly decided, to the end."""

    case: int
    visitor: int
    lines: tuple[ShiftLine, ...]
    resolved: bool
    basis: tuple[str, ...]

    def points(self, side: Side) -> int:
        """Tenths out of 1000."""
        return max(0, sum(line.points for line in self.lines if line.side is side))

    @property
    def red_lines(self) -> tuple[ShiftLine, ...]:
        return tuple(line for line in self.lines if line.red_line)


def score_case(shift: Shift, case: Case, index: int, rubric: ShiftRubric) -> CaseScore:
    """By side, the points of what applies to this case; what does not is shared among the rest of its side."""
    visitor = shift.visitors[case.visitor]
    ticket = shift.ticket_of(visitor)
    marking = _Marking(ticket, visitor, case, right_course(ticket, visitor), rubric)
    lines = (*marking.service(), *marking.correctness(), *marking.completeness(), *marking.compliance())
    return CaseScore(index, case.visitor, lines, marking.resolved, tuple(map(str, ticket.basis)))


@dataclass(frozen=True, slots=True)
class _Part:
    """A rule before its points are shared out: `share` of its side, and how well it was kept, in percent."""

    rule: str
    title: str
    share: int
    percent: int
    happened: str
    right: str
    entries: tuple[int, ...] = ()


class _Marking:
    """Goes through one case."""

    def __init__(
        self, ticket: TicketType, visitor: Visitor, case: Case, course: RightCourse, rubric: ShiftRubric
    ) -> None:
        self._ticket, self._visitor, self._case, self._course = ticket, visitor, case, course
        self._rubric = rubric
        self._actions = [(i, entry.action) for i, entry in enumerate(case.entries)]
        self._decided_at = max((i for i, action in self._of(ActionKind.DECIDE)), default=None)
        self._polite: dict[Category, list[int]] = {}
        self._offences: list[tuple[int, Offence]] = []
        for i, action in self._of(ActionKind.SAY):
            if action.spoken:
                for category in action.spoken.polite:
                    self._polite.setdefault(category, []).append(i)
                self._offences += [(i, each) for each in action.spoken.offences]

    def _of(self, *kinds: ActionKind) -> list[tuple[int, Action]]:
        return [(i, action) for i, action in self._actions if action.kind in kinds]

    @property
    def _right_business(self) -> bool:
        return self._case.business == self._ticket.business

    @property
    def resolved(self) -> bool:
        case, course = self._case, self._course
        return (
            case.end is CaseEnd.FINISHED
            and self._right_business
            and (case.decision, case.limit, case.refusal) == (course.decision, course.limit, course.refusal)
        )

    # Service

    def service(self) -> list[ShiftLine]:
        shares, decided = self._rubric.service, self._decided_at
        greeted = [i for i in self._polite.get(Category.GREETING, []) if decided is None or i < decided]
        parted = [i for i in self._polite.get(Category.FAREWELL, []) if decided is not None and i > decided]
        parts = [
            _said("greeting", "迎候", shares.greeting, greeted, "先问好，再问来意。"),
            _said("farewell", "送别", shares.farewell, parted, "办完以后道别，例如“请慢走”。"),
        ]
        if self._course.comfort or self._case.waited > LONG_WAIT:
            calmed = sorted(i for category in _COMFORTING for i in self._polite.get(category, []))
            parts.append(_said("comfort", "致歉或安抚", shares.comfort, calmed, self._why_comfort()))
        if self._course.aids:
            given = [i for i, action in self._of(ActionKind.AID) if action.aid in self._course.aids]
            happened = self._texts(given) or f"这一位是{self._visitor.kind.label}，没有照顾到。"
            right = "；或".join(aid.label for aid in self._course.aids)
            parts.append(_Part("aid", "照顾特殊需要", shares.aid, 100 * bool(given), happened, right, tuple(given)))
        parts.append(self._restraint(shares.restraint))
        return _shared_out(Side.SERVICE, parts)

    def _why_comfort(self) -> str:
        if self._case.waited > LONG_WAIT:
            return "等了很久，先说“让您久等了，对不起”。"
        return "不能当场办成，或者对方着急时，先致歉或安抚。"

    def _restraint(self, points: int) -> _Part:
        costs = dict(self._rubric.offences)
        if not self._polite and not self._offences:
            return _Part("restraint", "没有说服务禁语", points, 0, "什么也没有说。", "说话，用文明用语。")
        lost = min(100, sum(costs.get(each.category, 100) for _, each in self._offences))
        if not self._polite:
            lost = 100
        heard = "、".join(f"“{each.heard}”（{each.category.label}）" for _, each in self._offences)
        happened = f"说了{heard}。" if heard else "没有说。"
        places = tuple(i for i, _ in self._offences)
        return _Part("restraint", "没有说服务禁语", points, 100 - lost, happened, "换成文明用语。", places)

    # Correctness

    def correctness(self) -> list[ShiftLine]:
        shares, course, case = self._rubric.correctness, self._course, self._case
        parts = [self._asked(shares.asks), self._chosen(shares.business)]
        if self._ticket.papers:
            parts.append(self._papers(shares.papers))
        parts.append(self._decision(shares.decision))
        if course.steps or case.steps:
            parts.append(self._steps(shares.steps))
        if course.office:
            parts.append(self._handed_over(shares.hand_over))
        if course.leader:
            came = tuple(i for i, _ in self._of(ActionKind.CALL_LEADER))
            happened = "请了值班负责人。" if came else "没有请值班负责人。"
            parts.append(
                _Part("leader", "请值班负责人", shares.leader, 100 * bool(came), happened, "这种情况要报告。", came)
            )
        return _shared_out(Side.CORRECTNESS, parts)

    def _asked(self, points: int) -> _Part:
        needed = self._course.asks
        places = {action.what: i for i, action in self._of(ActionKind.ASK)}
        got = [each for each in needed if each in places]
        questions = {each.id: each.question for each in self._ticket.asks}
        missed = [questions[each] for each in needed if each not in places]
        happened = f"该问的 {len(needed)} 样，问了 {len(got)} 样。"
        right = f"还应当问：{'；'.join(missed)}"
        return _Part(
            "asks",
            "问清情况",
            points,
            100 * len(got) // len(needed),
            happened,
            right,
            tuple(places[each] for each in got),
        )

    def _chosen(self, points: int) -> _Part:
        chosen = self._of(ActionKind.CHOOSE)
        first_right = bool(chosen) and chosen[0][1].what == self._ticket.business
        percent = (100 if first_right else 50) if self._right_business else 0
        happened = f"选了{'、'.join(f'“{action.what}”' for _, action in chosen)}。" if chosen else "没有选。"
        return _Part(
            "business",
            "选业务",
            points,
            percent,
            happened,
            f"是“{self._ticket.business}”。",
            tuple(i for i, _ in chosen),
        )

    def _papers(self, points: int) -> _Part:
        found = dict(self._case.verdicts) if self._right_business else {}
        wrong = []
        for paper in self._ticket.papers:
            right = right_verdict(paper, self._visitor)
            if found.get(paper.id) is not right:
                why = f"（{paper.why}）" if paper.why else ""
                wrong.append(f"{paper.name}：{right.label}{why}")
        count = len(self._ticket.papers)
        happened = f"{count} 样材料，看对 {count - len(wrong)} 样。"
        places = tuple(i for i, _ in self._of(ActionKind.CHECK))
        return _Part(
            "papers", "核对材料", points, 100 * (count - len(wrong)) // count, happened, f"{'；'.join(wrong)}。", places
        )

    def _decision(self, points: int) -> _Part:
        case, course = self._case, self._course
        right = decision_in_words(course.decision, course.limit, course.refusal)
        if case.decision is None or not self._right_business:
            happened = "没有作出决定。" if case.decision is None else "业务选错了，决定无从谈起。"
            return _Part("decision", "作出决定", points, 0, happened, right)
        same = case.decision is course.decision
        whole = same and (case.limit, case.refusal) == (course.limit, course.refusal)
        happened = decision_in_words(case.decision, case.limit, case.refusal)
        places = (self._decided_at,) if self._decided_at is not None else ()
        return _Part("decision", "作出决定", points, 100 if whole else 50 if same else 0, happened, right, places)

    def _steps(self, points: int) -> _Part:
        right, done = self._course.steps, self._case.steps if self._right_business else ()
        common = _longest_common(right, done)
        percent = 100 * common // max(len(right), len(done)) if right and done else 0
        names = {step.id: step.text for step in self._ticket.steps}
        listed = "→".join(names.get(step, step) for step in done)
        happened = f"做了：{listed}。" if done else "一步也没有做。"
        order = "→".join(names[step] for step in right) if right else "这一件不该往下办"
        places = tuple(i for i, _ in self._of(ActionKind.STEP))
        return _Part("steps", "办理步骤", points, percent, happened, f"{order}。", places)

    def _handed_over(self, points: int) -> _Part:
        office = self._course.office
        what = self._ticket.hand_over.what if self._ticket.hand_over else ""
        right = f"交接到{office}：{what}联系好、写清楚，或者带过去。"
        last = next(iter(reversed(self._of(ActionKind.HAND_OVER))), None)
        if last is None:
            return _Part("hand-over", "交接（首问负责）", points, 0, "没有交接。", right)
        place, action = last
        assert action.escort is not None
        percent = (100 if action.escort.proper else 50) if action.what == office else 0
        happened = f"交接到{action.what}：{action.escort.label}。"
        return _Part("hand-over", "交接（首问负责）", points, percent, happened, right, (place,))

    # Completeness

    def completeness(self) -> list[ShiftLine]:
        tell = self._course.tell
        told = self._of(ActionKind.INFORM) if self._right_business else []
        first = set(told[0][1].items) if told else set()
        later = {item for _, action in told[1:] for item in action.items} - first
        half_parts = sum(2 if item in first else item in later for item in tell)
        names = {paper.id: f"补交{paper.name}" for paper in self._ticket.papers}
        names |= {each.id: each.text for each in self._ticket.tells}
        names[LIMIT] = f"{self._ticket.limit}办结"
        missed = [names[item] for item in tell if item not in first]
        happened = f"该一次说的 {len(tell)} 样，第一次说了 {sum(item in first for item in tell)} 样"
        happened += f"，后来补说 {sum(item in later for item in tell)} 样。" if later else "。"
        part = _Part(
            "tell", "一次性告知", 1, 100 * half_parts // (2 * len(tell)), happened,
            f"一次说全，还有：{'；'.join(missed)}。", tuple(i for i, _ in told),
        )  # fmt: skip
        return _shared_out(Side.COMPLETENESS, [part])

    # Compliance

    def compliance(self) -> list[ShiftLine]:
        crossed = self._red_lines()
        if self._case.decision is None:
            return [_compliance("no-breach", 0, "没有作出决定，谈不上守规矩。", "办完这一件。"), *crossed]
        breaches = [*self._needless(), *self._others()]
        kept = FULL
        lines = []
        for breach, happened, right, places in breaches:
            cost = min(kept, FULL * self._rubric.cost(breach) // 100)
            kept -= cost
            rule = f"{breach.value}.{len(lines)}"
            lines.append(ShiftLine(rule, Side.COMPLIANCE, breach.label, -cost, 0, happened, right, places))
        return [_compliance("no-breach", FULL, "先给满，有一处扣一处。", ""), *lines, *crossed]

    def _needless(self) -> list[tuple[Breach, str, str, tuple[int, ...]]]:
        found = []
        for i, action in self._of(ActionKind.INFORM):
            for item in action.items if self._right_business else ():
                paper = self._ticket.paper(item)
                if paper is None:
                    continue
                if not paper.rule.may_be_asked_for:
                    right = f"{paper.rule.label}，不能让群众交。{paper.why}"
                    found.append((Breach.NEEDLESS_PAPER, f"让他补交“{paper.name}”。", right, (i,)))
                elif right_verdict(paper, self._visitor) is Verdict.IN_ORDER and paper.rule is PaperRule.REQUIRED:
                    found.append((Breach.NEEDLESS_PAPER, f"让他补交“{paper.name}”。", "已经交了，而且有效。", (i,)))
        return found

    def _others(self) -> list[tuple[Breach, str, str, tuple[int, ...]]]:
        case, found = self._case, []
        if self._course.review and not case.reviewed:
            right = "重点业务、高风险业务分级审核，办完提交复核（社会保险经办条例 第三十七条）。"
            found.append((Breach.NO_REVIEW, "没有提交复核。", right, ()))
        if case.out_of_turn and self._visitor.kind not in _GO_FIRST:
            found.append((Breach.OUT_OF_TURN, "没有优先的理由，越过别人先叫了他。", "按号叫人。", (0,)))
        kinds = {action.kind for _, action in self._actions}
        if case.offered_gift and not kinds & {ActionKind.DECLINE_GIFT, ActionKind.ACCEPT_GIFT}:
            found.append((Breach.GIFT_LEFT, "礼品放着没有谢绝。", "当面谢绝，请他收回。", ()))
        return found

    def _red_lines(self) -> list[ShiftLine]:
        found = []
        for i, offence in self._offences:
            if offence.severity is Severity.VETO:
                words = f"说了“{offence.heard}”（{offence.category.label}）。"
                found.append(_red("veto-phrase", "一票否决的话", words, "无论怎样都不能说。", (i,)))
        refusal, decision = self._ticket.refusal, self._case.decision
        if refusal and refusal.red_line and decision in (Decision.AT_ONCE, Decision.WITHIN):
            words = f"作出了“{decision.label}”的决定。"
            found.append(_red(refusal.value, "碰了红线", words, f"{refusal.explains}，不能办。{self._ticket.note}", ()))
        for i, _ in self._of(ActionKind.ACCEPT_GIFT):
            found.append(_red("gift", "收礼", "收下了礼品。", "当面谢绝，请他收回。", (i,)))
        return found

    def _texts(self, places: list[int]) -> str:
        return "".join(each.text for i in places[:1] for each in self._case.entries[i].happened[:1])


def decision_in_words(decision: Decision, limit: str, refusal: object) -> str:
    """限办，20个工作日内办结。 / 不予办理：…"""
    words = decision.label
    if limit:
        words += f"，{limit}办结"
    explains = getattr(refusal, "explains", "")
    return f"{words}：{explains}。" if explains else f"{words}。"


def _said(rule: str, title: str, points: int, places: list[int], right: str) -> _Part:
    return _Part(rule, title, points, 100 * bool(places), "说了。" if places else "没有听到。", right, tuple(places))


def _shared_out(side: Side, parts: list[_Part]) -> list[ShiftLine]:
    possible = share(FULL, [part.share for part in parts])
    return [
        ShiftLine(
            part.rule, side, part.title, most * part.percent // 100, most, part.happened,
            "" if part.percent == 100 else part.right, part.entries,
        )
        for part, most in zip(parts, possible, strict=True)
    ]  # fmt: skip


def _compliance(rule: str, points: int, happened: str, right: str) -> ShiftLine:
    return ShiftLine(rule, Side.COMPLIANCE, "没有违规", points, FULL, happened, right)


def _red(rule: str, title: str, happened: str, right: str, places: tuple[int, ...]) -> ShiftLine:
    return ShiftLine(f"red-line.{rule}", Side.COMPLIANCE, title, 0, 0, happened, right, places, True)


def _longest_common(first: tuple[str, ...], second: tuple[str, ...]) -> int:
    """How many steps of one stand in the other in the same order (longest common subsequence)."""
    before = [0] * (len(second) + 1)
    for one in first:
        row = [0]
        for j, other in enumerate(second):
            row.append(before[j] + 1 if one == other else max(before[j + 1], row[j]))
        before = row
    return before[-1]
