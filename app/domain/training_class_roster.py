"""Preparing a class and marking who is there: pure steps from one state of a class to the next."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.domain.errors import UserError
from app.domain.people import Person, Role
from app.domain.training_class import Attendance, Member, ObserverPoint, TrainingClass

MOST_MEMBERS = 200
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_POINT = 60, 40, 60
MOST_POINTS = 8


def new_class(id: str, title: str, day: str, trainer: Person, seed: int, at: str) -> TrainingClass:
    """UserError for someone who is no trainer, an empty topic, or a day that is none."""
    if trainer.role is not Role.TRAINER:
        raise UserError("只有带教老师可以开课。", "请由带教老师登录后再开课。")
    return renamed(TrainingClass(id, "", "", trainer.id, trainer.name, seed, at), title, day)


def renamed(one: TrainingClass, title: str, day: str) -> TrainingClass:
    """Another topic or day."""
    still_open(one)
    title = " ".join(title.split())
    if not title:
        raise UserError("还没有写课的主题。", "请写一个主题，例如“材料不齐怎么一次说清”。")
    if len(title) > _LONGEST_TITLE:
        raise UserError(f"主题有 {len(title)} 个字，太长了。", f"请缩短到 {_LONGEST_TITLE} 个字以内。")
    try:
        day = date.fromisoformat(day.strip()).isoformat()
    except ValueError:
        raise UserError(f"上课日期“{day.strip()}”看不懂。", "请按 2026-11-25 的样子写：年-月-日。") from None
    return replace(one, title=title, day=day)


def with_scenarios(one: TrainingClass, scenarios: Iterable[str]) -> TrainingClass:
    """The role-plays prepared for this class, by id."""
    still_open(one)
    return replace(one, scenarios=tuple(dict.fromkeys(scenarios)))


def with_points(one: TrainingClass, texts: Iterable[str]) -> TrainingClass:
    """What observers look out for. A point that stays the same keeps its thumbs; UserError where one that has
    some would be lost.
    """
    still_open(one)
    wanted = list(dict.fromkeys(text for text in (" ".join(each.split()) for each in texts) if text))
    if len(wanted) > MOST_POINTS:
        raise UserError(
            f"观察要点有 {len(wanted)} 条，投影上放不下，观察的人也顾不过来。", f"请留下最要紧的 {MOST_POINTS} 条。"
        )
    for text in wanted:
        if len(text) > _LONGEST_POINT:
            raise UserError(f"观察要点“{text[:12]}…”太长。", f"请缩短到 {_LONGEST_POINT} 个字以内。")
    known = {point.text: point for point in one.points}
    used = {each.point for turn in one.turns for each in turn.thumbs}
    for point in one.points:
        if point.id in used and point.text not in wanted:
            raise UserError(f"观察要点“{point.text}”已经记过点赞，不能去掉或改字。", "可以另外再加一条。")
    number = max((int(point.id) for point in one.points), default=0)
    points = []
    for text in wanted:
        if text not in known:
            number += 1
        points.append(known.get(text) or ObserverPoint(str(number), text))
    return replace(one, points=tuple(points))


def with_notes(one: TrainingClass, notes: str) -> TrainingClass:
    still_open(one)
    return replace(one, notes=notes.strip())


def with_member(
    one: TrainingClass, name: str, staff_number: str = "", unit: str = "", person_id: str = ""
) -> TrainingClass:
    """One more on the roster, at its end. UserError for an empty name or somebody who is on it."""
    still_open(one)
    name, staff_number, unit = (" ".join(text.split()) for text in (name, staff_number, unit))
    if not name:
        raise UserError("还没有写姓名。", "请输入姓名，再加入名单。")
    if len(name) > _LONGEST_NAME:
        raise UserError(f"姓名“{name[:12]}…”太长。", "请检查是不是把几个人写在了一起；一次加一位。")
    for member in one.members:
        same_person = bool(person_id) and member.person_id == person_id
        same_number = bool(staff_number) and member.staff_number == staff_number
        same_name = (member.name, member.unit, member.staff_number) == (name, unit, staff_number)
        if same_person or same_number or same_name:
            raise UserError(f"{member.name}已经在这堂课的名单里。", "如果是同名的另一位，请填写工号以便区分。")
    if len(one.members) >= MOST_MEMBERS:
        raise UserError(f"一堂课最多 {MOST_MEMBERS} 人。", "人再多，请分成两堂课。")
    number = 1 + max((int(member.id) for member in one.members), default=0)
    return replace(one, members=(*one.members, Member(str(number), name, staff_number, unit, person_id)))


def with_person(one: TrainingClass, person: Person) -> TrainingClass:
    """One more on the roster, from the list of people."""
    return with_member(one, person.name, person.staff_number, person.unit, person.id)


def linked(one: TrainingClass, member: str, person: Person) -> TrainingClass:
    """A name that was only typed is this person. UserError where the person is on the roster already."""
    still_open(one)
    for other in one.members:
        if other.person_id == person.id and other.id != member:
            raise UserError(f"{person.name}已经在这堂课的名单里。", "请移出重复的一位，或选择另一位人员。")
    about = replace(
        one.member(member), name=person.name, staff_number=person.staff_number, unit=person.unit, person_id=person.id
    )
    return _with(one, about)


def without_member(one: TrainingClass, member: str) -> TrainingClass:
    """UserError for somebody who has been called: what happened stays."""
    still_open(one)
    gone = one.member(member)
    if any(call.member == member for call in one.calls):
        raise UserError(f"{gone.name}在这堂课上已经被叫到过，不能移出名单。", "人走了的话，可以改记为缺席。")
    return replace(one, members=tuple(each for each in one.members if each.id != member))


def marked(one: TrainingClass, member: str, attendance: Attendance, reason: str = "") -> TrainingClass:
    """Whether somebody is there; `reason` is kept for those who are late or absent."""
    still_open(one)
    because = " ".join(reason.split()) if attendance in (Attendance.LATE, Attendance.ABSENT) else ""
    return _with(one, replace(one.member(member), attendance=attendance, reason=because))


def everybody_here(one: TrainingClass) -> TrainingClass:
    """All who are not marked yet are present; what was marked stays. UserError for an empty roster."""
    still_open(one)
    if not one.members:
        raise UserError("名单还是空的，没有人可点。", "请先加入学员：输入姓名、从人员名单选，或从 Excel 导入。")
    members = (
        replace(each, attendance=Attendance.PRESENT) if each.attendance is Attendance.NOT_MARKED else each
        for each in one.members
    )
    return replace(one, members=tuple(members))


def still_open(one: TrainingClass) -> None:
    """UserError for a class that is over."""
    if one.closed:
        raise UserError("这堂课已经下课存档，不能再改。", "要接着练，请另开一堂课；名单可以再导入一次。")


def _with(one: TrainingClass, about: Member) -> TrainingClass:
    return replace(one, members=tuple(about if each.id == about.id else each for each in one.members))
