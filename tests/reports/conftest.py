"""Records to print, an ordinary one and the hard cases, scored by the application's own rules."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain import conduct
from app.domain.attempt import Attempt, Manner
from app.domain.hits import Hit
from app.domain.lexicon import Category, Severity
from app.domain.overrule import Overruling, overruled
from app.domain.people import Person, Role
from app.domain.records import GENESIS, Record, RecordKind
from app.domain.rubric import Deductions, Delivery, InformalGreeting, Rubric
from app.domain.rubric import Weights as RubricWeights
from app.domain.scenario import Point, Turn
from app.domain.score_sheet import Evidence
from app.domain.transcript import Span, Transcript, Word
from app.reports.attempt_record import AttemptRecordContent, record_content

RUBRIC = Rubric(
    version="2026.11-3f9a",
    pass_mark=600,
    weights=RubricWeights(300, 400, 200, 100),
    informal_greeting=InformalGreeting(spoken=100, typed=50),
    deductions=Deductions(tuple((category, 50) for category in Category), at_most=200, fails_from=3),
    delivery=Delivery(slowest=100, fastest=260, judged_from=10, longest_pause=3.0, first_word=3.0),
)
TURN = Turn(
    says="同志，我这个月的养老金怎么没到账啊？是不是你们给我停了？我可没收到什么通知，我每年都来认证的。",
    stages=(Category.GREETING, Category.PLEASE, Category.ASSIST, Category.FAREWELL),
    points=(
        Point("yearly", "说明每年认证一次", ("每年做一次认证",), must=True),
        Point("phone", "告知手机可以办理", ("手机上也能办",)),
        Point("reissue", "说明认证后补发", ("补发",)),
    ),
    exemplary="",
)
SAID = (
    "您好，请坐。请您出示身份证，我帮您查一下。您今年六十二岁，每年做一次认证就可以，手机上也能办。"
    "请稍等，大约需要五分钟。"
)
POLITE = (
    ("您好", Category.GREETING),
    ("请您出示身份证", Category.PLEASE),
    ("我帮您查一下", Category.ASSIST),
    ("请稍等，大约需要五分钟", Category.WAIT),
)
UNSURE = {"certain": False, "why": "与“不规我管”读音相近", "instead": "这项业务在八号窗口，我带您过去。"}


def moment(place: int) -> float:
    """When the character at `place` is said, in seconds: four a second."""
    return 0.6 + place * 0.25


def hit(said: str, heard: str, category: Category, begin: int = 0, phrase: str = "", **more) -> Hit:
    first = said.index(heard, begin)
    last = first + len(heard)
    times = (moment(first), moment(last))
    return Hit(category.kind, category, f"X{begin}{heard[:2]}", phrase or heard, heard, first, last, *times, **more)


def spoken(said: str, hits: Sequence[Hit], turn: Turn = TURN, name: str = "王小梅") -> AttemptRecordContent:
    words = tuple(Word(c, moment(place), moment(place + 1)) for place, c in enumerate(said))
    activity = (Span(0.6, moment(len(said))),) if said else ()
    heard_by = {"engine": "faster-whisper 1.2.1", "model": "d01c3014881c"}
    transcript = Transcript(words, moment(len(said)) + 0.8, activity, **heard_by)
    points = {
        point.id: tuple(
            Evidence(way, moment(said.index(way)), moment(said.index(way) + len(way)))
            for way in point.ways
            if way in said
        )
        for point in turn.points
    }
    attempt = Attempt(
        scenario_id="pension-certification",
        scenario_version="2026.11",
        scenario_title="养老金停发，老人来问认证",
        turn=0,
        citizen_line=turn.says,
        manner=Manner.SPOKEN,
        recording="2026-11-24/140512-3fa9c2d1.wav",
        recording_sha256=hashlib.sha256(b"audio").hexdigest(),
        transcript=transcript,
        hits=tuple(hits),
        sheet=conduct.score(transcript, hits, turn, points, RUBRIC, "2026.11-7c21"),
    )
    person = Person("a" * 32, name, Role.TRAINEE, "RS-2026-0187", "滨江区人力资源和社会保障服务中心")
    record = Record(
        number=128,
        id="5d0e7a9c41b24f3c8e6a90d2b7c1f845",
        kind=RecordKind.ATTEMPT,
        person_id=person.id,
        actor_id=person.id,
        at="2026-11-24T14:05:31+08:00",
        body={},
        previous=hashlib.sha256(GENESIS.encode()).hexdigest(),
        hash=hashlib.sha256(b"row 128").hexdigest(),
    )
    return record_content(
        record,
        attempt,
        person,
        business_line="养老保险待遇",
        situation="老人六十二岁，一个人来，耳朵有些背，手里拿着存折；上一次资格认证是十四个月以前。",
    )


@pytest.fixture
def ordinary() -> AttemptRecordContent:
    return spoken(SAID, [hit(SAID, heard, category) for heard, category in POLITE])


@pytest.fixture
def vetoed() -> AttemptRecordContent:
    said = "您好。跟你说了多少遍了，每年做一次认证，你听不懂人话吗？补发不归我管。"
    hits = [
        hit(said, "您好", Category.GREETING),
        hit(said, "跟你说了多少遍了", Category.IMPATIENT, instead="我再跟您说一遍，您看这样清楚吗？"),
        hit(said, "你听不懂人话吗", Category.RUDE, severity=Severity.VETO, instead="是我没说清楚，我换个说法。"),
        hit(said, "不归我管", Category.SHIRK, phrase="这不归我管", **UNSURE),
    ]
    return spoken(said, hits)


@pytest.fixture
def silent() -> AttemptRecordContent:
    return spoken("", [])


@pytest.fixture
def typed(ordinary: AttemptRecordContent) -> AttemptRecordContent:
    return replace(ordinary, manner=Manner.TYPED, engine="", model="", recording="", recording_sha256="", seconds=0.0)


@pytest.fixture
def overruled_record(ordinary: AttemptRecordContent) -> AttemptRecordContent:
    decision = Overruling("language.farewell", 7.5, "录音末尾有“您慢走”，被大厅广播盖住，回放可以听到。", "周培兰")
    return replace(ordinary, sheet=overruled(ordinary.first_sheet, [decision]), overrulings=(decision,))


@pytest.fixture
def long() -> AttemptRecordContent:
    """2,000 characters, more than 100 marks and 40 score lines, one of them with a reason of 300 characters."""
    said = (SAID * (2000 // len(SAID) + 1))[:2000]
    places = range(0, 2000 - len(SAID), len(SAID))
    hits = [hit(said, heard, category, begin) for begin in places for heard, category in POLITE]
    more = tuple(Point(f"more{n}", f"第 {n} 项应当一次告知的内容", ("每年做一次认证",)) for n in range(29))
    content = spoken(said, hits, replace(TURN, points=TURN.points + more))
    lines = list(content.sheet.lines)
    lines[8] = replace(lines[8], reason="理由写得很长，" * 43)
    sheet = replace(content.sheet, lines=tuple(lines))
    return replace(content, sheet=sheet, first_sheet=sheet)


@pytest.fixture
def rare(ordinary: AttemptRecordContent) -> AttemptRecordContent:
    return replace(ordinary, person=replace(ordinary.person, name="王喆李堃㛃𬭎𠅤", unit="𠅤城县社会保险服务中心"))
