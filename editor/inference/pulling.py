"""Fetches weights when somebody asks for it: with progress, resumed after a break, checked, and
moved into place only when all of it is right."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import httpx

from editor.errors import Busy, Conflict, DiskFull, NotFound, StudioError, WrongWeights
from editor.inference import checkpoints
from editor.inference.card import Weights
from editor.inference.embedded import files

TRIES = 5
PAUSE_S = 0.5
CHUNK = 1 << 20
TIMEOUT = httpx.Timeout(30.0)
SPARE_BYTES = 64 << 20
"""Left free on the disk."""
LARGEST_BYTES = 16 << 30


class Unreachable(Busy):
    """The place of the weights can't be reached, or breaks off again and again."""

    code = "download_failed"


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes that are here, and of how many (0: nobody knows yet)."""

    done: int
    total: int


Told = Callable[[Progress], None]


def _silent(progress: Progress) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file must be, as far as anybody says."""

    url: str
    sha256: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def pull(weights: Weights, folder: Path | str, told: Told = _silent, *, source: str = "") -> Path:
    """The weights in the models folder, from their source or from `source` (address or path).

    Unreachable (503), DiskFull (507), NotFound or WrongWeights otherwise; what has arrived of a
    broken transfer is kept, and the next pull goes on from there. Conflict for embedded weights.
    """
    _movable(weights)
    final = checkpoints.own_path(weights, folder)
    final.parent.mkdir(parents=True, exist_ok=True)
    with _alone(final):
        part = final.with_name(f"{final.name}.part")
        if source and not source.startswith(("http://", "https://")):
            _copied(Path(source), part, told)
            expected = Expected(source, weights.sha256)
        else:
            expected = Expected(source, weights.sha256) if source else _expected(weights)
            _fetched(expected, part, told)
        _checked(part, expected.sha256, weights)
        os.replace(part, final)
    return final


def verify(weights: Weights, folder: Path | str) -> str:
    """The sha256 of the file that is here. NotFound without one, WrongWeights for another one."""
    path = checkpoints.find(weights, folder)
    if path is None:
        remedy = files.REMEDY if weights.embedded else "Pull it first."
        raise NotFound(f"{weights.file} isn't here.", remedy=remedy)
    if weights.embedded:
        files.checked(path, weights.sha256)
    found = digest_of(path)
    if weights.sha256 and found != weights.sha256:
        raise _wrong(weights, found)
    return found


def remove(weights: Weights, folder: Path | str) -> bool:
    """Deletes the file from the models folder, a half one as well. False when there was none. The
    Hugging Face cache belongs to others, too, and is left alone. Conflict for embedded weights."""
    _movable(weights)
    final = checkpoints.own_path(weights, folder)
    there = final.exists()
    for path in (final, final.with_name(f"{final.name}.part")):
        path.unlink(missing_ok=True)
    return there


def _movable(weights: Weights) -> None:
    if weights.embedded:
        raise Conflict(f"{weights.file} comes with the studio.", remedy="It is here as it is.")


def digest_of(path: Path) -> str:
    state = sha256()
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            state.update(block)
    return state.hexdigest()


def _expected(weights: Weights) -> Expected:
    """The address; for files of the hub also its token and, where the card has none, its digest."""
    file = checkpoints.hub_file(weights.source)
    if file is None or find_spec("huggingface_hub") is None:
        return Expected(weights.source, weights.sha256)
    from huggingface_hub import get_hf_file_metadata, get_token, hf_hub_url
    from huggingface_hub.errors import HfHubHTTPError

    url = hf_hub_url(file.repo, file.path, revision=file.revision)
    token = get_token()
    headers = (("authorization", f"Bearer {token}"),) if token else ()
    digest = weights.sha256
    if not digest:
        try:
            # Of large files the hub's tag is their sha256.
            tag = get_hf_file_metadata(url).etag or ""
        except (HfHubHTTPError, httpx.HTTPError, OSError) as error:
            raise _unreachable(url, error) from error
        digest = tag if len(tag) == 64 else ""
    return Expected(url, digest, headers)


