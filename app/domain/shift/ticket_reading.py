"""Ticket types out of plain values (a YAML file), every mistake noted with its place. docs/formats.md shows the fields."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import TypeVar

from app.domain.basis import Basis
from app.domain.business import BusinessLine
from app.domain.plain_values import Fields, PlainReader, chinese_words, unfolded
from app.domain.question_problems import PlainPath, Problem
from app.domain.scenario import Sex
from app.domain.shift.person import TRAITS, PersonKind
from app.domain.shift.ticket import (
    LIMIT,
    WHO,
    Ask,
    Decision,
    HandOver,
    Paper,
    PaperRule,
    Refusal,
    Step,
    Tell,
    TicketType,
)
from app.domain.teller_level import TellerLevel

_Member = TypeVar("_Member", bound=Enum)

_TOP = frozenset({"line", "checked", "tickets"})
_TICKET = frozenset(
    [
        "id", "title", "line", "level", "business", "people", "says", "asks", "papers", "decision", "limit", "tell",
        "steps", "wrong_steps", "review", "leader", "gift", "refusal", "hand_over", "basis", "checked", "note",
        "ages", "sex",
    ]
)  # fmt: skip
_WHO = Ask(WHO, "请问您是本人办理，还是代家人、代单位办理？", "")
# Where the law sets no number of days, a hall sets one and publishes it (优化营商环境条例 第三十六条).
_LIMIT = re.compile(r"\d{1,3}(个工作日|日|个月)|公开承诺的时限")
# Decisions that a rule can make beforehand; the other depends on the papers.
_DECISIONS = tuple(each for each in Decision if each is not Decision.AWAIT)
_PEOPLE = tuple(kind for kind in PersonKind if kind is not PersonKind.CLERK)


def _words(kind: type[_Member], members: tuple[_Member, ...] | None = None) -> dict[str, _Member]:
    """Every member by its Chinese label and by its value."""
    return {word: each for each in members or tuple(kind) for word in (each.label, each.value)}  # type: ignore[attr-defined]


_LINES = {word: line.label for line in BusinessLine for word in (line.label, line.value)}
_LEVELS = _words(TellerLevel) | {level.label.removeprefix("综合柜员"): level for level in TellerLevel}
_KINDS = _words(PersonKind)
_SEXES = _words(Sex)
_RULES = _words(PaperRule)
_DECIDED = _words(Decision, _DECISIONS)
_REFUSALS = _words(Refusal)


def read_tickets(plain: Mapping[str, object]) -> tuple[tuple[TicketType, ...], tuple[Problem, ...]]:
    """The types of one file, and everything that is wrong with it. With problems the types may be incomplete."""
    reader = _Reader()
    tickets = tuple(reader.tickets(plain))
    return tickets, tuple(reader.problems)


class _Reader(PlainReader):
    def tickets(self, plain: Fields) -> Iterator[TicketType]:
        self.known(plain, _TOP, ())
        line = self.choice(plain, "line", (), _LINES, "业务条线") if "line" in plain else ""
        checked = self.day(plain, "checked", ())
        found = self.mappings(plain, "tickets", ())
        if not found and not plain.get("tickets"):
            self.blame((), "文件里还没有票号类型（tickets）。", "请至少写一个。")
        ids: set[str] = set()
        for item, at in found:
            ticket = self._ticket(item, at, line or "", checked.isoformat() if checked else "")
            if ticket.id and ticket.id in ids:
                self.blame((*at, "id"), f"有两个票号类型的 id 都是“{ticket.id}”。", "请给其中一个换 id。")
            ids.add(ticket.id)
            yield ticket

    def _ticket(self, item: Fields, at: PlainPath, line: str, checked: str) -> TicketType:
        self.known(item, _TICKET, at)
        own_line = self.choice(item, "line", at, _LINES, "业务条线") if "line" in item or not line else line
        day = self.day(item, "checked", at)
        checked = day.isoformat() if day else checked
        if not checked:
            self.blame(at, "缺少核对日期（checked）。", "请写哪一天核对过依据，例如 checked: 2026-11-25。")
        title = self.said(item, "title", at, "标题")
        says = self._texts(item, "says", at)
        if not says:
            self.blame(at, "没有写群众来了怎么说（says）。", "请至少写一种说法。")
        youngest, oldest = self._ages(item, at)
        ticket = TicketType(
            id=self.said(item, "id", at, "编号"),
            title=title,
            line=own_line or "",
            level=self.choice(item, "level", at, _LEVELS, "级别") or TellerLevel.SENIOR,
            business=self.optional(item, "business", at) or title,
            people=self._people(item, at, youngest, oldest),
            says=says,
            asks=tuple(self._asks(item, at)),
            papers=tuple(self._papers(item, at)),
            decision=self.choice(item, "decision", at, _DECIDED, "决定") or Decision.AT_ONCE,
            tells=tuple(self._tells(item, at)),
            steps=tuple(self._steps(item, at)),
            limit=self.optional(item, "limit", at),
            review=self.flag(item, "review", at) or False,
            leader=self.flag(item, "leader", at) or False,
            gift=self.optional(item, "gift", at),
            refusal=self.choice(item, "refusal", at, _REFUSALS, "不予办理的原因") if "refusal" in item else None,
            hand_over=self._hand_over(item, at),
            basis=tuple(self._basis(each, path) for each, path in self.mappings(item, "basis", at)),
            checked=checked,
            note=self.optional(item, "note", at),
            youngest=youngest,
            oldest=oldest,
            sex=self.choice(item, "sex", at, _SEXES, "性别") if "sex" in item else None,
        )
        self._consistent(ticket, item, at)
        return ticket

    def _consistent(self, ticket: TicketType, item: Fields, at: PlainPath) -> None:
        """What belongs to each decision, and names that are used twice."""
        decision = ticket.decision
        here = decision in (Decision.AT_ONCE, Decision.WITHIN)
        if not ticket.basis:
            self.blame(at, "没有写依据（basis）。", "请写哪部规定哪一条，例如 {law: 社会保险法, article: 第十六条}。")
        if not ticket.tells:
            self.blame(at, "没有写要一次告知的内容（tell）。", "请至少写一条：条件、后果、下一步或者怎样取结果。")
        if here and not ticket.right_steps:
            self.blame(at, f"{decision.label}的没有写办理步骤（steps）。", "请按先后写出各步。")
        if not here and ticket.steps:
            self.blame(
                (*at, "steps"), f"{decision.label}的不在这里办，不该有办理步骤。", "请删去 steps，或改 decision。"
            )
        if decision is Decision.WITHIN and not ticket.limit:
            self.blame(at, "限办的没有写时限（limit）。", "请写，例如 limit: 20个工作日。")
        if ticket.limit and not _LIMIT.fullmatch(ticket.limit):
            self.blame(
                (*at, "limit"), f"时限“{ticket.limit}”不认识。", "请写成 20个工作日、60日、3个月 或 公开承诺的时限。"
            )
        if ticket.limit and decision is not Decision.WITHIN:
            self.blame((*at, "limit"), f"{decision.label}的没有办结时限。", "请删去 limit，或改 decision。")
        if (decision is Decision.REFUSE) != (ticket.refusal is not None):
            self.blame(at, "不予办理的要写原因（refusal），别的不写。", f"原因可以写：{chinese_words(_REFUSALS)}。")
        if (decision is Decision.ELSEWHERE) != (ticket.hand_over is not None):
            self.blame(at, "转办的要写交接到哪里（hand_over），别的不写。", "请写 {office: 部门, what: 到那里做什么}。")
        if ticket.review and not here:
            self.blame((*at, "review"), f"{decision.label}的不用复核。", "请删去 review。")
        ids = [each.id for each in (*ticket.papers, *ticket.tells)]
        for id in dict.fromkeys(id for id in ids if id and (ids.count(id) > 1 or id == LIMIT)):
            self.blame(at, f"材料和告知内容的编号“{id}”重复了。", f"请换一个；“{LIMIT}”留给时限。")
        questions = [each.id for each in ticket.asks]
        for id in dict.fromkeys(id for id in questions if id and questions.count(id) > 1):
            self.blame((*at, "asks"), f"有两个问题的 id 都是“{id}”。", "请给其中一个换 id。")
        texts = [step.text for step in ticket.steps]
        for text in dict.fromkeys(text for text in texts if texts.count(text) > 1):
            self.blame((*at, "steps"), f"步骤“{text}”写了两遍。", "请删去一个。")

    def _ages(self, item: Fields, at: PlainPath) -> tuple[int, int]:
        word = self.optional(item, "ages", at)
        if not word:
            return 0, 120
        ages = re.fullmatch(r"(\d{1,3})-(\d{1,3})", word)
        if not ages or int(ages[1]) > int(ages[2]):
            self.blame((*at, "ages"), f"年龄“{word}”不认识。", "请写成从小到大的两个数，例如 20-59。")
            return 0, 120
        return int(ages[1]), int(ages[2])

    def _people(self, item: Fields, at: PlainPath, youngest: int, oldest: int) -> tuple[PersonKind, ...]:
        """Anybody of that age but a unit's clerk where nothing is said."""
        found = []
        for i, word in enumerate(self.texts(item, "people", at)):
            if word in _KINDS:
                found.append(_KINDS[word])
            else:
                self.blame((*at, "people", i), f"不认识这种人：“{word}”。", f"可以写的有：{chinese_words(_KINDS)}。")
        for kind in found:
            if not _of_age(kind, youngest, oldest):
                self.blame((*at, "people"), f"没有“{kind.label}”是这个年龄的。", "请改 people 或者 ages。")
        return tuple(dict.fromkeys(found)) or tuple(kind for kind in _PEOPLE if _of_age(kind, youngest, oldest))

    def _asks(self, item: Fields, at: PlainPath) -> Iterator[Ask]:
        asks = []
        for each, path in self.mappings(item, "asks", at):
            self.known(each, frozenset({"id", "ask", "answer", "needed"}), path)
            needed = self.flag(each, "needed", path)
            asks.append(
                Ask(
                    self.said(each, "id", path, "编号"),
                    self.said(each, "ask", path, "问题"),
                    self.said(each, "answer", path, "回答"),
                    needed is None or needed,
                )
            )
        if all(each.id != WHO for each in asks):
            yield _WHO
        yield from asks

    def _papers(self, item: Fields, at: PlainPath) -> Iterator[Paper]:
        for each, path in self.mappings(item, "papers", at):
            self.known(each, frozenset({"id", "name", "rule", "expires", "why"}), path)
            rule = self.choice(each, "rule", path, _RULES, "材料的规矩") or PaperRule.OPTIONAL
            why = self.optional(each, "why", path)
            if not rule.may_be_asked_for and not why:
                self.blame(path, f"{rule.label}的材料没有写为什么（why）。", "请写在哪里能查到，或者哪条规定不让要。")
            yield Paper(
                self.said(each, "id", path, "编号"),
                self.said(each, "name", path, "名称"),
                rule,
                self.flag(each, "expires", path) or False,
                why,
            )

    def _tells(self, item: Fields, at: PlainPath) -> Iterator[Tell]:
        for each, path in self.mappings(item, "tell", at):
            self.known(each, frozenset({"id", "text"}), path)
            yield Tell(self.said(each, "id", path, "编号"), self.said(each, "text", path, "内容"))

    def _steps(self, item: Fields, at: PlainPath) -> Iterator[Step]:
        for i, text in enumerate(self._texts(item, "steps", at), 1):
            yield Step(f"s{i}", text)
        for i, text in enumerate(self._texts(item, "wrong_steps", at), 1):
            yield Step(f"w{i}", text, right=False)

    def _hand_over(self, item: Fields, at: PlainPath) -> HandOver | None:
        value = item.get("hand_over")
        if value is None:
            return None
        path = (*at, "hand_over")
        if not isinstance(value, Mapping):
            self.blame(path, "“hand_over”应当写成“名称: 值”的几行。", "请写 {office: 部门, what: 到那里做什么}。")
            return None
        self.known(value, frozenset({"office", "what"}), path)
        return HandOver(self.said(value, "office", path, "部门"), self.said(value, "what", path, "到那里做什么"))

    def _basis(self, item: Fields, at: PlainPath) -> Basis:
        self.known(item, frozenset({"law", "article"}), at)
        return Basis(self.said(item, "law", at, "依据"), self.optional(item, "article", at))

    # How values are written

    def _texts(self, fields: Fields, key: str, at: PlainPath) -> tuple[str, ...]:
        return tuple(map(unfolded, self.texts(fields, key, at)))


def _of_age(kind: PersonKind, youngest: int, oldest: int) -> bool:
    return TRAITS[kind].youngest <= oldest and TRAITS[kind].oldest >= youngest
