"""Several originals as one ZIP file, written while it is sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, cast
from uuid import UUID

from editor.errors import StudioError, TooLarge
from editor.flows import originals
from editor.models import Original, Workspace

MOST = 150
MOST_BYTES = 4 * 1024**3
PIECE = 256 * 1024
LEFT_OUT = "left out.txt"


class Sink:
    """What a ZIP writer sees as a file that can't be rewound; `taken` empties it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def chosen(workspace: Workspace, ids: Sequence[UUID]) -> list[Original]:
    """The originals of these ids. NotFound for other people's, TooLarge for too many at once."""
    found = [originals.get(workspace, id) for id in dict.fromkeys(ids)]
    size = sum(one.blob.bytes for one in found)
    if len(found) > MOST or size > MOST_BYTES:
        raise TooLarge(
            f"{len(found)} photos with {size / 2**20:.0f} MiB are too much for one file.",
            remedy=f"Take at most {MOST} photos and {MOST_BYTES / 2**20:.0f} MiB.",
        )
    return found


def packed(found: Sequence[Original]) -> Iterator[bytes]:
    """The ZIP file in pieces, uncompressed: pictures are compressed already. What can't be read
    any more is named in a text file at its end. Asks no database."""
    sink = Sink()
    lost: list[str] = []
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED) as archive:
        for name, original in zip(_names(found), found, strict=True):
            try:
                file = originals.open_bytes(original)
            except StudioError as error:
                lost.append(f"{original.name}: {error.text}")
                continue
            with file, archive.open(name, "w", force_zip64=True) as member:
                while piece := file.read(PIECE):
                    member.write(piece)
                    yield sink.taken()
        if lost:
            archive.writestr(LEFT_OUT, "\n".join(lost) + "\n")
    yield sink.taken()


def _names(found: Sequence[Original]) -> Iterator[str]:
    """Each once, so that nothing overwrites another when it is unpacked."""
    used = {LEFT_OUT}
    for original in found:
        stem, dot, ending = original.name.rpartition(".")
        if not dot:
            stem, ending = original.name, ""
        name, number = original.name, 1
        while name.casefold() in used:
            number += 1
            name = f"{stem} ({number}){dot}{ending}"
        used.add(name.casefold())
        yield name
