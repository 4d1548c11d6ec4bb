"""Random questions of every type for property tests, as anybody could have written them."""

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from app.domain.business import BusinessLine
from app.domain.lexicon import Category, Kind
from app.domain.questions import (
    GAP,
    Basis,
    Blank,
    Case,
    Gap,
    Judge,
    Match,
    Multiple,
    Option,
    Order,
    Pair,
    Part,
    Partial,
    Question,
    Rewrite,
    Single,
    Spoken,
)
from app.domain.scenario import Point, Turn

# No deadlines: other work on the machine must not fail a property. Questions are large values to draw.
PROPERTY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)

# Chinese, Latin, and every character that some format gives a meaning to.
ALPHABET = (
    "社保工伤认定失业登记材料时限您好请对不起一二三十五日月年ABCabc0123456789，。？！：；（）“”、《》"
    + "=~#{}:\\/%<>&\"'|[]*@!-_$;,.()→ é🙂\t"
)


def texts(longest: int = 24, alphabet: str = ALPHABET) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=longest).map(_tidy).filter(bool)


def _tidy(text: str) -> str:
    return " ".join(text.replace("__", "_").split())


def paragraphs(alphabet: str = ALPHABET) -> st.SearchStrategy[str]:
    return (
        st.lists(texts(alphabet=alphabet), min_size=1, max_size=3).map("\n".join).filter(lambda text: "__" not in text)
    )


def options(pictures: bool = True) -> st.SearchStrategy[list[Option]]:
    return st.lists(
        st.builds(
            Option,
            text=texts(),
            why=st.just("") | texts(),
            picture=st.sampled_from(["", "大厅.png", "map-1.jpg"]) if pictures else st.just(""),
        ),
        min_size=2,
        max_size=6,
        unique_by=lambda option: option.text,
    )


@st.composite
def singles(draw: st.DrawFn, pictures: bool = True) -> Single:
    found = draw(options(pictures))
    right = draw(st.integers(0, len(found) - 1))
    return Single(tuple(Option(o.text, i == right, o.why, o.picture) for i, o in enumerate(found)))


@st.composite
def multiples(draw: st.DrawFn, pictures: bool = True) -> Multiple:
    found = draw(options(pictures))
    right = draw(st.sets(st.integers(0, len(found) - 1), min_size=1))
    return Multiple(
        tuple(Option(o.text, i in right, o.why, o.picture) for i, o in enumerate(found)), draw(st.sampled_from(Partial))
    )


def decimals() -> st.SearchStrategy[Decimal]:
    return st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=2)


@st.composite
def gaps(draw: st.DrawFn) -> Gap:
    number = draw(st.none() | decimals())
    accept = draw(st.lists(texts(8), min_size=0 if number is not None else 1, max_size=3, unique=True))
    tolerance = draw(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(2)])) if number is not None else Decimal(0)
    return Gap(tuple(accept), number, tolerance)


@st.composite
def blanks(draw: st.DrawFn) -> tuple[str, Blank]:
    found = draw(st.lists(gaps(), min_size=1, max_size=3))
    words = draw(st.lists(texts(8).filter(lambda t: "_" not in t), min_size=len(found) + 1, max_size=len(found) + 1))
    return GAP.join(words), Blank(tuple(found))


orders = st.lists(texts(), min_size=2, max_size=6, unique=True).map(lambda steps: Order(tuple(steps)))


@st.composite
def matches(draw: st.DrawFn) -> Match:
    lefts = draw(st.lists(texts(), min_size=2, max_size=5, unique=True))
    rights = draw(st.lists(texts(), min_size=1, max_size=7, unique=True))
    used = draw(st.lists(st.integers(0, len(rights) - 1), min_size=len(lefts), max_size=len(lefts)))
    extra = draw(st.booleans())
    return Match(
        tuple(Pair(left, rights[i]) for left, i in zip(lefts, used, strict=True)),
        tuple(right for i, right in enumerate(rights) if extra and i not in used),
    )


_polite = st.lists(st.sampled_from([c for c in Category if c.kind is Kind.POLITE]), max_size=3, unique=True).map(tuple)
_points = st.lists(
    st.builds(
        Point,
        id=st.from_regex(r"[a-z][a-z0-9-]{0,6}", fullmatch=True),
        text=texts(),
        ways=st.lists(texts(8), min_size=1, max_size=3, unique=True).map(tuple),
        must=st.booleans(),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda point: point.id,
).map(tuple)
rewrites = st.builds(Rewrite, texts(), paragraphs(), _polite, st.just(()) | _points)
spokens = st.builds(Spoken, st.builds(Turn, paragraphs(), _polite, _points, paragraphs()))


@st.composite
def parts(draw: st.DrawFn) -> Part:
    kind = draw(st.sampled_from(["single", "multiple", "judge", "blank", "order", "match"]))
    stem, body = draw(stems_and_bodies(kind))
    return Part(stem, body, draw(st.just("") | paragraphs()), draw(st.sampled_from(["", "大厅.png"])))


def stems_and_bodies(kind: str, pictures: bool = True) -> st.SearchStrategy[tuple[str, object]]:
    if kind == "blank":
        return blanks()
    bodies: dict[str, st.SearchStrategy[object]] = {
        "single": singles(pictures),
        "multiple": multiples(pictures),
        "judge": st.builds(Judge, st.booleans()),
        "order": orders,
        "match": matches(),
        "case": st.lists(parts(), min_size=1, max_size=3).map(lambda found: Case(tuple(found))),
        "rewrite": rewrites,
        "spoken": spokens,
    }
    return st.tuples(paragraphs(), bodies[kind])


KINDS = ("single", "multiple", "judge", "blank", "order", "match", "case", "rewrite", "spoken")


@st.composite
def questions(draw: st.DrawFn, kinds: tuple[str, ...] = KINDS, pictures: bool = True) -> Question:
    stem, body = draw(st.sampled_from(kinds).flatmap(lambda kind: stems_and_bodies(kind, pictures)))
    effective = draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    return Question(
        id=draw(st.from_regex(r"[a-z]{1,6}-[0-9]{1,4}", fullmatch=True)),
        line=draw(st.sampled_from(BusinessLine)),
        topic=draw(texts(12)),
        stem=stem,
        body=body,  # type: ignore[arg-type]
        explanation=draw(paragraphs()),
        basis=tuple(draw(st.lists(st.builds(Basis, _laws, _articles), min_size=1, max_size=2, unique=True))),
        effective=effective,
        checked=draw(st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        expires=draw(st.none() | st.dates(effective, date(2040, 1, 1))),
        region=draw(st.sampled_from(["全国", "江苏省", "江苏省南京市"])),
        author=draw(st.sampled_from(["", "窗口练兵", "李 喆"])),
        difficulty=draw(st.integers(1, 5)),
        tags=tuple(draw(st.lists(st.sampled_from(["时限", "一次性告知", "材料", "A/B"]), max_size=3, unique=True))),
        version=draw(st.integers(1, 99)),
        picture=draw(st.sampled_from(["", "大厅.png"])) if pictures else "",
        review=draw(st.sampled_from(["", "法律已修订：待核对"])),
    )


_laws = st.sampled_from(["工伤保险条例", "中华人民共和国社会保险法", "社会保险经办条例"])
_articles = st.sampled_from(["", "第十七条", "第十八条第一款"])
