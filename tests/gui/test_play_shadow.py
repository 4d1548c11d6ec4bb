"""Listening to the exemplary dialogue, then saying it line by line: compared at once, nothing kept."""

import pytest

from app.domain.errors import UserError
from app.gui.screens.play_shadow import PlayShadow
from app.gui.shadow_flow import ShadowStage
from tests.gui.conftest import Show, Shown
from tests.gui.fakes import WANG
from tests.gui.fakes_play import by_writing, missing_papers

FIRST, SECOND = "您好，对不起，还缺病历，我写给您。", "二十个工作日，请慢走。"


def at_shadow(shown: Shown, scenario=None) -> PlayShadow:
    shown.application.sign_in(WANG)
    shown.on("Home")
    shown.application._role_playing().shadow(scenario or missing_papers())
    shown.until(lambda: type(shown.screen).__name__ == "PlayShadow" and shown.screen.flow.lines)
    return shown.screen


def heard_out(shown: Shown) -> None:
    shown.until(lambda: shown.screen.flow.stage is ShadowStage.HALTED, "the dialogue does not come to an end")


def say(shown: Shown, text: str) -> None:
    shown.services.replies.says = text
    shown.until(lambda: shown.screen.flow.stage is ShadowStage.WAITING)
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is ShadowStage.RECORDING)
    shown.key("space")
    shown.until(lambda: shown.screen.flow.stage is ShadowStage.COMPARED)


def tagged(screen: PlayShadow, tag: str) -> list[str]:
    view = screen._model.view
    ranges = view.tag_ranges(tag)
    return [view.get(first, last) for first, last in zip(ranges[::2], ranges[1::2], strict=True)]


def test_both_sides_are_said_line_by_line_in_two_voices(show: Show) -> None:
    shown = show()
    at_shadow(shown)
    heard_out(shown)
    said = shown.services.voice.said
    assert [text for text, _voice in said] == ["还缺什么？", FIRST, "多久办好？", SECOND]
    assert said[0][1].sex is not said[1][1].sex
    assert shown.services.replies.takes == []


def test_a_line_is_said_compared_said_again_and_summed_up(show: Show) -> None:
    shown = show()
    screen = at_shadow(shown)
    shown.key("Return")  # one need not hear it to its end
    say(shown, "您好，还缺病历，我写给您。")
    assert "对不起" in "".join(tagged(screen, "left out")) and "您好" in tagged(screen, "said")[0]
    assert "听到的是：您好，还缺病历" in screen._said.text
    first = screen.flow.said[0][1].likeness
    screen._again.invoke()
    shown.until(lambda: screen.flow.stage is ShadowStage.RECORDING)
    shown.services.replies.says = FIRST
    shown.key("space")
    shown.until(lambda: screen.flow.stage is ShadowStage.COMPARED)
    assert screen.flow.said[0][1].likeness == 1.0 > first
    assert tagged(screen, "left out") == []
    shown.key("Return")
    shown.until(lambda: screen.flow.at == 1)
    say(shown, SECOND)
    shown.key("Return")
    assert screen.flow.stage is ShadowStage.DONE
    assert "说了 2 / 2 句，平均和示范有 100% 一样" in screen._model_head.text
    takes = shown.services.replies.takes
    shown.until(lambda: all(take.abandoned for take in takes), "a recording was left behind")
    assert shown.services.role_plays.chain.rows == [] and shown.services.role_plays.conversations.rows == {}
    shown.key("Return")
    shown.on("PlayConversation")


@pytest.mark.parametrize("written", [False, True])
def test_without_a_microphone_or_by_writing_it_is_typed(show: Show, written: bool) -> None:
    shown = show()
    shown.services.replies.problem = UserError("没有找到麦克风。", "插好麦克风后，")
    screen = at_shadow(shown, by_writing() if written else missing_papers())
    shown.key("Return")
    if not written:
        shown.until(lambda: screen.flow.stage is ShadowStage.WAITING)
        shown.key("space")
        shown.until(lambda: screen.typing)
        assert "没有找到麦克风" in screen._why.text
    assert screen.typing
    shown.write(FIRST)
    shown.key("Return")
    shown.until(lambda: screen.flow.stage is ShadowStage.COMPARED)
    assert screen.flow.said[0][1].likeness == 1.0
    assert written is (shown.services.voice.said == [])


def test_leaving_is_silence_and_no_timer(show: Show) -> None:
    shown = show()
    shown.services.voice.holding = True
    screen = at_shadow(shown)
    shown.until(lambda: shown.services.voice.speaking)
    shown.key("Escape")
    shown.on("ScenarioList")
    assert not shown.services.voice.speaking
    assert not screen.flow._line.under_way and len(shown.services.voice.said) == 1
