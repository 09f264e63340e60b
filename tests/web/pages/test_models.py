"""The models' page, over a catalogue of the test: what it shows, and who may change what."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from editor.errors import Conflict, InferenceUnavailable
from editor.flows import models
from editor.flows.models import Catalogue, Listed
from editor.inference.answers import Pulling
from editor.inference.card import EMBEDDED
from editor.inference.models.birefnet_lite import BiRefNetLite
from editor.inference.models.grabcut_matte import GrabcutMatte
from editor.inference.models.u2netp import U2NetSmall

LITE, GRABCUT, SMALL = BiRefNetLite.card, GrabcutMatte.card, U2NetSmall.card


async def signed(browser: httpx.AsyncClient) -> dict[str, str]:
    """Headers of a page's own requests, with its token against forged ones."""
    found = re.search(r'name="csrf-token" content="(\w+)"', (await browser.get("/models")).text)
    assert found
    return {"X-CSRFToken": found[1]}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets what the service would answer."""

    def show(*listed: Listed, auto: str = GRABCUT.key) -> None:
        catalogue = Catalogue(listed, {"matte": auto}, {"matte": "auto"})
        monkeypatch.setattr(models, "catalogue", lambda: catalogue)

    show(
        Listed(GRABCUT, True, "loaded"),
        Listed(LITE, False, "unloaded", "weights"),
        Listed(SMALL, True, "unloaded"),
    )
    return show


async def test_every_card_shows_its_licence_and_what_it_was_trained_on(
    browser: httpx.AsyncClient, shown: Any
) -> None:
    page = (await browser.get("/models")).text
    for card in (LITE, SMALL):
        assert card.weights
        assert card.name in page
        assert card.weights.licence in page
        assert card.weights.training_data in page
    assert "in use by auto" in page
    assert "in memory" in page
    assert "every 1s" not in page


async def test_every_card_shows_where_it_runs(browser: httpx.AsyncClient, shown: Any) -> None:
    shown(
        Listed(GRABCUT, True, "loaded", device="cpu"),
        Listed(LITE, True, "loaded", device="NVIDIA <H200>"),
        Listed(SMALL, True, "unloaded", device="auto"),
    )
    page = (await browser.get("/models")).text
    where = re.findall(r"<dt>Runs on</dt><dd>(.*?)</dd>", page)
    assert sorted(where) == [
        "NVIDIA &lt;H200&gt;",
        "cpu",
        "the fastest device there is, chosen when it is first used",
    ]


async def test_what_comes_with_the_studio_is_neither_pulled_nor_removed(
    browser: httpx.AsyncClient, shown: Any
) -> None:
    assert SMALL.weights
    ours = replace(SMALL, name="ours", weights=replace(SMALL.weights, source=EMBEDDED))
    shown(Listed(ours, True, "unloaded"))
    page = (await browser.get("/models")).text
    assert "Comes with the studio" in page
    shown(Listed(ours, False, "unloaded", "ONNX Runtime"))
    damaged = (await browser.get("/models")).text
    assert "work without ONNX Runtime" in damaged
    for text in (page, damaged):
        assert "/models/ours" not in text


async def test_a_pull_in_progress_is_asked_about_again(
    browser: httpx.AsyncClient, shown: Any
) -> None:
    pulling = Pulling("running", 50, 200)
    shown(Listed(LITE, False, "unloaded", "weights", pulling))
    page = (await browser.get("/models/cards")).text
    assert 'hx-trigger="every 1s"' in page
    assert '<progress value="50" max="200">' in page


async def test_a_failed_pull_says_why_and_offers_another_try(
    browser: httpx.AsyncClient, shown: Any
) -> None:
    failed = Pulling("failed", 5, 200, "The disk is full.", "Make room.")
    shown(Listed(LITE, False, "unloaded", "weights", failed))
    page = (await browser.get("/models")).text
    assert "The disk is full." in page
    assert "Make room." in page
    assert "/models/birefnet-lite/pull" in page


async def test_missing_torch_is_told_before_anything_is_pulled(
    browser: httpx.AsyncClient, shown: Any
) -> None:
    shown(Listed(LITE, False, "unloaded", "weights and PyTorch"))
    assert "pip install" in (await browser.get("/models")).text


async def test_the_owner_pulls_removes_and_chooses(
    browser: httpx.AsyncClient, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    for word in ("pull", "remove"):
        monkeypatch.setattr(models, word, lambda name, word=word: asked.append((word, name)))
    monkeypatch.setattr(models, "choose", lambda task, name: asked.append((task, name)))
    headers = await signed(browser)
    for path, data in (
        ("/models/birefnet-lite/pull", {}),
        ("/models/u2netp/remove", {}),
        ("/models/default", {"task": "matte", "model": "u2netp"}),
    ):
        answer = await browser.post(path, data=data, headers=headers)
        assert answer.status_code == 200, answer.text
    assert asked == [("pull", "birefnet-lite"), ("remove", "u2netp"), ("matte", "u2netp")]


async def test_guests_from_elsewhere_may_look_and_not_touch(
    browser: httpx.AsyncClient, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "pull", lambda name: pytest.fail("it was pulled"))
    far = {**await signed(browser), "X-Forwarded-For": "203.0.113.5"}
    page = (await browser.get("/models", headers=far)).text
    assert LITE.name in page
    assert "/pull" not in page
    refused = await browser.post("/models/birefnet-lite/pull", headers=far)
    assert refused.status_code == 403


async def test_what_the_service_refuses_is_shown_on_the_page(
    browser: httpx.AsyncClient, shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise Conflict(f"{name} is being pulled.", remedy="Wait until it is here.")

    monkeypatch.setattr(models, "remove", refuse)
    page = await browser.post("/models/u2netp/remove", headers=await signed(browser))
    assert page.status_code == 200
    assert "Wait until it is here." in page.text


async def test_while_the_service_is_away_the_page_says_so_and_asks_again(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Catalogue:
        raise InferenceUnavailable("Inference is restarting.", remedy="Wait a moment.")

    monkeypatch.setattr(models, "catalogue", away)
    page = await browser.get("/models")
    assert page.status_code == 200
    assert "Inference is restarting." in page.text
    assert "every 3s" in page.text


async def test_names_of_cards_are_escaped(browser: httpx.AsyncClient, shown: Any) -> None:
    shown(Listed(replace(LITE, accuracy="<script>x</script>"), False, "unloaded", "weights"))
    assert "<script>x" not in (await browser.get("/models")).text
