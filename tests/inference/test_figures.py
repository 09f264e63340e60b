"""The client's reading of the live figures."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import pytest

from editor.errors import InferenceUnavailable
from editor.inference.figures import status
from editor.inference.reports import device
from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness
from tests.inference.test_service import png


async def test_what_the_service_tells_is_understood(serving: Serving) -> None:
    kind = Brightness.fresh()
    async with serving(kind) as client:
        await client.post("/v1/mattes", content=png())
        body = (await client.get("/v1/status")).content
    told = status(body)
    working = told.models["brightness"]
    assert (working.state, working.pictures, working.batch, working.loads) == ("loaded", 1, 1, 1)
    assert working.each_s == working.busy_s
    assert (told.taken, told.places, told.hanging) == (0, 32, 0)
    assert sum(one.answers for one in told.history) == 1
    assert told.counts["stuck"] == 0
    assert told.pictures == {"body": 1}


@pytest.mark.parametrize("spoilt", ["models", "places", "uptime_s", "history", "bin_s", "counts"])
async def test_figures_that_make_no_sense_are_refused(serving: Serving, spoilt: str) -> None:
    async with serving(Brightness.fresh()) as client:
        body: dict[str, Any] = (await client.get("/v1/status")).json()
    for odd in (None, "x", [{}], -1.5):
        with pytest.raises(InferenceUnavailable):
            status(json.dumps({**body, spoilt: odd}).encode())


def test_a_library_that_is_being_imported_just_now_is_no_device_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "torch", ModuleType("torch"))
    assert device("auto") == "auto"
    assert device("cpu") == "cpu"
