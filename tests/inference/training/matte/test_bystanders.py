from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from editor.inference.training.matte import scenes
from editor.inference.training.matte.bystanders import bystanders
from editor.inference.training.matte.chance import Floats
from editor.inference.training.matte.cutouts import Cutout, Material
from editor.inference.training.matte.scenes import sample
from editor.inference.training.matte.subjects import extent, placed

SIZE = 96


def stood() -> tuple[Floats, Floats]:
    """A grey scene whose subject stands in the middle, and its matte with a soft edge."""
    scene = np.full((SIZE, SIZE, 3), 0.5, np.float32)
    alpha = np.zeros((SIZE, SIZE), np.float32)
    alpha[20:90, 34:62] = 1
    alpha[20:90, 33] = alpha[20:90, 62] = 0.5
    scene[alpha > 0] = 0.7
    return scene, alpha


def passed(discs: Material, number: int) -> Floats:
    scene, alpha = stood()
    return bystanders(np.random.default_rng([7, number]), discs, scene, alpha)


def test_others_show_only_where_the_subject_does_not(discs: Material) -> None:
    scene, alpha = stood()
    shown = []
    for number in range(40):
        made = passed(discs, number)
        assert made.shape == scene.shape
        assert 0 <= made.min() <= made.max() <= 1
        assert np.allclose(made[alpha == 1], scene[alpha == 1], atol=1e-6)
        shown.append(float((abs(made - scene).max(2) > 0.02)[alpha == 0].mean()))
    assert np.mean(np.array(shown) > 0.005) > 0.85
    assert max(shown) < 0.9, "the scene is still behind them"


def test_at_a_soft_edge_others_count_as_much_as_the_subject_lets_through(discs: Material) -> None:
    scene, alpha = stood()
    beside, edge = alpha[:, 32] == 0, alpha[:, 33] == 0.5
    rows = beside & edge
    most = [
        (
            float(abs(made - scene)[rows, 32].max()),
            float(abs(made - scene)[rows, 33].max()),
        )
        for made in (passed(discs, number) for number in range(60))
    ]
    near = [one for one in most if one[0] > 0.2]
    assert near, "in some scenes others stand at the subject's edge"
    assert np.mean([edge / beside for beside, edge in near]) < 0.75


def test_without_a_subject_the_scene_stays_as_it_is(discs: Material) -> None:
    scene, alpha = stood()
    nothing = np.zeros_like(alpha)
    assert bystanders(np.random.default_rng(1), discs, scene, nothing) is scene


def test_a_sample_with_others_has_the_same_matte_as_without(
    discs: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are drawn last, before what the camera does, so the matte can't know of them."""
    met: list[float] = []

    def noted(
        rng: np.random.Generator,
        material: Material,
        scene: Floats,
        alpha: Floats,
        squash: float = 1.0,
    ) -> Floats:
        before = alpha.copy()
        made = bystanders(rng, material, scene, alpha, squash)
        assert (alpha == before).all()
        met.append(float(abs(made - scene).max()))
        return made

    monkeypatch.setattr(scenes, "bystanders", noted)
    people = replace(discs, photos=tuple(replace(one, kind="person") for one in discs.photos))
    for number in range(120):
        sample(np.random.default_rng([8, number]), people, 64, 0.5)
    assert 20 <= len(met) <= 60
    assert np.mean(np.array(met) > 0.05) > 0.8


def test_things_in_a_squashed_picture_are_narrow(discs: Material) -> None:
    square = np.full((40, 40), 255, np.uint8)
    given = Cutout("thing", np.repeat(square[..., None], 3, 2), square, (False,) * 4)
    for squash, low, high in ((0.5, 0.3, 0.8), (1.0, 0.7, 1.5), (2.0, 1.3, 3.2)):
        ratios = []
        for number in range(40):
            rng = np.random.default_rng([9, number])
            box = extent(placed(rng, given, SIZE, 0.3, squash=squash).alpha)
            if box and box.left > 0 and box.top > 0 and box.right < SIZE and box.bottom < SIZE:
                ratios.append((box.right - box.left) / (box.bottom - box.top))
        assert low < np.median(ratios) < high
