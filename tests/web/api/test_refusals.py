"""Broken and hostile files over HTTP: each gets its own clear refusal and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import httpx
import psutil
import pytest

from editor.flows import engines as tools
from editor.models import Blob, Original
from tests.corpus import Case, cases

PROGRAMS = [case for case in cases() if case.words != "SVG"]
"""What programs are refused; they may send drawings, see `test_drawings`."""


@pytest.mark.parametrize("case", PROGRAMS, ids=lambda case: case.name)
async def test_a_file_that_must_be_refused_is_refused(
    client: httpx.AsyncClient, data: Path, case: Case
) -> None:
    before = files(data)
    answer = await client.post("/api/originals", files={"file": (case.name, case.data)})
    assert answer.status_code == case.status, answer.text
    error = answer.json()["error"]
    assert error["code"] == case.error.code
    assert case.words in error["text"]
    assert error["remedy"]
    assert str(data) not in answer.text
    assert await Blob.objects.acount() == 0
    assert await Original.objects.acount() == 0
    assert files(data) == before


def files(data: Path) -> set[Path]:
    """Everything that lies in the data folder."""
    return {path for path in data.rglob("*") if path.is_file()}


async def test_refused_files_leave_no_process_behind(client: httpx.AsyncClient) -> None:
    await client.post("/api/originals", files={"file": ("a.jpg", cases()[0].data)})
    before = render_processes()
    for case in cases()[:3]:
        await client.post("/api/originals", files={"file": (case.name, case.data)})
    assert len(render_processes()) <= len(before)
    assert set(tools.engines().render.pids()) <= render_processes()


def render_processes() -> set[int]:
    """Ours and those of other tests' pools, which live as long as this session."""
    children = psutil.Process().children()
    return {c.pid for c in children if "editor.render" in " ".join(c.cmdline())}
