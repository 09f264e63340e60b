"""Pictures that are something else as well."""

from __future__ import annotations

from collections.abc import Iterator

from editor.errors import NotAPicture
from tests.corpus import png, valid
from tests.corpus.case import Case
from tests.corpus.strangers import zip_file


def cases() -> Iterator[Case]:
    jpeg, gif, plain = valid.jpeg(), valid.gif(), valid.png_rgb()
    for name, data, words in (
        ("jpeg-zip.jpg", jpeg + zip_file(), "ZIP"),
        ("gifar.gif", gif + zip_file(), "ZIP"),
        ("png-zip.png", plain + zip_file(), "ZIP"),
        ("webp-zip.webp", valid.webp() + zip_file(), "ZIP"),
        ("tiff-zip.tif", valid.tiff_rgb() + zip_file(), "ZIP"),
        ("avif-zip.avif", valid.avif() + zip_file(), "ZIP"),
        ("heic-zip.heic", valid.heic() + zip_file(), "ZIP"),
        ("comment-zip.jpg", _with_segment(jpeg, 0xFE, zip_file()) + zip_file(), "ZIP"),
        ("jpeg-php.jpg", jpeg + b"<?php system($_GET['c']); ?>", "PHP"),
        ("comment-php.jpg", _with_segment(jpeg, 0xFE, b"<?php phpinfo(); ?>"), "PHP"),
        ("text-php.png", _with_text(b"Comment\0<?php phpinfo(); ?>"), "PHP"),
        ("jpeg-page.jpg", jpeg + b"\n<html><script>alert(1)</script></html>", "web page"),
        ("note-page.jpg", jpeg + b"note <script>alert(1)</script>", "web page"),
        ("gif-program.gif", gif + b"MZ\x90\0\x03\0\0\0\x04", "Windows program"),
        ("png-jpeg.png", plain + jpeg, "JPEG"),
        ("pdf-head.jpg", _with_segment(jpeg, 0xFE, b"%PDF-1.4\n1 0 obj<<>>endobj"), "PDF"),
        ("jpeg-data.jpg", jpeg + bytes(range(1, 255)) * 400, "other data"),
        ("jpeg-video-data.jpg", valid.motion_photo(jpeg) + b"\x01\x02\x03" * 40_000, "other data"),
        ("gif-data.gif", gif + bytes(range(1, 255)) * 400, "other data"),
    ):
        yield Case(name, data, NotAPicture, words)


def _with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    """A segment right behind the first marker."""
    segment = bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
    return jpeg[:2] + segment + jpeg[2:]


def _with_text(body: bytes) -> bytes:
    return png.png(valid.noise(2, 2, 3), png.chunk(b"tEXt", body))
