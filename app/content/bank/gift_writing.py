"""Questions as Moodle's GIFT. What GIFT has no form for is named, never bent into something else."""

from app.content.bank.imported import LeftOut, Pictures, Written
from app.content.bank.labels import labels_of
from app.content.bank.moodle_answers import plain_number
from app.domain.question_body_reading import GAPS
from app.domain.questions import Blank, Case, Gap, Judge, Match, Multiple, Order, Question, Rewrite, Single, Spoken

_ESCAPES = str.maketrans({**{char: "\\" + char for char in "\\#=~{}:"}, "\n": "\\n"})


def write_gift(questions: tuple[Question, ...], pictures: Pictures) -> Written:
    out: list[str] = []
    left_out: list[LeftOut] = []
    count = 0
    for question in questions:
        answers = _answers(question)
        if isinstance(answers, LeftOut):
            left_out.append(answers)
            continue
        count += 1
        if _has_picture(question):
            left_out.append(LeftOut(question.id, "GIFT 不能带图片，图片没有导出", whole=False))
        labels = " ".join(f"[tag:{_label(each)}]" for each in labels_of(question))
        general = [f"\t####{_escaped(question.explanation)}"] if question.explanation else []
        out += [
            f"// [id:{_label(question.id)}] {labels}",
            f"::{_escaped(question.id)}::[plain]{_escaped(question.stem)}{{{answers[0]}",
            *answers[1:],
            *general,
            "}",
            "",
        ]
    return Written(("\n".join(out)).encode(), count, tuple(left_out))


def _answers(question: Question) -> list[str] | LeftOut:
    """The lines between the braces; the first one follows the opening brace."""
    match question.body:
        case Single(options):
            return [""] + [
                "\t" + ("=" if o.right else _weight(0) if o.text.startswith("%") else "~") + _answer(o.text, o.why)
                for o in options
            ]
        case Multiple(options):
            share = 100 / sum(option.right for option in options)
            return [""] + [f"\t{_weight(share if o.right else -100)}{_answer(o.text, o.why)}" for o in options]
        case Judge(answer):
            return ["TRUE" if answer else "FALSE"]
        case Blank(gaps):
            return _blank(question, gaps)
        case Match(pairs, extra):
            if any("->" in pair.left for pair in pairs):
                return LeftOut(question.id, "左项里有“->”，GIFT 无法表示")
            return [""] + [
                f"\t={_escaped(left)} -> {_escaped(right)}"
                for left, right in [*((p.left, p.right) for p in pairs), *(("", each) for each in extra)]
            ]
        case Order(steps):
            if any(step.startswith("//") for step in steps):
                return LeftOut(question.id, "有步骤以“//”开头，GIFT 会当作注释")
            return [">ALL EXACT", *(f"\t{_escaped(step)}" for step in steps)]
        case Case() | Rewrite() | Spoken():
            return LeftOut(question.id, f"GIFT 没有{question.type.label}这种题型")


def _blank(question: Question, gaps: tuple[Gap, ...]) -> list[str] | LeftOut:
    if len(gaps) > 1:
        return LeftOut(question.id, "GIFT 的填空题只能有一个空")
    gap = gaps[0]
    if GAPS.search(question.stem) is None:
        return LeftOut(question.id, "题干里没有空（____）")
    if any("->" in text for text in gap.accept):
        return LeftOut(question.id, "答案里有“->”，GIFT 会当作匹配题")
    if gap.accept:  # a number beside the texts goes into a label
        return [""] + [f"\t=%100%{_escaped(text.replace('*', chr(92) + '*'))}" for text in gap.accept]
    assert gap.number is not None
    return ["#", f"\t=%100%{plain_number(gap.number)}:{plain_number(gap.tolerance)}"]


def _weight(percent: float) -> str:
    return f"~%{percent:.5f}".rstrip("0").rstrip(".") + "%"


def _answer(text: str, why: str) -> str:
    return _formatted(text) + (f"#{_formatted(why)}" if why else "")


def _formatted(text: str) -> str:
    return ("[plain]" if text.startswith("[") else "") + _escaped(text)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace("]", "\\]").replace("\n", "\\n")


def _has_picture(question: Question) -> bool:
    options = question.body.options if isinstance(question.body, Single | Multiple) else ()
    return bool(question.picture or any(option.picture for option in options))
