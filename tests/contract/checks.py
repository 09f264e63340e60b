"""What a case may expect of an answer, and how it is measured."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import ExifTags, Image

from tests.contract.doors import Answer

TOLERANCE = 6
"""Per channel, where a case names none."""
CROP_PX = 2

Case = dict[str, Any]


def check(case: Case, answer: Answer) -> None:
    """AssertionError when the answer isn't what the case expects; every expectation is known."""
    for name, wanted in case["expect"].items():
        if name in SAID_ELSEWHERE or wanted is None:
            continue
        assert name in CHECKS, f"the runner doesn't know the expectation {name!r}"
        CHECKS[name](case, answer, wanted)


def picture_of(answer: Answer) -> Image.Image:
    return Image.open(io.BytesIO(answer.body))


def pixels_of(answer: Answer) -> np.ndarray:
    return np.asarray(picture_of(answer).convert("RGB")).astype(float)


def _status(case: Case, answer: Answer, wanted: int | list[int]) -> None:
    allowed = wanted if isinstance(wanted, list) else [wanted]
    assert answer.status in allowed, f"{answer.status}: {answer.body[:300]!r}"


def _width(case: Case, answer: Answer, wanted: int) -> None:
    assert picture_of(answer).width == wanted


def _height(case: Case, answer: Answer, wanted: int) -> None:
    assert picture_of(answer).height == wanted


def _content_type(case: Case, answer: Answer, wanted: str) -> None:
    assert answer.headers["content-type"] == wanted


def _pixels(case: Case, answer: Answer, wanted: list[dict[str, Any]]) -> None:
    tolerance = case["expect"].get("tolerance", TOLERANCE)
    pixels = pixels_of(answer)
    for one in wanted:
        x, y = one["xy"]
        off = np.abs(pixels[y, x] - one["rgb"]).max()
        assert off <= tolerance, f"{one} is off by {off}: {pixels[y, x]}"


def _crop_box(case: Case, answer: Answer, wanted: list[float]) -> None:
    source, pixels = case["source_image"], pixels_of(answer)
    left, width = _span(pixels[..., 0].mean(axis=0), source["width"])
    top, height = _span(pixels[..., 1].mean(axis=1), source["height"])
    found = (left, top, width, height)
    off = [abs(a - b) for a, b in zip(found, wanted, strict=True)]
    assert max(off) <= CROP_PX, f"{found} instead of {wanted}"


def _span(values: np.ndarray, length: int) -> tuple[float, float]:
    """Where a row of coordinate colours starts in the source, and how much of it it shows."""
    centres = values / 255 * (length - 1) + 0.5
    slope, start = np.polyfit(np.arange(len(values)) + 0.5, centres, 1)
    return float(start), float(slope * len(values))


def _mean_below(case: Case, answer: Answer, wanted: float) -> None:
    assert pixels_of(answer).mean() < wanted


def _mean_above(case: Case, answer: Answer, wanted: float) -> None:
    assert pixels_of(answer).mean() > wanted


def _headers(case: Case, answer: Answer, wanted: dict[str, str]) -> None:
    for name, value in wanted.items():
        assert value in answer.headers.get(name.lower(), ""), f"{name}: {answer.headers}"


def _body(case: Case, answer: Answer, wanted: str) -> None:
    assert wanted.encode() in answer.body


def _has_alpha(case: Case, answer: Answer, wanted: bool) -> None:
    lowest, _ = picture_of(answer).convert("RGBA").getchannel("A").getextrema()
    assert (lowest < 255) is wanted


def _all_opaque(case: Case, answer: Answer, wanted: bool) -> None:
    _has_alpha(case, answer, not wanted)


def _location(case: Case, answer: Answer, wanted: str) -> None:
    assert wanted == "source image URL", f"the runner doesn't know the place {wanted!r}"
    assert answer.headers["location"] == answer.source


def _body_absent(case: Case, answer: Answer, wanted: list[str]) -> None:
    for text in wanted:
        assert text.encode() not in answer.body


def _jpeg_sof(case: Case, answer: Answer, wanted: str) -> None:
    markers = {"SOF0": 0xC0, "SOF1": 0xC1, "SOF2": 0xC2}
    assert picture_of(answer).info.get("progressive", 0) == int(wanted == "SOF2")
    assert bytes([0xFF, markers[wanted]]) in answer.body


def _webp_chunk(case: Case, answer: Answer, wanted: str) -> None:
    assert answer.body[:4] == b"RIFF"
    assert answer.body[12:16] == wanted.encode() or wanted.encode() in answer.body[:64]


def _exif_names(answer: Answer) -> set[str]:
    noted = picture_of(answer).getexif()
    names = {ExifTags.TAGS.get(number, str(number)) for number in noted}
    gps = noted.get_ifd(ExifTags.IFD.GPSInfo)
    return names | {ExifTags.GPSTAGS.get(number, str(number)) for number in gps}


def _exif_present(case: Case, answer: Answer, wanted: list[str]) -> None:
    assert set(wanted) <= _exif_names(answer)


def _exif_absent(case: Case, answer: Answer, wanted: list[str]) -> None:
    assert not set(wanted) & _exif_names(answer)


def _status_min(case: Case, answer: Answer, wanted: int) -> None:
    assert answer.status >= wanted, f"{answer.status}: {answer.body[:300]!r}"


def _body_prefix(case: Case, answer: Answer, wanted: str) -> None:
    assert answer.body.startswith(wanted.encode()), answer.body[:300]


def _pixels_between(case: Case, answer: Answer, wanted: list[dict[str, Any]]) -> None:
    pixels = pixels_of(answer)
    for one in wanted:
        x, y = one["xy"]
        found = pixels[y, x]
        assert np.all(found >= one["min"]), f"{one}: {found}"
        assert np.all(found <= one["max"]), f"{one}: {found}"


CHECKS: dict[str, Callable[[Case, Answer, Any], None]] = {
    "status": _status,
    "pixels_between": _pixels_between,
    "body_prefix": _body_prefix,
    "status_min": _status_min,
    "width": _width,
    "height": _height,
    "content_type": _content_type,
    "pixels": _pixels,
    "crop_box_in_source": _crop_box,
    "mean_less_than": _mean_below,
    "mean_greater_than": _mean_above,
    "headers": _headers,
    "body_contains": _body,
    "has_alpha": _has_alpha,
    "all_opaque": _all_opaque,
    "location": _location,
    "body_absent": _body_absent,
    "jpeg_sof": _jpeg_sof,
    "webp_chunk": _webp_chunk,
    "exif_present": _exif_present,
    "exif_absent": _exif_absent,
}

SAID_ELSEWHERE = frozenset({"notes", "tolerance", "same_as_options", "bytes_less_than_options"})
"""Not measured on one answer alone."""
