"""Whether the parts that flows work with can be asked right now, and what they have done."""

from __future__ import annotations

from editor.errors import Busy
from editor.flows.engines import engines
from editor.render.ledger import Counters as Figures

__all__ = ["Figures", "figures", "inference", "render"]

PATIENCE_S = 2.0


def render() -> None:
    """Busy while no render process of this process's pool lives; the first call starts them."""
    pool = engines().render
    pool.warm()
    if not pool.pids():
        raise Busy("The render processes are starting.", remedy="Wait a moment.")


def inference() -> None:
    """InferenceUnavailable when the inference service can't be asked."""
    engines().inference.ready(timeout_s=PATIENCE_S)


def figures() -> Figures:
    """The counters of this process's render pool."""
    return engines().render.counters()
