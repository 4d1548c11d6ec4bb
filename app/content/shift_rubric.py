"""question_bank/shift-rubric.yaml as a ShiftRubric."""

from pathlib import Path

from app.content.yaml_file import Entry, read_yaml
from app.domain.lexicon import Category, Kind
from app.domain.rubric import TENTHS
from app.domain.shift.rubric import (
    FULL,
    Breach,
    CorrectnessShares,
    ServiceShares,
    ShiftRubric,
    Side,
    WaitingRule,
)


def load_shift_rubric(path: Path) -> ShiftRubric:
    """The scoring rules of shifts. UserError, naming file and line, for what is missing or cannot be meant."""
    root = read_yaml(path)
    root.only(
        "date",
        "pass_mark",
        "least",
        "weights",
        "service",
        "correctness",
        "forbidden",
        "breaches",
        "deserted",
        "pace",
        "waiting",
    )
    waiting = root.entry("waiting")
    waiting.only("grace", "late")
    return ShiftRubric(
        version=f"{root.day('date').isoformat()}-{root.fingerprint()}",
        pass_mark=_tenths(root, "pass_mark"),
        least=_whole(root, "least", 100),
        weights=_weights(root.entry("weights")),
        service=ServiceShares(*_shares(root.entry("service"), ServiceShares)),
        correctness=CorrectnessShares(*_shares(root.entry("correctness"), CorrectnessShares)),
        offences=_percents(
            root.entry("forbidden"), {each: each.value for each in Category if each.kind is Kind.FORBIDDEN}
        ),
        breaches=_percents(root.entry("breaches"), {each: each.value for each in Breach}),
        pace=_whole(root, "pace", 100),
        deserted=_whole(root, "deserted", 100),
        waiting=WaitingRule(_whole(waiting, "grace", 3600), _whole(waiting, "late", 36000, least=1)),
    )


def _weights(entry: Entry) -> tuple[tuple[Side, int], ...]:
    entry.only(*(side.value for side in Side))
    weights = tuple((side, _tenths(entry, side.value)) for side in Side)
    whole = sum(points for _, points in weights)
    if whole != FULL:
        raise entry.error(f"六个方面的分值合计是 {whole / TENTHS:g}，应当是 100。", "请调整到合计 100 分。")
    if not dict(weights)[Side.COMPLIANCE]:
        line = entry.line_of(Side.COMPLIANCE.value)
        raise entry.error("“compliance”不能是 0。", "守规矩是必考项，请给它分值。", line)
    return weights


def _shares(entry: Entry, kind: type) -> tuple[int, ...]:
    names = tuple(kind.__dataclass_fields__)
    entry.only(*names)
    shares = tuple(_whole(entry, name, 100) for name in names)
    always = ("greeting", "farewell", "restraint", "asks", "business", "decision")
    if not sum(points for name, points in zip(names, shares, strict=True) if name in always):
        raise entry.error("每一件都有的各项不能全是 0。", f"请给 {'、'.join(n for n in names if n in always)} 分值。")
    return shares


def _percents(entry: Entry, names: dict) -> tuple:
    entry.only(*names.values())
    return tuple((each, _whole(entry, name, 100)) for each, name in names.items())


def _whole(entry: Entry, key: str, most: int, least: int = 0) -> int:
    number = entry.number(key, least, most)
    if number != int(number):
        raise entry.error(f"“{key}”应当是整数。", "请四舍五入。", entry.line_of(key))
    return int(number)


def _tenths(entry: Entry, key: str) -> int:
    points = entry.number(key, 0, 100)
    tenths = round(points * TENTHS)
    if abs(tenths - points * TENTHS) > 1e-6:
        raise entry.error(f"“{key}”最多写一位小数。", "请四舍五入到 0.1 分。", entry.line_of(key))
    return tenths
