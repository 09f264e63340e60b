"""The build: `npm ci`, `tsc`, esbuild into static/dist with content hashes and a manifest.

static/dist/manifest.json: {"key": digest of all inputs,
                            "entries": {name: {"js": path | null, "css": [paths]}}}
with paths relative to static/. Needs POSIX file locks (Linux, macOS, WSL).
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from editor.management.frontend.layout import Layout
from editor.management.frontend.node import Node

BUNDLE = (
    "--bundle",
    "--format=esm",
    "--target=es2022",
    "--jsx=automatic",
    "--jsx-import-source=preact",
    "--log-level=warning",
)


class BuildFailed(Exception):
    """One step ended badly; its own words are already on the screen."""


def is_current(layout: Layout) -> bool:
    """True when static/dist was built from exactly the present inputs."""
    manifest = read_manifest(layout)
    return manifest is not None and manifest["key"] == layout.digest()


def read_manifest(layout: Layout) -> dict[str, Any] | None:
    """The manifest of the last build; None before the first."""
    try:
        manifest: dict[str, Any] = json.loads((layout.dist / "manifest.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return manifest


def build(layout: Layout, node: Node) -> bool:
    """Brings static/dist up to date; False when it was. BuildFailed leaves the old one in place."""
    with _one_at_a_time(layout):
        if is_current(layout):
            return False
        key = layout.digest()
        install(layout, node)
        check_types(layout, node)
        _bundle(layout, node, key)
    return True


def install(layout: Layout, node: Node) -> None:
    """`npm ci`, unless node_modules already holds what the lock file says."""
    stamp, wanted = layout.modules / ".lock-digest", layout.lock_digest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print("assets: npm ci fetches the front end's packages (about 25 MB)", flush=True)
    # esbuild and tsc are platform packages: leaving optional ones out would leave them out.
    _run(layout, node, [*node.npm, "ci", "--ignore-scripts", "--include=dev", "--include=optional"])
    stamp.write_text(wanted)


def check_types(layout: Layout, node: Node) -> None:
    """`tsc --noEmit` over every script; an empty front end passes."""
    if layout.scripts():
        tsc = layout.modules / "typescript/bin/tsc"
        _run(layout, node, [*node.node, str(tsc), "--noEmit", "--project", "tsconfig.json"])


def run_unit_tests(layout: Layout, node: Node) -> None:
    """Bundles every `*.test.ts` and runs them by `node --test`."""
    tests = layout.unit_tests()
    if not tests:
        return
    with _one_at_a_time(layout):
        install(layout, node)
        out = layout.modules / ".unit-tests"
        shutil.rmtree(out, ignore_errors=True)
        names = [f"{path.parent.name}-{path.stem}={path}" for path in tests]
        options = ["--platform=node", "--sourcemap=inline", "--out-extension:.js=.mjs"]
        _esbuild(layout, node, [*names, *BUNDLE, *options, f"--outdir={out}"])
    bundles = sorted(str(path) for path in out.glob("*.mjs"))
    _run(layout, node, [*node.node, "--enable-source-maps", "--test", *bundles])


def _bundle(layout: Layout, node: Node, key: str) -> None:
    fresh, old = layout.static / "dist.new", layout.static / "dist.old"
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(parents=True)
    entries = layout.entries()
    outputs = _bundle_entries(layout, node, entries, fresh) if entries else {}
    _copy_icons(layout, fresh / "icons")
    manifest = {"key": key, "entries": outputs}
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=2))
    if layout.dist.exists():
        layout.dist.rename(old)
    fresh.rename(layout.dist)
    shutil.rmtree(old, ignore_errors=True)


def _copy_icons(layout: Layout, out: Path) -> None:
    """The icons that templates draw, named in static/base/icons.txt, from lucide's package."""
    if layout.icon_names.exists():
        out.mkdir()
        for name in layout.icon_names.read_text().split():
            shutil.copy(layout.modules / "lucide-static/icons" / f"{name}.svg", out)


def _bundle_entries(
    layout: Layout, node: Node, entries: Mapping[str, Sequence[Path]], out: Path
) -> dict[str, Any]:
    metafile = out / "meta.json"
    named = [
        f"{name}{'-style' if path.suffix == '.css' else ''}={path}"
        for name, paths in entries.items()
        for path in paths
    ]
    options = [
        "--minify",
        "--sourcemap",
        "--splitting",
        "--entry-names=[name]-[hash]",
        "--chunk-names=chunks/[name]-[hash]",
        "--asset-names=assets/[name]-[hash]",
        "--loader:.woff2=file",
        "--loader:.svg=text",
        "--public-path=/static/dist",
        f"--metafile={metafile}",
        f"--outdir={out}",
    ]
    _esbuild(layout, node, [*named, *BUNDLE, *options])
    outputs = json.loads(metafile.read_text())["outputs"]
    metafile.unlink()
    return {name: _files(layout, paths, outputs, out) for name, paths in entries.items()}


def _files(
    layout: Layout, sources: Sequence[Path], outputs: Mapping[str, Any], out: Path
) -> dict[str, Any]:
    """The script and the style sheets that came out of the main files of one entry."""
    mains = {str(path.relative_to(layout.root)) for path in sources}
    js, css = None, []
    for name, facts in outputs.items():
        if facts.get("entryPoint") not in mains:
            continue
        if name.endswith(".js"):
            js = _published(name, layout, out)
            css += [facts["cssBundle"]] if "cssBundle" in facts else []
        else:
            css.append(name)
    return {"js": js, "css": [_published(name, layout, out) for name in css]}


def _published(output: str, layout: Layout, out: Path) -> str:
    """Path below static/ once the fresh folder has taken dist's place."""
    return f"dist/{(layout.root / output).relative_to(out).as_posix()}"


def _esbuild(layout: Layout, node: Node, arguments: list[str]) -> None:
    _run(layout, node, [*node.node, str(layout.modules / "esbuild/bin/esbuild"), *arguments])


def _run(layout: Layout, node: Node, command: list[str]) -> None:
    ended = subprocess.run(command, cwd=layout.root, env=node.environment(os.environ))
    if ended.returncode != 0:
        raise BuildFailed(f"this step ended with {ended.returncode}: {' '.join(command[:6])}")


@contextmanager
def _one_at_a_time(layout: Layout) -> Iterator[None]:
    """Two builds of one checkout wait for each other."""
    with (layout.root / "package.json").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
