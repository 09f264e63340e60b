"""What is measured on the pixels of finished files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter

from editor.errors import Busy
from editor.plan.output import Output
from editor.plan.rules import Look
from editor.render.checks import examined, look
from editor.render.encode import encode
from editor.render.request import Examine
from tests.corpus import profiles

WHITE = (255, 255, 255)


def sticker(outline: tuple[int, int, int] = WHITE, width: int = 8) -> Image.Image:
    """A blue disc of 100 px radius with an outline, in the middle of 256 px of nothing."""
    large = Image.new("RGBA", (1024, 1024))
    draw = ImageDraw.Draw(large)
    reach = 400 + 4 * width
    draw.ellipse((512 - reach, 512 - reach, 512 + reach, 512 + reach), fill=outline)
    draw.ellipse((112, 112, 912, 912), fill=(20, 40, 200))
    return large.convert("RGBa").resize((256, 256), Image.Resampling.BOX).convert("RGBA")


def shot(size: int = 400, subject: tuple[int, int, int, int] = (100, 30, 300, 370)) -> Image.Image:
    sheet = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(sheet).ellipse(subject, fill=(90, 30, 30))
    return sheet


def test_a_stickers_margins_and_rim_are_measured() -> None:
    seen = look(sticker(), WHITE)
    assert (seen.left, seen.top, seen.right, seen.bottom) == (20, 20, 19, 19)
    assert (seen.subject_width, seen.subject_height) == (217, 217)
    assert seen.margin == 19
    assert seen.rim > 0.95
    assert 0.4 < seen.clear < 0.5
    assert seen.straight < 0.5


def test_an_outline_of_another_colour_or_none_is_noticed() -> None:
    assert look(sticker((250, 40, 40)), WHITE).rim < 0.1
    assert look(sticker((250, 40, 40)), (255, 40, 40)).rim > 0.95
    assert look(sticker(width=0), WHITE).rim < 0.1


@pytest.mark.parametrize(("format", "options"), [("webp", {"quality": 85}), ("png", {})])
def test_an_outline_survives_its_encoder(
    tmp_path: Path, format: str, options: dict[str, int]
) -> None:
    path = tmp_path / "sticker"
    sticker().save(path, format.upper(), **options)
    seen = examined(Examine(str(path), format))
    assert seen.rim > 0.9
    assert seen.frames == 1
    assert seen.margin in (19, 20)


def test_a_product_on_white_is_measured_after_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "shot"
    shot().save(path, "JPEG", quality=95, subsampling="4:4:4")
    seen = examined(Examine(str(path), "jpeg"))
    assert seen.border_white == seen.far_white == 1
    assert abs(seen.subject_height - 341) <= 6
    assert abs(seen.top - 30) <= 4
    assert seen.straight < 0.5
    assert seen.clear == 0


def test_a_border_that_is_nearly_white_is_noticed() -> None:
    picture = shot()
    picture.putpixel((0, 200), (254, 255, 255))
    seen = look(picture, WHITE)
    assert 0.99 < seen.border_white < 1


def test_a_grey_background_is_noticed() -> None:
    grey = Image.new("RGB", (200, 200), (246, 246, 246))
    grey.paste((0, 0, 0), (80, 80, 120, 120))
    assert look(grey, WHITE).border_white == 0


def test_a_photo_that_was_not_cut_out_fills_its_box() -> None:
    picture = Image.new("RGB", (300, 300), "white")
    picture.paste((120, 130, 140), (30, 60, 270, 240))
    assert look(picture, WHITE).straight == 1


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_empty_picture_has_no_subject(mode: str) -> None:
    blank = Image.new(mode, (50, 40), "white" if mode == "RGB" else (0, 0, 0, 0))
    seen = look(blank, WHITE)
    assert seen.is_empty
    assert isinstance(seen, Look)


def test_what_lies_in_the_ring_around_a_subject_is_not_background() -> None:
    picture = shot(subject=(100, 100, 300, 300))
    picture.putpixel((200, 308), (250, 250, 250))
    assert look(picture, WHITE).far_white == 1
    # In a corner of the subject's box, but far from the disc itself.
    picture.putpixel((103, 103), (250, 250, 250))
    assert look(picture, WHITE).far_white < 1


def test_a_blurred_subject_is_less_sharp() -> None:
    picture = Image.new("RGB", (400, 400), "white")
    picture.paste(Image.effect_noise((200, 200), 60).convert("RGB"), (100, 100))
    soft = picture.filter(ImageFilter.GaussianBlur(3))
    sharp, blurred = (look(one, WHITE).sharpness for one in (picture, soft))
    assert sharp is not None
    assert blurred is not None
    assert sharp > 500
    assert blurred < 20


def test_an_animation_tells_its_frames(tmp_path: Path) -> None:
    path = tmp_path / "moving"
    frames = [sticker(), sticker((0, 0, 0))]
    frames[0].save(path, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert examined(Examine(str(path), "webp")).frames == 2


@pytest.mark.parametrize(
    ("mode", "format", "options", "told"),
    [
        ("RGB", "jpeg", {}, "sRGB, untagged"),
        ("L", "jpeg", {}, "sRGB, untagged"),
        ("RGB", "jpeg", {"icc_profile": profiles.matrix_profile("srgb")}, "sRGB, tagged"),
        ("RGB", "jpeg", {"icc_profile": profiles.matrix_profile("p3")}, "p3"),
        ("RGBA", "png", {"icc_profile": profiles.matrix_profile("adobe")}, "adobe"),
        ("RGB", "webp", {"icc_profile": profiles.matrix_profile("p3")}, "p3"),
        ("RGB", "png", {"icc_profile": b"no profile"}, "colours that can't be read"),
        ("CMYK", "jpeg", {}, "CMYK"),
    ],
)
def test_the_colours_of_a_file_are_what_it_says_itself(
    tmp_path: Path, mode: str, format: str, options: dict[str, Any], told: str
) -> None:
    path = tmp_path / "file"
    shot().convert(mode).save(path, format.upper(), **options)
    assert examined(Examine(str(path), format)).colours == told


@pytest.mark.parametrize(
    ("format", "told"),
    [("jpeg", "sRGB, untagged"), ("webp", "sRGB, untagged"), ("png", "sRGB, tagged"),
     ("avif", "sRGB, tagged")],
)  # fmt: skip
def test_what_is_written_here_is_srgb(tmp_path: Path, format: str, told: str) -> None:
    path = tmp_path / "file"
    encode(shot(), Output(format=format), path)
    assert examined(Examine(str(path), format)).colours == told


def test_a_file_that_was_dropped_meanwhile_may_be_asked_again(tmp_path: Path) -> None:
    with pytest.raises(Busy):
        examined(Examine(str(tmp_path / "gone"), "png"))
