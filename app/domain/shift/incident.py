"""What may come between: a fault of the system, somebody who jumps the queue, somebody who goes first by right."""

from dataclasses import dataclass
from enum import Enum


class IncidentKind(Enum):
    FAULT = "fault"
    PUSHES_IN = "pushes-in"
    PRIORITY = "priority"
    ACQUAINTANCE = "acquaintance"

    @property
    def label(self) -> str:
        return {
            "fault": "系统故障",
            "pushes-in": "有人插队",
            "priority": "有人应当优先",
            "acquaintance": "熟人要先办",
        }[self.value]


class Response(Enum):
    """What the teller does about it."""

    ASK_TO_QUEUE = "ask-to-queue"
    GIVE_PRIORITY = "give-priority"
    SERVE_FIRST = "serve-first"
    EXPLAIN = "explain"
    KEEP_PAPERS = "keep-papers"
    SEND_AWAY = "send-away"
    IGNORE = "ignore"

    @property
    def label(self) -> str:
        return {
            "ask-to-queue": "请他按号等候，说明先后规则",
            "give-priority": "安排优先办理，并向等候的人说明",
            "serve-first": "什么也不说，先给他办",
            "explain": "致歉，说明原因和预计恢复的时间",
            "keep-papers": "先收下材料、留下电话，恢复后办好再通知",
            "send-away": "请大家明天再来",
            "ignore": "不理会",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Incident:
    """It begins `at` seconds after opening; a fault lasts `seconds`."""

    kind: IncidentKind
    at: int
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Handling:
    """What is seen of it, the right responses, and the rule they rest on."""

    seen: str
    right: tuple[Response, ...]
    because: str


HANDLING = {
    IncidentKind.FAULT: Handling(
        "业务系统突然连不上了，信息中心说正在抢修。",
        (Response.KEEP_PAPERS, Response.EXPLAIN),
        "系统故障时先致歉、说明原因和预计时间，可以先收件留电话；不能只说“明天来”（窗口服务通行做法）。",
    ),
    IncidentKind.PUSHES_IN: Handling(
        "一个没轮到的人挤到窗口前：“我就一句话的事，先给我办了。”",
        (Response.ASK_TO_QUEUE,),
        "没有优先理由的按号办理，说明规则，不偏袒（窗口服务通行做法）。",
    ),
    IncidentKind.PRIORITY: Handling(
        "一位拄着双拐的残疾人站在等候的人群后面，没有座位。",
        (Response.GIVE_PRIORITY,),
        "公共服务场所应当为残疾人提供优先服务和辅助性服务，并向其他人说明（残疾人保障法 第五十五条）。",
    ),
    IncidentKind.ACQUAINTANCE: Handling(
        "熟人凑过来小声说：“咱们认识，先把我的办了吧。”",
        (Response.ASK_TO_QUEUE,),
        "生人熟人一样对待，不得区别对待、讲私情（窗口服务通行做法）。",
    ),
}
