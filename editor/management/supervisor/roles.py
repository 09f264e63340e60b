"""Which children there are: a name, a command line, an environment and the sockets they get."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from editor.conf import Conf, cores
from editor.errors import unknown_name
from editor.management.supervisor import unix

ROLES = ("web", "worker", "inference")
# Inference ends last: a job that finishes may still ask it.
STOP_ORDER = (("web", "worker"), ("inference",))


@dataclass(frozen=True, slots=True)
class Spec:
    """One child to keep alive. `environment` is laid over the supervisor's own."""

    name: str
    role: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    fds: tuple[int, ...] = ()


def chosen(only: str, conf: Conf) -> tuple[str, ...]:
    """The roles that `--only` names; without it all, inference only when it isn't elsewhere. A
    socket file is on this machine: its inference is ours."""
    if not only:
        ours = not conf.inference_url or unix.is_unix(conf.inference_url)
        return tuple(role for role in ROLES if role != "inference" or ours)
    names = [name.strip() for name in only.split(",") if name.strip()]
    for name in names:
        if name not in ROLES:
            raise unknown_name("role", name, ROLES)
    return tuple(role for role in ROLES if role in names)


def specs(
    roles: Iterable[str], conf: Conf, web_fd: int | None, inference_fd: int | None
) -> list[Spec]:
    """The children of these roles, in the order in which they are started."""
    found = []
    if "inference" in roles and inference_fd is not None:
        command = (sys.executable, "-m", "editor.inference", "--fd", str(inference_fd))
        threads = _threads(cores())
        found.append(Spec("inference", "inference", command, threads, (inference_fd,)))
    if "web" in roles and web_fd is not None:
        module = "editor.management.supervisor.web"
        command = (sys.executable, "-m", module, "--fd", str(web_fd))
        for number in range(1, conf.web_processes + 1):
            found.append(Spec(f"web-{number}", "web", command, _threads(1), (web_fd,)))
    if "worker" in roles:
        for number in range(1, conf.worker_processes + 1):
            found.append(_worker(number, of=conf.worker_processes))
    return found


def _worker(number: int, of: int) -> Spec:
    """The first of several workers takes interactive work only, so that no batch delays it."""
    command = [sys.executable, "manage.py", "worker"]
    if number == 1 and of > 1:
        command.append("--interactive-only")
    return Spec(f"worker-{number}", "worker", tuple(command), _threads(1))


def _threads(count: int) -> dict[str, str]:
    """Bounds of the numeric libraries' own pools: many processes share the cores already."""
    return {
        "OMP_NUM_THREADS": str(count),
        "OPENBLAS_NUM_THREADS": str(count),
        "MKL_NUM_THREADS": str(count),
        "NUMBA_NUM_THREADS": str(count),
        "OMP_WAIT_POLICY": "PASSIVE",
        # glibc keeps one heap a core and thread otherwise, which only grows.
        "MALLOC_ARENA_MAX": "2",
    }
