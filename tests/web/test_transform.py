from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image

from editor.errors import InvalidOption
from editor.web.middleware.headers import PICTURE_CSP
from editor.web.transform import parts
from tests.answers import opened
from tests.web.conftest import Change

AVIF = {"Accept": "image/avif,image/webp,*/*"}


@pytest.mark.parametrize("source", ["{}", "/{}", "api/originals/{}/file", "/api/originals/{}/file"])
async def test_every_way_to_name_the_original_is_understood(
    client: httpx.AsyncClient, original: str, source: str
) -> None:
    url = f"/cdn-cgi/image/width=60,height=30,fit=cover/{source.format(original)}"
    assert opened(await client.get(url)).size == (60, 30)


async def test_options_are_decoded_after_they_are_split(
    client: httpx.AsyncClient, original: str
) -> None:
    options = "width=60,height=60,fit=pad,background=rgb%28240%2C40%2C145%29,format=png"
    picture = opened(await client.get(f"/cdn-cgi/image/{options}/{original}")).convert("RGB")
    assert picture.size == (60, 60)
    assert picture.getpixel((1, 1)) == (240, 40, 145)


async def test_what_the_answer_tells(client: httpx.AsyncClient, original: str) -> None:
    url = f"/cdn-cgi/image/width=50,format=png/{original}"
    answer = await client.get(url)
    assert answer.headers["cache-control"] == "private, max-age=0, must-revalidate"
    assert answer.headers["content-security-policy"] == PICTURE_CSP
    assert answer.headers["cf-resized"].startswith("internal=ok/m ")
    assert f"l={len(answer.content)}" in answer.headers["cf-resized"]
    assert "hit=0" in answer.headers["cf-resized"]
    assert "warning" not in answer.headers
    assert "vary" not in answer.headers
    again = await client.get(url)
    assert "hit=1" in again.headers["cf-resized"]
    same = await client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert same.status_code == 304


async def test_equal_meaning_is_one_picture(client: httpx.AsyncClient, original: str) -> None:
    spellings = ("width=50,format=png", "f=png,w=50", "w=25,dpr=2,format=png,blur=0")
    tags = {
        (await client.get(f"/cdn-cgi/image/{one}/{original}")).headers["etag"] for one in spellings
    }
    assert len(tags) == 1


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/avif,image/webp,*/*", "image/avif"),
        ("image/webp,*/*", "image/webp"),
        ("*/*", "image/jpeg"),
        ("", "image/jpeg"),
    ],
)
async def test_format_auto_follows_what_the_client_names(
    client: httpx.AsyncClient, original: str, accept: str, kind: str
) -> None:
    url = f"/cdn-cgi/image/width=40,format=auto/{original}"
    answer = await client.get(url, headers={"Accept": accept})
    assert answer.headers["content-type"] == kind
    assert answer.headers["vary"].lower() == "accept"


async def test_unknown_names_are_ignored_with_a_warning(
    client: httpx.AsyncClient, original: str
) -> None:
    answer = await client.get(f"/cdn-cgi/image/width=40,widht=1,sepia=%22%0A1/{original}")
    assert answer.status_code == 200
    warning = answer.headers["warning"]
    assert warning.count('cf-images 299 "') == 2
    assert "widht" in warning
    assert "sepia" in warning


async def test_a_strict_server_refuses_them(
    client: httpx.AsyncClient, original: str, configure: Change
) -> None:
    configure(strict_options=True)
    answer = await client.get(f"/cdn-cgi/image/widht=40/{original}")
    assert answer.status_code == 400
    assert "'width'" in answer.text


@pytest.mark.parametrize(
    "options", ["width=wide", "width=-1", "format=jpg", "fit=tilt", "x", "width", "=", "width=1,,"]
)
async def test_bad_values_are_9401(client: httpx.AsyncClient, original: str, options: str) -> None:
    answer = await client.get(f"/cdn-cgi/image/{options}/{original}")
    assert answer.status_code == 400
    assert answer.text.startswith("ERROR 9401: ")
    assert answer.headers["cf-resized"] == "err=9401"


async def test_gravity_auto_needs_no_model(client: httpx.AsyncClient, original: str) -> None:
    url = f"/cdn-cgi/image/width=40,height=40,fit=cover,gravity=auto/{original}"
    answer = await client.get(url)
    assert opened(answer).size == (40, 40)
    assert "x-studio-engine" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/cdn-cgi/image/width=1", "/cdn-cgi/image/width=1/", "/cdn-cgi/image/width=1//"]
)
async def test_an_address_without_a_picture_is_9401(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 400
    assert answer.text.startswith("ERROR 9401: ")


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        ("6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01", 404, 9404),
        ("no-such-thing", 404, 9404),
        ("a/b/c.jpg", 404, 9404),
        ("https://example.com/a.jpg", 403, 9401),
        ("https:/example.com/a.jpg", 403, 9401),
        ("https://user@example.com/a.jpg", 403, 9406),
        ("ftp://example.com/a.jpg", 403, 9406),
        ("..%2F..%2Fetc%2Fpasswd", 404, 9404),
    ],
)
async def test_other_sources_are_refused_in_the_contract_s_numbers(
    client: httpx.AsyncClient, source: str, status: int, code: int
) -> None:
    answer = await client.get(f"/cdn-cgi/image/width=10/{source}")
    assert (answer.status_code, answer.headers["cf-resized"]) == (status, f"err={code}")
    assert answer.text.startswith(f"ERROR {code}: ")


