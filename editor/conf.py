"""Every setting once: name, default, unit, help. The environment variable is STUDIO_ + the name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from editor.errors import BadRequest, unknown_name

PREFIX = "STUDIO_"
MIB = 1024 * 1024
LOG_FORMATS = ("lines", "json")
MOST_JOBS = 8
"""Side by side in one worker, unless somebody asks for more: its Python runs on one core."""


def _setting(default: Any, help: str, unit: str = "") -> Any:
    return field(default=default, metadata={"help": help, "unit": unit})


@dataclass(frozen=True, slots=True)
class Conf:
    """All settings, typed and frozen. Read them with `conf.current()`."""

    # where
    host: str = _setting(
        "127.0.0.1", "Address to listen on; others than loopback need ACCESS_TOKEN."
    )
    port: int = _setting(8000, "Port to listen on.")
    data_dir: str = _setting("var", "Folder for originals, caches, the database and keys.")
    allowed_hosts: str = _setting("", "Host names served besides loopback, comma-separated.")
    public_url: str = _setting("", "Address that users see, when a proxy stands in front.")
    debug: bool = _setting(False, "Django's debug pages; never on a public server.")
    log_format: str = _setting("lines", "`lines` for people or `json` for programs.")
    access_token: str = _setting(
        "", "Shared secret asked of every browser when HOST isn't loopback."
    )
    trust_proxy: bool = _setting(False, "Believe X-Forwarded-Proto and -For of the proxy in front.")
    # what stands behind
    database_url: str = _setting("", "PostgreSQL address; empty: SQLite in DATA_DIR.")
    redis_url: str = _setting("", "Redis address; empty: in-memory groups fed by the event table.")
    s3_bucket: str = _setting("", "Bucket for originals; empty: DATA_DIR/originals.")
    s3_endpoint: str = _setting("", "Address of an S3 service other than the default one.")
    s3_region: str = _setting("us-east-1", "Region of the bucket.")
    inference_url: str = _setting(
        "",
        "Base address of the inference service; empty: our own child. `unix:///path/of.sock`: our"
        " own child on a socket file that only its owner may open.",
    )
    models_dir: str = _setting(
        "", "Folder of the models' weights; empty: `models` beside the data."
    )
    inference_secret: str = _setting("", "Shared secret of the inference service.")
    inference_deadline_s: float = _setting(60.0, "Longest wait for one inference answer.", "s")
    # processes
    web_processes: int = _setting(1, "Web processes that share the port.")
    worker_processes: int = _setting(2, "Job workers; the first takes interactive work only.")
    render_processes: int = _setting(2, "Render children of each web process.")
    worker_jobs: int = _setting(
        0, "Jobs that a worker runs side by side; 0: as many as there are cores, at most 8."
    )
    worker_render_processes: int = _setting(
        0, "Render children of each worker; 0: as many as it runs jobs."
    )
    render_memory: int = _setting(2048 * MIB, "Admitted renders of one pool together.", "bytes")
    render_queue: int = _setting(64, "Renders that may wait in one pool.")
    render_deadline_s: float = _setting(60.0, "Longest time of one render.", "s")
    interactive_wait_s: float = _setting(30.0, "Longest wait of a request before 503.", "s")
    job_silence_s: float = _setting(15.0, "Heartbeat silence after which a job is requeued.", "s")
    job_attempts: int = _setting(5, "Attempts of one job before it fails for good.")
    # uploads and sources
    upload_bytes: int = _setting(100 * MIB, "Largest uploaded file.", "bytes")
    upload_megapixels: float = _setting(100.0, "Largest uploaded picture.", "megapixels")
    upload_side_px: int = _setting(30_000, "Longest side of an uploaded picture.", "px")
    font_bytes: int = _setting(20 * MIB, "Largest font file.", "bytes")
    fonts: int = _setting(100, "Fonts of one workspace.")
    upload_frames: int = _setting(500, "Most frames of an animation.")
    output_megapixels: float = _setting(100.0, "Largest rendered picture.", "megapixels")
    json_bytes: int = _setting(4 * MIB, "Largest JSON body.", "bytes")
    strict_options: bool = _setting(False, "Unknown options are errors on every door.")
    remote_sources: str = _setting(
        "",
        "Where remote pictures may come from, comma-separated: `example.com`, `*.example.com` (it"
        " and its subdomains), `example.com/photos/`, `*` (everywhere); https, unless `http://`"
        " stands before it. Empty: nowhere.",
    )
    remote_origin: str = _setting(
        "", "Site whose pictures plain paths in transform URLs name, as https://www.example.com."
    )
    remote_open: bool = _setting(
        False, "Remote pictures are for everybody, without a token or a signature."
    )
    remote_private: bool = _setting(
        False, "Remote pictures may come from machines of the private net."
    )
    remote_timeout_s: float = _setting(20.0, "Longest time for fetching a picture.", "s")
    # caches
    remote_cache_bytes: int = _setting(2048 * MIB, "Remote pictures kept.", "bytes")
    variant_cache_bytes: int = _setting(5 * 1024 * MIB, "Variants kept on disk.", "bytes")
    findings_cache_bytes: int = _setting(1024 * MIB, "Mattes kept on disk.", "bytes")
    source_cache_bytes: int = _setting(
        2048 * MIB, "Originals of remote storage kept near.", "bytes"
    )
    # workspaces
    guest_days: int = _setting(7, "Days until the data of an idle guest is removed.", "days")
    guest_quota_bytes: int = _setting(2048 * MIB, "Originals of one guest.", "bytes")
    workspace_quota_bytes: int = _setting(
        50 * 1024 * MIB, "Originals of a named workspace.", "bytes"
    )
    documents: int = _setting(5000, "Documents of one workspace, its trash included.")
    batches: int = _setting(500, "Batches of one workspace.")
    batch_photos: int = _setting(2000, "Photos of one batch.")
    import_dir: str = _setting(
        "", "Folder whose subfolders the owner may take into batches; empty: none."
    )
    private_hooks: bool = _setting(
        False, "Webhooks may lead to http and to machines of the private net."
    )
    waiting_jobs: int = _setting(2000, "Jobs of one workspace that may wait.")
    trash_days: int = _setting(30, "Days that trashed originals and documents stay.", "days")
    rate_per_minute: int = _setting(1200, "Requests of one workspace.", "per minute")
    upload_rate_per_minute: int = _setting(240, "Uploads of one workspace.", "per minute")
    guests_per_minute: int = _setting(30, "New guest workspaces of one address.", "per minute")

    def __post_init__(self) -> None:
        if self.log_format not in LOG_FORMATS:
            raise unknown_name("log format", self.log_format, LOG_FORMATS)

    @property
    def jobs_at_once(self) -> int:
        """Jobs that a worker runs side by side."""
        return self.worker_jobs or min(MOST_JOBS, cores())


def cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Described:
    """One setting for tables: environment name, default, unit and help."""

    name: str
    default: Any
    unit: str
    help: str


def described() -> Iterator[Described]:
    """All settings in order, for the docs."""
    for f in fields(Conf):
        yield Described(PREFIX + f.name.upper(), f.default, f.metadata["unit"], f.metadata["help"])


def load(environ: Mapping[str, str] = os.environ) -> Conf:
    """The settings that the environment asks for; BadRequest for unknown names or bad values."""
    known = {PREFIX + f.name.upper(): f for f in fields(Conf)}
    given: dict[str, Any] = {}
    for name, text in environ.items():
        if name in known:
            given[known[name].name] = _read(name, text, known[name].default)
        elif name.startswith(PREFIX) and name not in _FOR_TOOLS:
            raise unknown_name("setting", name, known)
    return Conf(**given)


_FOR_TOOLS = frozenset(
    PREFIX + name for name in ("NO_SKIPS", "CASES", "WRITE_GOLDENS", "SECRET_KEY", "ROLE", "RUN_ID")
)


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
        if text.lower() not in words:
            raise BadRequest(f"{name}={text} isn't a switch.", remedy="Write true or false.")
        return words[text.lower()]
    try:
        return type(default)(text)
    except ValueError:
        raise BadRequest(
            f"{name}={text} isn't a number.", remedy=f"Its default is {default}."
        ) from None


def current() -> Conf:
    """The settings in force: Django's `settings.STUDIO`, so that tests can replace them."""
    from django.conf import settings

    return settings.STUDIO
