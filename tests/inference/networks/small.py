"""Small goldens in the repository itself: a few numbers per network, made by our own modules when
they agreed with the published code, so that every machine notices a change.

`python -m tests.inference.networks.small` writes them anew; only ever after the large ones pass.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from editor.inference.networks import build, load_checkpoint
from tests.inference.networks.seeded import GAINS, seeded_picture, seeded_state

FILE = Path(__file__).with_suffix(".json")
PROBES = 7
SIDE_PX = 240


class Small(NamedTuple):
    """A network at a tiny size; odd where the network takes that."""

    name: str
    height: int
    width: int
    options: dict[str, Any]

    @property
    def label(self) -> str:
        return " ".join([self.name, *map(str, self.options.values())])


SMALL = [
    Small("birefnet", 64, 32, {"patch_order": "c_hg_wg"}),
    Small("birefnet_lite", 96, 160, {"patch_order": "c_hg_wg"}),
    Small("birefnet_lite", 96, 160, {"patch_order": "wg_hg_c"}),
    Small("isnet", 53, 67, {}),
    Small("retinaface_mobilenet025", 53, 67, {}),
    Small("retinaface_mobilenet025_1mb", 53, 67, {}),
    Small("retinaface_resnet50", 53, 67, {}),
    Small("sam_vit_b", SIDE_PX, SIDE_PX, {"side_px": SIDE_PX}),
    Small("u2net", 53, 67, {}),
    Small("u2netp", 53, 67, {}),
]


def measured(small: Small) -> dict[str, Any]:
    """Names of all tensors as a digest; shape, spread and some numbers of each output."""
    module = build(small.name, **small.options)
    load_checkpoint(module, seeded_state(module, GAINS[small.name]))
    with torch.inference_mode():
        outputs = _answer(module, small)
    return {"tensors": listing(module), "outputs": [_summary(output) for output in outputs]}


def listing(module: nn.Module) -> str:
    """A digest of names, shapes and types, in order."""
    state = module.state_dict().items()
    lines = [f"{name} {tuple(tensor.shape)} {tensor.dtype}" for name, tensor in state]
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


def _answer(module: nn.Module, small: Small) -> Sequence[Tensor]:
    picture = seeded_picture(small.height, small.width)
    if small.name.startswith("sam"):
        point = torch.tensor([[[30.0, 50.0]]])
        box = torch.tensor([[10.0, 20.0, 130.0, 90.0]])
        given: Sequence[Tensor] = module(picture, points=point, labels=torch.ones(1, 1), box=box)
        return given
    answer = module(picture)
    return [answer] if isinstance(answer, Tensor) else answer


def _summary(output: Tensor) -> dict[str, Any]:
    flat = output.double().flatten()
    probes = flat[torch.linspace(0, flat.numel() - 1, PROBES).long()]
    return {
        "shape": list(output.shape),
        "std": round(float(flat.std(correction=0)), 6),
        "probes": [round(value, 6) for value in probes.tolist()],
    }


if __name__ == "__main__":
    known = {small.label: measured(small) for small in SMALL}
    lines = [f"{json.dumps(label)}: {json.dumps(facts)}" for label, facts in known.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
