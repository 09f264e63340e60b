"""What a client asks of the inference service, as values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

from editor.inference.protocol import PREFIX


@dataclass(frozen=True, slots=True)
class Request:
    """`picture` is the digest of a body that needs to travel only once."""

    method: str
    path: str
    params: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    name: str = ""
    picture: str = ""


def models() -> Request:
    return Request("GET", f"{PREFIX}/models")


def faces(picture: bytes, model: str, name: str) -> Request:
    return _looking("faces", {"model": model}, picture, name)


def matte(picture: bytes, model: str, prompt: str, name: str) -> Request:
    asked = {"model": model} | ({"prompt": prompt} if prompt else {})
    return _looking("mattes", asked, picture, name)


def _looking(what: str, asked: dict[str, str], picture: bytes, name: str) -> Request:
    digest = sha256(picture).hexdigest()
    return Request("POST", f"{PREFIX}/{what}", asked, picture, name, digest)


def pull(model: str) -> Request:
    return Request("POST", f"{PREFIX}/models/{quote(model, safe='')}/pull")


def remove(model: str) -> Request:
    return Request("DELETE", f"{PREFIX}/models/{quote(model, safe='')}")


def choose(task: str, model: str) -> Request:
    return Request("PUT", f"{PREFIX}/defaults", body=json.dumps({task: model}).encode())


def queue() -> Request:
    return Request("GET", f"{PREFIX}/queue")


def status() -> Request:
    return Request("GET", f"{PREFIX}/status")


def ready() -> Request:
    return Request("GET", "/readyz")
