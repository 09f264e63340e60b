"""Names that people give, for display only: they never become paths."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 255
NAMELESS = "picture"
UNTITLED = "Untitled"
_SPACES = re.compile(r"\s+")
# Cc: control, Cf: invisible and direction-changing, Cs: lone surrogates, Zl/Zp: line ends.
_UNWANTED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def shown(given: str) -> str:
    """The last part of a path, without control, invisible or direction-changing characters, at
    most 255 characters with the ending kept; never empty."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    return _shortened(_visible(last).strip(" .")) or NAMELESS


def title(given: str) -> str:
    """A document's name in one line, at most 255 characters; never empty."""
    return _visible(given).strip()[:LONGEST].strip() or UNTITLED


def sought(given: str) -> str:
    """Words of a search as they can stand in a name; also safe for databases that refuse NUL."""
    return _visible(given)[:LONGEST]


def _visible(given: str) -> str:
    spaced = _SPACES.sub(" ", given)
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _UNWANTED)
    # Again: what was taken out may have stood between two spaces.
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible))


def _shortened(name: str) -> str:
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 16:
        return name[:LONGEST].strip(" .")
    return stem[: LONGEST - len(ending) - 1].rstrip(" .") + "." + ending
