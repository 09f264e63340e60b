"""An inference process for one command, where no service is known."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from editor.conf import Conf, current
from editor.errors import InferenceUnavailable
from editor.flows.engines import engines
from editor.management.supervisor import sockets, unix

START_S = 120.0
LOOK_S = 0.2


@contextmanager
def inference() -> Iterator[None]:
    """Inside, the engines of this process find an inference service. It must be entered before
    anybody asks for them."""
    conf = current()
    if _is_there(conf):
        yield
        return
    conf = replace(conf, inference_url="")
    listening = sockets.listen_for_inference(conf)
    secret = conf.inference_secret or secrets.token_urlsafe(32)
    settings.STUDIO = replace(
        conf, inference_url=sockets.address_of(listening), inference_secret=secret
    )
    folder = os.environ.get("INFERENCE_MODELS_DIR") or conf.models_dir
    models = Path(folder).absolute() if folder else Path(settings.DATA_DIR).absolute() / "models"
    child = subprocess.Popen(
        [sys.executable, "-m", "editor.inference", "--fd", str(listening.fileno())],
        env={
            **os.environ,
            "STUDIO_INFERENCE_SECRET": secret,
            "INFERENCE_MODELS_DIR": str(models),
        },
        cwd=settings.BASE_DIR,
        pass_fds=[listening.fileno()],
        stderr=subprocess.DEVNULL,
    )
    listening.close()
    try:
        _wait(child)
        yield
    finally:
        child.terminate()
        child.wait(timeout=20)


def _is_there(conf: Conf) -> bool:
    """True when somebody else serves: elsewhere, or `serve` on the socket file of the settings."""
    if not unix.is_unix(conf.inference_url):
        return bool(conf.inference_url)
    return unix.somebody_listens(unix.path_of(conf.inference_url))


def _wait(child: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            engines().cards.catalogue()
        except InferenceUnavailable:
            if child.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(LOOK_S)
        else:
            return
