"""Services written by hand for the window's tests: real domain values, no model, no microphone, no disk."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from app.domain.attempt import Attempt, Manner
from app.domain.errors import Progress, UserError, no_progress
from app.domain.hits import Hit
from app.domain.lexicon import Category, Lexicon, Phrase, Severity
from app.domain.lexicon_layers import Level, LexiconEntry
from app.domain.lexicon_rows import ImportPreview
from app.domain.matching import Findings, examine
from app.domain.overrule import Overruling, overruled
from app.domain.people import Person, Role
from app.domain.records import Record, RecordKind, Verification
from app.domain.scenario import Citizen, Point, Scenario, Turn, one_after_another
from app.domain.score_sheet import Dimension, Effect, Evidence, ScoreLine, ScoreSheet, judge
from app.domain.transcript import Span, Transcript, Word
from app.services.bank import BankDesk
from app.services.kept_records import Kept, KeptAttempt, KeptDialogue, KeptExam
from app.services.scenario_writing import ScenarioWritingDesk
from app.system.places import Workspace
from app.system.settings import Settings
from tests.gui.bank_samples import PassingBank
from tests.gui.fake_exams import FakeExaminations, FakeExamPrinting
from tests.gui.fake_item_analysis import FakeItemAnalysis
from tests.gui.fake_practice import FakePractice
from tests.gui.fakes_disputes import FakeDisputes
from tests.gui.fakes_editor import PassingScenarios
from tests.gui.fakes_play import FakeRolePlays
from tests.gui.fakes_review import FakeDialoguePrinting
from tests.gui.fakes_voice import FakeVoice

WANG = Person("p1", "王晓琳", Role.TRAINEE, "1024", "城南人社服务大厅")
LI = Person("p2", "李建国", Role.TRAINER, "0007", "城南人社服务大厅")
PIN = "2468"

REPLY = "您好，请问您要办理什么业务？哦，这个你自己看墙上，写得很清楚。您还缺少一份劳动合同，请您稍等，我帮您把清单打出来。谢谢您的配合，请慢走。"


def scenarios() -> tuple[Scenario, ...]:
    chen = one_after_another(
        id="missing-papers",
        version="1",
        title="材料没带齐的老人",
        line="养老保险",
        situation="快到中午，大厅里还有六个人在等。陈伯第二次来办养老认证，上次少带了一份材料，这次又缺一样。",
        citizen=Citizen("陈伯", 68, "着急、有点委屈"),
        turns=(
            Turn(
                "我都跑了两趟了，上回你们也没说还要这个，这回又说缺，到底要带几样啊？",
                (Category.GREETING, Category.APOLOGY, Category.WAIT, Category.FAREWELL),
                (Point("list", "把要补的材料一次说清", ("清单",), must=True),),
                "陈伯您好，让您多跑一趟，实在抱歉。您还缺一份劳动合同复印件，其他都齐了，我把清单给您写下来。",
            ),
            Turn(
                "那我明天再来，还要不要重新排队？",
                (Category.FAREWELL,),
                (),
                "不用重新排队，您直接到我这个窗口。请慢走。",
            ),
        ),
    )
    zhao = one_after_another(
        "first-claim", "1", "第一次申领失业金", "失业保险", "赵女士刚离职，第一次来，什么都不知道。",
        Citizen("赵女士", 35, "平静"),
        (Turn("你好，我想领失业金，要怎么办？", (Category.GREETING,), (), "您好，请坐，我来帮您。"),),
    )  # fmt: skip
    sun = one_after_another(
        "queue", "1", "等了一个小时的小孙", "社保卡", "系统刚恢复，小孙等了一个小时。",
        Citizen("小孙", 27, "生气"),
        (Turn("我等了一个小时了！", (Category.APOLOGY,), (), "对不起，让您久等了。"),),
    )  # fmt: skip
    return (chen, zhao, sun)


def transcript(text: str = REPLY, typed: bool = False) -> Transcript:
    """The text with a quarter of a second for each character."""
    words = tuple(Word(character, at * 0.25, at * 0.25 + 0.25, 0.9) for at, character in enumerate(text))
    seconds = len(text) * 0.25
    if typed:
        return Transcript(words, 0.0)
    return Transcript(words, seconds, (Span(0.0, seconds),) if text else (), engine="fake", model="0" * 12)


def hits(text: str = REPLY) -> tuple[Hit, ...]:
    found = []
    for category, said, certain, instead in (
        (Category.GREETING, "您好", True, ""),
        (Category.ASK, "请问您要办理什么业务", True, ""),
        (Category.RUDE, "你自己看墙上", True, "我把这一条指给您看，不清楚的地方我再说一遍。"),
        (Category.WAIT, "请您稍等", False, ""),
        (Category.ASSIST, "我帮您", True, ""),
        (Category.THANKS, "谢谢您的配合", True, ""),
        (Category.FAREWELL, "请慢走", True, ""),
    ):
        at = text.find(said)
        if at >= 0:
            last = at + len(said)
            found.append(
                Hit(category.kind, category, f"F-{category.value}", said, said, at, last, at * 0.25, last * 0.25,
                    certain=certain, instead=instead)
            )  # fmt: skip
    return tuple(found)


def sheet(forbidden: bool = True) -> ScoreSheet:
    def seen(hit: Hit) -> tuple[Evidence, ...]:
        return (Evidence(hit.heard, hit.start, hit.end),)

    said = {hit.category: hit for hit in hits()}
    lines = [
        ScoreLine("language.greeting", Dimension.LANGUAGE, "迎候", 10, 10, "说了“您好”。", seen(said[Category.GREETING])),
        ScoreLine("language.apology", Dimension.LANGUAGE, "致歉", 0, 10, "没有听到致歉的文明用语。"),
        ScoreLine(
            "language.wait", Dimension.LANGUAGE, "等候告知", 10, 10,
            "听起来说了“请您稍等”，录音分不太清，按说到给分。", seen(said[Category.WAIT]),
        ),
        ScoreLine("language.farewell", Dimension.LANGUAGE, "送别", 10, 10, "说了“请慢走”。", seen(said[Category.FAREWELL])),
        ScoreLine(
            "points.list", Dimension.POINTS, "把要补的材料一次说清", 20, 30, "说到了清单，没有说其他材料都齐了。",
            effect=Effect.REQUIRED,
        ),
        ScoreLine("forbidden.absent", Dimension.FORBIDDEN, "没有服务禁语", 20, 20, "基础分，出现禁语时从中扣除。"),
        ScoreLine("delivery.speed", Dimension.DELIVERY, "语速", 8, 10, "每分钟 240 字，稍快。"),
    ]  # fmt: skip
    if forbidden:
        lines.append(
            ScoreLine(
                "forbidden.F-rude", Dimension.FORBIDDEN, "生硬讥讽", -8, 0, "说了“你自己看墙上”。",
                seen(said[Category.RUDE]), Effect.DEDUCTION,
            )
        )  # fmt: skip
    return judge(
        ScoreSheet(tuple(lines), 0, 100, False, "", ("对老人可以再慢一点，一句一停。",), "2026.1", "a1b2c3", 60, 3)
    )


@dataclass
class Reply:
    scenario: Scenario
    turn_index: int
    recording: Path | None
    transcript: Transcript
    hits: Sequence[Hit]
    sheet: ScoreSheet
    warnings: Sequence[str] = ()


class FakeTake:
    """A recording that goes on until it is stopped; its level swings as speech does."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.error: UserError | None = None
        self.stopped = False
        self.abandoned = False

    @property
    def level(self) -> float:
        at = (time.monotonic() - self._began) * 7
        return abs((at % 2) - 1) * (0.4 + 0.5 * abs(((at / 9) % 2) - 1))

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def stop(self) -> Path:
        self.stopped = True
        return Path("take.wav")

    def abandon(self) -> None:
        self.abandoned = True


