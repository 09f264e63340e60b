"""The client that waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, Self

import httpx

from editor.client import wire
from editor.client.recipe import Info, Part, Picture, Recipe, Result, Steps, text

TIMEOUT_S = 120.0


class Way(Protocol):
    """How forms are answered: over HTTP, or by the studio's engines in this process."""

    def transform(self, parts: Iterable[Part]) -> tuple[bytes, str, tuple[str, ...]]:
        """Bytes, content type and warnings."""

    def info(self, parts: Iterable[Part]) -> Mapping[str, Any]:
        """Format, bytes and size."""


class Http:
    """A service at an address."""

    def __init__(self, url: str, token: str, timeout_s: float) -> None:
        self._token = token
        self._client = httpx.Client(base_url=url, timeout=timeout_s)

    def transform(self, parts: Iterable[Part]) -> tuple[bytes, str, tuple[str, ...]]:
        made = wire.result(self._post("/transform", parts))
        return made.content, made.content_type, made.warnings

    def info(self, parts: Iterable[Part]) -> Mapping[str, Any]:
        return wire.facts(self._post("/info", parts))

    def _post(self, path: str, parts: Iterable[Part]) -> httpx.Response:
        mark = wire.boundary()
        content, headers = wire.body(parts, mark), wire.headers(mark, self._token)
        try:
            return self._client.post(path, content=content, headers=headers)
        except httpx.HTTPError as error:
            raise wire.unreachable(error) from error

    def close(self) -> None:
        self._client.close()


class Images:
    """`to` is the service's address, or a `Way` such as `editor.flows.in_process.InProcess`."""

    def __init__(self, to: str | Way, *, token: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self._way: Way = Http(to, token, timeout_s) if isinstance(to, str) else to

    def input(self, picture: Picture) -> Transformer:
        """What is done with a picture starts here; nothing is sent yet."""
        return Transformer(Recipe(picture), self._way)

    def text(
        self,
        content: str,
        *,
        font: str | None = None,
        size: float | None = None,
        color: str | None = None,
        **more: Any,
    ) -> Transformer:
        """The same with letters, on nothing; `more` are options of a text layer."""
        return Transformer(text(content, font, size, color, more), self._way)

    def info(self, picture: Picture) -> Info:
        """ImagesError, or the engine's own error in process, for what is no picture."""
        return Info.of(self._way.info([("image", picture)]))

    def close(self) -> None:
        """Ends the connections."""
        if isinstance(self._way, Http):
            self._way.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Transformer(Steps):
    """Steps of one picture. Every call answers a new one."""

    way: Way

    def output(
        self,
        format: str,
        *,
        quality: int | str | None = None,
        background: str | None = None,
        anim: bool | None = None,
    ) -> Result:
        """The finished picture; `format` is a media type, or `rgb` or `rgba` for bare pixels."""
        said = {"output_quality": quality, "background": background, "anim": anim}
        return Result(*self.way.transform(self.recipe.parts(format, said)))
