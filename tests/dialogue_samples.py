"""Conversations that have ended, of every kind a review has to show, made by the domain's own rules without a model."""

import wave
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Category, Severity
from app.domain.role_play import dialogue as play
from app.domain.role_play.conditions import FORBIDDEN, Condition, Transition
from app.domain.role_play.dialogue import NOBODY_SPOKE, Dialogue, Mode, Reply, Told, Why
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.played import PlayedDialogue, played
from app.domain.rubric import Deductions, Delivery, InformalGreeting, Rubric, Weights
from app.domain.scenario import Citizen, Ending, EndingKind, Hint, Node, Point, Scenario
from app.domain.score_sheet import Evidence
from app.domain.transcript import Span, Transcript, Word, typed_transcript

RUBRIC = Rubric(
    version="2026.11-3f9a",
    pass_mark=600,
    weights=Weights(300, 400, 200, 100),
    informal_greeting=InformalGreeting(spoken=100, typed=50),
    deductions=Deductions(tuple((category, 50) for category in Category), at_most=200, fails_from=3),
    delivery=Delivery(slowest=100, fastest=260, judged_from=10, longest_pause=3.0, first_word=3.0),
)
LIST = Point("list", "一次说清还缺什么材料", ("劳动合同复印件",), must=True)
WRITTEN = Point("written", "把清单写下来给他", ("写给您",))
DAYS = Point("days", "说明办理时限", ("二十个工作日",), must=True)
AGAIN = Point("again", "告诉他不用重新排队", ("不用重新排队",))
GOOD = (
    "陈伯您好，让您多跑一趟，实在对不起。您还缺一份劳动合同复印件，其他都齐了，我把清单写给您。",
    "受理以后二十个工作日办结，您补材料时不用重新排队，直接到这个窗口。请慢走。",
)
_POLITE = {
    Category.GREETING: ("您好",),
    Category.APOLOGY: ("对不起", "抱歉"),
    Category.ASSIST: ("我帮您",),
    Category.WAIT: ("请稍等",),
    Category.FAREWELL: ("请慢走",),
}
_FORBIDDEN = {
    "你自己看墙上": (Category.RUDE, "我把这一条指给您看，不清楚的地方我再说一遍。"),
    "不归我管": (Category.SHIRK, "这项业务在八号窗口，我带您过去。"),
    "跟你说了多少遍了": (Category.IMPATIENT, "我再跟您说一遍，您看这样清楚吗？"),
    "听不懂人话": (Category.PROVOKE, "是我没说清楚，我换个说法。"),
}


def scenario(**changes) -> Scenario:
    """The old man whose papers are not complete: three moments, five endings."""
    nodes = (
        Node(
            "papers",
            "我都跑了两趟了，上回你们也没说还要这个，这回又说缺，到底要带几样啊？",
            (Category.GREETING, Category.APOLOGY),
            (LIST, WRITTEN),
            GOOD[0],
            (
                Transition("upset", Condition(forbidden=FORBIDDEN), "听到了不客气的话，陈伯生气了。"),
                Transition("when", Condition(points=("list",)), "听明白了缺什么，接着问时间。"),
                Transition("leaves", Condition(attempts=20)),
                Transition("papers"),
            ),
            (Hint("想想他缺的是哪一份材料。"), Hint("写下来比说一遍好。", 3.0)),
            again="那到底还缺什么？你给我说清楚。",
        ),
        Node(
            "when",
            "那多久能办好？我明天再来，还要不要重新排队？",
            (Category.FAREWELL,),
            (DAYS, AGAIN),
            GOOD[1],
            (
                Transition("upset", Condition(forbidden=FORBIDDEN)),
                Transition("done", Condition(points=("days", "again"))),
                Transition("half", Condition(attempts=2)),
                Transition("when"),
            ),
            again="您还没说多久呢。",
            upset="到底要多久，你们总得给个准话吧！",
        ),
        Node(
            "upset",
            "您怎么这样跟我说话？我这么大年纪了。",
            (Category.APOLOGY,),
            (),
            "陈伯，对不起，是我态度不好，您别生气，我重新跟您说。",
            (
                Transition("complains", Condition(forbidden=FORBIDDEN)),
                Transition("papers", Condition(polite=(Category.APOLOGY,)), "听到道歉，陈伯愿意再说一遍。"),
                Transition("complains"),
            ),
        ),
    )
    endings = (
        Ending("done", EndingKind.GOOD, "陈伯放心地回去了", "好，那我明天把合同带来。谢谢你啊。", "该说的都说清楚了。"),
        Ending("half", EndingKind.PARTIAL, "带着疑问走了", "那我回去再问问吧。", "办理时限没有说清。"),
        Ending("leaves", EndingKind.BAD, "失望地走了", "算了，不办了。", "一直没有说清缺什么。"),
        Ending("complains", EndingKind.BAD, "去投诉了", "我要找你们领导！", "说了不客气的话，没有道歉。"),
    )
    values = {
        "id": "missing-papers",
        "version": "2026.11",
        "title": "材料没带齐的老人",
        "line": "养老保险",
        "situation": "快到中午，大厅里还有六个人在等。陈伯第二次来办养老认证，上次少带了一份材料，这次又缺一样。",
        "citizen": Citizen("陈伯", 68, "着急、有点委屈", feeling=55),
        "nodes": nodes,
        "endings": endings,
        "leaves": "leaves",
        "most_replies": 40,
        **changes,
    }
    return Scenario(**values)


