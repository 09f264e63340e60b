"""The main job, step by step: what a designer's program does with the studio."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt
from PIL import Image
from websockets.sync.client import connect

from tests.studio.running import Studio

Pixels = npt.NDArray[np.float64]


def upload(client: httpx.Client, path: Path) -> dict[str, Any]:
    answer = client.post("/api/originals", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code in (200, 201), answer.text
    original: dict[str, Any] = answer.json()
    return original


def picture(answer: httpx.Response) -> Image.Image:
    assert answer.status_code == 200, answer.text
    opened = Image.open(io.BytesIO(answer.content))
    opened.load()
    return opened


def overlap(alpha: Pixels, truth: Pixels) -> float:
    """Intersection over union of two soft mattes (0..1), thresholded at one half."""
    a, b = alpha > 0.5, truth > 0.5
    return float((a & b).sum() / max(1, (a | b).sum()))


def alpha_of(rendered: Image.Image) -> Pixels:
    assert rendered.mode == "RGBA", rendered.mode
    return np.asarray(rendered.getchannel("A"), np.float64) / 255


def mask(path: Path) -> Pixels:
    return np.asarray(Image.open(path.with_suffix("").with_suffix(".mask.png")), np.float64) / 255


def make(client: httpx.Client, composition: dict[str, Any]) -> httpx.Response:
    """The rendered picture of a composition: asked for by POST, fetched by its key."""
    answer = client.post("/api/pictures", json=composition)
    assert answer.status_code in (200, 201), answer.text
    return client.get(answer.json()["url"])


def wait_for(client: httpx.Client, job: dict[str, Any], within_s: float = 60) -> dict[str, Any]:
    """The job's result."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        now = client.get(f"/api/jobs/{job['id']}").json()
        if now["state"] == "done":
            result: dict[str, Any] = now["result"]
            return result
        assert now["state"] in ("waiting", "running"), now
        time.sleep(0.1)
    raise AssertionError(f"the job didn't end: {now}")


def events(studio: Studio, token: str, after: int = 0) -> list[dict[str, Any]]:
    """What a watcher of the workspace is told on connecting."""
    address = studio.url.replace("http", "ws") + f"/ws/events?after={after}"
    headers = {"Authorization": f"Bearer {token}"}
    seen = []
    with connect(address, additional_headers=headers, open_timeout=10) as socket:
        while (message := json.loads(socket.recv(timeout=10)))["kind"] != "ready":
            seen.append(message)
    return seen


def layer(original: str, **fields: Any) -> dict[str, Any]:
    """A layer of an editor document; `fields` override the plain picture layer."""
    plain = {"id": f"layer-{original[:8]}", "name": "Photo", "kind": "image", "source": original}
    return {**plain, **fields}
