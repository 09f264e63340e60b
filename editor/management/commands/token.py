"""`manage.py token NAME`: a bearer token for the workspace NAME."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from editor.errors import StudioError
from editor.flows import workspaces
from editor.management import database


class Command(BaseCommand):
    help = "Make a bearer token; the last line is the token. The workspace is made if need be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Name of the workspace.")

    def handle(self, *args: Any, **options: Any) -> None:
        database.ready()
        try:
            token = workspaces.make_token(options["name"])
        except StudioError as error:
            raise CommandError(f"{error.text} {error.remedy}") from None
        self.stdout.write(f"Token of workspace {options['name'].strip()}; it isn't shown again:")
        self.stdout.write(token)
