"""Backups whose bytes went wrong: always an error of ours, whichever byte it was."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import BadRequest
from editor.flows.archive import FORMAT, MANIFEST, UNREADABLE, VERSION, read_manifest, verify

ROWS = b"".join(b'{"model": "editor.workspace", "pk": %d}\n' % n for n in range(200))


def packed(how: int, said: dict[str, object] | None = None) -> bytes:
    member = {"sha256": hashlib.sha256(ROWS).hexdigest(), "bytes": len(ROWS)}
    head = {"format": FORMAT, "version": VERSION, "migration": "1", "created": "now"}
    manifest = {**head, "members": {"rows/workspace.jsonl": {**member, **(said or {})}}}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        archive.writestr("rows/workspace.jsonl", ROWS)
        archive.writestr(MANIFEST, json.dumps(manifest))
    return out.getvalue()


WHOLE = [packed(how) for how in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)]


def look(data: bytes) -> None:
    """Reads all of it, as a restore does before it touches anything."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except UNREADABLE:
        raise BadRequest("no ZIP file", remedy="-") from None
    with archive:
        verify(archive, read_manifest(archive))


@pytest.mark.parametrize("data", WHOLE)
def test_a_whole_one_is_read(data: bytes) -> None:
    look(data)


@given(st.sampled_from(WHOLE), st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_wrong_byte_is_refused_or_does_not_matter(data: bytes, at: float, change: int) -> None:
    wrong = bytearray(data)
    wrong[int(at * len(wrong))] ^= change
    with suppress(BadRequest):
        look(bytes(wrong))


@given(st.sampled_from(WHOLE), st.floats(0, 0.99))
def test_one_that_is_cut_off_is_refused(data: bytes, at: float) -> None:
    with pytest.raises(BadRequest):
        look(data[: int(at * len(data))])


@pytest.mark.parametrize("size", [float("inf"), -1, "many", None, 10**400])
def test_a_size_that_cannot_be_is_refused(size: object) -> None:
    with pytest.raises(BadRequest):
        look(packed(zipfile.ZIP_STORED, {"bytes": size}))
