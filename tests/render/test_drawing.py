"""From recipes to pixels: transforms, drawn pictures, and what is never decoded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from editor.findings import Face
from editor.geometry import Box
from editor.render import originals
from editor.render.drawing import NO_FACE
from editor.render.pipeline import render
from tests.render.conftest import PICTURES, Ask, Made, recipe
from tests.render.drawn import canvas, draw, png, rgb


def test_without_scaling_pixels_are_exact_copies(made: Made) -> None:
    cut = made(png({"transform": {"trim": "100;200;50;30", "rotate": 90}}))
    with Image.open(PICTURES / "person.jpg") as photo:
        expected = photo.crop((30, 100, 312, 550)).transpose(Image.Transpose.ROTATE_270)
    assert cut.convert("RGB").tobytes() == expected.tobytes()


def test_a_border_of_one_colour_is_found_on_the_original(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "framed.png"
    framed = Image.new("RGB", (300, 240), "white")
    framed.paste((200, 0, 0), (50, 40, 250, 190))
    framed.save(path)
    trimmed = made(png({"transform": {"trim": "border"}}, source="framed"), framed=path)
    assert trimmed.size == (200, 150)
    assert trimmed.convert("RGB").getcolors() == [(200 * 150, (200, 0, 0))]


def test_a_border_is_sought_after_the_crop(made: Made, tmp_path: Path) -> None:
    path = tmp_path / "framed.png"
    framed = Image.new("RGB", (400, 200), "black")
    framed.paste("white", (200, 0, 400, 200))
    framed.paste((0, 0, 200), (250, 50, 350, 150))
    framed.save(path)
    options = {"crop": [0.5, 0, 0.5, 1], "trim": "border"}
    assert made(png({"transform": options}, source="framed"), framed=path).size == (100, 100)


def test_bars_of_a_padded_picture_take_the_background(made: Made) -> None:
    options = {"width": 100, "height": 200, "fit": "pad"}
    plain = made(png({"transform": options}))
    assert rgb(plain, 50, 5) == (255, 255, 255)
    coloured = made(png({"transform": {**options, "background": "#00ff00"}}))
    assert rgb(coloured, 50, 5) == (0, 255, 0)
    assert rgb(coloured, 50, 100) == rgb(plain, 50, 100)


def test_a_drawn_picture_lies_where_its_placement_says(made: Made) -> None:
    red = canvas(10, 10, "red")
    sheet = made(png(draw(red, 30, 20, 20, 10), source=canvas(60, 40)))
    assert rgb(sheet, 30, 20) == (255, 0, 0)
    assert (rgb(sheet, 20, 15), rgb(sheet, 39, 24)) == ((255, 0, 0), (255, 0, 0))
    assert (rgb(sheet, 19, 20), rgb(sheet, 40, 20)) == ((255, 255, 255), (255, 255, 255))
    assert (rgb(sheet, 30, 14), rgb(sheet, 30, 25)) == ((255, 255, 255), (255, 255, 255))


def test_pictures_are_drawn_in_order_on_the_present_state(made: Made) -> None:
    sheet = made(
        png(
            draw(canvas(4, 4, "red"), 20, 20, 20, 20),
            draw(canvas(4, 4, "blue"), 24, 20, 20, 20, opacity=0.5),
            {"transform": {"border.width": 5, "border.color": "black"}},
            source=canvas(40, 40),
        )
    )
    assert sheet.size == (50, 50)
    assert rgb(sheet, 16, 25) == (255, 0, 0)
    assert rgb(sheet, 25, 25) == pytest.approx((127, 0, 128), abs=1)
    assert rgb(sheet, 2, 2) == (0, 0, 0)


def test_groups_are_drawn_as_one(made: Made) -> None:
    group = canvas(20, 20, "transparent")
    inner = [draw(canvas(2, 2, "red"), 8, 10, 10, 10), draw(canvas(2, 2, "red"), 12, 10, 10, 10)]
    sheet = made(png(draw(group, 20, 20, 20, 20, steps=inner, opacity=0.5), source=canvas(40, 40)))
    colours = {rgb(sheet, x, 20) for x in (15, 20, 25)}
    assert len(colours) == 1, "an isolated group fades as a whole, also where its layers overlap"


def test_an_effect_lies_around_the_placement_and_does_not_shrink_the_picture(made: Made) -> None:
    steps = [{"transform": {"outline": 5, "outline.color": "blue"}}]
    drawn = draw(canvas(20, 20, "red"), 40, 40, 20, 20, steps=steps)
    sheet = made(png(drawn, source=canvas(80, 80)))
    assert (rgb(sheet, 30, 40), rgb(sheet, 49, 40)) == ((255, 0, 0), (255, 0, 0))
    assert (rgb(sheet, 26, 40), rgb(sheet, 53, 40)) == ((0, 0, 255), (0, 0, 255))
    assert rgb(sheet, 23, 40) == (255, 255, 255)


def test_a_picture_far_outside_is_not_even_opened(ask: Ask) -> None:
    request = ask(png(draw("person", 500, 500, 50, 50), source=canvas(40, 40)))
    gone = replace(request.sources["person"], path="/nowhere.jpg")
    render(replace(request, sources={"person": gone}))
    with Image.open(request.destination) as sheet:
        assert sheet.convert("RGB").getcolors() == [(1600, (255, 255, 255))]


def test_an_effect_of_a_picture_outside_is_still_seen(made: Made) -> None:
    steps = [{"transform": {"outline": 10, "outline.color": "blue"}}]
    drawn = draw(canvas(20, 20, "red"), -10, 20, 20, 20, steps=steps)
    assert rgb(made(png(drawn, source=canvas(40, 40))), 3, 20) == (0, 0, 255)


@pytest.mark.parametrize("rotation", [0, 17, 90, 200])
@pytest.mark.parametrize("at", [(60, 40), (5, 70), (-30, -20)])
def test_a_clipped_and_shrunk_source_gives_the_pixels_of_the_whole_one(
    made: Made, at: tuple[float, float], rotation: float
) -> None:
    """Only what is seen is decoded; the result is that of drawing all of it."""
    x, y = at
    cut = made(png(draw("person", x, y, 256, 300, rotation=rotation), source=canvas(120, 100)))
    # Sharpening looks at neighbours, so all of the picture is made at full size; this much of it
    # changes nothing.
    steps = [{"transform": {"sharpen": 0.0001}}]
    full = made(
        png(
            draw("person", x, y, 256, 300, rotation=rotation, steps=steps),
            source=canvas(120, 100),
        )
    )
    assert distance(cut, full) < 3
    soft = ImageFilter.GaussianBlur(1)
    assert distance(cut.convert("RGB").filter(soft), full.convert("RGB").filter(soft)) < 1


def distance(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference, 0..255."""
    pixels = np.asarray(one.convert("RGB")).astype(int) - np.asarray(other.convert("RGB"))
    return float(np.abs(pixels).mean())


