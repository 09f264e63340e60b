"""Addresses of the pages for people."""

from __future__ import annotations

from django.urls import path

from editor.web.pages import batches, compose, editor, library, models, photos, status

urlpatterns = [
    path("", library.photos, name="library"),
    path("documents", library.documents, name="documents"),
    path("trash", library.trash, name="trash"),
    path("trash/<uuid:photo>/preview", library.thumbnail, name="trash-preview"),
    path("shelf/<str:place>", library.keys, name="shelf"),
    path("shelf/<str:place>/cards", library.cards, name="cards"),
    path("documents/<uuid:document>/preview", library.preview, name="document-preview"),
    path("photos/<uuid:photo>", photos.photo, name="photo"),
    path("documents/<uuid:id>", editor.document, name="document"),
    path("batches", batches.listed, name="batches"),
    path("batches/new", batches.new, name="batch-new"),
    path("batches/rules", batches.rules, name="batch-rules"),
    path("batches/<uuid:id>", batches.one, name="batch"),
    path("batches/<uuid:id>/recipe", batches.recipe, name="batch-recipe"),
    path("models", models.page, name="models"),
    path("models/cards", models.cards, name="model-cards"),
    path("models/default", models.choose, name="model-choose"),
    path("models/<str:name>/pull", models.pull, name="model-pull"),
    path("models/<str:name>/remove", models.remove, name="model-remove"),
    path("status", status.page, name="status"),
    path("status/figures", status.figures, name="status-figures"),
    path("compose", compose.page, name="compose"),
]
