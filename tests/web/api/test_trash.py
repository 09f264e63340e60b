"""Bulk routes: what they take, what they answer, and whose things they touch."""

from __future__ import annotations

import io
import uuid
import zipfile

import httpx

from editor.models import Document, Original

BODY = {"schema": 1, "canvas": {"width": 40, "height": 30}, "layers": []}


async def made(client: httpx.AsyncClient, name: str = "Poster") -> str:
    answer = await client.post("/api/documents", json={"name": name, "body": BODY})
    return str(answer.json()["id"])


async def test_many_things_go_come_back_and_are_removed(
    client: httpx.AsyncClient, original: str
) -> None:
    paper = await made(client)
    both = {"originals": [original], "documents": [paper]}
    gone = (await client.post("/api/trash", json=both)).json()
    assert gone == {**both, "kept": [], "left": 2}
    back = (await client.post("/api/trash/restore", json=both)).json()
    assert back == {**both, "kept": [], "left": 0}
    assert (await client.post("/api/trash/remove", json=both)).json()["originals"] == []
    await client.post("/api/trash", json=both)
    removed = (await client.post("/api/trash/remove", json=both)).json()
    assert removed == {**both, "kept": [], "left": 0}
    assert await Original.objects.acount() == await Document.objects.acount() == 0


async def test_somebody_else_s_things_are_not_touched(
    client: httpx.AsyncClient, other: httpx.AsyncClient, original: str
) -> None:
    paper = await made(client)
    both = {"originals": [original], "documents": [paper]}
    nothing = {"originals": [], "documents": [], "kept": [], "left": 0}
    for path in ("/api/trash", "/api/trash/restore", "/api/trash/remove"):
        assert (await other.post(path, json=both)).json() == nothing
    await client.post("/api/trash", json=both)
    for path in ("/api/trash/restore", "/api/trash/remove"):
        assert (await other.post(path, json=both)).json() == nothing
    assert (await other.delete("/api/trash")).json() == nothing
    assert (await other.get(f"/api/originals/archive?ids={original}")).status_code == 404
    assert (
        await other.post("/api/documents/from-originals", json={"originals": [original]})
    ).status_code == 404
    assert await Original.objects.acount() == await Document.objects.acount() == 1


async def test_a_request_is_bounded(client: httpx.AsyncClient) -> None:
    many = [str(uuid.uuid4()) for _ in range(501)]
    answer = await client.post("/api/trash", json={"originals": many})
    assert answer.status_code == 400
    answer = await client.get("/api/originals/archive?ids=" + ",".join(many[:151]))
    assert answer.status_code == 400
    assert (await client.get("/api/originals/archive?ids=x")).status_code == 400


async def test_the_trash_is_emptied(client: httpx.AsyncClient, original: str) -> None:
    await client.post("/api/trash", json={"originals": [original]})
    emptied = (await client.delete("/api/trash")).json()
    assert (emptied["originals"], emptied["left"]) == ([original], 0)
    assert (await client.delete("/api/trash")).json()["originals"] == []


async def test_several_originals_come_in_one_zip_file_unchanged(
    client: httpx.AsyncClient, original: str, photo: bytes
) -> None:
    second = await client.post(
        "/api/originals", files={"file": ("PRODUCT.jpg", photo + b"\0" * 10)}
    )
    ids = f"{original},{second.json()['id']}" if second.status_code == 201 else original
    answer = await client.get(f"/api/originals/archive?ids={ids}")
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("product.jpg") == photo


async def test_photos_become_a_document(client: httpx.AsyncClient, original: str) -> None:
    answer = await client.post("/api/documents/from-originals", json={"originals": [original]})
    assert answer.status_code == 201, answer.text
    whole = (await client.get(f"/api/documents/{answer.json()['id']}")).json()
    assert whole["name"] == "product"
    assert whole["body"]["canvas"]["width"] == 600
    wrong = await client.post(
        "/api/documents/from-originals", json={"originals": [original], "width": 5}
    )
    assert wrong.status_code == 400
    assert "come together" in wrong.text


async def test_a_document_is_duplicated(client: httpx.AsyncClient) -> None:
    id = await made(client)
    answer = await client.post(f"/api/documents/{id}/duplicate")
    assert answer.status_code == 201
    copy = answer.json()
    assert (copy["name"], copy["revision"]) == ("Poster copy", 1)
    assert copy["id"] != id