class FakePeople:
    def __init__(self, people: Sequence[Person] = (WANG, LI)) -> None:
        self.people = list(people)

    def all(self) -> Sequence[Person]:
        return tuple(self.people)

    def add(self, name: str, role: Role, staff_number: str = "", unit: str = "", pin: str = "") -> Person:
        if not name.strip():
            raise UserError("姓名还没有填写。", "请输入姓名后再保存。")
        person = Person(f"p{len(self.people) + 1}", name.strip(), role, staff_number, unit)
        self.people.append(person)
        return person

    def sign_in(self, person_id: str, pin: str = "") -> Person:
        person = next(person for person in self.people if person.id == person_id)
        if person.role.needs_pin and pin != PIN:
            raise UserError("PIN 码不对。", "请重新输入；忘记了请找单位管理员重设。")
        return person


class FakeReplies:
    """`hold` keeps scoring at work until it is set, polling for cancel as the real one does."""

    def __init__(self) -> None:
        self.takes: list[FakeTake] = []
        self.problem: Exception | None = None
        self.says = REPLY  # what is heard in the next recordings
        self.refuses: Exception | None = None  # why nothing can be heard
        self.hold: threading.Event | None = None
        self.cancelled = threading.Event()

    def warm_up(self) -> None:
        pass

    def start_take(self, microphone: str | None = None) -> FakeTake:
        if self.problem is not None:
            raise self.problem
        self.takes.append(FakeTake())
        return self.takes[-1]

    def kept_audio(self, path: Path) -> tuple[str, str]:
        return f"2026-11-20/{path.name}", "ab" * 32

    def score_take(
        self, take: FakeTake, scenario: Any = None, turn_index: int = 0, on_progress: Progress = no_progress
    ) -> Reply:
        assert take.stopped
        while self.hold is not None and not self.hold.wait(0.02):
            try:
                on_progress(0.4, "正在听写…")
            except BaseException:
                self.cancelled.set()
                raise
        if self.refuses is not None:
            raise self.refuses
        return Reply(scenario, turn_index, Path("take.wav"), transcript(self.says), hits(self.says), sheet())

    def audio_file(self, name: str) -> Path | None:
        return None

    def score_file(self, path: Path, scenario: Any = None, turn_index: int = 0, on_progress: Any = None) -> Reply:
        return Reply(scenarios()[0], 0, path, transcript(self.says), hits(self.says), sheet())

    def audio_of(self, record: Record) -> Path | None:
        return Path("take.wav")


