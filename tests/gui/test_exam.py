"""Sitting an exam in the window: all by keyboard, every answer stored at once, nothing said before handing in."""

from typing import Any

from app.domain.answers import Chosen, Filled, Judged, Matched, Ordered, Said, Written, parts_of, right_answer
from app.domain.errors import UserError
from app.domain.paper import Version
from app.domain.people import Role
from app.domain.questions import Blank, Case, Judge, Match, Multiple, Order, Rewrite, Single, Spoken
from app.domain.sitting import Ending, Progress
from app.gui.stops import Place
from tests.gui.conftest import Show, Shown
from tests.gui.fake_exams import FakeExaminations
from tests.gui.fakes import LI, WANG, FakeServices


def exams_of(shown: Shown) -> FakeExaminations:
    services: FakeServices = shown.services
    return services.examinations


def sitting_of(shown: Shown) -> Any:
    opened = exams_of(shown).opened
    assert opened is not None
    return opened.sitting


def at_exams(show: Show, person: Any = WANG) -> Shown:
    shown = show()
    exams = shown.services.examinations
    exams.set_exam(LI, exams.plans[0], 7, Version.A)
    shown.application.sign_in(person)
    shown.application.go(Place.EXAMS)
    shown.settle()
    return shown


def begin(show: Show) -> Shown:
    shown = at_exams(show)
    shown.key("Return")
    shown.on("ExamIntro")
    shown.key("Return")
    shown.on("ExamQuestion")
    return shown


def at(shown: Shown, kind: type) -> int:
    return next(i for i, task in enumerate(sitting_of(shown).exam.tasks) if isinstance(task.question.body, kind))


def go(shown: Shown, kind: type) -> int:
    task = at(shown, kind)
    shown.screen.go_to(task)
    shown.settle()
    return task


def test_what_is_set_is_listed_introduced_and_begun_with_enter(show: Show) -> None:
    shown = at_exams(show)
    assert "有 1 场考试等您参加" in shown.screen._state.text
    shown.key("Return")
    shown.on("ExamIntro")
    text = shown.screen.text.view.get("1.0", "end")
    assert "一共 10 分钟" in text and "改电脑的时钟没有用" in text and "PageDown" in text
    shown.key("Return")
    shown.on("ExamQuestion")
    assert not shown.application.window.rail.winfo_ismapped()
    assert shown.screen.timer.text == "10:00"


def test_every_type_is_answered_by_keyboard_and_stored_at_once(show: Show) -> None:
    shown = begin(show)
    store = exams_of(shown).store

    def stored(task: int, part: int = 0) -> Any:
        return store.sittings[sitting_of(shown).id].answers[task][part]

    task = go(shown, Single)
    order = sitting_of(shown).exam.tasks[task].orders[0]
    shown.key("b")
    assert stored(task) == Chosen((order[1],))
    shown.key("Key-3")
    assert stored(task) == Chosen((order[2],))
    shown.key("Down")
    shown.key("space")
    assert stored(task) == Chosen((order[3],))

    task = go(shown, Multiple)
    order = sitting_of(shown).exam.tasks[task].orders[0]
    for key in ("a", "c"):
        shown.key(key)
    assert stored(task) == Chosen(tuple(sorted((order[0], order[2]))))
    shown.key("a")
    assert stored(task) == Chosen((order[2],))

    task = go(shown, Judge)
    shown.key("Key-2")
    assert stored(task) == Judged(False)
    shown.key("f")
    assert sitting_of(shown).flags == {task} and stored(task) == Judged(False)

    task = go(shown, Order)
    shown.key("Key-2")
    assert isinstance(stored(task), Ordered)

    task = go(shown, Match)
    order = sitting_of(shown).exam.tasks[task].orders[0]
    shown.key("a")
    assert stored(task) == Matched(
        (order[0], *[None] * (len(sitting_of(shown).exam.tasks[task].question.body.pairs) - 1))
    )

    task = go(shown, Blank)
    shown.write("三十")
    shown.key("KeyRelease-space")  # what is typed is stored when the keys rest
    shown.until(lambda: stored(task) is not None)
    assert isinstance(stored(task), Filled)

    task = go(shown, Rewrite)
    shown.write("您好，我帮您问一下。")
    shown.key("KeyRelease-space")
    shown.key("Next")  # or when the person goes on
    assert stored(task) == Written("您好，我帮您问一下。")
    assert "已保存" in shown.screen._saved.cget("text")


