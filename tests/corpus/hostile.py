"""Pictures that lie, are damaged, or would burst memory or time."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from editor.errors import BrokenPicture, TooLarge, TooManyPixels
from tests.corpus import png, tiff, valid
from tests.corpus.case import Case

_BOMB = zlib.compress(bytes(64 * 1024 * 1024), 9)


def cases() -> Iterator[Case]:
    yield from _png()
    yield from _jpeg()
    yield from _gif()
    yield from _webp()
    yield from _boxes()
    yield from _tiff()


def _png() -> Iterator[Case]:
    small = valid.noise(8, 8, 3)
    idat = png.chunk(b"IDAT", zlib.compress(b"\0" * 100))

    def sized(width: int, height: int) -> bytes:
        return png.assembled(png.header(width, height), idat)

    yield Case("huge.png", sized(50_000, 50_000), TooManyPixels, "50000x50000")
    yield Case("long.png", sized(90_000, 100), TooManyPixels, "90000x100")
    yield Case("flat.png", sized(100, 0), BrokenPicture, "no pixel")
    yield Case("depth.png", png.header(8, 8, 16, 3) + idat, BrokenPicture, "damaged")
    for name, body in (
        (b"zTXt", b"Comment\0\0" + _BOMB),
        (b"iTXt", b"Comment\0\x01\0\0\0" + _BOMB),
        (b"iCCP", b"profile\0\0" + _BOMB),
    ):
        bomb = png.png(small, png.chunk(name, body))
        yield Case(f"bomb-{name.decode()}.png", bomb, TooLarge, "unpacks to more than")
    many = [png.chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(3_000_000)))] * 8
    yield Case("texts.png", png.png(small, *many), TooLarge, "unpack to more than")
    packed = png.chunk(b"IDAT", _BOMB)
    yield Case(
        "bomb.png", png.assembled(png.header(8, 8), packed), BrokenPicture, "more pixel data"
    )
    rows = png.chunk(b"IDAT", zlib.compress(bytes(25 * 3)))
    yield Case("rows.png", png.assembled(png.header(8, 8), rows), BrokenPicture, "cut off")
    sound = png.png(small)
    at = sound.index(b"IDAT") + 12
    flipped = sound[:at] + bytes((sound[at] ^ 1,)) + sound[at + 1 :]
    yield Case("checksum.png", flipped, BrokenPicture, "check sum")
    junk = png.chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 60)
    yield Case(
        "junk.png", png.assembled(png.header(8, 8), junk), BrokenPicture, "can't be unpacked"
    )
    frames = png.chunk(b"acTL", struct.pack(">II", 2**31, 0))
    yield Case("frames.png", png.png(small, frames), TooManyPixels, "frames")


def _jpeg() -> Iterator[Case]:
    sound = valid.jpeg()
    at = sound.index(b"\xff\xc0") + 5

    def sized(width: int, height: int) -> bytes:
        return sound[:at] + struct.pack(">HH", height, width) + sound[at + 4 :]

    yield Case("huge.jpg", sized(65_500, 65_500), TooManyPixels, "65500x65500")
    yield Case("flat.jpg", sized(320, 0), BrokenPicture, "no pixel")
    yield Case("tall.jpg", sized(320, 9000), BrokenPicture, "at least")
    frame = sound[at - 5 : at - 5 + 2 + int.from_bytes(sound[at - 3 : at - 1], "big")]
    twice = sound[: at - 5] + frame + sound[at - 5 :]
    yield Case("two-headers.jpg", twice, BrokenPicture, "two frame headers")
    progressive = valid.progressive_jpeg()
    last = progressive.rindex(b"\xff\xda")
    scan = progressive[last:-2]
    bomb = progressive[:last] + scan * 300 + b"\xff\xd9"
    yield Case("scans.jpg", bomb, BrokenPicture, "scans")


def _gif() -> Iterator[Case]:
    frame = b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    head = b"GIF89a\x01\0\x01\0\x80\0\0" + b"\0\0\0\xff\xff\xff"
    yield Case("thousand.gif", head + frame * 1000 + b";", TooManyPixels, "frames")
    wide = b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0"
    yield Case("wide.gif", head + wide + b";", TooManyPixels, "65535x65535")
    large = b"GIF89a\x10\x27\x10\x27\x80\0\0" + b"\0\0\0\xff\xff\xff"
    yield Case("area.gif", large + frame * 9 + b";", TooManyPixels, "megapixels")
    yield Case("blocks.gif", head + frame + b"\x99\x99", BrokenPicture, "damaged")
    flat = b"GIF89a\0\0\0\0\0\0\0,\0\0\0\0\0\0\0\0\0\x02\x02D\x01\0;"
    yield Case("flat.gif", flat, BrokenPicture, "no pixel")


def _webp() -> Iterator[Case]:
    lossy = valid.webp()
    wrong = struct.pack("<I", len(lossy) + 1000)
    yield Case("length.webp", lossy[:4] + wrong + lossy[8:], BrokenPicture, "cut off")

    def extended(width: int, height: int, *chunks: bytes) -> bytes:
        canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + b"".join(chunks)
        return b"RIFF" + struct.pack("<I", len(body)) + body

    yield Case("canvas.webp", extended(640, 480, lossy[12:]), BrokenPicture, "640x480")
    yield Case("huge.webp", extended(1 << 24, 1 << 24, lossy[12:]), TooManyPixels, "16777216")
    place = bytes(6) + (319).to_bytes(3, "little") + (239).to_bytes(3, "little") + bytes(4)
    frame = b"ANMF" + struct.pack("<I", 16 + len(lossy) - 12) + place + lossy[12:]
    yield Case("frame.webp", extended(100, 100, frame), BrokenPicture, "reaches to 320x240")
    yield Case("frame-header.webp", lossy[:20] + bytes(30) + lossy[50:], BrokenPicture, "no pixel")
    bits = b"VP8L" + struct.pack("<I", 40) + b"\x2f" + b"\xff" * 39
    body = b"WEBP" + bits
    lying = b"RIFF" + struct.pack("<I", len(body)) + body
    yield Case("lossless.webp", lying, TooManyPixels, "16384x16384")


def _boxes() -> Iterator[Case]:
    for kind in ("avif", "heic"):
        sound = valid.SAMPLES[kind]()
        at = sound.index(b"ispe") + 8
        huge = sound[:at] + struct.pack(">II", 60_000, 60_000) + sound[at + 8 :]
        yield Case(f"huge.{kind}", huge, TooManyPixels, "60000x60000")
        flat = sound[:at] + struct.pack(">II", 0, 32) + sound[at + 8 :]
        yield Case(f"flat.{kind}", flat, BrokenPicture, "no pixel")
        less = sound[:at] + struct.pack(">II", 16, 16) + sound[at + 8 :]
        yield Case(f"less.{kind}", less, BrokenPicture, "damaged")
        more = sound[:at] + struct.pack(">II", 640, 480) + sound[at + 8 :]
        yield Case(f"more.{kind}", more, BrokenPicture, "damaged")
        data = sound.index(b"mdat") + 4
        junk = sound[:data] + b"\xa5" * (len(sound) - data)
        yield Case(f"junk.{kind}", junk, BrokenPicture, "damaged")
        meta = sound.index(b"meta")
        short = sound[: meta - 4] + struct.pack(">I", 4) + sound[meta:]
        yield Case(f"box.{kind}", short, BrokenPicture, "damaged")
        loose = sound[: meta - 4] + struct.pack(">I", 1 << 30) + sound[meta:]
        yield Case(f"boxes.{kind}", loose, BrokenPicture, "cut off")


def _tiff() -> Iterator[Case]:
    small = valid.noise(8, 8, 3)
    number = tiff.LONG
    for name, tags, error, words in (
        ("huge.tif", [(256, number, [60_000]), (257, number, [60_000])], TooManyPixels, "60000"),
        ("flat.tif", [(257, number, [0])], BrokenPicture, "no pixel"),
        ("strip.tif", [(273, number, [1 << 30])], BrokenPicture, "cut off"),
        ("strips.tif", [(279, number, [1 << 30])], BrokenPicture, "cut off"),
        ("rows.tif", [(257, number, [4000]), (278, number, [8])], BrokenPicture, "strips"),
        ("bytes.tif", [(257, number, [4000]), (278, number, [4000])], BrokenPicture, "of 192000"),
    ):
        yield Case(name, tiff.tiff(small, tags=tags), error, words)
    sound = tiff.tiff(small)
    directory = struct.unpack_from("<I", sound, 4)[0]
    loop = bytearray(sound)
    end = directory + 2 + 12 * struct.unpack_from("<H", sound, directory)[0]
    struct.pack_into("<I", loop, end, directory)
    yield Case("circle.tif", bytes(loop), BrokenPicture, "circle")
    absurd = bytearray(sound)
    struct.pack_into("<I", absurd, directory + 2 + 4, 0x7FFFFFFF)
    yield Case("tag.tif", bytes(absurd), BrokenPicture, "cut off")
    lost = bytearray(sound)
    struct.pack_into("<I", lost, 4, 1 << 28)
    yield Case("directory.tif", bytes(lost), BrokenPicture, "cut off")
