"""Files and functions stay short enough to read, and no module keeps state."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median, quantiles

import pytest

from tests.architecture.source import ROOT, Module, modules

LONGEST_FILE = 300
MEDIAN_FILE = 120
FUNCTION_P90 = 40

# Migrations are written by Django.
EDITOR = [module for module in modules("editor") if module.room != "migrations"]
OURS = [*EDITOR, *modules("studio"), *modules("tests")]
WRITTEN = [module for module in EDITOR if module.lines]


@pytest.mark.parametrize("module", OURS, ids=lambda module: module.name)
def test_no_file_is_long(module: Module) -> None:
    assert module.lines <= LONGEST_FILE, (
        f"{module.name} has {module.lines} lines: split it by what changes together."
    )


def test_no_script_of_the_front_end_is_long() -> None:
    for path in (ROOT / "static" / "editor").rglob("*.ts*"):
        if path.name == "schema.ts":
            continue  # written by `manage.py docs`
        lines = len(path.read_text().splitlines())
        assert lines <= LONGEST_FILE, f"{path.name} has {lines} lines: split it."


def test_the_median_file_fits_on_two_screens() -> None:
    assert median(module.lines for module in WRITTEN) <= MEDIAN_FILE


def test_nine_of_ten_functions_fit_on_one_screen() -> None:
    lengths = [end - start + 1 for module in WRITTEN for start, end in _functions(module.tree)]
    assert quantiles(lengths, n=10)[-1] <= FUNCTION_P90


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.name)
def test_no_module_keeps_state(module: Module) -> None:
    kept = [f"{module.name}:{line} keeps {what} at module level." for line, what in _state(module)]
    assert not kept, "\n".join(kept)


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.name)
def test_every_signature_is_typed(module: Module) -> None:
    bare = [f"{module.name}:{line} {name} has no types." for line, name in _untyped(module.tree)]
    assert not bare, "\n".join(bare)


def _functions(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.end_lineno or node.lineno


def _state(module: Module) -> Iterator[tuple[int, str]]:
    """Empty containers at module level are there to be filled; `global` writes a module's name."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_empty_container(node.value):
            yield node.lineno, "an empty container"
    for inner in ast.walk(module.tree):
        if isinstance(inner, ast.Global):
            yield inner.lineno, f"the variable {', '.join(inner.names)}"


def _is_empty_container(value: ast.expr | None) -> bool:
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(
            func=ast.Name(id="list" | "dict" | "set" | "deque" | "Counter"), args=[], keywords=[]
        ):
            return True
        case ast.Call(func=ast.Name(id="defaultdict")):
            return True
        case _:
            return False


def _untyped(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            named = [a for a in every if a.arg not in ("self", "cls")]
            if node.returns is None or any(a.annotation is None for a in named):
                yield node.lineno, node.name
