"""Fonts that come from outside are written anew, and what isn't one is refused."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from editor.errors import FontRefused
from editor.render.fonts import packed
from editor.render.fonts.clean import clean
from editor.render.request import FontFacts
from tests.fontfiles import blocks, bundled, tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def cleaned(data: bytes, folder: Path) -> tuple[FontFacts, bytes]:
    given, made = folder / "given", folder / "made"
    given.write_bytes(data)
    return clean(str(given), str(made)), made.read_bytes()


def drawn(data: bytes, folder: Path, text: str) -> Image.Image:
    path = folder / "drawn.ttf"
    path.write_bytes(data)
    picture = Image.new("L", (400, 120))
    ImageDraw.Draw(picture).text((4, 4), text, 255, ImageFont.truetype(str(path), 80))
    return picture


@pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
def test_letters_stay_as_they_are_however_the_font_is_packed(
    folder: Path, flavor: str | None
) -> None:
    facts, made = cleaned(bundled("caveat-700", flavor), folder)
    assert (facts.family, facts.weight, facts.italic) == ("Caveat", 700, False)
    assert facts.scripts == ("Latin", "Cyrillic")
    before = drawn(bundled("caveat-700"), folder, "Agф")
    assert drawn(made, folder, "Agф").tobytes() == before.tobytes()
    assert set(tables(made)) <= {
        *("OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post"),
        *("GDEF", "GPOS", "GSUB", "kern"),
    }


def test_the_same_file_gives_the_same_bytes_and_again_itself(folder: Path) -> None:
    _, once = cleaned(blocks(), folder)
    assert cleaned(blocks(), folder)[1] == once
    assert cleaned(once, folder)[1] == once


def test_outlines_of_the_other_kind_stay(folder: Path) -> None:
    _, made = cleaned(blocks(outlines="CFF"), folder)
    assert made[:4] == b"OTTO"
    assert drawn(made, folder, "A").getbbox() is not None


def test_programs_and_unknown_tables_go(folder: Path) -> None:
    def hostile(font: Any) -> None:
        from fontTools.ttLib import newTable

        for tag in ("SVG ", "fpgm", "XXXX"):
            table = newTable("XXXX")
            table.data = b"<script>alert(1)</script>"
            font.tables[tag] = table

    data = bundled("caveat-400", change=hostile)
    assert b"<script>" in data
    _, made = cleaned(data, folder)
    assert b"<script>" not in made
    _, plain = cleaned(blocks(), folder)
    # The program in each letter: PUSHB 1, POP.
    assert b"\xb0\x01\x21" in tables(blocks())["glyf"]
    assert b"\xb0\x01\x21" not in tables(plain)["glyf"]


@pytest.mark.parametrize(
    ("fs_type", "allowed"),
    [(0, True), (2, False), (4, True), (8, True), (2 | 8, True), (0x100, True), (0x200, False)],
)
def test_a_font_says_itself_whether_it_may_be_embedded(
    folder: Path, fs_type: int, allowed: bool
) -> None:
    data = blocks(fs_type=fs_type)
    if allowed:
        cleaned(data, folder)
        return
    with pytest.raises(FontRefused, match=f"{fs_type:#06x}"):
        cleaned(data, folder)


def test_what_is_no_font_is_refused(folder: Path) -> None:
    for data in (b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"%!PS-AdobeFont-1.0", b"<svg>" * 9):
        with pytest.raises(FontRefused):
            cleaned(data, folder)
    with pytest.raises(FontRefused, match="collection"):
        cleaned(b"ttcf" + bytes(200), folder)


@pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
@pytest.mark.parametrize("left", [4, 40, 400, -60])
def test_a_font_that_is_cut_off_is_refused(folder: Path, flavor: str | None, left: int) -> None:
    with pytest.raises(FontRefused):
        cleaned(bundled("caveat-400", flavor)[:left], folder)


def test_tables_beyond_the_end_are_refused(folder: Path) -> None:
    data = bytearray(blocks())
    struct.pack_into(">L", data, 12 + 12, 0xFFFFFFF0)
    with pytest.raises(FontRefused, match="beyond its end"):
        cleaned(bytes(data), folder)
    struct.pack_into(">H", data, 4, 60_000)
    with pytest.raises(FontRefused, match="60000 tables"):
        cleaned(bytes(data), folder)


def woff(length: int, content: bytes) -> bytes:
    body = zlib.compress(content, 1)
    head = struct.pack(">4s4sLHHLHHLLLLL", b"wOFF", b"\0\1\0\0", 0, 1, 0, 0, 1, 0, *[0] * 5)
    return head + struct.pack(">4sLLLL", b"glyf", 64, len(body), length, 0) + body


def test_a_woff_that_unpacks_to_more_than_it_says_is_not_unpacked(folder: Path) -> None:
    with pytest.raises(FontRefused, match="as long as it says"):
        cleaned(woff(400_000, bytes(40 * 2**20)), folder)
    with pytest.raises(FontRefused, match="more than 32 MiB"):
        cleaned(woff(40 * 2**20, bytes(40 * 2**20)), folder)


def woff2(length: int, content: bytes) -> bytes:
    body = brotli.compress(content, quality=1)
    said = bytearray()
    for shift in (28, 21, 14, 7, 0):
        said.append((length >> shift & 0x7F) | (0x80 if shift else 0))
    entry = bytes([5]) + bytes(said).lstrip(b"\x80")
    sizes = (0, 1, 0, 0, len(body), 1, 0, *[0] * 5)
    return struct.pack(">4s4sLHHLLHHLLLLL", b"wOF2", b"\0\1\0\0", *sizes) + entry + body


def test_a_woff2_that_unpacks_to_more_than_it_says_is_not_unpacked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = bytes(100 * 2**20)
    assert len(woff2(50_000, bomb)) < 50_000
    with pytest.raises(FontRefused, match="what it says"):
        cleaned(woff2(50_000, bomb), folder)
    with pytest.raises(FontRefused, match="more than 32 MiB"):
        cleaned(woff2(100 * 2**20, bomb), folder)
    # And it stops soon after what was said.
    assert packed._brotli_bytes(brotli.compress(bomb, quality=1), 50_000) < 50_000 + 2**20


def test_glyphs_without_an_end_are_refused(folder: Path) -> None:
    with pytest.raises(FontRefused, match="of itself"):
        cleaned(blocks(composite={"a": ["b"], "b": ["a"]}), folder)
    deep = {f"c{n}": [f"c{n - 1}" if n else "l41"] * 2 for n in range(40)}
    with pytest.raises(FontRefused, match="256 others"):
        cleaned(blocks(composite=deep), folder)
    cleaned(blocks(composite={"a": ["l41"] * 3, "b": ["a"] * 3}), folder)


def test_letters_out_of_all_proportion_are_refused(folder: Path) -> None:
    with pytest.raises(FontRefused, match="times as wide"):
        cleaned(blocks(advance=30_000), folder)


def with_table(tag: str, data: bytes) -> bytes:
    """A font with one table in place of its own."""

    def change(font: Any) -> None:
        from fontTools.ttLib import newTable

        table = newTable("XXXX")
        table.data = data
        font.tables[tag] = table

    return bundled("caveat-400", change=change)


def test_ranges_longer_than_unicode_are_refused(folder: Path) -> None:
    head = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    group = struct.pack(">HHLLL", 12, 0, 28, 0, 1) + struct.pack(">LLL", 0, 0xFFFFFFFE, 1)
    ends, starts = struct.pack(">4H", *[0xFFFE] * 4), bytes(8)
    segments = struct.pack(">7H", 4, 48, 0, 8, 0, 0, 0) + ends + bytes(2) + starts + bytes(16)
    for subtable in (group, segments):
        with pytest.raises(FontRefused, match="list of characters"):
            cleaned(with_table("cmap", head + subtable), folder)


def test_names_that_share_a_long_text_are_refused(folder: Path) -> None:
    records = b"".join(struct.pack(">6H", 3, 1, 0x409, n, 60_000, 0) for n in range(200))
    data = struct.pack(">3H", 0, 200, 6 + 12 * 200) + records + bytes(60_000)
    with pytest.raises(FontRefused, match="names have no end"):
        cleaned(with_table("name", data), folder)


def test_a_font_without_letters_is_refused(folder: Path) -> None:
    with pytest.raises(FontRefused, match="no letters"):
        cleaned(blocks(letters=""), folder)


def test_names_are_kept_short_and_printable(folder: Path) -> None:
    facts, made = cleaned(blocks(family="B\0\n" + "x" * 5000), folder)
    assert facts.family == "B" + "x" * 59
    assert len(tables(made)["name"]) < 2000


_GIVEN = {flavor: bundled("caveat-400", flavor) for flavor in (None, "woff")} | {"b": blocks()}


@settings(max_examples=60, derandomize=True)
@given(
    st.sampled_from(sorted(_GIVEN, key=str)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4),
)
def test_wrong_bytes_give_a_font_or_a_typed_error(
    tmp_path_factory: pytest.TempPathFactory, kind: str | None, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(_GIVEN[kind])
    for place, wrong in changes:
        at = int(place * (len(data) - len(wrong)))
        data[at : at + len(wrong)] = wrong
    with suppress(FontRefused):
        cleaned(bytes(data), tmp_path_factory.mktemp("font"))
