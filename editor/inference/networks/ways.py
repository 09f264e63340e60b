"""How a network runs on a node: in which type of numbers, by which way, in which batches. Only
decisions: nothing here asks a device."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.errors import InvalidOption
from editor.inference.settings import AUTO, GRAPHS

CUDA = "cuda"
SIZES = (1, 2, 4, 8)
"""Batches that are captured; others are filled up to the next one."""
AMPERE, VOLTA = (8, 0), (7, 0)
"""Compute capability: from Ampere on bfloat16 is as fast as float16, before Volta neither is."""


@dataclass(frozen=True, slots=True)
class Node:
    """What there is to run on. `kind`: cuda, mps or cpu."""

    kind: str
    capability: tuple[int, int] = (0, 0)
    compiler: bool = False
    """A C compiler and Triton, which compiled networks are made with."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one network is to run."""

    dtype: str
    """float32, bfloat16 or float16."""
    sizes: tuple[int, ...] = ()
    """Batches to capture."""
    compiled: bool = False
    """Compiled before it is captured, for batches that were rehearsed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the settings and a card ask for."""

    device: str = AUTO
    precision: str = AUTO
    way: str = AUTO
    shape: tuple[int, int] | None = None
    """Height and width of nearly every picture, px; None: they differ."""
    most: int = 1
    """Pictures of the largest batch."""
    models_dir: str = ""
    """Folder beside which compiled code is kept."""


def planned(wanted: Wanted, node: Node) -> Plan:
    """InvalidOption for numbers that the device can't work with."""
    dtype = number_type(wanted.precision, node)
    captures = node.kind == CUDA and wanted.way in (AUTO, GRAPHS) and wanted.shape is not None
    sizes = worth_capturing(wanted.most) if captures else ()
    compiles = bool(sizes) and wanted.way == AUTO and node.compiler and node.capability >= VOLTA
    return Plan(dtype, sizes, compiles)


def number_type(asked: str, node: Node) -> str:
    """The name of the type that most of the network works in."""
    if asked != AUTO:
        if asked == "bfloat16" and node.kind == CUDA and node.capability < AMPERE:
            raise InvalidOption(
                "This device has no bfloat16.",
                remedy="Set INFERENCE_PRECISION to auto, float16 or float32.",
            )
        return asked
    if node.kind != CUDA or node.capability < VOLTA:
        return "float32"
    return "bfloat16" if node.capability >= AMPERE else "float16"


def worth_capturing(most: int) -> tuple[int, ...]:
    """Sizes up to the one that holds a batch of `most`."""
    last = next((size for size in SIZES if size >= most), SIZES[-1])
    return tuple(size for size in SIZES if size <= last)


def portions(pictures: int, sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """How a batch goes through captured sizes: pictures of each portion, and the size that it is
    filled up to. Every picture is in one portion, in order."""
    largest = max(sizes)
    while pictures > 0:
        some = min(pictures, largest)
        yield some, min(size for size in sizes if size >= some)
        pictures -= some


def told(compiled: Sequence[int], captured: Sequence[int], why_not: str = "") -> str:
    """The way in words, such as `compiled 1 2, graphs 4 8`; `eager` with the reason why it isn't
    another one, if there is any."""
    plain = [size for size in captured if size not in compiled]
    words = [
        " ".join([word, *map(str, sorted(sizes))])
        for word, sizes in (("compiled", compiled), ("graphs", plain))
        if sizes
    ]
    way = ", ".join(words) or "eager"
    return f"{way} ({why_not})" if why_not else way
