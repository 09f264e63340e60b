"""`manage.py purge`: removes what its time has come for, one workspace, or copies of pictures that
came from other hosts."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows import purge
from editor.jobs import cleaner
from editor.management import database

MIB = 1024 * 1024


class Command(BaseCommand):
    help = "Remove expired guests, old trash, lost files and caches over their budget."

    def add_arguments(self, parser: ArgumentParser) -> None:
        one = parser.add_mutually_exclusive_group()
        one.add_argument("--workspace", help="Remove this workspace (name or id) and no more.")
        one.add_argument(
            "--address",
            help="Remove the copy of this remote picture, and what was made of it, and no more; "
            "with * at its end all whose address begins so.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        database.ready()
        try:
            if options["workspace"]:
                done = purge.remove_workspace(options["workspace"], dry_run=dry_run)
            elif options["address"]:
                done = purge.remove_fetched(options["address"], dry_run=dry_run)
            else:
                done = purge.purge(dry_run=dry_run, thorough=True)
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        if not (options["workspace"] or options["address"] or dry_run):
            cleaner.prune()
        word = "would remove" if dry_run else "removed"
        for step in done:
            size = f", {step.bytes / MIB:.1f} MiB" if step.bytes else ""
            self.stdout.write(f"{word} {step.count} {step.what}{size}")
