"""IPTC-IIM datasets (IIM 4.2) and the Photoshop segment that carries them in a JPEG."""

from __future__ import annotations

from collections.abc import Iterator

RESOURCE = 0x0404
_BYLINE, _COPYRIGHT = (2, 80), (2, 116)
_CHARACTER_SET = (1, 90)
_RIGHTS = frozenset((_BYLINE, _COPYRIGHT, _CHARACTER_SET))


class Unreadable(ValueError):
    """The datasets are cut off or of the extended form, which nobody writes."""


def kept(datasets: bytes, whole: bool) -> bytes:
    """All datasets, or only by-line and copyright notice (with the character set they need)."""
    chosen = [(name, raw) for name, raw in _split(datasets) if whole or name in _RIGHTS]
    if not any(whole or name != _CHARACTER_SET for name, _ in chosen):
        return b""
    return b"".join(raw for _, raw in chosen)


def segment(datasets: bytes) -> bytes:
    """An APP13 segment with these datasets as Photoshop resource 0x0404; empty for none."""
    if not datasets:
        return b""
    padded = datasets + bytes(len(datasets) % 2)
    resource = b"8BIM" + RESOURCE.to_bytes(2, "big") + b"\0\0" + len(datasets).to_bytes(4, "big")
    body = b"Photoshop 3.0\0" + resource + padded
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def _split(datasets: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Record and number of each dataset, with its bytes. Padding at the end is dropped."""
    at = 0
    while at < len(datasets) and datasets[at] == 0x1C:
        head = datasets[at : at + 5]
        length = int.from_bytes(head[3:], "big")
        if len(head) < 5 or length >= 0x8000 or at + 5 + length > len(datasets):
            raise Unreadable("a dataset is cut off")
        yield (head[1], head[2]), datasets[at : at + 5 + length]
        at += 5 + length
    if datasets[at:].strip(b"\0"):
        raise Unreadable("bytes between datasets")
