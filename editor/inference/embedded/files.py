"""The two files of an embedded model: laid out, and checked before anything is run from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from editor.errors import ModelMissing, WrongWeights

GRAPH = "graph"
"""In the weights' own header: the sha256 of the graph that belongs to them."""
LONGEST_HEADER = 1 << 20
LENGTH_BYTES = 8
REMEDY = "It came with the studio: fetch its files again, for example with `git checkout`."


@dataclass(frozen=True, slots=True)
class Header:
    """What a safetensors file says of itself; `start` is where its numbers begin, in bytes."""

    start: int
    tensors: Mapping[str, Mapping[str, Any]]
    told: Mapping[str, str]

    def place(self, name: str) -> tuple[int, int]:
        """Where in the file the numbers of this tensor begin, and their length, in bytes."""
        first, end = self.tensors[name]["data_offsets"]
        return self.start + first, end - first


def graph_of(weights: Path) -> Path:
    """The other file."""
    return weights.with_suffix(".onnx")


def header(data: bytes) -> Header:
    """Of the first bytes of a safetensors file; ValueError when it is none."""
    length = int.from_bytes(data[:LENGTH_BYTES], "little")
    text = data[LENGTH_BYTES : LENGTH_BYTES + length]
    if not 0 < length <= LONGEST_HEADER or len(text) != length:
        raise ValueError("no header")
    facts = json.loads(text)
    told = facts.pop("__metadata__", {})
    return Header(LENGTH_BYTES + length, facts, told)


def checked(weights: Path, digest: str) -> Path:
    """The graph's file, when both files are those of the card with this sha256 of the weights.

    ModelMissing when one isn't there, WrongWeights when one is another one or damaged.
    """
    graph = graph_of(weights)
    for path in (weights, graph):
        if not path.is_file():
            raise ModelMissing(f"{path.name} isn't here.", remedy=REMEDY)
    data = weights.read_bytes()
    if sha256(data).hexdigest() != digest:
        why = f"{weights.name} is damaged, or not the file of the card."
        raise WrongWeights(why, remedy=REMEDY)
    # The digest vouches for the header, and the header for the graph.
    if sha256(graph.read_bytes()).hexdigest() != header(data).told.get(GRAPH):
        raise WrongWeights(f"{graph.name} is damaged, or of other weights.", remedy=REMEDY)
    return graph