def _copied(given: Path, part: Path, told: Told) -> None:
    if not given.is_file():
        raise NotFound(f"There is no file {given.name!r}.", remedy="Give the path of a file.")
    total = given.stat().st_size
    _room(part, total)
    with _full_disk_told():
        shutil.copyfile(given, part)
    told(Progress(total, total))


def _fetched(expected: Expected, part: Path, told: Told) -> None:
    """The whole file in `part`; what is there already is not fetched again."""
    for left in reversed(range(TRIES)):
        before = _size(part)
        try:
            with httpx.Client(follow_redirects=True, timeout=TIMEOUT) as http:
                return _once(http, expected, part, told)
        except (httpx.HTTPError, _Cut) as error:
            # A transfer that moves on may break as often as it likes.
            if left == 0 and _size(part) <= before:
                raise _unreachable(expected.url, error) from error
            time.sleep(PAUSE_S)
    raise _unreachable(expected.url, None)


class _Cut(Exception):
    """The body ended before its time."""


def _once(http: httpx.Client, expected: Expected, part: Path, told: Told) -> None:
    here = _size(part)
    headers = dict(expected.headers)
    if here:
        headers["range"] = f"bytes={here}-"
    with http.stream("GET", expected.url, headers=headers) as answer:
        if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            # Either all of it is here already, or it is another file now: the digest tells.
            return
        _refused(answer)
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            here = 0
        total = here + int(answer.headers.get("content-length", 0))
        _bounded(part, total)
        _room(part, total - here)
        _written(answer, part, here, total, told)


def _written(answer: httpx.Response, part: Path, here: int, total: int, told: Told) -> None:
    with _full_disk_told(), part.open("ab" if here else "wb") as file:
        for block in answer.iter_raw():  # as it arrives: a break loses nothing
            file.write(block)
            here += len(block)
            _bounded(part, here)  # who tells no length is bounded, too
            told(Progress(here, total))
        file.flush()
        os.fsync(file.fileno())
    if total and here < total:
        raise _Cut(f"{here} of {total} bytes came")


def _bounded(part: Path, size: int) -> None:
    if size > LARGEST_BYTES:
        part.unlink(missing_ok=True)
        raise WrongWeights(f"{part.name} has {size} bytes or more: that is no model.")


def _refused(answer: httpx.Response) -> None:
    if answer.status_code in (401, 403, 404):
        raise NotFound(
            f"The weights aren't at their address (status {answer.status_code}).",
            remedy="Fetch the file by hand and pull with --from FILE; a gated one needs HF_TOKEN.",
        )
    answer.raise_for_status()


def _checked(part: Path, wanted: str, weights: Weights) -> None:
    if not wanted:
        return
    found = digest_of(part)
    if found != wanted:
        part.unlink()
        raise _wrong(weights, found)


def _wrong(weights: Weights, found: str) -> WrongWeights:
    return WrongWeights(
        f"{weights.file} is not the file of the card: its sha256 begins with {found[:12]}, not "
        f"with {weights.sha256[:12]}.",
        remedy="Pull it again; if that doesn't help, its publisher changed the file.",
    )


def _room(part: Path, wanted: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if wanted + SPARE_BYTES > free:
        raise _full(f"{wanted} bytes are to come and {free} are free")


def _full(why: str) -> DiskFull:
    return DiskFull(
        f"The models folder's disk is full: {why}.", remedy="Make room, then pull again."
    )


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _full("nothing more can be written") from error
        raise


@contextmanager
def _alone(final: Path) -> Iterator[None]:
    """Two pulls of one file, also of two processes, would write into each other."""
    with final.with_name(f".{final.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(
                f"{final.name} is being pulled already.", remedy="Wait for it.", retry_after_s=5
            ) from None
        yield


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _unreachable(url: str, error: Exception | None) -> StudioError:
    host = httpx.URL(url).host
    why = f" ({type(error).__name__})" if error else ""
    return Unreachable(
        f"{host} can't be reached{why}.",
        remedy="Is there a network? What has arrived is kept: pull again and it goes on. Or fetch "
        "the file elsewhere and pull with --from FILE.",
        retry_after_s=30,
    )
