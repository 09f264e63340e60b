"""How long models take, learned from what they did."""

from __future__ import annotations

from editor.inference.paces import FIRST_GUESS_S, KNOWN_S, LONGEST_RETRY_S, Paces
from tests.inference.clocks import Clock
from tests.inference.doubles import Brightness, Corner


def test_batches_are_short_where_they_do_not_pay() -> None:
    on_cpu, on_gpu = Paces(), Paces()
    for size in (1, 2, 4, 8):
        on_cpu.ran(Brightness, size, 1.0 * size)
        on_gpu.ran(Brightness, size, 1.0 + 0.01 * size)
    assert on_cpu.short(Brightness, 8) == 1
    assert on_gpu.short(Brightness, 8) == 8
    assert on_gpu.short(Brightness, 3) == 2, "as far as it was seen"
    assert on_gpu.short(Corner, 8) == 1, "nobody knows"


def test_what_was_learned_when_the_machine_was_quieter_makes_no_batch_long() -> None:
    clock = Clock()
    paces = Paces(clock)
    paces.ran(Brightness, 8, 2.0)
    clock.now += KNOWN_S + 1
    # Something else takes the machine now: all passes take ten times as long.
    paces.ran(Brightness, 1, 2.5)
    assert paces.short(Brightness, 8) == 1
    paces.ran(Brightness, 8, 2.6)
    assert paces.short(Brightness, 8) == 8
    clock.now += KNOWN_S + 1
    assert paces.short(Brightness, 8) == 1, "one is looked at alone again, to know"


def test_a_batch_that_was_long_once_is_not_tried_at_once_again() -> None:
    paces = Paces(Clock())
    for _ in range(9):
        paces.ran(Brightness, 1, 1.0)
        paces.ran(Brightness, 2, 1.05)
    assert paces.short(Brightness, 8) == 2
    paces.ran(Brightness, 2, 2.0)
    assert paces.short(Brightness, 8) == 1


def test_a_pace_follows_what_the_model_does_now() -> None:
    paces = Paces()
    assert paces.each_s(Brightness) is None
    assert paces.charge_s(Brightness) == FIRST_GUESS_S
    paces.ran(Brightness, 4, 4.0)
    assert paces.each_s(Brightness) == 1.0
    for _ in range(50):
        paces.ran(Brightness, 1, 0.1)
    assert 0.09 < paces.charge_s(Brightness) < 0.11


def test_retry_after_grows_with_the_work_ahead_within_bounds() -> None:
    paces = Paces()
    paces.ran(Brightness, 1, 2.0)
    assert paces.retry_after_s([Brightness] * 8, 8) == 8
    assert paces.retry_after_s([], 0) == 1
    assert paces.retry_after_s([Brightness] * 500, 500) == LONGEST_RETRY_S
