"""Mattes on the wire: raw, or packed as the client takes it."""

from __future__ import annotations

import zlib

import zstandard

from editor.inference.models.base import Alpha
from editor.inference.protocol import DTYPES

WORTH_PACKING = 4096
LEVEL = 1
"""Of both methods: mattes are smooth, more effort gains little."""


def raw(alpha: Alpha) -> bytes:
    """Rows from the top, low bytes first."""
    return alpha.astype(DTYPES[alpha.dtype.name]).tobytes()


def packed(body: bytes, accepted: str) -> tuple[bytes, str]:
    """The body and its `content-encoding`: zstd before deflate, as `accept-encoding` allows;
    nothing for a small one."""
    if len(body) <= WORTH_PACKING:
        return body, ""
    names = [
        name.strip()
        for name, _, weight in (part.partition(";") for part in accepted.split(","))
        if "q=0" not in weight or "q=0." in weight
    ]
    if "zstd" in names:
        return zstandard.ZstdCompressor(level=LEVEL).compress(body), "zstd"
    if "deflate" in names:
        return zlib.compress(body, LEVEL), "deflate"
    return body, ""
