"""Skeletons are walked without a decoder, whatever the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.errors import StudioError
from editor.render.containers import Survey, survey
from editor.render.containers.av1 import coded_size
from editor.render.limits import Limits
from tests.corpus.valid import SAMPLES

LIMITS = Limits()
SEEDS = {name: make() for name, make in SAMPLES.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_end_of_the_picture_is_found(name: str) -> None:
    data = SEEDS[name]
    found = survey(name.partition("-")[0], data, LIMITS)
    behind = len(data) - found.end
    bare = name in ("jpeg-padded", "jpeg-note") or "-preview" in name or "-motion" in name
    assert (behind > 0) == (bare or name == "jpeg-samsung")


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "gif", "avif", "heic"])
def test_what_follows_the_picture_doesnt_belong_to_it(kind: str) -> None:
    data = SEEDS[kind]
    whole = survey(kind, data, LIMITS)
    assert survey(kind, data + b"\x01further\x02" * 50, LIMITS).end == whole.end


@given(name=st.sampled_from(sorted(SEEDS)), at=st.integers(0), junk=st.binary(max_size=12))
def test_every_walk_ends_with_facts_or_a_clear_error(name: str, at: int, junk: bytes) -> None:
    data = bytearray(SEEDS[name])
    at %= len(data)
    data[at : at + len(junk)] = junk
    kind = name.partition("-")[0]
    try:
        found: Survey | StudioError = survey(kind, bytes(data), LIMITS)
    except StudioError as error:
        found = error
    if isinstance(found, Survey):
        assert 0 < found.end <= len(data)
        assert found.width * found.height <= LIMITS.megapixels * 1e6
    else:
        assert found.text


@given(kind=st.sampled_from(["jpeg", "png", "webp", "gif", "avif", "heic", "tiff"]), st_=st.data())
def test_a_signature_alone_promises_nothing(kind: str, st_: st.DataObject) -> None:
    data = SEEDS[kind][: st_.draw(st.integers(12, 60))] + st_.draw(st.binary(max_size=80))
    with pytest.raises(StudioError):
        survey(kind, data, LIMITS)


def _bits(*fields: tuple[int, int]) -> bytes:
    """Fields of (value, width), the highest bit first, filled up with zeros."""
    text = "".join(f"{value:0{width}b}" for value, width in fields)
    text += "0" * (-len(text) % 8)
    return bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))


SIZE = ((11, 4), (9, 4), (2999, 12), (999, 10))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(((0, 3), (1, 1), (1, 1), (8, 5)), id="still"),
        pytest.param(
            ((0, 3), (0, 1), (0, 1), (0, 1), (0, 1), (0, 5), (0, 12), (8, 5), (1, 1)), id="video"
        ),
        pytest.param(
            (
                *((0, 3), (0, 1), (0, 1)),
                *((1, 1), (1, 32), (25, 32), (1, 1), (0, 2), (1, 1), (3, 2)),  # timing
                *((1, 1), (9, 5), (1, 32), (9, 5), (9, 5)),  # decoder model
                *((1, 1), (1, 5)),
                *((0, 12), (4, 5), (1, 1), (5, 10), (5, 10), (0, 1), (1, 1), (7, 4)),
                *((0, 12), (9, 5), (0, 1), (0, 1), (0, 1)),
            ),
            id="everything",
        ),
    ],
)
def test_the_coded_size_of_av1_is_read(fields: tuple[tuple[int, int], ...]) -> None:
    header = _bits(*fields, *SIZE)
    units = b"\x12\0" + bytes((0x0A, len(header))) + header
    assert coded_size(units) == (3000, 1000)
    assert coded_size(units[: len(units) // 2]) is None


def test_av1_without_a_sequence_header_has_no_size() -> None:
    assert coded_size(b"\x12\0\x32\x02ab") is None
    assert coded_size(b"") is None
