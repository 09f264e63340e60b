"""What a request asks for, read before any work is done for it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from editor.errors import BrokenPicture, DeadlineExceeded, InvalidOption, TooLarge, unknown_name
from editor.inference import prompt as prompts
from editor.inference.caller import named
from editor.inference.card import Task
from editor.inference.choice import Choice
from editor.inference.line import Flow
from editor.inference.models.base import Model
from editor.inference.prompt import Prompt
from editor.inference.protocol import (
    AUTO,
    BATCH,
    DEADLINE,
    INTERACTIVE,
    LONGEST_NAME,
    NAME,
    PICTURE,
    PRIORITY,
    WORKSPACE,
)

WORDS = ("model", "prompt")
_NAMES = re.compile(f"[A-Za-z0-9-]{{1,{LONGEST_NAME}}}")
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The model that will answer, what the person pointed at, the time that is left, the name
    under which the queue tells of it, whose work it is, and the digest of its picture if told."""

    model: type[Model]
    prompt: Prompt | None
    time_s: float
    name: str
    flow: Flow
    picture: str


def asked(request: Request, task: Task, choice: Choice, longest_s: float) -> Asked:
    """The query and the deadline of a request; a prompt turns a matte into a prompted one.

    UnknownName, InvalidOption or ModelMissing for what can't be answered.
    """
    query = request.query_params
    for word in query:
        if word not in WORDS:
            raise unknown_name("parameter", word, WORDS)
    prompt = None
    if text := query.get("prompt", ""):
        if task != Task.MATTE:
            raise InvalidOption(f"{task} take no prompt.", remedy="Leave `prompt` out.")
        task, prompt = Task.PROMPTED_MATTE, prompts.parse(text)
    model = choice.pick(task, query.get("model", AUTO))
    left_s = _time_s(request.headers.get(DEADLINE), longest_s)
    name, flow = _name(request.headers.get(NAME, "")), _flow(request)
    return Asked(model, prompt, left_s, name, flow, _digest(request.headers.get(PICTURE, "")))


async def body_of(request: Request, most: int, time_s: float) -> bytes:
    """The whole body. TooLarge as soon as it is known to pass `most` bytes, DeadlineExceeded for
    a sender that is too slow, BrokenPicture when it goes away or sends nothing."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > most:
        raise _too_large(most)
    body = bytearray()
    try:
        async with asyncio.timeout(time_s):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise _too_large(most)
    except ClientDisconnect:
        raise BrokenPicture("The body ended early.") from None
    except TimeoutError:
        raise DeadlineExceeded("The body didn't arrive in time.", remedy="Try again.") from None
    if not body:
        raise BrokenPicture("The body is empty.", remedy="Send a picture as the body.")
    return bytes(body)


def _time_s(told: str | None, longest_s: float) -> float:
    if told is None:
        return longest_s
    if not told.isdecimal() or len(told) > 9 or int(told) < 1:
        raise InvalidOption(
            f"{DEADLINE} {told[:20]!r} isn't a time.", remedy="Send whole milliseconds from 1."
        )
    return min(longest_s, int(told) / 1000)


def _name(told: str) -> str:
    if told and not _NAMES.fullmatch(told):
        raise InvalidOption(
            f"{NAME} isn't a name.",
            remedy=f"Send at most {LONGEST_NAME} letters, digits and hyphens, or nothing.",
        )
    return told


def _flow(request: Request) -> Flow:
    priority = request.headers.get(PRIORITY, INTERACTIVE)
    if priority not in (INTERACTIVE, BATCH):
        raise InvalidOption(
            f"{PRIORITY} {priority[:20]!r} is unknown.", remedy=f"Send {INTERACTIVE} or {BATCH}."
        )
    return Flow(named(request.headers.get(WORKSPACE, "")), priority == BATCH)


def _digest(told: str) -> str:
    if told and not _DIGEST.fullmatch(told):
        raise InvalidOption(
            f"{PICTURE} isn't a digest.", remedy="Send the body's sha256 in small hex letters."
        )
    return told


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        f"The picture is larger than {most} bytes.",
        remedy="Send a smaller one; models look at no more than their card's input_px.",
    )
