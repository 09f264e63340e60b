"""`manage.py worker`: claims and runs jobs, and sweeps up after workers that died."""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand

from editor.conf import current
from editor.jobs.cleaner import Cleaner
from editor.jobs.crew import Crew, hand
from editor.jobs.sweeper import Sweeper

NICE = 5
"""Batches yield the cores to pages and to whoever waits for a picture."""


class Command(BaseCommand):
    help = "Run jobs: all of them, interactive ones first, or only those."
    requires_system_checks = ()  # they would load the whole web part

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interactive-only", action="store_true")
        parser.add_argument(
            "--jobs", type=int, default=0, help="Jobs side by side (default: STUDIO_WORKER_JOBS)."
        )
        parser.add_argument("--interval", type=float, default=0.25, help="Seconds between looks.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:6]}"
        queues = ["interactive"] if options["interactive_only"] else ["interactive", "default"]
        count = 1 if options["interactive_only"] else options["jobs"] or current().jobs_at_once
        hands = [hand(f"{name}-{n}", queues, options["interval"]) for n in range(count)]
        hands[0].configure_signals()
        if not options["interactive_only"] and hasattr(os, "nice"):
            os.nice(NICE)
        sweeper = Sweeper(name, ",".join(queues))
        cleaner = Cleaner()
        sweeper.start()
        cleaner.start()
        try:
            Crew(hands[0], hands[1:]).run()
        finally:
            cleaner.stop()
            sweeper.stop()
