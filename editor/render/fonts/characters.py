"""Which characters a font writes, and which scripts those are."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from editor.render.fonts.packed import broken

MOST_SUBTABLES = 32
LAST = 0x10FFFF

SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "Latin": "aZ",
        "Cyrillic": "яЖ",
        "Greek": "αΩ",
        "Hebrew": "אש",
        "Arabic": "بم",
        "Devanagari": "कम",
        "Bengali": "কম",
        "Tamil": "கம",
        "Thai": "กม",
        "Armenian": "աԲ",
        "Georgian": "აბ",
        "Chinese": "中的",
        "Japanese": "あア",
        "Korean": "한글",
    }
)
"""Letters without which a font doesn't write a script."""


def scripts(points: Iterable[int]) -> tuple[str, ...]:
    """The scripts that these code points are enough for."""
    known = frozenset(points)
    return tuple(name for name, letters in SAMPLES.items() if known.issuperset(map(ord, letters)))


def check(data: bytes) -> None:
    """Refuses a table `cmap` whose ranges are longer than Unicode: a library would count them
    out one by one."""
    try:
        count = struct.unpack_from(">H", data, 2)[0]
        if count > MOST_SUBTABLES:
            raise broken(f"it has {count} lists of characters")
        places = {struct.unpack_from(">HHL", data, 4 + 8 * n)[2] for n in range(count)}
        for at in places:
            kind = struct.unpack_from(">H", data, at)[0]
            if kind in (8, 12, 13):
                _check_groups(data, at)
            elif kind == 4:
                _check_segments(data, at)
    except struct.error:
        raise broken("its list of characters is cut off") from None


def _check_segments(data: bytes, at: int) -> None:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    if sum(max(0, end - start) for start, end in zip(starts, ends, strict=True)) > 0xFFFF:
        raise broken("its list of characters contradicts itself")


def _check_groups(data: bytes, at: int) -> None:
    eight = struct.unpack_from(">H", data, at)[0] == 8
    start = at + (12 + 8192 if eight else 12)
    count = struct.unpack_from(">L", data, start)[0]
    last = -1
    for n in range(count):
        first, end = struct.unpack_from(">LL", data, start + 4 + 12 * n)
        if not last < first <= end <= LAST:
            raise broken("its list of characters contradicts itself")
        last = end
