"""The door of drawn pictures: the list of the images binding, and `draw` of an options object.

Both name pictures by what only their caller can read (parts of a form, addresses), so that the
sources come as an argument.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from editor.errors import BadRequest, InvalidOption, UnknownName, unknown_name
from editor.plan.composition import Composition, Draw, Source, Step, Transform
from editor.plan.drawing import Mixing
from editor.plan.from_json import MAX_DEPTH, MAX_STEPS_TOGETHER
from editor.plan.lengths import share
from editor.plan.lettering import SPELLINGS
from editor.plan.operation import Operations
from editor.plan.option import Option, shown
from editor.plan.output import Output
from editor.plan.overlay import Overlay
from editor.plan.reading import Reading
from editor.plan.records import refuse
from editor.plan.vocabulary import Options, build_transform, vocabulary

MAX_DRAWN = 40
"""Pictures drawn by one request."""
Find = Callable[[Mapping[str, Any]], Source]
"""The source that an entry of `draw` names by its `url`, or writes by its `text`."""

_SHARED = ("width", "height")
_RESIZE = "resize"
_OPACITY = next(o for o in Mixing.options() if o.name == "opacity")
_LAID: Mapping[str, Option] = {o.name: o for o in (*Overlay.options(), _OPACITY)}
_PLACED = {n: o for n, o in _LAID.items() if n not in (*_SHARED, "fit")}
_FILE = {
    name: o.name
    for o in Output.options()
    if o.name not in ("format", "raw")
    for name in (*o.aliases, o.name)
}
"""What a request's transforms may say of the file, by every spelling; its format comes apart."""
_NUMBERS = ("imageIndex", "drawImageIndex", "targetImageIndex")
_LETTERS = (*SPELLINGS, "font")


@dataclass(slots=True)
class _Notes:
    """What had to be ignored, each once; strict doors refuse it."""

    strict: bool
    said: dict[str, None] = field(default_factory=dict)

    def warn(self, text: str) -> None:
        if self.strict:
            refuse(text)
        self.said[text] = None

    def unknown(self, error: UnknownName) -> None:
        if self.strict:
            raise error
        self.said[f"{error.text} It was ignored.".replace('"', "'")] = None


@dataclass(slots=True)
class _Picture:
    """A picture of the form while the list is worked off."""

    source: Source
    steps: list[Step] = field(default_factory=list)
    together: int = 1
    """Its steps with those of everything that it draws."""
    depth: int = 0

    def add(self, step: Step, together: int = 1, depth: int = 0) -> None:
        self.steps.append(step)
        self.together += together
        self.depth = max(self.depth, depth)
        if self.together > MAX_STEPS_TOGETHER or self.depth > MAX_DEPTH:
            raise BadRequest(
                "Too many pictures are drawn into each other.",
                remedy=f"Take at most {MAX_STEPS_TOGETHER} steps and {MAX_DEPTH} levels.",
            )

    def made(self, output: Output | None = None) -> Composition:
        return Composition(self.source, tuple(self.steps), output or Output())


def from_binding(
    entries: object,
    sources: Sequence[Source],
    said: Mapping[str, object],
    operations: Operations,
    *,
    strict: bool = False,
) -> Reading:
    """The recipe of a list of transforms and draws, worked off in its order.

    `sources` are the pictures of the form by their number, the first one the canvas; `said` are
    options of the output: `format`, `quality`, `anim`, and the `background` of what is
    transparent in the end. What transforms of the canvas say of the file (`metadata`, `anim`)
    counts where `said` is silent. InvalidOption or BadRequest for what can't be.
    """
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise InvalidOption("The transforms are a list of objects.", remedy="Send [] for none.")
    if len(entries) > MAX_STEPS_TOGETHER or len(sources) > MAX_DRAWN + 1:
        raise BadRequest(
            "The request has too many steps or pictures.",
            remedy=f"Draw at most {MAX_DRAWN} pictures.",
        )
    notes = _Notes(strict)
    pictures = [_Picture(source) for source in sources]
    file: dict[str, Any] = {}
    for entry in entries:
        of_file = _of_file(entry)
        file |= {_FILE[n]: entry[n] for n in of_file}
        rest = {n: v for n, v in entry.items() if n not in of_file}
        _apply(rest, pictures, operations, notes)
    background = {n: v for n, v in said.items() if n == "background" and v is not None}
    if background:
        pictures[0].add(_transform(background, operations, notes))
    written = file | {n: v for n, v in said.items() if n != "background"}
    output = _options(written, operations, notes).output
    return Reading(pictures[0].made(output), tuple(notes.said))


def _of_file(entry: Mapping[str, Any]) -> list[str]:
    """The names of an entry that tell how the result is written, where it is one of the canvas."""
    if "drawImageIndex" in entry or entry.get("imageIndex") != 0:
        return []
    return [name for name in _FILE if entry.get(name) is not None]


