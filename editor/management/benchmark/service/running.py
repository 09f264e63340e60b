"""The whole measurement, from empty folders to the rows of the table."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from editor.management.benchmark import peers as render_peers
from editor.management.benchmark.service import peers
from editor.management.benchmark.service.cases import CASES, Case, Row, measured
from editor.management.benchmark.service.servers import (
    Ours,
    Server,
    free_port,
    ipx_address,
    pin,
    thumbor_address,
)

_LOOPBACK = "127.0.0.1"


def run(folder: Path, cases: Iterable[Case]) -> Iterator[Row]:
    """Installs the peers below `folder`, starts all three servers and measures."""
    kept = folder / "pictures"
    render_peers.ours(kept).end()  # makes the pictures
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]
    with ExitStack() as stack:
        # What earlier runs have made must not be found again.
        made = Path(stack.enter_context(TemporaryDirectory(dir=folder, prefix="made-")))
        pictures = _linked(kept, made / "pictures")
        servers = [
            stack.enter_context(_studio(made, pictures, cores[0])),
            stack.enter_context(_ipx(folder, pictures, cores[0])),
            stack.enter_context(_thumbor(folder, made, pictures, cores[0])),
        ]
        pin(os.getpid(), cores[-1])
        try:
            for case in cases:
                yield from measured(case, servers, pictures)
        finally:
            if hasattr(os, "sched_setaffinity"):
                os.sched_setaffinity(0, cores)


def _linked(kept: Path, folder: Path) -> Path:
    """A folder for the pictures and for copies of them."""
    folder.mkdir()
    for name in {case.picture.source for case in CASES}:
        (folder / name).hardlink_to(kept / name)
    return folder


def names(folder: Path) -> str:
    """Who was measured."""
    return (
        f"Studio beside ipx {peers.IPX} (sharp {peers.version_of_sharp(folder)}) and thumbor "
        f"{peers.THUMBOR} (Pillow {peers.version_of_pillow(folder)})"
    )


def chosen(only: str | None) -> list[Case]:
    return [case for case in CASES if only in (None, case.name)]


@contextmanager
def _started(server: Server) -> Iterator[Server]:
    try:
        server.ready()
        yield server
    finally:
        server.end()


@contextmanager
def _studio(made: Path, pictures: Path, core: int) -> Iterator[Server]:
    port, data = free_port(), made / "studio"
    environment = {"STUDIO_PORT": str(port), "STUDIO_DATA_DIR": str(data)}
    with _started(Server("Studio", peers.studio(), port, environment, core)) as server:
        server.address = Ours(server, data, pictures).address
        yield server


@contextmanager
def _ipx(folder: Path, pictures: Path, core: int) -> Iterator[Server]:
    port, command = free_port(), peers.install_ipx(folder)
    command += ["--dir", str(pictures), "--host", _LOOPBACK, "--port", str(port)]
    environment = {"PORT": str(port), "HOST": _LOOPBACK, "NODE_ENV": "production"}
    with _started(Server("ipx", command, port, environment, core)) as server:
        server.address = ipx_address
        yield server


@contextmanager
def _thumbor(folder: Path, made: Path, pictures: Path, core: int) -> Iterator[Server]:
    port, command = free_port(), peers.install_thumbor(folder, made, pictures)
    with _started(Server("thumbor", [*command, "--port", str(port)], port, {}, core)) as server:
        server.address = thumbor_address
        yield server
