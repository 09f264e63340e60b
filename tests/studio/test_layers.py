"""A layer's picture over the whole studio: what the stage sees while a photo is cut out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.studio import job
from tests.studio.running import Studio


@pytest.fixture(scope="module")
def client(studio: Studio) -> httpx.Client:
    return studio.client(studio.token("stage"))


def test_a_cutout_is_announced_and_then_shown_with_who_made_it(
    client: httpx.Client, photographs: Path
) -> None:
    original = job.upload(client, photographs / "hair.jpg")
    layer = {
        "id": "hair",
        "kind": "image",
        "source": original["id"],
        "recipe": {"segment": "foreground"},
        "x": 0,
        "y": 0,
        "width": original["width"],
        "height": original["height"],
    }
    asked = client.post("/api/layers/picture", json={"layer": layer, "scale": 0.5, "wait": 0})
    assert asked.status_code == 202, asked.text
    key, stages = asked.json()["key"], [asked.json()["progress"]["stage"]]
    answer = asked
    while answer.status_code == 202:
        stages.append(answer.json()["progress"]["stage"])
        answer = client.get(f"/api/layers/picture/{key}", params={"wait": 0.5})
    assert answer.status_code == 200, answer.text
    assert set(stages) <= {"waiting", "looking", "drawing"}
    said = answer.json()
    assert said["engines"]["matte"] == "studio-matte (good)"
    cutout = job.picture(client.get(said["url"]))
    assert cutout.size == (said["width"], said["height"])
    truth = job.mask(photographs / "hair.jpg")
    small = cutout.resize(truth.shape[::-1])
    assert job.overlap(job.alpha_of(small), truth) >= 0.8
