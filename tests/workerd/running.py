"""The runtime of Workers, with the images binding and its way out led to a studio."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path

import httpx

from tests.npm import installed
from tests.services import free_port

FOLDER = Path(__file__).resolve().parent
START_S = 60.0

CONFIG = """
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .w),
    (name = "binding", external = (address = "127.0.0.1:%(studio)d", http = (
        injectRequestHeaders = [(name = "Authorization", value = "Bearer %(token)s")]))),
    (name = "fetching", external = (address = "127.0.0.1:%(studio)d", http = (
        style = host, cfBlobHeader = "x-cf-blob", forwardedProtoHeader = "X-Forwarded-Proto",
        injectRequestHeaders = [(name = "Authorization", value = "Bearer %(token)s")]))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:%(port)d", http = (), service = "main")]);
const w :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2026-11-01",
  globalOutbound = "fetching",
  bindings = [
    (name = "STUDIO", text = %(url)s),
    (name = "IMAGES", wrapped = (moduleName = "cloudflare-internal:images-api",
      innerBindings = [(name = "fetcher", service = "binding")])),
  ]);
"""


def program() -> Path:
    """The runtime from npm; installed beside this file when it isn't there."""
    return installed("workerd", FOLDER, _installed)


def _installed() -> Path | None:
    return next(FOLDER.glob("node_modules/@cloudflare/workerd-*/bin/workerd"), None)


class Runtime:
    """Our worker in the runtime; ready when constructed."""

    def __init__(self, folder: Path, studio: str, token: str) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        says = {"port": port, "studio": httpx.URL(studio).port, "token": token}
        config = folder / "config.capnp"
        config.write_text(CONFIG % {**says, "url": json.dumps(studio)})
        shutil.copy(FOLDER / "worker.js", folder)
        self.log = folder / "workerd.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [str(program()), "serve", str(config)], stdout=out, stderr=out
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while True:
            assert self.process.poll() is None, self.log.read_text()[-4000:]
            try:
                httpx.get(self.url, timeout=10)
                return
            except httpx.HTTPError:
                assert time.monotonic() < until, self.log.read_text()[-4000:]
                time.sleep(0.1)

    def ask(
        self, action: str, text: dict[str, str] | None = None, **files: bytes
    ) -> httpx.Response:
        """What the worker answers."""
        form = {name: (name, content) for name, content in files.items()}
        return httpx.post(f"{self.url}/{action}", data=text, files=form or None, timeout=240)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
