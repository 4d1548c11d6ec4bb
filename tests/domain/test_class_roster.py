"""A list of names is matched with the people there are: by staff number first, by name where that is enough."""

from app.domain.class_roster import RosterRow, Standing, recognised
from app.domain.people import Person, Role
from app.domain.training_class_roster import new_class, with_member, with_person

LI = Person("t", "李建国", Role.TRAINER, "0007", "城南大厅")
WANG = Person("w", "王晓琳", Role.TRAINEE, "1024", "城南大厅")
ZHAO = Person("z", "赵敏", Role.TRAINEE, "", "城南大厅")
ZHANG = (Person("a", "张伟", Role.TRAINEE, "2001"), Person("b", "张伟", Role.TRAINEE, "2002"))
PEOPLE = (LI, WANG, ZHAO, *ZHANG)
CLASS = with_person(with_member(new_class("c", "课", "2026-11-25", LI, 1, ""), "打字的", "9"), WANG)
EMPTY = new_class("c", "课", "2026-11-25", LI, 1, "")


def standing(name: str, number: str = "", unit: str = "", one=EMPTY):
    (entry,) = recognised([RosterRow("第 2 行", name, number, unit)], PEOPLE, one)
    return entry.standing, entry.person


def test_who_is_known():
    assert standing("王晓琳", "1024") == (Standing.KNOWN, WANG)
    assert standing("王晓琳") == (Standing.KNOWN, WANG)
    assert standing("赵敏", "3000") == (Standing.KNOWN, ZHAO)  # has no number yet
    assert standing("赵敏", "", "城东大厅") == (Standing.NEW, None)
    assert standing("王晓琳", "1025") == (Standing.NEW, None)  # another one with the same name
    assert standing("张伟", "2002") == (Standing.KNOWN, ZHANG[1])
    assert standing("周𬭎", "5000") == (Standing.NEW, None)


def test_the_zeros_a_spreadsheet_dropped_make_nobody_else_of_a_person():
    (entry,) = recognised([RosterRow("第 2 行", "李建国", "7")], PEOPLE, EMPTY)
    assert (entry.standing, entry.person) == (Standing.KNOWN, LI)
    seven = Person("s", "李建国", Role.TRAINEE, "7")
    (entry,) = recognised([RosterRow("第 2 行", "李建国", "7")], (*PEOPLE, seven), EMPTY)
    assert entry.person == seven, "whoever has exactly this number comes first"
    assert standing("李小国", "7") == (Standing.NEW, None)  # another name: another person
    assert standing("李建国", "70") == (Standing.NEW, None)


def test_what_cannot_be_told_is_said():
    (wrong, unclear) = recognised(
        [RosterRow("甲", "王小琳", "1024"), RosterRow("乙", "张伟")], PEOPLE, EMPTY
    )  # fmt: skip
    assert wrong.standing is unclear.standing is Standing.UNCLEAR
    assert "工号 1024 在人员名单里是王晓琳，这里写的是王小琳" in wrong.why
    assert "有 2 位张伟" in unclear.why and "工号" in unclear.why


def test_who_is_in_the_class_already():
    assert standing("王晓琳", "1024", one=CLASS) == (Standing.HERE, WANG)
    assert standing("打字的", "9", one=CLASS) == (Standing.HERE, None)


def test_the_same_row_twice_joins_once():
    rows = [
        RosterRow("第 2 行", "王晓琳", "1024"),
        RosterRow("第 3 行", "王晓琳"),
        RosterRow("第 4 行", "周𬭎", "5000", "甲"),
        RosterRow("第 5 行", "周𬭎", "5000", "乙"),
        RosterRow("第 6 行", "新人"),
        RosterRow("第 7 行", "新人"),
    ]
    found = recognised(rows, PEOPLE, EMPTY)
    assert [entry.standing for entry in found] == [
        Standing.KNOWN, Standing.TWICE, Standing.NEW, Standing.TWICE, Standing.NEW, Standing.TWICE,
    ]  # fmt: skip
    assert found[1].why == "和第 2 行是同一位，跳过。"
