from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from channels.layers import get_channel_layer

from editor.live import presence
from editor.live.presence import group
from editor.models import Document, Workspace
from tests.live.test_consumers import make, socket, until_ready

pytestmark = pytest.mark.django_db(transaction=True)


async def document(workspace: Workspace) -> Document:
    return await Document.objects.acreate(workspace=workspace, name="D", body={})


async def window(cookie: dict[str, str]) -> Any:
    opened = socket("ws/events?after=now", cookie)
    assert (await opened.connect())[0]
    await until_ready(opened)
    return opened


def here(row: Document, tab: str, **more: Any) -> dict[str, Any]:
    said = {"kind": "here", "document": str(row.pk), "tab": tab, "name": f"Guest {tab}"}
    return {**said, "colour": 3, "selection": [], **more}


async def heard(opened: Any) -> tuple[str, dict[str, Any]]:
    message = await opened.receive_json_from(timeout=20)
    return message["kind"], message["data"]


async def answers(opened: Any) -> None:
    """Passes once everything that the window said has been worked on."""
    await opened.send_json_to({"kind": "ping"})
    assert await opened.receive_json_from(timeout=20) == {"kind": "pong"}


async def test_two_windows_of_one_document_hear_of_each_other() -> None:
    workspace, cookie = await make("a")
    row = await document(workspace)
    first, second = await window(cookie), await window(cookie)
    await first.send_json_to(here(row, "1", selection=["cup"]))
    await answers(first)
    await second.send_json_to(here(row, "2"))
    kind, data = await heard(first)
    assert (kind, data["tab"], data["name"]) == ("presence.here", "2", "Guest 2")
    kind, data = await heard(second)
    assert (kind, data["tab"], data["selection"]) == ("presence.here", "1", ["cup"])
    await first.send_json_to(here(row, "1", selection=["band"]))
    assert (await heard(second))[1]["selection"] == ["band"]
    await first.disconnect()
    kind, gone = await heard(second)
    assert (kind, gone["tab"], gone["socket"]) == ("presence.gone", "1", data["socket"])
    await second.disconnect()
    layer: Any = get_channel_layer()
    assert not layer.groups.get(group(workspace.pk, row.pk))


async def test_a_window_that_goes_to_another_document_leaves_the_first() -> None:
    workspace, cookie = await make("a")
    one, other = await document(workspace), await document(workspace)
    first, second = await window(cookie), await window(cookie)
    await first.send_json_to(here(one, "1"))
    await answers(first)
    await second.send_json_to(here(one, "2"))
    assert (await heard(first))[0] == (await heard(second))[0] == "presence.here"
    await second.send_json_to(here(other, "2"))
    assert (await heard(first))[0] == "presence.gone"
    await first.send_json_to({"kind": "away"})
    await answers(first)
    assert await second.receive_nothing(timeout=0.2)
    await first.disconnect()
    await second.disconnect()


async def test_another_workspaces_document_is_not_there() -> None:
    _, cookie = await make("a")
    other, _ = await make("b")
    opened = await window(cookie)
    for wrong in (str((await document(other)).pk), str(uuid4()), "nonsense", None):
        await opened.send_json_to({**here(Document(), "1"), "document": wrong})
        kind, data = await heard(opened)
        assert (kind, data["code"]) == ("refused", "not_found")
    await opened.disconnect()


@pytest.mark.parametrize(
    "wrong",
    [
        {"tab": ""},
        {"tab": "x" * 65},
        {"tab": 7},
        {"name": ["Guest"]},
        {"colour": 12},
        {"colour": -1},
        {"colour": True},
        {"selection": "cup"},
        {"selection": ["x"] * 51},
        {"selection": [{"id": "cup"}]},
        {"selection": ["a\nb"]},
    ],
)
async def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    workspace, cookie = await make("a")
    row = await document(workspace)
    opened = await window(cookie)
    await opened.send_json_to({**here(row, "1"), **wrong})
    kind, data = await heard(opened)
    assert (kind, data["code"]) == ("refused", "bad_request")
    await opened.disconnect()


async def test_a_name_is_shown_in_one_short_line() -> None:
    workspace, cookie = await make("a")
    row = await document(workspace)
    first, second = await window(cookie), await window(cookie)
    await first.send_json_to(here(row, "1"))
    await answers(first)
    await second.send_json_to(here(row, "2", name="\u202eA\n" + "b" * 90))
    name = (await heard(first))[1]["name"]
    assert name.startswith("A b")
    assert len(name) == presence.LONGEST_NAME
    await first.disconnect()
    await second.disconnect()


async def test_a_silent_window_counts_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, cookie = await make("a")
    row = await document(workspace)
    first, second = await window(cookie), await window(cookie)
    await first.send_json_to(here(row, "1"))
    await answers(first)
    monkeypatch.setattr(presence, "SILENCE_S", 0.05)
    await second.send_json_to(here(row, "2"))
    assert (await heard(first))[0] == "presence.here"
    assert (await heard(first))[0] == "presence.gone"
    await first.disconnect()
    await second.disconnect()


async def test_a_flood_is_held_back_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "PER_SECOND", 0.0)
    workspace, cookie = await make("a")
    row = await document(workspace)
    first, second = await window(cookie), await window(cookie)
    await second.send_json_to(here(row, "2"))
    await answers(second)
    for _ in range(2 * presence.BURST):
        await first.send_json_to(here(row, "1"))
    await first.send_json_to({"kind": "ping"})
    said = []
    while (message := await first.receive_json_from(timeout=20))["kind"] != "pong":
        said.append((message["kind"], message["data"].get("code")))
    assert said.count(("refused", "rate_limited")) == 1
    await first.disconnect()
    passed = 0
    while (await second.receive_json_from(timeout=20))["kind"] == "presence.here":
        passed += 1
    assert passed == presence.BURST
    await second.disconnect()
