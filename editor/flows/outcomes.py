"""What a flow wants to happen elsewhere. The caller (web, jobs) hands it to the job queue or to
the stream of events; flows themselves know neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Enqueue:
    """A job to run: once per workspace and `key`."""

    kind: str
    key: str
    payload: Mapping[str, Any] = field(default_factory=dict)
    queue: str = "interactive"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that open browsers of the workspace should hear of."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


Outcome = Enqueue | Happened
"""Flow results carry `outcomes: tuple[Outcome, ...]`."""
