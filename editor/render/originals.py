"""The originals of one render, each decoded once for every size at which it is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from editor.errors import BrokenPicture, NotFound
from editor.geometry import Frame
from editor.plan.composition import Composition, Original, sources
from editor.render.decode import Decoded, decode
from editor.render.kept import Kept, key
from editor.render.request import SourceFile
from editor.render.wanted import Wanted

_WHOLE = 0
"""Stands for a decode that was asked for all pixels, beside those that were shrunk by a factor."""


class Originals:
    """Keeps a decoded picture as long as another layer of the recipe shows the same original.
    `before` are those of earlier requests; what is decoded here is left there, too."""

    def __init__(
        self, composition: Composition, files: Mapping[str, SourceFile], before: Kept
    ) -> None:
        self._files = files
        self._before = before
        self._lent: set[str] = set()
        self._uses = Counter(s.ref for s in sources(composition) if isinstance(s, Original))
        self._kept: dict[str, dict[int, Decoded]] = {}

    def file(self, ref: str) -> SourceFile:
        """NotFound for an original that the request doesn't bring along."""
        if ref not in self._files:
            raise NotFound(
                f"The recipe names an original {ref[:80]!r} that isn't here.",
                remedy="Use the id that the upload answered.",
            )
        return self._files[ref]

    def whole(self, ref: str) -> Decoded:
        """All of its pixels. They are kept for `framed`, which then needs no second decode."""
        kept = self._kept.setdefault(ref, {})
        if _WHOLE not in kept:
            kept[_WHOLE] = self._decoded(ref, Wanted())
        return kept[_WHOLE]

    def glance(self, ref: str, frame: Frame) -> Decoded:
        """All of it at the scale of `frame`. `framed` needs no second decode for a frame of the
        same window's size, wherever the window lies."""
        file, kept = self.file(ref), self._kept.setdefault(ref, {})
        wanted = Wanted(frame.window, frame.size.swapped if frame.turn.swaps else frame.size)
        shrink = wanted.shrink(file.format, file.size)
        if shrink not in kept:
            kept[shrink] = self._decoded(ref, wanted)
        return kept[shrink]

    def framed(self, ref: str, frame: Frame) -> Decoded:
        """What `frame` needs of it. Called once for each use of the original in the recipe."""
        file, kept = self.file(ref), self._kept.setdefault(ref, {})
        wanted = Wanted(frame.window, frame.size.swapped if frame.turn.swaps else frame.size)
        shrink = wanted.shrink(file.format, file.size)
        found = kept.get(_WHOLE) or kept.get(shrink)
        if not found:
            found = self._decoded(ref, wanted, only_window=self._uses[ref] == 1)
            kept[shrink] = found
        self._used(ref)
        return found

    def is_kept(self, ref: str) -> bool:
        """True when its pixels belong to another layer or request, too, and mustn't be changed."""
        return ref in self._kept or ref in self._lent

    def skip(self, part: Composition) -> None:
        """A part of the recipe won't be made: one use less of each original in it."""
        for source in sources(part):
            if isinstance(source, Original):
                self._used(source.ref)

    def _decoded(self, ref: str, wanted: Wanted, *, only_window: bool = False) -> Decoded:
        file = self.file(ref)
        part = wanted.window if only_window and wanted.window != file.size.box else None
        whole = key(file.path, wanted.shrink(file.format, file.size))
        cut = replace(whole, window=part)
        found = self._before.find(whole) or self._before.find(cut)
        if found:
            self._lent.add(ref)
            return _checked(found, file)
        window, target = wanted.window, wanted.target
        made = decode(file.path, window=window, target=target, only_window=only_window)
        if self._before.keep(cut, _checked(made, file)):
            self._lent.add(ref)
        return made

    def _used(self, ref: str) -> None:
        self._uses[ref] -= 1
        if self._uses[ref] <= 0:
            self._kept.pop(ref, None)


def _checked(decoded: Decoded, file: SourceFile) -> Decoded:
    """BrokenPicture when the file isn't the one that was inspected: all numbers would be wrong."""
    if decoded.source != file.size:
        raise BrokenPicture(
            f"The original is {decoded.source.width}x{decoded.source.height} px, not "
            f"{file.size.width}x{file.size.height} as when it was uploaded.",
            remedy="Upload it again.",
        )
    return decoded
