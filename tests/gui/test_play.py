"""A whole conversation in the window: spoken and typed, in silence, misheard, given up, put aside and resumed."""

import threading

import pytest

from app.domain.attempt import Manner
from app.domain.errors import UserError
from app.domain.role_play.conversation import Mode
from app.gui.play_state import PlayStage, PlayState
from app.gui.stops import Place
from app.gui.widgets.talk_bubbles import Side
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import WANG, FakeTake, full_services
from tests.gui.fakes_play import FakeRolePlays, by_telephone, by_writing, missing_papers

GREETING = "您好，对不起，还缺病历，我写给您。"
DAYS = "二十个工作日，请慢走。"


class Clock:
    """Time that goes on when a test says so."""

    def __init__(self, shown: Shown) -> None:
        self.now = 100.0
        shown.screen.flow._now = lambda: self.now
        shown.screen.flow._looked = self.now
        shown.screen.flow.waited = 0.0  # what went by until now

    def wait(self, seconds: float) -> None:
        self.now += seconds


def at_play(shown: Shown) -> None:
    """From the list of people to the first citizen, by the keyboard alone."""
    shown.key("Return")
    shown.on("Home")
    shown.key("Return")
    shown.on("ScenarioList")
    shown.key("Return")
    shown.on("PlayIntro")
    shown.key("Return")
    shown.on("PlayConversation")


def played(shown: Shown, mode: Mode = Mode.PRACTISE, scenario=None, **more) -> list[PlayState]:
    """A conversation that somebody else begins, such as a class; what onlookers are told."""
    shown.application.sign_in(WANG)
    shown.on("Home")
    states: list[PlayState] = []
    shown.application._role_playing().play(scenario or missing_papers(), mode, WANG, states.append, **more)
    # Not until all is at rest: a voice that is held back is work under way.
    shown.until(lambda: type(shown.screen).__name__ == "PlayConversation" and shown.screen.flow.talk is not None)
    return states


def waits(shown: Shown) -> None:
    """Until the citizen has spoken; a line that is only to be read is not waited for."""
    shown.until(lambda: shown.screen.flow.stage in (PlayStage.SPEAKING, PlayStage.WAITING))
    if shown.services.voice.on:
        shown.until(lambda: shown.screen.flow.stage is PlayStage.WAITING, "the citizen does not come to an end")


def speak(shown: Shown, text: str) -> FakeTake:
    shown.services.replies.says = text
    waits(shown)
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING, "no recording")
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED, "nothing was heard")
    return shown.services.replies.takes[-1]


def type_in(shown: Shown, text: str) -> None:
    waits(shown)
    if not shown.screen.answer.typing:
        shown.key("F6")
    shown.write(text)
    shown.key("Return")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED, "the answer did not arrive")


def spoken(shown: Shown, side: Side) -> list[str]:
    return [bubble.text for bubble in shown.screen.talk.bubbles if bubble.side is side]


def kept(shown: Shown) -> FakeRolePlays:
    return shown.services.role_plays


def test_a_whole_conversation_with_nothing_but_the_keyboard(show: Show) -> None:
    shown = show()
    at_play(shown)
    assert speak(shown, GREETING).stopped
    assert spoken(shown, Side.TRAINEE) == [GREETING]
    assert any("还缺病历" in note for note in spoken(shown, Side.NOTE)), "points told are not shown"
    assert any(note.startswith("▲ 心情 +") for note in spoken(shown, Side.NOTE))
    assert spoken(shown, Side.CITIZEN) == ["还缺什么？"], "the citizen goes on before one has read what was heard"
    shown.key("Return")
    speak(shown, DAYS)
    shown.key("Return")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ENDED)
    assert spoken(shown, Side.CITIZEN) == ["还缺什么？", "多久办好？", "谢谢。"]
    assert [text for text, _voice in shown.services.voice.said] == ["还缺什么？", "多久办好？", "谢谢。"]
    shown.key("Return")
    shown.on("Review")
    (record,) = kept(shown).chain.rows
    assert record.person_id == WANG.id and kept(shown).conversations.rows == {}


def test_the_citizen_is_silent_while_the_microphone_is_open(show: Show) -> None:
    shown = show()
    shown.services.voice.holding = True
    played(shown)
    shown.until(lambda: shown.services.voice.speaking)
    assert shown.screen.flow.stage is PlayStage.SPEAKING
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    assert not shown.services.voice.speaking
    assert shown.screen.flow.waited == 0, "who answers before the end has not been thinking"


