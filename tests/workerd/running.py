"""The runtime of Workers, with the images binding and its way out led to a studio."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import httpx

from tests.npm import installed
from tests.services import free_port
from tests.serving import Serving

FOLDER = Path(__file__).resolve().parent

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


class Runtime(Serving):
    """Our worker in the runtime; ready when constructed."""

    def __init__(self, folder: Path, studio: str, token: str) -> None:
        port = free_port()
        says = {"port": port, "studio": httpx.URL(studio).port, "token": token}
        config = folder / "config.capnp"
        config.write_text(CONFIG % {**says, "url": json.dumps(studio)})
        shutil.copy(FOLDER / "worker.js", folder)
        super().__init__([str(program()), "serve", str(config)], port, folder / "workerd.log")
