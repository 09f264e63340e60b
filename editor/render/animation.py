"""Animations: every frame goes through the recipe's steps, and the file is written while they are
made, so that only one of them lies in memory.

Where a crop or a border is sought, the first frame is looked at: the others lie where it does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

from editor.plan.output import Output
from editor.render import codecs, colour
from editor.render.animated import Plan
from editor.render.encode import Encoded
from editor.render.request import Encoding, SourceFile
from editor.render.sniff import PICTURES

_SHORTEST_MS, _USUAL_MS = 20, 100
"""Browsers show frames without a sensible duration for a tenth of a second."""
_WEBP_METHOD = 1
_FLAGS, _HAS_ALPHA = 20, 0x10
"""Of a WebP file's VP8X chunk. The encoder leaves the flag out when every frame has few colours,
and readers then take what is clear for black."""
_CLEARED = 2
"""GIF: the next frame starts from an empty canvas."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture (RGB or RGBA) and how long it stays, ms."""

    picture: Image.Image
    duration_ms: int


def frames(file: SourceFile) -> Iterator[Frame]:
    """The decoded frames in sRGB, in their order, one at a time."""
    label, path = PICTURES[file.format].label, Path(file.path)
    with codecs.reading(label), codecs.opened(file.format, path) as opened:
        profile = opened.info.get("icc_profile")
        for number in range(file.frames):
            opened.seek(number)
            opened.load()
            picture = colour.to_srgb(colour.plain(opened.copy()), profile).picture
            picture.info = {}
            yield Frame(picture, _duration(opened.info.get("duration")))


def _duration(given: object) -> int:
    told = int(given) if isinstance(given, (int, float)) else 0
    return told if told >= _SHORTEST_MS else _USUAL_MS


def _loop(file: SourceFile) -> int | None:
    """How often it is shown, 0 for ever; None: once."""
    with codecs.opened(file.format, Path(file.path)) as opened:
        found = opened.info.get("loop")
    return found if isinstance(found, int) else None


class Reel(Image.Image):
    """What Pillow's writers see as a picture of many frames: each is made when it is sought."""

    def __init__(self, made: Iterator[Frame], count: int) -> None:
        super().__init__()
        self._made, self.n_frames, self._at = made, count, -1
        self._form = ""
        self.durations: list[int] = []
        """Grows while frames are made; writers ask for a frame's after the frame."""
        self._show()

    def seek(self, frame: int) -> None:
        """On to the next frame. Writers ask for no other but, at their end, the first."""
        if frame >= self.n_frames:
            raise EOFError
        if frame == self._at + 1:
            self._show()

    def tell(self) -> int:
        return self._at

    def _show(self) -> None:
        frame = next(self._made)
        self._form = self._form or frame.picture.mode
        picture = frame.picture.convert(self._form)
        self.im, self._mode, self._size = picture.im, picture.mode, picture.size
        self.durations.append(frame.duration_ms)
        self._at += 1


def write(reel: Reel, plan: Plan, output: Output, to: BinaryIO) -> Encoded:
    """Writes the frames as the plan says."""
    loop = _loop(plan.file)
    options: dict[str, Any] = {"save_all": True, "duration": reel.durations}
    lossless = plan.format == "webp" and output.quality == 100
    if plan.format == "gif":
        if reel.mode == "RGBA":
            options["disposal"] = _CLEARED
        if loop is not None:
            options["loop"] = loop
    else:
        options |= {"loop": 1 if loop is None else loop, "method": _WEBP_METHOD}
        options |= {"lossless": True} if lossless else {"quality": output.quality}
        options["background"] = (0, 0, 0, 0)
    memory = io.BytesIO()
    reel.save(memory, plan.format.upper(), **options)
    data = memory.getbuffer()
    if reel.mode == "RGBA" and bytes(data[12:16]) == b"VP8X":
        data[_FLAGS] |= _HAS_ALPHA
    to.write(data)
    encoding = Encoding(plan.format, 0 if lossless or plan.format == "gif" else output.quality)
    kind = PICTURES[plan.format].content_type
    return Encoded(kind, len(data), plan.warnings, encoding)
