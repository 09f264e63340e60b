"""A picture that costs nothing, and the time it may take."""

from __future__ import annotations

from pathlib import Path

from editor.library.deadline import Deadline
from editor.library.variants import Made

KEY = "ab" * 32


def draw(path: Path) -> Made:
    path.write_bytes(b"pixels")
    return Made("image/png", 3, 2, {"warnings": ["w"]})


def soon() -> Deadline:
    return Deadline.after(10)
