"""Training of the compact detector of faces, from photographs that two published ones label."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import torch

from editor.inference.embedded import running
from editor.inference.processing.faces import Answer, Planes
from editor.inference.training.faces import checking, config, labels, photos, teachers
from editor.inference.training.faces.batches import LAST, Batches
from editor.inference.training.faces.lures import Lure, lures
from editor.inference.training.faces.scenes import Scenes
from editor.inference.training.faces.stage import Stage

__all__ = ["train"]

KNOWN, PRINTED = "labels.json", "printed.json"
"""Files of labels in the folder of results: of photographs with people, and without."""


def train(config_file: Path, data: Path, out: Path, minutes: float | None) -> None:
    """Labels the photographs of `data`, trains for so many minutes (else as the file says) and
    leaves averaged weights, a checkpoint and the curve in `out`; goes on from what is there.

    NotFound where data or teachers are missing, InvalidOption for a wrong file.
    """
    told = config.read(config_file)
    told = replace(told, minutes=minutes or told.minutes)
    torch.set_num_threads(told.threads)
    cv2.setNumThreads(told.threads)
    torch.manual_seed(told.seed)
    out.mkdir(parents=True, exist_ok=True)
    folder = (data / told.teachers).resolve()
    known = labels.labelled(photos.people_files(data), folder, out / KNOWN, told.scales)
    printed = labels.labelled(photos.empty_files(data), folder, out / PRINTED, (1.0,))
    store = photos.load(data, known, printed)
    start = (config_file.parent / told.start).resolve() if told.start else None
    wrong = mistakes(start, store) if start and told.lured else []
    batches = Batches(
        Scenes(store, told.side, told.empty, wrong, told.lured),
        teachers.retinaface(folder).to(memory_format=LAST),
        told.batch,
        np.random.default_rng(told.seed),
    )
    views = checking.fixed_scenes(store, told.side, told.empty, told.seed)
    Stage(told, batches, views, out, start).run()


def mistakes(start: Path, store: photos.Photos) -> list[Lure]:
    """What the shipped weights take for faces in the training photographs, and isn't."""
    shipped = running.load(start, sha256(start.read_bytes()).hexdigest(), threads=1)

    def ask(given: Planes) -> Answer:
        offsets, confidence, points = shipped.answer(given)
        return offsets, confidence, points

    return lures(ask, [*store.people, *store.empty])
