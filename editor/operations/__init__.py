"""The registry: every module of this folder that doesn't start with `_` is one operation."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from editor.operations.base import PixelOperation

_MACHINERY = frozenset({"base"})


@cache
def operations() -> Mapping[str, type[PixelOperation]]:
    """Name -> operation class, in stage order. A new operation is one new file in this folder."""
    found: dict[str, type[PixelOperation]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_") or module.name in _MACHINERY:
            continue
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        for value in vars(loaded).values():
            own = isinstance(value, type) and value.__module__ == loaded.__name__
            if own and issubclass(value, PixelOperation) and hasattr(value, "name"):
                found[value.name] = value
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[1].stage)))