def test_the_voice_is_switched_off_with_one_key_and_the_line_stays_to_be_read(show: Show) -> None:
    shown = show()
    shown.services.voice.holding = True
    played(shown)
    shown.until(lambda: shown.services.voice.speaking)
    shown.key("F2")
    shown.services.voice.stop()  # as the real one does by itself
    shown.until(lambda: not shown.services.voice.speaking)
    assert not shown.services.voice.on and not shown.services.saved[-1].citizen_voice
    assert spoken(shown, Side.CITIZEN) == ["还缺什么？"]
    shown.key("F2")
    assert shown.services.voice.on and type(shown.screen).__name__ == "PlayConversation"


def test_a_citizen_without_a_voice_is_read_and_the_reason_told_once(show: Show) -> None:
    shown = show()
    shown.services.voice.missing = UserError("没有中文语音。", "请在系统里装上。")
    played(shown)
    shown.until(lambda: shown.application.window.notice.shown)
    assert shown.application.window.notice.message == "没有中文语音。请在系统里装上。"
    shown.key("Escape")
    speak(shown, GREETING)
    shown.key("Return")
    shown.settle()
    assert not shown.application.window.notice.shown


def test_onlookers_are_told_every_stage_the_level_and_the_waiting(show: Show) -> None:
    shown = show()
    ended = []
    states = played(shown, on_end=ended.append)
    clock = Clock(shown)
    waits(shown)
    clock.wait(3)
    shown.until(lambda: states[-1].waited >= 3)
    speak(shown, GREETING)
    shown.key("Return")
    speak(shown, DAYS)
    shown.key("Return")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ENDED)
    stages = [state.stage for at, state in enumerate(states) if at == 0 or state.stage is not states[at - 1].stage]
    turn = [PlayStage.SPEAKING, PlayStage.WAITING, PlayStage.RECORDING, PlayStage.HEARING, PlayStage.ANSWERED]
    assert stages == [*turn, *turn, PlayStage.SPEAKING, PlayStage.ENDED]
    assert any(state.level > 0 for state in states if state.stage is PlayStage.RECORDING)
    shown.key("Return")
    assert [talk.ending.id for talk in ended] == ["done"], "it goes to whoever asked for it, not to the review"
    assert kept(shown).chain.rows == []


def test_thinking_is_measured_from_the_end_of_the_line_to_the_microphone(show: Show) -> None:
    shown = show()
    played(shown)
    clock = Clock(shown)
    waits(shown)
    clock.wait(7)
    shown.until(lambda: shown.screen.flow.waited >= 7)
    speak(shown, GREETING)
    thinking = shown.screen.flow.talk.last.reply.thinking
    assert thinking == pytest.approx(7, abs=0.01)  # the recording begins with the first word


def test_a_typed_answer_is_marked_so_and_its_time_counts(show: Show) -> None:
    shown = show()
    played(shown)
    clock = Clock(shown)
    waits(shown)
    shown.key("F6")
    clock.wait(4)
    shown.until(lambda: shown.screen.flow.waited >= 4)
    shown.write("您好")
    clock.wait(9)
    shown.until(lambda: shown.screen.flow.typing >= 9)
    type_in(shown, "，还缺病历。")
    reply = shown.screen.flow.talk.last.reply
    assert (reply.manner, reply.transcript.text) == (Manner.TYPED, "您好，还缺病历。")
    assert reply.thinking == pytest.approx(4) and reply.typing >= 9
    assert "您（打字）" in [bubble.above for bubble in shown.screen.talk.bubbles]
    assert not shown.screen.answer.misheard.winfo_ismapped(), "what was typed cannot be misheard"
    shown.key("F4")
    shown.settle()
    assert shown.screen.flow.talk.dialogue.misheard == 0, "nor by the key, which would be a second take in an exam"
    shown.key("Return")
    waits(shown)
    assert shown.root.focus_get() is shown.screen.answer._text.view, "whoever types goes on typing"
    assert shown.screen.answer.text == ""


def test_nothing_said_for_long_makes_the_citizen_ask_again_and_then_leave(show: Show) -> None:
    shown = show()
    played(shown)
    clock = Clock(shown)
    waits(shown)
    clock.wait(19)
    shown.until(lambda: shown.screen.flow.waited >= 19)
    assert shown.screen.flow.talk.last is None
    clock.wait(1.5)
    shown.until(lambda: shown.screen.flow.talk.last is not None, "nobody asked again")
    assert shown.screen.flow.talk.last.reply.silent and shown.screen.flow.talk.line == "您好？您听见我说话了吗？"
    waits(shown)
    clock.wait(25)
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ENDED, "they did not leave")
    assert shown.screen.flow.talk.ending.id == "leaves"


