"""The editor's TypeScript outside a browser: bundled as the build does it, run by Node."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from editor.management.frontend import build
from editor.management.frontend.layout import Layout
from tests.needs import ROOT, needs_node

PATIENCE_S = 240


def bundled(name: str, folder: Path, *options: str) -> Path:
    """`tests/editing/<name>` with all that it imports, as one script in `folder`."""
    node, layout = needs_node(), Layout(ROOT)
    build.install(layout, node)
    esbuild = str(layout.modules / "esbuild/bin/esbuild")
    out = folder / f"{Path(name).stem}.mjs"
    source = str(ROOT / "tests/editing" / name)
    command = [*node.node, esbuild, source, *build.BUNDLE, *options, f"--outfile={out}"]
    subprocess.run(command, cwd=ROOT, env=node.environment(os.environ), check=True, timeout=120)
    return out


def run(script: Path, *words: str, given: str = "") -> str:
    """What the script prints; AssertionError with its complaint when it fails."""
    done = subprocess.run(
        [*needs_node().node, "--enable-source-maps", str(script), *words],
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr[-6000:]
    return done.stdout
