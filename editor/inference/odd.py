"""An answer of the service that makes no sense, told as such."""

from __future__ import annotations

import json
from typing import Any

from editor.errors import InferenceUnavailable


def obj(body: bytes) -> dict[str, Any]:
    """The JSON object of a body."""
    try:
        data = json.loads(body)
    except ValueError:
        raise odd("body that isn't JSON") from None
    if not isinstance(data, dict):
        raise odd("body that isn't an object")
    return data


def odd(what: str) -> InferenceUnavailable:
    return InferenceUnavailable(
        f"The inference service answered with a {what}.",
        remedy="Run the same version of Studio on both sides.",
    )
