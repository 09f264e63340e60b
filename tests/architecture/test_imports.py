"""Imports point downward only, and heavy packages stay out of the web process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.rooms import HEAVY, ROOMS
from tests.architecture.source import ROOT, Module, modules

EDITOR = modules("editor")
BY_NAME = {module.name: module for module in EDITOR}


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_what_the_table_allows(room: str) -> None:
    sentences = [said for module in EDITOR if module.room == room for said in _broken(module)]
    assert not sentences, "\n" + "\n".join(sentences)


def test_every_file_lies_in_a_room_of_the_table() -> None:
    strangers = sorted({module.room for module in EDITOR} - {*ROOMS, ""})
    assert not strangers, f"editor/ holds rooms that the table doesn't know: {strangers}"


def test_every_room_of_the_table_exists() -> None:
    assert {room for room in ROOMS if room != "client"} <= {module.room for module in EDITOR}


@pytest.mark.parametrize("room", ["web", "live", "jobs", "flows", "management", "library", "plan"])
def test_loading_the_web_process_loads_no_heavy_package(room: str) -> None:
    chains = [
        f"{' -> '.join(path)}: the web process would load {path[-1]}."
        for module in EDITOR
        if module.room == room and not _is_own_process(module)
        for path in _ways_to_heavy(module.name)
    ]
    assert not chains, "\n" + "\n".join(chains)


def test_the_inference_server_is_free_of_django() -> None:
    sentences = [
        f"{module.path.name}:{found.line} imports {found.module}: the inference server runs on "
        "bare GPU nodes, without Django and its settings."
        for module in EDITOR
        if module.room == "inference"
        for found in module.imports()
        if found.module.split(".")[0] in ("django", "studio") or found.module == "editor.conf"
    ]
    assert not sentences, "\n".join(sentences)


def test_the_check_sees_relative_late_and_guarded_imports(tmp_path: Path) -> None:
    """The table is only as good as the parser under it."""
    path = tmp_path / "sample.py"
    path.write_text(SAMPLE)
    found = {(one.module, one.eager) for one in Module("editor.plan.sample", path).imports()}
    assert found == {
        ("typing", True),
        ("editor.plan.kinds", True),
        ("django.db", False),
        ("numpy", True),
        ("torch", False),
    }


SAMPLE = """
from typing import TYPE_CHECKING
from . import kinds
if TYPE_CHECKING:
    import django.db
try:
    import numpy
except ImportError:
    pass
def late():
    import torch
"""


def _broken(module: Module) -> Iterator[str]:
    room = ROOMS[module.room]
    for found in module.imports():
        top, _, rest = found.module.partition(".")
        place = module.path.relative_to(ROOT)
        if top == "editor":
            target = rest.split(".")[0]
            if target and target != module.room and target not in room.ours:
                yield (
                    f"{place}:{found.line} imports editor.{rest}: {module.room}/ may only know "
                    f"{', '.join(sorted(room.ours)) or 'nothing of ours'}."
                )
        elif top not in room.outside and top not in sys.stdlib_module_names and top != "studio":
            yield (
                f"{place}:{found.line} imports {top}: {module.room}/ may only use "
                f"{', '.join(sorted(room.outside)) or 'the standard library'}."
            )
        elif top == "studio":
            yield f"{place}:{found.line} imports studio: the project's settings know the rooms."


def _ways_to_heavy(start: str) -> Iterator[tuple[str, ...]]:
    """The shortest chains of eager imports from a module to a heavy package."""
    seen, level = {start}, [(start,)]
    while level:
        following = []
        for path in level:
            for name in _eager(path[-1]):
                if name.split(".")[0] in HEAVY:
                    yield (*path, name)
                elif name in BY_NAME and name not in seen:
                    seen.add(name)
                    following.append((*path, name))
        level = following


def _eager(name: str) -> Iterator[str]:
    """The modules that loading one loads, its packages included."""
    for found in BY_NAME[name].imports():
        if found.eager:
            yield found.module
    parts = name.split(".")
    yield from (".".join(parts[:count]) for count in range(1, len(parts)))


def _is_own_process(module: Module) -> bool:
    """Commands that are started as processes of their own."""
    return module.name.endswith((".commands.inference", ".commands.benchmark"))
