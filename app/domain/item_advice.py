"""What the figures of an item mean in plain words, and what a trainer should do about it.

Thresholds. Facility and discrimination: the bands of Moodle's documentation of its quiz report statistics
(below 20 % difficult, from 95 % extremely easy; discrimination below 0.2 very weak, below 0 probably
invalid). A wrong option that the upper group takes at least as often as the lower one misleads (Haladyna's
rule that a working distractor attracts the lower group); below `NOTICED` of the upper group it is chance.
An option counts as unused when nobody at all took it, `ENOUGH` people sat the examination and not
nearly all of them knew the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum

from app.domain.item_analysis import Analysis, ItemStatistics, OptionCount

TOO_HARD = 0.20
TOO_EASY = 0.95
WEAK = 0.20
NOTICED = 0.15
ENOUGH = 30
RELIABLE = 0.75  # coefficient of internal consistency: satisfactory from here on (Moodle, as above) …
UNRELIABLE = 0.64  # … and unsatisfactory below this


class Weight(IntEnum):
    """How much a remark matters; the items with the weightiest come first."""

    NOTE = 1
    LOOK = 2
    PROBLEM = 3


class Remark(Enum):
    NEGATIVE = "negative"
    KEY_DOUBT = "key-doubt"
    MISLEADING = "misleading"
    TOO_HARD = "too-hard"
    WEAK = "weak"
    TOO_EASY = "too-easy"
    UNUSED = "unused"

    @property
    def label(self) -> str:
        return {
            "negative": "区分度为负",
            "key-doubt": "答案存疑",
            "misleading": "选项误导",
            "too-hard": "太难",
            "weak": "区分度低",
            "too-easy": "太容易",
            "unused": "选项无人选",
        }[self.value]

    @property
    def weight(self) -> Weight:
        if self in (Remark.NEGATIVE, Remark.KEY_DOUBT):
            return Weight.PROBLEM
        return Weight.NOTE if self in (Remark.TOO_EASY, Remark.UNUSED) else Weight.LOOK


@dataclass(frozen=True, slots=True)
class Advice:
    """One remark with its reason and what to do, in Chinese."""

    remark: Remark
    words: str


def advise(item: ItemStatistics) -> tuple[Advice, ...]:
    """Everything there is to say about an item, the weightiest first; nothing for one in order."""
    found = [*_about_discrimination(item), *_about_options(item), *_about_facility(item)]
    return tuple(sorted(found, key=lambda advice: -advice.remark.weight))


def by_trouble(items: Iterable[ItemStatistics]) -> list[tuple[ItemStatistics, tuple[Advice, ...]]]:
    """The items with their advice, the most troubled first, then by how little they discriminate."""
    advised = [(item, advise(item)) for item in items]

    def trouble(pair: tuple[ItemStatistics, tuple[Advice, ...]]) -> tuple[int, float, int]:
        item, advice = pair
        heaviest = max((one.remark.weight for one in advice), default=0)
        return -heaviest, 2.0 if item.discrimination is None else item.discrimination, item.index

    return sorted(advised, key=trouble)


def about_whole(analysis: Analysis) -> tuple[str, ...]:
    """What is to be said about the examination as a whole, in Chinese."""
    whole = analysis.whole
    said = []
    if whole.attempts < ENOUGH:
        said.append(f"只有 {whole.attempts} 人次作答，下面的数字波动很大，只能作参考；满 {ENOUGH} 人次再下结论。")
    if not analysis.same_paper:
        said.append("各人的试题不完全相同，所以不算信度和权重；每道题只和做过它的人比较。")
    if whole.alpha is not None:
        if whole.alpha >= RELIABLE:
            said.append(f"信度 {whole.alpha:.2f}，成绩可靠。")
        elif whole.alpha >= UNRELIABLE:
            said.append(f"信度 {whole.alpha:.2f}，勉强可用；先改下面排在前面的题。")
        else:
            said.append(f"信度 {whole.alpha:.2f}，偏低：换一套题，名次可能就变了。先改下面排在前面的题，或增加题量。")
    if whole.standard_error is not None:
        said.append(f"每个人的成绩有大约 ±{whole.standard_error:.1f} 分的偶然误差，差距小于它的不宜分高下。")
    return tuple(said)


def _about_discrimination(item: ItemStatistics) -> Iterable[Advice]:
    if item.discrimination is None:
        return
    if item.discrimination < 0:
        yield Advice(
            Remark.NEGATIVE,
            f"区分度 {item.discrimination:.2f}：总分高的人反而更容易答错。先核对答案有没有标错，再看题干有没有歧义。",
        )
    elif item.discrimination < WEAK and item.facility is not None and TOO_HARD < item.facility < TOO_EASY:
        yield Advice(
            Remark.WEAK,
            f"区分度 {item.discrimination:.2f}：会的人和不会的人得分差不多。看看题干是否含糊，错误选项是否太明显。",
        )


def _about_options(item: ItemStatistics) -> Iterable[Advice]:
    rights = [option for option in item.options if option.right]
    if not rights or not item.group:
        return
    wrongs = [option for option in item.options if option.right is False]
    least_right = min(option.upper for option in rights)
    doubted = [option for option in wrongs if option.upper > least_right]
    for option in doubted:
        yield Advice(
            Remark.KEY_DOUBT,
            f"高分组选 {_named(option)} 的有 {option.upper} 人，选正确答案的只有 {least_right} 人：核对答案。",
        )
    for option in wrongs:
        if option not in doubted and option.upper >= option.lower and option.upper >= NOTICED * item.group:
            yield Advice(
                Remark.MISLEADING,
                f"错误选项 {_named(option)} 高分组有 {option.upper} 人选，不比低分组（{option.lower} 人）少："
                "它可能也说得通，改得更明确些。",
            )
    unused = [option for option in wrongs if not option.everybody]
    known_by_all = item.facility is not None and item.facility >= TOO_EASY
    if unused and item.attempts >= ENOUGH and not known_by_all:
        names = "、".join(_named(option) for option in unused)
        yield Advice(Remark.UNUSED, f"没有人选 {names}：换成更像真的错误说法，不然等于少了一个选项。")


def _about_facility(item: ItemStatistics) -> Iterable[Advice]:
    if item.facility is None:
        return
    if item.facility >= TOO_EASY:
        yield Advice(Remark.TOO_EASY, f"得分率 {item.facility:.0%}：几乎人人都会，分不出高下。作为必会题可以保留。")
    elif item.guess is not None and item.facility <= item.guess and item.facility < 0.5:
        yield Advice(
            Remark.TOO_HARD, f"得分率 {item.facility:.0%}，还不如瞎猜（{item.guess:.0%}）：多半题目或答案有问题。"
        )
    elif item.facility <= TOO_HARD:
        yield Advice(Remark.TOO_HARD, f"得分率只有 {item.facility:.0%}：太难，或者还没有教过。")


def _named(option: OptionCount) -> str:
    text = option.text if len(option.text) <= 12 else option.text[:11] + "…"
    return f"{option.key}“{text}”" if text and text != option.key else option.key
