"""`manage.py docs`: writes the reference tables and the browser's schema of documents from the
registries, or tells what is stale."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.flows import reference
from editor.plan.to_typescript import typescript

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "editor" / "docs" / "reference"
README = ROOT / "README.md"
SCHEMA = ROOT / "static" / "editor" / "document" / "schema.ts"
_MARKED = re.compile(r"(?<=<!-- generated: tables -->\n).*?(?=<!-- /generated -->)", re.DOTALL)


class Command(BaseCommand):
    help = "Write what is generated: editor/docs/reference, the README's tables, schema.ts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only tell what is stale.")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = stale_files(wanted())
        if options["check"] and stale:
            names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
            raise CommandError(f"stale: {names}. Run: manage.py docs")
        if options["check"]:
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for path, text in stale.items():
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
            self.stdout.write(f"{'removed' if text is None else 'wrote'} {path.relative_to(ROOT)}")


def wanted() -> dict[Path, str]:
    """Every generated file with what it should hold."""
    files = {FOLDER / name: text for name, text in reference.pages().items()}
    tables = with_tables(README.read_text(), reference.overview())
    return {**files, README: tables, SCHEMA: typescript()}


def with_tables(readme: str, tables: str) -> str:
    """The README with `tables` between its two marks."""
    made, count = _MARKED.subn(lambda _: f"\n{tables}\n\n", readme)
    if count != 1:
        raise CommandError("README.md has lost the marks around its generated tables.")
    return made


def stale_files(files: Mapping[Path, str]) -> dict[Path, str | None]:
    """Files that are missing or differ, with what they should hold; None for those to go."""
    present = [path for path in (README, SCHEMA) if path.exists()]
    there = {path: path.read_text() for path in [*present, *FOLDER.glob("*.md")]}
    stale: dict[Path, str | None] = {p: text for p, text in files.items() if there.get(p) != text}
    return stale | {path: None for path in there if path not in files}
