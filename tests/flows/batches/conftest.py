from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from editor.flows.batches import adding, rows, running
from editor.flows.engines import Engines
from editor.flows.outcomes import Enqueue, Outcome
from editor.models import Batch, BatchItem, Workspace
from tests.flows.photos import PICTURES

SMALL = {"cut": False, "trim": False, "targets": [{"name": "shop", "width": 80, "height": 80}]}
"""Quickly made: nothing is looked for."""

Fill = Callable[..., Batch]


@pytest.fixture
def filled(workspace: Workspace, engines: Engines) -> Fill:
    """A batch of this recipe with these photos, or with these bytes under a name."""

    def made(recipe: dict[str, Any], *photos: str, **files: bytes) -> Batch:
        batch = rows.create(workspace, "Autumn", recipe)
        there = [(f"{name}.jpg", (PICTURES / f"{name}.jpg").read_bytes()) for name in photos]
        there += [(f"{name}.jpg", content) for name, content in files.items()]
        for name, content in there:
            adding.add_upload(workspace, batch.pk, name, [content], using=engines)
        return batch

    return made


def jobs(outcomes: Iterable[Outcome], kind: str = "batch-item") -> list[Enqueue]:
    return [one for one in outcomes if isinstance(one, Enqueue) and one.kind == kind]


def work(outcomes: Iterable[Outcome], workspace: Workspace, engines: Engines) -> list[Outcome]:
    """Does the items' jobs among the outcomes, and those that follow; every outcome on the way."""
    seen: list[Outcome] = list(outcomes)
    waiting = jobs(seen)
    while waiting:
        item, ran = running.claimed(str(workspace.pk), waiting.pop(0).payload)
        if item is not None:
            seen += ran.outcomes
            ran = running.run(item, engines)
        seen += ran.outcomes
        waiting += jobs(ran.outcomes)
    return seen


def states(batch: Batch) -> dict[str, str]:
    return {one.name: one.state for one in BatchItem.objects.filter(batch=batch)}
