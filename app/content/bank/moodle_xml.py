"""Moodle XML read question by question: a broken or truncated end does not take the beginning with it."""

import base64
import binascii
import io
from xml.etree.ElementTree import Element, ParseError

from app.content.bank.imported import MOST_BYTES, MOST_PICTURE_BYTES, Draft, Reading, Rejected
from app.content.bank.labels import labelled
from app.content.bank.moodle_answers import Answer, choice_fields, joined, numerical_fields, short_answer_fields
from app.content.bank.moodle_cloze import cloze_fields, missing_word_fields
from app.content.bank.rich_text import RichText, clean, from_html, picture_name, take_picture
from app.content.bank.xml_safely import refused, xml_text
from app.domain.errors import Progress, UserError, no_progress

_NOT_HELD = {
    "essay": "问答题（论述题）没有可判分的答案",
    "description": "只是说明文字，不是题目",
    "calculated": "带变量的计算题",
    "calculatedsimple": "带变量的计算题",
    "calculatedmulti": "带变量的计算题",
    "ddimageortext": "图上拖放题",
    "ddmarker": "图上标记题",
    "randomsamatch": "随机组合的匹配题",
    "random": "随机抽题的占位",
    "kprime": "多项判断题",
    "mtf": "多项判断题",
}


class _NotTaken(Exception):
    """Why a question is not taken, in Chinese."""


