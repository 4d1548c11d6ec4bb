"""A role-play out of plain values (YAML, a sheet), every mistake noted with its place.

docs/formats.md shows the fields. Enumerations may be written in Chinese as in the window or in English.
"""

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from app.domain.basis import Basis
from app.domain.business import BusinessLine
from app.domain.lexicon import Category, Kind
from app.domain.plain_values import Fields, PlainReader, chinese_words, unfolded
from app.domain.question_problems import PlainPath, Problem
from app.domain.role_play.conditions import BACK, FORBIDDEN, Condition, Transition
from app.domain.scenario import (
    Channel,
    Citizen,
    Ending,
    EndingKind,
    Hint,
    Node,
    Paper,
    Point,
    Scenario,
    Sex,
    Voice,
)

Member = TypeVar("Member", bound=Enum)

_TOP = frozenset(
    [
        "id",
        "title",
        "line",
        "channel",
        "trains",
        "situation",
        "papers",
        "citizen",
        "minutes",
        "most_replies",
        "nodes",
        "always",
        "endings",
        "leaves",
        "basis",
        "checked",
    ]
)
_CITIZEN = frozenset(["name", "age", "mood", "feeling", "manner", "voice", "patience", "unheard"])
_VOICE = frozenset(["sex", "rate", "pitch"])
_NODE = frozenset(["id", "says", "upset", "again", "stages", "points", "hints", "exemplary", "next"])
_POINT = frozenset(["id", "text", "must", "ways", "basis"])
_CONDITIONS = frozenset(
    [
        "points",
        "any_points",
        "missing",
        "forbidden",
        "polite",
        "without",
        "silent",
        "too_long",
        "attempts",
        "mood_below",
        "mood_above",
    ]
)
_TRANSITION = _CONDITIONS | {"to", "because"}
_ENDING = frozenset(["id", "kind", "title", "says", "explains"])

ANY, VETO = "任何", "一票否决"
_POLITE = {
    word: category for category in Category if category.kind is Kind.POLITE for word in (category.label, category.value)
}
_OFFENCES = {word: category for category in FORBIDDEN for word in (category.label, category.value)}
_KINDS = {word: kind for kind in EndingKind for word in (kind.label, kind.value)}
_CHANNELS = {word: channel for channel in Channel for word in (channel.label, channel.value)}
_SEXES = {word: sex for sex in Sex for word in (sex.label, sex.value)}
_LINES = {word: line.label for line in BusinessLine for word in (line.label, line.value)}


def read_scenario(plain: Mapping[str, object]) -> tuple[Scenario, tuple[Problem, ...]]:
    """What could be read, and everything that is wrong with its form. Version is "" (the file's business).

    Names that lead nowhere are not looked at: `checking.faults_of` does that.
    """
    reader = _Reader()
    scenario = reader.scenario(plain)
    return scenario, tuple(reader.problems)


