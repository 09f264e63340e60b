"""The database that commands work on: made when there is none yet, and of this version."""

from __future__ import annotations

from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def ready() -> None:
    """Makes the tables of an empty database; CommandError when those of another version are there:
    they are changed only when the studio starts, after its owner had the chance of a backup."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        call_command("migrate", verbosity=0, interactive=False)
    elif executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is of an older version. Start the studio once, or run manage.py migrate."
        )
