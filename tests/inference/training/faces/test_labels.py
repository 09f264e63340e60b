"""What both teachers see is a face; what one of them sees is neither face nor background."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from editor.errors import NotFound
from editor.inference.training.faces import labels, teachers
from editor.inference.training.faces.labels import grouped, label, labelled
from editor.inference.training.faces.teachers import Bgr, Seen, Teacher
from tests.inference.training.faces.drawn import noise, seen

PICTURE = noise(3)


def sees(boxes: list[list[float]]) -> Teacher:
    """A teacher that sees these boxes of the photograph, at whatever size it is shown."""

    def ask(bgr: Bgr) -> Seen:
        scale = bgr.shape[1] / PICTURE.shape[1]
        return seen([[v * scale for v in box] for box in boxes])

    return ask


def test_a_face_that_both_see_is_labelled_where_the_first_sees_it() -> None:
    found = label(PICTURE, sees([[10, 10, 30, 34]]), sees([[11, 11, 31, 35]]), (1.0, 2.0))
    assert found.boxes == [[10, 10, 30, 34]]
    assert len(found.marks[0]) == 10
    assert found.unsure == []


def test_what_one_of_them_sees_is_unsure() -> None:
    found = label(PICTURE, sees([[10, 10, 30, 34]]), sees([[40, 40, 60, 64]]), (1.0,))
    assert found.boxes == []
    assert sorted(found.unsure) == [[10, 10, 30, 34], [40, 40, 60, 64]]


def test_a_face_too_small_to_be_seen_is_unsure() -> None:
    found = label(PICTURE, sees([[10, 10, 16, 17]]), sees([[10, 10, 16, 17]]), (1.0,))
    assert found.boxes == []
    assert [10, 10, 16, 17] in found.unsure


def test_answers_at_several_scales_become_their_mean_by_score() -> None:
    one = grouped([seen([[10, 10, 30, 30]], 0.9), seen([[12, 10, 32, 30]], 0.3)])
    assert np.allclose(one.boxes, [[10.5, 10, 30.5, 30]])
    assert one.scores.tolist() == [np.float32(0.9)]


def test_known_labels_are_not_asked_for_again(tmp_path: Path) -> None:
    cache = tmp_path / "labels.json"
    cache.write_text(
        json.dumps({"a": {"boxes": [[1, 2, 3, 4]], "marks": [[0] * 10], "unsure": []}})
    )
    known = labelled([Path("a.jpg")], tmp_path / "no teachers", cache, (1.0,))
    assert known["a"].boxes == [[1, 2, 3, 4]]


def test_a_missing_teacher_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=teachers.RETINAFACE):
        labelled([Path("a.jpg")], tmp_path, tmp_path / "labels.json", (1.0,))


def test_new_labels_are_kept_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv2.imwrite(str(tmp_path / "b.png"), PICTURE)
    monkeypatch.setattr(labels.teachers, "retinaface", lambda folder: folder)
    monkeypatch.setattr(labels.teachers, "by_retinaface", lambda network: sees([[10, 10, 30, 34]]))
    monkeypatch.setattr(labels.teachers, "teacher_file", lambda folder, name: folder / name)
    monkeypatch.setattr(labels.teachers, "by_yunet", lambda path: sees([[10, 10, 30, 34]]))
    cache = tmp_path / "kept" / "labels.json"
    made = labelled([tmp_path / "b.png"], tmp_path, cache, (1.0,))
    monkeypatch.undo()
    assert labelled([tmp_path / "b.png"], tmp_path, cache, (1.0,)) == made
