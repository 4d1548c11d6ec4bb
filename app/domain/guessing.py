"""What somebody who knows nothing earns on a question: the share of its points that blind guessing brings."""

from math import comb

from app.domain.questions import Body, Case, Judge, Match, Multiple, Order, Partial, Single


def guess_share(body: Body) -> float | None:
    """The expected share, every answer being equally likely; None where an answer cannot be guessed (words).

    A multiple choice is guessed by taking any set of options but the empty one.
    """
    if isinstance(body, Judge):
        return 0.5
    if isinstance(body, Single):
        return sum(option.right for option in body.options) / len(body.options) if body.options else None
    if isinstance(body, Multiple):
        return _multiple(sum(option.right for option in body.options), len(body.options), body.partial)
    if isinstance(body, Match):
        rights = {pair.right for pair in body.pairs} | set(body.extra)
        return 1 / len(rights) if rights else None
    if isinstance(body, Order):
        return 1 / len(body.steps) if body.steps else None  # of n - 1 pairs that follow each other, each with 1 in n
    if isinstance(body, Case):
        shares = [guess_share(part.body) for part in body.parts]
        known = [share for share in shares if share is not None]
        return sum(known) / len(known) if known and len(known) == len(shares) else None
    return None


def _multiple(right: int, options: int, partial: Partial) -> float | None:
    if not right:
        return None
    sets = 2**options - 1
    earned = 1.0
    if partial is not Partial.NONE:
        for chosen in range(1, right):
            earned += comb(right, chosen) * (0.5 if partial is Partial.HALF else chosen / right)
    return earned / sets
