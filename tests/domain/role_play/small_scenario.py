"""A role-play of three moments, a side track and four endings, and replies to it without a matcher."""

from app.domain.attempt import Manner
from app.domain.hits import Hit
from app.domain.lexicon import Category, Severity
from app.domain.role_play.conditions import BACK, FORBIDDEN, Condition, Transition
from app.domain.role_play.dialogue import Reply, Told
from app.domain.scenario import Citizen, Ending, EndingKind, Hint, Node, Point, Scenario
from app.domain.score_sheet import Evidence
from app.domain.transcript import Span, Transcript, Word, typed_transcript

PAPERS = Point("papers", "还缺病历", ("病历",), must=True)
WRITTEN = Point("written", "写下来", ("写给您",))
DAYS = Point("days", "二十个工作日", ("二十个工作日",), must=True)


def small(**changes) -> Scenario:
    nodes = (
        Node(
            "start",
            "还缺什么？",
            (Category.GREETING, Category.APOLOGY),
            (PAPERS, WRITTEN),
            "您好，对不起，还缺病历，我写给您。",
            (
                Transition("upset", Condition(forbidden=FORBIDDEN)),
                Transition("when", Condition(points=("papers",))),
                Transition("leaves", Condition(attempts=3)),
                Transition("start"),
            ),
            (Hint("看看病历", 2.0), Hint("写下来", 3.0)),
            again="到底缺什么？",
        ),
        Node(
            "when",
            "多久办好？",
            (Category.FAREWELL,),
            (DAYS,),
            "二十个工作日，请慢走。",
            (
                Transition("upset", Condition(forbidden=FORBIDDEN)),
                Transition("done", Condition(points=("days",))),
                Transition("half", Condition(attempts=2)),
                Transition("when"),
            ),
            upset="到底要多久！",
        ),
        Node(
            "upset",
            "您怎么这样说话？",
            (Category.APOLOGY,),
            (),
            "对不起。",
            (
                Transition("complains", Condition(forbidden=FORBIDDEN)),
                Transition(BACK, Condition(polite=(Category.APOLOGY,))),
                Transition("complains"),
            ),
        ),
    )
    endings = (
        Ending("done", EndingKind.GOOD, "办成了", "谢谢。", "都说到了。"),
        Ending("half", EndingKind.PARTIAL, "办了一半", "那我再问问。", "时限没有说。"),
        Ending("leaves", EndingKind.BAD, "走了", "算了。", "没有说到。"),
        Ending("complains", EndingKind.BAD, "投诉", "我要投诉。", "没有道歉。"),
    )
    values = {
        "id": "small",
        "version": "1",
        "title": "小情景",
        "line": "工伤保险",
        "situation": "。",
        "citizen": Citizen("李女士", 45, "急"),
        "nodes": nodes,
        "endings": endings,
        "leaves": "leaves",
        "always": (Transition("complains", Condition(mood_below=5)),),
        **changes,
    }
    return Scenario(**values)


def reply(
    *told: str,
    polite: tuple[Category, ...] = (),
    offences: tuple[Category, ...] = (),
    severity: Severity = Severity.DEDUCT,
    certain: bool = True,
    text: str = "嗯，是这样的。",
    spoken: bool = False,
    thinking: float = 1.0,
) -> Reply:
    """A reply with these findings, whatever its text."""
    hits = tuple(
        Hit(category.kind, category, category.value, category.label, "嗯", 0, 1, 0.5, 0.8, severity=severity,
            certain=certain, instead="您请说")
        for category in (*polite, *offences)
    )  # fmt: skip
    transcript = typed_transcript(text)
    if spoken:
        words = tuple(Word(c, 1 + i * 0.3, 1.3 + i * 0.3) for i, c in enumerate(text))
        end = 1 + len(text) * 0.3
        transcript = Transcript(words, end, (Span(1.0, end),), engine="ideal")
    return Reply(
        transcript,
        hits,
        tuple(Told(id, (Evidence("嗯", 0.5, 0.8),)) for id in told),
        thinking,
        Manner.SPOKEN if spoken else Manner.TYPED,
    )
