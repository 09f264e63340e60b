"""`manage.py backup FILE`: everything that can't be computed again, in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows.backup import backup
from editor.management import database

MIB = 1024 * 1024


class Command(BaseCommand):
    help = "Write rows, originals and the secret key to FILE (ZIP). The studio may run meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write; keep it secret.")

    def handle(self, *args: Any, **options: Any) -> None:
        database.ready()
        try:
            done = backup(options["file"])
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        self.stdout.write(
            f"{done.path}: {done.rows} rows, {done.originals} originals, {done.bytes / MIB:.1f} MiB"
        )
