"""Decoded originals of the requests before. A picture is mostly asked for several times in a row:
in the sizes of a page, for several shops, or while somebody works on its recipe."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass

from editor.geometry import Box
from editor.render.decode import Decoded
from editor.render.limits import KEPT_BYTES

_PIXEL_BYTES = 4
"""What Pillow takes for one, whether there is alpha or not."""
_EACH_BYTES = 64 * 1024
"""Counted for each picture beside its pixels, so that tiny ones aren't kept by the thousand."""


@dataclass(frozen=True, slots=True)
class Key:
    """What was decoded: the file as it lay there, by how much it was shrunk, and the part that was
    cut out of it (None: all of it), in px of the upright original."""

    file: tuple[int, int, int, int]
    shrink: int
    window: Box | None = None


def key(path: str, shrink: int, window: Box | None = None) -> Key:
    """OSError when there is no such file. A file that was replaced or written anew has another."""
    told = os.stat(path)
    return Key((told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns), shrink, window)


class Kept:
    """Up to `most_bytes` of pictures, those that were used last. Nobody may change them."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most = most_bytes
        self._pictures: OrderedDict[Key, Decoded] = OrderedDict()

    @property
    def is_empty(self) -> bool:
        return not self._pictures

    def find(self, key: Key) -> Decoded | None:
        if key in self._pictures:
            self._pictures.move_to_end(key)
        return self._pictures.get(key)

    def keep(self, key: Key, decoded: Decoded) -> bool:
        """False for one that is too large."""
        if _bytes(decoded) > self._most:
            return False
        self._pictures[key] = decoded
        self._pictures.move_to_end(key)
        while sum(map(_bytes, self._pictures.values())) > self._most:
            self._pictures.popitem(last=False)
        return True

    def clear(self) -> None:
        self._pictures.clear()


def _bytes(decoded: Decoded) -> int:
    """With the blocks of metadata, which may be larger than the pixels."""
    told = decoded.metadata
    blocks = sum(map(len, (told.exif, told.xmp, told.iptc, told.comment)))
    return _EACH_BYTES + blocks + decoded.picture.width * decoded.picture.height * _PIXEL_BYTES
