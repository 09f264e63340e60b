"""What some bytes are, judged by their content and never by a name. Standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from editor.errors import NotAPicture

HEAD = 4096
"""As many first bytes as `sniff` looks at."""

READABLE = "Send a JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC file."


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. `label` fits after "is"; `content_type` is empty for non-pictures."""

    name: str
    label: str
    content_type: str = ""

    @property
    def readable(self) -> bool:
        """True for the picture formats that the studio reads."""
        return bool(self.content_type)


PICTURES = {
    kind.name: kind
    for kind in (
        Kind("jpeg", "a JPEG picture", "image/jpeg"),
        Kind("png", "a PNG picture", "image/png"),
        Kind("webp", "a WebP picture", "image/webp"),
        Kind("avif", "an AVIF picture", "image/avif"),
        Kind("gif", "a GIF picture", "image/gif"),
        Kind("tiff", "a TIFF picture", "image/tiff"),
        Kind("heic", "a HEIC picture", "image/heic"),
    )
}
EMPTY = Kind("empty", "empty")
TEXT = Kind("text", "plain text")
UNKNOWN = Kind("unknown", "data of an unknown kind")

_PREFIXES: tuple[tuple[bytes, Kind], ...] = (
    (b"\xff\xd8\xff", PICTURES["jpeg"]),
    (b"\x89PNG\r\n\x1a\n", PICTURES["png"]),
    (b"GIF87a", PICTURES["gif"]),
    (b"GIF89a", PICTURES["gif"]),
    (b"II*\0\x10\0\0\0CR", Kind("raw", "a camera raw file")),
    (b"II*\0", PICTURES["tiff"]),
    (b"MM\0*", PICTURES["tiff"]),
    (b"II+\0\x08\0\0\0", PICTURES["tiff"]),
    (b"MM\0+\0\x08\0\0", PICTURES["tiff"]),
    (b"IIU\0", Kind("raw", "a camera raw file")),
    (b"IIRO", Kind("raw", "a camera raw file")),
    (b"FUJIFILMCCD-RAW", Kind("raw", "a camera raw file")),
    (b"%PDF-", Kind("pdf", "a PDF document")),
    (b"%!PS", Kind("postscript", "a PostScript file")),
    (b"\xc5\xd0\xd3\xc6", Kind("postscript", "a PostScript file")),
    (b"PK\x03\x04", Kind("zip", "a ZIP archive (or an Office document)")),
    (b"PK\x05\x06", Kind("zip", "an empty ZIP archive")),
    (b"\x1f\x8b\x08", Kind("gzip", "a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("7z", "a 7z archive")),
    (b"Rar!\x1a\x07", Kind("rar", "a RAR archive")),
    (b"BZh", Kind("bzip2", "a bzip2 archive")),
    (b"\xfd7zXZ\0", Kind("xz", "an xz archive")),
    (b"\x28\xb5\x2f\xfd", Kind("zstd", "a Zstandard archive")),
    (b"MZ", Kind("exe", "a Windows program")),
    (b"\x7fELF", Kind("elf", "a Linux program")),
    (b"\xcf\xfa\xed\xfe", Kind("macho", "a macOS program")),
    (b"\xca\xfe\xba\xbe", Kind("class", "Java byte code or a macOS program")),
    (b"\0asm", Kind("wasm", "a WebAssembly program")),
    (b"<?php", Kind("php", "a PHP script")),
    (b"#!", Kind("script", "a script")),
    (b"8BPS", Kind("psd", "a Photoshop document")),
    (b"gimp xcf", Kind("xcf", "a GIMP document")),
    (b"BM", Kind("bmp", "a BMP picture")),
    (b"\0\0\x01\0", Kind("ico", "an icon")),
    (b"\xff\x0a", Kind("jxl", "a JPEG XL picture")),
    (b"\0\0\0\x0cJXL ", Kind("jxl", "a JPEG XL picture")),
    (b"\0\0\0\x0cjP  ", Kind("jp2", "a JPEG 2000 picture")),
    (b"\xff\x4f\xff\x51", Kind("jp2", "a JPEG 2000 picture")),
    (b"v/1\x01", Kind("exr", "an OpenEXR picture")),
    (b"#?RADIANCE", Kind("hdr", "a Radiance picture")),
    (b"\x1a\x45\xdf\xa3", Kind("webm", "a Matroska or WebM video")),
    (b"OggS", Kind("ogg", "an Ogg file")),
    (b"fLaC", Kind("flac", "a FLAC sound file")),
    (b"ID3", Kind("mp3", "an MP3 sound file")),
    (b"SQLite format 3\0", Kind("sqlite", "a database")),
    (b"version https://git-lfs", Kind("lfs", "a Git LFS pointer, not the file itself")),
)
_RIFF = {
    b"WEBP": PICTURES["webp"],
    b"AVI ": Kind("avi", "an AVI video"),
    b"WAVE": Kind("wav", "a WAVE sound file"),
}
_MP4 = Kind("mp4", "an MP4 or QuickTime video")
_OLD_MOVIE = frozenset((b"moov", b"mdat", b"wide", b"pnot"))
_MARKUP: tuple[tuple[re.Pattern[bytes], Kind], ...] = (
    (re.compile(rb"<(!doctype\s+html|html|head|body|script|iframe)\b"), Kind("html", "a web page")),
    (
        re.compile(rb"<svg\b|<!doctype\s+svg|<(\?xml|!--|!doctype).*<svg\b", re.DOTALL),
        Kind("svg", "an SVG drawing"),
    ),
    (re.compile(rb"<\?xml"), Kind("xml", "an XML document")),
)
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))
_HEIF_BRANDS = frozenset((b"mif1", b"mif2", b"msf1", b"miaf"))


