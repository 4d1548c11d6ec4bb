"""Item analysis once more, from the definitions and with the statistics module: slow, and nothing of ours in it."""

import statistics


def covariance(a: list[float], b: list[float]) -> float:
    mean_a, mean_b = statistics.fmean(a), statistics.fmean(b)
    return sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / (len(a) - 1)


def item(marks: list[list[float | None]], at: int, possible: list[float]) -> dict[str, float]:
    """Facility, deviation, discrimination and efficiency of one item; `marks` by attempt, None where not asked."""
    same = all(mark is not None for row in marks for mark in row)
    own, rest = [], []
    for row in marks:
        if row[at] is None:
            continue
        others = [i for i, mark in enumerate(row) if mark is not None and i != at]
        worth = 1.0 if same else sum(possible[i] for i in others)
        own.append(row[at])
        rest.append(sum(row[i] for i in others) / worth)
    found = {"facility": statistics.fmean(own) / possible[at]}
    if len(own) > 1:
        found["deviation"] = statistics.stdev(own)
        if len(set(own)) > 1 and max(rest) - min(rest) > 1e-9:
            found["discrimination"] = statistics.correlation(own, rest)
            found["efficiency"] = covariance(own, rest) / covariance(sorted(own), sorted(rest))
    return found


def alpha(marks: list[list[float]]) -> float:
    """Cronbach's alpha as the mean covariance between items over the mean of all covariances and variances."""
    items = [list(column) for column in zip(*marks, strict=True)]
    k = len(items)
    between = [covariance(items[i], items[j]) for i in range(k) for j in range(k) if i != j]
    within = [statistics.variance(column) for column in items]
    mean_between = statistics.fmean(between)
    return k * mean_between / (statistics.fmean(within) + (k - 1) * mean_between)
