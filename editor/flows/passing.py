"""Pictures that come with a request and are gone after it: nothing of them is stored but what was
computed, under its key, as of any picture."""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.conf import current
from editor.errors import NotAPicture
from editor.flows.engines import Engines
from editor.flows.lettered import blobs_of, own_fonts, with_fonts
from editor.flows.planned import Planned, settled
from editor.flows.resolve import SHA_PREFIX
from editor.flows.upload import judged
from editor.library import incoming, originals
from editor.library.deadline import Deadline
from editor.library.incoming import Arrived
from editor.library.near import Near
from editor.models import Blob, Workspace
from editor.plan.composition import Composition, Original


class _File:
    """A file that lives as long as somebody holds this: a render may outlast its request."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix="passing-", dir=folder)
        os.close(handle)
        self.path = Path(name)
        self.delete = weakref.finalize(self, self.path.unlink, missing_ok=True)


@dataclass(slots=True)
class Passing:
    """The pictures of one request, by `sha256:...`."""

    using: Engines
    workspace: Workspace | None = None
    """Whose fonts texts may name."""
    files: dict[str, _File] = field(default_factory=dict)
    arrived: dict[str, Arrived] = field(default_factory=dict)

    def take(self, chunks: Iterable[bytes]) -> Original:
        """One more picture; TooLarge beyond UPLOAD_BYTES, NotAPicture for nothing. It isn't looked
        at yet."""
        file = _File(self.using.caches.temporary)
        try:
            arrived = incoming.receive(chunks, file.path, current().upload_bytes)
        except BaseException:
            file.delete()
            raise
        if not arrived.bytes:
            file.delete()
            raise NotAPicture("The file is empty.", remedy="Send the picture's bytes.")
        ref = SHA_PREFIX + arrived.sha256
        self.files[ref], self.arrived[ref] = file, arrived
        return Original(ref)

    @property
    def facts(self) -> Mapping[str, Blob]:
        """What a render process finds in them, or what is known of the same bytes, once it is
        asked for; what uploads refuse."""
        return _Facts(self)

    def plan(self, composition: Composition) -> Planned:
        """The plan of a recipe whose originals are these. They are looked at when its picture must
        be made."""
        letters = blobs_of(self.workspace, own_fonts(composition))
        named = {name: SHA_PREFIX + blob.sha256 for name, blob in letters.items()}
        fonts = {SHA_PREFIX + blob.sha256: blob for blob in letters.values()}
        return settled(with_fonts(composition, named), _Facts(self, fonts), self.using)

    def close(self) -> None:
        """Deletes the files, for when no render can ask for them any more."""
        for file in self.files.values():
            file.delete()

    def engines(self) -> Engines:
        """The engines with these pictures at hand."""
        beside = _Beside(self.using.caches.near, self.files)
        return replace(self.using, caches=replace(self.using.caches, near=beside))


class _Facts(Mapping[str, Blob]):
    """A picture that is in the cache needs none of them."""

    def __init__(self, passing: Passing, fonts: Mapping[str, Blob] | None = None) -> None:
        self._passing = passing
        self._found: dict[str, Blob] = dict(fonts or {})
        self._names = (*passing.arrived, *self._found)

    def __getitem__(self, ref: str) -> Blob:
        if ref not in self._found:
            arrived = self._passing.arrived[ref]
            painted = Blob.objects.exclude(format__in=originals.UNPAINTED)
            known = painted.filter(pk=arrived.sha256).first()
            self._found[ref] = known or judged(arrived, self._passing.using)
        return self._found[ref]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Beside(Near):
    """Near copies, and the files of one request."""

    def __init__(self, near: Near, own: Mapping[str, _File]) -> None:
        self._near, self._own = near, own

    def path(self, sha256: str, deadline: Deadline) -> Path:
        own = self._own.get(SHA_PREFIX + sha256)
        return own.path if own is not None else self._near.path(sha256, deadline)

    def forget(self, sha256: str) -> None:
        self._near.forget(sha256)

    def evict(self) -> int:
        return self._near.evict()
