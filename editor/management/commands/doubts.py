"""`manage.py doubts DIR`: how well doubts point at mattes that are wrong."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows import workspaces
from editor.flows.batches import doubting
from editor.management import database
from editor.management.child_inference import inference
from editor.management.progress import Bar
from editor.plan.batches.recipe import Recipe


class Command(BaseCommand):
    help = "Compare doubts with the truth: photos in DIR/image, their mattes in DIR/matte."
    requires_system_checks = ()  # they would load the whole web part

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--model", default="auto", help="The model that cuts out.")
        parser.add_argument("--second", default="", help="A second model to compare with.")
        parser.add_argument("--every", type=int, default=1, help="Only each n-th pair.")

    def handle(self, *args: Any, **options: Any) -> None:
        database.ready()
        bar = Bar(self.stderr)
        recipe = Recipe(model=options["model"], second=options["second"])
        found = []
        try:
            pairs = doubting.pairs(options["folder"])[:: max(1, options["every"])]
            with inference():
                owner = workspaces.named("doubts")
                for count, (photo, truth) in enumerate(pairs, 1):
                    found.append(doubting.judged(owner, photo, truth, recipe))
                    bar.told(count, len(pairs), "judged")
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        finally:
            bar.end()
        for line in doubting.told(found):
            self.stdout.write(line)
