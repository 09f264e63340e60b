"""`manage.py benchmark render`: CPU time and peak memory, beside sharp doing the same work."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editor.management.benchmark import peers, render
from editor.management.benchmark.peers import Peer
from editor.management.frontend.node import NoNode

PAGE = peers.ROOT / "editor/docs/benchmarks.md"


class Command(BaseCommand):
    help = "Measure the renderer beside sharp (installed under DATA_DIR by npm, about 20 MB)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["render"])
        parser.add_argument("--rounds", type=int, default=7, help="Rounds of each job.")
        parser.add_argument("--only", choices=[*render.JOBS], help="One job instead of all.")
        parser.add_argument(
            "--write", action="store_true", help="Put the table into editor/docs/benchmarks.md."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.DATA_DIR).resolve() / "benchmark"
        pictures = home / "pictures"
        try:
            peers.install_sharp(home)
        except NoNode as error:
            raise CommandError(str(error)) from None
        names: list[tuple[str, str]] = []

        def start() -> tuple[Peer, Peer]:
            both = peers.ours(pictures), peers.sharp(pictures, home)
            names.append((both[0].name, both[1].name))
            return both

        rows = []
        jobs = [options["only"]] if options["only"] else [*render.JOBS]
        for row in render.measured(jobs, start, options["rounds"]):
            ratio = row.ours.cpu_s / row.theirs.cpu_s
            self.stderr.write(f"{row.job}: {row.ours.cpu_s * 1000:.0f} ms, {ratio:.2f} of sharp's")
            rows.append(row)
        text = render.table(rows, names[0], options["rounds"])
        self.stdout.write(text)
        if options["write"]:
            render.write(PAGE, text)
