from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.errors import TooLarge
from editor.library.incoming import receive


def test_bytes_are_counted_and_hashed_on_the_way(tmp_path: Path) -> None:
    arrived = receive([b"ab", b"", b"c"], tmp_path / "f", limit=3)
    assert arrived.path.read_bytes() == b"abc"
    assert arrived.bytes == 3
    assert arrived.sha256 == hashlib.sha256(b"abc").hexdigest()


def test_an_endless_stream_is_cut_at_the_limit(tmp_path: Path) -> None:
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        while True:
            read += 1024
            yield b"x" * 1024

    with pytest.raises(TooLarge):
        receive(endless(), tmp_path / "f", limit=10_000)
    assert read <= 11_264
