"""`python -m editor.inference.training.shipping NAME FILE`: a trained network becomes the files
that the studio ships, and the facts for its card are told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import torch
from safetensors.torch import load_file
from torch import nn

from editor.errors import StudioError
from editor.inference import embedded
from editor.inference.networks import load_checkpoint
from editor.inference.networks.compact_faces import CompactFaces
from editor.inference.networks.compact_matte import CompactMatte
from editor.inference.training.averaging import Earlier
from editor.inference.training.exporting import Exported, export

SEED = 5


@dataclass(frozen=True, slots=True)
class Shipped:
    """How a network is made and asked: the spread of the numbers that it is given, the sides of an
    example in px, and the axes that may be longer or shorter."""

    made: Callable[[], nn.Module]
    spread: float
    side: int
    axes: Mapping[int, str]


SHIPPED: Mapping[str, Shipped] = MappingProxyType(
    {
        "studio-matte": Shipped(CompactMatte, 1.0, 320, {0: "n"}),
        "studio-faces": Shipped(CompactFaces, 60.0, 320, {0: "n", 2: "height", 3: "width"}),
    }
)


def ship(
    name: str, weights: Path, folder: Path = embedded.FOLDER, earlier: Earlier | None = None
) -> Exported:
    """Writes both files of `name` from trained float32 numbers with norms. WrongWeights when these
    are of another network, InvalidOption when the `earlier` ones are."""
    asked = SHIPPED[name]
    module = asked.made().eval()
    load_checkpoint(module, load_file(weights))
    folder.mkdir(parents=True, exist_ok=True)
    dice = torch.Generator().manual_seed(SEED)
    example = asked.spread * torch.randn(1, 3, asked.side, asked.side, generator=dice)
    return export(module, example, asked.axes, name, folder, earlier)


def main(arguments: list[str]) -> int:
    """0 when the files were written, 2 with a sentence when they can't be."""
    parser = argparse.ArgumentParser(prog="editor.inference.training.shipping")
    parser.add_argument("name", choices=SHIPPED)
    parser.add_argument("weights", type=Path, help="Safetensors, as training keeps them.")
    parser.add_argument("--out", type=Path, default=embedded.FOLDER)
    parser.add_argument("--earlier", type=Path, help="Shipped weights to be averaged with.")
    parser.add_argument("--share", type=float, default=0.25, help="How much those count, 0 to 1.")
    asked = parser.parse_args(arguments)
    try:
        earlier = Earlier(load_file(asked.earlier), asked.share) if asked.earlier else None
        told = ship(asked.name, asked.weights, asked.out, earlier)
    except (StudioError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print(f'for its card: "{told.sha256}", {told.bytes:_}')  # noqa: T201
    print(f"half precision changes logits by at most {told.rounding:.2g}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
