"""`manage.py serve`: checks the settings, then turns into the supervisor."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from editor import conf
from editor.errors import StudioError
from editor.management.supervisor import roles, sockets

# Options of the command and the settings that they stand for.
_SETTINGS = {
    "host": "STUDIO_HOST",
    "port": "STUDIO_PORT",
    "web": "STUDIO_WEB_PROCESSES",
    "workers": "STUDIO_WORKER_PROCESSES",
}


class Command(BaseCommand):
    help = "Start the studio's processes, restart what dies, stop them all on Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", help="Address to listen on (STUDIO_HOST).")
        parser.add_argument("--port", type=int, help="Port to listen on (STUDIO_PORT).")
        parser.add_argument("--web", type=int, help="Web processes that share the port.")
        parser.add_argument("--workers", type=int, help="Job workers.")
        parser.add_argument("--only", default="", help=f"Some of: {','.join(roles.ROLES)}.")
        parser.add_argument(
            "--no-migrate", action="store_true", help="Leave the database as it is."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for option, name in _SETTINGS.items():
            if options[option] is not None:
                os.environ[name] = str(options[option])
        try:
            wanted = conf.load(os.environ)
            if "web" in roles.chosen(options["only"], wanted):
                sockets.refuse_open_door(wanted)
        except StudioError as error:
            raise CommandError(f"{error.text}\n{error.remedy}") from None
        # A fresh interpreter without Django: the supervisor stays small for all its life.
        command = [sys.executable, "-m", "editor.management.supervisor"]
        command += ["--data-dir", str(settings.DATA_DIR), "--only", options["only"]]
        if options["no_migrate"]:
            command.append("--no-migrate")
        sys.stdout.flush()
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, command)  # noqa: S606
