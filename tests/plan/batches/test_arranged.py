"""Where photos lie in a batch's files."""

from __future__ import annotations

from typing import Any

import pytest

from editor.geometry import Box, Point, Size
from editor.operations import operations
from editor.plan.batches.arranged import Arranged, Photo, Subject, portrait, product, searched
from editor.plan.batches.recipe import parse_recipe
from editor.plan.document import parse_document
from editor.plan.from_document import check, from_document

PHOTO = Photo("6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01", Size(4000, 3000))
SHEET = Size(2000, 2000)
TALL = Subject(Box(0.4, 0.2, 0.2, 0.6), Point(0.5, 0.4))


def placed(subject: Subject | None = TALL, sheet: Size = SHEET, **recipe: Any) -> Arranged:
    read = parse_recipe({"targets": [{"preset": "amazon"}], **recipe})
    return product(read, PHOTO, sheet, subject)


def layers(arranged: Arranged) -> dict[str, dict[str, Any]]:
    """By id; every arranged document is one that the renderer takes."""
    document = parse_document(arranged.document)
    check(document, operations())
    from_document(document, operations())
    return {one["id"]: one for one in arranged.document["layers"]}


@pytest.mark.parametrize("sheet", [Size(2000, 2000), Size(1600, 2000), Size(1000, 600)])
@pytest.mark.parametrize("box", [Box(0.4, 0.2, 0.2, 0.6), Box(0.1, 0.4, 0.8, 0.1), Box(0, 0, 1, 1)])
@pytest.mark.parametrize("fill", [0.5, 0.85, 1])
def test_the_subject_takes_its_share_of_the_longer_side(sheet: Size, box: Box, fill: float) -> None:
    found = placed(Subject(box, box.centre), sheet, fill=fill)
    layers(found)
    taken = max(found.box.width / sheet.width, found.box.height / sheet.height)
    assert abs(taken - fill) < 0.002
    assert abs(found.box.centre.x - sheet.width / 2) <= 1
    assert abs(found.box.centre.y - sheet.height / 2) <= 1


def test_a_photo_lies_on_whole_px_so_that_it_is_resampled_once() -> None:
    one = layers(placed())["subject"]
    assert one["width"] == int(one["width"])
    assert (one["x"] - one["width"] / 2) % 1 == 0
    assert (one["y"] - one["height"] / 2) % 1 == 0
    left, top, width, height = one["crop"]
    assert (left * 4000) % 1 == pytest.approx(0, abs=1e-6)
    # A little around the subject is shown for its soft edge, in the photo's own shape.
    assert width > 0.2
    assert height > 0.6
    assert one["width"] / one["height"] == pytest.approx(width * 4000 / (height * 3000), rel=0.002)
    assert left < 0.4
    assert top < 0.2


def test_the_cutout_s_edge_is_looked_for_around_its_guessed_box() -> None:
    recipe = parse_recipe({"targets": [{"preset": "amazon"}], "background": "#333"})
    document, part = searched(recipe, PHOTO, TALL.box)
    read = parse_document(document)
    check(read, operations())
    # With room on all sides, as far as the photo goes, and nothing behind.
    assert part.left < 0.4 - 0.05
    assert part.top < 0.2 - 0.05
    assert part.right > 0.6 + 0.05
    assert part.bottom > 0.8 + 0.05
    assert max(read.canvas.width, read.canvas.height) == 1000
    assert read.canvas.width / read.canvas.height == pytest.approx(
        part.width * 4000 / (part.height * 3000), rel=0.01
    )
    assert read.canvas.background == "transparent"
    assert searched(recipe, PHOTO, Box(0, 0, 1, 1))[1] == Box(0, 0, 1, 1)


def test_what_stands_lies_on_the_lower_margin() -> None:
    wide = Subject(Box(0.1, 0.4, 0.8, 0.2), Point(0.5, 0.5))
    found = placed(wide, align="bottom")
    assert found.box.bottom == pytest.approx(2000 * (1 - 0.075), abs=1)
    assert placed(wide, align="bottom", margin=0.12).box.bottom == pytest.approx(1760, abs=1)


