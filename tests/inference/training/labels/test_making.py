from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.inference.training.labels import kept
from editor.inference.training.labels.__main__ import main
from tests.inference.training.labels.scenes import board, disc, photographed

NAMES = [f"metal{number}.jpg" for number in range(1, 19)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "plain-board").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        linear = board()
        linear[disc(150 + 4 * number, 140, 66)] = (0.4, 0.04, 0.05)
        cv2.imwrite(str(folder / "plain-board" / name), photographed(linear)[..., ::-1])
    return folder


def test_a_folder_is_labelled_without_what_is_held_out(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    asked = ["--data", str(data), "--out", str(out), "--parts", "plain-board"]
    assert main(asked) == 0
    labels = kept.read(out / "plain-board")
    assert len(labels) == 2
    for name, label in labels.items():
        assert label.kept
        assert len(label.sha256) == 64
        matte = cv2.imread(str(out / "plain-board" / name.replace("jpg", "png")), -1)
        assert matte is not None
        assert matte.dtype == np.uint8
        assert matte.ndim == 2


def test_a_file_that_is_no_photograph_is_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in NAMES:
        (data / "plain-board" / name).write_bytes(b"no picture")
    asked = ["--data", str(data), "--out", str(tmp_path / "out"), "--parts", "plain-board"]
    assert main(asked) == 2
    assert "can't be read" in capsys.readouterr().err
