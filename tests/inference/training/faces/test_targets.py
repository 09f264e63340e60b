"""Anchors learn the nearest face, and what nobody is sure of they learn neither way."""

from __future__ import annotations

import numpy as np
import torch

from editor.inference.processing.anchors import RELEASE_1MB, anchors, boxes, landmarks
from editor.inference.training.faces.losses import SURE_LOGIT, Batch, losses
from editor.inference.training.faces.photos import rows
from editor.inference.training.faces.targets import FACE, NOTHING, UNSURE, Matching, Target
from editor.inference.training.faces.views import View
from tests.inference.training.faces.drawn import marks_of

SIDE = 128


def target(faces: list[list[float]], unsure: list[list[float]] | None = None) -> Target:
    placed = rows(faces, 4)
    bgr = np.zeros((SIDE, SIDE, 3), np.uint8)
    people = np.full((SIDE, SIDE), 255, np.uint8)
    view = View(bgr, placed, marks_of(placed), rows(unsure or [], 4), people)
    return Matching(SIDE).target(view)


def batch(made: Target, taught: torch.Tensor | None = None) -> Batch:
    kind = torch.from_numpy(made.kind)[None]
    none = torch.full(kind.shape, torch.nan)
    return Batch(kind, torch.from_numpy(made.offsets)[None], none if taught is None else taught)


def test_offsets_lead_back_to_the_face() -> None:
    face = [40.0, 30.0, 70.0, 68.0]
    made = target([face])
    which = np.flatnonzero(made.kind == FACE)
    assert len(which) > 0
    around = anchors(SIDE, SIDE, RELEASE_1MB)[which]
    offsets = made.offsets[which]
    again = boxes(offsets[:, :4], around) * SIDE
    assert np.allclose(again, face, atol=0.05)
    points = landmarks(offsets[:, 4:], around) * SIDE
    assert np.allclose(points, marks_of(rows([face], 4)), atol=0.05)


def test_every_face_has_an_anchor_even_between_their_sizes() -> None:
    for side in np.geomspace(9, 120, 25):
        start = 64 - side / 2
        made = target([[start, start - side * 0.1, start + side, start + side * 1.1]])
        assert (made.kind == FACE).any(), side


def test_what_is_unsure_is_learned_neither_way() -> None:
    made = target([], [[40.0, 30.0, 72.0, 62.0]])
    assert (made.kind == UNSURE).any()
    assert (made.kind == NOTHING).any()
    assert not (made.kind == FACE).any()


def test_right_answers_cost_nearly_nothing_and_wrong_ones_much() -> None:
    made = target([[40.0, 30.0, 70.0, 68.0]])
    given = batch(made)
    logits = torch.where(given.kind == FACE, 12.0, -12.0)
    right = losses((given.offsets[..., :4], logits, given.offsets[..., 4:]), given)
    assert sum(float(part) for part in right.values()) < 0.01
    wrong = losses((given.offsets[..., :4] + 1, -logits, given.offsets[..., 4:] + 1), given)
    assert all(float(wrong[name]) > 0.5 for name in ("score", "box", "marks"))


def test_where_the_teacher_sees_a_face_without_label_nothing_is_punished() -> None:
    made = target([])
    seen = torch.full((1, len(made.kind)), 3.0)
    flat = torch.zeros(1, len(made.kind), 4), torch.zeros(1, len(made.kind), 10)
    sure = torch.full((1, len(made.kind)), 5.0)
    assert float(losses((flat[0], sure, flat[1]), batch(made, seen))["score"]) == 0


def test_the_teacher_pulls_logits_to_its_own_but_not_back_from_surer_ones() -> None:
    made = target([])
    count = len(made.kind)
    flat = torch.zeros(1, count, 4), torch.zeros(1, count, 10)
    taught = torch.full((1, count), -20.0)
    at = losses((flat[0], torch.full((1, count), -SURE_LOGIT - 5), flat[1]), batch(made, taught))
    off = losses((flat[0], torch.full((1, count), 2.0), flat[1]), batch(made, taught))
    assert float(at["distil"]) == 0
    assert float(off["distil"]) > 1
