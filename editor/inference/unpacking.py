"""Packed answers, opened with a bound: a few bytes may claim to be gigabytes."""

from __future__ import annotations

import zlib

import httpx
import zstandard


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The answer itself, cut off just above `most` bytes; httpx.DecodingError for damaged ones."""
    try:
        if encoding == "zstd":
            with zstandard.ZstdDecompressor().stream_reader(
                body, read_across_frames=True
            ) as reader:
                return bytes(reader.read(most + 1))
        if encoding == "deflate":
            return zlib.decompressobj().decompress(body, most + 1)
    except (zlib.error, zstandard.ZstdError) as error:
        raise httpx.DecodingError(str(error)) from error
    return body
