"""Results are written in the format that the output asks for, or in a named other one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from editor.geometry import Size
from editor.plan.output import Output
from editor.render import writers
from editor.render.encode import AVIF_MEGAPIXELS, Source, choose, described, encode
from tests.corpus import valid
from tests.render.pixels import array, psnr
from tests.render.test_metadata import EVERYTHING, PLACE, read
from tests.render.writing import clear_photo, written


@pytest.mark.parametrize("format", ["jpeg", "baseline-jpeg", "png", "webp", "avif"])
def test_every_format_shows_the_picture(format: str) -> None:
    picture = valid.photo()
    result, _, opened = written(picture, format=format, quality=90)
    assert psnr(opened.convert("RGB"), picture) > 33
    assert result.warnings == ()
    assert "icc_profile" not in opened.info


@pytest.mark.parametrize("format", ["png", "webp", "avif"])
def test_alpha_stays_alpha(format: str) -> None:
    picture = clear_photo()
    _, _, opened = written(picture, format=format, quality=95)
    assert opened.mode == "RGBA"
    error = array(opened.getchannel("A")) - array(picture.getchannel("A"))
    assert np.abs(error).max() <= (0 if format != "avif" else 6)
    assert len(opened.getchannel("A").getcolors() or ()) > 200


def test_png_is_exact_even_under_transparency() -> None:
    picture = clear_photo()
    _, data, opened = written(picture, format="png")
    assert np.array_equal(array(opened), array(picture))
    assert b"sRGB" in data[:80]


class TestChoice:
    """Which format it becomes."""

    @pytest.mark.parametrize("format", ["", "auto"])
    def test_without_a_format_it_is_jpeg_or_with_alpha_png(self, format: str) -> None:
        assert written(valid.photo(), format=format)[0].content_type == "image/jpeg"
        solid = valid.photo().convert("RGBA")
        assert written(solid, format=format)[0].content_type == "image/jpeg"
        assert written(clear_photo(), format=format)[0].content_type == "image/png"

    @pytest.mark.parametrize(
        ("size", "format", "became", "words"),
        [
            ((16_383, 2), "webp", "webp", ""),
            ((16_384, 2), "webp", "jpeg", "image too large for WebP"),
            ((65_500, 2), "jpeg", "jpeg", ""),
            ((65_501, 2), "jpeg", "png", "image too large for JPEG"),
            ((5000, 5000), "avif", "avif", ""),
            ((5001, 5000), "avif", "webp", "image too large for AVIF"),
            ((65_536, 2), "avif", "png", "image too large for AVIF"),
            ((5000, 5000), "avif-or-jpeg", "avif", ""),
            ((5001, 5000), "avif-or-jpeg", "jpeg", "image too large for AVIF"),
            ((65_536, 2), "avif-or-jpeg", "png", "image too large for AVIF"),
        ],
    )
    def test_what_a_format_cant_hold_becomes_another_and_says_so(
        self, size: tuple[int, int], format: str, became: str, words: str
    ) -> None:
        chosen, notes = choose(Image.new("RGB", size), Output(format=format))
        assert chosen == became
        assert notes[:1] == ((words,) if words else ())
        assert AVIF_MEGAPIXELS == 25

    @pytest.mark.parametrize(
        ("format", "became", "words"),
        [
            ("", "baseline-jpeg", ""),
            ("jpeg", "baseline-jpeg", ""),
            ("avif", "baseline-jpeg", "JPEG instead of AVIF"),
            ("png", "baseline-jpeg", "JPEG instead of PNG"),
        ],
    )
    def test_fast_means_jpeg_for_opaque_pictures(
        self, format: str, became: str, words: str
    ) -> None:
        chosen, notes = choose(valid.photo(), Output(format=format, compression="fast"))
        assert chosen == became
        assert words in " ".join(notes)

    def test_fast_means_png_where_there_is_alpha(self) -> None:
        result, _, opened = written(clear_photo(), format="avif", compression="fast")
        assert result.content_type == "image/png"
        assert opened.mode == "RGBA"
        assert "PNG instead of AVIF" in result.warnings[0]


class TestMetadata:
    def test_jpegs_and_avifs_carry_what_stays(self) -> None:
        for format in ("jpeg", "avif"):
            _, data, opened = written(valid.photo(), EVERYTHING, format=format, metadata="keep")
            found = read(opened.info["exif"])
            assert found[0x8298] == "ACME"
            assert found.get(0x0112, 1) == 1
            assert b"ACME" in opened.info["xmp"]
            assert PLACE not in data

    def test_copyright_is_the_default(self) -> None:
        _, data, opened = written(valid.photo(), EVERYTHING, format="jpeg")
        assert dict(read(opened.info["exif"])) == {0x8298: "ACME", 0x013B: "J. Doe"}
        assert b"Camera maker" not in data
        assert b"Ulm" not in data

    def test_iptc_and_comment_stay_in_a_jpeg(self) -> None:
        _, _, opened = written(valid.photo(), EVERYTHING, format="jpeg", metadata="keep")
        assert opened.info["comment"] == b"a note"
        assert b"Ulm" in opened.info["photoshop"][0x0404]

    @pytest.mark.parametrize(
        "output",
        [
            {"format": "jpeg", "metadata": "none"},
            {"format": "avif", "metadata": "none"},
            {"format": "png", "metadata": "keep"},
            {"format": "webp", "metadata": "keep"},
        ],
    )
    def test_nothing_stays_where_nothing_may(self, output: dict[str, str]) -> None:
        result, data, opened = written(valid.photo(), EVERYTHING, **output)
        assert b"ACME" not in data
        assert not opened.info.get("exif")
        assert result.warnings == ()

    def test_what_a_decoder_left_on_the_picture_isnt_written(self) -> None:
        picture = valid.photo()
        picture.info = {
            "icc_profile": b"profile",
            "exif": b"exif",
            "comment": b"comment",
            "transparency": (1, 2, 3),
        }
        for format in ("jpeg", "png", "webp", "avif"):
            _, data, opened = written(picture, format=format)
            assert opened.mode == "RGB"
            assert not {"icc_profile", "exif", "comment", "transparency"} & set(opened.info), format
            assert b"comment" not in data


class TestFiles:
    def test_a_path_holds_the_whole_file_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        target = tmp_path / "result.webp"
        result = encode(valid.photo(), Output(format="webp"), target)
        assert [p.name for p in tmp_path.iterdir()] == ["result.webp"]
        assert target.stat().st_size == result.bytes
        with Image.open(target) as opened:
            assert opened.size == (320, 240)

    def test_a_failure_leaves_the_old_file_alone(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        target = tmp_path / "result.png"
        target.write_bytes(b"old")

        def fails(job: writers.Job, to: Any) -> tuple[str, ...]:
            to.write(b"half")
            raise OSError(28, "No space left on device")

        monkeypatch.setitem(writers.WRITERS, "png", fails)
        with pytest.raises(OSError, match="space"):
            encode(valid.photo(), Output(format="png"), target)
        assert [p.name for p in tmp_path.iterdir()] == ["result.png"]
        assert target.read_bytes() == b"old"

    def test_an_open_file_is_written_from_where_it_stands(self) -> None:
        file = io.BytesIO(b"head")
        file.seek(4)
        result = encode(valid.photo(), Output(format="jpeg"), file)
        assert file.getvalue()[:6] == b"head\xff\xd8"
        assert len(file.getvalue()) == 4 + result.bytes


class TestDescription:
    SOURCE = Source(Size(1600, 1201), "image/jpeg", 123_456)

    def test_it_tells_the_results_size_and_the_original(self) -> None:
        assert json.loads(described(Size(800, 600), self.SOURCE)) == {
            "width": 800,
            "height": 600,
            "original": {
                "file_size": 123_456,
                "width": 1600,
                "height": 1201,
                "format": "image/jpeg",
            },
        }

    def test_frames_are_told_unless_a_still_is_wanted(self) -> None:
        source = Source(Size(16, 16), "image/gif", 900, frames=7)
        assert json.loads(described(Size(16, 16), source))["original"]["frames"] == 7
        assert b"frames" not in described(Size(16, 16), source, anim=False)


@given(
    width=st.integers(1, 60),
    height=st.integers(1, 60),
    alpha=st.booleans(),
    quality=st.integers(1, 100),
    format=st.sampled_from(["", "jpeg", "baseline-jpeg", "png", "webp"]),
)
def test_any_size_and_quality_can_be_written(
    width: int, height: int, alpha: bool, quality: int, format: str
) -> None:
    picture = Image.new("RGBA" if alpha else "RGB", (width, height), (10, 200, 30))
    _, _, opened = written(picture, format=format, quality=quality)
    assert opened.size == (width, height)
