"""One name follows a request through every process that works for it."""

from __future__ import annotations

import io
import time
from pathlib import Path

from PIL import Image, ImageOps

from tests.studio import job
from tests.studio.running import Studio

PATIENCE_S = 90.0
NAME = "followed-through-all-processes"


def told_by(studio: Studio, name: str) -> set[str]:
    """The roles whose log lines hold the name: `web-1      | ...` is of web."""
    lines = (line.partition("|") for line in studio.log.read_text().splitlines() if name in line)
    return {role.strip().partition("-")[0] for role, _, _ in lines}


def test_web_worker_and_inference_log_the_same_name(studio: Studio, photographs: Path) -> None:
    client = studio.client(studio.token("followers"))
    # A photo of this test's own: what was seen in another one needn't be looked for again.
    file = io.BytesIO()
    with Image.open(photographs / "person.jpg") as person:
        ImageOps.mirror(person).save(file, "JPEG")
    sent = client.post("/api/originals", files={"file": ("mirrored.jpg", file.getvalue())})
    layer = job.layer(
        sent.json()["id"], recipe={"segment": "foreground"}, x=200, y=200, width=300, height=350
    )
    body = {"schema": 1, "canvas": {"width": 400, "height": 400}, "layers": [layer]}
    made = client.post("/api/documents", json={"name": "Followed", "body": body})
    assert made.status_code in (200, 201), made.text
    asked = client.post(
        f"/api/documents/{made.json()['id']}/export",
        json={"format": "png"},
        headers={"X-Request-Id": NAME},
    )
    assert asked.headers["x-request-id"] == NAME
    job.wait_for(client, asked.json()["job"], PATIENCE_S)
    wanted, until = {"web", "worker", "inference"}, time.monotonic() + PATIENCE_S
    while not wanted <= told_by(studio, NAME) and time.monotonic() < until:
        time.sleep(0.2)
    assert wanted <= told_by(studio, NAME)
