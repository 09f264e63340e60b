"""The door of options objects, as the wire sends them: `{"width": 300, "border": {...}}`."""

from __future__ import annotations

from collections.abc import Mapping

from editor.errors import InvalidOption
from editor.plan.composition import Composition, Transform
from editor.plan.from_url import original
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.reading import Reading
from editor.plan.vocabulary import build_transform


def from_options(
    options: object, source: str, operations: Operations, *, strict: bool = False
) -> Reading:
    """The recipe of one options object; null counts as absent. As `from_url`, unknown names are
    warnings unless `strict`.
    """
    if not isinstance(options, Mapping):
        raise InvalidOption(
            f"Options are an object; {shown(options)} was given.", remedy='Send {"width": 300}.'
        )
    read = build_transform(options.items(), operations, strict=strict)
    return Reading(
        Composition(original(source), (Transform(read.operations),), read.output), read.warnings
    )
