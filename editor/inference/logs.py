"""Log records as lines for people, or as JSON for programs; both name the request they are about.

Web, workers and the inference service all write through this, so that one request can be followed
by its id.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from editor.errors import unknown_name
from editor.inference.caller import present

FORMAT = "STUDIO_LOG_FORMAT"
LINES, JSON = "lines", "json"
FACTS = "facts"
"""Name of a record's attribute with more facts: `log.info("...", extra={"facts": {...}})`."""


class Lines(logging.Formatter):
    """`time level logger message request=ID`."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        text = super().formatMessage(record)
        told = facts_of(record)
        if str(told.get("request", "")) in record.message:
            told.pop("request", None)  # the message names it itself
        facts = [f"{name}={value}" for name, value in told.items()]
        return " ".join([text, *facts])


class Json(logging.Formatter):
    """One object a line: at, level, logger, process, message, request, and what else is known."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": os.environ.get("STUDIO_ROLE", "") or record.process,
            "message": record.getMessage(),
            **facts_of(record),
        }
        if record.exc_info:
            told["trace"] = "".join(traceback.format_exception(*record.exc_info))
        return json.dumps(told, ensure_ascii=False, default=str)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """The request, the workspace, and the record's own facts; nothing twice."""
    caller = present()
    told = {"request": caller.request, "workspace": caller.workspace}
    return {name: value for name, value in told.items() if value} | getattr(record, FACTS, {})


def formatter(environ: Mapping[str, str] = os.environ) -> logging.Formatter:
    """As STUDIO_LOG_FORMAT asks; UnknownName for another word."""
    asked = environ.get(FORMAT, LINES)
    if asked not in (LINES, JSON):
        raise unknown_name(f"value of {FORMAT}", asked, (LINES, JSON))
    return Json() if asked == JSON else Lines()
