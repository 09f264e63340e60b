"""Uploaded files are judged: sound ones yield facts, all others one clear error."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.errors import BrokenPicture, NotAPicture, StudioError, TooLarge, TooManyPixels
from editor.geometry import Size
from editor.render.inspect import Inspected, Limits, inspect
from tests.corpus import Case, cases, png, tiff, valid
from tests.corpus.valid import SAMPLES

LIMITS = Limits()


def judged(folder: Path, data: bytes, limits: Limits = LIMITS, name: str = "") -> Inspected:
    path = folder / "upload"
    path.write_bytes(data)
    return inspect(path, limits, name)


@pytest.mark.parametrize("name", SAMPLES)
def test_sound_files_are_taken(name: str, tmp_path: Path) -> None:
    data = SAMPLES[name]()
    facts = judged(tmp_path, data)
    assert facts.format == name.partition("-")[0]
    assert facts.bytes == len(data)


@pytest.mark.parametrize(
    ("name", "size", "expected"),
    [
        ("jpeg", (320, 240), {"mode": "RGB", "bits": 8, "frames": 1, "has_alpha": False}),
        ("jpeg-p3", (320, 240), {"profile": "p3"}),
        ("jpeg-cmyk", (320, 240), {"mode": "CMYK", "profile": "press"}),
        ("png-alpha", (320, 240), {"mode": "RGBA", "has_alpha": True}),
        ("png-16", (7, 9), {"bits": 16}),
        ("png-16-grey", (7, 9), {"bits": 16, "has_alpha": False}),
        ("png-palette", (320, 240), {"mode": "P", "has_alpha": True}),
        ("png-animated", (64, 32), {"frames": 2}),
        ("gif-animated", (16, 16), {"frames": 3}),
        ("webp-animated", (64, 48), {"frames": 3, "content_type": "image/webp"}),
        ("tiff-16", (7, 9), {"bits": 16, "content_type": "image/tiff"}),
        ("tiff-float", (7, 9), {"bits": 32}),
        ("heic", (32, 64), {"content_type": "image/heic", "frames": 1}),
        ("heic-p3", (64, 32), {"profile": "Display P3"}),
    ],
)
def test_the_facts_are_told(
    name: str, size: tuple[int, int], expected: dict[str, object], tmp_path: Path
) -> None:
    facts = judged(tmp_path, SAMPLES[name]())
    assert facts.size == Size(*size)
    assert {key: getattr(facts, key) for key in expected} == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_of_the_upright_picture(orientation: int, tmp_path: Path) -> None:
    facts = judged(tmp_path, valid.oriented_jpeg(orientation))
    assert facts.size == Size(64, 32)
    assert facts.orientation == orientation


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_refusals_name_their_reason_and_leave_nothing(case: Case, tmp_path: Path) -> None:
    with pytest.raises(StudioError) as refused:
        judged(tmp_path, case.data, name=case.name)
    assert type(refused.value) is case.error
    assert refused.value.status == case.status
    assert case.words in refused.value.text
    assert refused.value.remedy
    assert str(tmp_path) not in refused.value.text
    assert [p.name for p in tmp_path.iterdir()] == ["upload"]


def test_a_wrong_name_doesnt_matter_to_a_sound_picture(tmp_path: Path) -> None:
    assert judged(tmp_path, valid.png_rgb(), name="photo.jpg").format == "png"


@pytest.mark.parametrize(
    ("limits", "error", "words"),
    [
        (Limits(bytes=1000), TooLarge, "limit is"),
        (Limits(megapixels=0.01), TooManyPixels, "0.01 megapixels"),
        (Limits(side_px=300), TooManyPixels, "300 px"),
    ],
)
def test_the_callers_limits_hold(
    limits: Limits, error: type[StudioError], words: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=words):
        judged(tmp_path, valid.jpeg(), limits)


@pytest.mark.parametrize("name", ["gif-animated", "webp-animated", "png-animated"])
def test_frames_are_counted_before_they_are_decoded(name: str, tmp_path: Path) -> None:
    data = SAMPLES[name]()
    frames = judged(tmp_path, data).frames
    assert judged(tmp_path, data, Limits(frames=frames)).frames == frames
    with pytest.raises(TooManyPixels, match="frames"):
        judged(tmp_path, data, Limits(frames=frames - 1))
    with pytest.raises(TooManyPixels, match="in all"):
        judged(tmp_path, data, Limits(animation_megapixels=0.0001))


def test_pages_of_a_tiff_are_limited_like_frames(tmp_path: Path) -> None:
    pages = [valid.quadrants() for _ in range(4)]
    data = valid.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert judged(tmp_path, data).frames == 1
    with pytest.raises(TooManyPixels, match="pages"):
        judged(tmp_path, data, Limits(frames=3))


def test_the_pixel_limit_is_judged_without_decoding(tmp_path: Path) -> None:
    only_header = png.header(8000, 8000)
    with pytest.raises(TooManyPixels):
        judged(tmp_path, only_header, Limits(megapixels=50))
    with pytest.raises(BrokenPicture):
        judged(tmp_path, only_header, Limits(megapixels=70))


def test_a_jpeg_without_its_end_marker_is_cut_off(tmp_path: Path) -> None:
    data = valid.jpeg()
    assert data.endswith(b"\xff\xd9")
    with pytest.raises(BrokenPicture, match="end marker"):
        judged(tmp_path, data[:-2])


def test_bytes_that_look_like_a_zip_end_by_chance_are_let_through(tmp_path: Path) -> None:
    note = b"\x01PK\x05\x06" + bytes(range(1, 60))
    assert judged(tmp_path, valid.jpeg() + note).format == "jpeg"


def test_a_samsung_block_hides_no_program(tmp_path: Path) -> None:
    data = valid.samsung_photo(valid.jpeg())
    with pytest.raises(NotAPicture, match="PHP"):
        judged(tmp_path, data.replace(bytes(100), b"<?php phpinfo();".ljust(100, b" "), 1))


def test_kinds_of_pixels_that_arent_read_say_so(tmp_path: Path) -> None:
    odd = tiff.tiff(valid.noise(4, 4, 3), photometric=32845)  # LogLuv
    with pytest.raises(NotAPicture, match="isn't read"):
        judged(tmp_path, odd)


def test_a_missing_file_is_no_broken_picture(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "gone", LIMITS)


def test_the_facts_can_be_imported_without_a_decoder() -> None:
    code = (
        "import sys; import editor.render.inspect; "
        "print([m for m in ('PIL', 'numpy', 'pi_heif') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


SEEDS = {name: make() for name, make in SAMPLES.items()}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(sorted(SEEDS)),
    places=st.lists(st.integers(0, 1 << 20), min_size=1, max_size=4),
    junk=st.binary(min_size=1, max_size=8),
)
def test_damage_anywhere_gives_facts_or_a_clear_error(
    name: str, places: list[int], junk: bytes, tmp_path: Path
) -> None:
    data = bytearray(SEEDS[name])
    for place in places:
        at = place % len(data)
        data[at : at + len(junk)] = junk
    small = replace(LIMITS, megapixels=4.0, animation_megapixels=8.0)
    try:
        facts = judged(tmp_path, bytes(data), small)
    except StudioError as error:
        refused: StudioError | None = error
    else:
        refused = None
        assert facts.size.area <= 4_000_000
    assert refused is None or (refused.text and 400 <= refused.status < 500)


def test_an_empty_file_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(BrokenPicture, match="empty"):
        judged(tmp_path, b"")
