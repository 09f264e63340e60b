"""What stands behind the studio, chosen by settings alone: database, storage, groups, logs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from editor.conf import Conf


def database(conf: Conf, data_dir: Path) -> dict[str, Any]:
    """PostgreSQL when DATABASE_URL says so, else SQLite in WAL mode."""
    if conf.database_url:
        # Every ASGI request has a thread of its own: a pool, not a connection per thread. Checked
        # before they are handed out: those to a server that was started anew are dead.
        pool = {"min_size": 1, "max_size": 16, "timeout": 20}
        parsed = dj_database_url.parse(conf.database_url, conn_health_checks=True)
        return {**parsed, "OPTIONS": {"pool": pool}}
    return {
        "ENGINE": "studio.sqlite3",
        "NAME": data_dir / "studio.sqlite3",
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def storages(conf: Conf, data_dir: Path) -> dict[str, Any]:
    """`originals` on disk or in a bucket; static files by WhiteNoise."""
    if conf.s3_bucket:
        options = {
            "bucket_name": conf.s3_bucket,
            "endpoint_url": conf.s3_endpoint or None,
            "region_name": conf.s3_region,
            "default_acl": None,
            "file_overwrite": True,
            "querystring_auth": True,
        }
        originals = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    else:
        location = {"location": data_dir / "originals", "base_url": None}
        originals = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": location}
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {"default": originals, "originals": originals, "staticfiles": static}


def channel_layer(conf: Conf) -> dict[str, Any]:
    """Redis groups when configured, else groups inside each web process."""
    if conf.redis_url:
        return {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [conf.redis_url], "capacity": 1000},
        }
    return {"BACKEND": "channels.layers.InMemoryChannelLayer"}


def logging(conf: Conf) -> dict[str, Any]:
    """One line a record on stderr, as LOG_FORMAT asks; the supervisor prefixes it with the role."""
    line = {"()": "editor.inference.logs.formatter"}
    handler = {"class": "logging.StreamHandler", "formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "handlers": {"stderr": handler},
        # One line for each question to the inference service would drown the rest.
        # The web room writes a line of its own for every answer, and the stack of every failure.
        # A wrong Host header is a stranger's doing, and no reason for a stack.
        "loggers": {
            "httpx": {"level": "WARNING"},
            "django.request": {"level": "CRITICAL"},
            "django.security": {"level": "CRITICAL"},
        },
        "root": {"handlers": ["stderr"], "level": "DEBUG" if conf.debug else "INFO"},
    }