def test_nobody_asks_again_who_is_typing_or_has_a_message_before_them(show: Show) -> None:
    shown = show()
    played(shown)
    clock = Clock(shown)
    waits(shown)
    shown.key("F6")
    shown.write("您")
    clock.wait(60)
    shown.until(lambda: shown.screen.flow.typing >= 60)
    assert shown.screen.flow.talk.last is None
    shown.root.focus_get().delete("1.0", "end")
    from app.gui.widgets.notice import Tone

    shown.application.window.notice.show(Tone.PROBLEM, "磁盘快满了。")
    before = shown.screen.flow.waited
    ticks: list[PlayState] = []
    shown.screen._on_state = ticks.append
    clock.wait(60)
    shown.until(lambda: len(ticks) > 3)
    assert shown.screen.flow.waited == before


def test_misheard_lets_one_say_it_again_once(show: Show) -> None:
    shown = show()
    played(shown)
    speak(shown, "嗯嗯嗯。")
    shown.key("F4")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.WAITING)
    assert shown.screen.flow.talk.dialogue.misheard == 1
    speak(shown, GREETING)
    shown.key("F4")
    shown.settle()
    assert shown.screen.flow.stage is PlayStage.ANSWERED, "once a moment"
    assert not shown.screen.answer.misheard.winfo_ismapped()
    assert shown.screen.flow.talk.dialogue.misheard == 1


def test_while_practising_hints_cost_points_and_a_turn_may_be_answered_again(show: Show) -> None:
    shown = show()
    played(shown)
    waits(shown)
    assert "扣 2 分" in shown.screen.answer.hint.cget("text")
    shown.key("F3")
    shown.until(lambda: any("看看病历" in note for note in spoken(shown, Side.NOTE)))
    assert "扣 3 分" in shown.screen.answer.hint.cget("text")
    type_in(shown, "您好。")
    shown.key("F5")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.WAITING)
    assert shown.screen.flow.talk.dialogue.exchanges == () and shown.screen.flow.talk.dialogue.hints == 1


def test_an_exam_has_no_help_one_take_and_an_end(show: Show) -> None:
    shown = show()
    played(shown, Mode.EXAMINE)
    clock = Clock(shown)
    waits(shown)
    assert not shown.application.window.rail.winfo_ismapped(), "an exam is not left by a click"
    assert not shown.screen.answer.hint.winfo_ismapped()
    assert shown.screen._timer.text == "2:00"
    shown.key("F3")
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    shown.key("Escape")
    assert shown.screen.flow.stage is PlayStage.RECORDING, "what is being said cannot be thrown away"
    shown.services.replies.says = GREETING
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)
    assert spoken(shown, Side.NOTE) == [] and not any(bubble.marks for bubble in shown.screen.talk.bubbles)
    assert "说到的要点" not in shown.screen.scene.words
    assert not shown.screen.answer.retry.winfo_ismapped() and shown.screen.answer.misheard.winfo_ismapped()
    shown.key("Return")
    waits(shown)
    shown.key("F6")
    for _ in range(13):
        clock.wait(10)
        shown.write("嗯")
        seen = clock.now
        shown.until(
            lambda seen=seen: shown.screen.flow._looked >= seen or shown.screen.flow.stage is not PlayStage.WAITING
        )
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED, "the time is not up")
    talk = shown.screen.flow.talk
    assert talk.dialogue.times_up and talk.ending.id == "leaves"
    assert talk.last.reply.transcript.text.startswith("嗯"), "what was typed until then counts"
    shown.key("Return")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ENDED)
    shown.key("Return")
    shown.on("Review")
    assert shown.application.window.rail.winfo_ismapped()


def test_an_examination_whose_last_words_cannot_be_kept_does_not_stand_still(show: Show) -> None:
    shown = show()
    played(shown, Mode.EXAMINE)
    clock = Clock(shown)
    waits(shown)
    shown.key("F6")
    shown.write(GREETING)
    shown.until(lambda: shown.screen.flow._begun)
    kept(shown).conversations.full = UserError("磁盘已满。", "请清理后再试。")
    clock.wait(130)
    notice = shown.application.window.notice
    shown.until(lambda: notice.shown, "nobody says that it was not kept")
    kept(shown).conversations.full = None
    shown.key("Escape")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED, "the time that is up is forgotten")
    assert shown.screen.flow.talk.dialogue.times_up
    assert shown.screen.flow.talk.last.reply.transcript.text == GREETING


