"""What a person decided about items, and took back; what the review shows beside a file."""

from __future__ import annotations

import pytest

from editor.errors import Conflict
from editor.flows.batches import again, rows
from editor.flows.engines import Engines
from editor.models import BatchItem
from tests.flows.batches.conftest import SMALL, Fill, jobs, states
from tests.flows.batches.test_running import item, started

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_decision_is_taken_back(filled: Fill, engines: Engines) -> None:
    batch = filled({**SMALL, "kind": "portrait", "head": 0.9}, "product", "person", broken=b"no")
    started(batch, engines)
    owner = batch.workspace
    made = states(batch)
    assert sorted(made.values()) == ["failed", "passed", "review"]
    every = [one.pk for one in BatchItem.objects.filter(batch=batch)]
    cup = item(batch, "product")
    with pytest.raises(Conflict, match="Nothing was decided"):
        again.reopened(owner, batch.pk, every)
    again.decide(owner, batch.pk, [cup.pk], accept=True)
    again.decide(owner, batch.pk, every, accept=False)
    assert set(states(batch).values()) == {"dropped"}
    assert not jobs(again.reopened(owner, batch.pk, every).outcomes), "nothing is made anew"
    assert states(batch) == {**made, "product.jpg": "passed"}, "it was accepted before"
    again.reopened(owner, batch.pk, [cup.pk])
    assert states(batch) == made
    again.decide(owner, batch.pk, [cup.pk], accept=False)
    rows.change(owner, batch.pk, {"recipe": {**SMALL, "margin": 0.2}})
    assert cup.pk not in again.stale(batch), "what is dropped isn't made anew"
    assert len(jobs(again.reopened(owner, batch.pk, [cup.pk]).outcomes)) == 1, "until it is back"


def test_where_the_whole_photo_lies_behind_a_file_is_told(filled: Fill, engines: Engines) -> None:
    batch = filled({**SMALL, "targets": [{"name": "wide", "width": 160, "height": 80}]}, "person")
    started(batch, engines)
    blob = item(batch, "person").original.blob
    across = blob.width / blob.height / 2
    found = item(batch, "person").results[0]["lies"]
    assert found == pytest.approx([(1 - across) / 2, 0, across, 1], abs=0.02)
