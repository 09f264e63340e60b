"""Files that are no pictures, or none that is read, mostly under a picture's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from editor.errors import BrokenPicture, NotAPicture
from tests.corpus import tiff, valid
from tests.corpus.case import Case

_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&c;</text></svg>"""
_LOOP = b"""<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><use href="#a"/></g></svg>"""


def zip_file() -> bytes:
    """A sound archive with one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("run.class", b"\xca\xfe\xba\xbe")
    return file.getvalue()


def cases() -> Iterator[Case]:
    yield Case("empty.jpg", b"", BrokenPicture, "empty")
    for name, data, words in (
        ("letter.jpg", b"Dear sir or madam, this is no picture.\n" * 20, "plain text"),
        ("utf16.jpg", "Dear sir or madam".encode("utf-16"), "plain text"),
        ("one-byte.png", b"\xff", "unknown kind"),
        ("zeros.png", bytes(5000), "unknown kind"),
        ("page.png", b"<!DOCTYPE html><html><script>alert(1)</script></html>", "web page"),
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        ("laughs.svg", _LAUGHS, "SVG"),
        ("loop.svg", _LOOP, "SVG"),
        ("form.jpg", b"%PDF-1.7\n1 0 obj<</Kids[1 0 R]>>endobj", "PDF"),
        ("album.jpg", zip_file(), "ZIP"),
        ("setup.jpg", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", "Windows program"),
        ("tool.webp", b"\x7fELF\x02\x01\x01" + bytes(60), "Linux program"),
        ("shell.gif", b"<?php system($_GET['c']); ?>", "PHP"),
        ("install.gif", b"#!/bin/sh\nrm -rf /\n", "script"),
        ("film.heic", valid.video(), "video"),
        ("scan.png", b"BM" + bytes(60), "BMP"),
        ("layers.png", b"8BPS\0\x01" + bytes(60), "Photoshop"),
        ("next.jpg", b"\xff\x0a" + b"\xfa\x7f" * 20, "JPEG XL"),
        ("pointer.png", b"version https://git-lfs.github.com/spec/v1\noid x\n", "Git LFS"),
        ("raw.tif", _camera_raw(), "camera raw"),
    ):
        yield Case(name, data, NotAPicture, words)


def _camera_raw() -> bytes:
    """A DNG: a TIFF whose first page is a preview."""
    return tiff.tiff(valid.noise(4, 4, 3), tags=[(50706, tiff.SHORT, [1])])
