"""Which form the tables have: backups of a newer one can't be read."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.loader import MigrationLoader

APP = "editor"


def known() -> list[str]:
    """The names of our migrations, oldest first."""
    loader = MigrationLoader(connection)
    return sorted(name for app, name in loader.disk_migrations if app == APP)


def newest() -> str:
    return known()[-1]
