from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from editor.library import files


def test_a_temporary_file_is_private_and_gone_afterwards(tmp_path: Path) -> None:
    with files.temporary(tmp_path / "tmp") as path:
        path.write_bytes(b"x")
        assert path.stat().st_mode & 0o777 == 0o600
    assert not path.exists()


def test_a_temporary_file_is_gone_after_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.temporary(tmp_path) as path:
        raise ZeroDivisionError
    assert not path.exists()


def test_what_is_moved_away_stays(tmp_path: Path) -> None:
    final = tmp_path / "a" / "b"
    with files.temporary(tmp_path) as path:
        path.write_bytes(b"x")
        files.move_into(path, final)
    assert final.read_bytes() == b"x"


@pytest.mark.parametrize("move", [files.move_into, files.link_into])
def test_another_disk_is_reached_by_a_copy_that_appears_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, move: object
) -> None:
    source, final = tmp_path / "new", tmp_path / "far" / "file"
    source.write_bytes(b"x" * 1000)
    real = os.replace

    def far(self: Path, target: Path) -> Path:
        if self == source:
            raise OSError(errno.EXDEV, "another disk")
        real(self, target)
        return Path(target)

    def no_link(*_: object) -> None:
        raise OSError(errno.EXDEV, "another disk")

    monkeypatch.setattr(Path, "replace", far)
    monkeypatch.setattr(os, "link", no_link)
    move(source, final)  # type: ignore[operator]
    assert final.read_bytes() == b"x" * 1000
    assert [p.name for p in final.parent.iterdir()] == ["file"]


def test_linking_leaves_the_source_and_what_is_there(tmp_path: Path) -> None:
    source, final = tmp_path / "new", tmp_path / "a" / "file"
    source.write_bytes(b"new")
    files.link_into(source, final)
    assert source.exists()
    source.unlink()
    source.write_bytes(b"newer")
    files.link_into(source, final)
    assert final.read_bytes() == b"new"


def test_a_vanished_source_is_an_error_not_a_loop(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        files.move_into(tmp_path / "nothing", tmp_path / "a" / "b")


def test_forgotten_files_are_the_old_ones(tmp_path: Path) -> None:
    old, new = tmp_path / "deep" / "old", tmp_path / "new"
    old.parent.mkdir()
    for path in (old, new):
        path.write_bytes(b"")
    os.utime(old, (1, 1))
    assert list(files.forgotten(tmp_path, 60)) == [old]
    shutil.rmtree(tmp_path)
    assert list(files.forgotten(tmp_path, 60)) == []
