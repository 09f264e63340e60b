"""Requests of the images binding (transform contract, 4): pictures and texts of a form, and the
list of what is done with them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from typing import Any, Self

from editor.conf import current
from editor.errors import BadRequest, InvalidOption, UnknownFormat, unknown_name
from editor.flows import registry, writing
from editor.flows.engines import Engines
from editor.flows.passing import Passing
from editor.flows.planned import Planned
from editor.library.coalesced import StillMaking
from editor.models import Workspace
from editor.plan.composition import Source
from editor.plan.from_binding import MAX_DRAWN, from_binding
from editor.plan.lettering import SPELLINGS
from editor.plan.option import shown
from editor.plan.output import Output
from editor.plan.reading import Reading
from editor.render.sniff import HEAD, PICTURES, sniff

Part = tuple[str, Iterable[bytes] | str]
"""Name and content of a part of the form: a file in pieces, or a text."""

_FORMATS = {f"image/{name}": name for name in ("jpeg", "png", "gif", "webp", "avif")}
_RAW = ("rgb", "rgba")
MOST_UNKNOWN = 20
"""Names of one text that are warned of."""
_SAID = {"output_quality": "quality", "background": "background", "anim": "anim"}


@dataclass(slots=True)
class Form:
    """What the parts of a form say, in their order."""

    sources: list[Source] = field(default_factory=list)
    transforms: object = None
    said: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture to be made, within its `with`, by the engines that have its sources at hand."""

    planned: Planned
    using: Engines
    warnings: tuple[str, ...]
    passing: Passing

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # A render that goes on holds its files itself; a traceback may hold them for long.
        if kind is None or not issubclass(kind, StillMaking):
            self.passing.close()


def transform(parts: Iterable[Part], using: Engines, workspace: Workspace | None = None) -> Asked:
    """What the form asks for; the picture isn't made yet. `workspace` is whose fonts its texts
    may name. BadRequest or InvalidOption for a form that can't be read, and what uploads
    refuse."""
    with ExitStack() as refused:
        passing = Passing(using, workspace)
        refused.callback(passing.close)
        form = Form()
        for name, content in parts:
            _take(form, name, content, passing)
        if not form.sources:
            raise BadRequest("The form holds no picture.", remedy="Send it as the part 'image'.")
        reading = _read(form)
        planned = passing.plan(reading.composition)
        refused.pop_all()
    return Asked(planned, passing.engines(), reading.warnings, passing)


def info(parts: Iterable[Part], using: Engines) -> dict[str, Any]:
    """Format, bytes and upright size of the form's picture; NotAPicture for anything else. An SVG
    drawing has no size."""
    with closing(Passing(using)) as passing:
        return _facts(parts, passing)


def _facts(parts: Iterable[Part], passing: Passing) -> dict[str, Any]:
    ref = ""
    for name, content in parts:
        if name != "image" or ref:
            _skip(content)
        else:
            ref = passing.take([content.encode()] if isinstance(content, str) else content).ref
    if not ref:
        raise BadRequest("The form holds no picture.", remedy="Send it as the part 'image'.")
    with passing.files[ref].path.open("rb") as file:
        if sniff(file.read(HEAD)).name == "svg":
            return {"format": "image/svg+xml"}
    facts = passing.facts[ref]
    kind = PICTURES[facts.format].content_type
    size = {"width": facts.width, "height": facts.height}
    return {"format": kind, "file_size": facts.bytes, **size}


def _take(form: Form, name: str, content: Iterable[bytes] | str, passing: Passing) -> None:
    drawn = name in ("draw_image", "draw_text")
    if drawn or name in ("image", "text_input"):
        if drawn != bool(form.sources):
            raise BadRequest(
                "The canvas is the first part of the form, and there is one.",
                remedy="Send 'image' or 'text_input', then what is drawn on it.",
            )
        if len(form.sources) > MAX_DRAWN:
            raise BadRequest("Too many pictures are drawn.", remedy=f"Draw at most {MAX_DRAWN}.")
        form.sources.append(_source(form, name, content, passing))
    elif name == "transforms":
        form.transforms = _json(_text(content), "transforms")
    elif name == "output_format" or name in _SAID:
        form.said[name] = _text(content)
    else:
        _skip(content)


def _source(form: Form, name: str, content: Iterable[bytes] | str, passing: Passing) -> Source:
    if name in ("draw_text", "text_input"):
        said = _known(form, _json(_text(content), name))
        return writing.text(said, passing.using, passing.workspace)
    return passing.take([content.encode()] if isinstance(content, str) else content)


def _known(form: Form, said: object) -> object:
    """The fields that a text has; others are warnings here, unless the server is strict."""
    if not isinstance(said, Mapping) or current().strict_options:
        return said
    fields = {*SPELLINGS, "font"}
    others = [name for name, value in said.items() if name not in fields and value is not None]
    for name in others[:MOST_UNKNOWN]:
        text = unknown_name("text field", shown(name), fields).text
        form.warnings.append(f"{text} It was ignored.")
    return {name: value for name, value in said.items() if name in fields}


def _read(form: Form) -> Reading:
    said: dict[str, object] = {
        name: form.said[part] for part, name in _SAID.items() if part in form.said
    }
    said |= _format(form.said.get("output_format", ""))
    strict = current().strict_options
    transforms = [] if form.transforms is None else form.transforms
    read = from_binding(transforms, form.sources, said, registry.known(), strict=strict)
    return replace(read, warnings=(*form.warnings, *read.warnings))


def _format(given: str) -> dict[str, str]:
    if given in _RAW:
        return {"raw": given}
    word = _FORMATS.get(given, "")
    kind: Any = next(o.kind for o in Output.options() if o.name == "format")
    if word not in kind.words or not word:
        written = [media for media, name in _FORMATS.items() if name in kind.words]
        raise UnknownFormat(
            f"The output format {shown(given)} isn't possible.",
            remedy=f"Use one of {', '.join((*written, *_RAW))}.",
        )
    return {"format": word}


def _json(text: str, what: str) -> object:
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidOption(f"The part {what} isn't JSON.", remedy="Send JSON.") from None
    return found


def _text(content: Iterable[bytes] | str) -> str:
    if isinstance(content, str):
        return content
    raise BadRequest("A text came as a file.", remedy="Send that part without a file name.")


def _skip(content: Iterable[bytes] | str) -> None:
    deque(content, maxlen=0)
