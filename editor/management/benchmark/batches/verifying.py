"""The benchmark's files once more, read by libvips and held against what they should show."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from editor.management.benchmark.batches import flow
from editor.management.benchmark.peers import ROOT

FILL = 0.85
SLACK = 0.01
MOST_COLOUR = {"png": 1.0, "jpeg": 2.5}
"""Levels of 255, mean over the subject."""
MOST_FRINGE = 4.0
"""Levels of 255, mean over a ring of 3 px; beside white, less is hardly seen."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One photo's file in one format, with the fields of `render.benchmark.reading.Measured`."""

    name: str
    format: str
    width: int
    height: int
    full: bool
    white: float
    fill: float
    colour: float | None
    fringe: float | None


def can_read() -> bool:
    """True when libvips is here."""
    return find_spec("pyvips") is not None


def checked(
    client: httpx.Client,
    went: flow.Went,
    photos: Sequence[Path],
    recipe: Mapping[str, Any],
    tell: flow.Told,
) -> Iterator[Checked]:
    """Every file of a batch that was made, as JPEG and as PNG. Two more batches of the same photos
    are made for it: as PNG, and on nothing."""
    made = [(one, photo) for one, photo in zip(went.items, photos, strict=True) if one["results"]]
    ids = [one["original"] for one, _ in made]
    [target] = recipe["targets"]
    as_png = {**recipe, "targets": [{**target, "format": "png"}]}
    white = _made(client, ids, as_png)
    clear = _made(client, ids, {**as_png, "background": "transparent"})
    with TemporaryDirectory(prefix="studio-benchmark-") as folder, _reader() as reader:
        near = Path(folder)
        for number, ((one, photo), png, cut) in enumerate(zip(made, white, clear, strict=True), 1):
            said = {
                "document": _document(client, cut),
                "clear": _file(client, cut, near / "clear"),
                "photo": str(photo.resolve()),
            }
            for format, item in (("jpeg", one), ("png", png)):
                found = _asked(reader, {**said, "file": _file(client, item, near / format)})
                yield Checked(photo.name, format, **found)
            tell(number, len(made), "read")


def _reader() -> subprocess.Popen[str]:
    """A process of its own: what it knows of pictures comes from libvips alone."""
    command = [sys.executable, "-m", "editor.render.benchmark.reading"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)


def _asked(reader: subprocess.Popen[str], said: Mapping[str, Any]) -> dict[str, Any]:
    if reader.stdin is None or reader.stdout is None:
        raise RuntimeError("the reader has no pipes")
    reader.stdin.write(json.dumps(said) + "\n")
    reader.stdin.flush()
    found: dict[str, Any] = json.loads(reader.stdout.readline())
    return found


def _made(
    client: httpx.Client, ids: Sequence[str], recipe: Mapping[str, Any]
) -> tuple[Mapping[str, Any], ...]:
    body = {"name": "Verified", "recipe": recipe}
    at = f"/api/batches/{flow.good(client.post('/api/batches', json=body))['id']}"
    flow.good(client.post(f"{at}/originals", json={"originals": list(ids)}))
    return flow.finished(client, at.rpartition("/")[2], 0.0, lambda *_: None).items


def _document(client: httpx.Client, item: Mapping[str, Any]) -> Mapping[str, Any]:
    at = f"/api/batches/{item['batch']}/items/{item['id']}/document"
    id = flow.good(client.post(at))["document"]
    body: Mapping[str, Any] = flow.good(client.get(f"/api/documents/{id}"))["body"]
    return body


def _file(client: httpx.Client, item: Mapping[str, Any], place: Path) -> str:
    answer = client.get(f"/p/{item['results'][0]['key']}")
    answer.raise_for_status()
    place.write_bytes(answer.content)
    return str(place)


def table(found: Sequence[Checked], side: int) -> str:
    """Markdown: for each measure how many files meet it, and the worst."""
    lines = ["| read by libvips | files that meet it | median | worst |", "|---|--:|--:|--:|"]
    for format, most in MOST_COLOUR.items():
        own = [one for one in found if one.format == format]
        title = format.upper()
        sizes = [float((m.width, m.height) == (side, side)) for m in own]
        lines += [
            _row(f"{title}: {side} x {side} px, colour for every px", [
                size and float(m.full) for size, m in zip(sizes, own, strict=True)
            ], lambda v: v == 1, min),
            _row(f"{title}: white at exactly 255 away from the subject",
                 [m.white for m in own], lambda v: v == 1, min),
            _row(f"{title}: the subject's share within 1 % of {FILL}",
                 [abs(m.fill - FILL) for m in own], lambda v: v <= SLACK, max),
            _row(f"{title}: mean difference to the photo, at most {most:g} of 255",
                 [m.colour for m in own], lambda v, most=most: v <= most, max),  # type: ignore[misc]
            _row(f"{title}: no dark halo, at most {MOST_FRINGE:g} below the blend with white",
                 [None if m.fringe is None else max(0.0, -m.fringe) for m in own],
                 lambda v: v <= MOST_FRINGE, max),
            _row(f"{title}: no bright rim, at most {MOST_FRINGE:g} above it",
                 [None if m.fringe is None else max(0.0, m.fringe) for m in own],
                 lambda v: v <= MOST_FRINGE, max),
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _row(
    title: str,
    values: Sequence[float | None],
    good: Callable[[float], bool],
    worst: Callable[[Sequence[float]], float],
) -> str:
    known = [one for one in values if one is not None]
    if not known:
        return f"| {title} | none measured | | |"
    met = sum(good(one) for one in known)
    return f"| {title} | {met} of {len(known)} | {median(known):.4g} | {worst(known):.4g} |"


def told(found: Sequence[Checked]) -> Iterator[str]:
    """The files that miss a measure, one line each."""
    for m in found:
        missed = [
            *([f"white {m.white:.5f}"] if m.white < 1 else []),
            *([f"fill {m.fill:.3f}"] if abs(m.fill - FILL) > SLACK else []),
            *([f"colour {m.colour:.2f}"] if (m.colour or 0) > MOST_COLOUR[m.format] else []),
            *([f"fringe {m.fringe:.2f}"] if abs(m.fringe or 0) > MOST_FRINGE else []),
        ]
        if missed:
            yield f"{m.name} ({m.format}): {', '.join(missed)}"
