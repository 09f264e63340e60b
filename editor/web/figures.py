"""Everything that is counted.

prometheus_client keeps each process's numbers in mapped files of one folder, so that whichever
process is asked can add them up.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings

log = logging.getLogger(__name__)
KINDS = ("counter", "histogram", "gauge_livesum", "gauge_liveall", "gauge_mostrecent")
RESERVED = 256 * 1024
"""More than all labels need: addresses are counted by their pattern."""


def folder(run: str) -> Path:
    """The folder of this run of the studio, those of earlier runs removed; one of its own for a
    process that no supervisor started."""
    if not run:
        return _own()
    found = Path(settings.DATA_DIR) / "metrics" / run
    found.mkdir(parents=True, exist_ok=True)
    for other in found.parent.iterdir():
        if other != found:
            shutil.rmtree(other, ignore_errors=True)
    try:
        reserve(found)
    except OSError as error:
        log.warning("this process' figures aren't shown by others: %s", error)
        return _own()
    return found


def _own() -> Path:
    own = Path(tempfile.mkdtemp(prefix="studio-metrics-"))
    atexit.register(shutil.rmtree, own, ignore_errors=True)
    return own


def reserve(folder: Path) -> None:
    """Writes this process's files in full; OSError when the disk has no room for them.

    prometheus_client would map files with holes, and a process that touches a hole of a full disk
    is ended by SIGBUS.
    """
    for kind in KINDS:
        with (folder / f"{kind}_{os.getpid()}.db").open("ab") as file:
            file.write(bytes(RESERVED))


FOLDER: Final = folder(os.environ.get("STUDIO_RUN_ID", ""))
# Read by prometheus_client when it is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)

from prometheus_client import Counter, Gauge, Histogram  # noqa: E402

BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

HTTP = Histogram(
    "studio_http_seconds", "Time to the answer, by address pattern.", ["route"], buckets=BUCKETS
)
ANSWERS = Counter("studio_http_answers", "Answers by status.", ["status"])
ERRORS = Counter("studio_errors", "Errors by code.", ["code"])
UPLOADS = Counter("studio_uploads", "Files received, by outcome.", ["outcome"])
PICTURES = Counter(
    "studio_pictures",
    "Pictures sent: rendered for this request, from the cache, after waiting for another request "
    "that rendered them, or not sent again because the client holds them.",
    ["source"],
)
BODIES = Gauge(
    "studio_http_body_bytes", "Bytes of request bodies held.", multiprocess_mode="livesum"
)
PROCESS = Gauge("studio_process_bytes", "Resident memory.", multiprocess_mode="liveall")
JOBS = Gauge("studio_jobs", "Jobs by state.", ["state"], multiprocess_mode="mostrecent")
RENDERS = Counter("studio_renders", "Pictures rendered.")
INSPECTIONS = Counter("studio_inspections", "Uploads looked at.")
FAILURES = Counter("studio_render_failures", "Renders that failed.")
REFUSED = Counter("studio_render_refused", "Renders refused because too many waited.")
DEADLINES = Counter("studio_render_deadlines", "Renders ended at their deadline.")
RESTARTS = Counter("studio_render_restarts", "Render processes replaced after they died.")
SECONDS = Counter("studio_render_seconds", "Time that render processes worked.")
WAITING = Gauge("studio_render_waiting", "Renders in the queue.", multiprocess_mode="livesum")
IN_FLIGHT = Gauge(
    "studio_render_in_flight_bytes", "Memory of admitted renders.", multiprocess_mode="livesum"
)
PROCESSES = Gauge(
    "studio_render_processes", "Living render processes.", multiprocess_mode="livesum"
)
