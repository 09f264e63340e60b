"""The way to the inference service: typed answers, bounded waits, a few more attempts.

Free of torch and OpenCV, so that every process may hold one. Connection loss, 500 and 503 are
tried twice more inside the deadline, obeying Retry-After.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

import httpx

from editor.errors import InferenceUnavailable, StudioError
from editor.findings import Face, Matte
from editor.inference import answers, requests
from editor.inference.answers import Ahead, Catalogue
from editor.inference.protocol import AUTO, DEADLINE, LARGEST_MATTE_PX, NAME
from editor.inference.requests import Request
from editor.inference.retry import Retry

LARGEST_ANSWER = 2 * LARGEST_MATTE_PX
AGAIN = frozenset({500, 503})
LOST = (httpx.TransportError, httpx.DecodingError)

T = TypeVar("T")
Headers = Mapping[str, str]
Read = Callable[[bytes, Headers], T]


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Headers
    body: bytes


def _read_queue(body: bytes, headers: Headers) -> Mapping[str, Ahead]:
    return answers.queue(body)


def _read_models(body: bytes, headers: Headers) -> Catalogue:
    return answers.catalogue(body)


def _read_faces(body: bytes, headers: Headers) -> tuple[Face, ...]:
    return answers.faces(body)


def _read_nothing(body: bytes, headers: Headers) -> None:
    return None


class _Base:
    """What both clients share: where to, with which secret, how long."""

    def __init__(self, base_url: str, secret: str, deadline_s: float) -> None:
        self._base_url = base_url
        self._deadline_s = deadline_s
        self._headers = {"authorization": f"Bearer {secret}", "accept-encoding": "deflate"}

    def _begin(self, timeout_s: float | None) -> Retry:
        """InferenceUnavailable when nobody said where the service is."""
        if not self._base_url:
            raise InferenceUnavailable(
                "No inference service is known.",
                remedy="Start Studio with `manage.py serve`, or set STUDIO_INFERENCE_URL.",
            )
        return Retry(self._deadline_s if timeout_s is None else timeout_s)

    @staticmethod
    def _told(request: Request, left_s: float) -> dict[str, str]:
        named = {NAME: request.name} if request.name else {}
        return {DEADLINE: str(max(1, int(left_s * 1000))), **named}


class InferenceClient(_Base):
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
            base_url=base_url, headers=self._headers, transport=transport, trust_env=False
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
        retry = self._begin(timeout_s)
        while True:
            try:
                reply = self._once(request, retry)
            except LOST as error:
                failure = _unreachable(error)
            else:
                if reply.status not in AGAIN:
                    return _answer(reply, read)
                failure = _refusal(reply)
            time.sleep(retry.pause(failure))

    def _once(self, request: Request, retry: Retry) -> _Reply:
        left = retry.remaining()
        with self._http.stream(
            request.method,
            request.path,
            params=request.params,
            content=request.body or None,
            headers=self._told(request, left),
            timeout=left,
        ) as response:
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                _bound(body)
                retry.remaining()
        return _Reply(response.status_code, response.headers, bytes(body))


class AsyncInferenceClient(_Base):
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
            base_url=base_url, headers=self._headers, transport=transport, trust_env=False
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
        retry = self._begin(timeout_s)
        while True:
            try:
                reply = await self._once(request, retry)
            except LOST as error:
                failure = _unreachable(error)
            else:
                if reply.status not in AGAIN:
                    return _answer(reply, read)
                failure = _refusal(reply)
            await asyncio.sleep(retry.pause(failure))

    async def _once(self, request: Request, retry: Retry) -> _Reply:
        left = retry.remaining()
        async with self._http.stream(
            request.method,
            request.path,
            params=request.params,
            content=request.body or None,
            headers=self._told(request, left),
            timeout=left,
        ) as response:
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                _bound(body)
                retry.remaining()
        return _Reply(response.status_code, response.headers, bytes(body))


def _answer(reply: _Reply, read: Read[T]) -> T:
    """What the reply holds; the service's error as one of ours."""
    if reply.status != httpx.codes.OK:
        raise _refusal(reply)
    return read(reply.body, reply.headers)


def _refusal(reply: _Reply) -> StudioError:
    return answers.refusal(reply.status, reply.body, reply.headers.get("retry-after"))


def _unreachable(error: httpx.HTTPError) -> StudioError:
    return InferenceUnavailable(
        f"The inference service can't be reached ({type(error).__name__}).",
        remedy="It may be restarting; try again in a few seconds.",
    )


def _bound(body: bytearray) -> None:
    if len(body) > LARGEST_ANSWER:
        raise InferenceUnavailable(
            f"The inference service answered with more than {LARGEST_ANSWER} bytes."
        )
