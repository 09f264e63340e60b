"""Photographs that were marked by hand: mattes from outlines, and shadows that models keep."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.errors import BrokenPicture, NotFound
from editor.inference.evaluate.boards.__main__ import main
from editor.inference.evaluate.boards.drawing import matte, shadows
from editor.inference.evaluate.boards.measuring import judged, keeps_shadow, shadows_kept
from editor.inference.evaluate.boards.outlines import Board, boards, every_board, photo_path
from editor.inference.evaluate.boards.pairing import written
from editor.inference.evaluate.pairs import matte_of, pairs
from editor.inference.evaluate.region import Matte
from editor.inference.evaluate.subjects import Subject
from editor.inference.models.base import Picture
from editor.inference.training.labels.held_out import class_of, digest, held_out
from tests.needs import shared

THING, HOLE, SHADE = ((10, 10), (50, 40)), ((20, 20), (30, 30)), ((52, 12), (72, 42))
BOARD = Board(
    name="cup1.jpg",
    sha256="",
    size=(80, 60),
    how="drawn",
    outlines=(((10, 10), (50, 10), (50, 40), (10, 40)),),
    holes=(((20, 20), (30, 20), (30, 30), (20, 30)),),
    shadow=(((52, 12), (72, 12), (72, 42), (52, 42)),),
)


def photographed(folder: Path, name: str = BOARD.name) -> Board:
    """A green thing with a hole and a grey shadow on a white board, in a file."""
    photo = np.full((60, 80, 3), 240, np.uint8)
    for ((left, top), (right, bottom)), colour in (
        (THING, (0, 160, 0)),
        (HOLE, (240, 240, 240)),
        (SHADE, (120, 120, 120)),
    ):
        photo[top:bottom, left:right] = colour
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / name), photo, [cv2.IMWRITE_JPEG_QUALITY, 98])
    sha256 = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return replace(BOARD, name=name, sha256=sha256)


def stored(board: Board, path: Path) -> Path:
    """The board in a file of outlines, beside one that can't be judged."""
    facts = {
        "sha256": board.sha256,
        "size": board.size,
        "how": board.how,
        "outlines": board.outlines,
        "holes": board.holes,
        "shadow": board.shadow,
    }
    full = {**facts, "how": "unjudged", "why": "It fills the picture.", "outlines": []}
    path.write_text(json.dumps({board.name: facts, "full.jpg": full}))
    return path


def not_white(picture: Picture) -> object:
    """A model that takes whatever is darker than the board: the shadow, too."""
    return np.where(picture.min(axis=2) < 200, 255, 0).astype(np.uint8)


def coloured(picture: Picture) -> object:
    """A model that takes what has a colour."""
    spread = picture.max(axis=2).astype(int) - picture.min(axis=2)
    return np.where(spread > 60, 255, 0).astype(np.uint8)


def test_the_thing_is_opaque_and_its_hole_is_not() -> None:
    drawn = matte(BOARD)
    assert drawn.shape == (60, 80)
    assert drawn[11:39, 11:19].min() == 1
    assert drawn[21:29, 21:29].max() == 0
    assert drawn[:, 51:].max() == 0
    assert drawn.sum() == pytest.approx(40 * 30 - 10 * 10, rel=0.01)


def test_edges_between_pixels_are_soft() -> None:
    half = replace(BOARD, outlines=(((10, 10), (20.5, 10), (20.5, 40), (10, 40)),), holes=())
    drawn = matte(half)
    assert drawn[20, 19] == pytest.approx(1, abs=0.02)
    assert drawn[20, 20] == pytest.approx(0.5, abs=0.1)
    assert drawn[20, 21] == pytest.approx(0, abs=0.02)


def test_boards_are_written_as_pairs_of_the_set_boards(tmp_path: Path) -> None:
    board = photographed(tmp_path / "photos")
    [pair] = pairs(written([board], tmp_path / "photos", tmp_path / "out"))
    assert (pair.set, pair.name) == ("boards", "boards__cup1")
    assert pair.photo.read_bytes() == (tmp_path / "photos/cup1.jpg").read_bytes()
    assert matte_of(pair) == pytest.approx(matte(board), abs=1 / 255)


