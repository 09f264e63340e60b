"""`manage.py benchmark`: the renderer beside sharp doing the same work, the image service beside
ipx and thumbor, and batches of photos through a whole studio."""

from __future__ import annotations

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editor.management.benchmark import peers, render
from editor.management.benchmark.batches import measured, verifying
from editor.management.benchmark.batches.own import Own
from editor.management.benchmark.peers import Peer
from editor.management.benchmark.service import cases, running
from editor.management.frontend.node import NoNode
from editor.management.progress import Bar

PAGE = peers.ROOT / "editor/docs/benchmarks.md"
BATCHES_PAGE = peers.ROOT / "editor/docs/batches.md"


class Command(BaseCommand):
    help = (
        "Measure the renderer beside sharp, the service beside ipx and thumbor (installed into a"
        " temporary folder), or photos through a whole studio."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["render", "service", "batches"])
        parser.add_argument("--rounds", type=int, default=7, help="render: rounds of each job.")
        parser.add_argument(
            "--only",
            choices=[*render.JOBS, *(case.name for case in cases.CASES)],
            help="render, service: one job or case instead of all.",
        )
        parser.add_argument(
            "--write",
            action="store_true",
            help="Put the table into editor/docs/benchmarks.md; of batches into batches.md.",
        )
        parser.add_argument("--folder", help="service: where its peers stay for the next time.")
        parser.add_argument(
            "--photos", type=Path, nargs="+", default=[], help="batches: folders with photos."
        )
        parser.add_argument("--count", type=int, default=20, help="batches: so many of them.")
        parser.add_argument("--model", default="auto", help="batches: the model that cuts out.")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="batches: read every file by libvips, too (pip install '.[verify]').",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "batches":
            self._batches(options)
            return
        measure = self._render if options["what"] == "render" else self._service
        try:
            text, marks = measure(options)
        except NoNode as error:
            raise CommandError(str(error)) from None
        self.stdout.write(text)
        if options["write"]:
            render.write(PAGE, text, marks)

    def _service(self, options: dict[str, Any]) -> tuple[str, tuple[str, str]]:
        rows = []
        with tempfile.TemporaryDirectory(prefix="studio-benchmark-") as temporary:
            folder = Path(options["folder"] or temporary).resolve()
            for row in running.run(folder, running.chosen(options["only"])):
                self.stderr.write(row.said)
                rows.append(row)
            return cases.table(rows, running.names(folder)), (cases.BEGIN, cases.END)

    def _batches(self, options: dict[str, Any]) -> None:
        chosen = measured.photos(options["photos"], options["count"])
        if not chosen:
            raise CommandError("Name a folder with photos: --photos DIR.")
        if options["verify"] and not verifying.can_read():
            raise CommandError("libvips is missing: pip install '.[verify]'.")
        bar = Bar(self.stderr)
        for studio, found in measured.run(chosen, options["model"], {}, bar.told):
            bar.end()
            text = measured.table(found)
            self.stdout.write(text)
            if options["verify"]:
                text += "\n" + self._verified(studio, found, chosen)
            if options["write"]:
                render.write(BATCHES_PAGE, text, (measured.BEGIN, measured.END))

    def _verified(self, studio: Own, found: measured.Run, chosen: list[Path]) -> str:
        bar = Bar(self.stderr)
        recipe = measured.recipe(found.asked)
        with studio.client() as client:
            files = list(verifying.checked(client, found.went, chosen, recipe, bar.told))
        bar.end()
        text = verifying.table(files, measured.SIDE)
        self.stdout.write(text)
        for line in verifying.told(files):
            self.stderr.write(line)
        return text

    def _render(self, options: dict[str, Any]) -> tuple[str, tuple[str, str]]:
        home = Path(settings.DATA_DIR).resolve() / "benchmark"
        pictures = home / "pictures"
        peers.install_sharp(home)
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
        return text, (render.BEGIN, render.END)
