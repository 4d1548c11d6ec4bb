"""From a question to a plain mapping, in the order of keys a person reads it: the inverse of reading."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.questions import (
    NATIONWIDE,
    Blank,
    Body,
    Case,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Partial,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point

Plain = dict[str, object]


def question_to_plain(question: Question, inherited: Mapping[str, object] | None = None) -> Plain:
    """Everything but `source`, as text, numbers, lists and mappings (ready for YAML and JSON).

    What `inherited` (the file's line, topic and defaults, in the same plain form) already says is left
    out. A value that is empty while the file has a default for it cannot be left out: it is written empty.
    """
    own: Plain = {
        "id": question.id,
        "type": question.type.value,
        "line": question.line.value,
        "topic": question.topic,
        "stem": question.stem,
        **body_to_plain(question.body),
        "explanation": question.explanation,
        "basis": [
            {"law": each.law, "article": each.article} if each.article else {"law": each.law} for each in question.basis
        ],
        "effective": question.effective.isoformat() if question.effective else "",
        "checked": question.checked.isoformat() if question.checked else "",
        "expires": question.expires.isoformat() if question.expires else "",
        "region": question.region,
        "author": question.author,
        "difficulty": question.difficulty,
        "tags": list(question.tags),
        "version": question.version,
        "picture": question.picture,
        "review": question.review,
    }
    base: Mapping[str, object] = {"region": NATIONWIDE, **(inherited or {})}
    return {
        key: value
        for key, value in own.items()
        if (not _same(value, base[key]) if key in base else value != "" and value != [])
    }


def _same(value: object, default: object) -> bool:
    # A file may say `difficulty: 2` or "2", `checked` as text: compare what is meant.
    if isinstance(value, list) or isinstance(default, list | tuple):
        return value == list(default if isinstance(default, list | tuple) else ())
    return str(value) == str(default)


def body_to_plain(body: Body) -> Plain:
    match body:
        case Single(options):
            return {"options": [_option(each) for each in options]}
        case Multiple(options, partial):
            plain: Plain = {"options": [_option(each) for each in options]}
            return plain if partial is Partial.NONE else {**plain, "partial": partial.value}
        case Judge(answer):
            return {"answer": answer}
        case Blank(gaps):
            return {
                "blanks": [
                    _without_empty(
                        accept=list(gap.accept), number=_number(gap.number), tolerance=_number(gap.tolerance or None)
                    )
                    for gap in gaps
                ]
            }
        case Order(steps):
            return {"steps": list(steps)}
        case Match(pairs, extra):
            return _without_empty(pairs=[{"left": pair.left, "right": pair.right} for pair in pairs], extra=list(extra))
        case Case(parts):
            return {
                "parts": [
                    _without_empty(
                        type=part.type.value,
                        stem=part.stem,
                        **body_to_plain(part.body),
                        explanation=part.explanation,
                        picture=part.picture,
                    )
                    for part in parts
                ]
            }
        case Rewrite(forbidden, model_answer, needs, points):
            return _without_empty(
                forbidden=forbidden,
                model_answer=model_answer,
                needs=[each.value for each in needs],
                points=[_point(each) for each in points],
            )
        case Spoken(turn):
            return _without_empty(
                says=turn.says,
                stages=[each.value for each in turn.stages],
                points=[_point(each) for each in turn.points],
                exemplary=turn.exemplary,
            )


def _without_empty(**fields: object) -> Plain:
    return {key: value for key, value in fields.items() if value is not None and value != "" and value != []}


def _option(option: Option) -> Plain:
    return _without_empty(
        text=option.text, right=True if option.right else None, why=option.why, picture=option.picture
    )


def _point(point: Point) -> Plain:
    return _without_empty(id=point.id, text=point.text, ways=list(point.ways), must=True if point.must else None)


def _number(number: Decimal | None) -> int | str | None:
    # As text where it has a fraction: a float would not come back the same.
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
