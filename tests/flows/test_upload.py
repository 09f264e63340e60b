"""What is taken in, what is refused, and that a refusal leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from editor.conf import Conf
from editor.errors import (
    BrokenPicture,
    Busy,
    NotAPicture,
    QuotaExceeded,
    RateLimited,
    StudioError,
    TooLarge,
    TooManyPixels,
)
from editor.flows import limits
from editor.flows.engines import Engines
from editor.flows.upload import Uploaded, upload
from editor.library import originals
from editor.models import Blob, Original, Workspace
from tests.flows.conftest import files_in
from tests.flows.photos import PICTURES
from tests.together import Together

pytestmark = pytest.mark.django_db(transaction=True)
PERSON = (PICTURES / "person.jpg").read_bytes()


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    limits.limiter.cache_clear()
    yield
    limits.limiter.cache_clear()


def pieces(content: bytes) -> Iterator[bytes]:
    yield from (content[at : at + 10_000] for at in range(0, len(content), 10_000))


def take_in(
    workspace: Workspace, content: bytes, engines: Engines, name: str = "p.jpg"
) -> Uploaded:
    return upload(workspace, name, pieces(content), size=len(content), using=engines)


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "PNG")
    return out.getvalue()


def test_a_photograph_is_stored_under_its_digest_with_its_facts(
    workspace: Workspace, engines: Engines, data_dir: Path
) -> None:
    done = take_in(workspace, PERSON, engines, "../Grace \u202eHopper.jpg")
    blob = done.original.blob
    assert done.created
    assert done.original.name == "Grace Hopper.jpg"
    assert blob.pk == hashlib.sha256(PERSON).hexdigest()
    assert (blob.width, blob.height, blob.format) == (512, 600, "jpeg")
    assert (blob.bytes, blob.frames, blob.has_alpha) == (len(PERSON), 1, False)
    [stored] = files_in(data_dir)
    assert stored.read_bytes() == PERSON
    assert done.outcomes[0].kind == "original.created"


def test_the_same_bytes_again_are_the_same_original(
    workspace: Workspace, engines: Engines, data_dir: Path
) -> None:
    first = take_in(workspace, PERSON, engines)
    again = take_in(workspace, PERSON, engines, "other.png")
    assert (again.original.pk, again.created, again.outcomes) == (first.original.pk, False, ())
    assert len(files_in(data_dir)) == 1


def test_an_upload_revives_what_lies_in_the_trash(workspace: Workspace, engines: Engines) -> None:
    first = take_in(workspace, PERSON, engines)
    Original.objects.update(trashed=timezone.now())
    again = take_in(workspace, PERSON, engines)
    assert not again.created
    assert again.original.pk == first.original.pk
    assert Original.objects.get().trashed is None


def test_two_workspaces_share_the_bytes_and_nothing_else(
    workspace: Workspace, stranger: Workspace, engines: Engines, data_dir: Path
) -> None:
    one, two = take_in(workspace, PERSON, engines), take_in(stranger, PERSON, engines)
    assert two.created
    assert one.original.pk != two.original.pk
    assert len(files_in(data_dir)) == 1


def test_uploads_that_race_are_one_original(
    workspace: Workspace, engines: Engines, data_dir: Path, together: Together
) -> None:
    done = together(lambda n: take_in(workspace, PERSON, engines), 6)
    assert {one.original.pk for one in done} == {Original.objects.get().pk}
    assert sum(one.created for one in done) == 1
    assert len(files_in(data_dir)) == 1


BAD: list[tuple[str, bytes, type[StudioError]]] = [
    ("empty.jpg", b"", BrokenPicture),
    ("text.jpg", b"This is no picture, whatever its name says.", NotAPicture),
    ("half.jpg", PERSON[: len(PERSON) // 2], BrokenPicture),
    ("page.png", b"<!doctype html><script>alert(1)</script>", NotAPicture),
    ("bomb.png", png(30_001, 1), TooManyPixels),
    ("wide.png", png(11_000, 10_000), TooManyPixels),
]


@pytest.mark.parametrize(("name", "content", "error"), BAD, ids=[case[0] for case in BAD])
def test_a_refusal_leaves_no_file_no_row_and_no_process(
    workspace: Workspace,
    engines: Engines,
    data_dir: Path,
    name: str,
    content: bytes,
    error: type[StudioError],
) -> None:
    take_in(workspace, png(3, 3), engines)
    before = files_in(data_dir), set(engines.render.pids())
    with pytest.raises(error) as refused:
        take_in(workspace, content, engines, name)
    assert refused.value.text
    assert refused.value.remedy
    assert files_in(data_dir) == before[0]
    assert set(engines.render.pids()) <= before[1]
    assert (Blob.objects.count(), Original.objects.count()) == (1, 1)


def test_too_many_bytes_are_refused_before_they_are_read(
    workspace: Workspace, engines: Engines, settings: Settings, data_dir: Path
) -> None:
    settings.STUDIO = Conf(upload_bytes=5000)

    def unread() -> Iterator[bytes]:
        raise AssertionError("somebody read it")
        yield b""

    with pytest.raises(TooLarge):
        upload(workspace, "x.jpg", unread(), size=5001, using=engines)
    with pytest.raises(TooLarge):
        upload(workspace, "x.jpg", pieces(PERSON), using=engines)
    assert files_in(data_dir) == []


def test_the_quota_is_asked_first_and_again_at_the_end(
    workspace: Workspace, engines: Engines, settings: Settings, data_dir: Path
) -> None:
    settings.STUDIO = Conf(workspace_quota_bytes=len(PERSON) - 1)
    with pytest.raises(QuotaExceeded):
        take_in(workspace, PERSON, engines)
    with pytest.raises(QuotaExceeded):
        upload(workspace, "x.jpg", pieces(PERSON), using=engines)
    assert files_in(data_dir) == []
    assert not Blob.objects.exists()


def test_racing_uploads_do_not_slip_past_the_quota(
    workspace: Workspace, engines: Engines, settings: Settings, together: Together, data_dir: Path
) -> None:
    pictures = [png(3 + n, 5) for n in range(6)]
    settings.STUDIO = Conf(workspace_quota_bytes=3 * max(map(len, pictures)) + 10)
    done = together(lambda n: upload(workspace, "x.png", pieces(pictures[n]), using=engines), 6)
    assert sum(isinstance(one, Uploaded) for one in done) == 3
    assert sum(isinstance(one, QuotaExceeded) for one in done) == 3
    assert len(files_in(data_dir)) == Original.objects.count() == Blob.objects.count() == 3


def test_uploads_of_one_workspace_are_rate_limited(
    workspace: Workspace, stranger: Workspace, engines: Engines, settings: Settings
) -> None:
    settings.STUDIO = Conf(upload_rate_per_minute=1)
    take_in(workspace, PERSON, engines)
    with pytest.raises(RateLimited):
        take_in(workspace, PERSON, engines)
    take_in(stranger, PERSON, engines)


def test_a_sender_who_breaks_off_leaves_nothing(
    workspace: Workspace, engines: Engines, data_dir: Path
) -> None:
    def broken() -> Iterator[bytes]:
        yield PERSON[:1000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        upload(workspace, "x.jpg", broken(), using=engines)
    assert files_in(data_dir) == []


def test_a_storage_that_fails_leaves_nothing(
    workspace: Workspace, engines: Engines, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(originals, "put", full)
    with pytest.raises(OSError, match="space"):
        take_in(workspace, PERSON, engines)
    assert files_in(data_dir) == []
    assert not Blob.objects.exists()


def test_a_full_pool_says_when_to_come_back(
    workspace: Workspace, engines: Engines, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    def full(*_: object) -> None:
        raise Busy("64 pictures wait.", remedy="Try again in 3 s.", retry_after_s=3)

    monkeypatch.setattr(engines.render, "submit", full)
    with pytest.raises(Busy):
        take_in(workspace, PERSON, engines)
    assert files_in(data_dir) == []
