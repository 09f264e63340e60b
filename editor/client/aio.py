"""The client for event loops."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

import httpx

from editor.client import wire
from editor.client.recipe import Info, Part, Picture, Recipe, Result, Steps, text
from editor.client.sync import TIMEOUT_S, Way


class Http:
    """A service at an address."""

    def __init__(self, url: str, token: str, timeout_s: float) -> None:
        self._token = token
        self._client = httpx.AsyncClient(base_url=url, timeout=timeout_s)

    async def transform(self, parts: Iterable[Part]) -> Result:
        return wire.result(await self._post("/transform", parts))

    async def info(self, parts: Iterable[Part]) -> Info:
        return wire.info(await self._post("/info", parts))

    async def _post(self, path: str, parts: Iterable[Part]) -> httpx.Response:
        mark = wire.boundary()
        content, headers = wire.slowly(parts, mark), wire.headers(mark, self._token)
        try:
            return await self._client.post(path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise wire.unreachable(error) from error

    async def close(self) -> None:
        await self._client.aclose()


class Beside:
    """A way that waits, on a thread of its own."""

    def __init__(self, way: Way) -> None:
        self._way = way

    async def transform(self, parts: Iterable[Part]) -> Result:
        return Result(*await asyncio.to_thread(self._way.transform, parts))

    async def info(self, parts: Iterable[Part]) -> Info:
        return Info.of(await asyncio.to_thread(self._way.info, parts))

    async def close(self) -> None:
        """There is nothing to end."""


class AsyncImages:
    """As `Images`; `output` and `info` are awaited."""

    def __init__(self, to: str | Way, *, token: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self._way = Http(to, token, timeout_s) if isinstance(to, str) else Beside(to)

    def input(self, picture: Picture) -> AsyncTransformer:
        """What is done with a picture starts here; nothing is sent yet."""
        return AsyncTransformer(Recipe(picture), self._way)

    def text(
        self,
        content: str,
        *,
        font: str | None = None,
        size: float | None = None,
        color: str | None = None,
        **more: Any,
    ) -> AsyncTransformer:
        """The same with letters, on nothing; `more` are options of a text layer."""
        return AsyncTransformer(text(content, font, size, color, more), self._way)

    async def info(self, picture: Picture) -> Info:
        """ImagesError, or the engine's own error in process, for what is no picture."""
        return await self._way.info([("image", picture)])

    async def close(self) -> None:
        """Ends the connections."""
        await self._way.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@dataclass(frozen=True, slots=True)
class AsyncTransformer(Steps):
    """Steps of one picture. Every call answers a new one."""

    way: Http | Beside

    async def output(
        self,
        format: str,
        *,
        quality: int | str | None = None,
        background: str | None = None,
        anim: bool | None = None,
    ) -> Result:
        """The finished picture; `format` is a media type, or `rgb` or `rgba` for bare pixels."""
        said = {"output_quality": quality, "background": background, "anim": anim}
        return await self.way.transform(self.recipe.parts(format, said))