def record(number: int, person: Person = WANG, day: int = 20) -> Record:
    at = datetime(2026, 11, day, 9, 30, tzinfo=timezone.utc).isoformat()
    return Record(number, f"r{number}", RecordKind.ATTEMPT, person.id, person.id, at, {}, "0" * 64, "ab" * 32)


def kept(number: int, title: str, total: float, person: Person = WANG) -> KeptAttempt:
    value = sheet(forbidden=total < 60)
    value = replace(value, total=total, passed=total >= 60)
    attempt = Attempt(
        "missing-papers", "1", title, 0, scenarios()[0].turns[0].says, Manner.SPOKEN, "take.wav", "0" * 64,
        transcript(), hits(), value,
    )  # fmt: skip
    return KeptAttempt(record(number, person, 10 + number), attempt, attempt, (), value)


class FakeRecords:
    def __init__(self, attempts: Sequence[KeptAttempt] = ()) -> None:
        self.attempts = list(attempts)
        self.dialogues: list[KeptDialogue] = []
        self.overrulings: list[tuple[str, str, float, str, Person]] = []
        self.intact = True
        self.examinations = FakeExaminations()

    def exams_of(self, person: Person) -> Sequence[KeptExam]:
        return self.examinations.exams_of(person)

    def exam(self, record_id: str) -> KeptExam:
        return self.examinations.kept_exam(record_id)

    def correct(self, record_id: str, task: int, points: float, reason: str, trainer: Person) -> Record:
        return self.examinations.correct(record_id, task, points, reason, trainer)

    def kept(self, record_id: str) -> Kept:
        everything = (*self.attempts, *self.dialogues, *self.examinations.kept)
        return next(one for one in everything if one.record.id == record_id)

    def dialogues_of(self, person: Person) -> Sequence[KeptDialogue]:
        return tuple(one for one in self.dialogues if one.record.person_id == person.id)

    def dialogue(self, record_id: str) -> KeptDialogue:
        return next(one for one in self.dialogues if one.record.id == record_id)

    def attempts_of(self, person: Person) -> Sequence[KeptAttempt]:
        return tuple(one for one in self.attempts if one.record.person_id == person.id)

    def attempt(self, record_id: str) -> KeptAttempt:
        return next(one for one in self.attempts if one.record.id == record_id)

    def overrule(self, record_id: str, rule: str, points: float, reason: str, trainer: Person) -> Record:
        if not reason.strip():
            raise UserError("还没有写改判的理由。", "请写明理由，它会和原评分一起存档。")
        self.overrulings.append((record_id, rule, points, reason, trainer))
        one = self.attempt(record_id)
        made = (*one.overrulings, Overruling(rule, points, reason, trainer.name))
        stands = replace(one, overrulings=made, sheet=overruled(one.latest.sheet, made))
        self.attempts[self.attempts.index(one)] = stands
        return record(99, trainer)

    def verify(self, on_progress: Progress) -> Verification:
        on_progress(1.0, "已校验")
        if self.intact:
            return Verification(len(self.attempts), True, None, "", "ab" * 32)
        return Verification(len(self.attempts), False, 2, "内容与校验码不符。", "cd" * 32)


