"""One QTI item to the bank's plain fields, whatever its version."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from app.content.bank.moodle_answers import joined, plain_number
from app.content.bank.qti_names import attribute, children, descendants, kind
from app.content.bank.qti_text import QtiText, text_of
from app.content.bank.rich_text import take_picture
from app.domain.plain_values import FALSE, TRUE
from app.domain.questions import Partial

_NOT_HELD = {
    "extendedtextinteraction": "问答题（论述题）没有可判分的答案",
    "uploadinteraction": "上传文件题",
    "drawinginteraction": "画图题",
    "hotspotinteraction": "图上点选题",
    "selectpointinteraction": "图上点选题",
    "graphicorderinteraction": "图上排序题",
    "graphicassociateinteraction": "图上连线题",
    "graphicgapmatchinteraction": "图上拖放题",
    "positionobjectinteraction": "图上摆放题",
    "sliderinteraction": "滑块题",
    "mediainteraction": "音像题",
    "hottextinteraction": "文中点选题",
    "endattemptinteraction": "分步作答题",
    "custominteraction": "专用插件题",
    "portablecustominteraction": "专用插件题",
}


class NotTaken(Exception):
    """Why an item is not taken, in Chinese."""


@dataclass
class _Response:
    cardinality: str
    base: str
    correct: list[str]
    weights: dict[str, float]

    def right(self) -> list[str]:
        """The right values, also where only a mapping says so."""
        if self.correct or not self.weights:
            return self.correct
        best = max(self.weights.values())
        wanted = best if self.cardinality == "single" else 0.000001
        return [key for key, weight in self.weights.items() if weight >= wanted and weight > 0]


@dataclass
class Item:
    """What an item yields besides its fields. `files` are contents by bare picture name that it may use."""

    files: dict[str, bytes]
    notes: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def fields(self, item: Element) -> dict[str, object]:
        """Plain fields of the question. NotTaken where our types cannot hold it."""
        if attribute(item, "adaptive") == "true":
            raise NotTaken("逐步引导的自适应题，题库没有这种题型")
        if descendants(item, "templatedeclaration"):
            raise NotTaken("带变量的模板题，题库没有这种题型")
        responses = {attribute(each, "identifier"): _response(each) for each in children(item, "responsedeclaration")}
        bodies = children(item, "itembody")
        if not bodies:
            raise NotTaken("没有题目正文（itemBody）")
        body = text_of(bodies[0])
        picture = self._picture(body, "题干")
        fields = self._question(body, item, responses)
        said = [text for _, text in body.feedback] + [text_of(each).text for each in children(item, "modalfeedback")]
        explanation = joined(str(fields.pop("explanation", "")), *said)
        if explanation:
            fields["explanation"] = explanation
        if picture:
            fields.setdefault("picture", picture)
        if not fields.get("stem"):
            fields["stem"] = attribute(item, "title") or ("（见图）" if picture else "")
        if not fields["stem"]:
            raise NotTaken("没有题干")
        return fields

    def _question(self, body: QtiText, item: Element, responses: dict[str, _Response]) -> dict[str, object]:
        for block in body.blocks:
            if kind(block) in _NOT_HELD:
                raise NotTaken(f"{_NOT_HELD[kind(block)]}，题库没有这种题型")
        if not body.blocks and not body.gaps:
            raise NotTaken("没有作答部分，只是说明文字")
        if body.gaps and body.blocks:
            raise NotTaken("填空和其他作答方式混在一题里，无法拆开")
        if body.gaps:
            return self._gaps(body, item, responses)
        if len(body.blocks) == 1:
            return self._block(body.blocks[0], body.text, responses)
        parts = []
        for i, block in enumerate(body.blocks, 1):
            part = self._block(block, "", responses)
            part["stem"] = part["stem"] or f"第 {i} 问"
            parts.append(part)
        return {"type": "case", "stem": body.text, "parts": parts}

    def _block(self, block: Element, stem: str, responses: dict[str, _Response]) -> dict[str, object]:
        prompts = [text_of(each) for each in children(block, "prompt")]
        said = [feedback[1] for prompt in prompts for feedback in prompt.feedback]
        picture = next((kept for prompt in prompts if (kept := self._picture(prompt, "题干"))), "")
        response = responses.get(attribute(block, "responseidentifier")) or _Response("", "", [], {})
        fields = self._answered(block, response)
        stem = "\n".join(
            part for part in (stem, *(prompt.text for prompt in prompts), str(fields.pop("more", ""))) if part
        )
        fields = {"type": fields["type"], "stem": stem, **fields}
        if picture:
            fields["picture"] = picture
        explanation = joined(str(fields.pop("said", "")), *said)
        return {**fields, "explanation": explanation} if explanation else fields

    def _answered(self, block: Element, response: _Response) -> dict[str, object]:
        name = kind(block)
        if name == "choiceinteraction":
            return self._choice(block, response)
        if name == "orderinteraction":
            choices = {attribute(each, "identifier"): self._plain(each) for each in descendants(block, "simplechoice")}
            right = response.right()
            if not right or any(value not in choices for value in right):
                raise NotTaken("排序题没有给出正确顺序")
            if len(right) < len(choices):
                self.notes.append("不参与排序的项目没有导入")
            return {"type": "order", "steps": [choices[value] for value in right]}
        if name == "matchinteraction":
            sets = [
                {
                    attribute(each, "identifier"): self._plain(each)
                    for each in descendants(one, "simpleassociablechoice")
                }
                for one in children(block, "simplematchset")
            ]
            if len(sets) != 2:
                raise NotTaken("匹配题不是左右两栏")
            return _match(_pairs(response), *sets)
        if name == "associateinteraction":
            both = {attribute(e, "identifier"): self._plain(e) for e in descendants(block, "simpleassociablechoice")}
            pairs = _pairs(response)
            used = {value for pair in pairs for value in pair}
            lefts = {left: both.get(left, "") for left, _ in pairs}
            return _match(
                pairs, lefts, {key: text for key, text in both.items() if key not in lefts or key not in used}
            )
        if name == "gapmatchinteraction":
            return self._gap_match(block, response)
        raise NotTaken(f"“{name}”这种作答方式，题库没有对应的题型")

    def _choice(self, block: Element, response: _Response) -> dict[str, object]:
        right = response.right()
        choices = children(block, "simplechoice")
        if not right:
            raise NotTaken("选择题没有给出正确答案")
        options = []
        for choice in choices:
            text = text_of(choice)
            option: dict[str, object] = {"text": text.text}
            if attribute(choice, "identifier") in right:
                option["right"] = True
            if text.feedback:
                option["why"] = joined(*(said for _, said in text.feedback))
            picture = self._picture(text, f"选项“{text.text[:10]}”")
            if picture:
                option["picture"] = picture
            options.append(option)
        single = response.cardinality == "single" or (
            response.cardinality != "multiple" and attribute(block, "maxchoices") in ("", "1")
        )
        words = [str(option["text"]).lower() for option in options]
        if single and len(words) == 2 and ({*words} & TRUE and {*words} & FALSE):
            answer = next(str(option["text"]).lower() in TRUE for option in options if option.get("right"))
            return {"type": "judge", "answer": answer, "said": joined(*(str(o.get("why", "")) for o in options))}
        if single:
            self._partial_weights(response)
            return {"type": "single", "options": options}
        weights = {weight for weight in response.weights.values() if weight > 0}
        if len(weights) > 1:
            self.notes.append("正确选项的分值各不相同，导入后按每项相同计")
        partial = Partial.PER_OPTION if response.weights else Partial.NONE
        return {"type": "multiple", "options": options, "partial": partial.value}

    def _partial_weights(self, response: _Response) -> None:
        if len({weight for weight in response.weights.values() if weight > 0}) > 1:
            self.notes.append("部分得分没有导入")

    def _gaps(self, body: QtiText, item: Element, responses: dict[str, _Response]) -> dict[str, object]:
        if len(body.gaps) == 1 and kind(body.gaps[0]) == "inlinechoiceinteraction":
            return {"stem": body.text, **self._inline_choice(body.gaps[0], responses)}
        blanks = []
        for gap in body.gaps:
            identifier = attribute(gap, "responseidentifier")
            response = responses.get(identifier) or _Response("", "", [], {})
            if kind(gap) == "inlinechoiceinteraction":
                words = {attribute(each, "identifier"): self._plain(each) for each in children(gap, "inlinechoice")}
                blanks.append({"accept": [words.get(value, value) for value in response.right()]})
                self.notes.append(f"第 {len(blanks)} 空的备选项没有导入，改为填写答案")
            else:
                blanks.append(self._text_entry(response, _tolerance(item, identifier)))
            if not any(blanks[-1].values()):
                raise NotTaken(f"第 {len(blanks)} 空没有给出正确答案")
        return {"type": "blank", "stem": body.text, "blanks": blanks}

    def _inline_choice(self, gap: Element, responses: dict[str, _Response]) -> dict[str, object]:
        response = responses.get(attribute(gap, "responseidentifier")) or _Response("", "", [], {})
        right = response.right()
        options = [
            {"text": self._plain(each), **({"right": True} if attribute(each, "identifier") in right else {})}
            for each in children(gap, "inlinechoice")
        ]
        if not any(option.get("right") for option in options):
            raise NotTaken("选词填空没有给出正确答案")
        return {"type": "single", "options": options}

    def _text_entry(self, response: _Response, tolerance: str) -> dict[str, object]:
        best = max(response.weights.values(), default=0)
        accept = list(response.correct)
        for key, weight in response.weights.items():
            if weight >= best > 0 and key not in accept:
                accept.append(key)
            elif 0 < weight < best and key not in response.correct:
                self.notes.append(f"答案“{key}”的部分得分没有导入")
        accept = list(dict.fromkeys(text.strip() for text in accept if text.strip()))
        if response.base in ("integer", "float") and accept:
            try:
                number = plain_number(Decimal(accept[0]))
            except InvalidOperation:
                return {"accept": accept}
            gap: dict[str, object] = {"number": number}
            if tolerance:
                gap["tolerance"] = tolerance
            return {**gap, "accept": accept[1:]} if accept[1:] else gap
        return {"accept": accept}

    def _gap_match(self, block: Element, response: _Response) -> dict[str, object]:
        words = {
            attribute(each, "identifier"): self._plain(each) for each in block if kind(each) in ("gaptext", "gapimg")
        }
        word_of: dict[str, str] = {}
        for left, right in _pairs(response):
            word, gap = (left, right) if left in words else (right, left)
            word_of[gap] = words.get(word, "")
        text = QtiText("")
        stem = []
        for each in block:
            if kind(each) in ("gaptext", "gapimg", "prompt"):
                continue
            inner = text_of(each)
            stem.append(inner.text)
            text.gaps += inner.gaps
        blanks = [{"accept": [word_of.get(attribute(gap, "identifier"), "")]} for gap in text.gaps]
        if not blanks or not all(blank["accept"][0] for blank in blanks):
            raise NotTaken("拖词填空没有给出每个空的正确答案")
        if len(words) > len(set(word_of.values())):
            self.notes.append("多余的备选词没有导入")
        return {"type": "blank", "more": "\n".join(stem), "blanks": blanks}

    def _plain(self, element: Element) -> str:
        text = text_of(element)
        for source in text.pictures:
            self.notes.append(f"“{text.text[:10]}”里的图片 {source} 没有导入")
        self.notes += [f"{lost}没有导入" for lost in text.lost]
        return text.text or attribute(element, "identifier")

    def _picture(self, text: QtiText, where: str) -> str:
        return take_picture(text, self.files, self.pictures, self.notes, where)


def _response(element: Element) -> _Response:
    weights = {}
    for entry in descendants(element, "mapentry"):
        try:
            weights[attribute(entry, "mapkey")] = float(attribute(entry, "mappedvalue"))
        except ValueError:
            continue
    correct = [
        (value.text or "").strip() for each in children(element, "correctresponse") for value in children(each, "value")
    ]
    return _Response(
        attribute(element, "cardinality"), attribute(element, "basetype"), [c for c in correct if c], weights
    )


def _pairs(response: _Response) -> list[tuple[str, str]]:
    found = []
    for value in response.right():
        left, _, right = value.partition(" ")
        found.append((left, right.strip()))
    return found


def _match(pairs: list[tuple[str, str]], lefts: dict[str, str], rights: dict[str, str]) -> dict[str, object]:
    """Each left with its one right, whichever way round the item has them; unused rights are extra."""
    if not pairs or any(left not in lefts or right not in rights for left, right in pairs):
        raise NotTaken("匹配题没有给出正确的对应关系")
    if len({left for left, _ in pairs}) < len(pairs) or len(pairs) < len(lefts):
        turned = [(right, left) for left, right in pairs]
        if len({left for left, _ in turned}) < len(turned) or len(turned) < len(rights):
            raise NotTaken("匹配题有一项对应多项或没有对应的项，题库的匹配题一个左项只有一个右项")
        return _match(turned, rights, lefts)
    used = {right for _, right in pairs}
    extra = [text for key, text in rights.items() if key not in used]
    matched = [{"left": lefts[left], "right": rights[right]} for left, right in pairs]
    return {"type": "match", "pairs": matched, **({"extra": extra} if extra else {})}


def _tolerance(item: Element, identifier: str) -> str:
    """The absolute tolerance that response processing allows for a number; "" where it allows none."""
    for equal in descendants(item, "equal"):
        if attribute(equal, "tolerancemode") != "absolute":
            continue
        if any(attribute(each, "identifier") == identifier for each in descendants(equal, "variable")):
            margin = attribute(equal, "tolerance").split()
            try:
                return plain_number(Decimal(margin[0])) if margin else ""
            except InvalidOperation:
                return ""
    return ""
