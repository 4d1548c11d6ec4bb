from hypothesis import given
from hypothesis import strategies as st

from app.domain.rubric import share


def test_a_remainder_goes_to_the_largest_fractions_the_earlier_first():
    assert share(100, (1, 1, 1)) == (34, 33, 33)
    assert share(300, (1,) * 7) == (43, 43, 43, 43, 43, 43, 42)
    assert share(1000, (300, 0, 300, 100)) == (429, 0, 428, 143)
    assert share(100, (0, 0)) == (0, 0)
    assert share(100, ()) == ()


@given(st.integers(0, 10_000), st.lists(st.integers(0, 1000), max_size=12))
def test_nothing_is_lost_and_nobody_is_a_tenth_off(total, weights):
    parts = share(total, weights)
    assert sum(parts) == (total if sum(weights) else 0)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - total * weight) < max(sum(weights), 1)
