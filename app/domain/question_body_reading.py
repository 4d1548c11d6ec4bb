"""The part of a question that differs by type: its plain fields read and judged."""

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from app.domain.lexicon import Category, Kind
from app.domain.plain_values import Fields, PlainReader
from app.domain.question_problems import PlainPath
from app.domain.questions import (
    GAP,
    Blank,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    PartBody,
    Partial,
    QuestionType,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point, Turn

BODY_KEYS = {
    QuestionType.SINGLE: frozenset({"options"}),
    QuestionType.MULTIPLE: frozenset({"options", "partial"}),
    QuestionType.JUDGE: frozenset({"answer"}),
    QuestionType.BLANK: frozenset({"blanks"}),
    QuestionType.ORDER: frozenset({"steps"}),
    QuestionType.MATCH: frozenset({"pairs", "extra"}),
    QuestionType.CASE: frozenset({"parts"}),
    QuestionType.REWRITE: frozenset({"forbidden", "model_answer", "needs", "points"}),
    QuestionType.SPOKEN: frozenset({"says", "stages", "points", "exemplary"}),
}
PART_KEYS = frozenset({"type", "stem", "explanation", "picture"})
GAPS = re.compile("_{2,}")
PLACE = "\ufdd1"  # stands for a gap while a foreign text is read; a noncharacter, which no text holds
_OPTION = frozenset({"text", "right", "why", "picture"})
_GAP = frozenset({"accept", "number", "tolerance"})
_PAIR = frozenset({"left", "right"})
_POINT = frozenset({"id", "text", "ways", "must"})
_PICTURE_NAME = re.compile(r"[^./\\:*?\"<>|\x00-\x1f][^/\\:*?\"<>|\x00-\x1f]{0,120}\.(png|jpe?g|gif|webp|bmp)", re.I)


def read_body(reader: PlainReader, type: QuestionType, fields: Fields, stem: str, at: PlainPath) -> PartBody | None:
    """The body, complete or not: the caller looks at `reader.problems`. None only for a case."""
    read = _READERS.get(type)
    return read(reader, fields, stem, at) if read else None


def with_gaps(text: str) -> str:
    """A foreign text with a gap for every PLACE; underscores that were only written there become wide ones."""
    return GAPS.sub(lambda run: "＿" * len(run[0]), text).replace(PLACE, GAP) if PLACE in text else text


def read_picture(reader: PlainReader, fields: Fields, at: PlainPath) -> str:
    """A bare file name of a picture; anything that could lead out of the pictures' folder is a problem."""
    if "picture" not in fields:
        return ""
    name = reader.text(fields, "picture", at)
    if name and not _PICTURE_NAME.fullmatch(name):
        reader.blame(
            (*at, "picture"),
            f"图片名“{name}”不可用。",
            "请只写 question_bank/pictures/ 里的文件名，格式为 png、jpg、gif、webp 或 bmp。",
        )
        return ""
    return name


def _options(reader: PlainReader, fields: Fields, at: PlainPath) -> tuple[Option, ...]:
    found: list[Option] = []
    seen: set[tuple[str, str]] = set()
    items = reader.mappings(fields, "options", at)
    for item, here in items:
        reader.known(item, _OPTION, here)
        picture = read_picture(reader, item, here)
        text = reader.text(item, "text", here, "选项文字", needed="picture" not in item)
        right = reader.flag(item, "right", here) or False
        if text and (text, picture) in seen:
            reader.blame((*here, "text"), f"选项“{text}”重复。", "请删除或改写其中一个。")
        seen.add((text, picture))
        found.append(Option(text, right, reader.text(item, "why", here) if "why" in item else "", picture))
    if len(items) < 2:
        reader.blame((*at, "options") if "options" in fields else at, "选项（options）不足两个。", "请至少写两个选项。")
    return tuple(found)


def _single(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Single:
    options = _options(reader, fields, at)
    right = sum(option.right for option in options)
    if right != 1 and len(options) >= 2:
        message = "没有标出正确选项" if right == 0 else f"标出了 {right} 个正确选项"
        reader.blame(
            (*at, "options"), f"单选题{message}。", "请只给一个选项写 right: true；有几个正确的请改用 multiple。"
        )
    return Single(options)


def _multiple(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Multiple:
    options = _options(reader, fields, at)
    if len(options) >= 2 and not any(option.right for option in options):
        reader.blame((*at, "options"), "多选题没有标出正确选项。", "请给每个正确选项写 right: true。")
    partial = reader.member(fields, "partial", Partial, at, "少选得分") if fields.get("partial") else Partial.NONE
    return Multiple(options, partial or Partial.NONE)


def _judge(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Judge:
    before = len(reader.problems)
    answer = reader.flag(fields, "answer", at)
    if answer is None and len(reader.problems) == before:
        reader.blame(at, "判断题缺少答案（answer）。", "请写 answer: true（对）或 answer: false（错）。")
    return Judge(bool(answer))


def _blank(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Blank:
    gaps = []
    items = reader.mappings(fields, "blanks", at)
    for item, here in items:
        reader.known(item, _GAP, here)
        accept = reader.texts(item, "accept", here)
        number = reader.number(item, "number", here)
        tolerance = reader.number(item, "tolerance", here) or Decimal(0)
        if tolerance < 0 or (tolerance and number is None):
            reader.blame(
                (*here, "tolerance"), "允许误差（tolerance）不成立。", "误差不能为负，并且要与 number 一起写。"
            )
        if not accept and number is None:
            reader.blame(here, "这个空没有答案。", "请写 accept: [答案, 另一种写法] 或 number: 数值。")
        gaps.append(Gap(accept, number, tolerance))
    wanted = len(GAPS.findall(stem))
    if not items:
        reader.blame(at, "填空题没有答案（blanks）。", "请为每个空写一项，例如 blanks: [{accept: [十五日]}]。")
    elif stem and wanted != len(items):
        reader.blame(
            (*at, "stem"),
            f"题干里有 {wanted} 个空（____），答案却有 {len(items)} 个。",
            "请让题干中“____”的个数与 blanks 一致。",
        )
    return Blank(tuple(gaps))


def _distinct(reader: PlainReader, values: Iterable[str], path: PlainPath, what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            reader.blame(path, f"{what}“{value}”重复。", "请删除或改写其中一个，否则无法判分。")
        seen.add(value)


def _order(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Order:
    steps = reader.texts(fields, "steps", at)
    if len(steps) < 2:
        reader.blame(
            (*at, "steps") if "steps" in fields else at, "排序题的步骤（steps）不足两个。", "请按正确顺序写出步骤。"
        )
    _distinct(reader, steps, (*at, "steps"), "步骤")
    return Order(steps)


def _match(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Match:
    pairs = []
    items = reader.mappings(fields, "pairs", at)
    for item, here in items:
        reader.known(item, _PAIR, here)
        left = reader.text(item, "left", here, "左项", needed=True)
        pairs.append(Pair(left, reader.text(item, "right", here, "右项", needed=True)))
    if len(items) < 2:
        reader.blame(
            (*at, "pairs") if "pairs" in fields else at, "匹配题（pairs）不足两对。", "请至少写两对 left 和 right。"
        )
    _distinct(reader, (pair.left for pair in pairs if pair.left), (*at, "pairs"), "左项")
    extra = reader.texts(fields, "extra", at)
    _distinct(reader, [*{pair.right for pair in pairs if pair.right}, *extra], (*at, "extra"), "多余的右项")
    return Match(tuple(pairs), extra)


def _polite(reader: PlainReader, fields: Fields, key: str, at: PlainPath) -> tuple[Category, ...]:
    polite = [each.value for each in Category if each.kind is Kind.POLITE]
    found = []
    for i, word in enumerate(reader.texts(fields, key, at)):
        if word in polite:
            found.append(Category(word))
        else:
            reader.blame((*at, key, i), f"“{word}”不是文明用语类别。", f"可用的值：{'、'.join(polite)}。")
    return tuple(found)


def _points(reader: PlainReader, fields: Fields, at: PlainPath) -> tuple[Point, ...]:
    found = []
    for item, here in reader.mappings(fields, "points", at):
        reader.known(item, _POINT, here)
        id = reader.text(item, "id", here, "要点编号", needed=True)
        text = reader.text(item, "text", here, "要点", needed=True)
        ways = reader.texts(item, "ways", here)
        if not ways:
            reader.blame(here, "要点没有任何说法（ways）。", "请写至少一种说法，例如 ways: [三十日, 30天]。")
        found.append(Point(id, text, ways, reader.flag(item, "must", here) or False))
    _distinct(reader, (point.id for point in found if point.id), (*at, "points"), "要点编号")
    return tuple(found)


def _rewrite(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Rewrite:
    return Rewrite(
        reader.text(fields, "forbidden", at, "要改写的禁语", needed=True),
        reader.text(fields, "model_answer", at, "参考答案", needed=True),
        _polite(reader, fields, "needs", at),
        _points(reader, fields, at),
    )


def _spoken(reader: PlainReader, fields: Fields, stem: str, at: PlainPath) -> Spoken:
    says = reader.text(fields, "says", at, "群众说的话", needed=True)
    stages = _polite(reader, fields, "stages", at)
    points = _points(reader, fields, at)
    exemplary = reader.text(fields, "exemplary", at, "示范回答", needed=True)
    if not stages and not points:
        reader.blame(at, "口答题既没有用语环节（stages）也没有要点（points），无从评分。", "请至少写其中一项。")
    return Spoken(Turn(says, stages, points, exemplary))


_READERS: dict[QuestionType, Callable[[PlainReader, Fields, str, PlainPath], PartBody]] = {
    QuestionType.SINGLE: _single,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.JUDGE: _judge,
    QuestionType.BLANK: _blank,
    QuestionType.ORDER: _order,
    QuestionType.MATCH: _match,
    QuestionType.REWRITE: _rewrite,
    QuestionType.SPOKEN: _spoken,
}
