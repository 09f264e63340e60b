"""`manage.py assets`: builds the front end into static/dist, unless that is up to date."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editor.management.frontend import build
from editor.management.frontend.layout import Layout
from editor.management.frontend.node import NoNode, find

WATCH_INTERVAL_S = 0.5


class Command(BaseCommand):
    help = "Build the front end; does nothing when no source changed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="Build again at every change.")
        parser.add_argument(
            "--check", action="store_true", help="Type check and unit tests even when built."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        layout = Layout(settings.BASE_DIR)
        if options["watch"]:
            self._watch(layout)
            return
        if build.is_current(layout) and not options["check"]:
            return
        try:
            node = find()
            if build.build(layout, node):
                print("assets: built", flush=True)
            if options["check"]:
                build.install(layout, node)
                build.check_types(layout, node)
                build.run_unit_tests(layout, node)
        except (NoNode, build.BuildFailed) as error:
            raise CommandError(f"assets: {error}") from None

    def _watch(self, layout: Layout) -> None:
        node, tried = find(), ""
        while True:
            key = layout.digest()
            if key != tried:
                tried = key
                try:
                    print("assets: built" if build.build(layout, node) else "assets: up to date")
                except build.BuildFailed as error:
                    print(f"assets: {error}")
            time.sleep(WATCH_INTERVAL_S)
