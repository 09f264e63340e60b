"""How far a cutout reaches when it is drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from editor.findings import Matte
from editor.geometry import Box, Size
from editor.operations import operations
from editor.plan.batches.arranged import Photo, searched
from editor.plan.batches.recipe import parse_recipe
from editor.plan.composition import needs
from editor.plan.document import parse_document
from editor.plan.from_document import from_document
from editor.render.kept import Kept
from editor.render.reaching import reached
from editor.render.request import Reach, SourceFile
from editor.render.subject import seen

SIDE = 800
RECIPE = parse_recipe({"targets": [{"preset": "amazon"}]})
TRUE = Box(0.2325, 0.2575, 0.345, 0.4225)


def searched_for(folder: Path, matte: Matte, guess: Box) -> Box | None:
    """Where the subject lies in the photo of a dark disc on a light board."""
    photo = Image.new("RGB", (SIDE, SIDE), (205, 200, 190))
    left, top, right, bottom = TRUE.scaled(SIDE, SIDE).ltrb
    ImageDraw.Draw(photo).ellipse((left, top, right - 1, bottom - 1), fill=(40, 60, 90))
    path = folder / "photo.png"
    photo.save(path)
    document, part = searched(RECIPE, Photo("photo", Size(SIDE, SIDE)), guess)
    drawn = from_document(parse_document(document), operations())
    known = {(one.path, one.need.task): matte for one in needs(drawn)}
    file = SourceFile(str(path), Size(SIDE, SIDE), "png")
    box = reached(Reach(drawn, {"photo": file}, known), Kept()).box
    return box and box.scaled(part.width, part.height).moved(part.left, part.top)


@pytest.mark.parametrize("px", [40, 100, 320])
def test_the_box_follows_the_photo_not_the_model_s_grid(tmp_path: Path, px: int) -> None:
    large = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(large).ellipse(TRUE.scaled(SIDE, SIDE).ltrb, fill=255)
    alpha = np.array(large.resize((px, px), Image.Resampling.BOX))
    # A speck near by is no part of it.
    alpha[px // 5 : px // 5 + 1, px * 3 // 5] = 255
    matte = Matte(alpha, "card")
    found = searched_for(tmp_path, matte, seen(matte).box)
    assert found is not None
    off = np.abs(np.subtract(found.ltrb, TRUE.ltrb)) / TRUE.height
    assert off.max() <= 0.01


def test_where_nothing_is_seen_there_is_no_box(tmp_path: Path) -> None:
    matte = Matte(np.full((50, 50), 8, np.uint8), "card")
    assert searched_for(tmp_path, matte, Box(0.2, 0.2, 0.5, 0.5)) is None
