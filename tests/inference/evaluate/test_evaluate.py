"""A folder of pairs goes in, figures per set and model come out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.errors import NotFound
from editor.findings import Face
from editor.geometry import Box
from editor.inference import embedded
from editor.inference.evaluate import detecting
from editor.inference.evaluate.__main__ import main
from editor.inference.evaluate.detecting import Guess, average_precision, matched
from editor.inference.evaluate.measuring import as_json, measured
from editor.inference.evaluate.pairs import matte_of, pairs
from editor.inference.evaluate.subjects import Subject, as_matte
from editor.inference.models.base import Picture


def pair(folder: Path, photos: str, mattes: str, stem: str, ending: str = ".jpg") -> None:
    """A green square before grey, and its matte."""
    for name in (photos, mattes):
        (folder / name).mkdir(parents=True, exist_ok=True)
    photo = np.full((60, 80, 3), 128, np.uint8)
    matte = np.zeros((60, 80), np.uint8)
    photo[20:40, 30:60] = (0, 255, 0)
    matte[20:40, 30:60] = 255
    cv2.imwrite(str(folder / photos / f"{stem}{ending}"), photo)
    cv2.imwrite(str(folder / mattes / f"{stem}.png"), matte)


def green(picture: Picture) -> object:
    """A model that finds what is green, at half the size."""
    small = picture[::2, ::2].astype(int)
    return np.where(small[:, :, 1] - small[:, :, 0] > 60, 255, 0).astype(np.uint8)


GREEN = Subject("green", "cpu", green)


def test_the_set_of_a_pair_is_its_name_up_to_the_mark(tmp_path: Path) -> None:
    for stem in ("ccp__1", "ccp__2", "davis__1", "plain"):
        pair(tmp_path, "image", "matte", stem)
    assert [p.set for p in pairs(tmp_path)] == ["all", "ccp", "ccp", "davis"]


def test_dis5k_and_its_parts_are_understood(tmp_path: Path) -> None:
    for part in ("DIS-VD", "DIS-TE1"):
        pair(tmp_path / part, "im", "gt", "1#Accessories#1#Bag#1")
    assert [p.set for p in pairs(tmp_path)] == ["DIS-TE1", "DIS-VD"]


def test_humans_and_its_parts_are_understood(tmp_path: Path) -> None:
    for part in ("training", "validation"):
        pair(tmp_path / "archives" / part, "im", "gt", "p1", ".png")
    assert [p.set for p in pairs(tmp_path)] == ["training", "validation"]
    assert [p.set for p in pairs(tmp_path / "archives" / "validation")] == ["all"]


def test_a_folder_without_pairs_and_a_photo_without_matte_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no photographs"):
        pairs(tmp_path)
    pair(tmp_path, "image", "matte", "a")
    (tmp_path / "matte/a.png").rename(tmp_path / "matte/b.png")
    with pytest.raises(NotFound, match=r"a\.jpg has no matte"):
        pairs(tmp_path)


def test_the_alpha_channel_of_a_cutout_is_its_matte(tmp_path: Path) -> None:
    pair(tmp_path, "image", "matte", "a")
    cutout = np.zeros((60, 80, 4), np.uint8)
    cutout[:30, :, 3] = 255
    cv2.imwrite(str(tmp_path / "matte/a.png"), cutout)
    [one] = pairs(tmp_path)
    assert matte_of(one).mean() == 0.5
    cv2.imwrite(str(tmp_path / "matte/a.png"), np.full((60, 80), 32768, np.uint16))
    assert matte_of(one).mean() == pytest.approx(0.5, abs=1e-4)


def test_figures_are_means_per_set_and_over_all(tmp_path: Path) -> None:
    for stem in ("a__1", "b__1", "b__2"):
        pair(tmp_path, "image", "matte", stem)
    cv2.imwrite(str(tmp_path / "matte/b__2.png"), np.zeros((60, 80), np.uint8))
    told = as_json([measured(GREEN, pairs(tmp_path))])["green"]
    assert told["sets"]["a"]["n"] == 1
    assert told["sets"]["b"]["n"] == 2
    assert told["sets"]["a"]["iou"] > 0.85
    assert told["sets"]["b"]["iou"] == pytest.approx(told["sets"]["a"]["iou"] / 2, abs=1e-3)
    assert told["all"]["n"] == 3
    assert told["worst"][0] == "b__2"
    assert told["ms"] >= 0
    assert {"iou", "dice", "accuracy", "mae", "boundary_iou"} <= set(told["all"])


def test_a_model_s_matte_is_brought_to_the_true_one_s_size() -> None:
    tiny = np.array([[0, 255], [0, 255]], np.uint8)
    large = as_matte(tiny, (40, 60))
    assert large.shape == (40, 60)
    assert large[:, 0].max() == 0
    assert large[:, -1].min() == 1


def test_one_command_writes_every_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair(tmp_path / "data", "image", "matte", "x__1")
    told, out = tmp_path / "told.json", tmp_path / "out"
    given = ["--dataset", str(tmp_path / "data"), "--models", "grabcut-matte"]
    assert main([*given, "--json", str(told), "--out", str(out)]) == 0
    result = json.loads(told.read_text())["grabcut-matte"]
    assert set(result) >= {"sets", "all", "ms", "device"}
    assert "| grabcut-matte | x | 1 |" in capsys.readouterr().out
    assert {p.suffix for p in out.iterdir()} == {".md", ".csv", ".svg", ".html"}
    assert (out / "evaluation.csv").read_text().count("\n") == 2
    assert "data:image/jpeg" in (out / "evaluation.html").read_text()


def test_what_cannot_be_measured_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dataset", str(tmp_path), "--models", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err
    assert main(["--dataset", str(tmp_path), "--models", "onnx:missing.onnx"]) == 2
    assert main(["--dataset", str(tmp_path), "--models", "studio-matte=missing"]) == 2
    assert main(["--dataset", str(tmp_path), "--models", "grabcut-matte=any"]) == 2
    assert "own weights alone" in capsys.readouterr().err


def test_new_weights_are_measured_before_they_are_shipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair(tmp_path / "data", "image", "matte", "x__1")
    folder = tmp_path / "stage9"
    folder.mkdir()
    for file in Path(embedded.__file__).parent.glob("studio-matte.*"):
        shutil.copy(file, folder)
    given = f"studio-matte={folder / 'studio-matte.safetensors'}"
    assert main(["--dataset", str(tmp_path / "data"), "--models", given]) == 0
    assert "| studio-matte=stage9 | x | 1 |" in capsys.readouterr().out


def face(left: float, top: float, side: float, score: float) -> Face:
    return Face(Box(left, top, side, side), score)


def test_each_marked_face_counts_once() -> None:
    boxes = (Box(10, 10, 20, 20), Box(60, 60, 20, 20))
    seen = (face(0.1, 0.1, 0.2, 0.9), face(0.11, 0.1, 0.2, 0.8), face(0.4, 0.1, 0.1, 0.7))
    guesses, left = matched(seen, boxes, 100, 100)
    assert [guess.hit for guess in guesses] == [True, False, False]
    assert left == 1


def test_average_precision_by_hand() -> None:
    guesses = [Guess(0.9, True), Guess(0.8, False), Guess(0.7, True)]
    # Recall 1/2 at precision 1, then 1 at 2/3.
    assert average_precision(guesses, 2) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert average_precision([], 3) == 0
    assert average_precision([], 0) == 1


def test_a_detector_is_measured_on_marked_photographs(tmp_path: Path) -> None:
    for name in ("two.jpg", "none.jpg"):
        cv2.imwrite(str(tmp_path / name), np.zeros((100, 100, 3), np.uint8))
    marks = {"two.jpg": {"gt_boxes": [[10, 10, 30, 30], [60, 60, 80, 80]]}, "none.jpg": []}
    (tmp_path / "boxes.json").write_text(json.dumps(marks))
    subject = Subject("one face", "cpu", lambda picture: (face(0.1, 0.1, 0.2, 0.9),))
    told = detecting.detected(subject, detecting.marked(tmp_path))
    assert (told["n"], told["faces"], told["recall"]) == (2, 2, 0.5)
    assert told["false_per_picture"] == 0.5
    assert told["missed_in"] == ["two"]