def test_pages_and_arrows_turn_to_the_next_question_and_a_case_part_by_part(show: Show) -> None:
    shown = begin(show)
    assert sitting_of(shown).current == 0
    for key, where in (("Next", 1), ("Right", 2), ("Left", 1), ("Prior", 0), ("Prior", 0), ("Return", 1)):
        shown.key(key)
        assert sitting_of(shown).current == where, key
    task = go(shown, Case)
    parts = len(parts_of(sitting_of(shown).exam.tasks[task].question))
    assert "第 1 / " in shown.screen._facts.text
    for _ in range(parts):
        shown.key("Next")
    assert sitting_of(shown).current == task + 1
    shown.key("Prior")
    assert sitting_of(shown).current == task and shown.screen._part == parts - 1


def test_handing_in_lists_what_is_open_and_goes_back_to_it(show: Show) -> None:
    shown = begin(show)
    shown.key("a")
    shown.screen.go_to(2)
    shown.key("f")
    shown.key("Control-Return")
    shown.on("ExamHandIn")
    text = shown.screen.text.view.get("1.0", "end")
    count = sitting_of(shown).count
    assert f"还有 {count - 1} 题没有答完" in shown.screen._title.text
    assert f"没有作答 {count - 1} 题" in text and "做了标记 1 题" in text
    shown.key("Return")  # the wiser thing while questions are open
    shown.on("ExamQuestion")
    assert sitting_of(shown).current == 2
    shown.key("Control-Return")
    shown.on("ExamHandIn")
    shown.screen.text._links[-1][2]()
    shown.on("ExamQuestion")
    assert sitting_of(shown).current == 2
    assert exams_of(shown).kept == []


def finish(shown: Shown) -> None:
    shown.screen.finish()
    shown.on("ExamHandIn")
    shown.screen._on_hand_in()
    shown.on("ExamResultScreen")


def test_results_come_after_handing_in_with_answers_reasons_and_bars(show: Show) -> None:
    shown = begin(show)
    for task, asked in enumerate(sitting_of(shown).exam.tasks):
        for part, each in enumerate(parts_of(asked.question)):
            if not isinstance(each.body, Rewrite | Spoken):
                exams_of(shown).opened.answer(task, part, right_answer(each.body))
    assert "答对" not in shown.screen._facts.text
    finish(shown)
    assert shown.application.window.rail.winfo_ismapped()
    (kept,) = exams_of(shown).kept
    assert kept.result.ending is Ending.HANDED_IN
    assert {bar.label for bar in shown.screen.by_type.bars} == {tally.label for tally in kept.result.by_type}
    first_wrong = int(shown.screen.table.chosen)
    assert kept.result.marks[first_wrong].points < kept.result.marks[first_wrong].full
    shown.screen.table.choose("0")
    shown.settle()
    text = shown.screen.one.view.get("1.0", "end")
    assert "正确答案" in text and "解析" in text and "《工伤保险条例》第十七条" in text
    shown.application.go(Place.RECORDS)
    shown.settle()
    shown.screen.table.choose(kept.record.id)
    assert shown.screen.table.tree.item(kept.record.id)["values"][2] == "全题型试卷"
    shown.screen._print()
    shown.settle()
    assert shown.services.exam_printing.records == [kept.record]
    shown.screen.primary()
    shown.on("ExamResultScreen")
    shown.key("Escape")
    shown.on("RecordsScreen")


def test_the_clock_warns_calmly_and_hands_in_when_the_time_is_over(show: Show) -> None:
    shown = begin(show)
    shown.key("a")
    question = shown.screen
    clock = exams_of(shown)

    def passes(seconds: int) -> None:
        for _ in range(seconds):  # in small steps: a long one would be sleep
            clock.up += 1
            clock.opened.tick()

    passes(300)
    shown.until(lambda: question.timer.text.startswith("5:0") or question.timer.text.startswith("4:5"))
    assert not question.timer.warns
    passes(200)
    shown.until(lambda: question.timer.warns)
    assert "快到时间了" in question.timer._words.cget("text")
    passes(101)
    shown.on("ExamResultScreen")
    (kept,) = clock.kept
    assert kept.result.ending is Ending.TIME_UP
    assert "自动交卷" in shown.application.window.notice.message
    assert kept.result.answers[0][0] is not None