def test_the_optical_centre_is_where_the_weight_lies() -> None:
    heavy = Subject(Box(0.3, 0.3, 0.4, 0.2), Point(0.38, 0.4))
    middle, optical = placed(heavy, fill=0.5), placed(heavy, fill=0.5, align="optical")
    assert optical.box.left > middle.box.left
    assert optical.box.right <= 2000
    weight = optical.box.left + (0.38 - 0.3) / 0.4 * optical.box.width
    assert abs(weight - 1000) < abs(1000 - (middle.box.left + 0.2 * middle.box.width))


def test_a_margin_stays_free_whatever_the_share() -> None:
    found = placed(fill=1, margin=0.1)
    assert found.box.top >= 199
    assert found.box.bottom <= 1801


@pytest.mark.parametrize("recipe", [{"trim": False}, {}])
def test_without_a_subject_the_whole_photo_is_shown(recipe: dict[str, Any]) -> None:
    found = placed(None, **recipe)
    assert layers(found)["subject"]["crop"] == [0, 0, 1, 1]
    assert (found.box.width, found.box.height) == (2000, 1500)


def test_the_recipe_says_what_is_cut_and_drawn() -> None:
    plain = layers(placed(cut=False))
    assert "recipe" not in plain["subject"]
    every = placed(
        shadow="contact",
        clean=False,
        model="grabcut-matte",
        background="transparent",
        watermark={"text": "SAMPLE", "place": "top-left"},
    )
    found = layers(every)
    assert list(found) == ["shadow", "subject", "watermark"]
    assert found["subject"]["recipe"] == {
        "segment": "foreground",
        "segment.floor": 0.05,
        "segment.specks": 0.01,
        "segment.model": "grabcut-matte",
        "segment.decontaminate": 0,
    }
    assert found["watermark"]["x"] < 1000
    assert found["watermark"]["y"] < 200
    assert abs(found["shadow"]["y"] - every.box.bottom) < 40
    assert "background" not in every.document["canvas"]


def test_a_small_photo_says_how_far_it_is_enlarged() -> None:
    small = Photo(PHOTO.id, Size(400, 300))
    read = parse_recipe({"targets": [{"preset": "amazon"}]})
    assert product(read, small, SHEET, TALL).enlarged == pytest.approx(1700 / 180, rel=0.01)


def face(recipe: dict[str, Any], *faces: Box, sheet: Size = SHEET) -> Arranged:
    read = parse_recipe({"kind": "portrait", "targets": [{"preset": "amazon"}], **recipe})
    return portrait(read, PHOTO, sheet, faces)


def shown(found: Arranged) -> Box:
    left, top, width, height = layers(found)["subject"]["crop"]
    return Box(left * 4000, top * 3000, width * 4000, height * 3000)


@pytest.mark.parametrize("sheet", [Size(1000, 1000), Size(800, 1000), Size(1000, 500)])
def test_a_face_takes_its_share_of_the_height(sheet: Size) -> None:
    one = Box(0.45, 0.4, 0.1, 0.2)
    found = face({"head": 0.4}, one, sheet=sheet)
    crop = shown(found)
    assert found.share == pytest.approx(0.4, abs=0.01)
    assert 600 / crop.height == pytest.approx(0.4, abs=0.01)
    assert crop.width / crop.height == pytest.approx(sheet.width / sheet.height, rel=0.01)
    assert crop.centre.x == pytest.approx(2000, abs=2)
    assert not found.tight


def test_the_largest_face_or_all_of_them() -> None:
    small, large = Box(0.1, 0.4, 0.06, 0.12), Box(0.6, 0.4, 0.1, 0.2)
    assert abs(shown(face({}, small, large)).centre.x - 2600) < 5
    both = shown(face({"faces": "all"}, small, large))
    assert both.left <= 400
    assert both.right >= 2800


def test_a_face_with_little_room_around_it_is_told() -> None:
    found = face({"head": 0.2}, Box(0.05, 0.1, 0.3, 0.5))
    assert found.tight
    crop = shown(found)
    assert (crop.left, crop.top) == (0, 0)
    assert crop.bottom <= 3000


def test_no_face_shows_the_middle_and_circles_are_cut() -> None:
    found = face({"shape": "circle", "cut": False})
    one = layers(found)["subject"]
    assert one["clip"] == "circle"
    assert shown(found) == Box(500, 0, 3000, 3000)