def read_moodle_xml(content: bytes, name: str, on_progress: Progress = no_progress) -> Reading:
    """UserError where the file is no Moodle XML at all, too large, or has entities of its own."""
    if len(content) > MOST_BYTES:
        raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请拆成几个文件再导入。")
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    topic = ""
    count = 0
    depth = 0
    text = xml_text(content, name)
    try:
        for event, element in iterparse(io.StringIO(text), events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth += 1
                if depth == 1 and element.tag != "quiz":
                    raise UserError(
                        f"{name} 不是 Moodle XML（最外层应当是 quiz，实际是 {element.tag}）。", "请选择正确的文件。"
                    )
                continue
            depth -= 1
            if element.tag != "question" or depth != 1:
                continue
            kind = element.get("type", "")
            if kind == "category":
                topic = _category(_value(element.find("category")))
            else:
                count += 1
                if count % 100 == 1:
                    on_progress(None, f"正在读取第 {count} 题")
                title = clean(_value(element.find("name")))[:40]
                place = f"第 {count} 题" + (f"“{title}”" if title else "")
                try:
                    drafts.append(_Question(element, place).draft(kind, topic))
                except _NotTaken as reason:
                    rejected.append(Rejected(place, str(reason)))
            element.clear()
    except DefusedXmlException as problem:
        raise refused(name) from problem
    except (ParseError, ValueError, RecursionError) as problem:
        line = problem.position[0] if isinstance(problem, ParseError) and problem.position else 1
        if count == 0:
            raise UserError(f"{name} 第 {line} 行的 XML 不完整或有错误。", "请从 Moodle 重新导出。") from problem
        rejected.append(Rejected(f"第 {line} 行起", "XML 不完整或有错误，这里以后的内容没有导入"))
    return Reading(tuple(drafts), tuple(rejected))


def _category(path: str) -> str:
    steps = [step.replace("\0", "/").strip() for step in path.replace("//", "\0").split("/")]
    named = [step for step in steps if step and not step.startswith("$") and step != "top"]
    return clean(named[-1])[:60] if named else ""


def _value(element: Element | None) -> str:
    """The text of an element, or of its <text>."""
    if element is None:
        return ""
    inner = element.find("text")
    return (element.text if inner is None else inner.text) or ""


class _Question:
    def __init__(self, element: Element, place: str) -> None:
        self._element = element
        self._place = place
        self._pictures: dict[str, bytes] = {}
        self._notes: list[str] = []

    def draft(self, kind: str, topic: str) -> Draft:
        if kind in _NOT_HELD:
            raise _NotTaken(f"{_NOT_HELD[kind]}，题库没有这种题型")
        stem = self._rich(self._element.find("questiontext"))
        picture = self._picture(stem, self._element.find("questiontext"), "题干") or self._old_image()
        fields: dict[str, object] = {"stem": stem.text}
        fields |= self._body(kind, stem.text)
        if not fields["stem"] and picture:
            fields["stem"] = "（见图）"
        if not fields["stem"]:
            raise _NotTaken("没有题干")
        explanation = joined(self._plain("generalfeedback"), str(fields.pop("feedback", "")))
        if explanation:
            fields["explanation"] = explanation
        for tag in ("correctfeedback", "incorrectfeedback"):
            said = self._plain(tag)
            if len(said) > 20:  # 「回答正确」 and its like say nothing about the question
                self._notes.append(f"整体反馈“{said[:30]}…”没有导入")
        if picture:
            fields["picture"] = picture
        if topic:
            fields["topic"] = topic
        id = clean(_value(self._element.find("idnumber")))
        if id:
            fields["id"] = id
        labels = [_value(tag) for tag in self._element.findall("tags/tag")]
        return Draft(self._place, labelled(fields, labels), tuple(self._notes), self._pictures)

    def _body(self, kind: str, stem: str) -> dict[str, object]:
        if kind in ("multichoice", "multichoiceset"):
            single = _value(self._element.find("single")).strip().lower() in ("true", "1") and kind == "multichoice"
            fields = choice_fields(self._answers(), single, self._notes)
            return {**fields, "partial": "none"} if kind == "multichoiceset" else fields
        if kind == "truefalse":
            answers = self._answers()
            right = next((answer for answer in answers if answer.fraction > 0), None)
            if right is None:
                raise _NotTaken("判断题没有正确答案")
            feedback = joined(*(answer.feedback for answer in answers))
            return {
                "type": "judge",
                "answer": right.text.strip().lower() in ("true", "对", "正确"),
                "feedback": feedback,
            }
        if kind in ("shortanswer", "numerical"):
            answers = self._answers(plain=True)
            make = short_answer_fields if kind == "shortanswer" else numerical_fields
            if kind == "numerical" and self._element.find("units/unit") is not None:
                self._notes.append("数值题的单位没有导入")
            return {**make(stem, answers, self._notes), "feedback": joined(*(a.feedback for a in answers))}
        if kind in ("matching", "ddmatch"):
            return self._match()
        if kind == "ordering":
            steps = sorted(self._element.findall("answer"), key=lambda each: _fraction(each, 0.0))
            return {"type": "order", "steps": [self._rich(each).text for each in steps]}
        if kind in ("cloze", "multianswer"):
            found = cloze_fields(stem, self._notes)
            if found is None:
                raise _NotTaken("完形填空题里没有可以识别的空")
            return found
        if kind in ("gapselect", "ddwtos"):
            words = [self._rich(each).text for each in self._element.findall("selectoption")]
            words = words or [self._rich(each).text for each in self._element.findall("dragbox")]
            found = missing_word_fields(stem, words, self._notes)
            if found is None:
                raise _NotTaken("选词填空题的空与备选词对不上")
            return found
        raise _NotTaken(f"Moodle 的“{kind or '未注明'}”题型，题库没有对应的题型")

    def _answers(self, plain: bool = False) -> list[Answer]:
        found = []
        for element in self._element.findall("answer"):
            rich = RichText(clean(_value(element))) if plain else self._rich(element)
            where = f"选项“{rich.text[:10]}”" if rich.text else "选项"
            picture = self._picture(rich, element, where)
            feedback = self._rich(element.find("feedback"))
            self._picture(feedback, element.find("feedback"), "反馈")
            tolerance = _value(element.find("tolerance")).strip()
            found.append(Answer(rich.text, _fraction(element, 0.0) / 100, feedback.text, picture, tolerance))
        return found

    def _match(self) -> dict[str, object]:
        pairs, extra = [], []
        for element in self._element.findall("subquestion"):
            left, right = self._rich(element), self._rich(element.find("answer"))
            for side, where in ((left, element), (right, element.find("answer"))):
                if self._picture(side, where, "匹配项"):
                    self._notes.append("匹配项里的图片没有导入")
            if left.text:
                pairs.append({"left": left.text, "right": right.text})
            elif right.text:
                extra.append(right.text)
        rights = {pair["right"] for pair in pairs}
        extra = [each for each in dict.fromkeys(extra) if each not in rights]
        return {"type": "match", "pairs": pairs, **({"extra": extra} if extra else {})}

    def _plain(self, tag: str) -> str:
        element = self._element.find(tag)
        rich = self._rich(element)
        self._picture(rich, element, "解析")
        return rich.text

    def _rich(self, element: Element | None) -> RichText:
        if element is None:
            return RichText("")
        text = _value(element)
        if element.get("format") in ("plain_text", "markdown"):
            return RichText(clean(text))
        if element.get("format") == "moodle_auto_format" and "<" not in text:
            text = text.strip().replace("\n", "<br>")
        return from_html(text)

    def _picture(self, rich: RichText, element: Element | None, where: str) -> str:
        files: dict[str, bytes] = {}
        for file in [] if element is None else element.findall("file"):
            name = picture_name(file.get("name", ""))
            if name and len(file.text or "") < MOST_PICTURE_BYTES * 4 / 3:
                files[name] = _decoded(file.text or "")
        rich.pictures = [source.replace("@@PLUGINFILE@@/", "") for source in rich.pictures]
        before = dict(self._pictures)
        kept = take_picture(rich, files, self._pictures, self._notes, where)
        if kept and where in ("反馈", "解析"):  # there is no place for a picture there
            self._pictures.clear()
            self._pictures.update(before)
            self._notes.append(f"{where}里的图片 {kept} 没有导入")
        return kept

    def _old_image(self) -> str:
        """The picture as Moodle 1.9 exported it."""
        name = picture_name(_value(self._element.find("image")))
        content = _decoded(_value(self._element.find("image_base64")))
        if not name or not content:
            return ""
        rich = RichText("", [name])
        return take_picture(rich, {name: content}, self._pictures, self._notes, "题干")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""


def _fraction(element: Element, otherwise: float) -> float:
    try:
        return float(element.get("fraction", ""))
    except ValueError:
        return otherwise