async def test_other_people_and_strangers_find_nothing(
    client: httpx.AsyncClient,
    other: httpx.AsyncClient,
    stranger: httpx.AsyncClient,
    original: str,
) -> None:
    url = f"/cdn-cgi/image/width=20/{original}"
    tag = (await client.get(url)).headers["etag"]
    for foreign in (other, stranger):
        assert (await foreign.get(url)).status_code == 404
        assert (await foreign.get(url, headers={"If-None-Match": tag})).status_code == 404


async def test_a_signed_address_is_public(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, original: str
) -> None:
    url = f"/cdn-cgi/image/width=30,format=auto/{original}"
    signed = (await client.post("/api/sign", json={"url": url})).json()["url"]
    answer = await stranger.get(signed, headers=AVIF)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "public, max-age=3600, must-revalidate"
    assert answer.headers["vary"].lower() == "accept"
    assert (await stranger.get(signed.replace("width=30", "width=31"))).status_code == 403
    assert (await stranger.get(url + "?sig=x")).status_code == 403
    unknown = url.replace(original, "6f1c1f6e-0d0c-4a8f-8a51-3a1f1c6f9a01")
    assert (await stranger.get(unknown + "?sig=x")).status_code == 403


async def test_head_tells_without_sending(client: httpx.AsyncClient, original: str) -> None:
    answer = await client.head(f"/cdn-cgi/image/width=30,format=png/{original}")
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("named", ["{}", "%2F{}", "api%2Foriginals%2F{}%2Ffile"])
async def test_a_share_is_cropped_as_its_gravity_says_and_named_like_any_picture(
    client: httpx.AsyncClient, original: str, named: str
) -> None:
    halves, file = Image.new("RGB", (40, 40), "blue"), io.BytesIO()
    halves.paste("red", (0, 0, 40, 20))
    halves.save(file, "PNG")
    answer = await client.post("/api/originals", files={"file": ("halves.png", file.getvalue())})
    mark = named.format(answer.json()["id"])
    options = (
        "width=120,height=80,fit=squeeze,format=png,draw.1.left=0,draw.1.top=0,draw.1.fit=cover,"
        f"draw.1.w=0.5,draw.1.height=0.25,draw.1.url={mark},draw.1.gravity="
    )
    for gravity, colour in (("top", (255, 0, 0)), ("bottom", (0, 0, 255))):
        url = f"/cdn-cgi/image/{options}{gravity}/{original}"
        drawn = opened(await client.get(url)).convert("RGB").crop((2, 2, 58, 18))
        assert drawn.getcolors() == [(56 * 16, colour)]


async def test_what_is_known_of_the_viewer_is_named_in_vary(
    client: httpx.AsyncClient, original: str
) -> None:
    url = f"/cdn-cgi/image/width=auto,wbreakpoints=25;50,format=png/{original}"
    wide = await client.get(url)
    hints = {"Sec-CH-Viewport-Width": "20", "Sec-CH-DPR": "2"}
    assert opened(await client.get(url, headers=hints)).width == 50
    heeded = {name.strip() for name in wide.headers["vary"].lower().split(",")}
    assert {"sec-ch-viewport-width", "sec-ch-dpr", "sec-ch-ua-mobile", "user-agent"} <= heeded
    slow = f"/cdn-cgi/image/width=300,format=jpeg,quality=90,scq=20/{original}"
    plain = await client.get(slow)
    tags = {
        (await client.get(slow, headers={name: value})).headers["etag"]
        for name, value in (("Save-Data", "on"), ("RTT", "151"), ("ECT", "3g"), ("Downlink", "4.9"))
    }
    assert len(tags) == 1
    assert plain.headers["etag"] not in tags
    assert "downlink" in plain.headers["vary"].lower()
    fast = {"Save-Data": "off", "RTT": "150", "ECT": "4g", "Downlink": "5"}
    assert (await client.get(slow, headers=fast)).headers["etag"] == plain.headers["etag"]


def test_the_address_is_split_at_its_first_slash() -> None:
    asked = parts("/cdn-cgi/image/width=1,a=%2F/https://host/a/b")
    assert (asked.options, asked.source) == ("width=1,a=%2F", "https://host/a/b")
    with pytest.raises(InvalidOption):
        parts("/cdn-cgi/image/width=1")


async def test_a_byte_budget_is_met_and_what_it_cost_is_told(
    client: httpx.AsyncClient, original: str
) -> None:
    for budget, told in ((9000, ""), (3000, "quality")):
        options = f"width=300,format=webp,max-bytes={budget}"
        answer = await client.get(f"/cdn-cgi/image/{options}/{original}")
        assert opened(answer).width == 300
        assert len(answer.content) <= budget
        assert told in answer.headers.get("warning", "")
    refused = await client.get(f"/cdn-cgi/image/width=300,format=webp,max-bytes=50/{original}")
    assert refused.status_code == 400
    assert refused.text.startswith("ERROR 9401")
