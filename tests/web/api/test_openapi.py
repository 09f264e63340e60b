"""The OpenAPI document holds: generated requests get documented answers, and no 500."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from asgiref.sync import async_to_sync
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from editor.flows import workspaces
from editor.web.api.app import api
from editor.web.guard import Guard
from tests.web.conftest import HERE, Change

pytestmark = pytest.mark.slow

EXAMPLES = 5
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
LEFT_OUT: dict[str, str] = {
    "GET /api/models": "asks the inference service, which isn't there: tests/inference has it",
    "GET /api/originals/{id}/faces": "the same",
}
"""Operations that aren't asked here, and why."""

DOCUMENT: dict[str, Any] = api.get_openapi_schema()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
PARTS = frozenset(("method", "url", "params", "headers", "json", "data", "files", "content"))
LABELS = [f"{method.upper()} {path}" for path, one in DOCUMENT["paths"].items() for method in one]


def test_what_is_left_out_is_there() -> None:
    assert set(LEFT_OUT) <= set(LABELS)


def groups() -> list[str]:
    return sorted({label.split("/")[2] for label in LABELS})


@pytest.mark.parametrize("group", groups())
def test_operations_answer_as_they_are_documented(
    app: Guard, transactional_db: None, configure: Change, group: str
) -> None:
    configure(rate_per_minute=1_000_000, upload_rate_per_minute=1_000_000)
    token = workspaces.make_token("tests")
    for label in LABELS:
        if label.split("/")[2] == group and label not in LEFT_OUT:
            asked(app, token, label)


def _file(content: object) -> object:
    """Generated forms may hold numbers where files belong."""
    if isinstance(content, tuple):
        name, inner, *kind = content
        return (name, _file(inner), *kind)
    return content if isinstance(content, bytes) else str(content).encode()


def asked(app: Guard, token: str, label: str) -> None:
    """Sends generated requests, always the same ones, and checks each answer."""
    method, path = label.split(" ")

    async def send(case: schemathesis.Case) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            said = case.as_transport_kwargs(base_url=HERE, headers=headers)
            said = {n: v for n, v in said.items() if n in PARTS}
            if files := said.get("files"):
                said["files"] = [(name, _file(content)) for name, content in files]
            request = client.build_request(**said)
            await request.aread()
            return await client.send(request)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=SCHEMA[path][method].as_strategy())
    def holds(case: schemathesis.Case) -> None:
        case.validate_response(async_to_sync(send)(case), checks=CHECKS)

    holds()
