"""The supervisor's state as a file, for /healthz and for people: DATA_DIR/run/state.json."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from editor.management.supervisor.output import Output


@dataclass(frozen=True, slots=True)
class ChildState:
    """One child: `state` is running or waiting; `since` is the Unix time of its last change."""

    name: str
    role: str
    state: str
    pid: int | None
    since: float
    restarts: int


class Keeper:
    """Keeps the file true. A full disk is told, and never stops the studio."""

    def __init__(self, path: Path, run_id: str, address: str, out: Output) -> None:
        self._path = path
        self._head = {"run": run_id, "pid": os.getpid(), "address": address}
        self._out = out

    def write(self, children: Sequence[ChildState]) -> None:
        """Replaces the file at once: a reader sees the old state or the new one."""
        state = {**self._head, "children": [asdict(child) for child in children]}
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(state, indent=1))
            fresh.replace(self._path)
        except OSError as error:
            self._out.say(f"the state can't be written to {self._path.name}: {error}")

    def remove(self) -> None:
        self._path.unlink(missing_ok=True)
