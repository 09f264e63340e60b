"""What became of each photograph: `kept.json` beside the mattes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Label:
    method: str
    agreement: float
    """0..1, between the two methods or with the mask that was given."""
    kept: bool
    why_not: str
    """Empty for what is kept."""
    sha256: str = ""
    """Of the photograph's file."""


def write(folder: Path, labels: dict[str, Label]) -> None:
    """By file name, in order."""
    told = {name: asdict(labels[name]) for name in sorted(labels)}
    (folder / "kept.json").write_text(json.dumps(told, indent=1) + "\n")


def read(folder: Path) -> dict[str, Label]:
    """Nothing for a folder without the file."""
    path = folder / "kept.json"
    if not path.exists():
        return {}
    return {name: Label(**facts) for name, facts in json.loads(path.read_text()).items()}
