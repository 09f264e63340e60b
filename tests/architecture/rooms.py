"""The room table: who may import whom, and which packages from outside."""

from __future__ import annotations

from dataclasses import dataclass

STORAGE = frozenset({"storages", "boto3", "botocore"})
TASKS = frozenset({"django_tasks", "django_tasks_db"})
CHANNELS = frozenset({"channels", "asgiref"})
PAGES = frozenset(
    {"ninja", "pydantic", "starlette", "uvicorn", "whitenoise", "mistune", "prometheus_client"}
)
"""pydantic: ninja's schemas are its models."""
SERVER = frozenset(
    {
        *("torch", "torchvision", "timm", "cv2", "pymatting", "safetensors", "huggingface_hub"),
        *("starlette", "uvicorn", "ray", "numpy", "PIL", "httpx", "scipy", "onnxruntime", "onnx"),
        "zstandard",
    }
)
HEAVY = frozenset(
    {"torch", "torchvision", "timm", "cv2", "scipy", "numba", "pymatting", "onnx", "onnxruntime"}
)
"""Packages that the web process never loads."""


@dataclass(frozen=True)
class Room:
    """What a room may import beside itself and the standard library."""

    ours: frozenset[str]
    outside: frozenset[str] = frozenset()


def _room(ours: str, *outside: str) -> Room:
    return Room(frozenset(ours.split()), frozenset(outside))


_BELOW = "plan operations inference render library models geometry findings errors conf"

ROOMS = {
    "errors": _room(""),
    "conf": _room("errors", "django"),
    "geometry": _room("errors"),
    "findings": _room("geometry", "numpy"),
    "models": _room("errors", "django"),
    "apps": _room("", "django"),
    "migrations": _room("models", "django"),
    "plan": _room("geometry errors"),
    "operations": _room("plan geometry findings errors", "PIL", "numpy"),
    "inference": Room(frozenset({"geometry", "findings", "errors"}), SERVER),
    "render": _room(
        "operations plan geometry findings errors",
        *("PIL", "numpy", "pi_heif", "pymatting", "defusedxml", "fontTools", "brotli", "pyvips"),
    ),
    "library": _room("models plan findings geometry errors conf", "django", "numpy", *STORAGE),
    "flows": _room(_BELOW, "django", "redis"),
    "jobs": _room("flows models errors conf", "django", *TASKS, *CHANNELS),
    "web": _room("flows jobs plan models errors conf", "django", *CHANNELS, *PAGES),
    "live": _room("flows jobs plan models errors conf", "django", *CHANNELS),
    "management": _room(
        "flows jobs plan models errors conf", "django", "httpx", "psutil", *TASKS, *PAGES
    ),
    "client": _room("plan errors", "httpx"),
}
