"""`manage.py models list | pull | verify | remove | evaluate | train`: models and their weights."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from types import MappingProxyType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows import models
from editor.flows.models import Progress

EVERY_S = 0.5
ELSEWHERE = MappingProxyType(
    {"evaluate": "editor.inference.evaluate", "train": "editor.inference.training"}
)
"""Programs of the inference room."""


class Command(BaseCommand):
    help = "List the models; pull, verify and remove weights; measure and train models."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="Every card, and whether its weights are here.")
        pull = actions.add_parser("pull", help="Fetch weights; goes on after a break.")
        pull.add_argument("name")
        pull.add_argument("--from", dest="source", default="", help="Another address, or a file.")
        for action, text in (
            ("verify", "Compare the sha256 of what is here; without a name, of all."),
            ("remove", "Delete weights from the models folder."),
        ):
            one = actions.add_parser(action, help=text)
            one.add_argument("name", nargs="?" if action == "verify" else None)
        for action, text in (
            ("evaluate", "Measure models on pictures with mattes."),
            ("train", "Train a model that comes with the studio."),
        ):
            one = actions.add_parser(action, help=text)
            one.add_argument("rest", nargs="*", help=f"See: manage.py models {action} --help")

    def run_from_argv(self, argv: list[str]) -> None:
        """These have options of their own, and their libraries stay out of this process."""
        if argv[2:3] and argv[2] in ELSEWHERE:
            program = [sys.executable, "-m", ELSEWHERE[argv[2]], *argv[3:]]
            # Weights that `pull` put there are found, wherever the data folder is.
            there = {"INFERENCE_MODELS_DIR": str(models.folder()), **os.environ}
            sys.exit(subprocess.run(program, env=there).returncode)
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['action']}")(options)
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None

    def _list(self, options: dict[str, Any]) -> None:
        for here in models.listed():
            card, weights = here.card, here.card.weights
            size = f"{weights.bytes / 1e6:7.1f} MB" if weights else " " * 10
            licence = weights.licence if weights else ""
            self.stdout.write(
                f"{card.name:<26}{card.task:<16}{size}  {here.state:<18}{licence}".rstrip()
            )

    def _pull(self, options: dict[str, Any]) -> None:
        bar = _Bar(self.stdout, options["name"])
        path = models.pull_here(options["name"], bar.told, options["source"])
        bar.end()
        self.stdout.write(f"{options['name']}: {path}")

    def _verify(self, options: dict[str, Any]) -> None:
        wrong = 0
        names = (
            [options["name"]]
            if options["name"]
            else [h.card.name for h in models.listed() if h.path]
        )
        for name in names:
            try:
                self.stdout.write(f"{name}: sha256 {models.verify_here(name)}")
            except StudioError as error:
                wrong += 1
                self.stderr.write(f"{name}: {error.text}")
        if wrong:
            raise CommandError(f"{wrong} of {len(names)} aren't right.")

    def _remove(self, options: dict[str, Any]) -> None:
        removed = models.remove_here(options["name"])
        self.stdout.write("removed" if removed else "there was nothing to remove")


class _Bar:
    """A line that is written over on a terminal, and now and then anew elsewhere."""

    def __init__(self, out: Any, name: str) -> None:
        self._out, self._name, self._last = out, name, 0.0
        self._overwrites = out.isatty()

    def told(self, progress: Progress) -> None:
        now = time.monotonic()
        complete = progress.total and progress.done >= progress.total
        if now < self._last + (EVERY_S if self._overwrites else 10 * EVERY_S) and not complete:
            return
        self._last = now
        share = f" ({100 * progress.done // progress.total} %)" if progress.total else ""
        text = f"{self._name}: {progress.done / 1e6:.1f} MB{share}"
        self._out.write(
            f"\r{text}" if self._overwrites else text, ending="" if self._overwrites else "\n"
        )
        self._out.flush()

    def end(self) -> None:
        if self._overwrites:
            self._out.write("")
