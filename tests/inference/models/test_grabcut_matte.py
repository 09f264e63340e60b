"""Measured on real photographs: those of the repository, and more where they lie beside it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from editor.inference.models.grabcut_matte import GrabcutMatte
from tests.inference.conftest import PICTURES
from tests.inference.doubles import settings
from tests.needs import shared


@pytest.fixture(scope="module")
def model() -> GrabcutMatte:
    return GrabcutMatte.load(settings())


def alpha_of(model: GrabcutMatte, picture: Image.Image) -> npt.NDArray[np.float64]:
    """The matte at the size of the picture, 0..1."""
    [seen] = model.predict([np.asarray(picture.convert("RGB"))], None)
    assert isinstance(seen, np.ndarray)
    return cv2.resize(seen, picture.size, interpolation=cv2.INTER_LINEAR) / 255


def soft_iou(model: GrabcutMatte, path: Path, mask: Path) -> float:
    """Sum of the lesser alphas over the sum of the greater."""
    alpha = alpha_of(model, Image.open(path))
    truth = np.asarray(Image.open(mask).convert("L")) / 255
    return float(np.minimum(alpha, truth).sum() / np.maximum(alpha, truth).sum())


@pytest.mark.parametrize(("name", "least"), [("person", 0.87), ("product", 0.85), ("hair", 0.96)])
def test_person_product_and_fur_are_cut_out(model: GrabcutMatte, name: str, least: float) -> None:
    """0.91, 0.89 and 0.98 when this was written."""
    assert soft_iou(model, PICTURES / f"{name}.jpg", PICTURES / f"{name}.mask.png") >= least


def test_fur_gets_a_soft_edge(model: GrabcutMatte) -> None:
    """Mean error over the uncertain pixels of the true alpha; a hard outline has 0.086."""
    truth = np.asarray(Image.open(PICTURES / "hair.mask.png").convert("L")) / 255
    alpha = alpha_of(model, Image.open(PICTURES / "hair.jpg"))
    uncertain = (truth > 0.02) & (truth < 0.98)
    hard = np.abs((alpha > 0.5) - truth)[uncertain].mean()
    assert np.abs(alpha - truth)[uncertain].mean() < 0.8 * hard


def test_a_subject_that_the_lower_edge_cuts_is_still_found(model: GrabcutMatte) -> None:
    picture = Image.open(PICTURES / "hair.jpg")
    truth = Image.open(PICTURES / "hair.mask.png").convert("L")
    box = (100, 60, 500, 440)
    alpha = alpha_of(model, picture.crop(box))
    part = np.asarray(truth.crop(box)) / 255
    assert np.minimum(alpha, part).sum() / np.maximum(alpha, part).sum() > 0.85


def test_a_cluttered_border_gives_a_subject_of_sensible_size(model: GrabcutMatte) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (120, 160, 3), np.uint8)
    alpha = alpha_of(model, Image.fromarray(noise))
    assert alpha.mean() < 0.97


@pytest.mark.slow
def test_the_evaluation_photographs_reach_the_measured_level(model: GrabcutMatte) -> None:
    """Means over every fourth picture; the level of the whole set stands in the card."""
    folder = shared("cutout-eval")
    scores: dict[str, list[float]] = {"ccp": [], "human290": []}
    for path in sorted((folder / "image").glob("*.jpg"))[::4]:
        kind = path.name.split("__")[0]
        if kind in scores:
            mask = folder / "matte" / f"{path.stem}.png"
            scores[kind].append(soft_iou(model, path, mask))
    assert np.mean(scores["ccp"]) >= 0.72
    assert np.mean(scores["human290"]) >= 0.6
