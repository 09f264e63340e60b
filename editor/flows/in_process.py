"""The image service without HTTP: what `editor.client.Images` may be given instead of an address,
where Django is set up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from editor.flows import binding
from editor.flows.binding import Part
from editor.flows.engines import Engines, engines
from editor.flows.produce import make, opened
from editor.models import Workspace

Content = bytes | Path | IO[bytes] | str
PIECE = 256 * 1024


class InProcess:
    """Errors come as the typed ones of the studio. `workspace` is whose uploaded fonts texts may
    name; without one they find the bundled fonts only."""

    def __init__(self, using: Engines | None = None, workspace: Workspace | None = None) -> None:
        self._using = using
        self._workspace = workspace

    def transform(self, parts: Iterable[tuple[str, Content]]) -> tuple[bytes, str, tuple[str, ...]]:
        """Bytes, content type and warnings of the picture that the form asks for."""
        form = map(_part, parts)
        with binding.transform(form, self._using or engines(), self._workspace) as asked:
            produced, file = opened(lambda: make(asked.planned, using=asked.using))
        with file:
            warnings = dict.fromkeys((*asked.warnings, *produced.warnings))
            return file.read(), produced.content_type, tuple(warnings)

    def info(self, parts: Iterable[tuple[str, Content]]) -> dict[str, Any]:
        """Format, bytes and upright size of the form's picture."""
        return binding.info(map(_part, parts), self._using or engines())


def _part(given: tuple[str, Content]) -> Part:
    name, content = given
    return name, content if isinstance(content, str) else _pieces(content)


def _pieces(content: bytes | Path | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    elif isinstance(content, Path):
        with content.open("rb") as file:
            yield from iter(partial(file.read, PIECE), b"")
    else:
        content.seek(0)
        yield from iter(partial(content.read, PIECE), b"")
