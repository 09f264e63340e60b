"""What a batch hands out: a ZIP file with a folder for each target, its manifest, the report.

Everything is written while it is sent, one file at a time, so that memory stays the same however
many photos there are. Files that left the cache are made again on the way.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from django.db.models import Max

from editor.conf import current
from editor.errors import StudioError
from editor.flows.batches import rows
from editor.flows.engines import Engines, engines
from editor.flows.export import ENDINGS
from editor.flows.packing import PIECE, Sink
from editor.flows.produce import Produced, opened, produce_by_key
from editor.library.connection import released
from editor.models import Batch, BatchItem, Workspace
from editor.plan.batches.naming import Named, file_name, stem, unique
from editor.plan.batches.targets import Settled, settled
from editor.plan.rules import Check
from editor.render.processes import Priority

MANIFEST, REPORT, LEFT_OUT = "manifest.csv", "report.csv", "left out.txt"
PAGE = 200
MANIFEST_FIELDS = (
    *("file", "target", "source", "sku", "n", "state", "verdict", "width", "height", "bytes"),
    *("format", "doubt", "rules_as_of"),
)
OUT = (BatchItem.State.PASSED,)
FORMULA = frozenset("=+-@\t\r")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the result."""

    path: str
    item: BatchItem
    result: dict[str, Any]


def entries(batch: Batch, *, reviewed_only: bool = True) -> Iterator[Entry]:
    """The files in the order of their items, each under a name of its own in its folder. Without
    `reviewed_only` those that are still to be reviewed, too."""
    states = OUT if reviewed_only else rows.DECIDED
    paths = _paths(batch)
    # Names are short and must be known together; rows are read again, a page at a time.
    for item in _all(batch, states):
        for result in item.results:
            path = paths.get((item.position, result["target"]))
            if path is not None:
                yield Entry(path, item, result)


def _paths(batch: Batch) -> dict[tuple[int, str], str]:
    """The path of each file by its item's position and its target. Photos without files take part:
    what becomes of one never changes the names of others."""
    recipe = rows.recipe_of(batch)
    places: list[tuple[int, str]] = []
    wished: list[tuple[str, int]] = []
    last = BatchItem.objects.filter(batch=batch).aggregate(last=Max("position"))["last"] or 0
    to_come = [_to_come(one) for one in map(settled, recipe.targets)]
    for item in _all(batch, tuple(BatchItem.State.values)):
        for result in item.results or to_come:
            said = Named(
                stem(item.name),
                item.sku,
                item.position,
                last,
                result["width"],
                result["height"],
                result["target"],
                ENDINGS.get(result["content_type"], "bin"),
            )
            places.append((item.position, result["target"]))
            wished.append((f"{result['target']}/{file_name(recipe.pattern, said)}", item.position))
    return dict(zip(places, unique(wished), strict=True))


def _to_come(target: Settled) -> dict[str, Any]:
    """What will be told of a file that isn't made yet."""
    kind = f"image/{target.output.format}"
    told = {"target": target.name, "content_type": kind}
    return {**told, "width": target.width, "height": target.height}


def _all(batch: Batch, states: tuple[str, ...]) -> Iterator[BatchItem]:
    last = 0
    while True:
        found = BatchItem.objects.filter(batch=batch, state__in=states, position__gt=last)
        page = list(found.order_by("position")[:PAGE])
        if not page:
            return
        yield from page
        last = page[-1].position


def packed(
    workspace: Workspace,
    batch: Batch,
    *,
    reviewed_only: bool = True,
    using: Engines | None = None,
) -> Iterator[bytes]:
    """The ZIP file in pieces, uncompressed: pictures are compressed already. What can't be made
    any more is named in a text file at its end."""
    sink, lost = Sink(), list[str]()
    tools = using or engines()
    manifest: list[list[str]] = []
    with zipfile.ZipFile(cast(IO[bytes], sink), "w", zipfile.ZIP_STORED) as archive:
        for entry in entries(batch, reviewed_only=reviewed_only):
            try:
                made, file = opened(lambda one=entry: again(workspace, one, tools))  # type: ignore[misc]
            except StudioError as error:
                lost.append(f"{entry.path}: {error.text}")
                continue
            released()
            with file, archive.open(entry.path, "w", force_zip64=True) as member:
                while piece := file.read(PIECE):
                    member.write(piece)
                    yield sink.taken()
            manifest.append(_row(entry, made.bytes))
        archive.writestr(MANIFEST, table(MANIFEST_FIELDS, manifest))
        if lost:
            archive.writestr(LEFT_OUT, "\n".join(lost) + "\n")
    yield sink.taken()


def again(workspace: Workspace, entry: Entry, tools: Engines) -> Produced:
    """The entry's file, from the cache or made anew."""
    key, conf = entry.result["key"], current()
    wait_s = conf.render_deadline_s + conf.inference_deadline_s
    return produce_by_key(workspace, key, wait_s=wait_s, using=tools, priority=Priority.BATCH)


def _row(entry: Entry, size: int) -> list[str]:
    item, result = entry.item, entry.result
    return [
        entry.path,
        result["target"],
        item.name,
        item.sku,
        str(item.position),
        "accepted" if item.accepted else item.state,
        result["verdict"],
        str(result["width"]),
        str(result["height"]),
        str(size),
        result["content_type"].removeprefix("image/"),
        f"{item.doubt:.3f}",
        result.get("as_of", ""),
    ]


def manifest(batch: Batch, *, reviewed_only: bool = True) -> Iterator[str]:
    """The manifest alone, a line at a time."""
    yield line(MANIFEST_FIELDS)
    for entry in entries(batch, reviewed_only=reviewed_only):
        yield line(_row(entry, entry.result["bytes"]))


def report(batch: Batch) -> Iterator[str]:
    """Every check of every file with its measured value, and every photo that has none, a line at
    a time."""
    yield line(
        ("n", "source", "sku", "state", "target", "check", "verdict", "value", "number", "rule",
         "remedy", "rules_as_of")
    )  # fmt: skip
    for item in _all(batch, tuple(BatchItem.State.values)):
        head = (str(item.position), item.name, item.sku, item.state)
        for one in item.reasons:
            yield line((*head, "", one["name"], "review", one["value"], "", one["text"], "", ""))
        if item.error:
            said = (item.error["code"], "fail", item.error["text"], "", "", item.error["remedy"])
            yield line((*head, "", *said, ""))
        for result in item.results:
            for given in result["checks"]:
                yield line((*head, result["target"], *_told(Check(**given)), result["as_of"]))


def _told(check: Check) -> tuple[str, ...]:
    number = "" if check.number is None else repr(check.number)
    return check.name, check.verdict, check.value, number, check.rule, check.remedy


def table(fields: tuple[str, ...], lines: list[list[str]]) -> str:
    return line(fields) + "".join(line(one) for one in lines)


def line(values: tuple[str, ...] | list[str]) -> str:
    """One line of CSV (RFC 4180). What a spreadsheet would take for a formula stays text."""
    out = io.StringIO()
    safe = [f"'{v}" if v[:1] in FORMULA and not _is_number(v) else v for v in values]
    csv.writer(out).writerow(safe)
    return out.getvalue()


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
