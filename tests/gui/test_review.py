"""A conversation is reviewed on a real window: fresh and from the records, by mouse and by keyboard alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.people import Person
from app.domain.role_play.conversation import Mode
from app.domain.role_play.findings import FindingRuling, Ruled
from app.domain.role_play.played import PlayedDialogue
from app.domain.role_play.timeline import Part, Sign
from app.domain.score_sheet import Dimension, Effect, ScoreLine
from app.gui.reviewing import Reviewing
from app.gui.widgets.sheet_lines import verdict_of
from app.system.settings import Appearance
from tests import dialogue_samples as samples
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import LI, WANG
from tests.gui.fakes_review import kept_dialogue
from tests.gui.test_layout import cut_off, mapped

GOOD = ("您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。")


def reviewing(shown: Shown, **callbacks: Any) -> Reviewing:
    application = shown.application
    return Reviewing(
        application.window, application.theme, application._someone(), shown.services, application._screen,
        on_records=lambda: None, on_printed=lambda _path: None, **callbacks,
    )  # fmt: skip


def signed_in(shown: Shown, person: Person = WANG) -> Shown:
    shown.application.sign_in(person)
    shown.on("Home")
    return shown


def open_kept(shown: Shown, played: PlayedDialogue, person: Person = WANG, **callbacks: Any) -> Any:
    """The review of a kept conversation as the records open it."""
    if shown.application.person is None:
        signed_in(shown, person)
    kept = kept_dialogue(played, 40 + len(shown.services.records.dialogues), WANG)
    shown.services.records.dialogues.append(kept)
    reviewing(shown, **callbacks).show_kept(kept.record)
    shown.on("Review")
    shown.until(lambda: shown.screen.chart.spots or not played.dialogue.exchanges, "the mood was not drawn")
    shown.settle()
    return shown.screen


def fresh(shown: Shown, *replies: str, mode: Mode = Mode.PRACTISE, person: Person | None = WANG) -> dict[str, int]:
    """The review of a conversation that has just ended; what its buttons led to is counted."""
    signed_in(shown)
    talk = shown.services.role_plays.talked(person, *replies, mode=mode)  # type: ignore[arg-type]
    if not talk.ended:
        talk = shown.services.role_plays.give_up(talk)
    went = {"again": 0, "next": 0, "back": 0}

    def count(name: str) -> Callable[[], None]:
        return lambda: went.update({name: went[name] + 1})

    reviewing(shown).show_fresh(talk, count("again"), count("next"), count("back"))
    shown.on("Review")
    return went


@pytest.fixture
def heard(tmp_path: Path) -> Callable[[Shown], Shown]:
    """Gives a window whose recordings are there and whose citizen can be heard; b.wav is gone."""

    def prepare(shown: Shown) -> Shown:
        voice = samples.silence(tmp_path / "voice.wav", 2.0)

        def audio_file(name: str) -> Path | None:
            return samples.silence(tmp_path / name, 4.0) if name and name != "b.wav" else None

        shown.services.replies.audio_file = audio_file  # type: ignore[method-assign]
        shown.services.voice.spoken = lambda _text, _voice: voice  # type: ignore[method-assign]
        return shown

    return prepare


def text_of(flow: Any) -> str:
    return str(flow.view.get("1.0", "end"))


def test_a_passed_conversation_is_kept_once_and_the_next_step_is_the_next_one(show: Show) -> None:
    shown = show()
    went = fresh(shown, *GOOD)
    assert len(shown.services.role_plays.chain.rows) == 1
    assert shown.services.role_plays.unfinished(WANG) == ()
    assert "通过" in shown.screen.head._verdict.cget("text")
    assert "办成了" in shown.screen.head._ending.text
    shown.key("Return")
    assert went == {"again": 0, "next": 1, "back": 0}
    shown.root.focus_force()
    shown.key("Escape")
    assert went == {"again": 0, "next": 1, "back": 1}


def test_the_next_step_after_a_failure_is_another_try(show: Show) -> None:
    shown = show()
    went = fresh(shown, "你自己看墙上。", "不知道。")
    assert "还没有通过" in shown.screen.head._verdict.cget("text")
    assert [button.cget("text") for button in shown.screen.head.buttons][:2] == ["再练一次", "下一个"]
    shown.key("Return")
    assert went["again"] == 1


def test_one_given_up_at_once_is_reviewed_and_kept_too(show: Show) -> None:
    shown = show()
    fresh(shown)
    assert "中途放弃" in shown.screen.head._ending.text
    assert "到这里放弃了" in text_of(shown.screen.text)
    assert len(shown.services.role_plays.chain.rows) == 1


def test_a_trial_of_nobodys_is_shown_and_not_kept(show: Show) -> None:
    shown = show()
    fresh(shown, *GOOD, person=None)
    assert shown.services.role_plays.chain.rows == []
    assert [button.cget("text") for button in shown.screen.head.buttons] == ["下一个", "再练一次"]


def test_what_cannot_be_kept_is_told_and_the_conversation_is_not_lost(show: Show) -> None:
    from app.domain.errors import UserError

    shown = signed_in(show())
    talk = shown.services.role_plays.talked(WANG, *GOOD)

    def full(*_record: object) -> None:
        raise UserError("磁盘满了。", "请清理磁盘。")

    shown.services.role_plays.chain.append = full  # type: ignore[method-assign]
    reviewing(shown).show_fresh(talk, lambda: None, lambda: None)
    shown.until(lambda: shown.application.window.notice.shown, "nothing was said")
    assert "磁盘满了" in shown.application.window.notice.message
    assert len(shown.services.role_plays.unfinished(WANG)) == 1


def test_the_second_try_stands_beside_the_first(show: Show) -> None:
    shown = signed_in(show())
    role_plays = shown.services.role_plays
    role_plays.keep(role_plays.talked(WANG, "还缺病历。", "您等着吧。", "再等等。"))
    reviewing(shown).show_fresh(role_plays.talked(WANG, *GOOD), lambda: None, lambda: None)
    shown.on("Review")
    said = text_of(shown.screen.comparison)
    assert "比上次高" in said and "这次说到了上次漏的" in said and "好了" in said


def test_everything_that_happened_can_be_read(show: Show, heard: Callable[[Shown], Shown]) -> None:
    screen = open_kept(heard(show()), samples.mixed())
    said = text_of(screen.text)
    for words in (
        "我都跑了两趟了", "你自己看墙上", "想了 2.4 秒", "看了 1 条提示", "听错了，重说过", "老伯对不知", "重答过",
        "（没有回答）", "等了 20.0 秒", "打字", "说到：★一次说清还缺什么材料", "→ 听到道歉，陈伯愿意再说一遍。",
        "那我回去再问问吧。",
    ):  # fmt: skip
        assert words in said
    assert text_of(screen.points).index("漏了") < text_of(screen.points).index("说到了")
    assert "可以这样说" in text_of(screen.points)
    assert "改说“我把这一条指给您看" in text_of(screen.instead)
    lines = text_of(screen.lines)
    assert all(line.title in lines for line in samples.mixed().score.whole.lines)
    assert "第一次谈" in text_of(screen.comparison)


def test_typed_replies_are_shown_as_typed_and_nothing_is_promised_to_be_heard(show: Show) -> None:
    screen = open_kept(show(), samples.unspoken())
    assert text_of(screen.text).count("打字") == 2 and "听录音" not in text_of(screen.text)
    assert "回答是打字的，没有录音" in screen.hearing.said.text
    assert "群众的话没有声音" in screen.hearing.said.text


def test_a_recording_that_is_gone_is_named_plainly(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    screen = open_kept(shown, samples.mixed())
    assert "有 1 段录音的文件不在了" in screen.hearing.said.text  # the misheard one, b.wav
    screen = open_kept(shown, samples.good())
    assert "不在了" not in screen.hearing.said.text


def test_without_any_recording_every_line_can_still_be_read(show: Show) -> None:
    screen = open_kept(show(), samples.mixed())
    assert "有 5 段录音的文件不在了" in screen.hearing.said.text
    assert "录音文件不在了，只有文字" in text_of(screen.text)


def test_the_line_of_time_is_walked_and_played_by_keyboard(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    screen = open_kept(shown, samples.mixed())
    line = screen.hearing.line
    line.focus_set()
    shown.until(lambda: screen.hearing.said.text.startswith("陈伯："), "the focus told nothing")
    at = next(at for at, stop in enumerate(line.stops) if getattr(stop, "sign", None) is Sign.FORBIDDEN)
    shown.key("Right", at)
    assert "服务禁语（生硬讥讽）：“你自己看墙上”" in screen.hearing.said.text
    shown.key("Return")
    shown.until(lambda: shown.services.sound.played, "nothing was played")
    path, start, end = shown.services.sound.played[-1]
    hit = next(hit for hit in samples.mixed().dialogue.exchanges[0].reply.hits if hit.heard == "你自己看墙上")
    assert path.name == "a.wav" and start == pytest.approx(hit.start) and end is None
    assert screen.playback.playing and screen.hearing.button.cget("text") == "停"
    shown.root.focus_force()
    shown.key("space")
    assert not screen.playback.playing and screen.hearing.button.cget("text") == "接着听"


def test_space_stops_what_a_click_began_and_leads_nowhere(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    screen = open_kept(shown, samples.good(), on_play=lambda _played: pytest.fail("space led on"))
    screen.head.buttons[0].focus_set()
    screen.hearing.button.invoke()  # as a mouse does: the focus is somewhere else
    shown.until(lambda: shown.services.sound.played, "nothing was played")
    shown.key("space")
    assert not screen.playback.playing
    shown.key("space")
    assert screen.playback.playing
    screen.playback.stop()


def test_a_click_plays_from_there(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    screen = open_kept(shown, samples.good())
    line = screen.hearing.line
    reply = next(each for each in screen.hearing.line._line.stretches if each.part is Part.SPOKEN)
    left, top, right, bottom = line._bounds(reply)
    line.event_generate("<Button-1>", x=round((left + right) / 2), y=round((top + bottom) / 2))
    shown.until(lambda: shown.services.sound.played, "nothing was played")
    path, start, _end = shown.services.sound.played[-1]
    assert path.name == "1.wav" and start == pytest.approx(reply.offset + reply.seconds / 2, abs=0.2)
    screen.playback.stop()


def test_another_screen_is_silence(show: Show, heard: Callable[[Shown], Shown]) -> None:
    from app.gui.stops import Place

    shown = heard(show())
    screen = open_kept(shown, samples.good())
    screen.space()
    shown.until(lambda: shown.services.sound.played, "nothing was played")
    shown.application.go(Place.HOME)
    assert not screen.playback.playing


def test_a_marked_phrase_plays_itself_alone(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    screen = open_kept(shown, samples.vetoed())
    screen.instead.view.focus_set()
    shown.root.update()
    shown.key("Return")
    shown.until(lambda: shown.services.sound.played, "nothing was played")
    hit = samples.vetoed().dialogue.exchanges[0].reply.offences[0]
    path, start, end = shown.services.sound.played[-1]
    assert (path.name, start, end) == ("v.wav", hit.start, hit.end)
    assert not screen.playback.playing


def test_the_mood_tells_what_moved_it(show: Show) -> None:
    shown = show()
    screen = open_kept(shown, samples.mixed())
    assert [spot.mood for spot in screen.chart.spots] == list(samples.mixed().moods)
    screen.chart.focus_set()
    shown.until(lambda: "开始：不安（55）" in screen._mood_line.text, "the focus told nothing")
    shown.key("Right")
    assert "第 1 轮后" in screen._mood_line.text and "你自己看墙上" in screen._mood_line.text
    assert "55 → 35（−20）" in screen._mood_line.text


def test_what_a_trainer_decided_is_what_is_shown(show: Show) -> None:
    shown = signed_in(show())
    ruling = FindingRuling(
        Ruled.STRUCK, "forbidden.1.F-rude", 0, samples.mixed().dialogue.exchanges[0].reply.hits[1].start,
        "你自己看墙上", "他说的是“我指给您看墙上”。", "李建国",
    )  # fmt: skip
    kept = kept_dialogue(samples.mixed(), 41, WANG, [ruling])
    shown.services.records.dialogues.append(kept)
    reviewing(shown).show_kept(kept.record)
    shown.on("Review")
    assert "有改判" in shown.screen.head._about.text
    assert "整场没有服务禁语" in text_of(shown.screen.instead)
    assert "改判" in text_of(shown.screen.lines)


def test_who_may_dispute_and_who_may_overrule(show: Show) -> None:
    asked: list[tuple[str, str]] = []
    callbacks = {
        "on_dispute": lambda record, rule: asked.append((record.id, rule)),
        "on_overrule": lambda record: asked.append((record.id, "overrule")),
    }
    shown = show()
    screen = open_kept(shown, samples.good(), WANG, **callbacks)
    labels = [button.cget("text") for button in screen.head.buttons]
    assert "有异议" in labels and "改判" not in labels
    screen.head.buttons[labels.index("有异议")].invoke()
    assert asked == [("talk40", "")]
    shown.application.sign_in(LI)
    shown.on("Home")
    screen = open_kept(shown, samples.good(), LI, **callbacks)
    labels = [button.cget("text") for button in screen.head.buttons]
    assert "改判" in labels and "有异议" not in labels
    screen.head.buttons[labels.index("改判")].invoke()
    assert asked[-1] == ("talk41", "overrule")


def test_the_record_is_printed(show: Show) -> None:
    shown = show()
    screen = open_kept(shown, samples.good())
    next(button for button in screen.head.buttons if button.cget("text") == "存成 PDF").invoke()
    shown.settle()
    assert [record.id for record in shown.services.dialogue_printing.printed] == ["talk40"]


def test_a_conversation_that_ends_in_the_window_leads_to_its_review_and_to_another_try(show: Show) -> None:
    shown = signed_in(show())
    talk = shown.services.role_plays.talked(WANG, "您好。")
    shown.application._role_playing().go_on(shown.services.role_plays.give_up(talk))
    shown.on("Review")
    assert len(shown.services.role_plays.chain.rows) == 1
    shown.key("Return")
    shown.on("PlayConversation")


def test_the_records_open_a_conversation_and_home_counts_it(show: Show) -> None:
    from app.gui.stops import Place

    shown = show()
    shown.services.records.dialogues.append(kept_dialogue(samples.good(), 40, WANG))
    signed_in(shown)
    assert "共 9 次，通过" in shown.screen._about.text
    assert "上次“材料没带齐的老人”已经通过" in shown.screen._explained.text
    shown.application.go(Place.RECORDS)
    shown.on("RecordsScreen")
    shown.screen.table.choose("talk40")
    shown.screen.primary()
    shown.on("Review")
    assert "第 40 条记录" in shown.screen.head._about.text
    labels = [button.cget("text") for button in shown.screen.head.buttons]
    assert labels == ["再练一次", "存成 PDF", "有异议", "返回记录"]
    shown.root.focus_force()
    shown.key("Escape")
    shown.on("RecordsScreen")


@pytest.mark.parametrize(
    ("scale", "appearance"), [(1.0, Appearance.LIGHT), (1.5, Appearance.DARK), (2.0, Appearance.LIGHT)]
)
def test_nothing_is_cut_off(show: Show, heard: Callable[[Shown], Shown], scale: float, appearance: Appearance) -> None:
    shown = heard(show(scale=scale, appearance=appearance))
    for name in samples.SAMPLES if scale == 1 else ("mixed", "wordy", "abandoned"):
        open_kept(shown, samples.SAMPLES[name]())
        assert cut_off(shown) == [], f"{name} at {scale:.0%}"


def test_tab_goes_through_the_whole_review(show: Show, heard: Callable[[Shown], Shown]) -> None:
    shown = heard(show())
    open_kept(shown, samples.mixed())
    wanted = {str(each) for each in mapped(shown.root) if str(each.tk.call(each, "cget", "-takefocus")) == "1"}
    seen: set[str] = set()
    for _ in range(60):
        shown.key("Tab")
        focus = shown.root.focus_get()
        if focus is None or str(focus) in seen:
            break
        seen.add(str(focus))
    assert wanted <= seen, f"Tab misses {wanted - seen}"


def test_a_forbidden_phrase_has_no_tick_where_nothing_was_left_to_deduct() -> None:
    said = ScoreLine("forbidden.1.F-rude", Dimension.FORBIDDEN, "推诿：这不归我管", 0.0, 0.0, "此项已无分可扣。",
        effect=Effect.DEDUCTION)  # fmt: skip
    assert verdict_of(said) == ("bad", "cross-ring")
    assert verdict_of(replace(said, effect=Effect.POINTS)) == ("good", "tick-ring"), "a trainer has forgiven it"