def test_what_is_being_typed_when_the_time_runs_out_still_counts(show: Show) -> None:
    shown = begin(show)
    task = go(shown, Rewrite)
    shown.write("您好，请稍等。")
    shown.screen._changed()
    for _ in range(600):
        exams_of(shown).up += 1
        exams_of(shown).opened._count()
    shown.on("ExamResultScreen")
    assert exams_of(shown).kept[0].result.answers[task] == (Written("您好，请稍等。"),)


def test_a_closed_window_is_taken_up_again_at_the_same_question(show: Show) -> None:
    shown = begin(show)
    shown.key("Next")
    shown.key("a")
    exams = exams_of(shown)
    shown.application._examining().close()
    shown.application.sign_out()
    exams.up += 100
    shown.application.sign_in(WANG)
    shown.application.go(Place.EXAMS)
    shown.settle()
    assert "正在进行" in shown.screen._state.text
    shown.key("Return")
    shown.on("ExamQuestion")
    assert sitting_of(shown).current == 1
    assert sitting_of(shown).progress(1) is not Progress.OPEN
    assert "中断了 1 分 40 秒" in shown.application.window.notice.message
    assert sitting_of(shown).clock.left > 595


def test_an_interruption_beyond_the_limit_waits_for_a_trainer(show: Show) -> None:
    shown = begin(show)
    shown.key("a")
    exams, sitting = exams_of(shown), sitting_of(shown)
    shown.application._examining().close()
    shown.application.sign_out()
    exams.up += 3600
    shown.application.sign_in(WANG)
    shown.application.go(Place.EXAMS)
    shown.settle()
    shown.key("Return")
    shown.until(lambda: "时间已经用完" in shown.application.window.notice.message)
    assert exams.kept == []
    shown.application.sign_in(LI)
    shown.application.go(Place.EXAMS)
    shown.settle()
    shown.screen.primary()
    shown.on("ExamWatch")
    assert shown.screen.table.tree.item(sitting.id)["values"][0] == "王晓琳"
    shown.screen._minutes.text, shown.screen._reason.text = "5", "停电"
    shown.screen.primary()
    shown.until(lambda: "已补 5 分钟" in shown.application.window.notice.message)
    shown.application.sign_in(WANG)
    shown.application.go(Place.EXAMS)
    shown.settle()
    shown.key("Return")
    shown.on("ExamQuestion")
    assert 295 <= sitting_of(shown).clock.left <= 300


def test_an_answer_that_cannot_be_stored_is_said_and_nothing_is_lost_on_the_screen(show: Show) -> None:
    shown = begin(show)
    exams_of(shown).store.problem = UserError("磁盘已满。", "请清理磁盘空间。")
    shown.key("b")
    assert "磁盘已满" in shown.application.window.notice.message
    assert shown.screen._saved.cget("text") == "没有保存"
    assert shown.screen.answer.answer is not None
    exams_of(shown).store.problem = None
    shown.key("Escape")
    shown.key("c")
    assert "已保存" in shown.screen._saved.cget("text")


def test_a_reply_is_recorded_kept_at_once_and_heard_later(show: Show) -> None:
    shown = begin(show)
    task = go(shown, Spoken)
    reply = shown.screen.reply
    reply.press()
    shown.until(lambda: reply.recording)
    reply.press()
    shown.until(lambda: isinstance(sitting_of(shown).answers[task][0], Said))
    shown.until(lambda: sitting_of(shown).answers[task][0].transcript is not None)
    assert "听到：" in reply._words.text
    finish(shown)
    assert exams_of(shown).kept[0].result.marks[task].points == 80


