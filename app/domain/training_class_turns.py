"""Calling somebody, their turn, the thumbs of the others, the end of the class: pure steps of a class."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.errors import UserError
from app.domain.role_play.conversation import Mode
from app.domain.training_class import Attendance, Call, ClassTurn, How, Member, Outcome, Thumbs, TrainingClass
from app.domain.training_class_roster import still_open


def called(one: TrainingClass, member: str, at: str, how: How = How.BY_NAME) -> TrainingClass:
    """The next to speak. UserError where they are not there, or somebody is speaking."""
    nobody_speaks(one)
    _is_here(one.member(member))
    return replace(one, calls=(*one.calls, Call(member, how, at)))


def begun(one: TrainingClass, scenario_id: str, scenario_title: str, mode: Mode, at: str) -> TrainingClass:
    """Whoever was called last begins a conversation. UserError where nobody was, or they may not speak yet."""
    nobody_speaks(one)
    speaker = one.speaker
    if speaker is None:
        raise UserError("还没有叫人发言。", "请先点一位，或者抽签。")
    _is_here(speaker)
    if not speaker.person_id:
        raise UserError(f"{speaker.name}还不在人员名单里，发言没有地方存。", "请先加为人员：选中这一位，点“加为人员”。")
    turn = ClassTurn(len(one.turns) + 1, len(one.calls) - 1, speaker.id, scenario_id, scenario_title, mode, at)
    return replace(one, turns=(*one.turns, turn))


def spoken(one: TrainingClass, conversation: str, record: str, at: str) -> TrainingClass:
    """The turn under way has ended; `record` is the one that holds it, "" where nothing is kept."""
    turn = _under_way(one)
    return _with(one, replace(turn, outcome=Outcome.SPOKEN, ended=at, conversation=conversation, record=record))


def broken_off(one: TrainingClass, at: str) -> TrainingClass:
    """The turn under way counts for nothing; the speaker may begin again."""
    return _with(one, replace(_under_way(one), outcome=Outcome.BROKEN_OFF, ended=at))


def judged(one: TrainingClass, number: int, thumbs: Sequence[Thumbs]) -> TrainingClass:
    """What the others thought of a turn, instead of what was entered before.

    UserError for more thumbs than there are observers, or a turn that was not played.
    """
    still_open(one)
    turn = next((each for each in one.turns if each.number == number), None)
    if turn is None or turn.outcome is not Outcome.SPOKEN:
        raise UserError("这一次发言还没有结束，不能记点赞。", "请等发言结束后再记。")
    texts = {point.id: point.text for point in one.points}
    observers = len(one.here) - one.member(turn.member).here
    for each in thumbs:
        if each.point not in texts:
            raise ValueError(f"no point {each.point}")
        if each.up < 0 or each.down < 0:
            raise UserError(f"“{texts[each.point]}”的人数不能小于 0。", "请填 0 或正整数。")
        if each.up + each.down > observers:
            raise UserError(
                f"“{texts[each.point]}”记了 {each.up + each.down} 人，观察的只有 {observers} 人。",
                "请核对人数；有人没有点到名的，先补点名。",
            )
    return _with(one, replace(turn, thumbs=tuple(each for each in thumbs if each.up or each.down)))


def closed(one: TrainingClass, at: str) -> TrainingClass:
    """Class is over: nothing changes any more. UserError where somebody is speaking or was not marked."""
    nobody_speaks(one)
    if not one.members:
        raise UserError("名单是空的，这堂课没有内容可以存档。", "请先加入学员并点名。")
    if unmarked := one.count(Attendance.NOT_MARKED):
        raise UserError(f"还有 {unmarked} 人没有点名。", "请在点名画面补上：到课、迟到或缺席；全部到齐可以一键完成。")
    return replace(one, closed=at)


def nobody_speaks(one: TrainingClass) -> None:
    """UserError for a class that is over, or while somebody speaks."""
    still_open(one)
    if turn := one.under_way:
        raise UserError(f"{one.member(turn.member).name}的发言还没有结束。", "请先谈完，或者把这一次作废。")


def _is_here(member: Member) -> None:
    if not member.here:
        raise UserError(f"{member.name}没有到课（{member.attendance.label}）。", "人已经来了的话，请先改点名。")


def _under_way(one: TrainingClass) -> ClassTurn:
    still_open(one)
    if one.under_way is None:
        raise UserError("现在没有人在发言。", "请先叫人发言，再开始对练。")
    return one.under_way


def _with(one: TrainingClass, about: ClassTurn) -> TrainingClass:
    return replace(one, turns=tuple(about if each.number == about.number else each for each in one.turns))
