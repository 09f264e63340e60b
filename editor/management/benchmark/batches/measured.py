"""One run of the benchmark, and its table."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from editor.flows.batches.intake import is_picture
from editor.management.benchmark.batches import flow
from editor.management.benchmark.batches.own import Own, own_studio
from editor.management.benchmark.batches.probing import Answers, Probe
from editor.management.benchmark.batches.watching import Watch
from editor.management.benchmark.render import machine

SIDE = 1000
PAGE, REST = "/", "/api/batches"
MB = 1_000_000
BEGIN, END = "<!-- measured: batches -->", "<!-- end -->"


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured. `asked` is the model that was asked for, `model` what that was. `took`
    are CPU seconds by role while the photos were made, `peaks` the bytes that the largest process
    of each role held."""

    went: flow.Went
    asked: str
    model: str
    took: Mapping[str, float]
    upload_took: Mapping[str, float]
    peaks: Mapping[str, int]
    answers: Mapping[str, Answers]

    @property
    def per_minute(self) -> float:
        return 60 * len(self.went.items) / max(0.001, self.went.made_s)


def photos(folders: Sequence[Path], count: int) -> list[Path]:
    """So many photos from the folders, as many of each, spread evenly over it."""
    held = (
        sorted(p for p in folder.iterdir() if p.is_file() and is_picture(p.name))
        for folder in folders
    )
    lists = sorted(held, key=len)  # what small ones lack, large ones give
    found: list[Path] = []
    for number, each in enumerate(lists):
        wanted = (count - len(found)) // (len(lists) - number)
        step = max(1.0, len(each) / max(1, wanted))
        found += [each[int(step * n)] for n in range(min(wanted, len(each)))]
    return found


def recipe(model: str) -> dict[str, Any]:
    """A shop's usual one: cut out, on white, a JPEG of 1000 px a side."""
    return {"model": model, "targets": [{"name": "shop", "width": SIDE, "height": SIDE}]}


def run(
    chosen: Sequence[Path], model: str, settings: Mapping[str, str], tell: flow.Told
) -> Iterator[tuple[Own, Run]]:
    """Measures once, and gives the studio with its figures while it still runs."""
    with (
        TemporaryDirectory(prefix="studio-benchmark-") as folder,
        own_studio(Path(folder), settings) as studio,
        studio.client() as client,
        studio.client() as other,
    ):
        _warm(client, chosen[0], model)
        with Watch(studio.pid) as uploading:
            batch, uploaded_s = flow.uploaded(client, chosen, recipe(model), tell)
        probe = Probe(other, (PAGE, REST))
        with probe, Watch(studio.pid) as making:
            went = flow.finished(client, batch, uploaded_s, tell)
        took, before = making.took, uploading.took
        peaks = dict(uploading.peaks) | dict(making.peaks)
        yield studio, Run(went, model, _model(went), took, before, peaks, probe.answers)


def _warm(client: Any, photo: Path, model: str) -> None:
    """One photo before all others: models are loaded and processes started by then."""
    batch, _ = flow.uploaded(client, [photo], recipe(model), lambda *_: None)
    flow.finished(client, batch, 0.0, lambda *_: None)


def _model(went: flow.Went) -> str:
    used = {
        str(value)
        for item in went.items
        for result in item["results"]
        for value in result["engines"].values()
    }
    return ", ".join(sorted(used)) or "none"


def table(found: Run) -> str:
    """Markdown: what was measured, on which machine, and the figures."""
    went, count = found.went, len(found.went.items)
    lines = [
        f"{count} photos through a studio of its own, cut out by {found.model}, to JPEG of "
        f"{SIDE}x{SIDE} px; {machine()}, Python {platform.python_version()}.",
        "",
        "| what | measured |",
        "|---|--:|",
        f"| photos a minute, from the batch's start to its end | {found.per_minute:.0f} |",
        f"| ... with the upload before it | {60 * count / (went.uploaded_s + went.made_s):.0f} |",
        f"| passed, to review, failed | {went.count('passed')}, {went.count('review')}, "
        f"{went.count('failed')} |",
        f"| CPU seconds a photo, all processes | {sum(found.took.values()) / count:.2f} |",
        *(
            f"| ... {role} | {took / count:.3f} |"
            for role, took in sorted(found.took.items(), key=lambda one: -one[1])
            if took >= 0.0005 * count
        ),
        f"| CPU seconds a photo for its upload | {sum(found.upload_took.values()) / count:.2f} |",
        *(
            f"| peak memory of one process, {role} | {peak / MB:.0f} MB |"
            for role, peak in sorted(found.peaks.items(), key=lambda one: -one[1])
        ),
        *(_answers(address, one) for address, one in found.answers.items()),
    ]
    return "\n".join(lines) + "\n"


def _answers(address: str, one: Answers) -> str:
    bad = f", {one.refused} refused" if one.refused else ""
    return (
        f"| `GET {address}` meanwhile: median, p95, longest of {one.count}{bad} | "
        f"{one.middle:.0f}, {one.p95:.0f}, {one.longest:.0f} ms |"
    )
