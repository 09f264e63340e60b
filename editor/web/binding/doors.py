"""Where the binding and `cf.image` come in, and how their errors look (transform contract, 4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TRANSFORM = "/transform"
INFO = "/info"
PROXIED = "/cdn-cgi/binding"
"""Both in one, for Miniflare: the address that its Worker called comes in a header."""
FORMS = (TRANSFORM, INFO, PROXIED)
"""The binding's addresses."""
CF_IMAGE = "/cdn-cgi/cf-image"
"""Where requests with `BLOB` are led, whatever address they name."""
ANY_HOST = (TRANSFORM, INFO, CF_IMAGE)
"""The binding calls them under a host name of its own, and so does nobody who hasn't a token: the
name needn't be one of ours. Miniflare calls the studio by its name."""
BLOB = b"x-cf-blob"
NAMED = "cf_image"
"""In the scope: the address that such a request named."""
DENIED = 9430


def rerouted(scope: Mapping[str, Any]) -> Mapping[str, Any]:
    """The scope of a program's request with options in its header, led to their door."""
    headers = dict(scope["headers"])
    bearer = headers.get(b"authorization", b"")[:7].lower() == b"bearer "
    if BLOB not in headers or not bearer or scope["method"] not in ("GET", "HEAD"):
        return scope
    scheme = headers.get(b"x-forwarded-proto", scope.get("scheme", "http").encode())
    path = scope.get("raw_path") or scope["path"].encode()
    query = b"?" + scope["query_string"] if scope.get("query_string") else b""
    named = b"%s://%s%s%s" % (scheme, headers.get(b"host", b""), path, query)
    led = {"path": CF_IMAGE, "raw_path": CF_IMAGE.encode(), "query_string": b""}
    return {**scope, **led, NAMED: named.decode("latin-1")}


def wire_code(path: str, status: int, code: int) -> int:
    """The number of an error at these addresses: that of strangers is one of its own."""
    return DENIED if path in FORMS and status == 401 else code


def error_header(path: str, status: int, code: int) -> dict[str, str]:
    """How the clients of these addresses tell one error from another; empty for other doors."""
    if path not in FORMS:
        return {}
    return {"cf-images-binding": f"err={wire_code(path, status, code)}"}
