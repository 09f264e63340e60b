from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from editor.models import Blob, Original, Workspace
from tests.web.conftest import Change


def form(photo: bytes, name: str = "cup.jpg") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, photo)}


def lying_around(data: Path) -> list[Path]:
    return [path for path in (data / "tmp").rglob("*") if path.is_file()]


async def test_a_photo_is_taken_in_with_what_is_known_of_it(
    client: httpx.AsyncClient, photo: bytes, data: Path
) -> None:
    answer = await client.post("/api/originals", files=form(photo))
    assert answer.status_code == 201
    facts = answer.json()
    assert facts["name"] == "cup.jpg"
    assert facts["format"] == "jpeg"
    assert (facts["width"], facts["height"]) == (600, 400)
    assert facts["bytes"] == len(photo)
    assert facts["sha256"] == hashlib.sha256(photo).hexdigest()
    assert facts["created"]
    assert lying_around(data) == []


async def test_the_same_bytes_again_are_the_same_original(
    client: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    answer = await client.post("/api/originals", files=form(photo, "other.png"))
    assert answer.status_code == 200
    assert answer.json()["id"] == original


async def test_an_upload_without_a_length_is_taken_in_as_well(
    client: httpx.AsyncClient, photo: bytes
) -> None:
    encoded = client.build_request("POST", "/api/originals", files=form(photo))

    async def pieces() -> AsyncIterator[bytes]:
        body = await encoded.aread()
        for start in range(0, len(body), 10_000):
            yield body[start : start + 10_000]

    headers = {"Content-Type": encoded.headers["Content-Type"]}
    answer = await client.post("/api/originals", content=pieces(), headers=headers)
    assert answer.status_code == 201, answer.text


async def test_somebody_else_s_equal_bytes_are_their_own_original(
    client: httpx.AsyncClient, other: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    answer = await other.post("/api/originals", files=form(photo))
    assert answer.status_code == 201
    assert answer.json()["id"] != original


@pytest.mark.parametrize(
    ("kwargs", "status", "words"),
    [
        ({"files": {"other": ("a.jpg", b"x")}}, 400, "file"),
        ({"data": {"file": "text"}}, 400, "file"),
        ({"content": b"", "headers": {"Content-Type": "multipart/form-data"}}, 400, ""),
        (
            {"content": b"--", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            400,
            "",
        ),
        ({"files": {"file": ("a" * 5000, b"x")}}, 400, "form"),
        ({"files": [("file", (f"{i}.jpg", b"x")) for i in range(30)]}, 400, "form"),
        ({"files": {"file": ("a.jpg", b"")}}, 422, "empty"),
        ({"files": {"file": ("a.jpg", b"no picture at all")}}, 415, ""),
        ({"json": {"file": "x"}}, 400, "file"),
    ],
)
async def test_what_is_no_picture_is_refused_and_leaves_nothing(
    client: httpx.AsyncClient, data: Path, kwargs: dict[str, object], status: int, words: str
) -> None:
    answer = await client.post("/api/originals", **kwargs)  # type: ignore[arg-type]
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert words in error["text"]
    assert error["code"]
    assert error["remedy"]
    assert await Original.objects.acount() == 0
    assert await Blob.objects.acount() == 0
    assert lying_around(data) == []


async def test_a_file_over_the_limit_is_refused(
    client: httpx.AsyncClient, configure: Change, photo: bytes, data: Path
) -> None:
    configure(upload_bytes=len(photo) - 1)
    answer = await client.post("/api/originals", files=form(photo))
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"
    assert lying_around(data) == []
    configure(upload_bytes=1000)
    assert (await client.post("/api/originals", files=form(photo))).status_code == 413
    assert lying_around(data) == []


@pytest.mark.parametrize(
    "inner",
    [
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"%%%not base64%%%" * 100,
        b"\r\n" + b"x" * 100_000,
        b"X: " + b"y" * 2000 + b"\r\n\r\nx",
    ],
)
async def test_a_form_that_breaks_in_its_middle_leaves_nothing(
    client: httpx.AsyncClient, data: Path, inner: bytes
) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/api/originals", content=head + inner, headers=headers)
    assert answer.status_code in (400, 415), answer.text
    assert answer.json()["error"]["remedy"]
    assert lying_around(data) == []


async def test_names_are_shown_never_used(
    client: httpx.AsyncClient, photo: bytes, data: Path
) -> None:
    name = "../../etc/" + "x" * 300 + ".j\u202egp"
    answer = await client.post("/api/originals", files=form(photo, name))
    assert answer.status_code == 201
    shown = answer.json()["name"]
    assert "/" not in shown
    assert "\u202e" not in shown
    assert len(shown) <= 255


async def test_a_list_is_paged_and_searched(client: httpx.AsyncClient, original: str) -> None:
    assert (await client.get("/api/originals")).json()["count"] == 1
    found = (await client.get("/api/originals?q=PRODUCT")).json()
    assert [one["id"] for one in found["items"]] == [original]
    assert (await client.get("/api/originals?q=nothing")).json() == {"items": [], "count": 0}
    assert (await client.get("/api/originals?offset=1")).json()["items"] == []
    for wrong in ("limit=0", "limit=1000", "offset=-1", "limit=x"):
        answer = await client.get(f"/api/originals?{wrong}")
        assert answer.status_code == 400, wrong
        assert wrong.partition("=")[0] in answer.json()["error"]["text"]


async def test_the_bytes_come_back_unchanged_and_never_as_a_page(
    client: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    answer = await client.get(f"/api/originals/{original}/file")
    assert answer.content == photo
    assert answer.headers["content-disposition"] == 'attachment; filename="product.jpg"'
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-length"] == str(len(photo))
    assert "sandbox" in answer.headers["content-security-policy"]
    tag = answer.headers["etag"]
    assert (
        await client.get(f"/api/originals/{original}/file", headers={"If-None-Match": tag})
    ).status_code == 304


async def test_a_range_of_the_bytes_comes_back(
    client: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    url = f"/api/originals/{original}/file"
    part = await client.get(url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part.content == photo[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(photo)}"
    assert (await client.get(url, headers={"Range": "bytes=99999999-"})).status_code == 416


async def test_an_original_is_renamed(client: httpx.AsyncClient, original: str) -> None:
    answer = await client.patch(f"/api/originals/{original}", json={"name": "Cup \u202e.jpg"})
    assert answer.status_code == 200
    assert answer.json()["name"] == "Cup .jpg"
    assert (await client.get(f"/api/originals/{original}")).json()["name"] == "Cup .jpg"
    for wrong in ({"name": ""}, {"name": "x" * 300}, {}, {"name": 1}):
        assert (await client.patch(f"/api/originals/{original}", json=wrong)).status_code == 400


async def test_an_unused_original_is_deleted_with_its_bytes(
    client: httpx.AsyncClient, original: str, data: Path
) -> None:
    sha256 = (await client.get(f"/api/originals/{original}")).json()["sha256"]
    assert list((data / "originals").rglob(sha256))
    answer = await client.delete(f"/api/originals/{original}")
    assert answer.json() == {"trashed": False, "documents": []}
    assert (await client.get(f"/api/originals/{original}")).status_code == 404
    assert await Blob.objects.acount() == 0
    # Other tests' files lie in the same folder.
    assert not list((data / "originals").rglob(sha256))


async def test_a_used_original_goes_to_the_trash_and_comes_back(
    client: httpx.AsyncClient, original: str, workspace: Workspace
) -> None:
    layer = {"id": "a", "kind": "image", "source": original, "width": 10, "height": 10}
    body = {"schema": 1, "canvas": {"width": 20, "height": 20}, "layers": [layer]}
    made = await client.post("/api/documents", json={"name": "Poster", "body": body})
    assert made.status_code == 201, made.text
    gone = (await client.delete(f"/api/originals/{original}")).json()
    assert gone["trashed"] is True
    assert [one["name"] for one in gone["documents"]] == ["Poster"]
    assert (await client.get("/api/originals")).json()["count"] == 0
    assert [one["id"] for one in (await client.get("/api/trash")).json()["items"]] == [original]
    assert (await client.post(f"/api/trash/{original}/restore")).status_code == 200
    assert (await client.get("/api/originals")).json()["count"] == 1


async def test_a_range_outside_of_the_file_is_refused_with_its_size(
    client: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    headers = {"Range": f"bytes={len(photo)}-"}
    answer = await client.get(f"/api/originals/{original}/file", headers=headers)
    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(photo)}"
    assert answer.json()["error"]["code"] == "range_not_satisfiable"


async def test_an_unused_original_can_be_put_into_the_trash_and_taken_back(
    client: httpx.AsyncClient, original: str
) -> None:
    assert (await client.post(f"/api/originals/{original}/trash")).status_code == 200
    assert (await client.get("/api/originals")).json()["items"] == []
    assert [one["id"] for one in (await client.get("/api/trash")).json()["items"]] == [original]
    assert (await client.post(f"/api/trash/{original}/restore")).status_code == 200
    assert [o["id"] for o in (await client.get("/api/originals")).json()["items"]] == [original]
