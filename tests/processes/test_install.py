"""The installer behind `make run`: installs once, says what it does, and why when it can't."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.needs import ROOT


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The installer, working on a checkout of its own and on an empty PATH."""
    spec = importlib.util.spec_from_file_location("studio_install", ROOT / ".ci" / "install.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setenv("PATH", "")
    return module


def installed(module: ModuleType, extras: list[str]) -> None:
    """As if the installation with these extras had succeeded."""
    module.VENV.mkdir(exist_ok=True)
    module._stamp(extras).write_text(module._key(extras))


def test_a_second_start_installs_nothing(
    install: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(install, [])
    assert install.main([]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_the_tests_need_is_enough_to_run(install: ModuleType) -> None:
    installed(install, ["dev"])
    assert install.main([]) == 0


@pytest.mark.parametrize("change", ["pyproject.toml", ".venv"])
def test_a_changed_requirement_or_a_lost_environment_installs_again(
    install: ModuleType, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    installed(install, [])
    if change == ".venv":
        shutil.rmtree(install.VENV)
    else:
        (install.ROOT / change).write_text("[project]\ndependencies = []\n")

    def note(extras: list[str]) -> None:
        asked.append(extras)
        install.VENV.mkdir(exist_ok=True)

    monkeypatch.setattr(install, "_install", note)
    assert install.main([]) == 0
    assert install.main([]) == 0
    assert asked == [[]]


def test_a_failed_installation_leaves_no_stamp_and_says_so(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(extras: list[str]) -> None:
        install.VENV.mkdir()
        raise subprocess.CalledProcessError(1, ["pip"])

    monkeypatch.setattr(install, "_install", fail)
    assert install.main([]) == 1
    assert "run the same command again" in capsys.readouterr().err
    assert list(install.VENV.iterdir()) == []


def test_the_download_is_announced_before_it_starts(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop() -> None:
        raise OSError("stopped before the first download")

    monkeypatch.setattr(install, "_make_venv", stop)
    assert install.main([]) == 1
    said = capsys.readouterr().out
    assert f"up to {install.MEGABYTES['run'] + install.MEGABYTES['node']} MB to download" in said
    assert "Node comes from PyPI" in said


def test_a_python_without_ensurepip_is_told_what_to_install(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = install.ROOT / "python3"
    python.write_text("#!/bin/sh\necho 'ensurepip is not available'\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    assert install.main([]) == 1
    said = capsys.readouterr().err
    assert "sudo apt install python3-venv" in said
    assert "ensurepip is not available" in said
    assert not install.VENV.exists()


def test_an_old_python_is_refused_with_the_way_to_name_another(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert install.main([]) == 1
    assert "PYTHON=/path/to" in capsys.readouterr().err


@pytest.mark.parametrize(("version", "good"), [("v20.20.2", False), ("v22.1.0", True)])
def test_an_old_node_on_the_path_does_not_count(
    install: ModuleType, version: str, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install.ROOT / "bin"
    folder.mkdir()
    for name in ("node", "npm"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho {version}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert (install.node_on_path() is not None) is good
