"""What a walk through a file's skeleton finds, and the errors that all walkers share."""

from __future__ import annotations

import mmap
from dataclasses import dataclass

from editor.errors import BrokenPicture

Data = bytes | mmap.mmap


@dataclass(frozen=True, slots=True)
class Survey:
    """Facts of the skeleton. `end` is the offset behind the picture's last byte."""

    width: int
    height: int
    end: int
    bits: int = 8
    frames: int = 1


def cut_off(what: str) -> BrokenPicture:
    """The file ends before the picture does."""
    return BrokenPicture(
        f"The file is cut off: {what}.", remedy="Send it again, or save it anew from its source."
    )


def damaged(what: str) -> BrokenPicture:
    """The file's structure breaks a rule of its format."""
    return BrokenPicture(
        f"The picture is damaged: {what}.", remedy="Open it in an image editor and save it anew."
    )


def part(data: Data, at: int, length: int, what: str) -> bytes:
    """`length` bytes from `at`; the file is cut off when they aren't all there."""
    got = data[at : at + length]
    if len(got) < length:
        raise cut_off(f"it ends inside {what}")
    return got
