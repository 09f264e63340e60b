"""The matte network that comes with the studio: what it keeps, and when it asks for more."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.inference.embedded import mattes
from editor.inference.models.base import Picture
from editor.inference.models.grabcut_matte import GrabcutMatte
from editor.inference.models.studio_matte import UNSURE, StudioMatte
from tests.inference.doubles import settings
from tests.needs import shared

TWELVE_MB = 12_000_000
PHOTOS = Path(__file__).parents[2] / "pictures"
SAMPLES = Path(__file__).parents[3] / "editor/samples"


@pytest.fixture(scope="module")
def model() -> StudioMatte:
    return StudioMatte.load(settings())


def photo(path: Path) -> Picture:
    bgr = cv2.imread(str(path))
    assert bgr is not None
    return np.ascontiguousarray(bgr[:, :, ::-1]).astype(np.uint8)


def alpha(model: StudioMatte, picture: Picture) -> mattes.Alpha:
    (seen,) = model.predict([picture], None)
    assert isinstance(seen, np.ndarray)
    assert seen.dtype == np.uint8
    return np.asarray(cv2.resize(seen, picture.shape[1::-1]), np.uint8)


def overlap(seen: mattes.Alpha, true: mattes.Alpha) -> float:
    one, other = seen > 127, true > 127
    return float((one & other).sum() / max(1, (one | other).sum()))


def test_its_weights_are_small() -> None:
    weights = StudioMatte.card.weights
    assert weights is not None
    assert weights.bytes <= TWELVE_MB


@pytest.mark.parametrize("name", ["product.jpg", "hair.jpg"])
def test_a_subject_is_kept_and_the_corners_are_not(model: StudioMatte, name: str) -> None:
    seen = alpha(model, photo(PHOTOS / name))
    height, width = seen.shape
    middle = seen[height * 2 // 5 : height * 3 // 5, width * 2 // 5 : width * 3 // 5]
    assert middle.mean() > 200
    assert seen[: height // 12, : width // 12].mean() < 40
    assert seen[: height // 12, -width // 12 :].mean() < 40


def test_a_picture_and_its_mirror_image_give_mirrored_mattes(model: StudioMatte) -> None:
    picture = photo(PHOTOS / "product.jpg")
    seen = alpha(model, picture)
    mirrored = alpha(model, np.ascontiguousarray(picture[:, ::-1]))[:, ::-1]
    assert np.abs(seen.astype(int) - mirrored).mean() < 2


def test_where_it_is_unsure_the_answer_shows_it(model: StudioMatte) -> None:
    noise = np.random.default_rng(5).integers(0, 256, (240, 320, 3)).astype(np.uint8)
    (seen,) = model.predict([noise], None)
    assert isinstance(seen, np.ndarray)
    clear = GrabcutMatte().matte(noise)
    assert seen.shape == clear.shape
    assert np.abs(seen.astype(int) - clear).max() <= 128
    assert ((seen > 20) & (seen < 235)).mean() > ((clear > 20) & (clear < 235)).mean()


def test_a_far_subject_is_looked_at_again_nearer(
    model: StudioMatte, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = photo(PHOTOS / "product.jpg")
    small = np.asarray(cv2.resize(product, (240, 160), interpolation=cv2.INTER_AREA), np.uint8)
    own = cv2.resize(alpha(model, product), (240, 160), interpolation=cv2.INTER_AREA)[..., None]
    far = np.full((800, 1200, 3), 200, np.uint8)
    far[320:480, 480:720] = (small * (own / 255) + 200 * (1 - own / 255)).astype(np.uint8)
    looks: list[tuple[int, ...]] = []
    looked = StudioMatte._looked

    def noted(self: StudioMatte, picture: Picture) -> mattes.Floats:
        looks.append(picture.shape)
        return looked(self, picture)

    monkeypatch.setattr(StudioMatte, "_looked", noted)
    share = model.seen(far)
    assert len(looks) == 2
    assert looks[1][0] < 0.6 * looks[0][0]
    assert share.shape == (256, 384)
    true = np.zeros((800, 1200), np.uint8)
    true[320:480, 480:720] = own[..., 0]
    whole = cv2.resize((share * 255).astype(np.uint8), (1200, 800))
    assert overlap(np.asarray(whole, np.uint8), true) > 0.8


def test_the_coat_of_a_portrait_is_kept_and_the_flags_beside_it_are_not(
    model: StudioMatte,
) -> None:
    """The network takes a part of the dark uniform for background, and the flags for the person."""
    seen = alpha(model, photo(SAMPLES / "face.jpg"))
    height, width = seen.shape
    uniform = seen[int(0.85 * height) : int(0.99 * height), int(0.2 * width) : int(0.95 * width)]
    flags = seen[int(0.05 * height) : int(0.4 * height), : int(0.2 * width)]
    assert (uniform > 200).mean() > 0.98
    assert (flags < 50).mean() > 0.98


def test_two_opinions_meet_in_the_middle() -> None:
    clear = np.full((30, 60), 255, np.uint8)
    assert np.all(mattes.between(clear, np.zeros((16, 16), np.float32)) == 128)


def test_a_little_doubt_changes_little() -> None:
    clear, none = np.full((30, 60), 255, np.uint8), np.zeros((16, 16), np.float32)
    weights = [mattes.eased(doubt, 0.4, 0.6) for doubt in (0.3, 0.4, 0.42, 0.5, 0.6, 0.7)]
    assert weights == pytest.approx([0, 0, 0.028, 0.5, 1, 1])
    shown = [int(mattes.between(clear, none, weight)[0, 0]) for weight in weights]
    assert shown == [255, 255, 251, 191, 128, 128]


@pytest.mark.parametrize(
    ("share", "doubtful"),
    [
        (np.zeros((40, 40), np.float32), True),
        (np.full((40, 40), 0.5, np.float32), True),
        (np.pad(np.ones((20, 20), np.float32), 10), False),
        (np.pad(np.full((20, 20), 0.98, np.float32), 10), False),
        (np.pad(np.full((20, 20), 0.75, np.float32), 10), True),
    ],
)
def test_doubt_is_what_lies_between(share: mattes.Floats, doubtful: bool) -> None:
    assert (mattes.doubt(share) > UNSURE) is doubtful


def test_colours_decide_only_what_the_network_leaves_open() -> None:
    codes = mattes.seeds(np.array([[0.0, 0.05, 0.3, 0.7, 0.95, 1.0]], np.float32))
    sure, open_ = (cv2.GC_BGD, cv2.GC_FGD), (cv2.GC_PR_BGD, cv2.GC_PR_FGD)
    assert codes.tolist() == [[sure[0], sure[0], *open_, sure[1], sure[1]]]


def test_street_fashion_is_cut_out_well(model: StudioMatte) -> None:
    """Photographs that had no part in training; the floor lies below what was measured (0.91)."""
    folder = shared("cutout-eval")
    pictures = sorted((folder / "image").glob("ccp*"))[::6]
    assert len(pictures) >= 6
    found = []
    for path in pictures:
        (true,) = (folder / "matte").glob(f"{path.stem}.*")
        picture = photo(path)
        mask = cv2.imread(str(true), cv2.IMREAD_GRAYSCALE)
        assert mask is not None
        found.append(overlap(alpha(model, picture), np.asarray(mask, np.uint8)))
    assert float(np.mean(found)) > 0.85