def test_a_cancelled_hearing_leaves_the_recording_to_be_heard(show: Show) -> None:
    shown = show()
    played(shown)
    waits(shown)
    hold = shown.services.replies.hold = threading.Event()
    shown.services.replies.says = GREETING
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    shown.key("space")
    shown.until(lambda: shown.application.window.panel.shown, "no progress panel")
    shown.key("Escape")
    assert not shown.application.window.panel.shown
    assert shown.screen.flow.stage is PlayStage.WAITING, "the window goes on without waiting for the worker"
    assert shown.services.replies.cancelled.wait(5)
    hold.set()
    assert shown.screen.flow.aside is not None
    shown.settle()
    shown.key("Return")  # the recording is heard
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)
    assert spoken(shown, Side.TRAINEE) == [GREETING]


def test_in_an_exam_a_cancelled_recording_is_the_only_one(show: Show) -> None:
    shown = show()
    played(shown, Mode.EXAMINE)
    waits(shown)
    hold = shown.services.replies.hold = threading.Event()
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    shown.key("space")
    shown.until(lambda: shown.application.window.panel.shown)
    shown.key("Escape")
    hold.set()
    shown.settle()
    assert not shown.screen.flow.may_answer_anew and not shown.screen.answer._anew.winfo_ismapped()
    shown.screen.flow.press()
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)
    assert len(shown.services.replies.takes) == 1


@pytest.mark.parametrize("problem", ["没有可用的语音模型。", "磁盘已满。"])
def test_what_cannot_be_heard_or_kept_is_named_and_costs_nothing(show: Show, problem: str) -> None:
    shown = show()
    played(shown)
    waits(shown)
    why = UserError(problem, "请处理后再试。")
    if "磁盘" in problem:
        kept(shown).conversations.full = why
    else:
        shown.services.replies.refuses = why
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    shown.key("space")
    notice = shown.application.window.notice
    shown.until(lambda: notice.shown)
    assert notice.message == f"{problem}请处理后再试。"
    assert shown.screen.flow.aside is not None and shown.screen.flow.talk.dialogue.exchanges == ()
    shown.key("Escape")
    kept(shown).conversations.full = shown.services.replies.refuses = None
    shown.screen.flow.hear_aside()
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)


def test_a_microphone_that_is_unplugged_keeps_what_was_said(show: Show) -> None:
    shown = show()
    played(shown)
    waits(shown)
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    take = shown.services.replies.takes[0]
    take.error = UserError("麦克风断开了。", "请重新插好；已录的部分还在。")
    shown.until(lambda: shown.application.window.notice.shown)
    assert "已录的部分还在" in shown.application.window.notice.message and not take.abandoned
    shown.key("Escape")
    shown.screen.flow.hear_aside()
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)


