"""`manage.py batch DIR --preset amazon --out DIR`: a folder of photos made into files that pass."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows import workspaces
from editor.management import database
from editor.management.batch import Folder, Told, run
from editor.management.progress import Bar
from editor.plan.shops import shops


class Command(BaseCommand):
    help = "Cut out, place, check and write the photos of a folder, by one recipe."
    requires_system_checks = ()  # they would load the whole web part

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = ", ".join(one.name for one in shops())
        parser.add_argument("photos", type=Path, help="Folder with the photos.")
        parser.add_argument("--out", type=Path, required=True, help="Folder for the files.")
        parser.add_argument(
            "--preset", action="append", default=[], help=f"May be given again: {known}, ..."
        )
        parser.add_argument("--recipe", type=Path, help="JSON file with a recipe.")
        parser.add_argument(
            "--skus", type=Path, help="CSV file with the columns file and sku, for {sku}."
        )
        parser.add_argument("--name", default="", help="Name of the batch in the studio.")
        parser.add_argument("--workspace", default="batches", help="Workspace that keeps it.")
        parser.add_argument("--threads", type=int, default=2, help="Photos at once.")
        parser.add_argument(
            "--all", action="store_true", help="Write those that should be reviewed, too."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database.ready()
        bar = Bar(self.stderr)
        try:
            folder = Folder(
                options["photos"],
                options["out"],
                self._recipe(options),
                options["name"] or options["photos"].resolve().name,
                max(1, options["threads"]),
                not options["all"],
                options["skus"],
            )
            done = run(workspaces.named(options["workspace"]), folder, bar.told)
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        finally:
            bar.end()
        self._tell(done, options["out"])

    def _recipe(self, options: dict[str, Any]) -> dict[str, Any]:
        recipe: dict[str, Any] = {}
        if options["recipe"] is not None:
            try:
                recipe = json.loads(options["recipe"].read_text())
            except (OSError, ValueError) as error:
                raise CommandError(f"The recipe can't be read: {error}") from None
        if options["preset"]:
            recipe["targets"] = [{"preset": name} for name in options["preset"]]
        if not recipe.get("targets"):
            raise CommandError("Name a --preset, or a --recipe with targets.")
        return recipe

    def _tell(self, done: Told, out: Path) -> None:
        counted = done.counts
        self.stdout.write(
            f"{counted['passed']} passed, {counted['review']} to review, "
            f"{counted['failed']} failed; {done.files} files in {out} "
            f"({done.seconds:.0f} s, {done.per_minute:.0f} photos a minute)"
        )
        for name, why in done.failed:
            self.stderr.write(f"{name}: {why}")