class _Reader(PlainReader):
    def __init__(self) -> None:
        super().__init__()
        self._points: dict[str, Point] = {}

    def scenario(self, plain: Fields) -> Scenario:
        self.known(plain, _TOP, ())
        checked = self.day(plain, "checked", ())
        if checked is None and not plain.get("checked"):
            self.blame((), "缺少核对日期（checked）。", "请写哪一天核对过依据，例如 checked: 2026-11-24。")
        nodes = tuple(self._node(item, path) for item, path in self._list(plain, "nodes"))
        endings = tuple(self._ending(item, path) for item, path in self._list(plain, "endings"))
        self._distinct([each.id for each in nodes], "nodes", "轮次")
        self._distinct([each.id for each in endings], "endings", "结局")
        for key, each in (("nodes", nodes), ("endings", endings)):
            for i, named in enumerate(each):
                if named.id == BACK:
                    self.blame((key, i, "id"), f"“{BACK}”有专门的意思：回到刚才那一轮。", "请换一个 id。")
        for i, ending in enumerate(endings):
            if any(ending.id == node.id for node in nodes if node.id):
                self.blame(("endings", i, "id"), f"已经有一轮叫“{ending.id}”。", "请给结局换一个 id。")
        return Scenario(
            id=self.said(plain, "id", (), "编号"),
            version="",
            title=self.said(plain, "title", (), "标题"),
            line=self.choice(plain, "line", (), _LINES, "业务条线") or "",
            situation=self.said(plain, "situation", (), "情况介绍"),
            citizen=self._citizen(plain),
            nodes=nodes,
            endings=endings,
            leaves=self.text(plain, "leaves", ()),
            always=tuple(self._transition(item, path) for item, path in self._list(plain, "always")),
            papers=tuple(self._paper(item, path) for item, path in self._list(plain, "papers")),
            channel=self.choice(plain, "channel", (), _CHANNELS, "方式", Channel.WINDOW) or Channel.WINDOW,
            basis=tuple(self._basis(item, path) for item, path in self._list(plain, "basis")),
            checked=checked.isoformat() if checked else "",
            trains=self.optional(plain, "trains", ()),
            minutes=self.whole(plain, "minutes", (), 1, 60, 6),
            most_replies=self.whole(plain, "most_replies", (), 2, 60, 12),
        )

    def _citizen(self, plain: Fields) -> Citizen:
        fields, at = self._mapping(plain, "citizen", ())
        self.known(fields, _CITIZEN, at)
        voice, below = self._mapping(fields, "voice", at, needed=False)
        self.known(voice, _VOICE, below)
        return Citizen(
            name=self.said(fields, "name", at, "称呼"),
            age=self.whole(fields, "age", at, 1, 120, 40),
            mood=self.said(fields, "mood", at, "心情"),
            manner=self.optional(fields, "manner", at),
            voice=Voice(
                self.choice(voice, "sex", below, _SEXES, "声音", Sex.FEMALE) or Sex.FEMALE,
                self.whole(voice, "rate", below, 50, 200, 100),
                self.whole(voice, "pitch", below, 50, 200, 100),
            ),
            feeling=self.whole(fields, "feeling", at, 0, 100, 50),
            patience=self.whole(fields, "patience", at, 5, 120, 20),
            unheard=self.optional(fields, "unheard", at) or Citizen.__dataclass_fields__["unheard"].default,
        )

    def _node(self, item: Fields, at: PlainPath) -> Node:
        self.known(item, _NODE, at)
        return Node(
            id=self.said(item, "id", at, "名字"),
            says=self.said(item, "says", at, "群众的话"),
            stages=self._choices(item, "stages", at, _POLITE),
            points=self._node_points(item, at),
            exemplary=self.optional(item, "exemplary", at),
            transitions=tuple(self._transition(each, path) for each, path in self._list(item, "next", at)),
            hints=self._hints(item, at),
            again=self.optional(item, "again", at),
            upset=self.optional(item, "upset", at),
        )

    def _node_points(self, item: Fields, at: PlainPath) -> tuple[Point, ...]:
        """Points written here, or the names of points written before."""
        found: dict[str, Point] = {}
        for i, each in enumerate(self.items(item, "points", at)):
            path = (*at, "points", i)
            point = self._point(each, path) if isinstance(each, Mapping) else self._written_before(each, path)
            if point is not None:
                found[point.id] = point
        return tuple(found.values())

    def _point(self, item: Fields, at: PlainPath) -> Point | None:
        self.known(item, _POINT, at)
        ways = tuple(unfolded(way) for way in self.texts(item, "ways", at))
        if not ways:
            self.blame(at, "要点还没有说法。", "请在 ways 里至少写一种说法。")
        id = self.said(item, "id", at, "要点编号")
        must = self.flag(item, "must", at) or False
        point = Point(id, self.said(item, "text", at, "要点"), ways, must, self.optional(item, "basis", at))
        if id in self._points:
            self.blame(
                (*at, "id"), f"有两个要点的 id 都是“{id}”。", "请给其中一个换 id；同一个要点再用时，只写它的 id。"
            )
            return None
        if id:
            self._points[id] = point
        return point

    def _written_before(self, name: object, at: PlainPath) -> Point | None:
        point = self._points.get(str(name).strip())
        if point is None:
            known = f"前面写过的有：{'、'.join(self._points)}。" if self._points else "前面还没有写过要点。"
            self.blame(at, f"前面没有叫“{name}”的要点。", known)
        return point

    def _hints(self, item: Fields, at: PlainPath) -> tuple[Hint, ...]:
        hints = []
        for i, each in enumerate(self.items(item, "hints", at)):
            path = (*at, "hints", i)
            if isinstance(each, Mapping):
                self.known(each, frozenset({"text", "cost"}), path)
                cost = self.number(each, "cost", path)
                if cost is not None and not 0 <= cost <= 20:
                    self.blame((*path, "cost"), "提示的扣分应当在 0 到 20 之间。", "请改成这个范围里的数。")
                    cost = None
                hints.append(Hint(self.said(each, "text", path, "提示"), 2.0 if cost is None else float(cost)))
            elif text := unfolded(str(each or "")):
                hints.append(Hint(text))
            else:
                self.blame(path, "提示是空的。", "请写上内容，或删去这一行。")
        return tuple(hints)

    def _transition(self, item: Fields, at: PlainPath) -> Transition:
        self.known(item, _TRANSITION, at)
        forbidden, veto = self._offences(item, at)
        attempts = self.whole(item, "attempts", at, 0, 20, 0)
        condition = Condition(
            points=self.texts(item, "points", at),
            any_points=self.texts(item, "any_points", at),
            missing=self.texts(item, "missing", at),
            forbidden=forbidden,
            veto=veto,
            polite=self._choices(item, "polite", at, _POLITE),
            without=self._choices(item, "without", at, _POLITE),
            silent=self.flag(item, "silent", at) or False,
            too_long=self.flag(item, "too_long", at) or False,
            attempts=attempts,
            mood_below=self._mood(item, "mood_below", at),
            mood_above=self._mood(item, "mood_above", at),
        )
        return Transition(self.said(item, "to", at, "去向"), condition, self.optional(item, "because", at))

    def _mood(self, item: Fields, key: str, at: PlainPath) -> int | None:
        return self.whole(item, key, at, 0, 100, 50) if item.get(key) not in (None, "") else None

    def _offences(self, item: Fields, at: PlainPath) -> tuple[tuple[Category, ...], bool]:
        value = item.get("forbidden")
        if value is None or value == "":
            return (), False
        words = [str(each).strip() for each in value] if isinstance(value, list | tuple) else [str(value).strip()]
        if words == [ANY]:
            return FORBIDDEN, False
        if words == [VETO]:
            return (), True
        found = []
        for word in words:
            if word in _OFFENCES:
                found.append(_OFFENCES[word])
            else:
                labels = "、".join(category.label for category in FORBIDDEN)
                self.blame(
                    (*at, "forbidden"), f"“forbidden”里的“{word}”不认识。", f"可以写：{ANY}、{VETO}，或 [{labels}]。"
                )
        return tuple(found), False

    def _ending(self, item: Fields, at: PlainPath) -> Ending:
        self.known(item, _ENDING, at)
        return Ending(
            self.said(item, "id", at, "名字"),
            self.choice(item, "kind", at, _KINDS, "好坏") or EndingKind.BAD,
            self.said(item, "title", at, "标题"),
            self.said(item, "says", at, "群众最后的话"),
            self.said(item, "explains", at, "说明"),
        )

    def _paper(self, item: Fields, at: PlainPath) -> Paper:
        self.known(item, frozenset({"title", "shows"}), at)
        return Paper(self.said(item, "title", at, "名称"), self.said(item, "shows", at, "内容"))

    def _basis(self, item: Fields, at: PlainPath) -> Basis:
        self.known(item, frozenset({"law", "article"}), at)
        return Basis(self.said(item, "law", at, "依据"), self.optional(item, "article", at))

    # How values are written

    def _list(self, fields: Fields, key: str, at: PlainPath = ()) -> list[tuple[Fields, PlainPath]]:
        return self.mappings(fields, key, at)

    def _mapping(self, fields: Fields, key: str, at: PlainPath, needed: bool = True) -> tuple[Fields, PlainPath]:
        value = fields.get(key)
        if isinstance(value, Mapping):
            return value, (*at, key)
        if value is not None or needed:
            self.blame(
                (*at, key) if key in fields else at, f"“{key}”应当写成“名称: 值”的几行。", "请参照 docs/formats.md。"
            )
        return {}, (*at, key)

    def _choices(
        self, fields: Fields, key: str, at: PlainPath, options: Mapping[str, Category]
    ) -> tuple[Category, ...]:
        found = []
        for i, word in enumerate(self.texts(fields, key, at)):
            if word in options:
                found.append(options[word])
            else:
                self.blame((*at, key, i), f"“{key}”里的“{word}”不认识。", f"可以写的有：{chinese_words(options)}。")
        return tuple(dict.fromkeys(found))

    def _distinct(self, ids: list[str], key: str, what: str) -> None:
        for i, id in enumerate(ids):
            if id and id in ids[:i]:
                self.blame((key, i, "id"), f"有两个{what}的 id 都是“{id}”。", "请给其中一个换 id。")
