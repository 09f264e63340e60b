from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import httpx
import pytest
from asgiref.sync import sync_to_async

from editor.flows import engines as tools
from editor.flows import originals
from editor.models import Recipe, Token, Variant, Workspace
from editor.web import signing
from editor.web.guard import Guard
from editor.web.handler import StudioHandler
from editor.web.shortcut import Shortcut, key_of
from tests.web.conftest import Change

AVIF = {"accept": "image/avif,image/webp,*/*"}
WEBP = {"accept": "image/webp,*/*"}
SIZES = {"sec-ch-viewport-width": "700", "sec-ch-dpr": "1"}
NEVER_THE_SAME = (b"x-request-id",)


class Asked:
    """One answer, as the server gets it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    async def send(self, message: Any) -> None:
        self.messages.append(dict(message))

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """All but the names and times of this one request."""
        given = [(n.lower(), v) for n, v in self.messages[0]["headers"]]
        timeless = [(n, re.sub(rb" t=\d+", b"", v)) for n, v in given]
        return [(n, v) for n, v in timeless if n not in NEVER_THE_SAME]

    @property
    def body(self) -> bytes:
        return b"".join(m.get("body", b"") for m in self.messages[1:])


async def ask(
    app: Any, url: str, method: str = "GET", headers: dict[str, str] | None = None, **extra: Any
) -> Asked:
    parts = urlsplit(url)
    sent = {"host": "127.0.0.1:8000", **(headers or {})}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": httpx.URL(url).path,
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        **extra,
    }
    asked, messages = Asked(), [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        return messages.pop() if messages else await asyncio.Future()  # stays connected

    await app(scope, receive, asked.send)
    return asked


class Both:
    """The studio with the shortcut and without it."""

    def __init__(self) -> None:
        self.shortcut = Shortcut(StudioHandler())
        self.quick, self.plain = Guard(self.shortcut), Guard(StudioHandler())

    async def warm(self, url: str, headers: dict[str, str] | None = None) -> Asked:
        """Asks for the first time."""
        return await ask(self.quick, url, headers=headers)

    async def same(
        self, url: str, method: str = "GET", headers: dict[str, str] | None = None
    ) -> Asked:
        """The answer, which is the same either way."""
        plain = await ask(self.plain, url, method, headers)
        quick = await ask(self.quick, url, method, headers)
        assert quick.status == plain.status
        assert quick.headers == plain.headers
        assert quick.body == plain.body
        return quick


@pytest.fixture
async def both(client: httpx.AsyncClient) -> AsyncIterator[Both]:
    made = Both()
    yield made
    await sync_to_async(made.shortcut.close)()


Sign = Callable[..., Awaitable[str]]


@pytest.fixture
def sign(client: httpx.AsyncClient, original: str) -> Sign:
    """A signed address of the original with some options."""

    async def signed(options: str = "width=60,format=png", **wish: object) -> str:
        url = f"/cdn-cgi/image/{options}/{original}"
        answer = await client.post("/api/sign", json={"url": url, **wish})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])

    return signed


async def test_a_second_request_takes_the_shortcut(both: Both, sign: Sign) -> None:
    url = await sign()
    first = await both.warm(url)
    assert both.shortcut.taken == 0
    again = await ask(both.quick, url)
    assert both.shortcut.taken == 1
    assert again.body == first.body


@pytest.mark.parametrize(
    ("options", "method", "headers", "status", "short"),
    [
        ("width=60,format=png", "GET", {}, 200, True),
        ("width=60,format=png", "HEAD", {}, 200, True),
        ("width=60,format=png", "GET", {"range": "bytes=0-9"}, 206, True),
        ("width=60,format=png", "GET", {"range": "bytes=-7"}, 206, True),
        ("width=60,format=png", "HEAD", {"range": "bytes=5-"}, 206, True),
        ("width=60,format=png", "GET", {"range": "bytes=0-9", "if-range": '"no"'}, 200, True),
        ("width=60,format=png", "GET", {"range": "bytes=9999999-"}, 416, False),
        ("width=60,format=png", "GET", {"if-none-match": "*"}, 304, True),
        ("width=60,format=png", "GET", {"if-none-match": '"other"'}, 200, True),
        ("width=60,widht=1,format=png", "GET", {}, 200, True),
        ("width=60,format=auto", "GET", AVIF, 200, True),
        ("width=60,format=auto", "GET", WEBP, 200, True),
        ("width=60,format=auto", "GET", {}, 200, True),
        ("width=auto,format=jpeg", "GET", SIZES, 200, True),
        ("width=60,scq=20,format=jpeg", "GET", {"save-data": "on"}, 200, True),
        ("width=60,format=json", "GET", {}, 200, True),
        ("width=60,format=png", "GET", {"cookie": "theirs=1"}, 200, False),
        ("width=60,format=png", "GET", {"authorization": "Bearer nobody"}, 200, False),
        ("width=60,format=png", "GET", {"via": "1.1 image-resizing"}, 403, False),
        ("width=60,format=png", "GET", {"via": "1.1 varnish"}, 200, True),
        ("width=60,format=png", "GET", {"host": "elsewhere.example"}, 400, False),
        ("width=60,format=png", "POST", {}, 405, False),
        ("width=60,format=png", "GET", {"x_forwarded_host": "elsewhere.example"}, 200, False),
    ],
)
async def test_the_answer_is_the_same_with_and_without_the_shortcut(
    both: Both,
    sign: Sign,
    options: str,
    method: str,
    headers: dict[str, str],
    status: int,
    short: bool,
) -> None:
    url = await sign(options)
    await both.warm(url, {n: v for n, v in headers.items() if "-ch-" in n or n in HEEDED})
    before = both.shortcut.taken
    found = await both.same(url, method, headers)
    assert found.status == status or status in (403, 405)
    assert (both.shortcut.taken - before == 1) is short


HEEDED = ("accept", "save-data")


async def test_the_client_s_own_copy_is_known_by_its_tag(both: Both, sign: Sign) -> None:
    url = await sign(expires_in=86_400)
    tag = dict((await both.warm(url)).headers)[b"etag"].decode()
    found = await both.same(url, headers={"if-none-match": f'"x", W/{tag}'})
    assert (found.status, found.body) == (304, b"")
    assert both.shortcut.taken == 1


async def test_a_name_to_save_under_is_sent_along(
    both: Both, workspace: Workspace, original: str
) -> None:
    path = f"/cdn-cgi/image/width=60,format=png/{original}?download={quote('ein bär.png')}"
    url = signing.signed(path, workspace.pk)
    await both.warm(url)
    found = await both.same(url)
    assert b"attachment" in dict(found.headers)[b"content-disposition"]
    assert both.shortcut.taken == 1


async def test_each_client_gets_the_format_that_it_reads(both: Both, sign: Sign) -> None:
    url = await sign("width=60,format=auto")
    kinds = []
    for headers in (AVIF, WEBP, {}, AVIF, WEBP, {}):
        found = await ask(both.quick, url, headers=headers)
        kinds.append(dict(found.headers)[b"content-type"])
    assert kinds[:3] == kinds[3:] == [b"image/avif", b"image/webp", b"image/jpeg"]
    assert both.shortcut.taken == 3


async def test_a_header_that_comes_twice_is_read_as_one() -> None:
    scope = {"type": "http", "method": "GET", "path": "/p/x", "raw_path": b"/p/x"}
    twice = [(b"accept", b"image/avif"), (b"accept", b"image/webp")]
    once = [(b"accept", b"image/avif,image/webp")]
    first = key_of({**scope, "query_string": b"sig=1", "headers": twice})
    assert first is not None
    assert first == key_of({**scope, "query_string": b"sig=1", "headers": once})


async def test_the_cache_may_keep_it_no_longer_than_the_signature_holds(
    both: Both, sign: Sign
) -> None:
    url = await sign(expires_in=3000)
    await both.warm(url)
    control = dict((await ask(both.quick, url)).headers)[b"cache-control"].decode()
    assert both.shortcut.taken == 1
    assert 2000 <= int(re.findall(r"max-age=(\d+)", control)[0]) <= 3000


async def test_a_wrong_or_expired_signature_is_refused_as_ever(
    both: Both, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = await sign(expires_in=1000)
    await both.warm(url)
    wrong = await both.same(url[:-1] + ("0" if url[-1] != "0" else "1"))
    assert wrong.status == 403
    now = time.time
    monkeypatch.setattr(signing.time, "time", lambda: now() + 2000)
    late = await both.same(url)
    assert late.status == 403
    assert b"expired" in late.body
    assert both.shortcut.taken == 0


async def test_a_deleted_original_is_gone_at_once(
    both: Both, client: httpx.AsyncClient, sign: Sign, original: str
) -> None:
    url = await sign()
    await both.warm(url)
    assert (await client.delete(f"/api/originals/{original}")).status_code in (200, 204)
    assert (await both.same(url)).status == 403
    assert both.shortcut.taken == 0


async def test_bytes_that_others_still_hold_are_gone_for_this_address(
    both: Both,
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    photo: bytes,
    sign: Sign,
    original: str,
) -> None:
    await other.post("/api/originals", files={"file": ("same.jpg", photo)})
    url = await sign()
    await both.warm(url)
    await client.delete(f"/api/originals/{original}")
    assert await Variant.objects.filter(ready=True).aexists()
    assert (await both.same(url)).status == 403


async def test_an_original_in_the_trash_is_hidden_and_shown_again(
    both: Both, workspace: Workspace, sign: Sign, original: str
) -> None:
    url = await sign()
    await both.warm(url)
    await sync_to_async(originals.trash)(workspace, original)
    assert (await both.same(url)).status == 404
    await sync_to_async(originals.restore)(workspace, original)
    assert (await both.same(url)).status == 200


async def test_another_workspace_s_signature_opens_nothing(
    both: Both, other: httpx.AsyncClient, sign: Sign, original: str
) -> None:
    await both.warm(await sign())
    stranger: UUID = (await Token.objects.aget(workspace__name="somebody else")).workspace_id
    url = signing.signed(f"/cdn-cgi/image/width=60,format=png/{original}", stranger)
    assert (await both.same(url)).status == 403
    assert both.shortcut.taken == 0


async def test_changed_settings_count_at_once(both: Both, sign: Sign, configure: Change) -> None:
    url = await sign("width=60,widht=1,format=png")
    await both.warm(url)
    configure(strict_options=True)
    assert (await both.same(url)).status == 400


async def test_an_emptied_cache_is_filled_again(both: Both, sign: Sign) -> None:
    url = await sign()
    await both.warm(url)
    row = await Variant.objects.aget()
    path: Path = tools.engines().caches.variants.shelf.path(row.key)
    path.unlink()
    assert (await ask(both.quick, url)).status == 200
    path.write_bytes(b"cut off")
    assert (await ask(both.quick, url)).body != b"cut off"
    await Variant.objects.all().adelete()
    assert (await ask(both.quick, url)).status == 200
    assert both.shortcut.taken == 0


async def test_a_kept_recipe_takes_the_shortcut_until_it_is_forgotten(
    both: Both, client: httpx.AsyncClient, workspace: Workspace, original: str
) -> None:
    recipe = {"source": {"original": original}, "steps": [{"transform": {"width": 50}}]}
    key = (await client.post("/api/pictures", json=recipe)).json()["key"]
    url = signing.signed(f"/p/{key}", workspace.pk)
    await both.warm(url)
    assert b"immutable" in dict((await both.same(url)).headers)[b"cache-control"]
    assert both.shortcut.taken == 1
    await Recipe.objects.all().adelete()
    assert (await both.same(url)).status == 404


async def test_nothing_private_is_remembered(
    both: Both, client: httpx.AsyncClient, original: str
) -> None:
    url = f"/cdn-cgi/image/width=60,format=png/{original}"
    bearer = {"authorization": client.headers["Authorization"]}
    for _ in range(2):
        assert (await ask(both.quick, url, headers=bearer)).status == 200
    assert (await both.same(url)).status == 404
    assert both.shortcut.taken == 0


async def test_the_shortcut_is_counted_and_named_like_any_answer(
    both: Both, client: httpx.AsyncClient, sign: Sign, caplog: pytest.LogCaptureFixture
) -> None:
    url = await sign()
    await both.warm(url)
    name = "given-by-the-caller"
    with caplog.at_level("INFO", "studio.http"):
        found = await ask(both.quick, url, headers={"x-request-id": name})
    assert both.shortcut.taken == 1
    assert (b"X-Request-Id", name.encode()) in found.messages[0]["headers"]
    line = caplog.records[-1].getMessage()
    assert line.startswith("GET /cdn-cgi/image/width=60,format=png/")
    assert line.endswith(f"id={name}")
    assert "sig=" not in line


async def test_a_server_that_can_is_told_the_file_s_path(both: Both, sign: Sign) -> None:
    url = await sign()
    first = await both.warm(url)
    able = {"extensions": {"http.response.pathsend": {}}}
    found = await ask(both.quick, url, **able)
    path = found.messages[-1]["path"]
    assert found.messages[-1]["type"] == "http.response.pathsend"
    assert Path(path).read_bytes() == first.body


async def test_a_large_file_comes_in_pieces(
    both: Both, sign: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.web.streaming.PIECE", 500)
    url = await sign()
    first = await both.warm(url)
    found = await ask(both.quick, url)
    assert both.shortcut.taken == 1
    assert found.body == first.body
    assert max(len(m["body"]) for m in found.messages[1:]) == 500


async def test_only_so_many_addresses_are_remembered_and_not_for_long(
    both: Both, sign: Sign
) -> None:
    short = both.shortcut = Shortcut(StudioHandler(), remembered=1)
    urls = [await sign(f"width={width},format=png") for width in (40, 41)]
    for url in (*urls, *urls):
        await ask(short, url)
    assert short.taken == 0
    await ask(short, urls[1])
    assert short.taken == 1
    short = Shortcut(StudioHandler(), fresh_s=-1.0)
    for _ in range(2):
        await ask(short, urls[0])
    assert short.taken == 0
