from __future__ import annotations

import numpy as np

from editor.inference.training.labels.fashion import AS_GIVEN, cleaned
from tests.inference.training.labels.scenes import Flags, Picture, board, disc, photographed

PERSON = disc(190, 140, 80)


def scene() -> Picture:
    linear = board()
    linear[PERSON] = (0.05, 0.08, 0.3)
    return photographed(linear)


def bitten() -> Flags:
    """The person with bites of three pixels along the edge."""
    jagged = PERSON.copy()
    for turn in np.linspace(0, 2 * np.pi, 30):
        x, y = 190 + 80 * np.cos(turn), 140 + 80 * np.sin(turn)
        jagged &= ~disc(round(x), round(y), 3)
    return jagged


def wrong(matte: Picture) -> float:
    return float(np.abs(matte / 255 - PERSON).sum())


def test_a_jagged_mask_follows_the_edge() -> None:
    given = (bitten() * 255).astype(np.uint8)
    label, matte = cleaned(scene(), given)
    assert label.method != AS_GIVEN
    assert wrong(matte) < 0.75 * wrong(given)


def test_seams_between_the_parts_of_a_mask_are_closed() -> None:
    sewn = PERSON.copy()
    sewn[120] = False
    _, matte = cleaned(scene(), (sewn * 255).astype(np.uint8))
    assert matte[120, 150:230].min() > 250


def test_a_mask_that_would_change_much_stays_as_it_is() -> None:
    threads = np.zeros_like(PERSON)
    threads[100:180:8] = True
    label, matte = cleaned(scene(), (threads * 255).astype(np.uint8))
    assert label.method == AS_GIVEN
    assert np.array_equal(matte > 127, threads)


def test_a_large_photograph_is_reduced() -> None:
    large = np.zeros((900, 1200, 3), np.uint8)
    _, matte = cleaned(large, np.full((900, 1200), 255, np.uint8))
    assert matte.shape == (312, 416)
