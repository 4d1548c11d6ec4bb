"""A role-play: who stands at the window, what they say to what they hear, and what a good reply holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from app.domain.basis import Basis
from app.domain.lexicon import Category
from app.domain.role_play.conditions import Transition


class Channel(Enum):
    """How the two speak. On the telephone there is no face; in writing nothing is spoken on either side."""

    WINDOW = "window"
    PHONE = "phone"
    WRITING = "writing"

    @property
    def label(self) -> str:
        return {"window": "窗口", "phone": "电话", "writing": "书面"}[self.value]


class Sex(Enum):
    FEMALE = "female"
    MALE = "male"

    @property
    def label(self) -> str:
        return {"female": "女", "male": "男"}[self.value]


@dataclass(frozen=True, slots=True)
class Voice:
    """How a citizen sounds: `rate` and `pitch` in percent of the ordinary (50 to 200)."""

    sex: Sex = Sex.FEMALE
    rate: int = 100
    pitch: int = 100


@dataclass(frozen=True, slots=True)
class Citizen:
    """The person at the window.

    `mood` is a word or two in Chinese, `feeling` the same as a number at the beginning (0 furious to 100
    content). `manner` says how they speak. Nobody answers for `patience` seconds: they say `unheard`.
    """

    name: str
    age: int
    mood: str
    manner: str = ""
    voice: Voice = Voice()
    feeling: int = 50
    patience: int = 20
    unheard: str = "您好？您听见我说话了吗？"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a good reply must tell. Any of `ways` said counts; `must` (★) fails the reply if absent.

    `basis` is the rule it rests on, as text; "" where the role-play's own covers it.
    """

    id: str
    text: str
    ways: tuple[str, ...]
    must: bool = False
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One line of the citizen's and what is expected of the answer.

    `stages` are the polite categories that belong to this moment (greeting at the beginning, farewell
    at the end); `exemplary` is a reply that earns full marks.
    """

    says: str
    stages: tuple[Category, ...]
    points: tuple[Point, ...]
    exemplary: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Something the trainee has before them: a ticket, a form, a screen. `shows` is what stands on it."""

    title: str
    shows: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Help on demand while practising; `cost` in points of the whole dialogue's score."""

    text: str
    cost: float = 2.0


@dataclass(frozen=True, slots=True)
class Node:
    """One moment of the conversation.

    The citizen says `says`; `upset` instead, where it is given and the mood is low; `again` when the
    conversation comes back to this moment. The first of `transitions` that holds decides what follows;
    the last has no condition.
    """

    id: str
    says: str
    stages: tuple[Category, ...] = ()
    points: tuple[Point, ...] = ()
    exemplary: str = ""
    transitions: tuple[Transition, ...] = ()
    hints: tuple[Hint, ...] = ()
    again: str = ""
    upset: str = ""

    @property
    def turn(self) -> Turn:
        return Turn(self.says, self.stages, self.points, self.exemplary)


class EndingKind(Enum):
    GOOD = "good"
    PARTIAL = "partial"
    BAD = "bad"

    @property
    def label(self) -> str:
        return {"good": "好", "partial": "一般", "bad": "坏"}[self.value]


@dataclass(frozen=True, slots=True)
class Ending:
    """How it may end: what the citizen says or does last, and for the trainee why it came to that."""

    id: str
    kind: EndingKind
    title: str
    says: str
    explains: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """One role-play. `line` is the business line (业务条线), `situation` and `papers` what the trainee sees.

    The first node begins. `always` is asked before a node's own transitions. `leaves` is the ending of a
    citizen whom nobody answers, or to whom nobody comes to the point within `most_replies`; `minutes`
    are the time of an examination. `trains` says in one sentence what it is good for. Names in
    transitions may point nowhere (an editor shows such a one too): `checking.problems_of` finds them,
    and content refuses to play it.
    """

    id: str
    version: str
    title: str
    line: str
    situation: str
    citizen: Citizen
    nodes: tuple[Node, ...]
    endings: tuple[Ending, ...] = ()
    leaves: str = ""
    always: tuple[Transition, ...] = ()
    papers: tuple[Paper, ...] = ()
    channel: Channel = Channel.WINDOW
    basis: tuple[Basis, ...] = ()
    checked: str = ""
    trains: str = ""
    minutes: int = 6
    most_replies: int = 12
    _by_id: dict[str, Node | Ending] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({each.id: each for each in (*self.endings, *self.nodes)})

    def __hash__(self) -> int:
        return hash((self.id, self.version))

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point once, in the order of the nodes."""
        return tuple({point.id: point for node in self.nodes for point in node.points}.values())

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The turns of the main path: what happens to someone who says at every moment what is expected."""
        from app.domain.role_play.main_path import main_path

        return tuple(node.turn for node in main_path(self).nodes)

    def node(self, id: str) -> Node | None:
        found = self._by_id.get(id)
        return found if isinstance(found, Node) else None

    def ending(self, id: str) -> Ending | None:
        found = self._by_id.get(id)
        return found if isinstance(found, Ending) else None


def one_after_another(
    id: str,
    version: str,
    title: str,
    line: str,
    situation: str,
    citizen: Citizen,
    turns: Iterable[Turn],
) -> Scenario:
    """A role-play that goes from turn to turn whatever is said, and ends."""
    turns = tuple(turns)
    nodes = tuple(
        Node(
            f"turn-{number}",
            turn.says,
            turn.stages,
            turn.points,
            turn.exemplary,
            (Transition("end" if number == len(turns) else f"turn-{number + 1}"),),
        )
        for number, turn in enumerate(turns, 1)
    )
    end = Ending("end", EndingKind.GOOD, "说完了", "谢谢。", "对话结束。")
    return Scenario(id, version, title, line, situation, citizen, nodes, (end,), "end")
