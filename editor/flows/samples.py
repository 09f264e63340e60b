"""Photos to try the studio with, and a finished document to take apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from editor.errors import NotFound, unknown_name
from editor.flows import documents
from editor.flows.documents import Saved
from editor.flows.engines import Engines
from editor.flows.outcomes import Outcome
from editor.flows.upload import upload
from editor.models import Document, Original, Workspace
from editor.operations import operations
from editor.plan.document import Document as Plan
from editor.plan.document import document_json, parse_document
from editor.plan.from_document import check

FOLDER = Path(__file__).resolve().parent.parent / "samples"
DOCUMENT = "document"
PREFIX = "sample:"
"""Stands before a sample's name where a document would hold an original's id."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo that ships with the studio; px."""

    name: str
    title: str
    shown: str
    file: str
    width: int
    height: int

    @property
    def path(self) -> Path:
        return FOLDER / self.file


@dataclass(frozen=True, slots=True)
class Added:
    """The workspace's own copies, in the order asked for."""

    originals: tuple[Original, ...]
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The sample document; `created` is False when an untouched one was there already."""

    saved: Saved
    created: bool


@cache
def samples() -> Mapping[str, Sample]:
    """All sample photos by name."""
    read = json.loads((FOLDER / "samples.json").read_text())
    return {one["name"]: Sample(**one) for one in read}


def sample(name: str) -> Sample:
    """One of them; NotFound for other names."""
    found = samples().get(name)
    if found is None:
        raise NotFound(
            f"There is no sample {name[:40]!r}.", remedy=f"Known: {', '.join(samples())}."
        )
    return found


def picture(name: str) -> Path:
    """What shows a sample, or the finished document (`document`), before it is added."""
    return FOLDER / "document.webp" if name == DOCUMENT else sample(name).path


@cache
def digest(name: str) -> str:
    """The sha256 of a sample's bytes."""
    return hashlib.sha256(sample(name).path.read_bytes()).hexdigest()


def held(workspace: Workspace) -> dict[str, Original]:
    """Sample name -> the workspace's original of it, those in the trash left out."""
    by_digest = {digest(name): name for name in samples()}
    found = Original.objects.filter(
        workspace=workspace, blob__in=by_digest, trashed__isnull=True
    ).select_related("blob")
    return {by_digest[one.blob_id]: one for one in found}


def add(workspace: Workspace, names: Iterable[str], *, using: Engines | None = None) -> Added:
    """Takes the samples in as any upload, quota and rate included; what is held already stays as
    it is. UnknownName before anything is stored."""
    asked = list(dict.fromkeys(names))
    for name in asked:
        if name not in samples():
            raise unknown_name("sample", name, samples())
    have = held(workspace)
    outcomes: list[Outcome] = []
    for name in asked:
        if name not in have:
            one = sample(name)
            done = upload(
                workspace,
                one.shown,
                [one.path.read_bytes()],
                size=one.path.stat().st_size,
                using=using,
            )
            have[name] = done.original
            outcomes += done.outcomes
    return Added(tuple(have[name] for name in asked), tuple(outcomes))


def open_document(workspace: Workspace, *, using: Engines | None = None) -> Opened:
    """The finished document with the photos that it shows. One that nobody has changed since is
    taken again, so that a second click doesn't make a second one."""
    read = json.loads((FOLDER / "document.json").read_text())
    shown = [name for name in samples() if f'"{PREFIX}{name}"' in json.dumps(read)]
    added = add(workspace, shown, using=using)
    ids = {PREFIX + name: str(o.pk) for name, o in zip(shown, added.originals, strict=True)}
    body = sourced(read["body"], ids)
    untouched = Document.objects.filter(
        workspace=workspace, name=read["name"], revision=1, trashed__isnull=True
    )
    kept = document_json(_judged(body))
    for row in untouched[:20]:
        if row.body == kept:
            return Opened(Saved(row, added.outcomes), created=False)
    saved = documents.create(workspace, read["name"], body)
    return Opened(Saved(saved.document, (*added.outcomes, *saved.outcomes)), created=True)


def _judged(body: object) -> Plan:
    parsed = parse_document(body)
    check(parsed, operations())
    return parsed


def sourced(value: Any, ids: Mapping[str, str]) -> Any:
    """`value` with every `sample:<name>` replaced by the id that stands for it."""
    if isinstance(value, dict):
        return {key: sourced(one, ids) for key, one in value.items()}
    if isinstance(value, list):
        return [sourced(one, ids) for one in value]
    return ids.get(value, value) if isinstance(value, str) else value
