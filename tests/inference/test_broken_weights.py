"""A truncated file of weights: refused, nothing half loaded, and the rest goes on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from editor.inference.models.u2netp import U2NetSmall
from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness
from tests.inference.models.test_networks import with_weights
from tests.inference.test_service import png


async def test_truncated_weights_stop_their_model_alone_until_they_are_whole(
    serving: Serving, tmp_path: Path
) -> None:
    _, conf = with_weights("u2netp", tmp_path)
    assert U2NetSmall.card.weights
    path = tmp_path / U2NetSmall.card.weights.file
    whole = path.read_bytes()
    path.write_bytes(whole[:-1000])
    kind = Brightness.fresh()
    async with serving(kind, U2NetSmall, conf=replace(conf, threads=1)) as client:
        for _ in range(2):
            refused = await client.post("/v1/mattes?model=u2netp", content=png())
            assert refused.json()["error"]["code"] == "wrong_weights"
        status = (await client.get("/v1/status")).json()
        assert "u2netp" not in status["models"]
        assert status["memory"]["models"] == 0
        fine = await client.post("/v1/mattes?model=brightness", content=png())
        assert fine.status_code == 200
        path.write_bytes(whole)
        mended = await client.post("/v1/mattes?model=u2netp", content=png())
        assert (mended.status_code, mended.headers["x-dtype"]) == (200, "uint8")
