from __future__ import annotations

from pathlib import Path

import numpy as np

from editor.inference.training.matte.cutouts import (
    Material,
    Photo,
    cutout,
    material,
    without_subject,
)


def red_square_on_blue() -> Photo:
    colour = np.zeros((60, 80, 3), np.uint8)
    colour[..., 2] = 200
    colour[20:60, 30:50] = (250, 0, 0)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[20:60, 30:50] = 255
    return Photo("thing", colour, alpha)


def test_what_judges_is_never_trained_on(folder: Path, discs: Material) -> None:
    judged = material(folder / "data", folder / "labels", ["ccp"], judged=True)
    seen = {photo.colour.tobytes() for photo in discs.photos}
    assert judged.photos
    assert not seen & {photo.colour.tobytes() for photo in judged.photos}


def test_boards_that_are_marked_by_hand_are_left_out(discs: Material) -> None:
    assert sum(photo.kind == "thing" for photo in discs.photos) <= 64 - 16


def test_a_collection_that_isnt_asked_for_isnt_read(folder: Path) -> None:
    without = material(folder / "data", folder / "labels", ["pennfudan"], judged=False)
    assert {photo.kind for photo in without.photos} == {"thing"}


def test_a_cutout_is_its_box_and_knows_where_the_frame_cut_it() -> None:
    found = cutout(red_square_on_blue())
    assert found.alpha.shape == (40, 20)
    assert found.cut == (False, False, False, True)


def test_beyond_its_edge_a_cutout_goes_on_in_its_own_colour() -> None:
    given = red_square_on_blue()
    given.alpha[20:60, 28:30] = 60  # a soft edge, still in the old background's blue
    found = cutout(given)
    assert found.colour[..., 2].max() < 40


def test_surroundings_keep_nothing_of_the_subject() -> None:
    empty = without_subject(red_square_on_blue())
    assert empty[..., 0].max() < 30
    assert (empty[5, 5] == (0, 0, 200)).all()
