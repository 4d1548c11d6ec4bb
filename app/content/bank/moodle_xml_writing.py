"""Questions as Moodle XML, with their pictures inside and their facts as tags."""

import base64
from xml.sax.saxutils import escape, quoteattr

from app.content.bank.imported import LeftOut, Pictures, Written
from app.content.bank.labels import labels_of
from app.content.bank.moodle_answers import plain_number
from app.content.bank.moodle_cloze import cloze_text
from app.content.bank.rich_text import to_html
from app.domain.questions import Blank, Case, Judge, Match, Multiple, Option, Order, Question, Rewrite, Single, Spoken

_GENERAL = "correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"


def write_moodle_xml(questions: tuple[Question, ...], pictures: Pictures) -> Written:
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    left_out: list[LeftOut] = []
    count = 0
    for question in questions:
        if isinstance(question.body, Case | Rewrite | Spoken):
            left_out.append(LeftOut(question.id, f"Moodle 没有{question.type.label}这种题型"))
            continue
        count += 1
        out += _Writer(question, pictures, left_out).lines()
    out.append("</quiz>\n")
    return Written("\n".join(out).encode(), count, tuple(left_out))


class _Writer:
    def __init__(self, question: Question, pictures: Pictures, left_out: list[LeftOut]) -> None:
        self._question = question
        self._pictures = pictures
        self._left_out = left_out

    def lines(self) -> list[str]:
        question = self._question
        kind, body = self._body()
        stem = question.stem
        if isinstance(question.body, Blank) and kind == "cloze":
            stem = cloze_text(stem, question.body.gaps)
        tags = "".join(f"<tag><text>{escape(label)}</text></tag>" for label in labels_of(question))
        return [
            f'<question type="{kind}">',
            f"<name><text>{escape(question.id)}</text></name>",
            self._text("questiontext", stem, question.picture),
            self._text("generalfeedback", question.explanation),
            f"<defaultgrade>1</defaultgrade><hidden>0</hidden><idnumber>{escape(question.id)}</idnumber>",
            *body,
            f"<tags>{tags}</tags>",
            "</question>",
        ]

    def _body(self) -> tuple[str, list[str]]:
        match self._question.body:
            case Single(options):
                return "multichoice", ["<single>true</single>", *self._options(options, 0)]
            case Multiple(options):
                return "multichoice", ["<single>false</single>", *self._options(options, -100)]
            case Judge(answer):
                return "truefalse", [
                    f'<answer fraction="{100 if truth is answer else 0}"><text>{str(truth).lower()}</text></answer>'
                    for truth in (True, False)
                ]
            case Blank(gaps):
                if len(gaps) > 1:
                    return "cloze", []
                gap = gaps[0]
                if gap.accept:
                    return "shortanswer", ["<usecase>0</usecase>"] + [
                        f'<answer fraction="100" format="plain_text"><text>{escape(text.replace("*", chr(92) + "*"))}</text></answer>'
                        for text in gap.accept
                    ]
                assert gap.number is not None
                return "numerical", [
                    f'<answer fraction="100"><text>{plain_number(gap.number)}</text>'
                    f"<tolerance>{plain_number(gap.tolerance)}</tolerance></answer>"
                ]
            case Order(steps):
                return "ordering", ["<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"] + [
                    f'<answer fraction="{i}" format="plain_text"><text>{escape(step)}</text></answer>'
                    for i, step in enumerate(steps, 1)
                ]
            case Match(pairs, extra):
                both = [*((pair.left, pair.right) for pair in pairs), *(("", right) for right in extra)]
                return "matching", ["<shuffleanswers>true</shuffleanswers>"] + [
                    f'<subquestion format="plain_text"><text>{escape(left)}</text>'
                    f'<answer format="plain_text"><text>{escape(right)}</text></answer></subquestion>'
                    for left, right in both
                ]
            case other:
                raise AssertionError(other)

    def _options(self, options: tuple[Option, ...], wrong: int) -> list[str]:
        right = 100 / sum(option.right for option in options)
        return [
            self._text(
                "answer",
                option.text,
                option.picture,
                f' fraction="{right if option.right else wrong:.7g}"',
                self._text("feedback", option.why),
            )
            for option in options
        ]

    def _text(self, tag: str, text: str, picture: str = "", attributes: str = "", inside: str = "") -> str:
        """Plain where that says everything: only HTML can show a picture."""
        content = self._pictures(picture) if picture else None
        if picture and content is None:
            self._left_out.append(LeftOut(self._question.id, f"图片 {picture} 不在题库里，没有导出", whole=False))
        if content is None:
            return f'<{tag}{attributes} format="plain_text"><text>{escape(text)}</text>{inside}</{tag}>'
        name = quoteattr(picture)
        source = escape(f"{to_html(text)}<br><img src={quoteattr('@@PLUGINFILE@@/' + picture)} alt=''>")
        file = f'<file name={name} path="/" encoding="base64">{base64.b64encode(content).decode()}</file>'
        return f'<{tag}{attributes} format="html"><text>{source}</text>{file}{inside}</{tag}>'
