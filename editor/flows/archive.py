"""The form of a backup: one ZIP file with rows, originals, and a manifest that vouches for all."""

from __future__ import annotations

import hashlib
import json
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from editor.errors import BadRequest
from editor.models import (
    Batch,
    BatchItem,
    BatchRecipe,
    Blob,
    Computed,
    Document,
    DocumentPatch,
    Font,
    Job,
    Original,
    Recipe,
    RuleChange,
    Share,
    Token,
    Workspace,
)

FORMAT = "studio-backup"
VERSION = 1
MANIFEST = "manifest.json"
SECRET = "secret_key"  # noqa: S105 - the member's name
CHUNK = 1024 * 1024
LONGEST_MANIFEST = 256 * CHUNK

TABLES = (
    *(Workspace, Token, Blob, Original, Font, Document, DocumentPatch, Share, Recipe, Job),
    *(Batch, BatchItem, BatchRecipe, RuleChange),
)
"""What is kept, so that rows come after those that they point to. Caches, events and signs of
life aren't."""

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    # Encrypted, or of another kind than any that we write.
    RuntimeError,
    NotImplementedError,
)
"""What reading a ZIP file may raise when its bytes are wrong."""

_MEMBERS = re.compile(r"rows/[a-z]{1,40}\.jsonl|originals/[0-9a-f]{64}|secret_key")


class Exact(DjangoJSONEncoder):
    """Times to the microsecond; Django's own encoder cuts them to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a backup."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says that it holds. `migration` is the last one of its tables."""

    migration: str
    created: str
    members: Mapping[str, Member]

    def to_json(self) -> str:
        members = {n: {"sha256": m.sha256, "bytes": m.bytes} for n, m in self.members.items()}
        said = {"format": FORMAT, "version": VERSION, "migration": self.migration}
        return json.dumps({**said, "created": self.created, "members": members}, indent=1)

    @property
    def originals(self) -> list[str]:
        """The sha256 of every original in it."""
        return [n.removeprefix("originals/") for n in self.members if n.startswith("originals/")]


def rows_of(table: type[Computed] | Any) -> str:
    """The member that holds a table's rows."""
    return f"rows/{table._meta.model_name}.jsonl"


def original_of(sha256: str) -> str:
    return f"originals/{sha256}"


def copy_in(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes]) -> Member:
    """Writes a member, counted and hashed on the way. Pictures don't get smaller, rows do."""
    how = zipfile.ZIP_STORED if name.startswith("originals/") else zipfile.ZIP_DEFLATED
    info = zipfile.ZipInfo(name)
    info.compress_type = how
    digest, size = hashlib.sha256(), 0
    with archive.open(info, "w", force_zip64=True) as out:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            out.write(chunk)
    return Member(digest.hexdigest(), size)


def chunks_of(archive: zipfile.ZipFile, name: str, most: int) -> Iterator[bytes]:
    """A member's bytes; BadRequest once there are more than `most`, or damaged ones."""
    left = most
    try:
        with archive.open(name) as file:
            while chunk := file.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise damaged(f"{name} is longer than it says")
                yield chunk
    except UNREADABLE as error:
        raise damaged(f"{name}: {str(error)[:200]}") from None


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest, checked against the names in the archive; BadRequest when they disagree."""
    names = archive.namelist()
    if names.count(MANIFEST) != 1:
        raise damaged("it has no manifest")
    said = _parsed(b"".join(chunks_of(archive, MANIFEST, LONGEST_MANIFEST)))
    if said.get("format") != FORMAT or said.get("version") != VERSION:
        raise BadRequest(
            f"The file is {said.get('format')!r} version {said.get('version')!r}.",
            remedy=f"This studio reads {FORMAT} version {VERSION}.",
        )
    members = _members(said.get("members"))
    if sorted(names) != sorted([*members, MANIFEST]):
        raise damaged("its files aren't those of its manifest")
    return Manifest(str(said.get("migration")), str(said.get("created")), members)


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise damaged("its manifest isn't JSON") from None
    if not isinstance(said, dict):
        raise damaged("its manifest isn't an object")
    return said


def _members(given: Any) -> dict[str, Member]:
    members = {}
    try:
        for name, facts in given.items():
            if not _MEMBERS.fullmatch(name):
                raise damaged(f"it holds {name[:100]!r}")
            members[name] = Member(str(facts["sha256"]), int(facts["bytes"]))
            if name.startswith("originals/") and not name.endswith(members[name].sha256):
                raise damaged(f"{name} is another file")
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise damaged("its manifest can't be read") from None
    return members


def verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Reads everything once; BadRequest unless each byte is as the manifest says."""
    for name, member in manifest.members.items():
        digest, size = hashlib.sha256(), 0
        for chunk in chunks_of(archive, name, member.bytes):
            digest.update(chunk)
            size += len(chunk)
        if size != member.bytes or digest.hexdigest() != member.sha256:
            raise damaged(f"{name} isn't what was backed up")


def damaged(why: str) -> BadRequest:
    return BadRequest(f"The backup is damaged: {why}.", remedy="Use another copy of it.")
