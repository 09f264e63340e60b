"""The conformance cases of the transform contract, through the renderer and over HTTP.

`STUDIO_CASES=FILE` takes another file of the same shape.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from editor.geometry import Box, Size, union
from editor.operations._faces import face_crop, inference_size
from tests.contract.checks import check, pixels_of
from tests.contract.doors import Door, Http, Renderer, Site
from tests.contract.origin import Origin
from tests.needs import ROOT, shared
from tests.studio.running import Studio

GROUPS = (
    *("fit", "gravity", "trim", "orientation", "dpr", "border"),
    *("face-zoom-formula", "colour"),
    *("background-segment", "format", "errors"),
    *("binding-wire", "draw"),
)
"""The groups that this release passes."""

Case = dict[str, Any]
WAIT_S = 120.0


@cache
def cases() -> list[Case]:
    """All cases of our groups; none where the file isn't there."""
    given = os.environ.get("STUDIO_CASES")
    path = Path(given) if given else ROOT.parent / "shared/contract/cases.json"
    if not given and not path.is_file():
        return []
    every: list[Case] = json.loads(path.read_text())["cases"]
    return [case for case in every if case["group"] in GROUPS]


def of_kind(*kinds: str | None) -> list[Any]:
    found = [case for case in cases() if (case.get("request") or {}).get("kind") in kinds]
    return [pytest.param(case, id=case["id"]) for case in found]


def is_remote(case: Case) -> bool:
    """True for a case about another host, or about who asks: only a running studio answers it."""
    source = case["source_image"] or {}
    return bool(
        case.get("headers")
        or case.get("source_url")
        or "origin_status" in source
        or source.get("format") == "svg"
    )


PICTURES = [one for one in of_kind(None, "cf.image") if not is_remote(one.values[0])]
REMOTE = [one for one in of_kind(None) if is_remote(one.values[0])]
FORMS = of_kind("binding-http")
UNITS = of_kind("unit")


@pytest.fixture(scope="module")
def origin() -> Iterator[Origin]:
    """The site whose pictures the studio transforms."""
    started = Origin()
    yield started
    started.close()


@pytest.fixture(scope="module")
def image_service(tmp_path_factory: pytest.TempPathFactory, origin: Origin) -> Iterator[Studio]:
    """A studio that fetches pictures of the origin."""
    environment = {
        "STUDIO_REMOTE_SOURCES": origin.url,
        "STUDIO_REMOTE_PRIVATE": "true",
        # The first cutouts load their models, and the machine may be busy.
        "STUDIO_INTERACTIVE_WAIT_S": str(WAIT_S),
    }
    started = Studio(tmp_path_factory.mktemp("service"), environment)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def asking(image_service: Studio) -> Iterator[httpx.Client]:
    with image_service.client(image_service.token("contract")) as http:
        http.timeout = httpx.Timeout(2 * WAIT_S)
        yield http


@pytest.fixture(scope="module")
def client(asking: httpx.Client) -> Http:
    return Http(asking)


def test_the_cases_are_here_and_every_group_has_some() -> None:
    if not os.environ.get("STUDIO_CASES"):
        shared("contract/cases.json")
    assert {case["group"] for case in cases()} == set(GROUPS)
    assert len(PICTURES) + len(REMOTE) + len(FORMS) + len(UNITS) == len(cases())


@pytest.mark.parametrize("case", PICTURES)
def test_the_renderer_answers_as_the_contract_says(case: Case, tmp_path: Path) -> None:
    answers(case, Renderer(tmp_path))


@pytest.mark.parametrize("case", PICTURES)
def test_the_studio_answers_as_the_contract_says(case: Case, client: Door) -> None:
    answers(case, client)


@pytest.mark.parametrize("case", REMOTE)
def test_the_image_service_answers_as_the_contract_says(
    case: Case, asking: httpx.Client, origin: Origin
) -> None:
    answers(case, Site(asking, origin, case.get("headers", {}), case.get("source_url", "")))


@pytest.mark.parametrize("case", FORMS)
def test_the_binding_answers_as_the_contract_says(case: Case, client: Http) -> None:
    check(case, client.send(case))


def answers(case: Case, door: Door) -> None:
    options = case["url_options"] if case.get("url_options") else case["request"]["image"]
    overlay = (case.get("request") or {}).get("overlay")
    answer = door.ask(case["source_image"], options, overlay)
    check(case, answer)
    if same := case["expect"].get("same_as_options"):
        other = door.ask(case["source_image"], same)
        assert np.array_equal(pixels_of(answer), pixels_of(other))
    if larger := case["expect"].get("bytes_less_than_options"):
        assert len(answer.body) < len(door.ask(case["source_image"], larger).body)


@pytest.mark.parametrize("case", UNITS)
def test_the_formula_of_face_crops_gives_the_contracts_numbers(case: Case) -> None:
    asked, wanted = case["request"], case["expect"]
    assert asked["unit"] == "face_crop"
    picture = Size(case["source_image"]["width"], case["source_image"]["height"])
    boxes = [Box(a, b, c - a, d - b) for a, b, c, d in asked["boxes_in_inference_image_ltrb"]]
    crop = face_crop(picture, boxes, asked["zoom"] or 0)
    inference = inference_size(picture)
    assert (crop is None) is (not boxes)
    found: dict[str, object] = {"inference_size": [inference.width, inference.height]}
    if crop is not None:
        outer = union(boxes)
        assert outer is not None
        found |= {
            "outer_box": list(outer.ltrb),
            "crop_size_in_inference": list(crop.crop_in_inference),
            "crop_size": [crop.box.width, crop.box.height],
            "focal_point": [outer.centre.x, outer.centre.y],
        }
    for name, value in wanted.items():
        if name not in ("notes", "status"):
            assert name in found, f"the runner doesn't know the expectation {name!r}"
            assert found[name] == pytest.approx(value), name
