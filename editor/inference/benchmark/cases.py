"""What is measured: networks at the sizes of their cards, plain and as the service runs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from editor.inference.settings import AUTO

SIZES: Mapping[str, tuple[int, int]] = {
    "birefnet": (1024, 1024),
    "birefnet_lite": (1024, 1024),
    "isnet": (1024, 1024),
    "u2net": (320, 320),
    "u2netp": (320, 320),
    "retinaface_mobilenet025": (640, 640),
    "retinaface_resnet50": (640, 640),
    "sam_vit_b": (1024, 1024),
}
"""Network -> height and width of what it is given, px."""
PLAIN, SERVED, GRAPHS = "plain", "served", "graphs"
ON_CUDA = ((AUTO, SERVED), (AUTO, GRAPHS), ("float16", GRAPHS), ("float32", GRAPHS))
"""Numbers and ways that are measured there beside the plain one."""


@dataclass(frozen=True, slots=True)
class Case:
    """`way` is `plain` (eager, float32, as published), `served` (as the service runs it) or
    `graphs` (recorded, but not compiled). `dtype` may be `auto`."""

    network: str
    height: int
    width: int
    batch: int
    dtype: str
    device: str
    way: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def group(self) -> tuple[str, int]:
        """What a case is compared within."""
        return self.network, self.batch


def cases(networks: list[str], batches: list[int], device: str) -> Iterator[Case]:
    """The plain case first, then the others of its group."""
    for network in networks:
        height, width = SIZES[network]
        for batch in batches:
            yield Case(network, height, width, batch, "float32", device, PLAIN)
            on_cuda = device.startswith("cuda")
            for dtype, way in ON_CUDA if on_cuda else (("float32", SERVED),):
                yield Case(network, height, width, batch, dtype, device, way)
