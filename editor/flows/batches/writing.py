"""A batch's files in a folder of this machine, beside the manifest and the report."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from editor.errors import BadRequest, StudioError
from editor.flows.batches import packing
from editor.flows.engines import Engines, engines
from editor.flows.produce import opened
from editor.library import files
from editor.models import Batch, Workspace


def written(
    workspace: Workspace,
    batch: Batch,
    folder: Path,
    *,
    reviewed_only: bool = True,
    tell: Callable[[int], None] = lambda count: None,
    using: Engines | None = None,
) -> int:
    """Writes every file whole or not at all, over one of the same name; how many there are.
    BadRequest when the folder can't be made."""
    tools = using or engines()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest(f"{folder} can't be made.", remedy=error.strerror or "") from None
    count, lost = 0, []
    for entry in packing.entries(batch, reviewed_only=reviewed_only):
        try:
            _, source = opened(lambda one=entry: packing.again(workspace, one, tools))  # type: ignore[misc]
        except StudioError as error:
            lost.append(f"{entry.path}: {error.text}")
            continue
        place = folder / entry.path
        place.parent.mkdir(parents=True, exist_ok=True)
        with source, files.temporary(place.parent, ".writing-") as growing:
            with growing.open("wb") as out:
                shutil.copyfileobj(source, out)
            files.move_into(growing, place)
        count += 1
        tell(count)
    manifest = "".join(packing.manifest(batch, reviewed_only=reviewed_only))
    (folder / packing.MANIFEST).write_text(manifest)
    (folder / packing.REPORT).write_text("".join(packing.report(batch)))
    if lost:
        (folder / packing.LEFT_OUT).write_text("\n".join(lost) + "\n")
    return count
