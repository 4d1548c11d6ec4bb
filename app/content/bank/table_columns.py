"""The columns of a question table: what trainers call them, in any order."""

import re
import unicodedata
from dataclasses import dataclass, field

from app.domain.questions import QuestionType

# field: the heading that we write, then what others write
HEADINGS = {
    "id": ("编号", "试题编号", "题目编号", "试题id", "题目id", "id"),
    "type": ("题型", "试题类型", "题目类型", "类型", "type"),
    "stem": ("题干", "题目", "试题", "题目内容", "试题内容", "试题题干", "问题", "question", "stem"),
    "answer": ("答案", "正确答案", "标准答案", "参考答案", "试题答案", "answer", "key"),
    "explanation": ("解析", "答案解析", "试题解析", "题目解析", "解释", "explanation", "analysis"),
    "basis": ("依据", "法律依据", "政策依据", "出处", "依据条款", "法条", "basis"),
    "difficulty": ("难度", "难易度", "难易程度", "难度等级", "difficulty", "level"),
    "line": ("业务条线", "条线", "业务", "业务类别", "业务类型", "险种", "科目", "line"),
    "tags": ("标签", "知识点", "考点", "技能标签", "tags"),
    "effective": ("生效日期", "施行日期", "effective"),
    "checked": ("核对日期", "核对", "checked"),
    "expires": ("有效期至", "失效日期", "有效期", "expires"),
    "region": ("地区", "适用地区", "region"),
    "author": ("作者", "命题人", "出题人", "author"),
    "topic": ("主题", "章节", "分类", "topic", "category"),
    "partial": ("少选得分", "计分方式", "partial"),
    "picture": ("题图", "图片", "picture"),
    "whys": ("选项说明",),
    "option_pictures": ("选项图片",),
    "needs": ("用语要求",),
    "points": ("要点",),
    "case": ("所属案例",),
    "version": ("版本", "version"),
    "review": ("待复核", "复核", "review"),
}
# Columns that say nothing about a question: dropped without a word.
_COUNTERS = frozenset({"序号", "题号", "no", "no.", "#", ""})
_FIELDS = {name: key for key, names in HEADINGS.items() for name in names}
_OPTION = re.compile(
    r"(?:选项|备选答案|答案选项|option)?([a-z])(?:选项|项)?|(?:选项|备选答案|option)(\d{1,2})", re.IGNORECASE
)
_ALL_OPTIONS = frozenset({"选项", "备选项", "备选答案", "答案选项", "options"})

TYPES = {
    "单选": QuestionType.SINGLE,
    "单项选择": QuestionType.SINGLE,
    "单选择": QuestionType.SINGLE,
    "多选": QuestionType.MULTIPLE,
    "多项选择": QuestionType.MULTIPLE,
    "不定项": QuestionType.MULTIPLE,
    "不定项选择": QuestionType.MULTIPLE,
    "判断": QuestionType.JUDGE,
    "是非": QuestionType.JUDGE,
    "判断正误": QuestionType.JUDGE,
    "填空": QuestionType.BLANK,
    "排序": QuestionType.ORDER,
    "匹配": QuestionType.MATCH,
    "连线": QuestionType.MATCH,
    "配对": QuestionType.MATCH,
    "案例分析": QuestionType.CASE,
    "案例": QuestionType.CASE,
    "改写": QuestionType.REWRITE,
    "口答": QuestionType.SPOKEN,
} | {each.value: each for each in QuestionType}
NOT_HELD = frozenset({"简答", "问答", "论述", "名词解释", "材料分析", "操作", "计算", "写作", "实操", "综合"})


@dataclass
class Columns:
    """Where each field stands in a row. `options` are columns in the order of their letters."""

    places: dict[str, int] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    all_options: int | None = None
    unknown: list[str] = field(default_factory=list)


def find_columns(row: tuple[object, ...]) -> Columns | None:
    """The columns that a heading row names; None where the row is no heading row."""
    found = Columns()
    lettered: dict[int, int] = {}
    for place, cell in enumerate(row):
        heading = _plain(cell)
        if heading in _FIELDS:
            found.places.setdefault(_FIELDS[heading], place)
        elif heading in _ALL_OPTIONS:
            found.all_options = place
        elif option := _OPTION.fullmatch(heading):
            number = ord(option[1].lower()) - ord("a") if option[1] else int(option[2]) - 1
            lettered.setdefault(number, place)
        elif heading not in _COUNTERS:
            found.unknown.append(str(cell).strip())
    found.options = [lettered[number] for number in sorted(lettered)]
    if "stem" not in found.places or not ("answer" in found.places or "type" in found.places):
        return None
    return found


def _plain(cell: object) -> str:
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return re.sub(r"[\s*:：]|\(.*?\)|（.*?）", "", text).lower()


def type_of(words: str) -> QuestionType | None:
    """单选题, 单项选择题 and single are the same type."""
    plain = re.sub(r"[\s\[\]【】()（）]", "", unicodedata.normalize("NFKC", words)).lower()
    return TYPES.get(plain) or TYPES.get(plain.removesuffix("题"))
