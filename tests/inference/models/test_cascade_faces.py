"""Measured on photographs that two other detectors and people have marked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.findings import Face
from editor.geometry import Box
from editor.inference.models.base import Picture
from editor.inference.models.cascade_faces import CascadeFaces
from tests.inference.doubles import settings
from tests.needs import shared

LARGE = 0.04
"""Of the longest side: smaller faces are out of reach for the cascades."""


@pytest.fixture(scope="module")
def model() -> CascadeFaces:
    return CascadeFaces.load(settings())


def pixels(path: Path) -> Picture:
    return np.asarray(Image.open(path).convert("RGB"))


def faces_of(model: CascadeFaces, picture: Picture) -> list[Box]:
    [seen] = model.predict([picture], None)
    assert isinstance(seen, tuple)
    found: tuple[Face, ...] = seen
    return [face.box.scaled(picture.shape[1], picture.shape[0]) for face in found]


def overlap(a: Box, b: Box) -> float:
    common = a.intersection(b).area
    return common / (a.area + b.area - common)


def boxes(rows: list[list[float]], least: float = 0.0) -> list[Box]:
    """[left, top, right, bottom, score] rows as boxes."""
    kept = [row for row in rows if len(row) == 4 or row[4] >= least]
    return [Box(row[0], row[1], row[2] - row[0], row[3] - row[1]) for row in kept]


def marked(facts: dict[str, list[list[float]]], size: tuple[int, int]) -> list[Box]:
    """The faces that both detectors saw, large enough."""
    first = boxes(facts.get("retinaface_mnet025", []), 0.9)
    second = boxes(facts.get("yunet_n", []))
    both = [one for one in first if any(overlap(one, other) > 0.4 for other in second)]
    return [box for box in both if box.height >= LARGE * max(size)]


@pytest.mark.slow
def test_faces_are_found_and_little_else(model: CascadeFaces) -> None:
    """Recall 45 of 49 and no false face when this was written."""
    folder = shared("pictures/faces")
    hits = wanted = strangers = 0
    for name, facts in json.loads((folder / "boxes.json").read_text()).items():
        if name == "dogs.jpg":
            continue
        picture = pixels(folder / name)
        found = faces_of(model, picture)
        truth = marked(facts, picture.shape[:2])
        known = marked(facts, (0, 0)) + boxes(facts.get("gt_boxes", []))
        hits += sum(any(overlap(box, one) > 0.5 for one in found) for box in truth)
        wanted += len(truth)
        strangers += sum(not any(overlap(box, one) > 0.2 for box in known) for one in found)
    assert wanted >= 45
    assert hits / wanted >= 0.88
    assert strangers <= 1


def test_dogs_have_no_human_faces(model: CascadeFaces) -> None:
    assert faces_of(model, pixels(shared("pictures/faces/dogs.jpg"))) == []


@pytest.mark.slow
def test_products_and_animals_have_no_human_faces(model: CascadeFaces) -> None:
    pictures = sorted(shared("pictures/products").glob("*.jpg"))
    wrong = [path.name for path in pictures if faces_of(model, pixels(path))]
    assert wrong == []
