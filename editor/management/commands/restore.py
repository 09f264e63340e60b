"""`manage.py restore FILE`: brings a backup back."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows.restore import restore
from editor.management import database


class Command(BaseCommand):
    help = "Bring back what `backup` wrote. Everything is verified before anything is touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file that `backup` wrote.")
        parser.add_argument("--force", action="store_true", help="Replace what is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        database.ready()
        try:
            done = restore(options["file"], force=options["force"])
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        self.stdout.write(f"{done.rows} rows and {done.originals} originals are back.")
        if done.new_secret:
            self.stdout.write("The secret key changed: start the studio again.")
