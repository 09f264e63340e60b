"""Hooks: told once a round, signed, and never on the private net unless the owner allows it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from editor.errors import Busy, InvalidOption, NotFound
from editor.flows.batches import again, feeding, hooks, rows
from editor.flows.engines import Engines
from editor.library import outside
from editor.models import Batch
from tests.flows.batches.conftest import SMALL, Fill, jobs, work

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "https://shop.example/hook"


@pytest.fixture
def batch(filled: Fill) -> Batch:
    made = filled(SMALL, broken=b"no picture", product=b"neither")
    return rows.change(made.workspace, made.pk, {"hook": ADDRESS})


def told(batch: Batch, engines: Engines) -> Any:
    """The delivery that follows when every item is dropped or done."""
    items = [one.pk for one in batch.items.all()]
    batch.items.all().update(state="waiting")
    [job] = jobs(
        work(feeding.start(batch.workspace, batch.pk).outcomes, batch.workspace, engines),
        "batch-hook",
    )
    assert len(items) == 2
    return job


def answering(monkeypatch: pytest.MonkeyPatch, status: int) -> list[Any]:
    asked: list[Any] = []

    def post(
        url: str, body: bytes, headers: Mapping[str, str], timeout_s: float, *, private: bool
    ) -> int:
        asked.append((url, body, dict(headers), private))
        return status

    monkeypatch.setattr(outside, "post", post)
    return asked


def test_a_finished_round_is_told_with_a_signature_that_holds(
    batch: Batch, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = told(batch, engines)
    asked = answering(monkeypatch, 204)
    assert hooks.run_hook(str(batch.workspace_id), job.payload) == {"status": 204}
    [(url, body, headers, private)] = asked
    assert (url, private) == (ADDRESS, False)
    parts = dict(part.split("=") for part in headers["X-Studio-Signature"].split(","))
    signed = f"{parts['t']}.".encode() + body
    good = hmac.new(batch.secret.encode(), signed, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(parts["v1"], good)
    said = json.loads(body)
    assert (said["id"], said["state"], said["counts"]["failed"]) == (str(batch.pk), "done", 2)


def test_every_round_has_a_delivery_of_its_own(batch: Batch, engines: Engines) -> None:
    first = told(batch, engines)
    outcomes = again.retry(
        batch.workspace, batch.pk, [one.pk for one in batch.items.filter(original__isnull=False)]
    ).outcomes
    assert not jobs(outcomes, "batch-hook") or jobs(outcomes, "batch-hook")[0].key != first.key


@pytest.mark.parametrize(
    ("status", "error"), [(500, Busy), (429, Busy), (404, InvalidOption), (302, InvalidOption)]
)
def test_a_refusal_is_tried_again_or_final(
    batch: Batch,
    engines: Engines,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    error: type[Exception],
) -> None:
    job = told(batch, engines)
    answering(monkeypatch, status)
    with pytest.raises(error, match=str(status)):
        hooks.run_hook(str(batch.workspace_id), job.payload)


def test_a_hook_of_somebody_else_or_none_is_not_told(batch: Batch, engines: Engines) -> None:
    job = told(batch, engines)
    rows.change(batch.workspace, batch.pk, {"hook": ""})
    with pytest.raises(NotFound):
        hooks.run_hook(str(batch.workspace_id), job.payload)


def test_only_https_is_taken_unless_the_owner_allows_more(batch: Batch, settings: Settings) -> None:
    for url in ("http://shop.example/", "https://a:b@shop.example/", "shop.example"):
        with pytest.raises(InvalidOption):
            rows.change(batch.workspace, batch.pk, {"hook": url})
    settings.STUDIO = replace(settings.STUDIO, private_hooks=True)
    assert rows.change(batch.workspace, batch.pk, {"hook": "http://10.0.0.1/"}).hook
