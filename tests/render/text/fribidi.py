"""The library that decides the order of letters elsewhere, asked for its opinion."""

from __future__ import annotations

import ctypes
import ctypes.util

from tests.needs import missing

_LEFT, _RIGHT = 0x110, 0x111


class Fribidi:
    def __init__(self) -> None:
        name = ctypes.util.find_library("fribidi") or "libfribidi.so.0"
        try:
            self._library = ctypes.CDLL(name)
        except OSError:
            missing("needs libfribidi (Debian: apt install libfribidi0)")

    def levels(self, text: str, base: int) -> list[int]:
        """Embedding levels of one paragraph."""
        count = len(text)
        array = ctypes.c_uint32 * count
        letters, kinds, brackets = array(*map(ord, text)), array(), array()
        found = (ctypes.c_int8 * count)()
        self._library.fribidi_get_bidi_types(letters, count, kinds)
        self._library.fribidi_get_bracket_types(letters, count, kinds, brackets)
        direction = ctypes.c_uint32(_RIGHT if base else _LEFT)
        self._library.fribidi_get_par_embedding_levels_ex(
            kinds, brackets, count, ctypes.byref(direction), found
        )
        return list(found)
