"""Who stands behind a ticket: how long they wait, how they feel, and what they need besides their matter."""

from dataclasses import dataclass
from enum import Enum


class Aid(Enum):
    """What a teller does so that a person can follow."""

    WRITE = "write"
    SLOWER = "slower"
    LOW_COUNTER = "low-counter"
    BATCH = "batch"

    @property
    def label(self) -> str:
        return {
            "write": "递上手写板，写给他看",
            "slower": "放慢、用短句，要紧的写下来",
            "low-counter": "请到低位服务台，优先办理",
            "batch": "用批量模板，分批办并列出有误的人",
        }[self.value]


class PersonKind(Enum):
    ORDINARY = "ordinary"
    ELDERLY = "elderly"
    HURRIED = "hurried"
    ANGRY = "angry"
    DEAF = "deaf"
    DISABLED = "disabled"
    CLERK = "clerk"

    @property
    def label(self) -> str:
        return TRAITS[self].label


@dataclass(frozen=True, slots=True)
class Traits:
    """`feeling` 0 (furious) to 100 on arrival; `patience` in seconds of waiting; `weight` how often they come.

    `aids`: any of them will do, none needed where it is empty. `comfort`: they must be calmed or apologised to.
    `looks` is what a teller sees, `who` what they answer to the question whose matter it is.
    """

    label: str
    feeling: int
    patience: int
    weight: int
    youngest: int
    oldest: int
    looks: str
    who: str = "我办我自己的事。"
    aids: tuple[Aid, ...] = ()
    comfort: bool = False


TRAITS = {
    PersonKind.ORDINARY: Traits("普通", 60, 45 * 60, 6, 20, 65, "拿着号走过来，坐下。"),
    PersonKind.ELDERLY: Traits(
        "老人", 60, 60 * 60, 2, 66, 84, "一位老人，走得很慢，眼睛凑近了看屏幕。", aids=(Aid.SLOWER, Aid.WRITE)
    ),
    PersonKind.HURRIED: Traits("赶时间", 50, 25 * 60, 3, 20, 60, "不停地看手机上的时间。"),
    PersonKind.ANGRY: Traits("情绪激动", 30, 35 * 60, 2, 22, 65, "把材料往台面上一放，声音很大。", comfort=True),
    PersonKind.DEAF: Traits("听障", 55, 45 * 60, 1, 20, 65, "指指耳朵，又摆摆手。", aids=(Aid.WRITE,)),
    PersonKind.DISABLED: Traits(
        "行动不便", 55, 45 * 60, 1, 20, 65, "坐着轮椅，够不着台面。", aids=(Aid.LOW_COUNTER,)
    ),
    PersonKind.CLERK: Traits(
        "企业经办人", 55, 40 * 60, 3, 23, 55, "背着电脑包，抱着一摞表。", "我是单位经办人，来办单位四十名员工的事，带了授权。",
        (Aid.BATCH,),
    ),
}  # fmt: skip
