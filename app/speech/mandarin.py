"""Which of the system's voices may read Mandarin, and which of them suits a person."""

from collections.abc import Iterable

from app.domain.scenario import Sex
from app.speech.citizen_voice_process import SystemVoice

# What systems call the Mandarin of the mainland; after them what is Mandarin too. Cantonese (yue, zh-HK) is not, and
# espeak's readers of Latin letters (cmn-latn-pinyin) know no characters.
_STANDARD = ("zh-cn", "cmn", "cmn-cn", "zh-cmn", "zh-hans-cn", "zh-hans", "cmn-hans-cn", "zh-sg")
_ALSO = ("zh", "zh-tw", "cmn-tw", "zh-hant-tw", "cmn-hant-tw")

_ESPEAK_WOMAN = "+f3"  # espeak's Mandarin is a man; a variant gives him a woman's voice


def mandarin(voices: Iterable[SystemVoice]) -> tuple[SystemVoice, ...]:
    """The voices that read Mandarin, the best first; none where there is none: no other language ever reads it."""
    ranked = [(_rank(voice), voice) for voice in voices]
    return tuple(voice for rank, voice in sorted(ranked, key=lambda pair: pair[0]) if rank < _UNFIT)


_UNFIT = (9, False)


def _rank(voice: SystemVoice) -> tuple[int, bool]:
    languages = {language.lower().replace("_", "-") for language in voice.languages}
    # macOS has its eight Eloquence characters in every language; they sound like machines.
    toy = "eloquence" in voice.id.lower()
    for rank, names in enumerate((_STANDARD, _ALSO)):
        if languages.intersection(names):
            return rank, toy
    return _UNFIT


def suited(voices: Iterable[SystemVoice], sex: Sex) -> SystemVoice | None:
    """The best Mandarin voice of that sex; of the other where there is none; None without Mandarin."""
    found = mandarin(voices)
    return next((voice for voice in found if sex_of(voice) is sex), found[0] if found else None)


def sex_of(voice: SystemVoice) -> Sex | None:
    """As the drivers word it: Female, VoiceGenderFemale; None where the system does not say."""
    said = voice.sex.lower()
    if "female" in said:
        return Sex.FEMALE
    return Sex.MALE if "male" in said else None


def espeaks(voices: Iterable[SystemVoice]) -> tuple[SystemVoice, ...]:
    """espeak's Mandarin as a man and as a woman: the woman is a variant, which it does not list."""
    return tuple(
        SystemVoice(f"{man.id}{variant}", f"espeak-ng 普通话（{sex.label}声）", man.languages, sex.value)
        for man in mandarin(voices)[:1]
        for sex, variant in ((Sex.MALE, ""), (Sex.FEMALE, _ESPEAK_WOMAN))
    )
