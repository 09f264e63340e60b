"""The way to the inference service: typed answers, bounded waits, a few more attempts.

Free of torch and OpenCV, so that every process may hold one. Connection loss, 500 and 503 are
tried twice more inside the deadline, obeying Retry-After. A picture that the service has seen is
named by its digest instead of being sent again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self, TypeVar

import httpx

from editor.findings import Face, Matte
from editor.inference import address, answers, figures, requests
from editor.inference.answers import Ahead, Catalogue
from editor.inference.attempt import (
    AGAIN,
    LOST,
    Base,
    Headers,
    Read,
    Reply,
    answer,
    bound,
    received,
    refusal,
    told,
    unreachable,
)
from editor.inference.figures import Status
from editor.inference.protocol import AUTO
from editor.inference.requests import Request
from editor.inference.retry import Retry

T = TypeVar("T")


def _read_queue(body: bytes, headers: Headers) -> Mapping[str, Ahead]:
    return answers.queue(body)


def _read_models(body: bytes, headers: Headers) -> Catalogue:
    return answers.catalogue(body)


def _read_faces(body: bytes, headers: Headers) -> tuple[Face, ...]:
    return answers.faces(body)


def _read_status(body: bytes, headers: Headers) -> Status:
    return figures.status(body)


def _read_nothing(body: bytes, headers: Headers) -> None:
    return None


class InferenceClient(Base):
    """Blocking; may be shared by threads."""

    def __init__(
        self,
        base_url: str,
        secret: str,
        deadline_s: float = 60.0,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(base_url, secret, deadline_s)
        # Proxies of the environment are for the web, not for a service of our own.
        self._http = httpx.Client(
            base_url=address.base_of(base_url),
            headers=self._headers,
            transport=transport or address.transport(base_url),
            trust_env=False,
        )

    def models(self, *, timeout_s: float | None = None) -> Catalogue:
        """All cards with their state, and what `auto` means now."""
        return self._ask(requests.models(), _read_models, timeout_s)

    def faces(
        self, picture: bytes, model: str = AUTO, *, name: str = "", timeout_s: float | None = None
    ) -> tuple[Face, ...]:
        """The faces in an encoded picture, best first, in fractions of it. `queue` tells of the
        request under its `name`."""
        return self._ask(requests.faces(picture, model, name), _read_faces, timeout_s)

    def matte(
        self,
        picture: bytes,
        model: str = AUTO,
        *,
        prompt: str = "",
        name: str = "",
        timeout_s: float | None = None,
    ) -> Matte:
        """The soft alpha of an encoded picture at model resolution, with the card that made it."""
        return self._ask(requests.matte(picture, model, prompt, name), answers.matte, timeout_s)

    def queue(self, *, timeout_s: float | None = None) -> Mapping[str, Ahead]:
        """How far the named requests are, of all clients of the service."""
        return self._ask(requests.queue(), _read_queue, timeout_s)

    def status(self, *, timeout_s: float | None = None) -> Status:
        """The service's live figures."""
        return self._ask(requests.status(), _read_status, timeout_s)

    def pull(self, model: str, *, timeout_s: float | None = None) -> None:
        """Starts to fetch the model's weights; `models` tells how far that is."""
        self._ask(requests.pull(model), _read_nothing, timeout_s)

    def remove(self, model: str, *, timeout_s: float | None = None) -> None:
        """Removes the model's weights from the service's models folder."""
        self._ask(requests.remove(model), _read_nothing, timeout_s)

    def choose(self, task: str, model: str, *, timeout_s: float | None = None) -> None:
        """What `auto` shall mean for a task: a card's name, or `auto` for the best."""
        self._ask(requests.choose(task, model), _read_nothing, timeout_s)

    def ready(self, *, timeout_s: float | None = None) -> None:
        """Nothing when the service is ready, else InferenceUnavailable or what it says."""
        self._ask(requests.ready(), _read_nothing, timeout_s)

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, request: Request, read: Read[T], timeout_s: float | None) -> T:
        retry, bare = self._begin(timeout_s), self._bare(request)
        while True:
            try:
                reply = self._once(request, retry, bare)
            except LOST as error:
                failure = unreachable(error)
            else:
                if self._wants_it(request, reply, bare):
                    bare = False
                    continue
                if reply.status not in AGAIN:
                    return answer(reply, read)
                failure = refusal(reply)
            time.sleep(retry.pause(failure))

    def _once(self, request: Request, retry: Retry, bare: bool) -> Reply:
        left = retry.remaining()
        with self._http.stream(
            request.method,
            request.path,
            params=request.params,
            content=None if bare else request.body or None,
            headers=told(request, left),
            timeout=left,
        ) as response:
            body = bytearray()
            for part in response.iter_raw():
                body += part
                bound(body)
                retry.remaining()
        return received(response, bytes(body))


class AsyncInferenceClient(Base):
    """The same for an event loop."""

    def __init__(
        self,
        base_url: str,
        secret: str,
        deadline_s: float = 60.0,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(base_url, secret, deadline_s)
        self._http = httpx.AsyncClient(
            base_url=address.base_of(base_url),
            headers=self._headers,
            transport=transport or address.async_transport(base_url),
            trust_env=False,
        )

    async def models(self, *, timeout_s: float | None = None) -> Catalogue:
        return await self._ask(requests.models(), _read_models, timeout_s)

    async def faces(
        self, picture: bytes, model: str = AUTO, *, name: str = "", timeout_s: float | None = None
    ) -> tuple[Face, ...]:
        return await self._ask(requests.faces(picture, model, name), _read_faces, timeout_s)

    async def matte(
        self,
        picture: bytes,
        model: str = AUTO,
        *,
        prompt: str = "",
        name: str = "",
        timeout_s: float | None = None,
    ) -> Matte:
        return await self._ask(
            requests.matte(picture, model, prompt, name), answers.matte, timeout_s
        )

    async def queue(self, *, timeout_s: float | None = None) -> Mapping[str, Ahead]:
        return await self._ask(requests.queue(), _read_queue, timeout_s)

    async def ready(self, *, timeout_s: float | None = None) -> None:
        await self._ask(requests.ready(), _read_nothing, timeout_s)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _ask(self, request: Request, read: Read[T], timeout_s: float | None) -> T:
        retry, bare = self._begin(timeout_s), self._bare(request)
        while True:
            try:
                reply = await self._once(request, retry, bare)
            except LOST as error:
                failure = unreachable(error)
            else:
                if self._wants_it(request, reply, bare):
                    bare = False
                    continue
                if reply.status not in AGAIN:
                    return answer(reply, read)
                failure = refusal(reply)
            await asyncio.sleep(retry.pause(failure))

    async def _once(self, request: Request, retry: Retry, bare: bool) -> Reply:
        left = retry.remaining()
        async with self._http.stream(
            request.method,
            request.path,
            params=request.params,
            content=None if bare else request.body or None,
            headers=told(request, left),
            timeout=left,
        ) as response:
            body = bytearray()
            async for part in response.aiter_raw():
                body += part
                bound(body)
                retry.remaining()
        return received(response, bytes(body))
