"""The door of options objects, as the wire sends them: `{"width": 300, "border": {...}}`."""

from __future__ import annotations

from collections.abc import Mapping

from editor.errors import InvalidOption
from editor.plan.composition import Composition, Source, Step, Transform
from editor.plan.from_binding import Find, drawn
from editor.plan.from_url import original
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.reading import Reading
from editor.plan.vocabulary import build_transform


def from_options(
    options: object,
    source: str | Source,
    operations: Operations,
    *,
    strict: bool = False,
    find: Find | None = None,
) -> Reading:
    """The recipe of one options object; null counts as absent. As `from_url`, unknown names are
    warnings unless `strict`. `find` knows the pictures that `draw` names; without it there is no
    `draw`.
    """
    if not isinstance(options, Mapping):
        raise InvalidOption(
            f"Options are an object; {shown(options)} was given.", remedy='Send {"width": 300}.'
        )
    entries = options.get("draw") if find else None
    rest = ((name, value) for name, value in options.items() if entries is None or name != "draw")
    read = build_transform(rest, operations, strict=strict)
    steps: tuple[Step, ...] = (Transform(read.operations),)
    warnings = read.warnings
    if find is not None and entries is not None:
        draws, said = drawn(entries, find, operations, strict=strict)
        steps, warnings = (*steps, *draws), (*warnings, *said)
    start = original(source) if isinstance(source, str) else source
    return Reading(Composition(start, steps, read.output), warnings)
