"""Practice for the window's tests: one real question of every type, marked by the project's own rules, no disk."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from app.domain.answers import Answer, parts_of
from app.domain.arrangement import arrange
from app.domain.business import BusinessLine
from app.domain.errors import UserError
from app.domain.marking import Examiners, mark
from app.domain.memory import Aim
from app.domain.people import Person
from app.domain.practice import Chosen, Kind, Reason, Standing
from app.domain.practice_outlook import Outlook
from app.domain.questions import (
    Basis,
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    Question,
    Rewrite,
    Single,
)
from app.services.practice import Feedback, LineView, Overview, Round, SetView, Shown

TODAY = date.today()


def questions() -> tuple[Question, ...]:
    common = {
        "basis": (Basis("工伤保险条例", "第十七条"),),
        "effective": date(2011, 1, 1),
        "checked": date(2026, 11, 24),
        "explanation": "职工受伤后，所在单位应当自事故伤害发生之日起三十日内提出申请；遇有特殊情况，经报告同意，时限可以适当延长。",
    }
    line = BusinessLine.WORK_INJURY
    single = Single(
        (
            Option("自事故伤害发生之日起十五日内", why="十五日不是这一条的期限。"),
            Option("自事故伤害发生之日起三十日内", True, "三十日，从事故伤害发生或者诊断为职业病之日算起。"),
            Option("自事故伤害发生之日起六十日内"),
            Option("自事故伤害发生之日起一年内", why="一年是职工本人、近亲属或工会的期限。"),
        )
    )
    multiple = Multiple(
        (
            Option("工伤认定申请表", True),
            Option("与用人单位存在劳动关系的证明材料", True),
            Option("医疗诊断证明", True),
            Option("本人无犯罪记录证明"),
        )
    )
    return (
        Question("single", line, "用人单位应当在什么期限内为职工提出工伤认定申请？", single, **common),
        Question("multiple", line, "提出工伤认定申请，应当提交哪些材料？", multiple, **common),
        Question("judge", line, "职工个人不缴纳工伤保险费。", Judge(True), **common),
        Question(
            "blank", line, "用人单位应当自事故伤害发生之日起____日内提出申请；逾期的，职工可以在____年内直接申请。",
            Blank((Gap(("三十",), Decimal(30)), Gap(("一",), Decimal(1)))), **common,
        ),
        Question(
            "order", line, "把工伤认定的步骤排成正确的次序。",
            Order(("提出申请", "受理并审核材料", "调查核实", "作出认定决定", "送达决定书")), **common,
        ),
        Question(
            "match", line, "把事项和期限配起来。",
            Match((Pair("单位申请", "三十日"), Pair("个人申请", "一年"), Pair("作出决定", "六十日")), ("十五日",)),
            **common,
        ),
        Question(
            "case", line,
            "老周在工地下班途中被车撞伤，交警认定对方全责。单位说不是在干活时受的伤，不给申报。老周的女儿来到窗口，着急地问该怎么办。",
            Case(
                (
                    Part("这种情形能不能认定工伤？", Judge(True), "上下班途中受到非本人主要责任的交通事故伤害，应当认定工伤。"),
                    Part("单位不申报，谁可以直接申请？", multiple, "个人、近亲属和工会都可以。"),
                )
            ),
            **common,
        ),
        Question("rewrite", BusinessLine.LANGUAGE, "", Rewrite("不归我管", "这项业务由三号窗口办理，我带您过去。"), **common),
    )  # fmt: skip


@dataclass
class FakePractice:
    """`left` of today's ten are still to do; what is answered is in `given`."""

    left: int = 0
    bank: tuple[Question, ...] = field(default_factory=questions)
    given: list[tuple[str, tuple[Answer | None, ...]]] = field(default_factory=list)
    aim: Aim = Aim()
    problem: UserError | None = None

    def today(self, person: Person) -> SetView:
        return SetView(self.left, 10, (10 - self.left) * 3 // 4)

    def overview(self, person: Person) -> Overview:
        shares = (0.52, 0.74, 0.91, None, 0.83, 1.0, 0.66, None)
        lines = tuple(
            LineView(line, share, 0 if share is None else 12, 0 if share is None else 9 + at, 24 + at)
            for at, (line, share) in enumerate(zip(BusinessLine, shares, strict=False))
        )
        weak = (Standing("养老保险", 0.52, 12, BusinessLine.PENSION), Standing("时限", 0.58, 9, tag="时限"))
        days = (self.aim.exam_day - TODAY).days if self.aim.exam_day else None
        will_see = min(409, 86 + 8 * days) if days is not None else None
        return Overview(
            self.today(person), SetView(14, 20, 4), lines, weak, 7, 6, (6, 4, 9, 0, 3, 12, 5, 2, 0, 7, 3, 1, 4, 2),
            (10, 10, 0, 20, 10, 0, 10 - self.left), self.aim,
            Outlook(86, 409, days, will_see, -(-323 // days) if days else 0), 12,
        )  # fmt: skip

    def begin(self, person: Person, kind: Kind, line: BusinessLine | None = None) -> Round:
        if kind is Kind.MISSED and self.problem is not None:
            raise self.problem
        items = tuple(Chosen(question.id, Reason.DUE) for question in self.bank)
        done = 10 - len(items) if kind is Kind.DAILY else 0
        return Round("today", kind, line.label if line else kind.label, items, done, done + len(items))

    def show(self, person: Person, part_of: str, chosen: Chosen) -> Shown | None:
        question = next((each for each in self.bank if each.id == chosen.question_id), None)
        if question is None:
            return None
        orders = tuple(arrange(question, i, part.body, 7, "", False) for i, part in enumerate(parts_of(question)))
        return Shown(question, orders, chosen.reason)

    def answer(self, person: Person, part_of: str, question: Question, answers: Sequence[Answer | None]) -> Feedback:
        if self.problem is not None:
            raise self.problem
        self.given.append((question.id, tuple(answers)))
        marked = mark(question, answers, 100, Examiners(lambda _transcript: (), lambda _transcript, _turn: None))  # type: ignore[arg-type,return-value]
        return Feedback(marked, TODAY + timedelta(days=3 if marked.points == 100 else 1))

    def set_exam_day(self, person: Person, exam_day: date | None) -> Aim:
        self.aim = replace(self.aim, exam_day=exam_day)
        return self.aim

    def picture(self, name: str) -> bytes | None:
        return None
