"""The service on Ray, on this machine alone: `python -m editor.inference.ray_local --port 8100`.

For trying out, for tests, and for one machine with several accelerators; a cluster is started by
Ray's own commands.
"""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
import threading
from dataclasses import fields

# Read when Ray is imported. Without a token of this start Ray would write one into the home folder;
# a busy machine is slow, not ill.
os.environ.update(
    {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": secrets.token_hex(32),
        # Replicas are what this is started for; Ray lets everything else go before them.
        "RAY_worker_niceness": "0",
        "RAY_SERVE_PROXY_READY_CHECK_TIMEOUT_S": "60",
        "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S": "60",
        "RAY_SERVE_QUEUE_LENGTH_RESPONSE_DEADLINE_S": "1",
        "RAY_SERVE_MAX_QUEUE_LENGTH_RESPONSE_DEADLINE_S": "10",
        **os.environ,
    }
)

import ray
from ray import serve

from editor.errors import StudioError
from editor.inference import ray_app
from editor.inference.__main__ import speak
from editor.inference.settings import MIB, load

log = logging.getLogger(__name__)
TRIES = 5
STORE_BYTES = 100 * MIB
"""Of Ray's shared memory: pictures travel inside the calls and hardly use it."""


def main(arguments: list[str]) -> int:
    """Serves until a signal; 2 for settings that nothing can run with."""
    given = _parser().parse_args(arguments)
    stopped = threading.Event()
    try:
        speak()
        load()
        told = {name: value for name, value in vars(given).items() if name in _names()}
        application = ray_app.build(told)
    except StudioError as error:
        print(f"inference: {error.text} {error.remedy}", file=sys.stderr)  # noqa: T201
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    ray.init(
        num_cpus=given.cores or None,
        object_store_memory=STORE_BYTES,
        include_dashboard=False,
        log_to_driver=True,
    )
    try:
        _deploy(application, given.host, given.port, stopped)
        stopped.wait()
        serve.shutdown()
    finally:
        ray.shutdown()
    return 0


def _deploy(application: serve.Application, host: str, port: int, stopped: threading.Event) -> None:
    """Ray gives its HTTP proxy one minute; what was begun goes on meanwhile, so ask again."""
    for tried in range(1, TRIES + 1):
        try:
            serve.start(http_options={"host": host, "port": port})
            serve.run(application, name=ray_app.APP, route_prefix="/")
        except (TimeoutError, ray.exceptions.RayActorError) as error:
            if tried == TRIES or stopped.is_set():
                raise
            log.warning("Ray isn't ready yet (%s)", type(error).__name__)
        else:
            return


def _names() -> set[str]:
    return {one.name for one in fields(ray_app.Cluster)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m editor.inference.ray_local")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--cores", type=int, default=0, help="That Ray shares out; 0: all.")
    for one in fields(ray_app.Cluster):
        parser.add_argument(f"--{one.name}", type=type(one.default), default=one.default)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
