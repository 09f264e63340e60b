"""`python -m editor.management.supervisor`: what `manage.py serve` turns into."""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.conf import Conf, load
from editor.errors import StudioError
from editor.management.supervisor import lock, ready, roles, sockets, state, unix
from editor.management.supervisor.loop import Loop
from editor.management.supervisor.output import Output

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: Sequence[str]) -> int:
    """0 after a clean stop; 1 with a sentence on stderr when it can't start."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-migrate", action="store_true")
    options = parser.parse_args(arguments)
    try:
        return _serve(load(), options.data_dir, options.only, migrate=not options.no_migrate)
    except StudioError as error:
        print(f"{error.text}\n{error.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _serve(conf: Conf, data_dir: Path, only: str, migrate: bool) -> int:
    run = data_dir / "run"
    lock_fd = lock.take(run / "supervisor.lock")
    started = _start_up(conf, data_dir, only)
    # The numbers of processes that are gone; counters begin anew with a start.
    shutil.rmtree(data_dir / "metrics", ignore_errors=True)
    if migrate and not _migrate():
        print("The database couldn't be brought up to date; see above.", file=sys.stderr)
        return 1
    out = Output(sys.stdout.fileno(), as_json=conf.log_format == "json")
    run_id = secrets.token_hex(8)
    environment = {**os.environ, **started.environment, "STUDIO_RUN_ID": run_id}
    keep = state.Keeper(run / "state.json", run_id, started.address, out)
    loop = Loop(started.specs, environment, lock_fd, out, on_change=keep.write)
    out.say(f"starting {', '.join(started.names)}")
    if address := started.address:
        threading.Thread(target=ready.announce, args=(address, out.say), daemon=True).start()
    loop.run()
    keep.remove()
    if "inference" in started.names and unix.is_unix(conf.inference_url):
        unix.path_of(conf.inference_url).unlink(missing_ok=True)
    out.say("stopped")
    return 0


@dataclass(frozen=True, slots=True)
class _Started:
    """What stands before any child runs: their specs, what they share, our own address."""

    specs: list[roles.Spec]
    environment: dict[str, str]
    address: str

    @property
    def names(self) -> list[str]:
        return [spec.name for spec in self.specs]


def _start_up(conf: Conf, data_dir: Path, only: str) -> _Started:
    """Binds every socket first: a taken port is told before anything runs."""
    chosen = roles.chosen(only, conf)
    environment = {"PYTHONUNBUFFERED": "1"}
    address, web_fd, inference_fd = "", None, None
    if "web" in chosen:
        sockets.refuse_open_door(conf)
        web = sockets.listen(conf.host, conf.port, "PORT")
        address = sockets.address_of(web)
        environment["STUDIO_PORT"] = str(web.getsockname()[1])
        web_fd = web.detach()
    if "inference" in chosen:
        inference = sockets.listen_for_inference(conf)
        environment["STUDIO_INFERENCE_URL"] = sockets.address_of(inference)
        environment["STUDIO_INFERENCE_SECRET"] = _secret(conf)
        environment["INFERENCE_MODELS_DIR"] = _models_folder(conf, data_dir)
        inference_fd = inference.detach()
    return _Started(roles.specs(chosen, conf, web_fd, inference_fd), environment, address)


def _secret(conf: Conf) -> str:
    """One for this start, unless the settings hold one. A socket file needs none: its mode keeps
    others out, and commands beside us must know it, too."""
    made = "" if unix.is_unix(conf.inference_url) else secrets.token_urlsafe(32)
    return conf.inference_secret or made


def _models_folder(conf: Conf, data_dir: Path) -> str:
    """Where our own inference child looks for weights."""
    given = os.environ.get("INFERENCE_MODELS_DIR") or conf.models_dir
    return str(Path(given).absolute() if given else data_dir.absolute() / "models")


def _migrate() -> bool:
    """Brings the database up to date; the held lock keeps a second start from racing."""
    # The checks belong to `make test`; here they would load the whole web part.
    options = ["--no-input", "--skip-checks", "--verbosity", "0"]
    command = [sys.executable, "manage.py", "migrate", *options]
    return subprocess.run(command, cwd=ROOT).returncode == 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main(sys.argv[1:]))
