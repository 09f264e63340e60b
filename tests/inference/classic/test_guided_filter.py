from __future__ import annotations

import numpy as np

from editor.inference.classic.guided_filter import guided_filter

RNG = np.random.default_rng(7)


def slowly(guide: np.ndarray, source: np.ndarray, radius: int, epsilon: float) -> np.ndarray:
    """The same by its definition: one least-squares fit per window, then the mean of the fits.

    Right where every window that covers a pixel lies inside the picture.
    """
    height, width = source.shape
    fits = np.zeros((height, width, 4))
    for y in range(radius, height - radius):
        for x in range(radius, width - radius):
            window = np.s_[y - radius : y + radius + 1, x - radius : x + radius + 1]
            colours, values = guide[window].reshape(-1, 3), source[window].ravel()
            centred = colours - colours.mean(0)
            spread = centred.T @ centred / len(values) + epsilon * np.eye(3)
            slope = np.linalg.solve(spread, centred.T @ (values - values.mean()) / len(values))
            fits[y, x] = [*slope, values.mean() - slope @ colours.mean(0)]
    result = np.zeros_like(source)
    for y in range(2 * radius, height - 2 * radius):
        for x in range(2 * radius, width - 2 * radius):
            window = np.s_[y - radius : y + radius + 1, x - radius : x + radius + 1]
            fit = fits[window].reshape(-1, 4).mean(0)
            result[y, x] = fit[:3] @ guide[y, x] + fit[3]
    return result


def test_it_does_what_its_definition_says() -> None:
    guide = RNG.random((14, 16, 3)).astype(np.float32)
    source = RNG.random((14, 16)).astype(np.float32)
    inner = np.s_[4:-4, 4:-4]
    fast = guided_filter(guide, source, 2, 0.01)[inner]
    assert np.abs(fast - slowly(guide, source, 2, 0.01)[inner]).max() < 1e-4


def test_a_flat_picture_stays_flat() -> None:
    flat = np.full((20, 30), 0.3, np.float32)
    guide = RNG.random((20, 30, 3)).astype(np.float32)
    assert np.allclose(guided_filter(guide, flat, 3, 1e-3), 0.3, atol=1e-4)


def test_a_rough_edge_moves_to_the_edge_of_the_guide() -> None:
    guide = np.zeros((40, 40, 3), np.float32)
    guide[:, 20:] = 1
    rough = np.zeros((40, 40), np.float32)
    rough[:, 22:] = 1
    refined = guided_filter(guide, rough, 6, 1e-4)
    assert np.abs(np.diff(refined[20])).argmax() == 19
