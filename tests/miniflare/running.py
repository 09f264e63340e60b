"""Miniflare, with the Worker that the tests of the runtime use, in front of a studio."""

from __future__ import annotations

from pathlib import Path

from tests.needs import needs_node
from tests.npm import installed
from tests.services import free_port
from tests.serving import Serving
from tests.workerd.running import FOLDER as WORKER

FOLDER = Path(__file__).resolve().parent


def _installed() -> Path | None:
    found = FOLDER / "node_modules/miniflare/package.json"
    return found if found.exists() else None


class Simulator(Serving):
    """Our Worker in Miniflare; ready when constructed."""

    def __init__(self, folder: Path, studio: str, binding: str) -> None:
        node = needs_node()
        installed("miniflare", FOLDER, _installed)
        port = free_port()
        words = [str(WORKER / "worker.js"), binding, studio, str(port)]
        super().__init__(
            [*node.node, "serve.js", *words], port, folder / "miniflare.log", cwd=FOLDER
        )
