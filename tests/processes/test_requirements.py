"""What the code imports is what an installation from pyproject.toml brings."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.needs import ROOT

# Packages that a declared requirement brings and offers as its own.
OFFERED = {
    "asgiref": "django",
    "boto3": "django-storages",
    "botocore": "django-storages",
    "pydantic": "django-ninja",
    "websockets": "uvicorn",
}
OURS = {"editor", "studio", "tests"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def normal(name: str) -> str:
    """A distribution's name as PEP 503 compares it, without extras and versions."""
    found = re.match(r"[A-Za-z0-9._-]+", name)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    """Top-level packages that the files of a folder import, each with one such file."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield node.module.partition(".")[0], path


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("editor", ["cluster", "networks", "postgres", "redis", "training", "verify"]),
        ("studio", ["postgres", "redis"]),
        ("tests", ["dev"]),
    ],
)
def test_every_import_is_a_declared_requirement(folder: str, extras: list[str]) -> None:
    declared = {normal(name) for name in PROJECT["dependencies"]}
    for extra in extras:
        declared |= {normal(name) for name in PROJECT["optional-dependencies"][extra]}
    known = packages_distributions()
    for package, path in imported(ROOT / folder):
        if package in OURS or package in sys.stdlib_module_names:
            continue
        bringing = {normal(name) for name in known.get(package, [])}
        bringing.add(OFFERED.get(package, package))
        assert bringing & declared, f"{path.relative_to(ROOT)} imports {package}, undeclared"


def test_every_requirement_is_bounded_above() -> None:
    for requirement in PROJECT["dependencies"]:
        assert re.search(r"<\d", requirement), requirement
