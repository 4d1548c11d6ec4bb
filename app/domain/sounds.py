"""How alike two Chinese characters sound: what Whisper confuses costs little, what it does not costs much.

Costs are in characters: 0 is the same, 1 or more another character altogether. They were set by
reading what Whisper base made of window speech (稍等 → 收等, 办不了 → 半不了, 看 → 探, 您 ↔ 你).
"""

from functools import cache

from pypinyin import Style, pinyin

from app.domain.numbers import NUMERALS

SAME_SOUND = 0.15
IMPOSSIBLE = 9.0
# A confusion dearer than this is no confusion.
_UNLIKE = 0.75

# Characters of everyday speech with more than one everyday reading; of all others the commonest is taken,
# since a rare reading (假 as xia) only finds words that nobody said.
_POLYPHONES = {
    "了": ("le", "liao"), "得": ("de", "dei"), "着": ("zhe", "zhao"), "还": ("hai", "huan"), "都": ("dou", "du"),
    "行": ("xing", "hang"), "重": ("zhong", "chong"), "长": ("chang", "zhang"), "地": ("di", "de"), "调": ("diao", "tiao"),
    "差": ("cha", "chai"), "参": ("can", "shen"), "会": ("hui", "kuai"), "便": ("bian", "pian"), "觉": ("jue", "jiao"),
    "谁": ("shei", "shui"), "那": ("na", "nei"), "这": ("zhe", "zhei"), "给": ("gei", "ji"), "系": ("xi", "ji"),
    "传": ("chuan", "zhuan"), "没": ("mei", "mo"), "量": ("liang",), "奔": ("ben",), "吗": ("ma",), "呢": ("ne",),
}  # fmt: skip

# Toneless syllables that Whisper mixes; the same pairs that many speakers do not tell apart.
_COARSE_INITIAL = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l", "f": "h"}
# Only the breath differs (b/p, d/t …): rarer.
_BREATH = {frozenset(pair) for pair in ("bp", "dt", "gk", "jq", "zc")}
_NEAR_FINALS = {
    frozenset(pair)
    for pair in (
        ("an", "en"), ("ai", "ei"), ("ao", "ou"), ("ian", "ie"), ("uan", "un"), ("e", "en"), ("u", "ou"), ("u", "v"),
        ("in", "ian"), ("i", "in"), ("a", "ai"), ("uo", "ou"), ("ui", "ei"), ("iao", "ao"), ("ie", "ei"), ("e", "uo"),
    )
}  # fmt: skip
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")

QUESTION_PARTICLES = frozenset("吗么嘛")
PARTICLES = frozenset("吗么嘛吧呢啊呀哇哦啦咯嘞哈")
FILLERS = frozenset("嗯呃额啊哦噢唉哎诶欸")
SKIPPABLE = PARTICLES | FILLERS | frozenset("了的就也都还一个")
DROPPABLE = PARTICLES | frozenset("了的就也")
NEGATIONS = frozenset("不没别无非未甭莫勿")
YOU = frozenset("您你")


@cache
def readings(character: str) -> tuple[str, ...]:
    """Its toneless syllables, the commonest first; the character itself where it has none (digits, letters)."""
    if character in _POLYPHONES:
        return _POLYPHONES[character]
    found = pinyin(character, style=Style.NORMAL, errors="default")
    return (found[0][0],) if found else (character,)


@cache
def coarse(character: str) -> tuple[str, ...]:
    """Classes of sound such that characters which cost at most a confusion apart share one."""
    if character in YOU:
        return ("您",)
    if character in PARTICLES:
        return ("吗",)
    return tuple(dict.fromkeys(_coarse_syllable(syllable) for syllable in readings(character)))


@cache
def cost(wanted: str, heard: str) -> float:
    """What it costs to take `heard` for `wanted`, one character each."""
    if wanted == heard:
        return 0.0
    if wanted in YOU and heard in YOU:
        return 0.02
    if wanted in PARTICLES and heard in PARTICLES:
        return 0.0 if wanted in QUESTION_PARTICLES and heard in QUESTION_PARTICLES else 0.1
    # 四 and 十 sound alike and are not the same number.
    if wanted in NUMERALS and heard in NUMERALS:
        return IMPOSSIBLE
    least = min(_syllable_cost(a, b) for a in readings(wanted) for b in readings(heard))
    # A negation more or less turns the meaning round: it stands for nothing else, and only its own sound for it.
    if heard in NEGATIONS or (wanted in NEGATIONS and least > SAME_SOUND):
        return IMPOSSIBLE
    return least if least <= _UNLIKE else IMPOSSIBLE


class Costs(dict[str, tuple[float, str]]):
    """For each heard character the least that it costs to take it for one of the characters `wanted`, and that
    one; `missing` the same for hearing none of them. Reckoned when first asked for, and kept.
    """

    __slots__ = ("missing", "wanted")

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        self.missing = min((missing_cost(character), character) for character in wanted)

    def __missing__(self, heard: str) -> tuple[float, str]:
        found = self[heard] = min((cost(character, heard), character) for character in self.wanted)
        return found


@cache
def costs_of(wanted: str) -> Costs:
    """One for all patterns in which these characters stand as a choice."""
    return Costs(wanted)


def skip_cost(heard: str) -> float:
    """What it costs that `heard` stands between the characters of a phrase."""
    if heard in NEGATIONS:
        return IMPOSSIBLE
    if heard in FILLERS:
        return 0.1
    return 0.35 if heard in SKIPPABLE else 0.9


def missing_cost(wanted: str) -> float:
    """What it costs that a character of a phrase was not heard."""
    if wanted in NEGATIONS:
        return IMPOSSIBLE
    return 0.5 if wanted in DROPPABLE else 0.9


def _split(syllable: str) -> tuple[str, str]:
    for initial in _INITIALS:
        if syllable.startswith(initial):
            return initial, syllable[len(initial) :] or initial
    return "", syllable


def _coarse_syllable(syllable: str) -> str:
    initial, final = _split(syllable)
    return _COARSE_INITIAL.get(initial, initial) + _coarse_final(final)


def _coarse_final(final: str) -> str:
    plain = final.replace("ü", "v")
    return plain[:-1] if plain.endswith("ng") else plain


@cache
def _syllable_cost(a: str, b: str) -> float:
    if a == b:
        return SAME_SOUND
    if not (a.isalpha() and a.isascii() and b.isalpha() and b.isascii()):
        return 1.0
    return min(1.0, SAME_SOUND + _initial_cost(_split(a)[0], _split(b)[0]) + _final_cost(_split(a)[1], _split(b)[1]))


def _initial_cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    coarse_a, coarse_b = _COARSE_INITIAL.get(a, a), _COARSE_INITIAL.get(b, b)
    if coarse_a == coarse_b:
        return 0.15
    return 0.35 if frozenset((coarse_a, coarse_b)) in _BREATH else 0.55


def _final_cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    coarse_a, coarse_b = _coarse_final(a), _coarse_final(b)
    if coarse_a == coarse_b:
        return 0.15
    return 0.3 if frozenset((coarse_a, coarse_b)) in _NEAR_FINALS else 0.65
