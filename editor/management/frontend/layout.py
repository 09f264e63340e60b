"""Where the front end's files lie, and one digest of everything that shapes its build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SETTINGS = ("package.json", "package-lock.json", "tsconfig.json", ".npmrc")
LOCKED = ("package.json", "package-lock.json", ".npmrc")
SOURCES = frozenset({".txt", ".ts", ".tsx", ".css", ".json", ".svg", ".woff2"})


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one checkout. An entry is `static/<name>/main.ts`, `.tsx` or `.css`; those of
    pages that belong together lie one folder deeper, `static/<a>/<b>/main.tsx`, and are named
    `<a>-<b>`."""

    root: Path

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def dist(self) -> Path:
        return self.static / "dist"

    @property
    def modules(self) -> Path:
        return self.root / "node_modules"

    @property
    def icon_names(self) -> Path:
        return self.static / "base" / "icons.txt"

    def sources(self) -> Iterator[Path]:
        """Every file that a bundle or the type check may read, in a stable order."""
        made = {self.dist, *self.static.glob("dist.*"), self.root / "tests" / "out"}
        for folder in (self.static, self.root / "tests"):
            for path in sorted(folder.rglob("*")):
                if path.suffix in SOURCES and made.isdisjoint(path.parents) and path.is_file():
                    yield path

    def scripts(self) -> list[Path]:
        return [path for path in self.sources() if path.suffix in {".ts", ".tsx"}]

    def unit_tests(self) -> list[Path]:
        return [path for path in self.scripts() if path.stem.endswith(".test")]

    def entries(self) -> dict[str, list[Path]]:
        """Name of each entry to its main files."""
        found: dict[str, list[Path]] = {}
        for path in sorted([*self.static.glob("*/main.*"), *self.static.glob("*/*/main.*")]):
            folders = path.parent.relative_to(self.static).parts
            if path.suffix in {".ts", ".tsx", ".css"} and not folders[0].startswith("dist"):
                found.setdefault("-".join(folders), []).append(path)
        return found

    def lock_digest(self) -> str:
        """Changes when other packages would be installed."""
        return _digest(self.root / name for name in LOCKED)

    def digest(self) -> str:
        """Changes when the build could come out differently, our own build code included."""
        settings = [self.root / name for name in SETTINGS]
        own = sorted(Path(__file__).parent.glob("*.py"))
        return _digest([*settings, *own, *self.sources()])


def _digest(paths: Iterator[Path] | list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
