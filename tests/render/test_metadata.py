"""Rights stay, positions never do, and nothing half cleaned is passed on."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, IptcImagePlugin

from editor.geometry import Size
from editor.render import exif, iptc, xmp
from editor.render.decode import decode
from editor.render.metadata import Metadata, kept
from tests.corpus import valid

SIZE = Size(30, 20)
PLACE = b"EXACTPLACE"

RICH = b"""<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"
 xmlns:loc="http://example.org/where/"
 exif:GPSLatitude="EXACTPLACE" exif:FNumber="28/10" tiff:Orientation="6" GCamera:MotionPhoto="1">
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">ACME &amp; sons</rdf:li></rdf:Alt></dc:rights>
<exif:GPSLongitude>EXACTPLACE</exif:GPSLongitude>
<loc:Shown><rdf:Bag><rdf:li rdf:parseType="Resource"><exif:GPSAltitude>EXACTPLACE</exif:GPSAltitude>
<loc:City>Ulm</loc:City></rdf:li></rdf:Bag></loc:Shown>
<xmp:Thumbnails><rdf:Alt><rdf:li>preview</rdf:li></rdf:Alt></xmp:Thumbnails>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end='w'?>"""


def rich_exif(order: str = ">") -> bytes:
    """A block as cameras write it: details, GPS, a maker note, a thumbnail behind everything."""
    block = Image.Exif()
    block.endian = order
    block[0x0112] = 6
    block[0x8298] = "ACME"
    block[0x013B] = "J. Doe"
    block[0x010F] = "Camera maker"
    details = block.get_ifd(ExifTags.IFD.Exif)
    details[0x927C] = b"maker note"
    details[0xA002], details[0xA003], details[0xA001] = 6000, 4000, 65535
    place = block.get_ifd(ExifTags.IFD.GPSInfo)
    place[1], place[2], place[29] = "N", (48.0, 23.0, 54.0), "2026:11:21"
    place[27] = PLACE
    return _with_thumbnail(block.tobytes(), order)


def _with_thumbnail(raw: bytes, order: str) -> bytes:
    """Adds the second directory and its JPEG at the end."""
    head, body = raw[:6], bytearray(raw[6:])
    first = struct.unpack_from(f"{order}I", body, 4)[0]
    pointer = first + 2 + 12 * struct.unpack_from(f"{order}H", body, first)[0]
    struct.pack_into(f"{order}I", body, pointer, len(body))
    thumbnail = valid.saved(valid.quadrants(), "JPEG")
    at = len(body) + 2 + 24 + 4
    body += struct.pack(f"{order}H", 2)
    body += struct.pack(f"{order}HHII", 0x0201, 4, 1, at)
    body += struct.pack(f"{order}HHII", 0x0202, 4, 1, len(thumbnail)) + bytes(4)
    return head + bytes(body) + thumbnail


def read(raw: bytes) -> Image.Exif:
    block = Image.Exif()
    block.load(raw)
    return block


class TestExif:
    @pytest.mark.parametrize("order", ["<", ">"])
    def test_keeping_all_drops_only_position_and_thumbnail(self, order: str) -> None:
        raw = rich_exif(order)
        assert PLACE in raw
        clean = exif.cleaned(raw, SIZE)
        found = read(clean)
        assert (found[0x8298], found[0x013B], found[0x010F]) == ("ACME", "J. Doe", "Camera maker")
        assert found.get_ifd(ExifTags.IFD.Exif)[0x927C] == b"maker note"
        assert ExifTags.IFD.GPSInfo not in found
        assert found.get_ifd(ExifTags.IFD.IFD1) == {}
        assert PLACE not in clean
        assert b"\xff\xd8\xff" not in clean
        assert len(clean) < len(raw) - 500

    def test_what_is_kept_is_true_of_the_result(self) -> None:
        found = read(exif.cleaned(rich_exif(), SIZE))
        details = found.get_ifd(ExifTags.IFD.Exif)
        assert found[0x0112] == 1
        assert (details[0xA002], details[0xA003], details[0xA001]) == (30, 20, 1)

    def test_nothing_moves_so_that_maker_notes_stay_valid(self) -> None:
        raw = rich_exif()
        assert exif.cleaned(raw, SIZE).index(b"maker note") == raw.index(b"maker note")

    def test_two_position_directories_are_both_dropped(self) -> None:
        raw = rich_exif().replace(b"\x01\x0f\0\x02", b"\x88\x25\0\x04", 1)
        with pytest.raises(exif.Unreadable):
            # The maker's name isn't a directory: following it leads outside.
            exif.cleaned(raw, SIZE)

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({exif.COPYRIGHT: b"ACME"}, {0x8298: "ACME"}),
            ({exif.COPYRIGHT: b"A", exif.ARTIST: b"J. Doe"}, {0x8298: "A", 0x013B: "J. Doe"}),
        ],
    )
    def test_built_blocks_can_be_read_by_others(
        self, values: dict[int, bytes], expected: dict[int, str]
    ) -> None:
        assert dict(read(exif.built(values))) == expected
        assert exif.texts(exif.built(values), tuple(values)) == values

    @given(st.binary(max_size=200), st.sampled_from([b"II*\0", b"MM\0*", b""]))
    def test_any_bytes_are_read_or_refused(self, rest: bytes, head: bytes) -> None:
        raw = head + rest
        assert 1 <= exif.orientation(raw) <= 8
        exif.texts(raw, (exif.COPYRIGHT,))
        try:
            clean = exif.cleaned(raw, SIZE)
        except exif.Unreadable:
            return
        assert exif.orientation(clean) == 1 or exif.orientation(raw) == exif.orientation(clean)

    @given(st.data())
    def test_damaged_blocks_never_let_the_position_through(self, data: st.DataObject) -> None:
        raw = bytearray(rich_exif())
        for _ in range(data.draw(st.integers(1, 4))):
            raw[data.draw(st.integers(6, len(raw) - 1))] = data.draw(st.integers(0, 255))
        result, _ = kept(Metadata(exif=bytes(raw)), "keep", SIZE)
        # Whatever the result still says, no reader finds a position directory in it.
        if result.exif:
            assert exif.texts(result.exif, (exif.COPYRIGHT,)) is not None
            assert ExifTags.IFD.GPSInfo not in read(result.exif)


class TestXmp:
    def test_positions_are_removed_wherever_they_hide(self) -> None:
        clean = xmp.cleaned(RICH)
        assert PLACE not in clean
        assert b"GPS" not in clean
        for word in (b"FNumber", b"ACME &amp; sons", b"Ulm"):
            assert word in clean

    def test_what_the_result_no_longer_is_or_has_is_removed(self) -> None:
        clean = xmp.cleaned(RICH)
        for word in (b'tiff:Orientation="', b"MotionPhoto=", b"Thumbnails"):
            assert word not in clean

    def test_only_rights_can_be_kept(self) -> None:
        small = xmp.rights(RICH)
        assert b"ACME &amp; sons" in small
        assert b"Ulm" not in small
        assert xmp.rights(small) == small

    def test_no_rights_give_no_packet(self) -> None:
        assert xmp.rights(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>") == b""

    @pytest.mark.parametrize(
        "packet",
        [
            b"no xml",
            b"<a><b></a>",
            b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
            '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a SYSTEM "http://x/"><a/>'.encode(
                "utf-16"
            ),
            b'<?xml version="1.0" encoding="no-such"?><a/>',
            b"<a>" * 5000 + b"</a>" * 5000,
            b"<a>" + b" " * xmp.MOST_BYTES + b"</a>",
        ],
    )
    def test_broken_and_hostile_packets_are_refused(self, packet: bytes) -> None:
        with pytest.raises(xmp.Unreadable):
            xmp.cleaned(packet)

    @given(st.binary(max_size=100))
    def test_any_bytes_are_read_or_refused(self, packet: bytes) -> None:
        try:
            xmp.cleaned(packet)
            xmp.rights(packet)
        except xmp.Unreadable:
            return


def dataset(record: int, number: int, text: bytes) -> bytes:
    return bytes((0x1C, record, number)) + len(text).to_bytes(2, "big") + text


ALL = dataset(1, 90, b"\x1b%G") + dataset(2, 80, b"J. Doe") + dataset(2, 116, b"ACME")
WITH_CITY = ALL + dataset(2, 90, b"Ulm")


class TestIptc:
    def test_rights_are_told_from_the_rest(self) -> None:
        assert iptc.kept(WITH_CITY, True) == WITH_CITY
        assert iptc.kept(WITH_CITY + b"\0", False) == ALL
        assert iptc.kept(dataset(1, 90, b"\x1b%G") + dataset(2, 90, b"Ulm"), False) == b""

    def test_the_segment_can_be_read_by_others(self) -> None:
        data = valid.saved(valid.quadrants(), "JPEG", extra=iptc.segment(WITH_CITY))
        found = IptcImagePlugin.getiptcinfo(Image.open(io.BytesIO(data)))
        assert found is not None
        assert found[(2, 116)] == b"ACME"

    @given(st.binary(max_size=60))
    def test_any_bytes_are_read_or_refused(self, raw: bytes) -> None:
        try:
            assert len(iptc.kept(raw, True)) <= len(raw)
        except iptc.Unreadable:
            return


EVERYTHING = Metadata(rich_exif(), RICH, WITH_CITY, b"a note")


class TestPolicies:
    def test_none_keeps_nothing(self) -> None:
        assert kept(EVERYTHING, "none", SIZE) == (Metadata(), ())

    def test_copyright_keeps_names_and_rights_only(self) -> None:
        result, warnings = kept(EVERYTHING, "copyright", SIZE)
        assert dict(read(result.exif)) == {0x8298: "ACME", 0x013B: "J. Doe"}
        assert b"ACME" in result.xmp
        assert result.iptc == ALL
        assert result.comment == b""
        assert warnings == ()
        assert PLACE not in result.exif + result.xmp + result.iptc

    def test_keep_keeps_all_but_positions(self) -> None:
        result, warnings = kept(EVERYTHING, "keep", SIZE)
        assert read(result.exif)[0x010F] == "Camera maker"
        assert result.iptc == WITH_CITY
        assert result.comment == b"a note"
        assert warnings == ()
        assert PLACE not in result.exif + result.xmp

    def test_damaged_blocks_are_left_out_with_a_warning(self) -> None:
        broken = Metadata(exif=b"II*\0\xff\xff\xff\xff", xmp=b"<a>", iptc=b"\x1c\x02")
        result, warnings = kept(broken, "keep", SIZE)
        assert result == Metadata()
        assert [word.split()[2] for word in warnings] == ["EXIF", "XMP", "IPTC"]

    def test_a_block_too_large_for_a_segment_is_left_out_with_a_warning(self) -> None:
        large = b"<a xmlns='x'>" + b"y" * 70_000 + b"</a>"
        result, warnings = kept(Metadata(xmp=large), "keep", SIZE)
        assert result.xmp == b""
        assert "70" in warnings[0]


def _decoded(folder: Path, data: bytes) -> Metadata:
    (folder / "original").write_bytes(data)
    return decode(folder / "original").metadata


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_blocks_are_found_in_every_format(format: str, tmp_path: Path) -> None:
    block = Image.Exif()
    block[0x8298] = "ACME"
    tags = {0x02BC: RICH} if format == "TIFF" else {}
    how: dict[str, object] = {"tiffinfo": {**tags, 0x8298: "ACME"}} if tags else {"exif": block}
    if format in ("JPEG", "WEBP", "AVIF"):
        how["xmp"] = RICH
    found = _decoded(tmp_path, valid.saved(valid.quadrants(), format, **how))
    assert exif.texts(found.exif, (exif.COPYRIGHT,)) == {exif.COPYRIGHT: b"ACME"}
    if format != "PNG":
        assert xmp.rights(found.xmp)


def test_a_heics_blocks_are_found(tmp_path: Path) -> None:
    found = _decoded(tmp_path, valid.heic())
    assert exif.texts(found.exif, (exif.COPYRIGHT,)) == {exif.COPYRIGHT: b"ACME"}


def test_iptc_and_comments_of_a_jpeg_are_found(tmp_path: Path) -> None:
    data = valid.saved(valid.quadrants(), "JPEG", extra=iptc.segment(WITH_CITY), comment=b"a note")
    found = _decoded(tmp_path, data)
    assert iptc.kept(found.iptc, True) == WITH_CITY
    assert found.comment == b"a note"


def test_a_tiffs_layout_isnt_taken_for_exif(tmp_path: Path) -> None:
    found = _decoded(tmp_path, valid.saved(valid.quadrants(), "TIFF", compression="tiff_lzw"))
    assert not {256, 257, 258, 259, 273, 279} & set(read(found.exif))
