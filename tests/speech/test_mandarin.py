"""Which of the voices that real systems list reads Mandarin, and to whom it is given."""

import pytest

from app.domain.scenario import Sex
from app.speech.citizen_voice_process import SystemVoice
from app.speech.mandarin import espeaks, mandarin, suited

# As pyttsx3 2.99 gives them.
WINDOWS = (
    SystemVoice("DAVID", "Microsoft David Desktop - English (United States)", ("en-US",), "Male"),
    SystemVoice("TRACY", "Microsoft Tracy Desktop - Chinese(Traditional, HongKong SAR)", ("zh-HK",), "Female"),
    SystemVoice("HANHAN", "Microsoft Hanhan Desktop - Chinese (Taiwan)", ("zh-TW",), "Female"),
    SystemVoice("HUIHUI", "Microsoft Huihui Desktop - Chinese (Simplified)", ("zh-CN",), "Female"),
    SystemVoice("KANGKANG", "Microsoft Kangkang - Chinese (Simplified, PRC)", ("zh-CN",), "Male"),
)
MACOS = (
    SystemVoice("com.apple.eloquence.zh-CN.Reed", "Reed", ("zh_CN",), "VoiceGenderMale"),
    SystemVoice("com.apple.eloquence.zh-CN.Flo", "Flo", ("zh_CN",), "VoiceGenderFemale"),
    SystemVoice("com.apple.voice.compact.en-US.Samantha", "Samantha", ("en_US",), "VoiceGenderFemale"),
    SystemVoice("com.apple.voice.compact.zh-HK.Sinji", "Sinji", ("zh_HK",), "VoiceGenderFemale"),
    SystemVoice("com.apple.voice.compact.zh-CN.Tingting", "Tingting", ("zh_CN",), "VoiceGenderFemale"),
)
ESPEAK = (
    SystemVoice("gmw/en", "English (Great Britain)", ("en-gb",), "Male"),
    SystemVoice("sit/cmn", "Chinese (Mandarin, latin as English)", ("cmn",), "Male"),
    SystemVoice("sit/cmn-latn-pinyin", "Chinese (Mandarin, latin as Pinyin)", ("cmn-latn-pinyin",), "Male"),
    SystemVoice("sit/yue", "Chinese (Cantonese)", ("yue",), "Male"),
)


def id_of(voices: tuple[SystemVoice, ...], sex: Sex) -> str | None:
    voice = suited(voices, sex)
    return voice.id if voice else None


def test_each_sex_has_a_voice_of_its_own_where_the_system_has_both() -> None:
    assert id_of(WINDOWS, Sex.FEMALE) == "HUIHUI"
    assert id_of(WINDOWS, Sex.MALE) == "KANGKANG"
    assert id_of(MACOS, Sex.FEMALE) == "com.apple.voice.compact.zh-CN.Tingting", "not the one that sounds a machine"
    assert id_of(MACOS, Sex.MALE) == "com.apple.eloquence.zh-CN.Reed"
    assert id_of(espeaks(ESPEAK), Sex.MALE) == "sit/cmn"
    assert id_of(espeaks(ESPEAK), Sex.FEMALE) == "sit/cmn+f3"


def test_the_other_sex_is_better_than_another_language() -> None:
    only_huihui = WINDOWS[:4]
    assert id_of(only_huihui, Sex.MALE) == "HUIHUI"


def test_the_mandarin_of_the_mainland_comes_first_and_cantonese_never() -> None:
    assert [voice.id for voice in mandarin(WINDOWS)] == ["HUIHUI", "KANGKANG", "HANHAN"]
    assert id_of(WINDOWS[:3], Sex.FEMALE) == "HANHAN"
    assert mandarin(WINDOWS[:2]) == ()


@pytest.mark.parametrize("voices", [(), (ESPEAK[0],), (ESPEAK[2], ESPEAK[3])])
def test_without_mandarin_nobody_reads(voices: tuple[SystemVoice, ...]) -> None:
    assert suited(espeaks(voices), Sex.FEMALE) is None


def test_an_older_espeak_calls_it_zh() -> None:
    assert [voice.id for voice in espeaks((SystemVoice("zh", "Mandarin", ("zh",), "Male"),))] == ["zh", "zh+f3"]
