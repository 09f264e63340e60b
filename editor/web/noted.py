"""What the way through Django notes of an answer, so that the shortcut can give it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.urls import ResolverMatch

from editor.flows.standing import Standing

if TYPE_CHECKING:
    from editor.web.delivery import Manner, Permission

NOTES = "studio.notes"
"""The list in an ASGI scope that takes one note."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A picture that was answered under a signature of `signer`. `match` is the door, by which
    answers are counted."""

    standing: Standing
    signer: UUID
    manner: Manner
    match: ResolverMatch


def note(request: HttpRequest, standing: Standing, permission: Permission, manner: Manner) -> None:
    """Leaves word for the shortcut, if it stands in front."""
    notes = getattr(request, "scope", {}).get(NOTES)
    if notes is not None and permission.by is not None and request.resolver_match is not None:
        notes.append(Noted(standing, permission.by.pk, manner, request.resolver_match))
