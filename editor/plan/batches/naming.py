"""File names of a batch: by a pattern, fit for every file system, each once in its folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

LONGEST_STEM = 150
NAMELESS = "photo"
_UNFIT = frozenset('/\\:*?"<>|%')
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
"""Names that Windows keeps for itself."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a pattern may say about one file. `name` is the photo's, without its ending; `n` its
    place among the photos of the batch, of which `last` is the last one."""

    name: str
    sku: str
    n: int
    last: int
    width: int
    height: int
    target: str
    ending: str


def stem(file_name: str) -> str:
    """A file's name without its ending."""
    head, dot, ending = file_name.rpartition(".")
    return head if dot and head and len(ending) <= 5 else file_name


def sku_in(file_name: str) -> str:
    """The part of a file's name before its first `_`: what shops write there."""
    return stem(file_name).partition("_")[0]


def file_name(pattern: str, one: Named) -> str:
    """The name with its ending; never empty, never a path."""
    said: Mapping[str, str] = {
        "name": one.name,
        "sku": one.sku or one.name,
        # As many digits as the last place has, so that names sort as places do.
        "n": str(one.n).zfill(len(str(one.last))),
        "width": str(one.width),
        "height": str(one.height),
        "target": one.target,
    }
    text = pattern
    for field, value in said.items():
        text = text.replace("{" + field + "}", value.replace("{", "(").replace("}", ")"))
    clean = "".join(" " if c in _UNFIT or not c.isprintable() else c for c in text)
    short = " ".join(clean.split())[:LONGEST_STEM].strip(" .") or NAMELESS
    if short.partition(".")[0].lower() in _RESERVED:
        short = f"_{short}"
    return f"{short}.{one.ending}"


def unique(names: Sequence[tuple[str, int]]) -> Iterator[str]:
    """A name for each of these, which come with the place of their photo. The first of equal names,
    also in other letters' case, stays as it is; the others get their place behind it."""
    wished = [name.casefold() for name, _ in names]
    used = set(wished)
    first: set[str] = set()
    for (name, place), own in zip(names, wished, strict=True):
        found, more = name, 1
        if own in first:
            head, _, ending = name.rpartition(".")
            found = f"{head}-{place}.{ending}"
            while found.casefold() in used:
                more += 1
                found = f"{head}-{place}-{more}.{ending}"
        first.add(own)
        used.add(found.casefold())
        yield found
