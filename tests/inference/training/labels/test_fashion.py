from __future__ import annotations

import numpy as np

from editor.inference.training.labels.fashion import AS_GIVEN, cleaned
from tests.inference.training.labels.scenes import board, disc, overlap, photographed

PERSON = disc(190, 140, 80)


def scene() -> np.ndarray:
    linear = board()
    linear[PERSON] = (0.05, 0.08, 0.3)
    return photographed(linear)


def test_a_jagged_mask_follows_the_edge() -> None:
    jagged = PERSON.copy()
    for turn in np.linspace(0, 2 * np.pi, 30):
        x, y = 190 + 80 * np.cos(turn), 140 + 80 * np.sin(turn)
        jagged &= ~disc(round(x), round(y), 3)
    label, matte = cleaned(scene(), (jagged * 255).astype(np.uint8))
    assert label.method != AS_GIVEN
    assert overlap(matte > 127, PERSON) > max(0.99, overlap(jagged, PERSON))


def test_a_mask_that_matting_would_change_much_stays_as_it_is() -> None:
    specks = np.zeros_like(PERSON)
    for x in range(130, 250, 24):
        specks |= disc(x, 140, 6)
    label, matte = cleaned(scene(), (specks * 255).astype(np.uint8))
    assert label.method == AS_GIVEN
    assert np.array_equal(matte > 127, specks)
