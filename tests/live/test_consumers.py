from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from pytest_django import Settings

from editor.flows.access import cookie_value, token_digest
from editor.jobs import events
from editor.live import consumers
from editor.live.consumers import TOO_LONG, UNREADABLE, tail
from editor.live.places import Places
from editor.live.routing import websocket
from editor.models import Event, Token, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def socket(path: str, headers: dict[str, str]) -> Any:
    raw = {"host": "127.0.0.1:8000", **headers}
    encoded = [(k.encode(), v.encode()) for k, v in raw.items()]
    return WebsocketCommunicator(websocket(), path, headers=encoded)


async def make(name: str) -> tuple[Workspace, dict[str, str]]:
    workspace = await Workspace.objects.acreate(name=name)
    return workspace, {"cookie": f"studio={cookie_value(workspace.pk)}"}


async def until_ready(opened: Any) -> list[dict[str, Any]]:
    seen = []
    while (message := await opened.receive_json_from(timeout=5))["kind"] != "ready":
        seen.append(message)
    return seen


async def test_a_socket_replays_and_then_follows() -> None:
    workspace, cookie = await make("a")
    append = sync_to_async(events.append)
    first = await append(workspace.pk, "job", {"n": 1})
    await append(workspace.pk, "job", {"n": 2})
    opened = socket(f"ws/events?after={first.pk}", cookie)
    assert (await opened.connect())[0]
    assert [m["data"]["n"] for m in await until_ready(opened)] == [2]
    await append(workspace.pk, "job", {"n": 3})
    assert (await opened.receive_json_from(timeout=5))["data"] == {"n": 3}
    await opened.disconnect()


async def test_a_socket_never_hears_another_workspace() -> None:
    _, cookie = await make("a")
    other, _ = await make("b")
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    await sync_to_async(events.append)(other.pk, "job", {})
    assert await opened.receive_nothing(timeout=1)
    await opened.disconnect()


async def test_a_bearer_token_opens_a_socket() -> None:
    workspace, _ = await make("a")
    await Token.objects.acreate(workspace=workspace, digest=token_digest("t0ken"))
    opened = socket("ws/events", {"authorization": "Bearer t0ken"})
    assert (await opened.connect())[0]
    await opened.disconnect()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "studio=forged"},
        {"authorization": "Bearer wrong"},
        {"origin": "https://evil.example"},
    ],
)
async def test_strangers_and_foreign_pages_are_turned_away(headers: dict[str, str]) -> None:
    _, cookie = await make("a")
    given = {**cookie, **headers} if "origin" in headers else headers
    opened = socket("ws/events", given)
    assert not (await opened.connect())[0]


async def test_a_wrong_token_does_not_fall_back_to_the_cookie() -> None:
    _, cookie = await make("a")
    opened = socket("ws/events", {**cookie, "authorization": "Bearer wrong"})
    assert not (await opened.connect())[0]


@pytest.mark.parametrize(
    "said", [{"text_data": "{"}, {"text_data": "[" * 8_000}, {"bytes_data": b"\xff\x00"}]
)
async def test_a_client_that_says_nonsense_is_hung_up_on_and_forgotten(
    said: dict[str, Any],
) -> None:
    workspace, cookie = await make("a")
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    await opened.send_to(**said)
    closed = await opened.receive_output(timeout=5)
    assert (closed["type"], closed["code"]) == ("websocket.close", UNREADABLE)
    await opened.disconnect()
    assert not await left_over(workspace)


async def test_a_client_that_says_too_much_at_once_is_hung_up_on() -> None:
    workspace, cookie = await make("a")
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    await opened.send_to(text_data='{"kind": "ping", "more": "' + "x" * 10_000 + '"}')
    closed = await opened.receive_output(timeout=5)
    assert (closed["type"], closed["code"]) == ("websocket.close", TOO_LONG)
    await opened.disconnect()
    assert not await left_over(workspace)


