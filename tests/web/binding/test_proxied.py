"""The images binding as Miniflare hands it on in development."""

from __future__ import annotations

import time

import httpx

from tests.answers import opened
from tests.web.binding.forms import BOUNDARY, Part, form, png, slowly, transform

DOOR = "/cdn-cgi/binding"
HOST = "https://js.images.cloudflare.com"


async def signed(client: httpx.AsyncClient, url: str = DOOR, **said: int) -> str:
    answer = await client.post("/api/sign", json={"url": url, **said})
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["url"]
    return found


async def proxy(client: httpx.AsyncClient, address: str, path: str, *parts: Part) -> httpx.Response:
    """Address and headers of the real request come in headers; its body stays as it was."""
    headers = {
        "MF-URL": HOST + path,
        "MF-Binding": "IMAGES",
        "MF-Header-content-type": f"multipart/form-data; boundary={BOUNDARY}",
        "MF-Header-transfer-encoding": "chunked",
    }
    return await client.post(address, content=slowly(form(*parts)), headers=headers)


async def test_a_signed_address_opens_both_doors_of_the_binding(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    address = await signed(client, expires_in=600)
    picture = png(31, 17)
    told = await proxy(stranger, address, "/info", ("image", picture))
    assert told.json() == {
        "format": "image/png",
        "file_size": len(picture),
        "width": 31,
        "height": 17,
    }
    form = transform([{"imageIndex": 0, "width": 10}], image=picture)
    assert opened(await proxy(stranger, address, "/transform", *form)).size == (10, 5)


async def test_a_token_opens_them_too(client: httpx.AsyncClient) -> None:
    assert (await proxy(client, DOOR, "/info", ("image", png(4, 4)))).status_code == 200


async def test_without_signature_or_token_they_stay_closed(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    address = await signed(client, expires_in=600)
    picture = await signed(client, DOOR, expires_in=600)
    late = int(time.time()) + 900
    for wrong, number in (
        (DOOR, 9430),
        (address + "0", 9425),
        (address.replace("exp=", "exp=1"), 9425),
        (f"{DOOR}?exp={late}&sig={picture[-64:]}", 9425),
        (address.replace(DOOR, "/transform"), 9430),
    ):
        answer = await proxy(stranger, wrong, "/info", ("image", png(4, 4)))
        assert answer.status_code in (401, 403), wrong
        assert answer.headers["cf-images-binding"] == f"err={number}", wrong


async def test_what_miniflare_doesn_t_send_is_refused_by_name(client: httpx.AsyncClient) -> None:
    for path in ("", "/", "/elsewhere", DOOR):
        answer = await proxy(client, DOOR, path, ("image", png(4, 4)))
        assert answer.headers["cf-images-binding"] == "err=9424"
        assert "MF-URL" in answer.text
    broken = await proxy(client, DOOR, "/info", ("image", b"hello"))
    assert broken.headers["cf-images-binding"] == "err=9412"


async def test_under_a_foreign_name_it_is_closed_as_pages_are(client: httpx.AsyncClient) -> None:
    address, body = await signed(client, expires_in=600), form(("image", png(4, 4)))
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    headers = {"MF-URL": HOST + "/info", "MF-Header-content-type": kind}
    told = await client.post(address, content=body, headers=headers)
    assert told.status_code == 200
    foreign = {**headers, "Host": "elsewhere.example"}
    refused = await client.post(address, content=body, headers=foreign)
    assert refused.status_code == 400
