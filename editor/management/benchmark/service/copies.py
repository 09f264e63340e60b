"""Copies of a picture that differ in a comment alone: as many originals, with the same pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PNG_HEAD = 8 + 25
"""Bytes of the signature and of IHDR."""


@contextmanager
def copies(folder: Path, source: str, count: int) -> Iterator[list[str]]:
    """The names of `count` copies of a JPEG or PNG beside it, for as long as they are needed."""
    kept = (folder / source).read_bytes()
    names = [f"copy-{number}-{source}" for number in range(count)]
    try:
        for name in names:
            (folder / name).write_bytes(remarked(kept, name.encode()))
        yield names
    finally:
        for name in names:
            (folder / name).unlink(missing_ok=True)


def remarked(file: bytes, remark: bytes) -> bytes:
    """A JPEG with a COM segment, or a PNG with a tEXt chunk, more."""
    if file.startswith(b"\xff\xd8"):
        return file[:2] + b"\xff\xfe" + struct.pack(">H", len(remark) + 2) + remark + file[2:]
    body = b"tEXt" + b"Comment\0" + remark
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return file[:_PNG_HEAD] + chunk + file[_PNG_HEAD:]
