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
    from editor.flows.batches import hooks
    from editor.flows.export import run_export
    from editor.jobs import batches

    return MappingProxyType(
        {
            "export": run_export,
            "likenesses": likenesses.run,
            "batch-item": batches.run_item,
            "batch-intake": batches.run_intake,
            "batch-hook": hooks.run_hook,
        }
    )
