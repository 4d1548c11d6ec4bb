"""Item analysis: how each question of an examination worked, and how far its total can be relied on.

The formulas are those of Moodle's quiz statistics, described at https://docs.moodle.org/dev/Quiz_statistics_calculations
(facility index, standard deviation, discrimination index and efficiency, weights, skewness and kurtosis by
k-statistics, coefficient of internal consistency). The groups for counting options are the upper and lower
27 % by total (Kelley 1939). Shares and indexes run from 0 or -1 to 1, not in per cent.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.responses import Responses

GROUP_SHARE = 0.27
_NOISE = 1e-12  # a variance smaller than this part of the others' is what rounding left of nothing

_Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How often an option was chosen: by all, by the upper and by the lower group."""

    key: str
    text: str
    right: bool | None
    everybody: int
    upper: int
    lower: int


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One question. None where the figure is not defined (nobody differs, papers differ, too few attempts).

    `facility` mean share of the points; `deviation` of the points; `discrimination` correlation of the
    item with the rest of the test; `efficiency` that covariance as a share of the greatest one possible
    with these marks; `intended_weight` and `effective_weight` shares of the whole; `guess` the share blind
    guessing earns; `group` the size of the upper and of the lower group; `omitted` how many gave no answer.
    """

    index: int
    id: str
    title: str
    possible: float
    attempts: int
    facility: float | None
    deviation: float | None
    discrimination: float | None
    efficiency: float | None
    intended_weight: float | None
    effective_weight: float | None
    guess: float | None
    group: int
    omitted: int
    options: tuple[OptionCount, ...]


@dataclass(frozen=True, slots=True)
class WholeStatistics:
    """The examination as a whole, in points. `alpha` is the coefficient of internal consistency (Cronbach),
    `error_ratio` the share of the deviation that is chance, `standard_error` that in points.
    """

    attempts: int
    questions: int
    possible: float
    mean: float | None
    median: float | None
    deviation: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    error_ratio: float | None
    standard_error: float | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """`same_paper` is False where people had different questions: then only the items can be judged."""

    whole: WholeStatistics
    items: tuple[ItemStatistics, ...]
    same_paper: bool


def analyse(responses: Responses) -> Analysis:
    """All figures of an examination; see the module for the formulas and `Responses` for the tables.

    Where people had different papers, the rest of a person's paper counts as its share of the possible
    points, weights and internal consistency are left undefined.
    """
    attempts, count = responses.scores.shape
    marks = np.ascontiguousarray(responses.scores.T)  # an item a row: everything below runs along the attempts
    asked = ~np.isnan(marks)
    same = bool(asked.all())
    possible = np.array([question.possible for question in responses.questions], dtype=np.float64)
    filled = marks if same else np.where(asked, marks, 0.0)
    totals = filled.sum(axis=0)
    rests = totals - marks
    standing = totals
    if not same:
        papers = possible @ asked
        rests /= np.maximum(papers - possible[:, None], _NOISE)
        standing = totals / np.maximum(papers, _NOISE)
    sizes = asked.sum(axis=1)
    means, spread = _centred(marks, asked, sizes, same)
    _rest_means, rest_spread = _centred(rests, asked, sizes, same)
    variance = _dot(spread, spread, sizes)
    rest_variance = _dot(rest_spread, rest_spread, sizes)
    covariance = _dot(spread, rest_spread, sizes)
    # Sorted side by side, the marks covary as much as they possibly can. NaN sorts to the end of both.
    spread.sort(axis=1)
    rest_spread.sort(axis=1)
    most = _dot(spread, rest_spread, sizes)
    with_total = variance + covariance if same else np.full(count, np.nan)  # total = item + rest
    with np.errstate(divide="ignore", invalid="ignore"):
        floor = _NOISE * (variance + rest_variance)
        defined = (variance > floor) & (rest_variance > floor)
        discrimination = np.where(defined, covariance / np.sqrt(variance * rest_variance), np.nan)
        efficiency = np.where(defined & (np.abs(most) > floor), covariance / most, np.nan)
        facility = means / possible
        roots = np.sqrt(with_total)  # NaN for a negative covariance: it has no weight
        effective = roots / np.nansum(roots)
        intended = possible / possible.sum() if same else np.full(count, np.nan)
    group, counts = _option_counts(responses, asked, standing)
    omitted = _omitted(responses, asked)
    columns = (facility, np.sqrt(variance), discrimination, efficiency, intended, effective)
    figures = zip(*(_known(column) for column in columns), strict=True)
    items = tuple(
        ItemStatistics(
            i, question.id, question.title, question.possible, int(sizes[i]), *figure, question.guess, group,
            int(omitted[i]),
            tuple(
                OptionCount(option.key, option.text, option.right, *counted)
                for option, counted in zip(question.options, counts[i], strict=False)
            ),
        )
        for i, (question, figure) in enumerate(zip(responses.questions, figures, strict=True))
    )  # fmt: skip
    whole = _whole(totals, count, float(possible.sum()), float(variance.sum()) if same else None)
    return Analysis(whole, items, same)


def common_words(responses: Responses, index: int, most: int = 8) -> tuple[tuple[str, int], ...]:
    """What was answered in words to the question of this column, the most frequent first."""
    from collections import Counter

    asked = ~np.isnan(responses.scores[:, index])
    texts = responses.words.get(index, ())
    counted = Counter(text for text, there in zip(texts, asked, strict=False) if there and text)
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most])


def _centred(table: _Table, asked: NDArray[np.bool_], sizes: NDArray[np.int64], same: bool) -> tuple[_Table, _Table]:
    """The mean of each row and the distances from it, NaN where not asked."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = table.sum(axis=1) if same else np.where(asked, table, 0.0).sum(axis=1)
        means = sums / sizes
    return means, table - means[:, None]


