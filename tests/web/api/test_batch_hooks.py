"""The hook of a batch over REST: its last delivery, and its secret."""

from __future__ import annotations

import httpx
import pytest
from asgiref.sync import sync_to_async

from editor.flows.batches import feeding
from editor.jobs import worker
from editor.library import outside
from editor.models import Batch, Job, Workspace

RECIPE = {"targets": [{"width": 10, "height": 10}]}
ADDRESS = "https://shop.example/hook"


@pytest.fixture
async def batch(workspace: Workspace) -> Batch:
    made: Batch = await Batch.objects.acreate(
        workspace=workspace, name="Autumn", recipe=RECIPE, hook=ADDRESS, secret="before"
    )
    return made


@sync_to_async
def told(batch: Batch, round: int) -> None:
    """A worker tells the hook that this round is done."""
    job = Job.objects.create(
        workspace=batch.workspace,
        kind=feeding.HOOK_JOB,
        key=f"{feeding.HOOK_JOB}:{batch.pk}:{round}",
        payload={"batch": str(batch.pk), "round": round, "said": {}},
    )
    worker.run(str(job.pk), 0)


async def test_the_last_delivery_tells_what_the_address_answered(
    client: httpx.AsyncClient, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"/api/batches/{batch.pk}/hook"
    assert (await client.get(at)).json() == {"hook": ADDRESS, "delivery": None}
    answers = iter([204, 500, 410])
    monkeypatch.setattr(outside, "post", lambda *_, **__: next(answers))
    await told(batch, 1)
    good = (await client.get(at)).json()["delivery"]
    assert (good["round"], good["state"], good["status"], good["error"]) == (1, "done", 204, None)
    await told(batch, 2)
    busy = (await client.get(at)).json()["delivery"]
    assert (busy["round"], busy["state"], busy["attempts"]) == (2, "waiting", 1)
    assert "500" in busy["error"]["text"]
    await told(batch, 3)
    refused = (await client.get(at)).json()["delivery"]
    assert (refused["state"], refused["status"]) == ("failed", None)
    assert "410" in refused["error"]["text"]
    assert refused["error"]["remedy"]


async def test_a_new_secret_takes_the_old_one_s_place(
    client: httpx.AsyncClient, batch: Batch
) -> None:
    first = (await client.post(f"/api/batches/{batch.pk}/secret")).json()["secret"]
    await batch.arefresh_from_db()
    assert (len(first), batch.secret) == (64, first)
    again = (await client.post(f"/api/batches/{batch.pk}/secret")).json()["secret"]
    assert again != first
    assert first not in (await client.get(f"/api/batches/{batch.pk}")).text
