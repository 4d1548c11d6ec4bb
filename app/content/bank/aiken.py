"""Aiken: a stem, lettered options, one line with the answer. Nothing else fits into it."""

import re

from app.content.bank.imported import MOST_BYTES, Draft, LeftOut, Pictures, Reading, Rejected, Written
from app.content.bank.rich_text import clean
from app.content.bank.text_encoding import decode_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.questions import Question, Single

# Moodle writes A) and A. with a space; office files also have A、 A． （A） and no space at all.
_OPTION = re.compile(r"[（(]?([A-Z])[)）.．、:：]\s*(.*)")
_ANSWER = re.compile(r"(?:ANSWER|答案|正确答案)\s*[:：]\s*(.*)", re.IGNORECASE)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_aiken(content: bytes, name: str, on_progress: Progress = no_progress) -> Reading:
    """UserError where the file is no text or too large; anything inside it is a draft or a rejection."""
    if len(content) > MOST_BYTES:
        raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请拆成几个文件再导入。")
    text = decode_text(content, name).text
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    stem: list[str] = []
    options: list[tuple[str, str]] = []
    start = 1

    def close(answer: str | None) -> None:
        place = f"第 {start} 行"
        made = _draft(place, stem, options, answer)
        if isinstance(made, Draft):
            drafts.append(made)
        else:
            rejected.append(made)
        stem.clear()
        options.clear()

    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if number % 2000 == 0:
            on_progress(None, f"正在读取第 {number} 行")
        line = clean(raw)
        if not line:
            continue
        answer = _ANSWER.fullmatch(line)
        option = _OPTION.fullmatch(line)
        if not stem and not options:
            start = number
        if answer:
            close(answer[1])
        elif option and (stem or options):
            options.append((option[1], option[2]))
        elif options:
            if option is None and _LETTERS.startswith("".join(letter for letter, _ in options)):
                # A new stem before any answer: the question before has none.
                close(None)
                start = number
            stem.append(line)
        else:
            stem.append(line)
    if stem or options:
        close(None)
    return Reading(tuple(drafts), tuple(rejected))


def _draft(place: str, stem: list[str], options: list[tuple[str, str]], answer: str | None) -> Draft | Rejected:
    if answer is None:
        return Rejected(place, "缺少答案行（ANSWER: 字母）")
    if not stem:
        return Rejected(place, "答案行之前没有题干")
    letters = [letter for letter, _ in options]
    if letters != list(_LETTERS[: len(letters)]) or len(letters) < 2:
        return Rejected(place, "选项不是从 A 开始依次排列的至少两个选项")
    right = set(re.findall("[A-Z]", answer.upper()))
    if not right or not right <= set(letters):
        return Rejected(place, f"答案“{answer}”不是选项中的字母")
    found = [{"text": text, **({"right": True} if letter in right else {})} for letter, text in options]
    type = "single" if len(right) == 1 else "multiple"
    return Draft(place, {"type": type, "stem": "\n".join(stem), "options": found})


def write_aiken(questions: tuple[Question, ...], pictures: Pictures) -> Written:
    """Single choices only: an option that is a picture or has a comment, and everything but stem and answer, is named."""
    blocks: list[str] = []
    left_out: list[LeftOut] = []
    for question in questions:
        reason = _unfit(question)
        if reason:
            left_out.append(LeftOut(question.id, reason))
            continue
        assert isinstance(question.body, Single)
        options = question.body.options
        right = next(i for i, option in enumerate(options) if option.right)
        lines = [question.stem, *(f"{_LETTERS[i]}) {option.text}" for i, option in enumerate(options))]
        blocks.append("\n".join([*lines, f"ANSWER: {_LETTERS[right]}"]) + "\n")
    if blocks:
        left_out.append(LeftOut("", "Aiken 只有题干、选项和答案，编号、解析、依据等没有导出", whole=False))
    return Written("\n".join(blocks).encode(), len(blocks), tuple(left_out))


def _unfit(question: Question) -> str:
    if not isinstance(question.body, Single):
        return f"Aiken 只有单选题，没有{question.type.label}"
    options = question.body.options
    if len(options) > len(_LETTERS):
        return "选项超过 26 个"
    if question.picture or any(option.picture for option in options):
        return "Aiken 不能带图片"
    if any("\n" in option.text for option in options):
        return "选项里有换行，Aiken 一个选项只占一行"
    lines = question.stem.split("\n")
    if any(_ANSWER.fullmatch(line) or _OPTION.fullmatch(line) or not line.strip() for line in lines):
        return "题干里有像选项或答案的行，Aiken 无法区分"
    return ""
