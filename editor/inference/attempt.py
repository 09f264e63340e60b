"""One attempt to ask the service, as both clients make it: what is sent, and what a reply means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx

from editor.errors import InferenceUnavailable, PictureUnknown, StudioError
from editor.inference import answers, caller
from editor.inference.protocol import (
    BATCH,
    DEADLINE,
    LARGEST_MATTE_PX,
    NAME,
    PICTURE,
    PRIORITY,
    REQUEST,
    WORKSPACE,
)
from editor.inference.requests import Request
from editor.inference.retry import Retry
from editor.inference.sending import Sent
from editor.inference.unpacking import unpacked

LARGEST_ANSWER = 2 * LARGEST_MATTE_PX
AGAIN = frozenset({500, 503})
LOST = (httpx.TransportError, httpx.DecodingError)

T = TypeVar("T")
Headers = Mapping[str, str]
Read = Callable[[bytes, Headers], T]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Headers
    body: bytes


class Base:
    """What both clients share: where to, with which secret, how long."""

    def __init__(self, base_url: str, secret: str, deadline_s: float) -> None:
        self._base_url = base_url
        self._deadline_s = deadline_s
        self._headers = {"accept-encoding": "zstd, deflate"}
        if secret:  # a private socket file needs none
            self._headers["authorization"] = f"Bearer {secret}"
        self._sent = Sent()

    def _begin(self, timeout_s: float | None) -> Retry:
        """InferenceUnavailable when nobody said where the service is."""
        if not self._base_url:
            raise InferenceUnavailable(
                "No inference service is known.",
                remedy="Start Studio with `manage.py serve`, or set STUDIO_INFERENCE_URL.",
            )
        return Retry(self._deadline_s if timeout_s is None else timeout_s)

    def _bare(self, request: Request) -> bool:
        """True when the picture's digest may do instead of the picture."""
        return bool(request.picture) and self._sent.worth_asking(request.picture, len(request.body))

    def _wants_it(self, request: Request, reply: Reply, bare: bool) -> bool:
        """True when the picture itself must be sent after all."""
        if request.picture and reply.status == httpx.codes.OK:
            self._sent.had(request.picture)
        unknown = bare and reply.status == httpx.codes.NOT_FOUND
        if not unknown or not isinstance(refusal(reply), PictureUnknown):
            return False
        self._sent.forgotten(request.picture)
        return True


def told(request: Request, left_s: float) -> dict[str, str]:
    """The headers of one attempt."""
    who = caller.present()
    told = {
        DEADLINE: str(max(1, int(left_s * 1000))),
        NAME: request.name,
        PICTURE: request.picture,
        REQUEST: caller.named(who.request),
        WORKSPACE: caller.named(who.workspace),
        PRIORITY: BATCH if who.batch else "",
    }
    return {name: value for name, value in told.items() if value}


def answer(reply: Reply, read: Read[T]) -> T:
    """What the reply holds; the service's error as one of ours."""
    if reply.status != httpx.codes.OK:
        raise refusal(reply)
    return read(reply.body, reply.headers)


def received(response: httpx.Response, body: bytes) -> Reply:
    """The whole reply, with what came packed unpacked; bounded as `bound` says."""
    encoding = response.headers.get("content-encoding", "")
    whole = unpacked(body, encoding, LARGEST_ANSWER)
    bound(whole)
    return Reply(response.status_code, response.headers, whole)


def refusal(reply: Reply) -> StudioError:
    return answers.refusal(reply.status, reply.body, reply.headers.get("retry-after"))


def unreachable(error: httpx.HTTPError) -> StudioError:
    return InferenceUnavailable(
        f"The inference service can't be reached ({type(error).__name__}).",
        remedy="It may be restarting; try again in a few seconds.",
    )


def bound(body: bytes | bytearray) -> None:
    if len(body) > LARGEST_ANSWER:
        raise InferenceUnavailable(
            f"The inference service answered with more than {LARGEST_ANSWER} bytes."
        )
