"""Tables that tell the SKU of each photo, as spreadsheets write them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping

from editor.errors import BadRequest
from editor.plan.batches.naming import stem

NAMES = ("source", "file", "filename", "photo", "picture", "image", "name")
CODES = ("sku", "article", "code")
"""Headings of the two columns, in any case; the first one that is there counts. A manifest's
`source` is the photo's name, its `file` that of the result."""
_DELIMITERS = ",;\t"
_GUARDED = frozenset("=+-@\t\r")


def sku_table(content: bytes) -> dict[str, str]:
    """File name, as `key` writes it -> SKU, without empty ones; the last line counts. BadRequest
    for a table without the two columns."""
    text = _text(content).lstrip()
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _unreadable(f"The table can't be read: {error}.") from None
    heads = [cell.strip().casefold().replace(" ", "") for cell in rows[0]] if rows else []
    name, code = _column(heads, NAMES), _column(heads, CODES)
    if name is None or code is None:
        raise _unreadable("The table doesn't tell which column is which.")
    whole = [row for row in rows[1:] if len(row) > max(name, code)]
    found = ((key(_plain(row[name])), _plain(row[code])) for row in whole)
    return {file: sku for file, sku in found if file and sku}


def sku_of(table: Mapping[str, str], name: str) -> str:
    """The SKU of the photo of this name, with or without its ending; empty when none is told."""
    return table.get(key(name)) or table.get(key(stem(name))) or ""


def key(name: str) -> str:
    """A file's name as tables and photos are compared: the last part of a path, in any case."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(unicodedata.normalize("NFC", last).split()).casefold()


def _text(content: bytes) -> str:
    """Spreadsheets write UTF-8, UTF-16 with a mark, or Windows' own letters."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _column(heads: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((heads.index(one) for one in wanted if one in heads), None)


def _plain(cell: str) -> str:
    """Without the sign that keeps a spreadsheet from taking it for a formula."""
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _GUARDED else text


def _unreadable(text: str) -> BadRequest:
    remedy = "Its first line must name two columns, file and sku; save it as CSV."
    return BadRequest(text, remedy=remedy)
