"""The project's Python files as parsed trees, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Import:
    """One imported module; `eager` when it is loaded as soon as the importing module is."""

    module: str
    line: int
    eager: bool


@dataclass(frozen=True)
class Module:
    name: str
    path: Path

    @property
    def room(self) -> str:
        """The folder of `editor/` that it lies in, or its own name at the top."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.path)

    @property
    def lines(self) -> int:
        return len(self.path.read_text().splitlines())

    def imports(self) -> list[Import]:
        found: list[Import] = []
        _collect(self.tree.body, self._package, True, found)
        return found

    @property
    def _package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def modules(folder: str) -> list[Module]:
    """Every module under a folder of the repository."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found.append(Module(".".join(parts).removesuffix(".__init__"), path))
    return found


def _collect(body: list[ast.stmt], package: str, eager: bool, found: list[Import]) -> None:
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            found += [Import(name, statement.lineno, eager) for name in _names(statement, package)]
            continue
        for inside, now in _bodies(statement, eager):
            _collect(inside, package, now, found)


def _bodies(statement: ast.stmt, eager: bool) -> Iterator[tuple[list[ast.stmt], bool]]:
    """The blocks inside a statement, and whether they run when the module is loaded."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield statement.body, False
        return
    if isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING"):
        yield statement.body, False
        yield statement.orelse, eager
        return
    for block in ("body", "orelse", "finalbody"):
        yield getattr(statement, block, []), eager
    for handler in getattr(statement, "handlers", []):
        yield handler.body, eager
    for case in getattr(statement, "cases", []):
        yield case.body, eager


def _names(statement: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    """Absolute module names. `from a import b` may mean a module `a.b`, so both are tried."""
    if isinstance(statement, ast.Import):
        return [alias.name for alias in statement.names]
    base = statement.module or ""
    if statement.level:
        above = package.split(".")[: len(package.split(".")) - statement.level + 1]
        base = ".".join([*above, base]) if base else ".".join(above)
    inner = [f"{base}.{alias.name}" for alias in statement.names]
    return [name for name in inner if _is_ours(name)] or [base]


@cache
def _is_ours(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
