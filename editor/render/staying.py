"""Which decoded pictures stay while others are made: in numbers, for the estimate of memory."""

from __future__ import annotations

from collections import Counter

from editor.plan.composition import Composition, Original, sources
from editor.render.limits import KEPT_BYTES


class Staying:
    """Decoded pictures that stay for other layers of the recipe, as `Originals` keeps them."""

    def __init__(self, composition: Composition) -> None:
        self._uses = Counter(s.ref for s in sources(composition) if isinstance(s, Original))
        self._held: dict[str, dict[float, float]] = {}
        self._decoded = 0.0

    @property
    def bytes(self) -> float:
        return sum(sum(one.values()) for one in self._held.values())

    @property
    def lasting(self) -> float:
        """Bytes that stay for the requests to come, see `render.kept`."""
        return min(self._decoded, KEPT_BYTES)

    def use(self, ref: str, decoded: float) -> float:
        """Counts one use; answers the bytes that others keep meanwhile."""
        before = self.bytes
        self._uses[ref] -= 1
        self._decoded += decoded if decoded <= KEPT_BYTES else 0.0
        if self._uses[ref] <= 0:
            self._held.pop(ref, None)
        else:
            # Equal sizes are equal decodes.
            self._held.setdefault(ref, {})[decoded] = decoded
        return before
