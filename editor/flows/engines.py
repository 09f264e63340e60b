"""What flows work with, built from the settings once per process: caches, render pool, inference.

The only place that keeps them; tests pass their own.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from editor.conf import current
from editor.flows.cards import Cards
from editor.flows.rooms import Rooms
from editor.inference.client import InferenceClient
from editor.library.coalesced import Coalesced
from editor.library.connection import held_open
from editor.library.findings_store import FindingsStore
from editor.library.near import Near
from editor.library.variants import Variants
from editor.models import Blob
from editor.render.processes import RenderPool


@dataclass(frozen=True, slots=True)
class Caches:
    """Everything computed that is kept on this machine, and where files grow before they count."""

    variants: Variants
    findings: FindingsStore
    near: Near
    temporary: Path
    fetches: Coalesced[Blob] = field(default_factory=Coalesced)
    """Remote pictures on their way."""
    rooms: Rooms = field(default_factory=Rooms)
    """Of texts."""


@dataclass(frozen=True, slots=True)
class Engines:
    """The caches with those who fill them."""

    caches: Caches
    render: RenderPool
    inference: InferenceClient
    cards: Cards


def caches_in(folder: Path) -> Caches:
    """Caches under a data folder, bounded by the settings."""
    conf = current()
    temporary = folder / "tmp"
    return Caches(
        Variants(folder / "variants", temporary, conf.variant_cache_bytes),
        FindingsStore(folder / "findings", temporary, conf.findings_cache_bytes),
        Near(folder / "sources", temporary, conf.source_cache_bytes),
        temporary,
    )


@cache
def caches() -> Caches:
    """The caches of this process."""
    return caches_in(Path(settings.DATA_DIR))


@cache
def engines() -> Engines:
    """The engines of this process; closed when it ends."""
    conf = current()
    pool = RenderPool(_processes(), conf.render_memory, conf.render_queue, conf.render_deadline_s)
    atexit.register(pool.close)
    client = InferenceClient(
        conf.inference_url, conf.inference_secret, deadline_s=conf.inference_deadline_s
    )
    return Engines(caches(), pool, client, Cards(client))


@cache
def database() -> sqlite3.Connection | None:
    """What keeps the database's file open in a process whose threads open and close it often; None
    where it is a server."""
    held = held_open()
    if held is not None:
        atexit.register(held.close)
    return held


def _processes() -> int:
    """Render processes of this role: workers have a number of their own."""
    conf = current()
    working = os.environ.get("STUDIO_ROLE", "").startswith("worker")
    if not working:
        return conf.render_processes
    return conf.worker_render_processes or conf.jobs_at_once
