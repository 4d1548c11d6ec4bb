"""Moodle's GIFT: questions as text with {=right ~wrong}, read as Moodle reads it (question/format/gift)."""

import re
from collections.abc import Iterator

from app.content.bank.imported import MOST_BYTES, Draft, Reading, Rejected
from app.content.bank.labels import labelled
from app.content.bank.moodle_answers import (
    Answer,
    choice_fields,
    joined,
    numerical_fields,
    short_answer_fields,
)
from app.content.bank.rich_text import clean, from_html
from app.content.bank.text_encoding import decode_text
from app.domain.errors import Progress, UserError, no_progress
from app.domain.question_body_reading import PLACE, with_gaps
from app.domain.questions import GAP

# Escaped characters wait in Unicode's noncharacters, which no text holds, until the syntax has been read.
_ESCAPED = ":#={}~\\"
_HIDDEN = {char: chr(0xFDD0 + i) for i, char in enumerate(_ESCAPED)} | {"n": chr(0xFDEF)}
_SHOWN = str.maketrans({**{_HIDDEN[char]: char for char in _ESCAPED}, _HIDDEN["n"]: "\n"})
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown|auto)\]", re.IGNORECASE)
_LABEL = re.compile(r"((?:\\.|[^]\\])+)\]")
_ORDERING = re.compile(r">\s*(?:ALL|\d+|[A-Z_ ])*\n", re.IGNORECASE)
_TRUE_FALSE = {"T": True, "TRUE": True, "F": False, "FALSE": False}


class _NotTaken(Exception):
    """Why a block does not become a question, in Chinese."""


def read_gift(content: bytes, name: str, on_progress: Progress = no_progress) -> Reading:
    """UserError where the file is no text or too large; anything inside it is a draft or a rejection."""
    if len(content) > MOST_BYTES:
        raise UserError(f"{name} 超过了上限 {MOST_BYTES // 10**6} MB。", "请拆成几个文件再导入。")
    text = decode_text(content, name).text.replace("\r\n", "\n").replace("\r", "\n")
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    topic = ""
    for count, (line, block) in enumerate(_blocks(text)):
        if count % 200 == 0:
            on_progress(None, f"正在读取第 {line} 行")
        place = f"第 {line} 行"
        comments, body = _without_comments(block)
        if body.startswith("$CATEGORY:"):
            first, _, body = body.partition("\n")
            topic = _category(first[10:])
            body = body.strip()
        if not body:
            continue
        try:
            fields, notes = _read_block(body)
        except _NotTaken as reason:
            rejected.append(Rejected(place, str(reason)))
            continue
        if topic:
            fields["topic"] = topic
        drafts.append(Draft(place, _with_comments(fields, comments), tuple(notes)))
    return Reading(tuple(drafts), tuple(rejected))


def _without_comments(block: str) -> tuple[list[str], str]:
    """The comment lines of a block, and the rest of it."""
    if "//" not in block:
        return [], block.strip()
    comments: list[str] = []
    lines: list[str] = []
    for line in block.split("\n"):
        (comments if line.lstrip().startswith("//") else lines).append(line)
    return comments, "\n".join(lines).strip()


def _category(path: str) -> str:
    """The last step of $course$/top/社保/工伤; a doubled slash is a slash in a name."""
    steps = [step.strip() for step in path.strip().replace("//", "\0").split("/")]
    named = [step.replace("\0", "/") for step in steps if step and not step.startswith("$") and step != "top"]
    return clean(named[-1])[:60] if named else ""


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """(line, text) of what stands between blank lines; blank lines inside braces do not divide."""
    pending: list[str] = []
    start = 1
    open_brace = False
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        if bare and not pending:
            start = number
        if not bare and not open_brace:
            if pending:
                yield start, "\n".join(pending)
                pending = []
            continue
        begins = bare.startswith(("::", "$CATEGORY:"))
        if begins and open_brace:  # the brace before was never closed: that block is broken, this one is not
            yield start, "\n".join(pending)
            pending, start, open_brace = [], number, False
        pending.append(line)
        if "{" in line or "}" in line:
            bare = _ESCAPE.sub("", line) if "\\" in line else line
            if not bare.lstrip().startswith("//"):
                last = max(bare.rfind("{"), bare.rfind("}"))
                open_brace = last >= 0 and bare[last] == "{"
    if pending:
        yield start, "\n".join(pending)


def _with_comments(fields: dict[str, object], comments: list[str]) -> dict[str, object]:
    text = "\n".join(comments)
    if "[" not in text:
        return fields
    ids = _labels(text, "[id:")
    if ids:
        fields["id"] = ids[0]
    return labelled(fields, _labels(text, "[tag:"))


def _labels(text: str, mark: str) -> list[str]:
    """What stands in brackets after each mark. Split first, so that nothing is looked through twice."""
    found = (_LABEL.match(piece) for piece in text.split(mark)[1:])
    return [_unescaped_label(each[1]) for each in found if each]


def _unescaped_label(label: str) -> str:
    if "\\" not in label:
        return label
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], label)


