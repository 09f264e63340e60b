"""The studio's ASGI application, asked without a network; data in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings as django_settings
from django.test import override_settings
from pytest_django import Settings

from editor.conf import Conf
from editor.flows import engines as tools
from editor.flows import workspaces
from editor.flows.access import cookie_value
from editor.models import Workspace
from editor.web import tags
from editor.web.guard import Guard
from tests.web.two_ways import Both, Sign

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "tests/pictures"
HERE = "http://127.0.0.1:8000"

Change = Callable[..., None]


@pytest.fixture(scope="package", autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder, and engines that work in it, for all tests of this room."""
    folder = tmp_path_factory.mktemp("data")
    originals = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": folder / "originals", "base_url": None},
    }
    storages = {**django_settings.STORAGES, "originals": originals, "default": originals}
    conf: Conf = replace(django_settings.STUDIO, render_processes=1)
    with override_settings(DATA_DIR=folder, STORAGES=storages, STUDIO=conf):
        _forget()
        yield folder
        if tools.engines.cache_info().currsize:
            tools.engines().render.close(grace_s=0)
        _forget()


def _forget() -> None:
    tools.engines.cache_clear()
    tools.caches.cache_clear()


@pytest.fixture(autouse=True)
def built(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pages name the files of a build; these tests need no Node to make one."""
    folder = tmp_path_factory.mktemp("dist")
    entry = {"js": "dist/x-AAAAAAAA.js", "css": ["dist/x-AAAAAAAA.css"]}
    batches = tuple(f"batches-{one}" for one in ("list", "setup", "review", "rules"))
    names = ("base", "docs", "editor", "library", "models", "photo", "share", "status", *batches)
    (folder / "icons").mkdir()
    (folder / "manifest.json").write_text(json.dumps({"entries": dict.fromkeys(names, entry)}))
    for name in (ROOT / "static/base/icons.txt").read_text().split():
        (folder / f"icons/{name}.svg").write_text("<svg></svg>")
    monkeypatch.setattr(tags, "_dist", lambda: folder)


@pytest.fixture
def configure(settings: Settings) -> Change:
    """Changes settings of the studio for one test."""

    def change(**values: object) -> None:
        settings.STUDIO = replace(settings.STUDIO, **values)

    return change


@pytest.fixture(scope="package")
def app(data: Path) -> Guard:
    from editor.web.handler import StudioHandler

    return Guard(StudioHandler())


@pytest.fixture
async def stranger(app: Guard) -> AsyncIterator[httpx.AsyncClient]:
    """A program without token or cookie."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE) as client:
        yield client


@pytest.fixture
def workspace(transactional_db: None) -> Workspace:
    return workspaces.named("tests")


@pytest.fixture
async def client(app: Guard, workspace: Workspace) -> AsyncIterator[httpx.AsyncClient]:
    """A program with a token of `workspace`."""
    token = await sync_to_async(workspaces.make_token)("tests")
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE, headers=headers) as made:
        yield made


@pytest.fixture
async def other(app: Guard, workspace: Workspace) -> AsyncIterator[httpx.AsyncClient]:
    """A program of another workspace."""
    token = await sync_to_async(workspaces.make_token)("somebody else")
    headers = {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=HERE, headers=headers) as made:
        yield made


@pytest.fixture
async def browser(app: Guard, workspace: Workspace) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that holds the cookie of `workspace`."""
    cookies = {django_settings.SESSION_COOKIE_NAME: cookie_value(workspace.pk)}
    headers = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url=HERE, headers=headers, cookies=cookies
    ) as made:
        yield made


@pytest.fixture
def photo() -> bytes:
    return (PICTURES / "product.jpg").read_bytes()


@pytest.fixture
async def original(client: httpx.AsyncClient, photo: bytes) -> str:
    """The id of an uploaded photograph."""
    answer = await client.post("/api/originals", files={"file": ("product.jpg", photo)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def both(client: httpx.AsyncClient) -> AsyncIterator[Both]:
    """The studio with the shortcut before Django and without it."""
    made = Both()
    yield made
    await sync_to_async(made.shortcut.close)()


@pytest.fixture
def sign(client: httpx.AsyncClient, original: str) -> Sign:
    """A signed address of the original with some options."""

    async def signed(options: str = "width=60,format=png", **wish: object) -> str:
        url = f"/cdn-cgi/image/{options}/{original}"
        answer = await client.post("/api/sign", json={"url": url, **wish})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["url"])

    return signed
