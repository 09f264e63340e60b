from __future__ import annotations

import os
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.mmap_dict import MmapedDict

from editor.web import figures, metrics


async def numbers(client: httpx.AsyncClient) -> str:
    answer = await client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return answer.text


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} ([\d.e+]+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


async def test_answers_and_errors_are_counted(client: httpx.AsyncClient) -> None:
    before = await numbers(client)
    await client.get("/api/originals/6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01")
    after = await numbers(client)
    for name in (
        'studio_http_answers_total{status="404"}',
        'studio_errors_total{code="not_found"}',
    ):
        assert value(after, name) == value(before, name) + 1
    route = 'studio_http_seconds_count{route="api/originals/<uuidstr:id>"}'
    assert value(after, route) == value(before, route) + 1


async def test_addresses_that_nobody_serves_share_one_route(client: httpx.AsyncClient) -> None:
    for name in ("a", "b", "c"):
        await client.get(f"/nowhere-{name}")
    assert "nowhere" not in await numbers(client)


async def test_uploads_are_counted_by_their_end(client: httpx.AsyncClient, photo: bytes) -> None:
    before = await numbers(client)
    await client.post("/api/originals", files={"file": ("a.jpg", photo)})
    await client.post("/api/originals", files={"file": ("a.jpg", b"nothing")})
    after = await numbers(client)
    for outcome in ("stored", "not_a_picture"):
        name = f'studio_uploads_total{{outcome="{outcome}"}}'
        assert value(after, name) == value(before, name) + 1, outcome


async def test_renders_and_cache_hits_are_counted(client: httpx.AsyncClient, original: str) -> None:
    url = f"/cdn-cgi/image/width=33,format=png/{original}"
    before = await numbers(client)
    for _ in range(3):
        assert (await client.get(url)).status_code == 200
    after = await numbers(client)
    assert value(after, "studio_renders_total") == value(before, "studio_renders_total") + 1
    hits = 'studio_pictures_total{source="cache"}'
    assert value(after, hits) == value(before, hits) + 2
    for name in ("studio_render_in_flight_bytes", "studio_render_waiting", "studio_process_bytes"):
        assert re.search(rf"^{name}(\{{.*\}})? ", after, re.MULTILINE), name


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-Ip"])
async def test_strangers_behind_a_proxy_on_this_machine_see_nothing(
    stranger: httpx.AsyncClient, transactional_db: None, header: str
) -> None:
    assert (await stranger.get("/metrics")).status_code == 200
    assert (await stranger.get("/metrics", headers={header: "9.9.9.9"})).status_code == 403


async def test_another_machine_needs_a_token(client: httpx.AsyncClient, app: object) -> None:
    far = httpx.ASGITransport(app, client=("9.9.9.9", 1))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=far, base_url="http://127.0.0.1:8000") as away:
        assert (await away.get("/metrics")).status_code == 403
        token = client.headers["authorization"]
        assert (await away.get("/metrics", headers={"Authorization": token})).status_code == 200


def test_the_present_state_of_dead_processes_is_forgotten(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "gauge_livesum_999999999.db").touch()
    (folder / "counter_999999999.db").touch()
    metrics._forget_dead(folder)
    assert [path.name for path in folder.iterdir()] == ["counter_999999999.db"]


def test_figures_lie_in_files_without_holes_that_a_full_disk_could_not_fill(
    tmp_path: Path,
) -> None:
    figures.reserve(tmp_path)
    used = {path.name for path in figures.FOLDER.glob(f"*_{os.getpid()}.db")}
    assert used <= {path.name for path in tmp_path.iterdir()}
    for path in tmp_path.iterdir():
        mapped = MmapedDict(str(path))  # type: ignore[no-untyped-call]
        mapped.write_value("a label", 1.0, 0.0)  # type: ignore[no-untyped-call]
        mapped.close()  # type: ignore[no-untyped-call]
        facts = path.stat()
        assert facts.st_size == figures.RESERVED
        assert facts.st_blocks * 512 >= figures.RESERVED
