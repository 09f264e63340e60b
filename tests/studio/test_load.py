"""One render for a hundred equal requests; a web process that stays small."""

from __future__ import annotations

import io
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import psutil
import pytest
from PIL import Image

from tests.studio import job
from tests.studio.running import Studio

pytestmark = pytest.mark.slow
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """A studio with two web processes that share a port."""
    started = Studio(tmp_path_factory.mktemp("pair"), {"STUDIO_WEB_PROCESSES": "2"})
    yield started
    started.stop()


def renders(studio: Studio) -> int:
    """Renders of all web processes together: whichever is asked adds them up."""
    text = httpx.get(f"{studio.url}/metrics").text
    count = re.search(r"^studio_renders_total ([\d.]+)", text, re.MULTILINE)
    return int(float(count[1])) if count else 0


def test_a_hundred_equal_requests_to_two_web_processes_render_once(
    pair: Studio, photographs: Path
) -> None:
    token = pair.token("load")
    with pair.client(token) as client:
        person = job.upload(client, photographs / "person.jpg")["id"]
    before = renders(pair)
    url = f"{pair.url}/cdn-cgi/image/width=507,blur=9,format=png/{person}"
    headers = {"Authorization": f"Bearer {token}", "Connection": "close"}
    with ThreadPoolExecutor(100) as pool:
        answers = list(pool.map(lambda _: httpx.get(url, headers=headers, timeout=60), range(100)))
    assert {a.status_code for a in answers} == {200}
    assert len({a.content for a in answers}) == 1
    assert renders(pair) - before == 1


def test_the_web_process_stays_small_after_fifty_large_renders(studio: Studio) -> None:
    with studio.client(studio.token("memory")) as client:
        large = _photograph_of_24_mp()
        answer = client.post("/api/originals", files={"file": ("large.jpg", large)})
        assert answer.status_code == 201, answer.text
        for n in range(50):
            url = f"/cdn-cgi/image/width={700 + n}/{answer.json()['id']}"
            assert client.get(url).status_code == 200
    [web] = studio.pids("web")
    assert psutil.Process(web).memory_info().rss / MIB <= 150


def _photograph_of_24_mp() -> bytes:
    small = Image.open(Path(__file__).parent.parent / "pictures/person.jpg").convert("RGB")
    large = small.resize((4472, 5367), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(1).integers(-6, 7, (5367, 4472, 1), np.int16)
    pixels = np.clip(np.asarray(large, np.int16) + noise, 0, 255).astype(np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=90)
    return out.getvalue()


def test_the_web_process_loads_no_heavy_library(studio: Studio) -> None:
    [web] = studio.pids("web")
    mapped = {os.path.basename(m.path) for m in psutil.Process(web).memory_maps()}
    # libscipy_openblas is the name of NumPy's own OpenBLAS.
    loaded = r"libtorch|cv2|_?numba|libscipy(?!_openblas)|_fblas"
    heavy = [name for name in mapped if re.match(loaded, name)]
    assert heavy == []
