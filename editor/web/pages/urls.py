"""Addresses of the pages for people."""

from __future__ import annotations

from django.urls import path

from editor.web.pages import compose, editor, library, photos

urlpatterns = [
    path("", library.photos, name="library"),
    path("documents", library.documents, name="documents"),
    path("trash", library.trash, name="trash"),
    path("shelf/<str:place>", library.keys, name="shelf"),
    path("shelf/<str:place>/cards", library.cards, name="cards"),
    path("documents/<uuid:document>/preview", library.preview, name="document-preview"),
    path("photos/<uuid:photo>", photos.photo, name="photo"),
    path("documents/<uuid:id>", editor.document, name="document"),
    path("compose", compose.page, name="compose"),
]
