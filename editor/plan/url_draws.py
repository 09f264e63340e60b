"""`draw` in transform URLs, beyond the reference: `draw.1.url=...,draw.1.top=9,draw.2.text=...`.

Every number is one drawn picture or text, the highest topmost; the names behind it are those of an
entry of `draw` in an options object.
"""

from __future__ import annotations

import re
from dataclasses import replace

from editor.errors import InvalidOption
from editor.plan.from_binding import Find, drawn
from editor.plan.from_url import Around, from_url, pairs
from editor.plan.operation import Operations
from editor.plan.option import shown
from editor.plan.reading import Reading

_NAME = re.compile(r"draw\.(?P<number>[1-9]\d?)\.(?P<option>[A-Za-z.-]+)")
_NOTHING = "dpr=1"
"""A URL needs at least one option, and this one changes nothing."""

Entry = dict[str, str]


def from_drawn_url(
    options: str,
    source: str,
    operations: Operations,
    *,
    find: Find,
    strict: bool = False,
    around: Around | None = None,
) -> Reading:
    """The recipe of a transform URL that may draw. `find` knows the pictures that `url` names and
    the letters of `text`. Otherwise like `from_url`."""
    plain, entries = parted(options)
    settled = around or Around()
    reading = from_url(plain, source, operations, strict=strict, around=settled)
    if not entries:
        return reading
    draws, said = drawn(entries, find, operations, strict=strict)
    recipe = reading.composition
    recipe = replace(recipe, steps=(*recipe.steps, *draws))
    return replace(reading, composition=recipe, warnings=(*reading.warnings, *said))


def parted(options: str) -> tuple[str, list[Entry]]:
    """The options of the picture itself, still percent-encoded, and the entries of what is drawn,
    undermost first."""
    if "draw" not in options:
        return options, []
    rest, entries = [], dict[int, Entry]()
    for item, (name, value) in zip(options.split(","), pairs(options), strict=True):
        if not (name == "draw" or name.startswith("draw.")):
            rest.append(item)
            continue
        found = _NAME.fullmatch(name)
        if found is None:
            raise InvalidOption(
                f"{shown(name)} names no part of a drawn picture.",
                remedy="Number what is drawn: draw.1.url=<id or address>,draw.1.bottom=10.",
            )
        entry = entries.setdefault(int(found["number"]), {})
        if found["option"] in entry:
            raise InvalidOption(f"{shown(name)} was given twice.", remedy="Give it once.")
        entry[found["option"]] = value
    return ",".join(rest) or _NOTHING, [entries[number] for number in sorted(entries)]