def sniff(head: bytes) -> Kind:
    """The kind of file that starts with `head` (its first HEAD bytes, or all of them)."""
    if not head:
        return EMPTY
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head[4:8] in _OLD_MOVIE:
        return _MP4
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    for prefix, kind in _PREFIXES:
        # "BM" and "MZ" also begin ordinary prose, which holds no NUL.
        if head.startswith(prefix) and (len(prefix) > 2 or not prefix.isalpha() or b"\0" in head):
            return kind
    return _by_text(head)


def picture_kind(head: bytes, name: str = "") -> Kind:
    """The picture format of `head`; NotAPicture that says what was given instead.

    `name` is what the sender called the file. It never decides, it only makes the text plainer.
    """
    kind = sniff(head)
    if kind.readable:
        return kind
    called = f"{_shown(name)} is" if name else "The file is"
    if kind is EMPTY:
        raise NotAPicture(f"{called} empty: it has 0 bytes.", remedy=READABLE)
    raise NotAPicture(f"{called} {kind.label}, which isn't read as a picture.", remedy=READABLE)


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name[-80:])


def _by_brand(head: bytes) -> Kind:
    length = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major, *(head[at : at + 4] for at in range(16, length - 3, 4))}
    if major in _HEIC_BRANDS:
        return PICTURES["heic"]
    if major in _AVIF_BRANDS or (major in _HEIF_BRANDS and brands & _AVIF_BRANDS):
        return PICTURES["avif"]
    if major in _HEIF_BRANDS:
        return PICTURES["heic"]
    return Kind("raw", "a camera raw file") if major == b"crx " else _MP4


def _by_text(head: bytes) -> Kind:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace").encode()
    if not _is_text(text):
        return UNKNOWN
    markup = text.lstrip().lower()
    for pattern, kind in _MARKUP:
        if pattern.match(markup):
            return kind
    if markup.startswith(b"<!--"):
        return Kind("html", "a web page")
    return TEXT


def _is_text(head: bytes) -> bool:
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return False
    # The head may end inside a character, so its last bytes don't count against it.
    text = head.decode("utf-8", "replace").rstrip("\ufffd")
    return bool(text) and "\ufffd" not in text