def test_the_keys_bring_what_they_point_at_into_sight(show: Show) -> None:
    shown = show(scale=1.75)
    exams = exams_of(shown)
    exams.set_exam(LI, exams.plans[0], 7, Version.A)
    shown.application.sign_in(WANG)
    shown.application._examining()._sit(exams.begin("x0", WANG))
    shown.on("ExamQuestion")
    page = shown.screen.page
    shown.until(lambda: page.overflows)

    def first_seen() -> float:
        return float(page._canvas.yview()[0])

    shown.until(lambda: shown.screen._settling is not None and first_seen() == 0)
    shown.key("d")
    shown.until(lambda: first_seen() > 0)
    shown.key("Up", 3)
    shown.key("Next")
    shown.until(lambda: first_seen() == 0)


def test_larger_type_is_a_click_away(show: Show) -> None:
    shown = begin(show)
    before = shown.screen._texts[1][0].winfo_ismapped()
    shown.screen._resize()
    shown.settle()
    assert before and not shown.screen._texts[1][0].winfo_ismapped() and shown.screen._texts[1][1].winfo_ismapped()


def test_a_full_screen_exam_keeps_who_looked_away(show: Show) -> None:
    shown = show()
    exams = shown.services.examinations
    exams.set_exam(LI, exams.plans[1], 7, Version.A)
    shown.application.sign_in(WANG)
    rooms = shown.application._examining()
    rooms._sit(exams.begin("x0", WANG))
    shown.on("ExamQuestion")
    assert rooms._watching  # without a window manager nobody fills the screen
    exams.opened.left_full_screen()
    exams.up += 9
    shown.root.event_generate("<FocusIn>")
    shown.until(lambda: sitting_of(shown).departures)
    finish(shown)
    assert not rooms._watching
    assert [round(each.seconds) for each in exams.kept[0].result.departures] == [9]
    assert "离开考试画面 1 次" in shown.screen._time.text


def test_a_trainer_sets_an_exam_prints_it_and_stops_it(show: Show) -> None:
    shown = show()
    shown.application.sign_in(LI)
    shown.application.go(Place.EXAMS)
    shown.on("ExamDesk")
    shown.screen.primary()
    shown.on("ExamSetting")
    shown.screen._title.text, shown.screen._minutes.text = "十一月月比", "25"
    shown.screen.primary()
    shown.on("ExamDesk")
    exams = exams_of(shown)
    (exam,) = [each.exam for each in exams.listed]
    assert (exam.title, exam.blueprint.minutes, exam.seed) == ("十一月月比", 25, 20261120)
    shown.screen._print_chosen()
    shown.settle()
    assert shown.services.exam_printing.papers == [exam]
    shown.screen._close_or_open()
    shown.settle()
    assert exams.listed[0].closed


def test_what_the_bank_lacks_is_said_before_anything_is_set(show: Show) -> None:
    from app.domain.blueprint import Lack

    shown = show()
    exams = exams_of(shown)
    exams.lacks = (Lack(1, exams.plans[0].sections[0], 4),)
    shown.application.sign_in(LI)
    shown.application._examining()._show_setting()
    shown.on("ExamSetting")
    assert "缺 4 题" in shown.screen._missing.text
    assert shown.screen._button.cget("state") == "disabled"


def test_a_trainer_corrects_an_answer_with_a_reason(show: Show) -> None:
    shown = at_exams(show, LI)
    exams = exams_of(shown)
    exams.begin("x0", WANG).hand_in(Ending.HANDED_IN)
    rooms = shown.application._examining()
    rooms.show_result(exams.kept[0], "王晓琳", lambda: None)
    shown.settle()
    shown.screen.table.choose("1")
    shown.settle()
    shown.screen._points.text, shown.screen._reason.text = "7.5", "口头补答正确"
    shown.screen._correct()
    shown.until(lambda: exams.kept[0].result.corrections)
    shown.settle()
    assert exams.kept[0].result.marks[1].points == 75
    assert shown.screen.table.tree.item("1")["values"][-1] == "7.5 / 10"


def test_a_trainee_is_offered_no_correction(show: Show) -> None:
    shown = at_exams(show)
    exams_of(shown).begin("x0", WANG).hand_in(Ending.HANDED_IN)
    shown.application.go(Place.EXAMS)
    shown.settle()
    shown.screen.primary()
    shown.on("ExamResultScreen")
    assert shown.screen._on_correct is None
    assert WANG.role is Role.TRAINEE
