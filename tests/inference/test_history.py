"""The last minutes in bins, by a clock of the test."""

from __future__ import annotations

from editor.inference.history import BIN_S, BINS, History, percentile
from tests.inference.clocks import Clock


def test_answers_fall_into_bins_and_quiet_times_are_told() -> None:
    clock = Clock()
    history = History(clock)
    history.answered(0.1, failed=False)
    history.answered(0.3, failed=True)
    clock.now = 2 * BIN_S
    history.answered(0.2, failed=False)
    told = history.as_json()
    assert len(told) == BINS
    assert [one["answers"] for one in told[-3:]] == [2, 0, 1]
    assert told[-3] == {"answers": 2, "failures": 1, "p95": 0.3}
    clock.now += BINS * BIN_S
    assert sum(one["answers"] for one in history.as_json()) == 0


def test_percentiles_are_values_that_were_there() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.95) == 95
    assert percentile([7.0], 0.95) == 7
    assert percentile([], 0.95) == 0
