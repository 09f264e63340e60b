"""Messages between a pool and its render processes: a length, then a pickle, over two pipes."""

from __future__ import annotations

import io
import logging
import os
import pickle
import select
import struct
import time
from typing import Any

log = logging.getLogger(__name__)

MAX_MESSAGE = 256 * 1024 * 1024
_HEADER = struct.Struct("!Q")
_CHUNK = 1024 * 1024


class Closed(Exception):
    """The other side is gone."""


class Pipe:
    """Two pipe ends as one line of messages. Nothing waits beyond its deadline, given on the
    clock of `time.monotonic`; None waits for ever. TimeoutError when it passes.
    """

    def __init__(self, reader: int, writer: int) -> None:
        self._reader, self._writer = reader, writer
        for end in (reader, writer):
            os.set_blocking(end, False)

    def send(self, payload: bytes, deadline: float | None = None) -> None:
        """Writes one message; Closed when nobody reads any more."""
        rest = memoryview(_HEADER.pack(len(payload)) + payload)
        while rest:
            _wait(self._writer, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._writer, rest[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except BrokenPipeError:
                raise Closed from None

    def is_silent(self, seconds: float) -> bool:
        """True when no message begins within that time."""
        try:
            _wait(self._reader, select.POLLIN, time.monotonic() + seconds)
        except TimeoutError:
            return True
        return False

    def receive(self, deadline: float | None = None) -> bytes:
        """The next message; Closed when there will be none."""
        (length,) = _HEADER.unpack(self._exactly(_HEADER.size, deadline))
        if length > MAX_MESSAGE:
            raise Closed
        return self._exactly(length, deadline)

    def _exactly(self, count: int, deadline: float | None) -> bytes:
        parts = bytearray()
        while len(parts) < count:
            _wait(self._reader, select.POLLIN, deadline)
            try:
                part = os.read(self._reader, min(_CHUNK, count - len(parts)))
            except BlockingIOError:
                continue
            if not part:
                raise Closed
            parts += part
        return bytes(parts)


def _wait(end: int, event: int, deadline: float | None) -> None:
    poll = select.poll()
    poll.register(end, event)
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    if not poll.poll(left):
        raise TimeoutError


def packed(message: object) -> bytes:
    """The message as bytes."""
    return pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)


def unpacked(payload: bytes) -> Any:
    """The message that the pool packed."""
    return pickle.loads(payload)  # noqa: S301 - written by the parent process


_ANSWERS = frozenset(
    {
        *("editor.errors", "editor.geometry.boxes", "editor.plan.rules"),
        *("editor.render.request", "editor.render.inspect"),
    }
)
"""Modules whose data an answer may hold."""


class _OurTypes(pickle.Unpickler):
    """A decoder that a hostile picture took over could answer anything: only our data counts."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _ANSWERS and "." not in name:
            found = super().find_class(module, name)
            if getattr(found, "__module__", "") == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer")


def unpacked_answer(payload: bytes) -> Any:
    """What a render process packed; Closed when it holds anything but data of this project."""
    try:
        return _OurTypes(io.BytesIO(payload)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError) as error:
        log.error("a render process answered something else: %s", error)
        raise Closed from error