def _apply(
    entry: Mapping[str, Any], pictures: list[_Picture], operations: Operations, notes: _Notes
) -> None:
    rest = {n: v for n, v in entry.items() if n not in _NUMBERS}
    if "drawImageIndex" not in entry:
        _at(pictures, entry.get("imageIndex")).add(_transform(rest, operations, notes))
        return
    drawn = _at(pictures, entry["drawImageIndex"])
    target = _at(pictures, entry.get("targetImageIndex"))
    overlay, opacity = _placed(rest, notes)
    draw = Draw(drawn.made(), overlay, opacity)
    target.add(draw, drawn.together, drawn.depth + 1)


def _at(pictures: list[_Picture], number: object) -> _Picture:
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < len(pictures):
        return pictures[number]
    raise InvalidOption(
        f"There is no picture number {shown(number)} in the request.",
        remedy="0 is the canvas; drawn parts count from 1 in the order of the form.",
    )


def drawn(
    entries: object, find: Find, operations: Operations, *, strict: bool = False
) -> tuple[tuple[Draw, ...], tuple[str, ...]]:
    """The draws that the `draw` of an options object lists, the last one topmost, and warnings."""
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise InvalidOption("draw is a list of objects.", remedy='Send [{"url": "..."}].')
    if len(entries) > MAX_DRAWN:
        raise InvalidOption(
            f"More than {MAX_DRAWN} pictures are drawn.", remedy="Draw fewer pictures."
        )
    notes = _Notes(strict)
    made = tuple(_drawn(entry, find, operations, notes) for entry in entries)
    return made, tuple(notes.said)


def _drawn(entry: Mapping[str, Any], find: Find, operations: Operations, notes: _Notes) -> Draw:
    given = {n: v for n, v in entry.items() if v is not None}
    if ("url" in given) is ("text" in given):
        raise InvalidOption(
            "An overlay has either a url or a text.", remedy='Send {"url": "..."} for a picture.'
        )
    names = _LETTERS if "text" in given else ("url",)
    named = {n: given.pop(n) for n in names if n in given}
    where = {n: given.pop(n) for n in _PLACED if n in given}
    given = _full(given, operations, notes)
    shares = {n: part for n in _SHARED if (part := _share(given.get(n), notes))}
    # What a crop keeps has a meaning with both sides only: 1 px stands for the one to come.
    beside = (*names, *_PLACED)
    step = _transform(given | dict.fromkeys(shares, 1), operations, notes, beside)
    if shares:
        step, fit = _left_open(step, shares)
        where |= {**shares, "fit": fit}
    overlay, opacity = _placed(where, notes, _LAID)
    return Draw(Composition(find(named), (step,)), overlay, opacity)


def _left_open(step: Transform, sides: Iterable[str]) -> tuple[Transform, str]:
    """The transform with its fit. Where it keeps nothing particular, its sides are left to those
    who know them."""
    others = [o for o in step.operations if o.name != _RESIZE]
    (resize,) = (o for o in step.operations if o.name == _RESIZE)
    said = resize.written()
    fit = str(said.get("fit", _LAID["fit"].default))
    if "gravity" in said:
        return step, fit
    opened: Any = dict.fromkeys(sides, 0) | {"fit": _LAID["fit"].default}
    return Transform((*others, replace(resize, **opened))), fit  # type: ignore[type-var]


def _full(given: Mapping[str, Any], operations: Operations, notes: _Notes) -> dict[str, Any]:
    """The options under their full names, which count before aliases."""
    words = vocabulary(operations).words
    full, short = dict[str, Any](), dict[str, Any]()
    for name, value in given.items():
        called = words[name].option.name if name in words else name
        (full if called == name else short)[called] = value
    for name in full.keys() & short.keys():
        notes.warn(f"{name} was given twice; only one of them counts")
    return short | full


def _share(value: object, notes: _Notes) -> float:
    """The share of a side that this is; 0 for anything else."""
    try:
        return share(value, notes.warn)
    except ValueError:
        return 0.0


def _placed(
    given: Mapping[str, Any], notes: _Notes, known: Mapping[str, Option] = _PLACED
) -> tuple[Overlay, float]:
    """Where an overlay lies, and its opacity."""
    values: dict[str, Any] = {}
    for name, value in islice(given.items(), 100):
        if value is None:
            continue
        if name not in known:
            notes.unknown(unknown_name("option of draw", shown(name), known))
        else:
            values[name] = known[name].parse(value, notes.warn)
    opacity = values.pop("opacity", _OPACITY.default)
    return Overlay(**values), opacity


def _transform(
    given: Mapping[str, Any], operations: Operations, notes: _Notes, beside: Iterable[str] = ()
) -> Transform:
    read = _options(given, operations, notes, beside)
    if read.output != Output():
        notes.warn("options of the file count only where the result is written")
    return Transform(read.operations)


def _options(
    given: Mapping[str, Any], operations: Operations, notes: _Notes, beside: Iterable[str] = ()
) -> Options:
    read = build_transform(given.items(), operations, strict=notes.strict, beside=beside)
    for text in read.warnings:
        notes.warn(text)
    return read
