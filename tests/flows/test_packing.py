"""Several originals in one ZIP file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from editor.errors import NotFound, TooLarge
from editor.flows import packing
from editor.library.originals import local
from editor.models import Original, Workspace
from tests.flows.conftest import hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def photos(workspace: Workspace, data_dir: Path) -> list[Original]:
    names = ("shoe.png", "SHOE.png", "shoe", "left out.txt")
    return [hold(workspace, f"bytes {n}".encode(), data_dir, n) for n in names]


def opened(found: list[Original]) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(packing.packed(found))))


def test_every_file_is_there_under_a_name_of_its_own(photos: list[Original]) -> None:
    with opened(photos) as archive:
        names = archive.namelist()
        assert names == ["shoe.png", "SHOE (2).png", "shoe", "left out (2).txt"]
        assert archive.testzip() is None
        assert archive.read("SHOE (2).png") == b"bytes SHOE.png"


def test_a_file_that_is_lost_is_named_in_the_archive(photos: list[Original]) -> None:
    lost = local(photos[0].blob_id)
    assert lost is not None
    lost.unlink()
    with opened(photos) as archive:
        assert "shoe.png" not in archive.namelist()
        assert b"shoe.png: " in archive.read("left out.txt")


def test_too_much_is_refused_and_so_are_other_people_s(
    workspace: Workspace,
    stranger: Workspace,
    photos: list[Original],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ids = [one.pk for one in photos]
    assert len(packing.chosen(workspace, ids)) == 4
    with pytest.raises(NotFound):
        packing.chosen(stranger, ids)
    monkeypatch.setattr(packing, "MOST", 3)
    with pytest.raises(TooLarge, match="4 photos"):
        packing.chosen(workspace, ids)
