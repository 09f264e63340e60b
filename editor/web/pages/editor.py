"""The editor's page: an empty shell; the script asks the REST API for the document."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from editor.errors import Gone
from editor.flows import documents
from editor.web.pages.photos import workspace_of_page


@require_GET
def document(request: HttpRequest, id: UUID) -> HttpResponse:
    """The document's page; NotFound for other people's, Gone for one in the trash."""
    row = documents.get(workspace_of_page(request), id)
    if row.trashed is not None:
        raise Gone(
            f"“{row.name}” lies in the trash.", remedy="Restore it in the library, then open it."
        )
    # What is changed here flows back into the batch: the page shows the way there.
    item = row.batch_items.select_related("batch").order_by("-batch__created").first()
    return render(request, "editor/editor.html", {"document": row, "item": item})
