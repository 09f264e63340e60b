"""Agreement counts the faces that the published detector is sure of, by their size."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from editor.findings import Face
from editor.geometry import Box
from editor.inference.training.faces.agreement import agreement
from editor.inference.training.faces.teachers import Bgr, Seen
from tests.inference.training.faces.drawn import seen

BOXES: list[list[float]] = [[0, 0, 20, 20], [40, 40, 90, 90]]


def both(_: Bgr) -> Seen:
    return seen(BOXES)


def test_found_and_missed_faces_are_counted_by_size_and_extra_ones_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    cv2.imwrite(str(path), np.zeros((100, 100, 3), np.uint8))
    ours = (
        Face(Box(0.41, 0.4, 0.5, 0.5), 0.9, ()),
        Face(Box(0.7, 0.02, 0.1, 0.1), 0.6, ()),
    )
    told = agreement([path], both, both, lambda _: ours)
    assert (told["found"], told["faces"]) == (1, 2)
    assert told["by_size_below"]["0.25"] == [0, 1]
    assert told["by_size_below"]["1.01"] == [1, 1]
    assert told["missed_in"] == ["a"]
    assert told["extra_in"] == ["a"]


def test_what_the_detector_doubts_or_hardly_sees_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    cv2.imwrite(str(path), np.zeros((100, 100, 3), np.uint8))
    doubted = agreement([path], lambda _: seen(BOXES, 0.6), both, lambda _: ())
    tiny = agreement([path], lambda _: seen([[0, 0, 2, 2]]), both, lambda _: ())
    assert doubted["faces"] == tiny["faces"] == 0
