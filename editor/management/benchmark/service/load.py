"""Asks a server for pictures over connections that stay open, with as little work as possible: the
load generator must not be what is measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

PATIENCE_S = 120.0


@dataclass(slots=True)
class Load:
    """What was asked. Times in seconds."""

    seconds: float = 0.0
    waits: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def count(self) -> int:
        return len(self.waits)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.count / self.seconds

    def slowest(self, share: float) -> float:
        """So long did all but the slowest `share` of them take at most."""
        return sorted(self.waits)[min(self.count - 1, int(self.count * (1 - share)))]


class Refused(Exception):
    """A server answered with something else than a picture."""


def run(port: int, targets: Iterator[str], together: int, most: int, limit_s: float) -> Load:
    """Up to `most` requests for the next targets, `together` at a time, none begun after
    `limit_s`; at least one for each of them. Refused for an answer that isn't 200."""
    return asyncio.run(_run(port, islice(targets, most), together, limit_s))


async def _run(port: int, targets: Iterator[str], together: int, limit_s: float) -> Load:
    load, began = Load(), time.perf_counter()

    async def one() -> None:
        first = True
        connection = await asyncio.open_connection("127.0.0.1", port)
        try:
            while first or time.perf_counter() < began + limit_s:
                target = next(targets, None)
                if target is None:
                    return
                first, asked = False, time.perf_counter()
                async with asyncio.timeout(PATIENCE_S):
                    length = await _ask(connection, target)
                load.bytes += length
                load.waits.append(time.perf_counter() - asked)
        finally:
            connection[1].close()

    async with asyncio.TaskGroup() as group:
        for _ in range(together):
            group.create_task(one())
    load.seconds = time.perf_counter() - began
    return load


async def _ask(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], target: str) -> int:
    """Bytes of the picture."""
    reader, writer = connection
    writer.write(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b" 200 " not in head.partition(b"\r\n")[0]:
        raise Refused(f"{target}: {head.decode('latin-1')}")
    if b"transfer-encoding: chunked" in head:
        return await _chunks(reader)
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    await reader.readexactly(length)
    return length


async def _chunks(reader: asyncio.StreamReader) -> int:
    total = 0
    while size := int((await reader.readline()).split(b";")[0], 16):
        await reader.readexactly(size + 2)
        total += size
    await reader.readline()
    return total