def _read_block(body: str) -> tuple[dict[str, object], list[str]]:
    if "\\" in body:
        body = _ESCAPE.sub(lambda found: _HIDDEN[found[1]], body)
    if body.startswith("::"):
        end = body.find("::", 2)
        if end < 0:
            raise _NotTaken("标题的 :: 没有成对")
        body = body[end + 2 :].strip()
    start, end = body.find("{"), body.find("}")
    if start < 0 and end < 0:
        raise _NotTaken("没有答案（说明性文字），不是题目")
    if start < 0 or end < start:
        raise _NotTaken("花括号 { } 没有成对")
    answers = body[start + 1 : end].strip()
    before, after = body[:start], body[end + 1 :].rstrip()
    answers, mark, general = answers.partition("####") if answers.count("####") < 2 else answers.rpartition("####")
    answers = answers.strip()
    return _Block(before, after).read(answers, general if mark else "")


class _Block:
    """One question's text around its answers; texts inside take its format unless they name their own."""

    def __init__(self, before: str, after: str) -> None:
        found = _FORMAT.match(before.lstrip())
        self._format = found[1].lower() if found else "moodle"
        self._before = before.lstrip()[found.end() :] if found else before
        self._after = after
        self.notes: list[str] = []

    def read(self, answers: str, general: str) -> tuple[dict[str, object], list[str]]:
        explanation = self._text(general)
        fields = self._fields(answers)
        feedback = fields.pop("feedback", "")
        explained = joined(explanation, str(feedback))
        if explained:
            fields["explanation"] = explained
        if fields["type"] not in ("blank",):
            gap = GAP if self._after and fields["type"] in ("single", "multiple") else ""
            fields["stem"] = self._text(self._before + gap + self._after)
        if not fields["stem"]:
            raise _NotTaken("没有题干")
        return fields, self.notes

    def _fields(self, answers: str) -> dict[str, object]:
        if not answers:
            raise _NotTaken("问答题（论述题）没有可判分的答案，题库没有这种题型")
        if answers[0] == "#":
            return self._numerical(answers[1:])
        if answers[0] == ">" and _ORDERING.match(answers + "\n"):
            lines = [self._text(line) for line in answers.split("\n")[1:]]
            return {"type": "order", "steps": [line for line in lines if line]}
        if "~" in answers:
            return self._choice(answers)
        if "=" in answers and "->" in answers:
            return self._match(answers)
        word = answers.partition("#")[0].strip()
        if word.upper() in _TRUE_FALSE:
            feedback = [self._text(each) for each in answers.split("#")[1:3]]
            return {"type": "judge", "answer": _TRUE_FALSE[word.upper()], "feedback": joined(*feedback)}
        return self._short_answer(answers)

    def _choice(self, answers: str) -> dict[str, object]:
        found = []
        single = "=" in answers
        for piece in _split(answers.replace("=", "~="), "~"):
            right = piece.startswith("=")
            weight = None if right else _WEIGHT.match(piece)
            fraction = 1.0 if right else float(weight[1]) / 100 if weight else 0.0
            text, _, feedback = (piece[1:] if right else piece[weight.end() :] if weight else piece).partition("#")
            found.append(Answer(self._text(text), fraction, self._text(feedback)))
        return choice_fields(found, single, self.notes)

    def _match(self, answers: str) -> dict[str, object]:
        pairs, extra = [], []
        for piece in _split(answers, "="):
            left, arrow, right = piece.partition("->")
            if not arrow:
                raise _NotTaken("匹配题有一项没有“->”")
            left, right = self._text(left), clean(_shown(right))
            if left:
                pairs.append({"left": left, "right": right})
            else:
                extra.append(right)
        return {"type": "match", "pairs": pairs, **({"extra": extra} if extra else {})}

    def _weighed(self, answers: str) -> list[Answer]:
        found = []
        for piece in _split(answers, "="):
            weight = _WEIGHT.match(piece)
            text, _, feedback = (piece[weight.end() :] if weight else piece).partition("#")
            fraction = float(weight[1]) / 100 if weight else 1.0
            found.append(Answer(clean(_shown(text)), fraction, self._text(feedback)))
        return found

    def _short_answer(self, answers: str) -> dict[str, object]:
        found = self._weighed(answers)
        fields = short_answer_fields(self._stem_with_gap(), found, self.notes)
        return {**fields, "feedback": joined(*(answer.feedback for answer in found))}

    def _numerical(self, answers: str) -> dict[str, object]:
        answers, tilde, wrong = answers.partition("~")
        found = self._weighed(answers)
        fields = numerical_fields(self._stem_with_gap(), found, self.notes)
        feedback = [answer.feedback for answer in found]
        return {**fields, "feedback": joined(*feedback, self._text(wrong.partition("#")[2]) if tilde else "")}

    def _stem_with_gap(self) -> str:
        if not self._after:
            return self._text(self._before)
        return self._text(with_gaps(self._before + PLACE + self._after))

    def _text(self, raw: str) -> str:
        raw = raw.strip()
        kind = self._format
        if raw.startswith("["):
            named = _FORMAT.match(raw)
            if named:
                kind, raw = named[1].lower(), raw[named.end() :]
        text = _shown(raw)
        if kind in ("html", "moodle") and ("<" in text or "&" in text):
            rich = from_html(text.replace("\n", "<br>") if kind == "moodle" else text)
            self.notes += [f"图片 {source[:60]} 没有随文件提供，没有导入" for source in rich.pictures]
            self.notes += [f"{what}没有导入" for what in rich.lost]
            return rich.text
        return clean(text)


def _shown(text: str) -> str:
    """With the characters that were escaped; what stands for them is not printable, most texts are."""
    return text if text.isprintable() else text.translate(_SHOWN)


def _split(answers: str, mark: str) -> list[str]:
    pieces = [piece.strip() for piece in answers.split(mark)]
    return pieces[1:] if not pieces[0] else pieces
