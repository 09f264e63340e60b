"""Which flow a kind of job runs. A new kind is one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

Run = Callable[[str, dict[str, Any]], dict[str, Any]]
"""(workspace id, payload) -> result; raises StudioError. Running it twice does no harm."""


@cache
def kinds() -> Mapping[str, Run]:
    """Kind -> flow. Imported late: queueing a job must not load the renderer's rooms."""
    from editor.flows import likenesses
    from editor.flows.export import run_export

    return MappingProxyType({"export": run_export, "likenesses": likenesses.run})