class FakePrinting:
    def __init__(self) -> None:
        self.printed: list[Record] = []

    def attempt_record(self, record: Record, folder: Path) -> Path:
        self.printed.append(record)
        return folder / "评定记录-王晓琳-2026-11-20.pdf"


class FakeLexicon:
    """Four phrases, matched by the project's own matcher; the last is the unit's own and switched off."""

    def __init__(self) -> None:
        self.list = [
            _entry(Phrase("G1", Category.GREETING, "您好", ("您好啊", "早上好"))),
            _entry(Phrase("W1", Category.WAIT, "请您稍等", ("请稍等", "您稍等"))),
            _entry(Phrase("S1", Category.SHIRK, "不归我管", ("这不归我管",), "这项业务由别的窗口办理，我带您过去。")),
            LexiconEntry(
                Phrase("R1", Category.RUDE, "听不懂人话", (), "我说得不够清楚，我再说一遍。", Severity.VETO),
                False, Level.UNIT, "本单位", None, True,
            ),
        ]  # fmt: skip
        self.wrong: tuple[UserError, ...] = ()

    def entries(self) -> Sequence[LexiconEntry]:
        return tuple(self.list)

    def problems(self) -> Sequence[UserError]:
        return self.wrong

    def save(self, phrase: Phrase) -> Phrase:
        if not phrase.say:
            raise UserError("标准说法还没有填写。", "请填写后再保存。")
        phrase = replace(phrase, id=phrase.id or f"N{len(self.list)}")
        below = next((entry.below for entry in self.list if entry.phrase.id == phrase.id), None)
        self.list = [entry for entry in self.list if entry.phrase.id != phrase.id]
        self.list.append(LexiconEntry(phrase, True, Level.UNIT, "本单位", below, True))
        return phrase

    def switch(self, phrase_id: str, on: bool) -> None:
        self.list = [replace(entry, on=on) if entry.phrase.id == phrase_id else entry for entry in self.list]

    def forget(self, phrase_id: str) -> None:
        self.list = [
            _entry(entry.below) if entry.below and entry.phrase.id == phrase_id else entry
            for entry in self.list
            if entry.below or entry.phrase.id != phrase_id
        ]

    def examine(self, transcript: Transcript) -> Findings:
        return examine(transcript, Lexicon("1", tuple(entry.phrase for entry in self.list if entry.on)))

    def export_workbook(self, path: Path) -> Path:
        return path

    def preview_workbook(self, path: Path, on_progress: Any = None) -> ImportPreview:
        return ImportPreview(path.name, (), ())

    def import_workbook(self, preview: ImportPreview) -> int:
        return preview.changes


