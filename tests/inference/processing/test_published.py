"""Pre- and post-processing do what the publishers' own do, on the pictures of the goldens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from torch import Tensor

from editor.inference.processing.faces import for_retinaface
from editor.inference.processing.mattes import (
    birefnet_alpha,
    for_birefnet,
    for_isnet,
    for_u2net,
    isnet_alpha,
    u2net_alpha,
)
from editor.inference.processing.prompts import Fit, enlarged, for_sam
from tests.needs import shared

EXACT = 1e-5
PICTURES = ["small", "big"]
"""One is enlarged by every network, one is shrunk by them."""


def retinaface_planes(picture: npt.NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(for_retinaface(picture, longest_px=2000))


GIVEN = [
    ("birefnet_tutorial_1024_stride16", for_birefnet, 16),
    ("u2net_320_stride5", for_u2net, 5),
    ("isnet_1024_stride16", for_isnet, 16),
    ("retinaface_bgr_minus_mean_stride8", retinaface_planes, 8),
    ("sam_1024_stride16", lambda p: for_sam(p)[0], 16),
]
READ = [
    ("birefnet_lite_A_wg_hg_c|tutorial_uint8", birefnet_alpha,
     "birefnet_lite", "output|A|order_wg_hg_c|logits"),
    ("isnet_A|uint8", isnet_alpha, "isnet", "output|A|d1_logits"),
    ("u2netp_A|uint8_rgb", u2net_alpha, "u2netp", "output|A|d0_logits"),
]  # fmt: skip


@pytest.fixture(scope="module")
def known() -> dict[str, npt.NDArray[Any]]:
    return dict(np.load(shared("goldens/prepost.npz")))


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize(("key", "prepare", "step"), GIVEN, ids=[key for key, *_ in GIVEN])
def test_a_network_is_given_what_it_was_published_with(
    known: dict[str, npt.NDArray[Any]],
    picture: str,
    key: str,
    prepare: Callable[[npt.NDArray[np.uint8]], Tensor],
    step: int,
) -> None:
    planes = prepare(known[f"{picture}|rgb_uint8"])
    assert planes.dtype == torch.float32
    np.testing.assert_allclose(
        planes[:, ::step, ::step], known[f"{picture}|{key}"], rtol=0, atol=EXACT
    )


@pytest.mark.parametrize("picture", PICTURES)
def test_sam_is_told_where_the_picture_lies(
    known: dict[str, npt.NDArray[Any]], picture: str
) -> None:
    _, inside = for_sam(known[f"{picture}|rgb_uint8"])
    assert [inside.height, inside.width] == known[f"{picture}|sam_resized_hw"].tolist()


@pytest.mark.parametrize(("key", "alpha", "name", "logits"), READ, ids=[key for key, *_ in READ])
def test_alpha_at_the_pictures_size_is_the_published_one(
    known: dict[str, npt.NDArray[Any]],
    key: str,
    alpha: Callable[[Tensor, tuple[int, int]], npt.NDArray[np.uint8]],
    name: str,
    logits: str,
) -> None:
    expected = known[f"post|{key}"]
    given = torch.from_numpy(np.load(shared(f"goldens/{name}/golden.npz"))[logits])[0]
    ours = alpha(given, expected.shape[:2]).astype(int)
    if expected.ndim == 3:
        ours = ours[:, :, None].repeat(3, 2)
    # Cut to whole numbers: a last bit may fall on either side, nowhere more.
    assert np.abs(ours - expected).max() <= 1
    assert (ours != expected).mean() < 0.001


def test_masks_of_sam_at_the_pictures_size_are_the_published_ones(
    known: dict[str, npt.NDArray[Any]],
) -> None:
    golden = np.load(shared("goldens/sam_vit_b/golden.npz"))
    low = torch.from_numpy(golden["output|point1|multi|low_res_logits"])
    inside = Fit(*known["small|sam_resized_hw"].tolist())
    ours = enlarged(low, inside, 97, 131)
    np.testing.assert_allclose(
        ours, known["post|sam_point1_multi|logits_97x131"], rtol=0, atol=EXACT
    )