@pytest.mark.parametrize("found_out", ["before", "when speaking"])
def test_without_a_microphone_typing_is_offered_with_the_reason(
    show: Show, found_out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show()
    if found_out == "before":
        monkeypatch.setattr(shown.services.sound, "microphones", lambda: ())
    else:
        shown.services.replies.problem = UserError("没有找到麦克风。", "插好麦克风后，")
    played(shown)
    waits(shown)
    if found_out == "when speaking":
        shown.key("space")
    shown.until(lambda: shown.screen.answer.typing)
    shown.settle()
    assert "没有找到麦克风。先打字作答" in shown.screen.answer._why.text and shown.screen.answer._why.winfo_ismapped()
    type_in(shown, GREETING)


def test_a_conversation_by_writing_is_written_and_nothing_is_said(show: Show) -> None:
    shown = show()
    played(shown, scenario=by_writing())
    shown.settle()
    assert shown.screen.answer.typing and shown.services.voice.said == []
    assert not shown.screen.answer._switch.winfo_ismapped() and not shown.screen._sound.winfo_ismapped()
    shown.key("space")
    assert shown.services.replies.takes == []
    shown.root.focus_get().delete("1.0", "end")
    type_in(shown, GREETING)


def test_on_the_telephone_there_is_no_face(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show()
    monkeypatch.setattr("app.gui.widgets.citizen_face.citizen_figure", lambda *_: pytest.fail("a face was drawn"))
    played(shown, scenario=by_telephone())
    waits(shown)
    assert shown.services.voice.said
    texts = [shown.screen.scene.face.itemcget(item, "text") for item in shown.screen.scene.face.find_all()
             if shown.screen.scene.face.type(item) == "text"]  # fmt: skip
    assert any("12333" in text for text in texts)


def test_the_mood_is_seen_to_move(show: Show) -> None:
    shown = show()
    played(shown)
    face = shown.screen.scene.face
    assert face.mood == 45
    seen: set[float] = set()

    def there() -> bool:
        seen.add(face.mood)
        return shown.screen.flow.stage is PlayStage.ANSWERED and face.mood == shown.screen.flow.talk.mood

    shown.key("F6")
    shown.write(GREETING)
    shown.key("Return")
    shown.until(there)
    assert shown.screen.flow.talk.mood > 45 and len(seen) > 4, "it jumped"


def test_giving_up_asks_first_and_is_kept_as_not_finished(show: Show) -> None:
    shown = show()
    played(shown)
    type_in(shown, GREETING)
    shown.key("Return")
    waits(shown)
    shown.screen.back()
    shown.settle()
    assert shown.screen.answer.leaving
    shown.key("Return")  # the first button goes on
    assert not shown.screen.answer.leaving and shown.screen.flow.talk.dialogue.exchanges
    shown.screen.back()
    shown.screen.answer._give_up.invoke()
    shown.on("Review")
    (record,) = kept(shown).chain.rows
    assert record.body["dialogue"]["given_up"] is True


def test_put_aside_it_goes_on_at_the_same_place(show: Show) -> None:
    shown = show()
    played(shown)
    type_in(shown, GREETING)
    shown.key("Return")
    waits(shown)
    shown.screen.back()
    shown.screen.answer._put_aside.invoke()
    shown.on("ScenarioList")
    assert "接着谈" in shown.screen._table.tree.set(shown.screen._table.chosen, 0)
    shown.key("Return")
    shown.on("PlayConversation")
    assert spoken(shown, Side.CITIZEN) == ["还缺什么？", "多久办好？"]
    assert spoken(shown, Side.TRAINEE) == [GREETING]


def test_a_killed_window_loses_nothing(show: Show) -> None:
    first = show()
    played(first)
    type_in(first, GREETING)
    again = full_services()
    again.role_plays.conversations = kept(first).conversations
    again.role_plays._conversations = kept(first).conversations
    shown = show(again)  # the same disk, another window
    shown.application.sign_in(WANG)
    shown.on("Home")
    shown.application.go(Place.ROLE_PLAY)
    shown.on("ScenarioList")
    shown.until(lambda: shown.screen.ready)
    shown.key("Return")
    shown.on("PlayConversation")
    assert spoken(shown, Side.CITIZEN)[-1] == "多久办好？" and spoken(shown, Side.TRAINEE) == [GREETING]


def test_timers_voice_and_microphone_die_with_the_screen(show: Show) -> None:
    shown = show()
    played(shown)
    waits(shown)
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    screen, take = shown.screen, shown.services.replies.takes[0]
    states: list[PlayState] = []
    screen._on_state = states.append
    shown.application.go(Place.HOME)
    shown.on("Home")
    shown.until(lambda: take.abandoned, "the microphone stayed open")
    assert (
        not screen.flow._timer.waits
        and not screen.flow._line.under_way
        and screen._down is None
        and screen.scene.face._talking is None
    )
    count = len(states)
    shown.settle()
    assert len(states) == count
    assert len(kept(shown).conversations.rows) == 1


def test_a_trial_without_a_person_leaves_nothing(show: Show) -> None:
    shown = show(full_services())
    shown.application.sign_in(WANG)
    shown.on("Home")
    back: list[str] = []
    playing = shown.application._role_playing()
    playing.play(missing_papers(), Mode.PRACTISE, None, on_end=lambda _talk: back.append("ended"),
                 on_leave=lambda: back.append("left"))  # fmt: skip
    shown.on("PlayConversation")
    type_in(shown, GREETING)
    assert kept(shown).conversations.rows == {}
    shown.screen.back()
    shown.settle()
    assert not shown.screen.answer._put_aside.winfo_ismapped()
    shown.screen.answer._give_up.invoke()
    shown.until(lambda: back == ["ended"])


def test_an_unexpected_error_names_the_log_and_the_conversation_goes_on(
    show: Show, caplog: pytest.LogCaptureFixture
) -> None:
    shown = show()
    played(shown)
    waits(shown)
    shown.services.replies.refuses = RuntimeError("a defect of ours")
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is PlayStage.RECORDING)
    shown.key("space")
    shown.until(lambda: shown.application.window.notice.shown)
    assert str(shown.services.log_file) in shown.application.window.notice.message
    assert "a defect of ours" in caplog.text
    caplog.clear()
    shown.key("Escape")
    shown.services.replies.refuses = None
    shown.screen.flow.hear_aside()
    shown.until(lambda: shown.screen.flow.stage is PlayStage.ANSWERED)
