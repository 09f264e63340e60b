"""What the OpenAPI document says beside what ninja reads from the views: the errors that every
address may answer, and the files that some send."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

FILES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("/api/originals/archive", "get"): "application/zip",
        ("/api/originals/{id}/file", "get"): "application/octet-stream",
        ("/api/batches/{id}/archive", "get"): "application/zip",
        ("/api/batches/{id}/report.csv", "get"): "text/csv",
        ("/api/batches/{id}/manifest.csv", "get"): "text/csv",
        ("/api/samples/{name}/picture", "get"): "image/jpeg",
        ("/api/fonts/{id}/file", "get"): "font/sfnt",
    }
)
"""Addresses that answer with a file."""

FETCHING = frozenset({("/api/pictures", "post"), ("/api/sign", "post")})
"""Addresses whose bodies may name pictures of other hosts."""
_OUTSIDE = "The picture's host isn't allowed, isn't there, or sends no picture."
_OUTSIDE_STATUSES = (403, 408, 415, 422, 502, 508, 523, 524)

_ALWAYS = {
    400: "The request, or a value in it, breaks a rule.",
    429: "Too many requests; Retry-After tells when to come back.",
    503: "Busy; Retry-After tells when to come back.",
}
_STRANGERS = "Nobody has this token, or none was sent."
_MISSING = "There is no such thing here."
_TOO_LARGE = "The body is larger than this server takes."

Answers = dict[Any, dict[str, Any]]


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """The document with these answers filled in where an operation doesn't tell them itself."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers: Answers = operation["responses"]
            told = {int(status) for status in answers}
            errors = _errors(path, operation)
            if (path, method) in FETCHING:
                errors |= dict.fromkeys(_OUTSIDE_STATUSES, _OUTSIDE)
            for status, text in errors.items():
                if status not in told:
                    answers[status] = {"description": text, "content": _json("ErrorOut")}
            if kind := FILES.get((path, method)):
                binary = {"schema": {"type": "string", "format": "binary"}}
                answers[200] = {"description": "The file.", "content": {kind: binary}}
    return document


def _errors(path: str, operation: Mapping[str, Any]) -> dict[int, str]:
    found = dict(_ALWAYS)
    if operation.get("security"):
        found[401] = _STRANGERS
    if "{" in path:
        found[404] = _MISSING
    if "requestBody" in operation:
        found[413] = _TOO_LARGE
    return found


def _json(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
