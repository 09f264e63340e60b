"""What was trained on: one digest per part of the data, so that a run can be told from another."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from editor.errors import NotFound

PARTS = (
    "pairs/image",
    "pairs/matte",
    "plain-board",
    "rendered-objects",
    "backgrounds",
)


def described(data: Path) -> dict[str, Any]:
    """Part -> how many files, how many bytes, and a sha256 over their names and contents."""
    missing = [part for part in PARTS if not (data / part).is_dir()]
    if missing:
        raise NotFound(
            f"The folder of training data lacks {', '.join(missing)}.",
            remedy="Give the folder that holds these folders with --data.",
        )
    return {part: _part(data / part) for part in PARTS}


def describe(data: Path, path: Path) -> None:
    """Writes `described` as JSON."""
    path.write_text(json.dumps(described(data), indent=1) + "\n")


def _part(folder: Path) -> dict[str, Any]:
    digest, size = hashlib.sha256(), 0
    files = sorted(path for path in folder.iterdir() if path.is_file())
    for path in files:
        content = path.read_bytes()
        size += len(content)
        digest.update(f"{path.name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return {"files": len(files), "bytes": size, "sha256": digest.hexdigest()}
