"""The REST API: routers, documentation, and errors in the one shape."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from editor.errors import BadRequest
from editor.web import answers
from editor.web.api import (
    batch_hooks,
    batch_items,
    batch_recipes,
    batches,
    documents,
    exports,
    facts,
    fonts,
    jobs,
    layers,
    originals,
    pictures,
    samples,
    shares,
    text,
    trash,
    workspace,
)
from editor.web.api.auth import Member
from editor.web.api.described import complete
from editor.web.api.parser import BoundedParser
from editor.web.middleware.errors import answer_of

DESCRIPTION = """
Upload originals, make pictures of them by recipes, keep documents, export them.

Every error is `{"error": {"code", "text", "remedy"}}`. Send `Authorization: Bearer <token>`
(`manage.py token NAME` makes one); browsers use their cookie and `X-CSRFToken`.
Pictures by address, without this API: `/cdn-cgi/image/<options>/<original id>`, see /docs.
"""


class Docs(Swagger):
    """The description of the API as one of the studio's own pages."""

    template = "api.html"


class Described(NinjaAPI):
    """Its OpenAPI document tells every answer, not only those that views declare."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**options)
        complete(document)
        return document


api = Described(
    title="Studio",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=Member(),
    parser=BoundedParser(),
    docs=Docs({"validatorUrl": None, "persistAuthorization": False}),
)
api.add_router("/originals", originals.router, tags=["Originals"])
api.add_router("/trash", trash.router, tags=["Trash"])
api.add_router("/pictures", pictures.router, tags=["Pictures"])
api.add_router("/layers", layers.router, tags=["Pictures"])
api.add_router("/sign", pictures.signing_router, tags=["Pictures"])
api.add_router("/documents", documents.router, tags=["Documents"])
api.add_router("/documents", shares.router, tags=["Links"])
api.add_router("/documents", exports.router, tags=["Documents"])
api.add_router("/batches", batches.router, tags=["Batches"])
api.add_router("/batches", batch_items.router, tags=["Batches"])
api.add_router("/batches", batch_hooks.router, tags=["Batches"])
api.add_router("/batch-recipes", batch_recipes.router, tags=["Batches"])
api.add_router("/marketplaces", batch_recipes.markets_router, tags=["Batches"])
api.add_router("/samples", samples.router, tags=["Samples"])
api.add_router("/jobs", jobs.router, tags=["Jobs"])
api.add_router("/events", jobs.events_router, tags=["Jobs"])
api.add_router("/workspace", workspace.router, tags=["Workspace"])
api.add_router("/text", text.router, tags=["Text"])
api.add_router("/fonts", fonts.router, tags=["Text"])
api.add_router("", facts.router, tags=["Facts"])


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What ninja found wrong, in words: 400, as for every other bad value."""
    said = "; ".join(_complaint(one) for one in error.errors[:5])
    refusal = BadRequest(f"{said}.", remedy="See /api/docs for what this address takes.")
    return answers.answer(request, refusal)


def _complaint(error: dict[str, Any]) -> str:
    place = [str(part) for part in error.get("loc", ())]
    where = ".".join(place[1:]) or ".".join(place)
    message = str(error.get("msg", "is wrong"))
    return f"{where[:100]}: {message[:1].lower()}{message[1:200]}"


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """ninja's own refusals: a body that can't be read, a missing credential. Why our parser
    refused a body stands in the cause; ninja's own words would hide it."""
    cause = error.__cause__
    known = answers.known(cause) if isinstance(cause, Exception) else None
    return answers.answer(request, known or answers.for_status(error.status_code))


@api.exception_handler(Http404)
@api.exception_handler(Exception)
def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Everything else, ours and not."""
    return answer_of(request, error)
