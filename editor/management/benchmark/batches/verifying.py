"""The benchmark's files once more, read by libvips and held against what they should show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from editor.management.benchmark.batches import flow, reading
from editor.management.benchmark.batches.reading import Measured

FILL = 0.85
SLACK = 0.01
MOST_COLOUR = {"png": 1.0, "jpeg": 2.5}
"""Levels of 255, mean over the subject."""
MOST_FRINGE = 4.0
"""Levels of 255, mean over a ring of 3 px; beside white, less is hardly seen."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One photo's file in one format."""

    name: str
    format: str
    found: Measured


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
    for number, ((one, photo), png, cut) in enumerate(zip(made, white, clear, strict=True), 1):
        document = _document(client, cut)
        shown = reading.shown_by(document, _file(client, cut), photo.read_bytes())
        for format, item in (("jpeg", one), ("png", png)):
            yield Checked(photo.name, format, reading.measured(_file(client, item), shown))
        tell(number, len(made), "read")


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


def _file(client: httpx.Client, item: Mapping[str, Any]) -> reading.Read:
    answer = client.get(f"/p/{item['results'][0]['key']}")
    answer.raise_for_status()
    return reading.read(answer.content)


def table(found: Sequence[Checked], side: int) -> str:
    """Markdown: for each measure how many files meet it, and the worst."""
    lines = ["| read by libvips | files that meet it | median | worst |", "|---|--:|--:|--:|"]
    for format, most in MOST_COLOUR.items():
        own = [one.found for one in found if one.format == format]
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
    for one in found:
        m = one.found
        missed = [
            *([f"white {m.white:.5f}"] if m.white < 1 else []),
            *([f"fill {m.fill:.3f}"] if abs(m.fill - FILL) > SLACK else []),
            *([f"colour {m.colour:.2f}"] if (m.colour or 0) > MOST_COLOUR[one.format] else []),
            *([f"fringe {m.fringe:.2f}"] if abs(m.fringe or 0) > MOST_FRINGE else []),
        ]
        if missed:
            yield f"{one.name} ({one.format}): {', '.join(missed)}"
