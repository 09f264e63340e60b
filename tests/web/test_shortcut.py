from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from editor.models import Workspace
from editor.web import signing
from editor.web.handler import StudioHandler
from editor.web.shortcut import Shortcut, key_of
from tests.web.two_ways import Both, Sign, ask

AVIF = {"accept": "image/avif,image/webp,*/*"}
WEBP = {"accept": "image/webp,*/*"}
SIZES = {"sec-ch-viewport-width": "700", "sec-ch-dpr": "1"}


async def test_a_picture_that_came_from_the_cache_takes_the_shortcut(
    both: Both, sign: Sign
) -> None:
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
    for headers in (AVIF, WEBP, {}) * 3:
        found = await ask(both.quick, url, headers=headers)
        kinds.append(dict(found.headers)[b"content-type"])
    assert kinds[:3] == kinds[3:6] == kinds[6:] == [b"image/avif", b"image/webp", b"image/jpeg"]
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


async def test_the_shortcut_is_counted_and_named_like_any_answer(
    both: Both, sign: Sign, caplog: pytest.LogCaptureFixture
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
