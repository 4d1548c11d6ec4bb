"""Conversations for the window's tests: the real service and rules, over a disk that is a dictionary."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from app.content.rubric import load_rubric
from app.content.scenarios import ScenarioText
from app.domain.errors import UserError
from app.domain.lexicon import Category, Lexicon, Phrase
from app.domain.people import Person
from app.domain.question_problems import FileProblem
from app.domain.records import Record, RecordKind
from app.domain.role_play.conversation import Mode
from app.domain.rubric import Rubric
from app.domain.scenario import Channel, Citizen, Paper, Scenario
from app.services.role_play import Conversation, RolePlays
from app.storage.conversations import StoredConversation
from tests.domain.role_play.small_scenario import small

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=timezone.utc)
LEXICON = Lexicon(
    "1",
    (
        Phrase("G1", Category.GREETING, "您好"),
        Phrase("A1", Category.APOLOGY, "对不起"),
        Phrase("F1", Category.FAREWELL, "请慢走"),
        Phrase("R1", Category.RUDE, "你自己看墙上", (), "我把这一条指给您看。"),
    ),
)
BROKEN = FileProblem("broken.yaml", 12, "“next”里的“nowhere”没有这一轮。", "请检查 next。")


def missing_papers() -> Scenario:
    """Of three moments and four endings, see `small`."""
    citizen = Citizen("李女士", 45, "着急", "说话快，怕白跑一趟", feeling=45, patience=20)
    return small(
        id="missing-file",
        title="缺病历的李女士",
        situation="李女士来报工伤待遇，材料缺一样。快到中午，后面还排着六个人。",
        citizen=citizen,
        papers=(Paper("申请表", "除病历外都齐了"), Paper("告知单", "受理之后 20 个工作日办结")),
        trains="一次性告知：缺什么、什么时候办好，一次说清。",
        minutes=2,
    )


def by_writing() -> Scenario:
    return replace(missing_papers(), id="by-writing", title="手写板上的小宋", channel=Channel.WRITING)


def by_telephone() -> Scenario:
    return replace(missing_papers(), id="by-telephone", title="打 12333 的赵先生", channel=Channel.PHONE)


@dataclass
class FakeRules:
    scenarios_: tuple[Scenario, ...]
    problems: tuple[FileProblem, ...] = ()

    def scenarios(self) -> tuple[Scenario, ...]:
        return self.scenarios_

    def scenario_texts(self) -> tuple[ScenarioText, ...]:
        good = tuple(ScenarioText(f"{scenario.id}.yaml", scenario, ()) for scenario in self.scenarios_)
        return good + tuple(ScenarioText(problem.file, None, (problem,)) for problem in self.problems)

    def lexicon(self) -> Lexicon:
        return LEXICON

    def rubric(self) -> Rubric:
        return load_rubric(ROOT / "question_bank" / "rubric.yaml")


@dataclass
class FakeConversations:
    """`full` is a disk that takes no more."""

    rows: dict[str, StoredConversation] = field(default_factory=dict)
    full: UserError | None = None

    def put(self, conversation: StoredConversation) -> None:
        if self.full is not None:
            raise self.full
        self.rows[conversation.id] = conversation

    def of_person(self, person_id: str) -> tuple[StoredConversation, ...]:
        return tuple(reversed([row for row in self.rows.values() if row.person_id == person_id]))

    def drop(self, id: str) -> None:
        self.rows.pop(id, None)


@dataclass
class FakeChain:
    rows: list[Record] = field(default_factory=list)

    def append(self, kind: RecordKind, person_id: str, by: str, body: dict[str, Any], at: str) -> Record:
        number = len(self.rows) + 1
        self.rows.append(Record(number, f"d{number}", kind, person_id, by, at, body, "0" * 64, "1" * 64))
        return self.rows[-1]

    def for_person(self, person_id: str, kind: RecordKind) -> tuple[Record, ...]:
        return tuple(row for row in self.rows if row.person_id == person_id and row.kind is kind)


class FakeRolePlays(RolePlays):
    """The service itself; `rules`, `conversations` and `chain` are what a test looks into."""

    def __init__(self, ears: Any, others: tuple[Scenario, ...] = ()) -> None:
        self.rules = FakeRules((missing_papers(), by_writing(), by_telephone(), *others))
        self.conversations = FakeConversations()
        self.chain = FakeChain()
        super().__init__(self.rules, ears, self.conversations, self.chain, lambda: NOW)  # type: ignore[arg-type]

    def talked(self, person: Person, *replies: str, mode: Mode = Mode.PRACTISE) -> Conversation:
        """A conversation as far as these typed replies bring it."""
        talk = self.begin(missing_papers(), mode, person)
        for text in replies:
            talk = self.answer_typed(talk, text, 2.0)
        return talk
