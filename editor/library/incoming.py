"""Bytes on their way in: counted, hashed and bounded while they go to a temporary file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from editor.errors import TooLarge
from editor.library.files import settle

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """A received file, whole and on the disk."""

    path: Path
    sha256: str
    bytes: int


def receive(chunks: Iterable[bytes], path: Path, limit: int) -> Arrived:
    """Writes `chunks` to `path`; TooLarge as soon as there are more bytes than `limit`."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise too_large(limit)
            digest.update(chunk)
            file.write(chunk)
    settle(path)
    return Arrived(path, digest.hexdigest(), size)


def measured(path: Path) -> Arrived:
    """A file that lies there already."""
    settle(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Arrived(path, digest, path.stat().st_size)


def too_large(limit: int) -> TooLarge:
    return TooLarge(
        f"The file has more than {limit / MIB:g} MiB, the limit of this server.",
        remedy="Send a smaller file.",
    )
