from __future__ import annotations

import numpy as np
import pytest

from editor.inference.classic.regions import divide, shortest


def halves(height: int = 40, width: int = 60) -> np.ndarray:
    """Lab: left half dark, right half light."""
    lab = np.zeros((height, width, 3), np.float32)
    lab[:, : width // 2, 0], lab[:, width // 2 :, 0] = 20, 80
    return lab


def test_no_region_crosses_a_strong_edge() -> None:
    labels = divide(halves(), 24).labels
    assert not set(np.unique(labels[:, :30])) & set(np.unique(labels[:, 30:]))


@pytest.mark.parametrize("shape", [(2, 2), (2, 50), (7, 3), (40, 60)])
@pytest.mark.parametrize("count", [1, 5, 400])
def test_any_size_divides_into_numbered_regions(shape: tuple[int, int], count: int) -> None:
    regions = divide(halves(*shape), count)
    assert regions.labels.shape == shape
    assert set(np.unique(regions.labels)) == set(range(regions.count))
    assert regions.sizes.sum() == shape[0] * shape[1]


def test_means_are_those_of_the_pixels() -> None:
    regions = divide(halves(), 24)
    brightness = regions.mean(halves()[..., 0])
    assert set(np.round(brightness, 3)) == {20, 80}
    assert (regions.paint(brightness) == halves()[..., 0]).all()


def test_regions_side_by_side_touch_and_far_ones_do_not() -> None:
    regions = divide(halves(), 24)
    corner, neighbour = regions.labels[0, 0], regions.labels[0, 59]
    assert not regions.touching[corner, neighbour]
    assert regions.touching.any(axis=1).all()
    assert (regions.touching == regions.touching.T).all()
    assert not regions.touching.diagonal().any()


def test_the_shortest_way_may_be_a_detour() -> None:
    far = np.inf
    steps = np.array([[0, 9, 1, far], [9, 0, 2, far], [1, 2, 0, far], [far, far, far, 0]])
    ways = shortest(steps).tolist()
    assert ways[:3] == [[0, 3, 1, far], [3, 0, 2, far], [1, 2, 0, far]]
    assert ways[3] == [far, far, far, 0]