def test_a_source_is_decoded_once_for_equal_layers(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    decode = originals.decode

    def counted(path: str, **needs: object) -> object:
        calls.append(path)
        return decode(path, **needs)  # type: ignore[arg-type]

    monkeypatch.setattr(originals, "decode", counted)
    layers = [draw("person", 40 + 20 * i, 60, 51, 60, blend="multiply") for i in range(3)]
    render(ask(png(*layers, source=canvas(120, 120))))
    assert len(calls) == 1
    other = draw("person", 40, 60, 102, 120)
    render(ask(png(layers[0], other, source=canvas(120, 120))))
    assert len(calls) == 3


def test_drawing_on_a_photo_does_not_change_its_other_uses(made: Made) -> None:
    """The first layer is the photo at full size, drawn upon; the second shows it untouched."""
    spoilt = [draw(canvas(2, 2, "lime"), 100, 100, 300, 300)]
    sheet = made(
        png(
            draw("person", 256, 300, 512, 600, steps=spoilt),
            draw("person", 768, 300, 512, 600),
            source=canvas(1024, 600),
        )
    )
    assert rgb(sheet, 100, 100) == (0, 255, 0)
    with Image.open(PICTURES / "person.jpg") as photo:
        assert rgb(sheet, 612, 100) == rgb(photo, 100, 100)


@pytest.mark.parametrize("format", ["png", "json"])
def test_a_face_that_is_not_there_is_told(ask: Ask, format: str) -> None:
    options = {"width": 50, "height": 50, "fit": "cover", "gravity": "face"}
    request = ask(recipe({"transform": options}, format=format))

    place = ((0,), "faces")
    face = Face(box=Box(0.4, 0.2, 0.2, 0.2), score=1.0)
    assert NO_FACE in render(replace(request, findings={place: ()})).warnings
    assert NO_FACE not in render(replace(request, findings={place: (face,)})).warnings


def test_faces_that_the_recipe_names_need_not_be_found(ask: Ask) -> None:
    options = {"width": 50, "height": 50, "fit": "cover", "gravity": "face"}
    done = render(ask(png({"transform": {**options, "faces": [[0.4, 0.2, 0.2, 0.2]]}})))
    assert NO_FACE not in done.warnings
