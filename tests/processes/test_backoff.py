"""The waits between restarts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.management.supervisor.backoff import LONGEST_S, delay_s


@pytest.mark.parametrize(
    ("quick_ends", "seconds"),
    [(0, 0), (1, 0), (2, 0), (3, 0.5), (4, 1), (5, 2), (6, 4), (7, 5), (8, 5), (10_000, 5)],
)
def test_the_first_restarts_are_immediate_and_then_waits_double(
    quick_ends: int, seconds: float
) -> None:
    assert delay_s(quick_ends) == seconds


@given(st.integers(min_value=0))
def test_waits_never_shrink_and_never_pass_the_longest(quick_ends: int) -> None:
    assert delay_s(quick_ends) <= delay_s(quick_ends + 1) <= LONGEST_S
