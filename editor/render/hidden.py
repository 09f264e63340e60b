"""Files that are two things at once are refused: a picture must be nothing but a picture.

The rule, per file:
- Nothing that another program would run or unpack: a ZIP directory at the end (also JAR, APK and
  Office files), PHP code anywhere, a PDF header in the first kilobyte.
- Behind the picture's end, padding and up to ALLOWANCE bytes of plain data are let through (cameras
  and messengers leave notes there), but nothing that is itself a known kind of file.
- JPEG alone may be followed by what phones put there: further JPEGs (previews, gain and depth maps
  of the Multi-Picture Format), the MP4 of a motion photo, and Samsung's SEF block.
"""

from __future__ import annotations

import re

from editor.errors import NotAPicture, StudioError
from editor.render.containers import jpeg
from editor.render.containers.isobmff import boxes
from editor.render.containers.survey import Data
from editor.render.limits import Limits
from editor.render.sniff import HEAD, TEXT, UNKNOWN, Kind, sniff

ALLOWANCE = 64 * 1024
_PHP = re.compile(rb"<\?php\s")
_SCRIPT = re.compile(rb"<script|<html|<iframe|javascript:", re.IGNORECASE)
_CODE = re.compile(rb"[^\0\t\n\r \xff]")
_ZIP_END = b"PK\x05\x06"
_MOST_COMPANIONS = 64


def refuse_hidden(kind: Kind, data: Data, end: int, limits: Limits) -> None:
    """NotAPicture when the picture, which ends at `end`, carries another file."""
    if _ends_as_zip(data):
        raise _carries(kind, "a ZIP archive")
    if b"%PDF-" in data[:1024]:
        raise _carries(kind, "a PDF document")
    if _PHP.search(data):
        raise _carries(kind, "PHP code")
    if kind.name == "jpeg":
        end = _behind_companions(data, end, limits)
    _check_tail(kind, data, end)


def _carries(kind: Kind, what: str) -> NotAPicture:
    return NotAPicture(
        f"The file is {kind.label} that also carries {what}; a file must be only one thing.",
        remedy="Open the picture in an image editor, save it anew and send that file.",
    )


def _ends_as_zip(data: Data) -> bool:
    """True when a ZIP reader would find its directory: an end record, and the directory that it
    points back at (so that four chance bytes in a photo don't count)."""
    length = len(data)
    at = data.rfind(_ZIP_END, max(0, length - 65_557))
    while at >= 0:
        record = data[at : at + 22]
        size = int.from_bytes(record[12:16], "little")
        starts = data[max(0, at - size) : max(0, at - size) + 4] == b"PK\x01\x02"
        is_zip64 = data[max(0, at - 20) : at][:4] == b"PK\x06\x07"
        is_empty = record[4:] == bytes(18)
        if len(record) == 22 and (starts or is_zip64 or is_empty):
            return True
        at = data.rfind(_ZIP_END, max(0, length - 65_557), at)
    return False


def _content(data: Data, at: int) -> int:
    """The offset of the first byte that isn't padding."""
    found = _CODE.search(data, at)
    # Padding of 0xFF may touch a marker: its last 0xFF belongs to what follows.
    return len(data) if found is None else max(at, found.start() - (data[found.start() - 1] == 255))


def _behind_companions(data: Data, end: int, limits: Limits) -> int:
    """The end of everything that phones append to a JPEG."""
    for _ in range(_MOST_COMPANIONS):
        at = _content(data, end)
        # The length before "ftyp" begins with zeros, which look like padding.
        film = data.find(b"ftyp", at, at + 8) - 4
        if data[at : at + 3] == b"\xff\xd8\xff":
            end = jpeg.walk_from(data, at, limits).end
        elif film >= end:
            end = _behind_video(data, film)
        else:
            break
    return len(data) if _is_samsung_block(data, end) else end


def _behind_video(data: Data, at: int) -> int:
    end = at
    try:
        for box in boxes(data, at, len(data)):
            if not box.name.isalnum():
                break
            end = box.end
    except StudioError:
        pass  # what follows the video's last whole box is judged as a tail
    return end


def _is_samsung_block(data: Data, end: int) -> bool:
    """SEF: named parts, then a directory "SEFH", its length and "SEFT" as the very last bytes."""
    if data[len(data) - 4 :] != b"SEFT" or len(data) - end < 16:
        return False
    length = int.from_bytes(data[len(data) - 8 : len(data) - 4], "little")
    start = len(data) - 8 - length
    return start >= end and data[start : start + 4] == b"SEFH"


def _check_tail(kind: Kind, data: Data, end: int) -> None:
    at = _content(data, end)
    tail = data[at : at + HEAD]
    if not tail:
        return
    found = sniff(tail)
    if found not in (TEXT, UNKNOWN):
        raise _carries(kind, f"{found.label} behind its end")
    length = len(data) - at
    if length > ALLOWANCE:
        raise _carries(kind, f"{length} bytes of other data behind its end")
    if _SCRIPT.search(data, at):
        raise _carries(kind, "a web page behind its end")
