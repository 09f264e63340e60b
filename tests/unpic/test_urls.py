"""The addresses that unpic writes, as npm has it, asked of a running studio."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.contract.origin import Origin, Page
from tests.needs import needs_node
from tests.npm import installed
from tests.studio.running import Studio

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parent
ACCEPT = {"Accept": "image/avif,image/webp,*/*"}
SIZE = (600, 400)


def picture() -> bytes:
    file = io.BytesIO()
    Image.effect_noise(SIZE, 40).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture(scope="module")
def site() -> Iterator[Origin]:
    started = Origin()
    yield started
    started.close()


@pytest.fixture(scope="module")
def service(site: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio that fetches from the site; nothing is looked at, so inference isn't needed."""
    remote = {"STUDIO_REMOTE_SOURCES": site.url, "STUDIO_REMOTE_PRIVATE": "true"}
    started = Studio(tmp_path_factory.mktemp("unpic"), remote)
    yield started
    started.stop()


def package() -> Path | None:
    """unpic from npm, beside this file."""
    found = FOLDER / "node_modules/unpic/package.json"
    return found if found.exists() else None


def written(*pictures: str) -> list[dict[str, Any]]:
    """What unpic makes of the addresses of these pictures."""
    installed("unpic", FOLDER, package)
    done = subprocess.run(
        [*needs_node().node, "urls.js", *pictures],
        cwd=FOLDER,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def expected(wish: dict[str, Any]) -> tuple[int, int]:
    """`fit=cover` with one side is like `scale-down`."""
    width, height = (round(wish.get(side, 0)) for side in ("width", "height"))
    across, down = SIZE
    return width or round(height * across / down), height or round(width * down / across)


def test_every_address_of_unpic_is_answered_as_it_is_meant(service: Studio, site: Origin) -> None:
    remote = site.put(Page(picture()), "/photos/a%20b.jpg?v=1").replace("%20", " ")
    with service.client(service.token("pages")) as client:
        stored = client.post("/api/originals", files={"file": ("a.jpg", picture())})
        made = written(f"/{stored.json()['id']}", remote)
        assert {one["from"] for one in made} == {"transformUrl", "generate", "again", "detected"}
        assert len(made) == 24
        for one in made:
            check(client, one)


def check(client: httpx.Client, one: dict[str, Any]) -> None:
    assert one["made"].startswith("/cdn-cgi/image/"), one
    answer = client.get(one["made"], headers=ACCEPT)
    assert answer.status_code == 200, (one, answer.text)
    wish = one["wish"]
    kind = "image/webp" if "f=webp" in one["made"] else "image/avif"
    assert answer.headers["content-type"] == kind, one
    assert Image.open(io.BytesIO(answer.content)).size == expected(wish), one
    single = not ("width" in wish and "height" in wish)
    assert ("needs both width and height" in answer.headers.get("warning", "")) is single, one
