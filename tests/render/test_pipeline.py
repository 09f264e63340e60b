"""From recipes to files: sizes, formats, errors, and golden pictures."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from editor.errors import BrokenPicture, InvalidOption, NotFound
from editor.geometry import Box, Size
from editor.render.pipeline import render
from editor.render.request import RenderRequest, Shown
from tests.golden import assert_picture_close
from tests.render.conftest import PICTURES, Ask, Made, recipe
from tests.render.drawn import canvas, draw, png


def test_a_recipe_without_steps_gives_the_original_upright(made: Made) -> None:
    assert made(recipe()).size == (512, 600)


def test_without_a_format_opaque_pictures_become_jpeg_and_others_png(ask: Ask) -> None:
    assert render(ask(recipe())).content_type == "image/jpeg"
    sheet = recipe(source=canvas(9, 9, "transparent"))
    assert render(ask(sheet)).content_type == "image/png"


def test_the_answer_tells_size_bytes_and_effort(ask: Ask) -> None:
    request = ask(recipe({"transform": {"width": 100}}))
    done = render(request)
    assert (done.width, done.height, done.content_type) == (100, 117, "image/jpeg")
    assert (done.bytes, done.warnings) == (os.path.getsize(request.destination), ())
    assert done.content == Box(0, 0, 100, 117)
    assert done.shown == Shown(Size(512, 600), Box(0, 0, 512, 600), mirror=False, quarters=0)
    assert done.cpu_s > 0
    assert done.peak_rss > 1_000_000


def test_several_transforms_work_one_after_the_other(made: Made) -> None:
    both = made(png({"transform": {"width": 200}}, {"transform": {"rotate": 90, "width": 117}}))
    assert both.size == (117, 100)


def test_json_tells_the_size_without_making_the_picture(ask: Ask) -> None:
    request = ask(recipe({"transform": {"width": 100, "rotate": 90}}, format="json"))
    done = render(request)
    told = json.loads(Path(request.destination).read_text())
    assert (done.content_type, told["width"], told["height"]) == ("application/json", 100, 85)
    assert told["original"] == {
        "file_size": (PICTURES / "person.jpg").stat().st_size,
        "width": 512,
        "height": 600,
        "format": "image/jpeg",
    }


def test_json_of_a_trimmed_border_is_the_size_that_the_picture_has(ask: Ask) -> None:
    framed = {"transform": {"width": 100, "border.width": 10, "border.color": "lime"}}
    trimmed = {"transform": {"trim.border": True, "trim.border.color": "lime"}}
    request = ask(recipe(framed, trimmed, format="json"))
    assert (render(request).width, render(request).height) == (100, 117)


def test_the_first_frame_of_an_animation_is_used_for_a_still_and_that_is_said(
    ask: Ask, tmp_path: Path
) -> None:
    path = tmp_path / "moving.gif"
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    still = recipe({"transform": {"width": 4}}, source="moving", format="png")
    assert "first frame" in render(ask(still, moving=path)).warnings[0]
    assert render(ask(recipe(source="moving", anim=False), moving=path)).warnings == ()


# errors


def test_an_original_that_is_not_brought_along_is_named(ask: Ask) -> None:
    with pytest.raises(NotFound, match="stranger"):
        render(ask(recipe(source="stranger")))


def test_a_broken_source_leaves_no_file(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    request = ask(recipe())
    path.write_bytes((PICTURES / "person.jpg").read_bytes()[:20_000])
    broken: RenderRequest = replace(
        request, sources={"person": replace(request.sources["person"], path=str(path))}
    )
    with pytest.raises(BrokenPicture):
        render(broken)
    assert {p.name for p in tmp_path.iterdir()} == {"cut.jpg"}


def test_an_original_that_is_not_the_inspected_one_is_refused(ask: Ask) -> None:
    request = ask(recipe({"transform": {"width": 40}}))
    other = replace(request.sources["person"], size=Size(100, 80))
    with pytest.raises(BrokenPicture, match="512x600 px, not 100x80"):
        render(replace(request, sources={"person": other}))


def test_a_refused_measure_leaves_the_destination_as_it_was(ask: Ask) -> None:
    request = ask(recipe({"transform": {"trim": "300;0;300;0"}}))
    Path(request.destination).write_bytes(b"before")
    with pytest.raises(InvalidOption):
        render(request)
    assert Path(request.destination).read_bytes() == b"before"


# golden pictures


def test_golden_portrait(made: Made) -> None:
    options = {"width": 160, "height": 160, "fit": "cover", "gravity": "0.5x0.2", "sharpen": 1}
    toned = {"saturation": 0.7, "contrast": 1.15, "brightness": 1.05}
    picture = made(png({"transform": {**options, **toned}}))
    assert_picture_close(picture, "portrait", max_mean=0.7, max_pixel=16)


def test_golden_poster(made: Made) -> None:
    picture = made(
        png(
            draw("product", 110, 90, 190, 127, rotation=-8, clip="18"),
            draw("hair", 230, 190, 150, 97, rotation=12, opacity=0.85),
            draw("person", 70, 215, 96, 112, clip="circle", flipX=True),
            draw(canvas(8, 8, "#ff8800"), 240, 60, 110, 60, blend="multiply"),
            draw(canvas(8, 8, "#2060ff"), 160, 150, 60, 220, blend="screen", opacity=0.4),
            source=canvas(320, 280, "linear-gradient(135deg,#fdf6e3 0%,#c9d6ff 100%)"),
        )
    )
    assert_picture_close(picture, "poster", max_mean=0.7, max_pixel=20)


def test_golden_sticker(made: Made) -> None:
    round_photo = draw("person", 100, 100, 171, 200, clip="circle")
    effects = (
        {"transform": {"outline": 6, "outline.color": "white"}},
        {"transform": {"shadow": 10, "shadow.y": 4, "shadow.opacity": 0.5}},
    )
    picture = made(png(round_photo, *effects, source=canvas(200, 200, "transparent")))
    assert_picture_close(picture, "sticker", max_mean=0.7, max_pixel=16)
