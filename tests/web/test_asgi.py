from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.needs import ROOT

HEAVY = ("torch", "cv2", "scipy", "numba", "pymatting", "timm", "onnxruntime", "boto3", "pandas")

LOAD = f"""
import sys, studio.asgi
from django.urls import get_resolver
get_resolver().url_patterns
from editor.operations import operations
operations()
print(",".join(name for name in {HEAVY!r} if name in sys.modules))
import os
print(int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 2**20)
"""


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    """What a fresh web process prints once everything it serves with is imported."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "studio.settings"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.splitlines()


def test_the_web_process_loads_no_engine(loaded: list[str]) -> None:
    assert loaded[0] == ""


def test_the_web_process_is_small_when_it_starts(loaded: list[str]) -> None:
    assert int(loaded[1]) <= 120
