"""Colours of every space come out in sRGB, within one level of the formula."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.render.decode import Decoded, decode
from editor.render.icc import NotAMatrix, shaper_of
from tests.corpus import png, profiles, tiff, valid
from tests.render.pixels import Levels, array


def decoded(folder: Path, data: bytes) -> Decoded:
    path = folder / "original"
    path.write_bytes(data)
    return decode(path)


def cube() -> np.ndarray:
    """Colours of the whole cube as a picture: 17 steps per channel."""
    steps = np.linspace(0, 255, 17).round().astype(np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(17, -1, 3)


def rounded(levels: Levels) -> Levels:
    return np.floor(levels + 0.5)


@pytest.mark.parametrize("space", ["p3", "adobe"])
@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
def test_wide_spaces_are_converted(space: str, format: str, tmp_path: Path) -> None:
    pixels = cube()
    how = {"lossless": True, "exact": True} if format == "WEBP" else {}
    profile = profiles.matrix_profile(space)
    data = valid.saved(Image.fromarray(pixels), format, icc_profile=profile, **how)
    result = decoded(tmp_path, data)
    expected = rounded(profiles.in_srgb(space, pixels / 255))
    assert np.abs(array(result.picture) - expected).max() <= 1
    assert result.profile == space
    assert result.warnings == ()


@pytest.mark.parametrize("space", ["p3", "adobe"])
@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_sixteen_bits_are_converted_before_they_are_rounded(
    space: str, kind: str, tmp_path: Path
) -> None:
    values = valid.noise(60, 50, 3)
    profile = profiles.matrix_profile(space)
    if kind == "png":
        data = png.png(values, png.chunk(b"iCCP", b"x\0\0" + zlib.compress(profile)))
    else:
        data = tiff.tiff(values, blocks=[(34675, profile)])
    result = decoded(tmp_path, data)
    exact = profiles.in_srgb(space, values / 65535)
    error = np.abs(array(result.picture) - exact)
    assert error.max() < 1.0
    assert (array(result.picture) == rounded(exact)).mean() > 0.97
    assert result.profile == space


def test_a_phones_jpeg_keeps_its_colours(tmp_path: Path) -> None:
    flat = Image.new("RGB", (64, 64), (200, 80, 40))
    data = valid.saved(
        flat, "JPEG", quality=100, subsampling=0, icc_profile=profiles.matrix_profile("p3")
    )
    expected = rounded(profiles.in_srgb("p3", np.array([200, 80, 40]) / 255))
    found = array(decoded(tmp_path, data).picture)[32, 32]
    assert np.abs(found - expected).max() <= 2  # JPEG itself is off by one
    assert expected[0] > 210


def test_srgb_pictures_arent_touched(tmp_path: Path) -> None:
    pixels = cube()
    data = valid.saved(Image.fromarray(pixels), "PNG", icc_profile=profiles.matrix_profile("srgb"))
    result = decoded(tmp_path, data)
    assert np.array_equal(array(result.picture), pixels)
    assert result.profile == "srgb"


@pytest.mark.parametrize(("ink", "lab"), list(profiles.CMYK_CORNERS.items()))
@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_inks_follow_their_press_profile(
    ink: tuple[int, ...], lab: tuple[int, int, int], format: str, tmp_path: Path
) -> None:
    flat = Image.new("CMYK", (16, 16), ink)
    how = {"quality": 100, "subsampling": 0} if format == "JPEG" else {}
    data = valid.saved(flat, format, icc_profile=profiles.cmyk_profile(), **how)
    result = decoded(tmp_path, data)
    expected = rounded(profiles.lab_in_srgb(*lab))
    # The table holds L* in steps of 100/255, which is up to half a level of the result.
    assert np.abs(array(result.picture)[8, 8] - expected).max() <= 2
    assert result.profile == "press"


@pytest.mark.parametrize(
    ("ink", "expected"),
    [
        ((0, 0, 0, 0), (255, 255, 255)),
        ((255, 0, 0, 0), (0, 255, 255)),
        ((0, 0, 0, 255), (0, 0, 0)),
        ((51, 102, 153, 51), (163, 122, 82)),
    ],
)
@pytest.mark.parametrize("format", ["JPEG", "TIFF"])
def test_inks_without_a_profile_are_filters(
    ink: tuple[int, ...], expected: tuple[int, ...], format: str, tmp_path: Path
) -> None:
    how = {"quality": 100, "subsampling": 0} if format == "JPEG" else {}
    data = valid.saved(Image.new("CMYK", (16, 16), ink), format, **how)
    assert np.abs(array(decoded(tmp_path, data).picture)[8, 8] - expected).max() <= 1


def test_adobes_inverted_inks_are_told_by_their_marker(tmp_path: Path) -> None:
    data = valid.saved(Image.new("CMYK", (16, 16), (255, 0, 0, 0)), "JPEG", quality=100)
    assert b"Adobe" in data
    assert decoded(tmp_path, data).picture.getpixel((8, 8)) == (0, 255, 255)


def test_lab_tiffs_are_converted(tmp_path: Path) -> None:
    colours = ((53, 80, 67), (88, -86, 83), (32, 79, -108), (50, 0, 0), (100, 0, 0), (0, 0, 0))
    stored = [[(round(c[0] * 2.55), c[1] % 256, c[2] % 256) for c in colours]]
    data = tiff.tiff(np.array(stored, np.uint8), photometric=8)
    result = array(decoded(tmp_path, data).picture)[0]
    for found, lab in zip(result, colours, strict=True):
        exact = rounded(profiles.lab_in_srgb(round(lab[0] * 2.55) / 2.55, lab[1], lab[2]))
        assert np.abs(found - exact).max() <= 2, lab


@pytest.mark.parametrize("alpha", [False, True])
def test_grey_profiles_are_followed(alpha: bool, tmp_path: Path) -> None:
    ramp = Image.linear_gradient("L")
    turned = ramp.transpose(Image.Transpose.ROTATE_90)
    picture = Image.merge("LA", (ramp, turned)) if alpha else ramp
    data = valid.saved(picture, "PNG", icc_profile=profiles.grey_profile(1.0))
    result = array(decoded(tmp_path, data).picture)
    expected = rounded(profiles.srgb_encoded(array(ramp) / 255) * 255)
    assert np.abs(result[..., 0] - expected).max() <= 1
    assert np.array_equal(result[..., 0], result[..., 2])
    if alpha:
        assert np.array_equal(result[..., 3], array(picture.getchannel("A")))


def test_sixteen_bit_grey_follows_its_profile(tmp_path: Path) -> None:
    values = valid.noise(40, 40, 1)
    data = tiff.tiff(values, blocks=[(34675, profiles.grey_profile(1.0))])
    expected = profiles.srgb_encoded(values / 65535) * 255
    assert np.abs(array(decoded(tmp_path, data).picture)[..., :1] - expected).max() < 1


def test_grey_under_the_profile_of_a_colour_picture_is_converted(tmp_path: Path) -> None:
    grey = Image.linear_gradient("L")
    data = valid.saved(grey, "PNG", icc_profile=profiles.matrix_profile("adobe"))
    result = decoded(tmp_path, data)
    expected = rounded(profiles.in_srgb("adobe", np.repeat(array(grey)[..., None] / 255, 3, 2)))
    assert np.abs(array(result.picture) - expected).max() <= 1
    assert result.warnings == ()


def test_alpha_isnt_converted(tmp_path: Path) -> None:
    pixels = np.concatenate([cube(), cube()[..., :1]], axis=-1)
    profile = profiles.matrix_profile("p3")
    result = decoded(tmp_path, valid.saved(Image.fromarray(pixels), "PNG", icc_profile=profile))
    assert np.array_equal(array(result.picture)[..., 3], pixels[..., 3])
    expected = rounded(profiles.in_srgb("p3", pixels[..., :3] / 255))
    assert np.abs(array(result.picture)[..., :3] - expected).max() <= 1


@pytest.mark.parametrize(
    ("profile", "words"),
    [
        (b"no profile at all" * 20, "can't be read"),
        (profiles.matrix_profile("p3")[:200], "can't be read"),
        (profiles.cmyk_profile(), "made for CMYK"),
        (profiles.grey_profile(2.2), "made for GRAY"),
    ],
)
def test_profiles_that_dont_work_are_left_out_with_a_warning(
    profile: bytes, words: str, tmp_path: Path
) -> None:
    data = valid.saved(Image.fromarray(cube()), "PNG", icc_profile=profile)
    result = decoded(tmp_path, data)
    assert np.array_equal(array(result.picture), cube())
    assert len(result.warnings) == 1
    assert words in result.warnings[0]
    assert "sRGB" in result.warnings[0]
    assert result.profile == ""


def _named(*chunks: bytes) -> bytes:
    return png.png(cube(), *chunks)


def test_png_code_points_name_the_space(tmp_path: Path) -> None:
    result = decoded(tmp_path, _named(png.chunk(b"cICP", bytes((12, 13, 0, 1)))))
    expected = rounded(profiles.in_srgb("p3", cube() / 255))
    assert np.abs(array(result.picture) - expected).max() <= 1


def test_png_gamma_and_primaries_name_the_space(tmp_path: Path) -> None:
    corners = (profiles.D65, *profiles.PRIMARIES["adobe"])
    numbers = [round(v * 100_000) for corner in corners for v in corner]
    gamma = png.chunk(b"gAMA", struct.pack(">I", round(100_000 / profiles.ADOBE_GAMMA)))
    result = decoded(tmp_path, _named(gamma, png.chunk(b"cHRM", struct.pack(">8I", *numbers))))
    expected = rounded(profiles.in_srgb("adobe", cube() / 255))
    assert np.abs(array(result.picture) - expected).max() <= 1


def test_linear_pngs_are_encoded(tmp_path: Path) -> None:
    result = decoded(tmp_path, _named(png.chunk(b"gAMA", struct.pack(">I", 100_000))))
    expected = rounded(profiles.srgb_encoded(cube() / 255) * 255)
    assert np.abs(array(result.picture) - expected).max() <= 1


@pytest.mark.parametrize(
    "chunks",
    [
        (png.chunk(b"sRGB", b"\0"), png.chunk(b"gAMA", struct.pack(">I", 100_000))),
        (png.chunk(b"gAMA", struct.pack(">I", 45_455)),),
        (png.chunk(b"cICP", bytes((1, 13, 0, 1))),),
    ],
)
def test_what_means_srgb_changes_nothing(chunks: tuple[bytes, ...], tmp_path: Path) -> None:
    result = decoded(tmp_path, _named(*chunks))
    assert np.abs(array(result.picture) - cube()).max() <= 1
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("chunks", "words"),
    [
        ((png.chunk(b"cICP", bytes((9, 16, 0, 1))),), "HDR"),
        ((png.chunk(b"cICP", bytes((200, 13, 0, 1))),), "unknown"),
        ((png.chunk(b"gAMA", struct.pack(">I", 1)),), "gamma"),
        (
            (
                png.chunk(b"gAMA", struct.pack(">I", 50_000)),
                png.chunk(b"cHRM", struct.pack(">8I", *[30_000] * 8)),
            ),
            "primaries",
        ),
    ],
)
def test_colours_that_make_no_sense_are_named(
    chunks: tuple[bytes, ...], words: str, tmp_path: Path
) -> None:
    result = decoded(tmp_path, _named(*chunks))
    assert np.array_equal(array(result.picture), cube())
    assert words in result.warnings[0]


def test_heic_profiles_are_followed(tmp_path: Path) -> None:
    result = decoded(tmp_path, valid.heic_p3())
    assert result.profile == "Display P3"
    # Pure P3 green lies outside sRGB: it clips to full green without red.
    assert np.abs(np.array(result.picture.getpixel((56, 4))) - (0, 255, 0)).max() <= 3


@pytest.mark.parametrize("kind", range(5))
def test_every_parametric_curve_is_followed(kind: int) -> None:
    g, a, b, c, d, e, f = 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0.0, 0.0
    given = ((g,), (g, a, b), (g, a, b, 0.01), (g, a, b, c, d), (g, a, b, c, d, e, f))[kind]
    tag = b"para\0\0\0\0" + struct.pack(">HH", kind, 0)
    tag += b"".join(struct.pack(">i", round(v * 65536)) for v in given)
    raw = profiles.grey_profile(1.0)
    cut = raw.index(b"kTRC")
    raw = raw[: cut + 4] + struct.pack(">II", len(raw), len(tag)) + raw[cut + 12 :] + tag
    v = np.linspace(0, 1, 101)
    power = (a * v + b) ** g
    expected = (
        v**g,
        np.where(v >= -b / a, power, 0),
        np.where(v >= -b / a, power + 0.01, 0.01),
        np.where(v >= d, power, c * v),
        np.where(v >= d, power, c * v),
    )[kind]
    assert np.abs(shaper_of(raw).curves[0](v) - np.clip(expected, 0, 1)).max() < 1e-4


@pytest.mark.parametrize("length", [0, 100, 130, 150, 300])
def test_profiles_cut_off_anywhere_are_no_matrix(length: int) -> None:
    with pytest.raises(NotAMatrix):
        shaper_of(profiles.matrix_profile("p3")[:length])
