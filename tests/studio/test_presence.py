"""Windows of one document meet, whichever web process each of them reached."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.studio.running import Studio

WINDOWS = 6
PATIENCE_S = 60


@pytest.fixture(params=["studio", pytest.param("cluster", marks=pytest.mark.slow)], scope="module")
def running(request: pytest.FixtureRequest) -> Studio:
    started: Studio = request.getfixturevalue(request.param)
    return started


def heard(window: ClientConnection) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(window.recv(timeout=PATIENCE_S))
    return said


def met(window: ClientConnection, others: set[str]) -> set[str]:
    """The sockets of `others`, once the window has heard of all of them."""
    sockets: dict[str, str] = {}
    while set(sockets) != others:
        said = heard(window)
        if said["kind"] == "presence.here":
            sockets[said["data"]["tab"]] = said["data"]["socket"]
    return set(sockets.values())


def test_every_window_hears_of_every_other_and_of_its_end(running: Studio) -> None:
    token = running.token("presence")
    with running.client(token) as client:
        body = {"schema": 1, "canvas": {"width": 10, "height": 10}}
        document = client.post("/api/documents", json={"name": "d", "body": body}).json()["id"]
    address = running.url.replace("http", "ws") + "/ws/events?after=now"
    headers = {"Authorization": f"Bearer {token}"}
    tabs = [f"tab {n}" for n in range(WINDOWS)]
    with ExitStack() as opened:
        windows = [
            opened.enter_context(connect(address, additional_headers=headers, open_timeout=30))
            for _ in tabs
        ]
        for window, tab in zip(windows, tabs, strict=True):
            while heard(window)["kind"] != "ready":
                pass
            said = {"kind": "here", "document": document, "tab": tab, "name": tab, "colour": 1}
            window.send(json.dumps(said))
        for window, tab in zip(windows, tabs, strict=True):
            assert len(met(window, {*tabs} - {tab})) == WINDOWS - 1
        windows[0].close()
        for window in windows[1:]:
            while (said := heard(window))["kind"] != "presence.gone":
                pass
            assert said["data"]["tab"] == tabs[0]
