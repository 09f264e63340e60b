"""The peers, each in one version and in an environment of its own, below one folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

from editor.management.frontend.node import find

IPX, THUMBOR = "3.1.1", "7.8.0"

_CONFIGURATION = """
LOADER = 'thumbor.loaders.file_loader'
FILE_LOADER_ROOT_PATH = {pictures!r}
STORAGE = 'thumbor.storages.no_storage'
RESULT_STORAGE = 'thumbor.result_storages.file_storage'
RESULT_STORAGE_FILE_STORAGE_ROOT_PATH = {results!r}
RESULT_STORAGE_STORES_UNSAFE = True
ALLOW_UNSAFE_URL = True
"""


def install_ipx(folder: Path) -> list[str]:
    """ipx by npm, with the sharp that it asks for; the command that starts it."""
    node, home = find(), folder / "ipx"
    script = home / "node_modules/ipx/bin/ipx.mjs"
    if not script.exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(json.dumps({"name": "benchmark", "private": True}))
        command = [*node.npm, "install", "--no-audit", "--no-fund", "--ignore-scripts"]
        environment = node.environment(os.environ)
        subprocess.run([*command, f"ipx@{IPX}"], cwd=home, env=environment, check=True)
    return [*node.node, str(script), "serve"]


def install_thumbor(folder: Path, made: Path, pictures: Path) -> list[str]:
    """thumbor by pip; the command that starts it with what it makes in `made`."""
    home, settings = folder / "thumbor", made / "thumbor.conf"
    program = home / "bin/thumbor"
    if not program.exists():
        venv.create(home, with_pip=True)
        pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, f"thumbor=={THUMBOR}"], check=True)
    results = str(made / "results")
    settings.write_text(_CONFIGURATION.format(pictures=str(pictures), results=results))
    return [str(program), "--conf", str(settings), "--ip", "127.0.0.1"]


def version_of_sharp(folder: Path) -> str:
    """The sharp that ipx brought."""
    package = folder / "ipx/node_modules/sharp/package.json"
    return str(json.loads(package.read_text())["version"])


def version_of_pillow(folder: Path) -> str:
    """The Pillow that thumbor brought."""
    ask = [str(folder / "thumbor/bin/python"), "-c", "import PIL; print(PIL.__version__)"]
    return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()


def studio() -> list[str]:
    """The command that starts the studio's web process, alone."""
    return [sys.executable, "manage.py", "serve", "--only", "web"]
