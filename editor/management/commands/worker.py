"""`manage.py worker`: claims and runs jobs, and sweeps up after workers that died."""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand
from django_tasks_db.management.commands.db_worker import Worker

from editor.jobs.cleaner import Cleaner
from editor.jobs.sweeper import Sweeper


class Command(BaseCommand):
    help = "Run jobs: all of them, interactive ones first, or only those."
    requires_system_checks = ()  # they would load the whole web part

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interactive-only", action="store_true")
        parser.add_argument("--interval", type=float, default=0.25, help="Seconds between looks.")

    def handle(self, *args: Any, **options: Any) -> None:
        name = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:6]}"[:64]
        queues = ["interactive"] if options["interactive_only"] else ["interactive", "default"]
        worker = Worker(
            queue_names=queues,
            interval=options["interval"],
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        sweeper = Sweeper(name, ",".join(queues))
        cleaner = Cleaner()
        sweeper.start()
        cleaner.start()
        try:
            worker.run()
        finally:
            cleaner.stop()
            sweeper.stop()
