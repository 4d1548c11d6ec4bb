"""The trainer's bank in the window, on a real bank of its own: find, look, change, add, remove, mark, bring in, take out."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.content.bank.format_names import Format
from app.content.bank.formats import read_any
from app.domain.business import BusinessLine
from app.domain.question_state import QuestionState
from app.domain.questions import Case, Judge, Option, Question, QuestionType, Single
from app.gui.screens import bank_list
from app.gui.stops import Place
from app.services.bank import BankDesk
from tests.gui.bank_samples import png, sample_bank, samples
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI, FakeServices


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = FakeServices()
    made.passing.desk = sample_bank(tmp_path)
    return made


def at_bank(show: Show, services: FakeServices) -> Shown:
    shown = show(services)
    shown.application.person = LI
    shown.application._forget_screens()
    shown.application._add_rail(LI)
    shown.application.go(Place.BANK)
    shown.on("BankList")
    shown.until(lambda: shown.screen._question is not None, "no question was shown")
    return shown


def keys(shown: Shown) -> Sequence[str]:
    return shown.screen.table.tree.get_children()  # type: ignore[no-any-return]


def text(shown: Shown) -> str:
    return str(shown.screen.view.view.get("1.0", "end"))


def choose(shown: Shown, id: str) -> None:
    shown.screen.table.choose(id)
    shown.until(lambda: shown.screen._question is not None and shown.screen._question.id == id, f"{id} was not shown")


def test_only_a_trainer_is_offered_the_bank(show: Show) -> None:
    shown = show()
    for person, offered in zip(shown.services.people.people, (False, True), strict=True):
        shown.application.sign_in(person)
        assert (Place.BANK in [stop.place for stop in shown.application.window.rail._stops]) is offered


def test_every_type_is_shown_with_its_answer_and_basis(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    wanted = {
        "wi-single": "30日", "wi-multiple": "少选得一半", "wi-judge": "错", "wi-blank": "六十；60", "wi-order": "劳动能力鉴定",
        "wi-match": "多余的右项：60日", "wi-case": "第 2 小题 · 单选", "wi-rewrite": "该有的文明用语", "wi-spoken": "★ 说清三十日的时限",
        "wi-review": "待复核：法规有修订", "wi-old": "已过期",
    }  # fmt: skip
    assert set(keys(shown)) == set(wanted)
    for id, words in wanted.items():
        choose(shown, id)
        shown.until(lambda words=words: words in text(shown), f"{id} does not say {words}: {text(shown)}")
        assert "《社会保险法》第三十" in text(shown) and "work-injury.yaml" in text(shown)


def test_words_line_type_and_state_narrow_the_list(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    screen = shown.screen
    screen._search.focus_set()
    shown.write("诊断证明")
    screen._typed()
    shown.until(lambda: set(keys(shown)) == {"wi-multiple", "wi-rewrite"})
    screen._search.text = ""
    for picker, value, found in (
        (screen._type, QuestionType.JUDGE, {"wi-judge", "wi-review", "wi-old"}),
        (screen._state, QuestionState.REVIEW, {"wi-review"}),
        (screen._state, QuestionState.EXPIRED, {"wi-old"}),
        (screen._line, BusinessLine.CARD, set()),
    ):
        picker._pick(value)
        shown.until(lambda found=found: set(keys(shown)) == found, f"{value}: {keys(shown)}")
    shown.settle()
    assert screen._question is None and "没有选中" in text(shown)
    assert not screen.primary()


def test_near_duplicates_stand_together(show: Show, services: FakeServices) -> None:
    twin = replace(
        samples()[0],
        id="wi-twin",
        stem="职工发生了事故伤害，用人单位应当自事故伤害发生之日起多少日内提出工伤认定申请？",
    )
    services.bank.add(twin)
    shown = at_bank(show, services)
    shown.screen._state._pick(bank_list._Special.ALIKE)
    shown.until(lambda: keys(shown) == ("wi-single", "wi-twin"))


def test_a_question_is_changed_and_its_file_keeps_everything_else(show: Show, services: FakeServices) -> None:
    path = services.bank.folder / "questions" / "work-injury.yaml"
    path.write_text(path.read_text("utf-8").replace("  - id: wi-judge", "  # a comment\n  - id: wi-judge"), "utf-8")
    before = path.read_text("utf-8").splitlines()
    shown = at_bank(show, services)
    choose(shown, "wi-judge")
    shown.key("Return")
    shown.on("BankForm")
    form = shown.screen
    form._body._judge.show(True)
    form._explanation.text = "改过的解析。"
    form._save()
    shown.on("BankList")
    shown.until(lambda: shown.screen._question is not None and shown.screen._question.version == 2)
    assert "改过的解析。" in text(shown) and shown.screen.table.chosen == "wi-judge"
    after = path.read_text("utf-8").splitlines()
    changed = [new.strip() for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["answer: true", "explanation: 改过的解析。", "version: 2"]
    assert "  # a comment" in after and services.bank.question("wi-judge").body == Judge(True)


@pytest.mark.parametrize("question", samples(), ids=lambda question: question.id)
def test_the_form_gives_back_every_type_unchanged(show: Show, services: FakeServices, question: Question) -> None:
    shown = at_bank(show, services)
    choose(shown, question.id)
    shown.screen.primary()
    shown.on("BankForm")
    shown.settle()
    form = shown.screen
    form._save()
    shown.on("BankList")
    assert services.bank.question(question.id) == question
    assert not shown.application.window.notice.message.startswith("程序遇到")


def test_a_new_question_is_written_and_what_is_missing_is_said(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    shown.application._bank_rooms().add(BusinessLine.CARD)
    shown.on("BankForm")
    form = shown.screen
    assert form._line.value is BusinessLine.CARD
    form._stem.text = "个人申请社会保障卡，多少个工作日内办结？"
    options = form._body._choices
    for row, words in zip(options._rows, ("10个工作日", "30个工作日"), strict=False):
        row.text.text = words
    with pytest.raises(Exception, match="没有标出正确选项"):
        form._save()
    options._rows[0].mark.invoke()
    options._rows[1].mark.invoke()  # of a single choice only the last one stays
    assert [row.right for row in options._rows[:3]] == [False, True, False]
    options._rows[0].mark.invoke()
    with pytest.raises(Exception, match="缺少解析"):
        form._save()
    form._explanation.text = "条例规定自收到申请之日起 10 个工作日内办结。"
    form._basis.text = "《社会保险经办条例》第六条"
    form._fields["effective"].text = "2023年12月1日"
    form._save()
    shown.on("BankList")
    shown.until(lambda: shown.screen._question is not None and shown.screen._question.line is BusinessLine.CARD)
    saved = shown.screen._question
    assert saved.body == Single((Option("10个工作日", True), Option("30个工作日")))
    assert (
        saved.id.startswith("card-")
        and saved.effective is not None
        and str(saved.basis[0]) == "社会保险经办条例 第六条"
    )
    assert len(list((services.bank.folder / "questions").glob("card-*.yaml"))) == 1 and services.bank.check() == ()


def test_a_case_is_edited_part_by_part(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    choose(shown, "wi-case")
    shown.screen.primary()
    shown.on("BankForm")
    parts = shown.screen._parts
    parts.table.choose("1")
    shown.settle()
    parts._explanation.text = "条例第十七条第二款。"
    parts.add_part()
    parts._type._pick(QuestionType.JUDGE)
    parts._stem.text = "单位可以要求职工放弃申请。"
    parts._body._judge.show(False)
    shown.screen._save()
    shown.on("BankList")
    body = services.bank.question("wi-case").body
    assert isinstance(body, Case)
    assert [part.type for part in body.parts] == [QuestionType.JUDGE, QuestionType.SINGLE, QuestionType.JUDGE]
    assert body.parts[1].explanation == "条例第十七条第二款。" and body.parts[2].body == Judge(False)


def test_leaving_with_changes_asks_first(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    shown.screen.primary()
    shown.on("BankForm")
    shown.key("Escape")
    shown.on("BankList")
    shown.screen.primary()
    shown.on("BankForm")
    shown.screen._explanation.text = "改了一半"
    shown.screen.back()
    assert "还没有保存" in shown.application.window.notice.message and type(shown.screen).__name__ == "BankForm"


def test_a_picture_is_taken_into_the_bank(show: Show, services: FakeServices, tmp_path: Path) -> None:
    (tmp_path / "大厅.png").write_bytes(png())
    shown = at_bank(show, services)
    choose(shown, "wi-single")
    shown.screen.primary()
    shown.on("BankForm")
    form = shown.screen
    form._take_picture(str(tmp_path / "大厅.png"), form._show_picture)
    shown.until(lambda: form._picture == "大厅.png")
    row = form._body._choices._rows[0]
    form._take_picture(str(tmp_path / "大厅.png"), row.show_picture)
    shown.until(lambda: row.picture == "大厅.png")
    form._save()
    shown.on("BankList")
    shown.until(lambda: shown.screen._question is not None and shown.screen._question.picture == "大厅.png")
    assert len(shown.screen.view._images) == 2 and services.bank.check() == ()
    (tmp_path / "假.png").write_bytes(b"MZ")
    form._take_picture(str(tmp_path / "假.png"), form._show_picture)
    shown.until(lambda: "不是可以使用的图片" in shown.application.window.notice.message)


def test_removing_is_asked_and_marking_goes_both_ways(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    choose(shown, "wi-old")
    shown.screen._ask_to_remove(True)
    shown.root.update()
    shown.key("Escape")
    shown.root.update()
    assert not shown.screen._sure.winfo_ismapped() and len(keys(shown)) == 11
    shown.screen._ask_to_remove(True)
    shown.root.update()
    shown.screen._remove()
    shown.until(lambda: "wi-old" not in keys(shown))
    assert len(services.bank.cards()) == 10
    choose(shown, "wi-judge")
    for reason in (True, False):
        shown.screen._mark()
        shown.until(lambda reason=reason: bool(services.bank.question("wi-judge").review) is reason)
        shown.settle()
        shown.until(lambda reason=reason: bool(shown.screen._question.review) is reason)


def test_a_changed_law_marks_what_rests_on_it(show: Show, services: FakeServices) -> None:
    shown = at_bank(show, services)
    shown.application.window.show(shown.application._bank_rooms()._law())
    shown.on("BankLaw")
    shown.until(lambda: keys(shown), "no questions were found")
    assert shown.screen.laws.tree.get_children() == ("社会保险法", "工伤保险条例")
    shown.screen.laws.choose("工伤保险条例")
    shown.screen._article.text = "17"
    shown.screen._find()
    shown.until(lambda: len(keys(shown)) == 8)
    shown.screen._reason.text = "条例修订"
    shown.screen.mark()
    shown.until(lambda: services.bank.question("wi-single").review == "条例修订")
    assert services.bank.question("wi-judge").review == ""
    shown.settle()
    shown.screen.table.choose("wi-spoken")
    shown.screen.table._open(shown.application._bank_rooms()._to_question)
    shown.on("BankList")
    shown.until(lambda: shown.screen._question is not None and shown.screen._question.id == "wi-spoken")


def sheet(path: Path) -> Path:
    book = Workbook()
    rows: list[tuple[Any, ...]] = [
        ("编号", "题型", "题干", "选项A", "选项B", "答案"),
        ("n-1", "单选", "电梯维修工检修时受伤，单位应当先做什么？", "送医救治", "等待通知", "A"),
        ("n-2", "单选", "没有答案的题目。", "甲", "乙", None),
        ("wi-judge", "判断", "职工个人不缴纳工伤保险费。", None, None, "对"),
        ("n-3", "单选", "电梯维修工在检修时受了伤，单位应当先做什么？", "送医救治", "等待通知", "A"),
    ]
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def at_import(show: Show, services: FakeServices) -> Shown:
    shown = at_bank(show, services)
    shown.application.window.show(shown.application._bank_rooms()._import())
    shown.on("BankImport")
    return shown


def test_an_import_is_previewed_filtered_and_confirmed(show: Show, services: FakeServices, tmp_path: Path) -> None:
    shown = at_import(show, services)
    shown.screen.read(sheet(tmp_path / "题.xlsx"))
    shown.until(lambda: shown.screen._preview is not None)
    shown.settle()
    assert [shown.screen.table.tree.item(key)["values"][0][2:] for key in keys(shown)] == [
        "新题",
        "有改动",
        "疑似重复",
        "不能导入",
    ]
    assert len(services.bank.cards()) == 11
    shown.screen._standing._pick("refused")
    shown.settle()
    assert len(keys(shown)) == 1 and "没有填写答案" in text(shown)
    assert shown.screen._to_write() == 2
    shown.screen._duplicates_button.invoke()
    assert shown.screen._to_write() == 3
    shown.screen._duplicates_button.invoke()
    shown.screen.write()
    shown.on("BankList")
    shown.until(lambda: "新增 1 题，更新 1 题" in shown.application.window.notice.message)
    assert len(services.bank.cards()) == 12 and services.bank.question("wi-judge").version == 2


def test_a_file_that_is_no_question_file_is_named(show: Show, services: FakeServices, tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04 broken")
    shown = at_import(show, services)
    shown.screen.read(tmp_path / "坏.xlsx")
    shown.until(lambda: "坏.xlsx" in shown.application.window.notice.message)
    assert shown.screen._preview is None


def test_a_long_import_can_be_cancelled_and_costs_nothing(show: Show, services: FakeServices, tmp_path: Path) -> None:
    shown = at_import(show, services)
    rows = (f"判断,第{i}号窗口应当先登记再受理业务。,对" for i in range(60_000))
    (tmp_path / "多.csv").write_text("\n".join(["题型,题干,答案", *rows]), encoding="utf-8")
    shown.screen.read(tmp_path / "多.csv")
    shown.until(lambda: shown.application.window.panel.shown, "no progress panel")
    shown.key("Escape")
    assert not shown.application.window.worker.busy and shown.screen._preview is None
    assert len(services.bank.cards()) == 11


def test_exporting_writes_what_the_list_shows_and_names_what_does_not_fit(
    show: Show, services: FakeServices, tmp_path: Path
) -> None:
    shown = at_bank(show, services)
    shown.screen._export()
    shown.on("BankExport")
    shown.screen.format._pick(Format.GIFT)
    shown.screen.write(tmp_path / "题库.gift")
    shown.until(lambda: "已导出 7 题" in shown.application.window.notice.message)
    assert len(keys(shown)) == 4 and len(read_any((tmp_path / "题库.gift").read_bytes(), "题库.gift").drafts) == 7


def test_broken_files_are_listed_with_line_and_remedy(show: Show, services: FakeServices) -> None:
    (services.bank.folder / "questions" / "bad.yaml").write_text("topic: 甲\nline: sport\nquestions: []\n", "utf-8")
    shown = at_bank(show, services)
    assert "1 处错误" in shown.screen._faults.cget("text")
    shown.screen._faults.invoke()
    shown.on("BankProblems")
    shown.until(lambda: "bad.yaml 第 2 行" in shown.screen._remedy.text)
    (services.bank.folder / "questions" / "bad.yaml").unlink()
    shown.key("Return") if shown.screen.primary() else shown.screen.enter()
    shown.until(lambda: "没有错误" in shown.screen._words.text)


def test_a_list_of_very_many_fills_while_the_window_lives(show: Show, services: FakeServices, tmp_path: Path) -> None:
    judge = samples()[2]
    many = tuple(replace(judge, id=f"q-{i}", stem=f"第{i}号窗口应当先登记。") for i in range(5000))
    services.passing.desk = sample_bank(tmp_path / "many", many)
    BankDesk(services.bank.folder, tmp_path / "many" / "index.db").cards()  # indexed before, as it mostly is
    shown = at_bank(show, services)
    assert len(keys(shown)) < 5000, "all rows at once would make the window wait"
    choose(shown, "q-3")
    shown.until(lambda: len(keys(shown)) == 5000)
    assert shown.screen.table.chosen == "q-3"
    shown.screen._search.text = "第4999号"
    shown.screen._typed()
    shown.until(lambda: keys(shown) == ("q-4999",))