def test_another_photo_of_the_same_name_is_refused(tmp_path: Path) -> None:
    board = photographed(tmp_path / "photos")
    other = replace(board, sha256="0" * 64)
    with pytest.raises(BrokenPicture, match=r"cup1\.jpg is not the photo"):
        written([board, other], tmp_path / "photos", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(NotFound, match=r"no photo cup2\.jpg"):
        photo_path(replace(board, name="cup2.jpg"), tmp_path / "photos")


def covering(board: Board, share: float) -> Matte:
    """The true matte with the left `share` of the shadow on top."""
    found = matte(board)
    columns = round(20 * share)
    found[12:42, 52 : 52 + columns] = 0.9
    return found


def test_a_shadow_is_kept_when_more_than_a_quarter_of_it_is() -> None:
    assert not keeps_shadow(covering(BOARD, 0), BOARD)
    assert not keeps_shadow(covering(BOARD, 0.25), BOARD)
    assert keeps_shadow(covering(BOARD, 0.3), BOARD)
    assert not keeps_shadow(covering(BOARD, 1) * 0.5, BOARD)


def test_one_kept_shadow_of_two_is_enough() -> None:
    far = ((0, 45), (80, 45), (80, 60), (0, 60))
    two = replace(BOARD, shadow=(far, *BOARD.shadow))
    assert len(shadows(two)) == 2
    assert keeps_shadow(covering(BOARD, 0.3), two)


def test_a_board_without_shadow_keeps_none() -> None:
    plain = replace(BOARD, name="cup2.jpg", shadow=())
    everything = np.ones((60, 80), np.float32)
    found = {"cup1.jpg": everything, "cup2.jpg": everything}
    assert shadows_kept(found, [BOARD, plain]) == ("cup1.jpg",)


def test_models_are_judged_by_their_cutouts_and_by_their_shadows(tmp_path: Path) -> None:
    marked = [photographed(tmp_path / "photos", name) for name in ("cup1.jpg", "cup2.jpg")]
    marked[1] = replace(marked[1], shadow=())
    folder = written(marked, tmp_path / "photos", tmp_path / "out")
    good = judged(Subject("coloured", "cpu", coloured), marked, folder)
    bad = judged(Subject("not white", "cpu", not_white), marked, folder)
    assert (good.kept, good.shadowed) == ((), 1)
    assert bad.kept == ("cup1.jpg",)
    assert [row.pair.name for row in good.result.rows] == ["boards__cup1", "boards__cup2"]
    assert all(row.figures["iou"] > 0.95 for row in good.result.rows)
    assert all(row.figures["iou"] < 0.8 for row in bad.result.rows)


def test_one_command_writes_pairs_and_tells_who_keeps_shadows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    board = photographed(tmp_path / "photos")
    outlines = stored(board, tmp_path / "outlines.json")
    given = ["--photos", str(tmp_path / "photos"), "--outlines", str(outlines)]
    assert main([*given, "--out", str(tmp_path / "out")]) == 0
    assert "1 photos" in capsys.readouterr().out
    assert (tmp_path / "out/matte/boards__cup1.png").is_file()
    told = tmp_path / "told.json"
    assert main([*given, "--models", "grabcut-matte", "--json", str(told)]) == 0
    facts = json.loads(told.read_text())["grabcut-matte"]
    assert facts["sets"]["boards"]["n"] == facts["shadowed"] == 1
    assert f"keeps a shadow in {len(facts['shadows_kept'])} of 1" in capsys.readouterr().out


def test_what_cannot_be_done_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photographed(tmp_path / "photos")
    outlines = stored(BOARD, tmp_path / "outlines.json")
    given = ["--photos", str(tmp_path / "photos"), "--outlines", str(outlines)]
    assert main(given) == 2
    assert "not the photo that was marked" in capsys.readouterr().err
    assert main([*given, "--models", "nobody"]) == 2


def test_sixty_photos_are_measured_of_seventy_that_were_looked_at() -> None:
    every = every_board()
    assert len(boards()) == 60
    classes = [board.name.rstrip("0123456789.jpg") for board in every]
    assert {name: classes.count(name) for name in classes} == {
        "cardboard": 15,
        **dict.fromkeys(("glass", "metal", "paper", "plastic", "trash"), 11),
    }
    assert all(bool(board.outlines) != bool(board.why) for board in every)


def test_nobody_chose_them_they_are_the_first_of_their_class() -> None:
    photos = [path.name for path in shared("cutout-train/plain-board").iterdir()]
    marked = [board.name for board in every_board()]
    for name in {class_of(one) for one in marked}:
        first = sorted((one for one in held_out(photos) if class_of(one) == name), key=digest)
        ours = [one for one in marked if class_of(one) == name]
        assert ours == first[: len(ours)]


@pytest.mark.parametrize("board", boards(), ids=lambda board: board.name)
def test_outlines_lie_in_the_picture_and_shadows_beside_the_thing(board: Board) -> None:
    width, height = board.size
    for polygon in (*board.outlines, *board.holes, *board.shadow):
        assert len(polygon) >= 3
        assert all(0 <= x <= width and 0 <= y <= height for x, y in polygon)
    drawn = matte(board)
    assert 0.02 < drawn.mean() < 0.98
    for mask in shadows(board):
        assert mask.any()
        assert drawn[mask].max() == 0


def test_the_photos_are_those_that_were_marked() -> None:
    photos = shared("cutout-train/plain-board")
    for board in every_board():
        image = cv2.imread(str(photo_path(board, photos)))
        assert image.shape[:2] == (board.size[1], board.size[0])
