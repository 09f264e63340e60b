"""Before the service is ready: default models on an accelerator are compiled, loaded and asked
once, so that nobody's picture waits for that. What fails is logged, and ready follows all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from editor.geometry import Point
from editor.inference.card import Task
from editor.inference.device import Device, Stuck
from editor.inference.models.base import Model
from editor.inference.pool import Pool
from editor.inference.prompt import Prompt
from editor.inference.settings import Settings

log = logging.getLogger(__name__)
SIDE_PX = 64
GRACE_S = 30.0
"""For ending what took longer than it may."""


async def warmed(
    device: Device, pool: Pool, models: Sequence[type[Model]], settings: Settings
) -> None:
    """One model after the other; each takes at most `warm_s` and `stuck_s`."""
    beside = Device(settings.warm_s + GRACE_S)
    try:
        for model in models:
            await _warmed(device, beside, pool, model, settings)
    finally:
        beside.close()


async def _warmed(
    device: Device, beside: Device, pool: Pool, model: type[Model], settings: Settings
) -> None:
    name = model.card.name
    try:
        await beside.run(lambda: _rehearsed(model, settings))
        await device.run(lambda: _asked(pool, model, settings))
    except Stuck:
        log.error("%s took too long to warm up; whoever asks for it waits for it", name)
        pool.abandon(name)
    except Exception:
        log.exception("%s can't be warmed up; whoever asks for it is told why", name)


def _rehearsed(model: type[Model], settings: Settings) -> None:
    if model.on_device(settings):
        model.rehearse(settings)


def _asked(pool: Pool, model: type[Model], settings: Settings) -> None:
    """On the device's thread."""
    if not model.on_device(settings):
        return
    grey = np.full((SIDE_PX, SIDE_PX, 3), 128, np.uint8)
    prompted = model.card.task == Task.PROMPTED_MATTE
    with pool.lease(model.card.name) as loaded:
        loaded.predict([grey], Prompt((Point(0.5, 0.5),)) if prompted else None)
    log.info("%s is warm: %s", model.card.name, loaded.way())
