"""New documents out of photos."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.errors import NotFound
from editor.flows import arranging, documents, previews
from editor.flows.engines import Engines
from editor.models import Blob, Original, Workspace
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(workspace: Workspace, data_dir: Path) -> list[Original]:
    return [hold(workspace, f"picture {n}".encode(), data_dir, f"shoe {n}.png") for n in range(5)]


def test_one_photo_gets_a_canvas_of_its_own_size(
    workspace: Workspace, photos: list[Original]
) -> None:
    row = arranging.from_photos(workspace, [photos[0].pk]).document
    assert row.name == "shoe 0"
    assert (row.body["canvas"]["width"], row.body["canvas"]["height"]) == (40, 30)
    [layer] = row.body["layers"]
    assert (layer["width"], layer["height"], layer["x"], layer["y"]) == (40, 30, 20, 15)
    assert layer["source"] == str(photos[0].pk)
    assert list(row.uses.all()) == [photos[0]]


def test_a_photo_larger_than_any_export_keeps_its_shape(
    workspace: Workspace, photos: list[Original]
) -> None:
    Blob.objects.filter(pk=photos[0].blob_id).update(width=30_000, height=300)
    canvas = arranging.from_photos(workspace, [photos[0].pk]).document.body["canvas"]
    assert (canvas["width"], canvas["height"]) == (20_000, 200)


def test_several_lie_side_by_side_whole_and_apart(
    workspace: Workspace, photos: list[Original]
) -> None:
    row = arranging.from_photos(workspace, [one.pk for one in photos], name="Shoes").document
    layers = row.body["layers"]
    assert (row.name, len(layers), row.body["canvas"]["width"]) == ("Shoes", 5, 1080)
    boxes = [
        (la["x"] - la["width"] / 2, la["y"] - la["height"] / 2, la["width"], la["height"])
        for la in layers
    ]
    for left, top, width, height in boxes:
        assert min(left, top) >= 0
        assert max(left + width, top + height) <= 1080
        assert width / height == pytest.approx(4 / 3, rel=0.01)
    for i, (left, top, width, height) in enumerate(boxes):
        for other_left, other_top, *_ in boxes[i + 1 :]:
            assert other_left >= left + width or other_top >= top + height


def test_an_own_canvas_is_kept(workspace: Workspace, photos: list[Original]) -> None:
    row = arranging.from_photos(workspace, [photos[0].pk], size=(200, 600)).document
    assert (row.body["canvas"]["width"], row.body["canvas"]["height"]) == (200, 600)


def test_other_people_s_photos_are_not_there(stranger: Workspace, photos: list[Original]) -> None:
    with pytest.raises(NotFound):
        arranging.from_photos(stranger, [photos[0].pk])


def test_a_duplicate_has_the_drawing_but_not_the_history(
    workspace: Workspace, stranger: Workspace, photos: list[Original]
) -> None:
    first = arranging.from_photos(workspace, [photos[0].pk], name="n" * 255).document
    copy = documents.duplicate(workspace, first.pk).document
    assert copy.pk != first.pk
    assert copy.name == "n" * 250 + " copy"
    assert (copy.body, copy.revision) == (first.body, 1)
    assert list(copy.uses.all()) == [photos[0]]
    with pytest.raises(NotFound):
        documents.duplicate(stranger, first.pk)


def test_a_preview_is_small_and_kept_as_a_recipe(workspace: Workspace, engines: Engines) -> None:
    body = {"schema": 1, "canvas": {"width": 1000, "height": 2000}, "layers": []}
    row = documents.create(workspace, "Tall", body).document
    planned = previews.preview(workspace, row.pk, using=engines)
    source = planned.composition.source
    assert (source.size.width, source.size.height) == (200, 400)  # type: ignore[union-attr]
    assert planned.composition.output.format == "webp"