def reply(
    text: str, spoken: bool = True, thinking: float = 2.4, recording: str = "", veto: bool = False, pace: float = 0.25
) -> Reply:
    """A reply of this text: phrases and points are found where they stand, a word every `pace` seconds."""
    lead = 0.8 if spoken else 0.0
    if spoken:
        words = tuple(Word(c, lead + i * pace, lead + (i + 1) * pace) for i, c in enumerate(text))
        end = lead + len(text) * pace
        activity = (Span(lead, end),) if text else ()
        transcript = Transcript(words, end + 0.4, activity, engine="faster-whisper 1.2.1", model="d01c3014881c")
    else:
        transcript, pace = typed_transcript(text), 0.25

    def when(place: int) -> float:
        return lead + place * pace

    hits = []
    for category, phrases in _POLITE.items():
        for phrase in phrases:
            for at in _places(text, phrase):
                last = at + len(phrase)
                hits.append(Hit(category.kind, category, phrase, phrase, phrase, at, last, when(at), when(last)))
    for phrase, (category, instead) in _FORBIDDEN.items():
        for at in _places(text, phrase):
            last = at + len(phrase)
            severity = Severity.VETO if veto else Severity.DEDUCT
            hits.append(
                Hit(category.kind, category, f"F-{category.value}", phrase, phrase, at, last, when(at), when(last),
                    severity=severity, instead=instead)
            )  # fmt: skip
    told = tuple(
        Told(point.id, (Evidence(way, when(text.index(way)), when(text.index(way) + len(way))),))
        for point in (LIST, WRITTEN, DAYS, AGAIN)
        for way in point.ways
        if way in text
    )
    manner = Manner.SPOKEN if spoken else Manner.TYPED
    digest = "ab" * 32 if recording else ""
    return Reply(transcript, tuple(hits), told, thinking, manner, recording, digest, 0.0 if spoken else 6.5)


def _places(text: str, phrase: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(phrase, at)]


def ended(
    replies: Sequence[Reply], mode: Mode = Mode.PRACTISE, role_play: Scenario | None = None, give_up: bool = False
) -> Dialogue:
    role_play = role_play or scenario()
    dialogue = play.begin(role_play, mode)
    for each in replies:
        dialogue = play.answered(role_play, dialogue, each)
    return play.given_up(dialogue) if give_up else dialogue


def of(
    dialogue: Dialogue, role_play: Scenario | None = None, started: str = "2026-11-24T14:05:31+08:00"
) -> PlayedDialogue:
    role_play = role_play or scenario()
    score = score_dialogue(role_play, dialogue, RUBRIC, "2026.11-7c21")
    return played(role_play, dialogue, score, started, "c" * 32, RUBRIC)


