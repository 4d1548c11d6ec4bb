"""From a plain mapping (one item of a bank file, a stored JSON, an imported row) to a question."""

import re
from collections.abc import Mapping

from app.domain.business import BusinessLine
from app.domain.plain_values import Fields, PlainReader
from app.domain.question_body_reading import BODY_KEYS, PART_KEYS, read_body, read_picture
from app.domain.question_problems import PlainPath, Problem
from app.domain.questions import NATIONWIDE, Basis, Case, Part, Question, QuestionType, Rewrite, Spoken

INHERITED = frozenset(
    {"line", "topic", "region", "author", "checked", "effective", "expires", "difficulty", "tags", "basis", "review"}
)
_OWN = INHERITED | {"id", "type", "stem", "explanation", "version", "picture"}
_ALLOWED = {type: _OWN | BODY_KEYS[type] for type in QuestionType}
_PART_ALLOWED = {type: PART_KEYS | BODY_KEYS[type] for type in QuestionType}
_ID = re.compile(r"[\w][\w.:-]{0,99}")


def read_question(
    fields: Fields, inherited: Fields | None = None, source: str = "", complete: bool = True
) -> tuple[Question | None, tuple[Problem, ...]]:
    """The question, or None and every problem that keeps it from being one.

    `inherited` holds what the file says for all its questions (line, topic and its defaults); a question's
    own value goes before it. A question marked for review may lack explanation, basis, dates and
    difficulty: the mark says that somebody still has to supply them. With `complete` False nobody has to.
    """
    reader = PlainReader()
    at: PlainPath = ()
    every = {**inherited, **fields} if inherited else fields
    type = reader.member(fields, "type", QuestionType, at, "题型")
    if type is None:
        return None, tuple(reader.problems)
    reader.known(fields, _ALLOWED[type], at)
    id = reader.text(fields, "id", at, "编号", needed=True)
    if id and not _ID.fullmatch(id):
        reader.blame(("id",), f"编号“{id}”不可用。", "编号由文字、数字、-、_、. 组成，不含空格和斜杠，不超过 100 字。")
    line = reader.member(every, "line", BusinessLine, at, "业务条线")
    review = reader.text(every, "review", at)
    stem = reader.text(fields, "stem", at, "题干", needed=type not in _SELF_EXPLAINED)
    body = _read_case(reader, fields) if type is QuestionType.CASE else read_body(reader, type, fields, stem, at)
    explanation = reader.text(fields, "explanation", at)
    basis = _read_basis(reader, every)
    effective, checked, expires = (reader.day(every, key, at) for key in ("effective", "checked", "expires"))
    if effective and expires and expires < effective:
        reader.blame(("expires",), "有效期（expires）早于生效日期（effective）。", "请核对这两个日期。")
    if complete and not review:
        if not explanation and not _explains_itself(type, body):
            reader.blame(at, "缺少解析（explanation）。", "请写明为什么；暂时写不出的，用 review 注明原因。")
        for key, what, value in (
            ("basis", "依据", basis),
            ("effective", "生效日期", effective),
            ("checked", "核对日期", checked),
            ("difficulty", "难度", every.get("difficulty")),
        ):
            if not value and not any(problem.path[:1] == (key,) for problem in reader.problems):
                reader.blame(at, f"缺少{what}（{key}）。", f"请填写 {key}；暂时没有的，用 review 注明原因。")
    difficulty = reader.whole(every, "difficulty", at, 1, 5, 3)
    version = reader.whole(fields, "version", at, 1, 10**6, 1)
    picture = read_picture(reader, fields, at)
    topic, author, region = (reader.text(every, key, at) for key in ("topic", "author", "region"))
    tags = reader.texts(every, "tags", at)
    if reader.problems:
        return None, tuple(reader.problems)
    assert line is not None and body is not None
    return (
        Question(
            id=id,
            line=line,
            stem=stem,
            body=body,
            topic=topic,
            explanation=explanation,
            basis=basis,
            effective=effective,
            checked=checked,
            expires=expires,
            region=region or NATIONWIDE,
            author=author,
            difficulty=difficulty,
            tags=tags,
            version=version,
            picture=picture,
            review=review,
            source=source,
        ),
        (),
    )


def _explains_itself(type: QuestionType, body: object) -> bool:
    # A model answer is its own explanation; a case may explain each of its parts instead of the whole.
    if isinstance(body, Case):
        return all(part.explanation or isinstance(part.body, Rewrite | Spoken) for part in body.parts)
    return type in _SELF_EXPLAINED


_SELF_EXPLAINED = frozenset({QuestionType.REWRITE, QuestionType.SPOKEN})


def _read_basis(reader: PlainReader, fields: Fields) -> tuple[Basis, ...]:
    found = []
    for item, at in reader.mappings(fields, "basis", ()):
        reader.known(item, frozenset({"law", "article"}), at)
        law = reader.text(item, "law", at, "法律法规名称", needed=True)
        found.append(Basis(law, reader.text(item, "article", at)))
    return tuple(found)


def _read_case(reader: PlainReader, fields: Fields) -> Case:
    parts = []
    for item, at in reader.mappings(fields, "parts", ()):
        type = reader.member(item, "type", QuestionType, at, "题型")
        if type is None:
            continue
        if type is QuestionType.CASE:
            reader.blame((*at, "type"), "案例分析的小题不能又是案例分析。", "请把小题改成其他题型。")
            continue
        reader.known(item, _PART_ALLOWED[type], at)
        stem = reader.text(item, "stem", at, "题干", needed=type not in _SELF_EXPLAINED)
        body = read_body(reader, type, item, stem, at)
        explanation = reader.text(item, "explanation", at)
        if body is not None:
            parts.append(Part(stem, body, explanation, read_picture(reader, item, at)))
    if not parts and not any(problem.path[:1] == ("parts",) for problem in reader.problems):
        reader.blame((), "案例分析没有小题（parts）。", "请在 parts 下至少写一道小题。")
    return Case(tuple(parts))


def question_from_plain(plain: Mapping[str, object], source: str = "") -> Question:
    """A question that `question_to_plain` wrote. ValueError if it was altered into something else."""
    question, problems = read_question(plain, source=source, complete=False)
    if question is None:
        raise ValueError(f"not a stored question: {problems}")
    return question
