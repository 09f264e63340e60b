"""Two processes that do the same jobs: the renderer, and sharp, which is installed on demand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from editor.management.frontend.node import find

SHARP = "0.35.5"
ROOT = Path(__file__).resolve().parents[3]
_SCRIPT = ROOT / "editor/render/benchmark/sharp.mjs"
_ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"),
    "MALLOC_ARENA_MAX": "2",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One job done once: CPU seconds of all threads, peak of resident memory and bytes written."""

    cpu_s: float
    peak_rss: int
    bytes: int


class Peer:
    """A process that does jobs by their names."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, **_ONE_THREAD, **environment},
        )
        self.name = str(self._line()["peer"])

    def do(self, job: str) -> Measure:
        """Does a job; RuntimeError when the process can't."""
        stdin = self._process.stdin
        if stdin is None:
            raise RuntimeError("the process has no input")
        stdin.write(f"{job}\n")
        stdin.flush()
        return Measure(**self._line())

    def end(self) -> None:
        """Has the process end, and waits for it."""
        self._process.communicate()

    def _line(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended: its error stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer


def ours(folder: Path) -> Peer:
    """The renderer. The first one makes the pictures in `folder`."""
    return Peer([sys.executable, "-m", "editor.render.benchmark", str(folder)], {})


def sharp(folder: Path, home: Path) -> Peer:
    """sharp, as installed in `home`."""
    node = find()
    return Peer([*node.node, str(_SCRIPT), str(home), str(folder)], node.environment({}))


def install_sharp(home: Path) -> None:
    """sharp in exactly one version, by npm, unless it is there already."""
    installed = home / "node_modules/sharp/package.json"
    if installed.exists() and json.loads(installed.read_text())["version"] == SHARP:
        return
    node = find()
    home.mkdir(parents=True, exist_ok=True)
    (home / "package.json").write_text(json.dumps({"name": "benchmark", "private": True}))
    command = [*node.npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(
        [*command, f"sharp@{SHARP}"], cwd=home, env=node.environment(os.environ), check=True
    )
