from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from editor.inference.models.base import Model
from editor.inference.remote import Elsewhere
from editor.inference.service import create_app
from editor.inference.settings import Settings
from tests.inference.doubles import SECRET, Brightness, settings

PICTURES = Path(__file__).resolve().parent.parent / "pictures"

Serving = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@asynccontextmanager
async def _serving(
    *kinds: type[Model],
    conf: Settings | None = None,
    secret: str = SECRET,
    elsewhere: Elsewhere | None = None,
) -> AsyncIterator[httpx.AsyncClient]:
    known = {kind.card.name: kind for kind in kinds}
    app = create_app(conf or settings(), known, elsewhere=elsewhere)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    headers = {"authorization": f"Bearer {secret}"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client,
    ):
        yield client


@pytest.fixture
def serving() -> Serving:
    """An app over the given models, running, with a client that knows the secret."""
    return _serving


@pytest.fixture
def person() -> bytes:
    """A real portrait of 512x600 px."""
    return (PICTURES / "person.jpg").read_bytes()


@pytest.fixture
async def port() -> AsyncIterator[tuple[int, type[Brightness]]]:
    """A real server on a port of its own, with a model whose gate is the test's."""
    kind = Brightness.fresh()
    app = create_app(settings(), {kind.card.name: kind})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(app, lifespan="on", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield listening.getsockname()[1], kind
        kind.gate.set()
        server.should_exit = True
        await serving
