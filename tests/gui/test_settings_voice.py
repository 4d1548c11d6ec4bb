"""The citizen's voice in the settings, as a person switches it, listens to it, or learns that there is none."""

from app.domain.errors import UserError
from app.gui.stops import Place
from tests.gui.conftest import Show, Shown


def at_settings(shown: Shown) -> None:
    shown.application.sign_in(shown.services.people.people[0])
    shown.application.go(Place.SETTINGS)
    shown.settle()


def test_it_is_switched_off_and_on_and_says_which_voice_it_is(show: Show) -> None:
    shown = show()
    at_settings(shown)
    card = shown.screen._spoken
    assert "Microsoft Huihui" in card.state.text and card.choice.value is True
    card.choice.focus_set()
    shown.key("Right")
    assert shown.services.saved[-1].citizen_voice is False and shown.services.voice.on is False
    shown.key("Left")
    assert shown.services.saved[-1].citizen_voice is True and shown.services.voice.on is True


def test_what_was_switched_elsewhere_is_not_switched_back(show: Show) -> None:
    """The screen is built once and kept."""
    from dataclasses import replace

    shown = show()
    at_settings(shown)
    shown.application.go(Place.HOME)
    shown.application._change_settings(replace(shown.application.settings, citizen_voice=False))
    shown.application.go(Place.SETTINGS)
    shown.settle()
    assert shown.screen._spoken.choice.value is False
    shown.screen._unit_field.text = "城北人社服务大厅"
    shown.application.go(Place.HOME)
    shown.settle()
    assert shown.services.saved[-1].unit == "城北人社服务大厅"
    assert shown.services.saved[-1].citizen_voice is False


def test_one_listens_to_an_old_man_and_a_young_woman(show: Show) -> None:
    shown = show()
    at_settings(shown)
    shown.screen._spoken.listen.focus_set()
    shown.key("Return")
    shown.settle()
    said = shown.services.voice.said
    assert [voice.sex.value for _line, voice in said] == ["male", "female"]
    assert said[0][1].rate < 100 < said[1][1].rate
    assert shown.screen._spoken.listen.cget("text") == "试听"


def test_listening_ends_when_told_and_when_one_goes_away(show: Show) -> None:
    shown = show()
    at_settings(shown)
    voice = shown.services.voice
    voice.holding = True
    button = shown.screen._spoken.listen
    button.invoke()
    shown.until(lambda: voice.speaking)
    assert button.cget("text") == "停止"
    button.invoke()
    shown.settle()
    assert not voice.speaking and button.cget("text") == "试听" and len(voice.said) == 1
    button.invoke()
    shown.until(lambda: voice.speaking)
    shown.application.go(Place.HOME)
    shown.settle()
    assert not voice.speaking and len(voice.said) == 2


def test_without_a_mandarin_voice_one_is_told_what_to_do(show: Show) -> None:
    shown = show()
    shown.services.voice.missing = UserError("这台电脑没有中文（普通话）语音。", "请添加“中文（简体，中国）”语音。")
    at_settings(shown)
    card = shown.screen._spoken
    assert card.state.text == "这台电脑没有中文（普通话）语音。请添加“中文（简体，中国）”语音。"
    card.listen.invoke()
    shown.settle()
    assert "请添加" in card.state.text and card.listen.cget("text") == "试听"
    shown.services.voice.missing = None  # it was installed
    card.listen.invoke()
    shown.settle()
    assert "Microsoft Huihui" in card.state.text and len(shown.services.voice.said) == 2
