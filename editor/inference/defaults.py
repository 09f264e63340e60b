"""What the owner wants `auto` to mean, task by task, kept beside the weights."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from editor.inference.card import Task
from editor.inference.protocol import AUTO

FILE = "defaults.json"


class Defaults:
    """Read once; written whole at each change. A damaged file counts as none."""

    def __init__(self, folder: Path | str) -> None:
        self._path = Path(folder) / FILE
        self._lock = threading.Lock()
        self._chosen = _read(self._path)

    def of(self, task: Task) -> str:
        """A card's name, or `auto`: the best that is present."""
        return self._chosen.get(task, AUTO)

    def all(self) -> dict[str, str]:
        return {task.value: self.of(task) for task in Task}

    def choose(self, task: Task, name: str) -> None:
        with self._lock:
            chosen = {**self._chosen, task.value: name}
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_name(f"{FILE}.new")
            fresh.write_text(json.dumps(chosen, indent=2))
            os.replace(fresh, self._path)
            self._chosen = chosen


def _read(path: Path) -> dict[str, str]:
    try:
        given = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    known = given.items() if isinstance(given, dict) else ()
    return {task: name for task, name in known if isinstance(name, str) and task in list(Task)}