def _entry(phrase: Phrase) -> LexiconEntry:
    return LexiconEntry(phrase, True, Level.SHIPPED, "", phrase, True)


@dataclass(frozen=True)
class FakeMicrophone:
    name: str


@dataclass(frozen=True)
class FakeFinding:
    subject: str
    fine: bool
    words: str
    remedy: str = ""


class FakeSound:
    def __init__(self) -> None:
        self.played: list[tuple[Path, float, float | None]] = []

    def microphones(self) -> Sequence[FakeMicrophone]:
        return (FakeMicrophone("内置麦克风"), FakeMicrophone("USB Audio Device: Conference Microphone (hw:1,0)"))

    def listen(self, microphone: str | None = None) -> FakeTake:
        return FakeTake()

    def play(self, path: Path, start: float = 0.0, end: float | None = None) -> None:
        self.played.append((path, start, end))

    def stop_playing(self) -> None:
        pass


@dataclass
class FakeServices:
    people: FakePeople = field(default_factory=FakePeople)
    replies: FakeReplies = field(default_factory=FakeReplies)
    practice: FakePractice = field(default_factory=FakePractice)
    item_analysis: FakeItemAnalysis = field(default_factory=FakeItemAnalysis)
    records: FakeRecords = field(default_factory=FakeRecords)
    disputes: FakeDisputes = field(default_factory=FakeDisputes)
    printing: FakePrinting = field(default_factory=FakePrinting)
    dialogue_printing: FakeDialoguePrinting = field(default_factory=FakeDialoguePrinting)
    exam_printing: FakeExamPrinting = field(default_factory=FakeExamPrinting)
    lexicon: FakeLexicon = field(default_factory=FakeLexicon)
    sound: FakeSound = field(default_factory=FakeSound)
    voice: FakeVoice = field(default_factory=FakeVoice)
    role_plays: FakeRolePlays = field(init=False)
    passing: PassingBank = field(default_factory=PassingBank)
    role_plays_to_write: PassingScenarios = field(default_factory=PassingScenarios)
    workspace: Workspace = field(default_factory=lambda: Workspace(Path("工作区")))
    log_file: Path = Path("window-drill.log")
    version: str = "0.1"
    saved: list[Settings] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.role_plays = FakeRolePlays(self.replies)

    @property
    def examinations(self) -> FakeExaminations:
        return self.records.examinations

    @property
    def bank(self) -> BankDesk:
        return self.passing.desk

    @property
    def scenario_writing(self) -> ScenarioWritingDesk:
        return self.role_plays_to_write.desk

    def people_at_a_glance(self) -> Sequence[Person]:
        return self.people.people

    def examine(self) -> Sequence[FakeFinding]:
        return (
            FakeFinding("语音模型", True, "base（faster-whisper，145 MB，校验通过）"),
            FakeFinding("用语库", True, "142 条用语"),
            FakeFinding("麦克风", False, "没有找到麦克风。", "请插上麦克风后重试；没有麦克风时可以打字作答。"),
        )

    def save_settings(self, settings: Settings) -> None:
        self.voice.on = settings.citizen_voice
        self.saved.append(settings)


def full_services() -> FakeServices:
    """Somebody has practised already."""
    titles = ("材料没带齐的老人", "第一次申领失业金", "等了一个小时的小孙")
    scores = (42.0, 55.5, 58.0, 71.0, 66.5, 84.0, 78.0, 91.5)
    attempts = [kept(at + 1, titles[at % 3], total) for at, total in enumerate(scores)]
    return FakeServices(records=FakeRecords(attempts))
