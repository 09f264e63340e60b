"""Packages from npm that tests run."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.needs import missing

INSTALL_S = 300.0


def installed(name: str, folder: Path, find: Callable[[], Path | None]) -> Path:
    """What `find` gives, once the packages that `folder` asks for lie in it. Without npm, or when
    it fails, the test is skipped with the reason."""
    if (found := find()) is not None:
        return found
    npm = shutil.which("npm")
    if npm is None:
        missing(f"needs npm, to install {name}")
    try:
        # `npm ci` asks for the programs of all systems in a lock, which not every registry has, and
        # the packages' own scripts have nothing to do here.
        done = subprocess.run(
            [npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=INSTALL_S,
        )
    except subprocess.TimeoutExpired:
        missing(f"npm didn't install {name} within {INSTALL_S:g} s")
    found = find()
    if found is None:
        missing(f"npm can't install {name} here: {(done.stderr or done.stdout)[-300:]}")
    return found