async def test_a_window_may_begin_with_what_comes_next() -> None:
    workspace, cookie = await make("a")
    append = sync_to_async(events.append)
    old = await append(workspace.pk, "job", {"n": 1})
    opened = socket("ws/events?after=now", cookie)
    assert (await opened.connect())[0]
    ready = await opened.receive_json_from(timeout=5)
    assert ready == {"kind": "ready", "id": old.pk, "data": {"gap": False}}
    await append(workspace.pk, "job", {"n": 2})
    assert (await opened.receive_json_from(timeout=5))["data"] == {"n": 2}
    await opened.disconnect()


async def test_a_window_that_missed_more_than_is_repeated_hears_of_the_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace, cookie = await make("a")
    monkeypatch.setattr(events, "REPLAY_LIMIT", 3)
    for n in range(4):
        await sync_to_async(events.append)(workspace.pk, "job", {"n": n})
    opened = socket("ws/events?after=0", cookie)
    assert (await opened.connect())[0]
    told = [await opened.receive_json_from(timeout=5) for _ in range(4)]
    assert [one["data"]["n"] for one in told[:3]] == [1, 2, 3]
    assert told[3]["data"] == {"gap": True}
    await opened.disconnect()


async def test_a_socket_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, cookie = await make("a")

    def fails(*_: Any) -> None:
        raise OperationalError("the database went away")

    monkeypatch.setattr(events, "since", fails)
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    with pytest.raises(OperationalError):
        await opened.wait()
    assert not await left_over(workspace)


async def left_over(workspace: Workspace) -> bool:
    """True while the process still serves a socket of the workspace."""
    layer: Any = get_channel_layer()
    return bool(layer.groups.get(events.group(workspace.pk))) or tail()._watchers > 0


async def test_an_unknown_address_is_turned_away() -> None:
    _, cookie = await make("a")
    assert not (await socket("ws/nowhere", cookie).connect())[0]


async def test_a_workspace_has_only_so_many_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "places", cache(lambda: Places(each=1)))
    _, cookie = await make("a")
    first, second = socket("ws/events", cookie), socket("ws/events", cookie)
    assert (await first.connect())[0]
    assert await second.connect() == (False, consumers.CROWDED)
    await first.disconnect()
    third = socket("ws/events", cookie)
    assert (await third.connect())[0]
    await third.disconnect()


async def test_with_redis_a_socket_finds_what_redis_lost(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "STAY_S", 0.05)
    settings.STUDIO = replace(settings.STUDIO, redis_url="redis://nobody")
    workspace, cookie = await make("a")
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    # Written, but never sent on, as when Redis was being started anew ...
    await Event.objects.acreate(workspace=workspace, kind="job", data={"n": 1})
    assert (await opened.receive_json_from(timeout=30))["data"] == {"n": 1}
    # ... which also forgets who belongs to which group.
    layer = get_channel_layer()
    layer.groups.clear()
    async with asyncio.timeout(30):
        while not layer.groups:
            await asyncio.sleep(0.01)
    await sync_to_async(events.append)(workspace.pk, "job", {"n": 2})
    assert (await opened.receive_json_from(timeout=30))["data"] == {"n": 2}
    assert await opened.receive_nothing(timeout=0.3), "it was told twice"
    await opened.disconnect()


async def test_a_socket_that_redis_fails_is_asked_to_come_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "STAY_S", 0.05)
    settings.STUDIO = replace(settings.STUDIO, redis_url="redis://nobody")
    _, cookie = await make("a")
    opened = socket("ws/events", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    monkeypatch.setattr(get_channel_layer(), "group_add", refuse)
    message = await opened.receive_output(timeout=30)
    assert (message["type"], message["code"]) == ("websocket.close", consumers.COME_BACK)
    await opened.disconnect()


async def refuse(group: str, channel: str) -> None:
    raise ConnectionError("Redis is gone")
