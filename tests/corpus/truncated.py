"""Every format, cut off at several places."""

from __future__ import annotations

from collections.abc import Iterator

from editor.errors import BrokenPicture
from tests.corpus import valid
from tests.corpus.case import Case

_HEADS = {"jpeg": 24, "png": 40, "webp": 28, "avif": 60, "gif": 20, "tiff": 20, "heic": 60}


def cases() -> Iterator[Case]:
    for name, make in valid.SAMPLES.items():
        kind = name.partition("-")[0]
        if name in ("jpeg-preview", "jpeg-motion", "jpeg-preview-motion", "jpeg-samsung"):
            continue  # what is cut off there is no part of the picture
        if name in ("jpeg-padded", "jpeg-note"):
            continue
        data = make()
        for words, length in (("half", len(data) // 2), ("most", len(data) * 9 // 10)):
            yield Case(f"{name}-{words}.{kind}", data[:length], BrokenPicture, "cut off")
    for kind, length in _HEADS.items():
        data = valid.SAMPLES[kind]()
        yield Case(f"{kind}-head.{kind}", data[:length], BrokenPicture, "cut off")
