"""The registry: every module of this folder that doesn't start with `_` is one model."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeGuard

from editor.inference.models.base import Model

_MACHINERY = frozenset({"base"})


@cache
def models() -> Mapping[str, type[Model]]:
    """Name -> model class, by name. A new model is one new file in this folder."""
    found: dict[str, type[Model]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_") or module.name in _MACHINERY:
            continue
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        for value in vars(loaded).values():
            if _is_model(value) and value.__module__ == loaded.__name__:
                found[value.card.name] = value
    return MappingProxyType(dict(sorted(found.items())))


def _is_model(value: object) -> TypeGuard[type[Model]]:
    return isinstance(value, type) and issubclass(value, Model) and not inspect.isabstract(value)
