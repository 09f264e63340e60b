"""Which plain-board photographs are never labelled by rule and never trained on."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable

PER_CLASS = 16
_CLASS = re.compile(r"[a-z]+", re.IGNORECASE)


def class_of(name: str) -> str:
    """`glass12.jpg` is of the class `glass`: the letters that a file name begins with."""
    found = _CLASS.match(name)
    return found.group().lower() if found else ""


def held_out(names: Iterable[str]) -> frozenset[str]:
    """Of file names with their ending, the first sixteen of each class by the sha256 of the name:
    most are marked by hand and only measured with, the others are in reserve. Which they are
    depends on the complete folder."""
    classes: dict[str, list[str]] = defaultdict(list)
    for name in set(names):
        classes[class_of(name)].append(name)
    return frozenset(
        name for group in classes.values() for name in sorted(group, key=digest)[:PER_CLASS]
    )


def digest(name: str) -> str:
    """What the photographs of a class are put in order by."""
    return hashlib.sha256(name.encode()).hexdigest()
