"""Weights are fetched whole and right, or not at all; a break costs nothing that has arrived."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.errors import Busy, DiskFull, NotFound, WrongWeights
from editor.inference import checkpoints, pulling
from editor.inference.card import Weights
from editor.inference.pulling import Progress, Unreachable, pull, remove, verify
from tests.inference.weight_server import BODY, DIGEST, Shelf, weight_server


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(pulling, "PAUSE_S", 0.01)
    with weight_server() as made:
        yield made


def weights(shelf: Shelf, digest: str = DIGEST) -> Weights:
    return Weights(shelf.url, "w.pth", digest, len(BODY), "MIT", "none")


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith("."))


def test_the_file_comes_whole_and_its_progress_is_told(shelf: Shelf, tmp_path: Path) -> None:
    told: list[Progress] = []
    path = pull(weights(shelf), tmp_path, told.append)
    assert path.read_bytes() == BODY
    assert left(tmp_path) == ["w.pth"]
    assert told[-1] == Progress(len(BODY), len(BODY))
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert verify(weights(shelf), tmp_path) == DIGEST


def test_a_broken_transfer_goes_on_where_it_broke(shelf: Shelf, tmp_path: Path) -> None:
    shelf.breaks = [300_000, 200_000]
    assert pull(weights(shelf), tmp_path).read_bytes() == BODY
    first, *later = shelf.asked
    assert first is None
    assert all(one and 0 < int(one[6:-1]) < len(BODY) for one in later)


def test_a_later_pull_goes_on_from_what_an_earlier_one_left(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "w.pth.part").write_bytes(BODY[:1000])
    assert pull(weights(shelf), tmp_path).read_bytes() == BODY
    assert shelf.asked == ["bytes=1000-"]


def test_a_server_without_ranges_is_asked_for_all_of_it(shelf: Shelf, tmp_path: Path) -> None:
    shelf.ranges = False
    (tmp_path / "w.pth.part").write_bytes(b"x" * 1000)
    assert pull(weights(shelf), tmp_path).read_bytes() == BODY


def test_a_part_that_is_complete_is_only_checked(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "w.pth.part").write_bytes(BODY)
    assert pull(weights(shelf), tmp_path).read_bytes() == BODY


def test_a_connection_that_never_gets_on_is_given_up_and_its_part_is_kept(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.breaks = [1000, *[0] * 50]
    with pytest.raises(Unreachable) as refused:
        pull(weights(shelf), tmp_path)
    assert "pull again" in refused.value.remedy
    assert left(tmp_path) == ["w.pth.part"]
    shelf.breaks = []
    assert pull(weights(shelf), tmp_path).read_bytes() == BODY


def test_another_file_than_the_card_says_is_refused_and_not_kept(
    shelf: Shelf, tmp_path: Path
) -> None:
    with pytest.raises(WrongWeights, match="sha256"):
        pull(weights(shelf, "0" * 64), tmp_path)
    assert left(tmp_path) == []


def test_the_old_file_stays_until_the_new_one_is_right(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "w.pth").write_bytes(b"old")
    with pytest.raises(WrongWeights):
        pull(weights(shelf, "0" * 64), tmp_path)
    assert (tmp_path / "w.pth").read_bytes() == b"old"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_weights_that_are_not_there_are_told_with_what_helps(
    shelf: Shelf, tmp_path: Path, status: int
) -> None:
    shelf.status = status
    with pytest.raises(NotFound) as refused:
        pull(weights(shelf), tmp_path)
    assert "--from" in refused.value.remedy
    assert left(tmp_path) == []


def test_without_a_network_the_error_names_the_host(tmp_path: Path) -> None:
    nowhere = Weights("http://127.0.0.1:9/w.pth", "w.pth", DIGEST, 1, "MIT", "none")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulling, "PAUSE_S", 0.01)
        with pytest.raises(Unreachable, match=r"127\.0\.0\.1 can't be reached"):
            pull(nowhere, tmp_path)


def test_a_disk_without_room_is_told_before_anything_is_written(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "SPARE_BYTES", 1 << 60)
    with pytest.raises(DiskFull):
        pull(weights(shelf), tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize("tells_length", [True, False])
def test_a_file_without_end_is_refused_and_not_kept(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tells_length: bool
) -> None:
    shelf.tells_length = tells_length
    monkeypatch.setattr(pulling, "LARGEST_BYTES", 100_000)
    with pytest.raises(WrongWeights, match="no model"):
        pull(weights(shelf), tmp_path)
    assert left(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_disk_that_fills_up_meanwhile_is_told(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "w.pth.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull, match="full"):
        pull(weights(shelf), tmp_path)


def test_only_a_full_disk_is_called_one() -> None:
    with pytest.raises(PermissionError), pulling._full_disk_told():
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def test_two_pulls_of_one_file_do_not_write_into_each_other(shelf: Shelf, tmp_path: Path) -> None:
    with pulling._alone(tmp_path / "w.pth"), pytest.raises(Busy, match="already"):
        pull(weights(shelf), tmp_path)


def test_a_file_from_elsewhere_is_checked_like_a_download(shelf: Shelf, tmp_path: Path) -> None:
    mine = tmp_path / "downloads" / "some name.pth"
    mine.parent.mkdir()
    mine.write_bytes(BODY)
    folder = tmp_path / "models"
    assert pull(weights(shelf), folder, source=str(mine)).read_bytes() == BODY
    mine.write_bytes(b"other")
    with pytest.raises(WrongWeights):
        pull(weights(shelf), folder, source=str(mine))
    with pytest.raises(NotFound):
        pull(weights(shelf), folder, source=str(tmp_path / "nothing"))
    assert shelf.asked == []


def test_what_was_removed_is_gone_half_or_whole(shelf: Shelf, tmp_path: Path) -> None:
    pull(weights(shelf), tmp_path)
    (tmp_path / "w.pth.part").write_bytes(b"x")
    assert remove(weights(shelf), tmp_path)
    assert left(tmp_path) == []
    assert not remove(weights(shelf), tmp_path)
    with pytest.raises(NotFound):
        verify(weights(shelf), tmp_path)


def test_a_changed_file_is_noticed_by_verify(shelf: Shelf, tmp_path: Path) -> None:
    pull(weights(shelf), tmp_path).write_bytes(b"other")
    with pytest.raises(WrongWeights):
        verify(weights(shelf), tmp_path)


HUB = "https://huggingface.co/some/model/resolve/main/model.safetensors"


def on_the_hub(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, digest: str) -> Weights:
    from huggingface_hub import constants

    address = shelf.url.removesuffix("/w.pth")
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(
        constants,
        "HUGGINGFACE_CO_URL_TEMPLATE",
        address + "/{repo_id}/resolve/{revision}/{filename}",
    )
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_test")
    return Weights(HUB, "w.safetensors", digest, len(BODY), "MIT", "none")


def test_the_hub_is_asked_with_its_token_and_tells_the_digest(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = on_the_hub(shelf, monkeypatch, "")
    assert pull(file, tmp_path).read_bytes() == BODY
    assert "Bearer hf_of_the_test" in shelf.tokens


def test_what_the_hub_cached_for_others_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    cache = tmp_path / "hub"
    kept = cache / "models--some--model"
    snapshot = kept / "snapshots" / ("c" * 40)
    snapshot.mkdir(parents=True)
    (kept / "refs").mkdir()
    (kept / "refs/main").write_text("c" * 40)
    (snapshot / "model.safetensors").write_bytes(b"w")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
    file = Weights(HUB, "w.safetensors", "", 1, "MIT", "none")
    assert checkpoints.find(file, tmp_path / "models") == snapshot / "model.safetensors"
    (tmp_path / "models").mkdir()
    (tmp_path / "models/w.safetensors").write_bytes(b"own")
    assert checkpoints.find(file, tmp_path / "models") == tmp_path / "models/w.safetensors"
