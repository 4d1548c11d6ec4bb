"""Questions as a QTI content package: one item file each, a manifest that carries their facts as keywords."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.content.bank.imported import LeftOut, Pictures, Written
from app.content.bank.labels import labels_of
from app.content.bank.moodle_answers import plain_number
from app.content.bank.qti import TOOL
from app.content.bank.rich_text import to_html
from app.domain.question_body_reading import GAPS
from app.domain.questions import (
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Question,
    Rewrite,
    Single,
    Spoken,
)


@dataclass(frozen=True, slots=True)
class QtiVersion:
    """How a version of QTI spells things."""

    number: str
    item: str  # namespace of items
    package: str  # namespace of the manifest
    resource: str  # resource type of an item
    templates: str  # where response-processing templates live
    dashes: bool  # qti-choice-interaction instead of choiceInteraction


QTI_21 = QtiVersion(
    "2.1",
    "http://www.imsglobal.org/xsd/imsqti_v2p1",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "imsqti_item_xmlv2p1",
    "http://www.imsglobal.org/question/qti_v2p1/rptemplates/{}",
    False,
)
QTI_22 = QtiVersion(
    "2.2",
    "http://www.imsglobal.org/xsd/imsqti_v2p2",
    "http://www.imsglobal.org/xsd/imscp_v1p1",
    "imsqti_item_xmlv2p2",
    "http://www.imsglobal.org/question/qti_v2p2/rptemplates/{}",
    False,
)
QTI_30 = QtiVersion(
    "3.0",
    "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    "imsqti_item_xmlv3p0",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/{}.xml",
    True,
)
_UPPER = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HTML = frozenset({"p", "br", "img", "div"})
_LOM = "http://ltsc.ieee.org/xsd/LOM"


def qti_writer(version: QtiVersion) -> Callable[[tuple[Question, ...], Pictures], Written]:
    def write(questions: tuple[Question, ...], pictures: Pictures) -> Written:
        return _write(version, questions, pictures)

    return write


def _write(version: QtiVersion, questions: tuple[Question, ...], pictures: Pictures) -> Written:
    left_out: list[LeftOut] = []
    resources: list[str] = []
    written: set[str] = set()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for question in questions:
            if isinstance(question.body, Case | Rewrite | Spoken):
                left_out.append(LeftOut(question.id, f"QTI 没有{question.type.label}这种题型"))
                continue
            path = f"items/q{len(resources) + 1:05d}.xml"
            item = _Item(version, question, pictures, left_out)
            package.writestr(path, item.xml())
            for name, content in item.used.items():
                if name not in written:
                    written.add(name)
                    package.writestr(f"items/images/{name}", content)
            resources.append(_resource(version, question, path, list(item.used)))
        package.writestr("imsmanifest.xml", _manifest(version, resources))
    return Written(out.getvalue(), len(resources), tuple(left_out))


def _manifest(version: QtiVersion, resources: list[str]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{version.package}" xmlns:imsmd="{_LOM}" identifier="question-bank">'
        f"<metadata><schema>QTI Package</schema><schemaversion>{version.number}.0</schemaversion></metadata>"
        "<organizations/><resources>\n" + "\n".join(resources) + "\n</resources></manifest>\n"
    )


def _resource(version: QtiVersion, question: Question, path: str, pictures: list[str]) -> str:
    keywords = "".join(
        f'<imsmd:keyword><imsmd:string language="zh">{escape(label)}</imsmd:string></imsmd:keyword>'
        for label in labels_of(question)
    )
    files = "".join(f"<file href={quoteattr(each)}/>" for each in [path, *(f"items/images/{p}" for p in pictures)])
    return (
        f'<resource identifier="{path[6:-4]}" type="{version.resource}" href="{path}">'
        f"<metadata><imsmd:lom><imsmd:general>{keywords}</imsmd:general></imsmd:lom></metadata>{files}</resource>"
    )


class _Item:
    def __init__(self, version: QtiVersion, question: Question, pictures: Pictures, left_out: list[LeftOut]) -> None:
        self._version = version
        self._question = question
        self._pictures = pictures
        self._left_out = left_out
        self.used: dict[str, bytes] = {}

    def xml(self) -> str:
        question = self._question
        declarations, body, processing = self._parts()
        stem = "" if isinstance(question.body, Blank) else self._tag("p", to_html(question.stem))
        picture = self._image(question.picture)
        shown = self._tag("p", picture) if picture else ""
        said = ""
        if question.explanation:
            inside = self._tag("contentBody", self._tag("p", to_html(question.explanation)))
            inside = inside if self._version.dashes else self._tag("p", to_html(question.explanation))
            said = self._tag(
                "modalFeedback", inside, outcomeIdentifier="FEEDBACK", showHide="show", identifier="explanation"
            )
        outcome = self._tag("outcomeDeclaration", "", identifier="SCORE", cardinality="single", baseType="float")
        outcome += self._tag(
            "outcomeDeclaration", "", identifier="FEEDBACK", cardinality="single", baseType="identifier"
        )
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self._tag(
            "assessmentItem",
            "\n".join([declarations, outcome, self._tag("itemBody", stem + shown + body), processing, said]),
            xmlns=self._version.item,
            identifier="q-" + re.sub(r"[^A-Za-z0-9_-]", "-", question.id),
            title=question.stem.split("\n")[0][:60] or question.id,
            label=question.id,
            adaptive="false",
            timeDependent="false",
            toolName=TOOL,
        )

    def _parts(self) -> tuple[str, str, str]:
        """Response declarations, the interactions of the body, and response processing."""
        match self._question.body:
            case Single(options):
                return self._choice(options, "single")
            case Multiple(options):
                return self._choice(options, "multiple")
            case Judge(answer):
                options = (Option("对", answer), Option("错", not answer))
                return self._choice(options, "single", ("true", "false"))
            case Order(steps):
                names = [f"S{i}" for i in range(len(steps))]
                # Shown in another order than the right one also where a player does not shuffle.
                shown = sorted(zip(names, steps, strict=True), key=lambda pair: pair[1])
                choices = "".join(self._tag("simpleChoice", to_html(text), identifier=name) for name, text in shown)
                body = self._tag("orderInteraction", choices, responseIdentifier="RESPONSE", shuffle="true")
                return self._declaration("ordered", "identifier", names), body, self._processing()
            case Match(pairs, extra):
                return self._match([(pair.left, pair.right) for pair in pairs], extra)
            case Blank(gaps):
                return self._blank(gaps)
            case other:
                raise AssertionError(other)

    def _choice(
        self, options: tuple[Option, ...], cardinality: str, names: tuple[str, ...] = ()
    ) -> tuple[str, str, str]:
        names = names or tuple(f"C{i + 1}" for i in range(len(options)))
        choices = ""
        for name, option in zip(names, options, strict=True):
            why = ""
            if option.why:
                why = self._tag(
                    "feedbackInline",
                    to_html(option.why),
                    outcomeIdentifier="FEEDBACK",
                    identifier=name,
                    showHide="show",
                )
            image = self._image(option.picture)
            choices += self._tag("simpleChoice", to_html(option.text) + image + why, identifier=name)
        most = "1" if cardinality == "single" else "0"
        body = self._tag("choiceInteraction", choices, responseIdentifier="RESPONSE", shuffle="false", maxChoices=most)
        right = [name for name, option in zip(names, options, strict=True) if option.right]
        return self._declaration(cardinality, "identifier", right), body, self._processing()

    def _match(self, pairs: list[tuple[str, str]], extra: tuple[str, ...]) -> tuple[str, str, str]:
        rights = list(dict.fromkeys([right for _, right in pairs] + list(extra)))
        names = {right: f"R{i + 1}" for i, right in enumerate(rights)}
        lefts = "".join(
            self._tag("simpleAssociableChoice", to_html(left), identifier=f"L{i}", matchMax="1")
            for i, (left, _) in enumerate(pairs, 1)
        )
        others = "".join(
            self._tag("simpleAssociableChoice", to_html(right), identifier=names[right], matchMax=str(len(pairs)))
            for right in rights
        )
        sets = self._tag("simpleMatchSet", lefts) + self._tag("simpleMatchSet", others)
        body = self._tag(
            "matchInteraction", sets, responseIdentifier="RESPONSE", shuffle="true", maxAssociations=str(len(pairs))
        )
        right = [f"L{i} {names[right]}" for i, (_, right) in enumerate(pairs, 1)]
        return self._declaration("multiple", "directedPair", right), body, self._processing()

    def _blank(self, gaps: tuple[Gap, ...]) -> tuple[str, str, str]:
        declarations, conditions = "", ""
        for i, gap in enumerate(gaps, 1):
            name = f"RESPONSE{i}"
            if gap.accept:
                mapping = "".join(self._tag("mapEntry", "", mapKey=text, mappedValue="1") for text in gap.accept)
                mapped = self._tag("mapping", mapping, defaultValue="0")
                declarations += self._declaration("single", "string", [gap.accept[0]], name, mapped)
                scored = self._tag("mapResponse", "", identifier=name)
            else:
                assert gap.number is not None
                declarations += self._declaration("single", "float", [plain_number(gap.number)], name)
                margin = plain_number(gap.tolerance)
                both = self._tag("variable", "", identifier=name) + self._tag("correct", "", identifier=name)
                scored = self._tag("equal", both, toleranceMode="absolute", tolerance=f"{margin} {margin}")
                one = self._tag("baseValue", "1", baseType="float")
                conditions += self._tag("responseCondition", self._tag("responseIf", scored + self._add(one)))
                continue
            conditions += self._add(scored)
        entry = iter(range(1, len(gaps) + 1))
        stem = GAPS.sub("\x00", self._question.stem)
        pieces = to_html(stem).split("\x00")
        body = pieces[0] + "".join(
            self._tag("textEntryInteraction", "", responseIdentifier=f"RESPONSE{next(entry)}") + piece
            for piece in pieces[1:]
        )
        return declarations, self._tag("p", body), self._tag("responseProcessing", conditions)

    def _add(self, value: str) -> str:
        summed = self._tag("sum", self._tag("variable", "", identifier="SCORE") + value)
        return self._tag("setOutcomeValue", summed, identifier="SCORE")

    def _declaration(
        self, cardinality: str, base: str, right: list[str], name: str = "RESPONSE", more: str = ""
    ) -> str:
        values = "".join(self._tag("value", escape(value)) for value in right)
        correct = self._tag("correctResponse", values)
        return self._tag("responseDeclaration", correct + more, identifier=name, cardinality=cardinality, baseType=base)

    def _processing(self) -> str:
        return self._tag("responseProcessing", "", template=self._version.templates.format("match_correct"))

    def _image(self, name: str) -> str:
        if not name:
            return ""
        content = self._pictures(name)
        if content is None:
            self._left_out.append(LeftOut(self._question.id, f"图片 {name} 不在题库里，没有导出", whole=False))
            return ""
        self.used[name] = content
        return self._tag("img", "", src=f"images/{name}", alt="")

    def _tag(self, name: str, inside: str, **attributes: str) -> str:
        """An element in the version's spelling; `inside` is XML already."""
        spelled = name if name in _HTML or not self._version.dashes else "qti-" + _dashed(name)
        written = "".join(
            f" {_dashed(key) if self._version.dashes else key}={_attribute(value)}" for key, value in attributes.items()
        )
        return f"<{spelled}{written}>{inside}</{spelled}>" if inside else f"<{spelled}{written}/>"


def _dashed(name: str) -> str:
    return _UPPER.sub("-", name).lower()


def _attribute(value: str) -> str:
    # A line end in an attribute would come back as a space.
    return quoteattr(value, {"\n": "&#10;", "\t": "&#9;"})
