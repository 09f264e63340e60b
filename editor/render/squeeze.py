"""A picture written in at most so many bytes: `budget` chooses, the writers of the formats try."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace

from PIL import Image

from editor.geometry import size_of
from editor.render import budget
from editor.render.budget import Attempt, Found, Search
from editor.render.request import Encoding
from editor.render.writers import WRITERS, Job

_NAMES = {"baseline-jpeg": "jpeg"}
_LOSSLESS = frozenset({"webp"})
_SOFT_ALPHA = frozenset({"webp"})
_CLEAR = frozenset({"webp", "avif", "png"})


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The file, how it was written, and what should be said about it."""

    data: bytes
    encoding: Encoding
    said: tuple[str, ...]


@dataclass(slots=True)
class _Tries:
    """Writes attempts; keeps the file of the last one that fits."""

    job: Job
    format: str
    limit: int
    data: bytes = field(default=b"")
    said: tuple[str, ...] = field(default=())

    def write(self, attempt: Attempt) -> int:
        picture = self.job.picture
        if attempt.scale < 1:
            picture = shrunk(picture, attempt.scale)
        job = replace(
            self.job,
            picture=picture,
            quality=attempt.quality,
            alpha_quality=attempt.alpha_quality,
            colours=attempt.colours,
            # PNG packs its true colours quickly first: mostly that is enough.
            thorough=attempt.thorough or self.format != "png",
        )
        file = io.BytesIO()
        said = WRITERS[self.format](job, file)
        if file.tell() <= self.limit:
            self.data, self.said = file.getvalue(), said
        return file.tell()


def squeezed(job: Job, format: str, limit: int, *, is_opaque: bool) -> Squeezed:
    """The best file of at most `limit` bytes; BudgetTooSmall when there is none."""
    tries = _Tries(job, format, limit)
    search = Search(limit, tries.write)
    alpha = not is_opaque and format in _CLEAR
    if format == "png":
        found = budget.exact(search, alpha=alpha)
    else:
        found = budget.lossy(
            search,
            lossless=format in _LOSSLESS,
            alpha=alpha,
            soft_alpha=format in _SOFT_ALPHA,
        )
    encoding = _encoding(found, format, limit)
    return Squeezed(tries.data, encoding, (*tries.said, *_told(encoding)))


def shrunk(picture: Image.Image, scale: float) -> Image.Image:
    """The whole picture smaller, in the middle of an empty canvas of its own size."""
    size = size_of(picture.width * scale, picture.height * scale)
    small = picture.convert("RGBa").resize(
        (size.width, size.height), Image.Resampling.LANCZOS, reducing_gap=3
    )
    sheet = Image.new("RGBA", picture.size)
    at = ((picture.width - size.width) // 2, (picture.height - size.height) // 2)
    sheet.paste(small.convert("RGBA"), at)
    return sheet


def _encoding(found: Found, format: str, limit: int) -> Encoding:
    attempt = found.attempt
    whole = attempt.quality == 100 and format in (*_LOSSLESS, "png")
    return Encoding(
        _NAMES.get(format, format),
        0 if whole else attempt.quality,
        whole and not attempt.colours and attempt.scale == 1,
        found.tries,
        limit,
        attempt.alpha_quality,
        attempt.scale,
        attempt.colours,
    )


def _told(encoding: Encoding) -> tuple[str, ...]:
    """What had to be given up for the budget beside quality."""
    said = []
    if encoding.quality and encoding.quality < budget.FLOOR:
        said.append(f"quality {encoding.quality} is low: the byte budget allows no more")
    if encoding.alpha_quality < 100:
        said.append("edges were written with less precision to meet the byte budget")
    if encoding.scale < 1:
        percent = round(encoding.scale * 100)
        said.append(f"the content was drawn at {percent} % to meet the byte budget")
    if encoding.colours:
        said.append(f"the PNG has {encoding.colours} colours to meet the byte budget")
    return tuple(said)