def good() -> PlayedDialogue:
    """Passed, by speech, every point told."""
    return of(ended([reply(GOOD[0], recording="2026-11-24/1.wav"), reply(GOOD[1], recording="2026-11-24/2.wav")]))


def mixed() -> PlayedDialogue:
    """Something of everything: hints, a reply misheard, one retried, typing, a silence, a forbidden phrase, points missed."""
    role_play = scenario()
    dialogue = play.with_hint(role_play, play.begin(role_play, Mode.PRACTISE))
    dialogue = play.answered(
        role_play, dialogue, reply("您好，您先坐。这个你自己看墙上，写得很清楚。", recording="a.wav")
    )
    dialogue = play.answered(role_play, dialogue, reply("老伯对不知，您别生气。", thinking=6.1, recording="b.wav"))
    dialogue = play.taken_back(role_play, dialogue, Why.MISHEARD)
    dialogue = play.answered(role_play, dialogue, reply("陈伯对不起，您别生气。", thinking=1.2, recording="c.wav"))
    dialogue = play.answered(role_play, dialogue, replace(NOBODY_SPOKE, thinking=20.0))
    dialogue = play.answered(role_play, dialogue, reply("你要的东西不是说过了吗？", False, 4.0))
    dialogue = play.taken_back(role_play, dialogue, Why.RETRY)
    dialogue = play.answered(role_play, dialogue, reply("您还缺一份劳动合同复印件，请稍等，我帮您查。", False, 8.5))
    dialogue = play.answered(role_play, dialogue, reply("大概二十个工作日吧。", thinking=3.0, recording="d.wav"))
    dialogue = play.answered(role_play, dialogue, reply("就是那么久，请慢走。", thinking=1.0, recording="e.wav"))
    return of(dialogue)


def vetoed() -> PlayedDialogue:
    replies = [reply("您好。跟你说了多少遍了，你听不懂人话吗？", veto=True, recording="v.wav"), reply("不归我管。")]
    return of(ended(replies))


def silent() -> PlayedDialogue:
    """Nobody ever spoke."""
    return of(ended([replace(NOBODY_SPOKE, thinking=20.0)] * 2, Mode.EXAMINE))


def abandoned() -> PlayedDialogue:
    """Given up before the first reply."""
    return of(ended([], give_up=True))


def out_of_time() -> PlayedDialogue:
    role_play = scenario(minutes=1)
    return of(ended([reply("您好，请稍等。", thinking=70.0)], Mode.EXAMINE, role_play), role_play)


def thirty() -> PlayedDialogue:
    """Thirty replies, beside the point."""
    role_play = scenario(
        nodes=tuple(
            replace(node, transitions=(Transition(node.id),)) if node.id == "papers" else node
            for node in scenario().nodes
        ),
        most_replies=30,
    )
    texts = ["您好，请稍等，我帮您看一下。" if at % 3 else "这个嘛，您先坐，我想想该怎么说。" for at in range(30)]
    return of(
        ended([reply(text, spoken=bool(at % 4)) for at, text in enumerate(texts)], role_play=role_play), role_play
    )


def wordy() -> PlayedDialogue:
    """Very long replies."""
    long = "您好，对不起，您还缺一份劳动合同复印件，我写给您，请稍等，我帮您再核对一遍前面交过的材料。" * 18
    return of(
        ended([reply(long, recording="w1.wav"), reply(long + "二十个工作日，不用重新排队，请慢走。", False, 95.0)])
    )


def unspoken() -> PlayedDialogue:
    """All typed."""
    return of(ended([reply(text, False, 5.0) for text in GOOD]))


SAMPLES: dict[str, Callable[[], PlayedDialogue]] = {
    "good": good,
    "mixed": mixed,
    "vetoed": vetoed,
    "silent": silent,
    "abandoned": abandoned,
    "out of time": out_of_time,
    "thirty": thirty,
    "wordy": wordy,
    "unspoken": unspoken,
}


def silence(path: Path, seconds: float) -> Path:
    """A WAV file of this length."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * int(8000 * seconds)))
    return path
