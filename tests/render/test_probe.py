"""How files store their pixels, told from their first bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.render.probe import Storage, storage
from tests.needs import ROOT

PHOTO = ROOT / "tests/pictures/person.jpg"


@pytest.mark.parametrize(
    ("options", "bytes_per_px"),
    [
        ({}, 0),
        ({"progressive": True, "subsampling": "4:4:4"}, 6),
        ({"progressive": True, "subsampling": "4:2:2"}, 4),
        ({"progressive": True, "subsampling": "4:2:0"}, 3),
    ],
)
def test_progressive_jpegs_hold_all_their_coefficients(
    tmp_path: Path, options: dict[str, object], bytes_per_px: float
) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x010E] = "x" * 30_000
    Image.open(PHOTO).save(path, exif=exif, **options)  # type: ignore[arg-type]
    assert storage(str(path), "jpeg") == Storage(coefficients=bytes_per_px)


def test_a_grey_progressive_jpeg_holds_one_sample_per_pixel(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.open(PHOTO).convert("L").save(path, progressive=True)
    assert storage(str(path), "jpeg") == Storage(coefficients=2)


@pytest.mark.parametrize(("mode", "deep"), [("L", False), ("RGB", False), ("I;16", True)])
@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_deep_pictures_are_told_from_plain_ones(
    tmp_path: Path, kind: str, mode: str, deep: bool
) -> None:
    path = tmp_path / f"a.{kind}"
    if mode == "I;16":
        picture = Image.fromarray(np.zeros((8, 9), np.uint16))
    else:
        picture = Image.new(mode, (9, 8))
    picture.save(path)
    assert storage(str(path), kind).deep is deep


@given(st.binary(max_size=200), st.sampled_from(["jpeg", "png", "tiff", "webp"]))
def test_any_bytes_get_an_answer(data: bytes, kind: str) -> None:
    path = ROOT / "tests/out/probe.bin"
    path.parent.mkdir(exist_ok=True)
    head = {"jpeg": b"\xff\xd8\xff\xe0", "tiff": b"II*\0"}.get(kind, b"")
    path.write_bytes(head + data)
    assert isinstance(storage(str(path), kind), Storage)


def test_a_file_that_is_gone_counts_as_plain() -> None:
    assert storage("/nowhere/at/all.jpg", "jpeg") == Storage()
