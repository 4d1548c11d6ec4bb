"""A class that was held: eight members, five turns, points missed, phrases to be replaced, thumbs of the others."""

from dataclasses import replace

from app.domain.lexicon import Category
from app.domain.people import Person, Role
from app.domain.role_play.conversation import Mode
from app.domain.role_play.dialogue import NOBODY_SPOKE, answered, begin
from app.domain.role_play.dialogue_score import score_dialogue
from app.domain.role_play.played import PlayedDialogue, played
from app.domain.training_class import Attendance, Thumbs, TrainingClass
from app.domain.training_class_lots import drawn
from app.domain.training_class_roster import (
    everybody_here,
    marked,
    new_class,
    with_member,
    with_notes,
    with_points,
)
from app.domain.training_class_turns import begun, called, closed, judged, spoken
from tests.domain.role_play.small_scenario import reply, small
from tests.domain.role_play.test_dialogue_score import RUBRIC

TRAINER = Person("t" * 32, "李建国", Role.TRAINER, "0007", "城南人社服务大厅")
NAMES = ("王晓琳", "赵敏", "周𬭎", "孙伟", "钱红", "吴静", "郑凯", "=HYPERLINK(1)")
SCENARIO = replace(small(), title="材料不齐，老人跑了第三趟")
GOOD = (
    reply("papers", "written", polite=(Category.GREETING, Category.APOLOGY)),
    reply("days", polite=(Category.FAREWELL,)),
)
HALF = (reply("papers", polite=(Category.GREETING,)), reply(), reply())
RUDE = (reply(offences=(Category.IMPATIENT,)), reply(offences=(Category.IMPATIENT,)))
REPLIES = (GOOD, HALF, RUDE, (reply("papers", "written"), reply("days", offences=(Category.SHIRK,))), HALF)


def conversation(replies=GOOD, scenario=SCENARIO, mode: Mode = Mode.EXAMINE) -> PlayedDialogue:
    dialogue = begin(scenario, mode)
    for each in (*replies, NOBODY_SPOKE, NOBODY_SPOKE):
        if not dialogue.ended:
            dialogue = answered(scenario, dialogue, each)
    score = score_dialogue(scenario, dialogue, RUBRIC, "l")
    return played(scenario, dialogue, score, "2026-11-25T09:10:00+08:00", rubric=RUBRIC)


def held(turns: int = len(REPLIES), over: bool = True) -> tuple[TrainingClass, dict[str, PlayedDialogue]]:
    """The class, and its conversations by the id of their record."""

    def at(minutes: int) -> str:
        return f"2026-11-25T{9 + minutes // 60:02}:{minutes % 60:02}:00+08:00"

    one = new_class("c0ffee" + "0" * 26, "材料不齐，一次说清", "2026-11-25", TRAINER, 20261125, at(0))
    for number, name in enumerate(NAMES, 1):
        one = with_member(one, name, f"{1023 + number}", "城南人社服务大厅", f"p{number}")
    one = with_points(one, ("先问好，站起来或点头", "缺什么一次说全，写下来", "说清多久办好", "不打断，不说“不知道”"))
    one = marked(one, "6", Attendance.ABSENT, "窗口顶岗")
    one = everybody_here(marked(one, "5", Attendance.LATE, "堵车"))
    kept = {}
    for number in range(turns):
        when = at(10 + 5 * number)
        one = called(one, one.here[0].id, when) if not number else drawn(one, when)
        one = begun(one, SCENARIO.id, SCENARIO.title, Mode.EXAMINE, when)
        record = f"record{number}"
        one = spoken(one, f"talk{number}", record, at(13 + 5 * number))
        one = judged(one, number + 1, [Thumbs(point.id, 5 - number % 5, number % 5) for point in one.points[:3]])
        kept[record] = conversation(REPLIES[number % len(REPLIES)])
    one = with_notes(one, "缺的材料大家都记得说，写下来的少。下次练电话。\n请赵敏把好的一场再讲一遍。")
    return (closed(one, at(15 + 5 * turns)) if over else one), kept