def _dot(a: _Table, b: _Table, sizes: NDArray[np.int64]) -> _Table:
    """The sum of products of each row over one less than its attempts (NaN below two)."""
    sums = np.einsum("ij,ij->i", a, b)
    if np.isnan(sums).any():
        sums = np.nansum(a * b, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(sizes > 1, sums / (sizes - 1), np.nan)


def _known(column: _Table) -> list[float | None]:
    return [value if value - value == 0 else None for value in column.tolist()]  # NaN and infinities are not


def _option_counts(responses: Responses, asked: NDArray[np.bool_], standing: _Table) -> tuple[int, list]:  # type: ignore[type-arg]
    """The size of a group, and how many of all, upper and lower chose option j of item i: [i][j][of whom]."""
    attempts = len(standing)
    width = max((len(question.options) for question in responses.questions), default=0)
    group = min(max(1, round(GROUP_SHARE * attempts)), attempts // 2)
    order = np.argsort(-standing, kind="stable")
    # As few bytes as the options need, an item a row: counting is a matter of how much memory is read.
    narrow = np.uint8 if width <= 8 else np.uint32
    chosen = np.ascontiguousarray(np.where(asked, responses.chosen.T, 0).astype(narrow))
    counts = np.zeros((len(responses.questions), width, 3), dtype=np.int64)
    for at, part in enumerate((chosen, chosen[:, order[:group]], chosen[:, order[attempts - group :]])):
        for bit in range(width):
            counts[:, bit, at] = np.count_nonzero(part & narrow(1 << bit), axis=1)
    return group, counts.tolist()


def _omitted(responses: Responses, asked: NDArray[np.bool_]) -> NDArray[np.int64]:
    omitted = (asked & (responses.chosen.T == 0)).sum(axis=1)
    for i, question in enumerate(responses.questions):
        if not question.options:
            texts = responses.words.get(i)
            omitted[i] = sum(there and not text for there, text in zip(asked[i], texts, strict=True)) if texts else 0
    return omitted


def _whole(totals: _Table, count: int, possible: float, item_variance: float | None) -> WholeStatistics:
    n = len(totals)
    if n == 0:
        return WholeStatistics(0, count, possible, *[None] * 8)
    mean = float(totals.mean())
    apart = totals - mean
    squares = apart * apart
    m2, m3, m4 = float(squares.mean()), float((squares * apart).mean()), float((squares * squares).mean())
    deviation = skewness = kurtosis = alpha = ratio = error = None
    if n > 1:
        k2 = n * m2 / (n - 1)
        deviation = k2**0.5
        if k2 > _NOISE * max(1.0, mean * mean):
            if n > 2:
                skewness = n * n * m3 / ((n - 1) * (n - 2)) / k2**1.5
            if n > 3:
                k4 = n * n * ((n + 1) * m4 - 3 * (n - 1) * m2 * m2) / ((n - 1) * (n - 2) * (n - 3))
                kurtosis = k4 / k2**2
            if count > 1 and item_variance is not None:
                alpha = count / (count - 1) * (1 - item_variance / k2)
                ratio = max(0.0, 1 - alpha) ** 0.5
                error = ratio * deviation
    return WholeStatistics(
        n, count, possible, mean, float(np.median(totals)), deviation, skewness, kurtosis, alpha, ratio, error
    )
