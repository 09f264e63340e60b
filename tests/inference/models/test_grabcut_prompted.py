from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from editor.inference.models.grabcut_prompted import GrabcutPrompted
from editor.inference.prompt import parse
from tests.inference.conftest import PICTURES
from tests.inference.doubles import settings


@pytest.fixture(scope="module")
def model() -> GrabcutPrompted:
    return GrabcutPrompted.load(settings())


def soft_iou(model: GrabcutPrompted, name: str, prompt: str) -> float:
    picture = np.asarray(Image.open(PICTURES / f"{name}.jpg").convert("RGB"))
    truth = np.asarray(Image.open(PICTURES / f"{name}.mask.png").convert("L")) / 255
    [seen] = model.predict([picture], parse(prompt))
    assert isinstance(seen, np.ndarray)
    alpha = cv2.resize(seen, truth.shape[::-1], interpolation=cv2.INTER_LINEAR) / 255
    return float(np.minimum(alpha, truth).sum() / np.maximum(alpha, truth).sum())


@pytest.mark.parametrize(
    ("name", "prompt", "least"),
    [
        ("hair", '{"inside": [[0.5, 0.5]]}', 0.9),
        ("hair", '{"box": [0.2, 0.05, 0.6, 0.95]}', 0.9),
        ("product", '{"box": [0.1, 0.02, 0.72, 0.96]}', 0.9),
        (
            "person",
            '{"inside": [[0.5, 0.4], [0.3, 0.8], [0.7, 0.8], [0.5, 0.2]],'
            ' "outside": [[0.1, 0.3], [0.9, 0.2]]}',
            0.8,
        ),
    ],
)
def test_what_is_pointed_at_is_cut_out(
    model: GrabcutPrompted, name: str, prompt: str, least: float
) -> None:
    assert soft_iou(model, name, prompt) >= least


def two_discs() -> np.ndarray:
    picture = np.full((120, 240, 3), 230, np.uint8)
    for x, colour in ((60, (200, 30, 30)), (180, (30, 30, 200))):
        cv2.circle(picture, (x, 60), 35, colour, -1, cv2.LINE_AA)
    return picture


@pytest.mark.parametrize(("x", "kept", "left_out"), [(0.25, 60, 180), (0.75, 180, 60)])
def test_one_of_two_things_is_chosen(
    model: GrabcutPrompted, x: float, kept: int, left_out: int
) -> None:
    [seen] = model.predict([two_discs()], parse(f'{{"inside": [[{x}, 0.5]]}}'))
    assert isinstance(seen, np.ndarray)
    assert (seen[50:70, kept - 10 : kept + 10] == 255).all()
    assert (seen[50:70, left_out - 10 : left_out + 10] == 0).all()


def test_a_point_outside_takes_its_thing_away(model: GrabcutPrompted) -> None:
    both = '{"box": [0.05, 0.1, 0.9, 0.8]'
    [whole] = model.predict([two_discs()], parse(both + "}"))
    [part] = model.predict(
        [two_discs()], parse(both + ', "outside": [[0.75, 0.5]], "inside": [[0.25, 0.5]]}')
    )
    assert isinstance(whole, np.ndarray)
    assert isinstance(part, np.ndarray)
    assert (whole[55:65, 175:185] == 255).all()
    assert (part[55:65, 175:185] == 0).all()
    assert (part[55:65, 55:65] == 255).all()


def test_nothing_outside_a_box_is_kept(model: GrabcutPrompted) -> None:
    [seen] = model.predict([two_discs()], parse('{"box": [0.05, 0.1, 0.4, 0.8]}'))
    assert isinstance(seen, np.ndarray)
    assert (seen[:, 130:] == 0).all()
    assert (seen[50:70, 50:70] == 255).all()


@pytest.mark.parametrize("point", ["[0, 0]", "[1, 1]", "[1, 0]"])
def test_points_on_the_very_edge_count(model: GrabcutPrompted, point: str) -> None:
    [seen] = model.predict([two_discs()], parse(f'{{"inside": [{point}]}}'))
    assert isinstance(seen, np.ndarray)
    assert seen.shape == (120, 240)


def test_it_never_guesses_without_a_prompt(model: GrabcutPrompted) -> None:
    with pytest.raises(TypeError):
        model.predict([two_discs()], None)
