"""The search for the best file below a byte budget, with made-up sizes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import BudgetTooSmall
from editor.render.budget import (
    FLOOR,
    LOWEST,
    MOST_TRIES,
    TOP,
    Attempt,
    Found,
    Search,
    exact,
    lossy,
)


class Codec:
    """A codec whose files grow with quality by these steps, and with the area of the subject."""

    def __init__(self, smallest: int, steps: list[int], lossless: int) -> None:
        self.steps, self.smallest, self.lossless = steps, smallest, lossless
        self.tried: list[Attempt] = []

    def plain(self, quality: int) -> int:
        return self.smallest + sum(self.steps[: quality - LOWEST])

    def write(self, attempt: Attempt) -> int:
        self.tried.append(attempt)
        length = self.lossless if attempt.quality == 100 else self.plain(attempt.quality)
        alpha = 0.5 + 0.5 * attempt.alpha_quality / 100
        return max(1, int(length * alpha * attempt.scale**2))


QUALITIES = TOP - LOWEST + 1
codecs = st.builds(
    Codec,
    st.integers(1, 50_000),
    st.lists(st.integers(0, 5_000), min_size=QUALITIES, max_size=QUALITIES),
    st.integers(1, 900_000),
)
limits = st.integers(1, 400_000)
flags = st.booleans()


def searched(
    codec: Codec, limit: int, lossless: bool, alpha: bool, soft_alpha: bool
) -> Found | None:
    search = Search(limit, codec.write, seconds=1e9)
    try:
        return lossy(search, lossless=lossless, alpha=alpha, soft_alpha=soft_alpha)
    except BudgetTooSmall:
        return None


@given(codecs, limits, flags, flags, flags)
def test_what_is_found_fits_was_tried_last_among_what_fits_and_took_few_tries(
    codec: Codec, limit: int, lossless: bool, alpha: bool, soft_alpha: bool
) -> None:
    found = searched(codec, limit, lossless, alpha, soft_alpha)
    tried = list(codec.tried)
    assert len(tried) <= MOST_TRIES
    assert len(set(tried)) == len(tried), "nothing is written twice"
    fitting = [attempt for attempt in tried if codec.write(attempt) <= limit]
    if found is None:
        assert not fitting
        return
    assert found.bytes == codec.write(found.attempt) <= limit
    assert found.tries == len(tried)
    assert found.attempt == fitting[-1]


@given(codecs, limits, flags, flags, flags)
def test_the_best_quality_is_found_exactly(
    codec: Codec, limit: int, lossless: bool, alpha: bool, soft_alpha: bool
) -> None:
    found = searched(codec, limit, lossless, alpha, soft_alpha)
    floor = FLOOR if alpha else LOWEST
    good = [q for q in range(floor, TOP + 1) if codec.plain(q) <= limit]
    if lossless and codec.lossless <= limit:
        assert found is not None
        assert found.attempt == Attempt()
    elif good:
        assert found is not None
        assert found.attempt == Attempt(quality=max(good))
    elif not alpha:
        assert found is None


@given(codecs, limits)
def test_alpha_is_written_coarser_before_the_subject_shrinks(codec: Codec, limit: int) -> None:
    found = searched(codec, limit, lossless=True, alpha=True, soft_alpha=True)
    if found is not None and found.attempt.scale < 1:
        assert codec.write(Attempt(FLOOR, found.attempt.alpha_quality)) > limit
        assert found.attempt.alpha_quality < 100


@given(codecs, limits, flags)
def test_a_png_counts_its_colours_last(codec: Codec, limit: int, alpha: bool) -> None:
    def write(attempt: Attempt) -> int:
        share = attempt.colours / 1024 if attempt.colours else 1 - 0.05 * attempt.thorough
        return int(codec.write(attempt) * share)

    search = Search(limit, write, seconds=1e9)
    try:
        found = exact(search, alpha=alpha)
    except BudgetTooSmall:
        found = None
    tried = codec.tried
    assert len(tried) <= MOST_TRIES
    colours = [attempt.colours for attempt in tried]
    assert colours == sorted(colours, key=lambda n: (n > 0, -n))
    if found is not None and found.attempt.colours:
        assert all(write(Attempt(thorough=packed)) > limit for packed in (False, True))


def test_time_that_runs_out_ends_the_search_with_what_fits() -> None:
    codec = Codec(100, [10] * QUALITIES, 10_000)
    search = Search(900, codec.write, seconds=0)
    found = lossy(search, lossless=True, alpha=True, soft_alpha=True)
    assert found.attempt == Attempt(FLOOR)
    assert found.tries == 2


def test_a_budget_that_nothing_meets_is_an_error_that_says_how_much_it_takes() -> None:
    codec = Codec(50_000, [0] * QUALITIES, 900_000)
    with pytest.raises(BudgetTooSmall, match="at least 50000 bytes; 10 are allowed") as caught:
        lossy(Search(10, codec.write), lossless=False, alpha=False, soft_alpha=False)
    assert "format" in caught.value.remedy
