"""Real photographs through a running studio: upload, cut out, face crop, compose, export."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import httpx
import numpy as np
import pytest
from PIL import Image

from tests.studio import job
from tests.studio.running import Studio

PHOTOGRAPHS = ("person", "product", "hair")


@pytest.fixture(params=["studio", pytest.param("cluster", marks=pytest.mark.slow)], scope="module")
def running(request: pytest.FixtureRequest) -> Studio:
    started: Studio = request.getfixturevalue(request.param)
    return started


@pytest.fixture(scope="module")
def token(running: Studio) -> str:
    return running.token("designers")


@pytest.fixture(scope="module")
def client(running: Studio, token: str) -> httpx.Client:
    return running.client(token)


@pytest.fixture(scope="module")
def ids(client: httpx.Client, photographs: Path) -> dict[str, str]:
    return {n: job.upload(client, photographs / f"{n}.jpg")["id"] for n in PHOTOGRAPHS}


def test_the_same_bytes_are_one_original(
    client: httpx.Client, ids: dict[str, str], photographs: Path
) -> None:
    path = photographs / "person.jpg"
    again = client.post("/api/originals", files={"file": ("other.png", path.read_bytes())})
    assert again.status_code == 200
    facts = again.json()
    assert facts["id"] == ids["person"]
    assert (facts["width"], facts["height"], facts["format"]) == (512, 600, "jpeg")
    assert facts["bytes"] == path.stat().st_size


def test_an_original_comes_back_byte_for_byte(
    client: httpx.Client, ids: dict[str, str], photographs: Path
) -> None:
    answer = client.get(f"/api/originals/{ids['product']}/file")
    assert answer.content == (photographs / "product.jpg").read_bytes()


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_the_subject_is_cut_out(
    client: httpx.Client, ids: dict[str, str], photographs: Path, name: str
) -> None:
    answer = client.get(f"/cdn-cgi/image/segment=foreground,format=png/{ids[name]}")
    cutout = job.picture(answer)
    truth = job.mask(photographs / f"{name}.jpg")
    assert cutout.size == truth.shape[::-1]
    assert job.overlap(job.alpha_of(cutout), truth) >= 0.8
    assert re.fullmatch(r"matte=[\w-]+ \([\w ]+\)", answer.headers["x-studio-engine"])


def test_the_face_is_found_and_cropped_to(client: httpx.Client, ids: dict[str, str]) -> None:
    faces = client.get(f"/api/originals/{ids['person']}/faces").json()["faces"]
    assert len(faces) == 1
    box = faces[0]["box"]
    centre = box["left"] + box["width"] / 2, box["top"] + box["height"] / 2
    assert centre == pytest.approx((265 / 512, 230 / 600), abs=0.06)
    options = "width=300,height=300,fit=cover,gravity=face,zoom=0.8,format=png"
    cropped = job.picture(client.get(f"/cdn-cgi/image/{options}/{ids['person']}"))
    assert cropped.size == (300, 300)
    # The crop shows skin in its middle, the whole picture's middle shows it smaller.
    red, _, blue = np.asarray(cropped.convert("RGB"), float)[120:180, 120:180].mean((0, 1))
    assert red > blue + 30


def test_a_white_product_shot_is_white_where_the_background_was(
    client: httpx.Client, ids: dict[str, str], photographs: Path
) -> None:
    options = "segment=foreground,background=white,format=png"
    shot = job.picture(client.get(f"/cdn-cgi/image/{options}/{ids['product']}"))
    pixels = np.asarray(shot.convert("RGB"))
    corners = [pixels[0, 0], pixels[0, -1], pixels[-1, 0], pixels[-1, -1]]
    assert all((corner == 255).all() for corner in corners)
    truth = job.mask(photographs / "product.jpg")
    assert (pixels[truth < 0.01] == 255).mean() > 0.85


def test_a_composition_is_made_under_its_key(client: httpx.Client, ids: dict[str, str]) -> None:
    composition = {
        "source": {"original": ids["person"]},
        "steps": [{"transform": {"width": 200, "saturation": 0}}],
        "output": {"format": "png"},
    }
    answer = client.post("/api/pictures", json=composition)
    key = answer.json()["key"]
    assert answer.json()["url"] == f"/p/{key}"
    made = client.get(f"/p/{key}")
    assert "immutable" in made.headers["cache-control"]
    assert made.headers["etag"].strip('"') == key
    grey = np.asarray(job.picture(made).convert("RGB"), int)
    assert grey.shape == (234, 200, 3)
    assert np.ptp(grey, axis=2).max() <= 1
    unchanged = client.get(f"/p/{key}", headers={"If-None-Match": made.headers["etag"]})
    assert unchanged.status_code == 304


def document(ids: dict[str, str]) -> dict[str, object]:
    """A poster: a cut-out lemur, outlined and turned, multiplied over the coffee, on a colour."""
    lemur = job.layer(
        ids["hair"],
        id="lemur",
        recipe={"segment": "foreground"},
        x=600, y=560, width=680, height=440, rotation=-8,
        effects=[{"kind": "outline", "recipe": {"outline": 6, "outline.color": "#ffffff"}}],
    )  # fmt: skip
    coffee = job.layer(
        ids["product"], id="coffee", x=300, y=250, width=600, height=400, blend="multiply"
    )
    canvas = {"width": 1080, "height": 900, "background": "#f4b860"}
    return {"schema": 1, "canvas": canvas, "layers": [coffee, lemur]}


def test_a_document_is_edited_and_exported_at_full_size(
    running: Studio, token: str, client: httpx.Client, ids: dict[str, str], tmp_path: Path
) -> None:
    made = client.post("/api/documents", json={"name": "Poster", "body": document(ids)})
    assert made.status_code == 201, made.text
    poster = made.json()
    changes = [{"op": "set", "layer": "coffee", "field": "opacity", "value": 0.5}]
    change = {"revision": poster["revision"], "patch": changes}
    saved = client.patch(f"/api/documents/{poster['id']}", json=change)
    assert saved.status_code == 200, saved.text
    assert saved.json()["revision"] == poster["revision"] + 1

    asked = client.post(f"/api/documents/{poster['id']}/export", json={"format": "png"})
    assert asked.status_code == 202, asked.text
    result = job.wait_for(client, asked.json()["job"])
    exported = job.picture(client.get(result["url"])).convert("RGB")
    assert exported.size == (1080, 900)
    assert exported.getpixel((1070, 10)) == (0xF4, 0xB8, 0x60)
    _check_multiply(exported, Path(__file__).parent.parent / "pictures/product.jpg")
    kinds = {(e["kind"], e["data"].get("state")) for e in job.events(running, token)}
    assert ("job", "done") in kinds


def _check_multiply(exported: Image.Image, coffee: Path) -> None:
    """Half of the coffee multiplied with the canvas colour, by the W3C formula."""
    canvas = np.array([0xF4, 0xB8, 0x60]) / 255
    source = np.asarray(Image.open(coffee).convert("RGB"), float)[5:40, 5:40] / 255
    expected = canvas * 0.5 + 0.5 * canvas * source
    drawn = np.asarray(exported, float)[55:90, 5:40] / 255
    assert np.abs(drawn - expected).mean() * 255 < 1.5


def test_other_workspaces_see_nothing_of_it(running: Studio, ids: dict[str, str]) -> None:
    stranger = running.client(running.token(f"stranger-{uuid.uuid4().hex[:6]}"))
    person = ids["person"]
    assert stranger.get(f"/api/originals/{person}").status_code == 404
    assert stranger.get(f"/cdn-cgi/image/width=10/{person}").status_code == 404
    body = {"source": {"original": person}, "steps": [], "output": {}}
    assert stranger.post("/api/pictures", json=body).status_code == 404
