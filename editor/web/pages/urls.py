"""Addresses of the pages for people."""

from __future__ import annotations

from django.urls import path

from editor.web.pages import editor, photos

urlpatterns = [
    path("", photos.library, name="library"),
    path("photos/shelf", photos.shelf, name="shelf"),
    path("photos/<uuid:photo>", photos.photo, name="photo"),
    path("photos/<uuid:photo>/card", photos.card, name="photo-card"),
    path("documents/<uuid:id>", editor.document, name="document"),
]
