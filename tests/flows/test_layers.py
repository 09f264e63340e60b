"""One layer's picture, as the stage asks for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.errors import BadRequest, InvalidOption, NotFound, StudioError
from editor.findings import Matte
from editor.flows import layers
from editor.flows.engines import Engines
from editor.flows.layers import Underway
from editor.flows.produce import Produced, kept_plan, plan_picture
from editor.geometry import Box, Size
from editor.inference.answers import Ahead
from editor.inference.client import InferenceClient
from editor.models import Original, Recipe, Workspace
from editor.render.request import Shown

pytestmark = pytest.mark.django_db(transaction=True)

PATIENT_S = 60


def image(original: Original, **fields: Any) -> dict[str, Any]:
    place = {"x": 300, "y": 200, "width": 200, "height": 234}
    return {"id": "a", "kind": "image", "source": str(original.pk), **place, **fields}


def made(
    workspace: Workspace, layer: dict[str, Any], engines: Engines, scale: float = 1.0
) -> Produced:
    found = layers.ask(workspace, layer, scale, PATIENT_S, using=engines)
    assert isinstance(found, Produced)
    return found


def rgba(found: Produced) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(found.path).convert("RGBA"))


def test_a_photo_comes_at_the_size_of_its_box_times_the_scale(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    found = made(workspace, image(person), engines, 1.5)
    assert (found.width, found.height, found.content_type) == (300, 351, "image/jpeg")
    assert found.content == Box(0, 0, 300, 351)


def test_where_a_layer_lies_and_how_it_is_mixed_makes_no_other_picture(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    first = made(workspace, image(person), engines)
    moved = image(
        person,
        id="b",
        x=-5,
        y=7,
        rotation=30,
        flipX=True,
        flipY=True,
        opacity=0.2,
        blend="multiply",
        name="Ann",
        hidden=True,
        locked=True,
    )
    again = made(workspace, moved, engines)
    assert again.key == first.key
    assert again.cached


def test_the_recipe_is_kept_for_good_once_somebody_asks_for_it_by_itself(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    found = made(workspace, image(person), engines)
    assert Recipe.objects.get(pk=found.key).passing
    composition = kept_plan(workspace, found.key).composition
    assert plan_picture(workspace, composition, using=engines).key == found.key
    assert not Recipe.objects.get(pk=found.key).passing
    assert made(workspace, image(person), engines).key == found.key
    assert not Recipe.objects.get(pk=found.key).passing


def test_the_content_is_told_apart_from_the_outline_around_it_also_from_the_cache(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    outlined = image(person, effects=[{"kind": "outline", "recipe": {"outline": 10}}])
    found = made(workspace, outlined, engines, 0.5)
    assert found.content is not None
    assert (found.content.width, found.content.height) == (100, 117)
    assert (found.content.left, found.content.top) == pytest.approx((5, 5), abs=1)
    assert found.width == pytest.approx(110, abs=2)
    again = made(workspace, outlined, engines, 0.5)
    assert (again.cached, again.content) == (True, found.content)


def test_a_clipped_photo_is_see_through_at_its_corners(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    found = made(workspace, image(person, clip="circle"), engines)
    alpha = rgba(found)[..., 3]
    assert found.content_type == "image/webp"
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert alpha[117, 100] == 255


def test_it_is_told_which_part_of_the_original_lies_in_the_box(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    turned = {"crop": [0.25, 0, 0.5, 1], "recipe": {"rotate": 90, "flip": "h"}}
    outline = [{"kind": "outline", "recipe": {"outline": 3}}]
    wanted = Shown(Size(512, 600), Box(128, 0, 256, 600), mirror=True, quarters=1)
    for layer in (image(person, **turned), image(person, **turned, clip="circle", effects=outline)):
        assert made(workspace, layer, engines).shown == wanted
        assert made(workspace, layer, engines).shown == wanted, "from the cache, too"


def test_a_flat_shape_keeps_its_exact_colour(workspace: Workspace, engines: Engines) -> None:
    shape = {"form": "rectangle", "fill": "#4080c1"}
    layer = {"id": "s", "kind": "shape", "shape": shape, "x": 0, "y": 0, "width": 60, "height": 40}
    pixels = rgba(made(workspace, layer, engines))
    assert (pixels == (0x40, 0x80, 0xC1, 255)).all()


def test_a_glow_lies_around_the_shape_in_its_colour(workspace: Workspace, engines: Engines) -> None:
    glow = {"shadow": 6, "shadow.color": "#00ff00", "shadow.opacity": 1}
    layer = {"id": "s", "kind": "shape", "x": 0, "y": 0, "width": 60, "height": 40}
    layer |= {"shape": {"fill": "red"}, "effects": [{"kind": "glow", "recipe": glow}]}
    found = made(workspace, layer, engines)
    pixels, box = rgba(found), found.content
    assert box is not None
    assert (box.width, box.height) == (60, 40)
    left, top = int(box.left), int(box.top)
    assert pixels[top + 20, left + 30].tolist() == [255, 0, 0, 255]
    red, green, blue, alpha = pixels[top + 20, left - 3].tolist()
    assert (red, blue) == (0, 0)
    assert green > 250
    assert 20 < alpha < 200
    wrong = {**layer, "effects": [{"kind": "glow", "recipe": {"outline": 4}}]}
    with pytest.raises(BadRequest, match="can't outline"):
        layers.ask(workspace, wrong, 1, 0, using=engines)


def test_a_scale_beyond_the_bounds_is_lowered_and_told_by_the_size(
    workspace: Workspace, engines: Engines
) -> None:
    layer = {"id": "s", "kind": "shape", "x": 0, "y": 0, "width": 2000, "height": 100}
    layer["shape"] = {"fill": "red"}
    found = made(workspace, layer, engines, 16)
    assert (found.width, found.height) == (4096, 205)
    square = layers.fitting(layers.read({**layer, "height": 2000}), 16) * 2000
    assert square**2 == pytest.approx(16_000_000)


def test_wrong_layers_and_foreign_originals_are_refused(
    workspace: Workspace, stranger: Workspace, person: Original, engines: Engines
) -> None:
    made(workspace, image(person), engines)
    with pytest.raises(NotFound):
        layers.ask(stranger, image(person), 1, 0, using=engines)
    wrong = [{"kind": "outline", "recipe": {"outline": -3}}]
    with pytest.raises(InvalidOption, match="outline"):
        layers.ask(workspace, image(person, effects=wrong), 1, 0, using=engines)
    deep: dict[str, Any] = {"id": "g", "kind": "group", "x": 0, "y": 0, "width": 9, "height": 9}
    for n in range(12):
        deep = {**deep, "id": f"g{n}", "layers": [deep]}
    with pytest.raises(BadRequest, match="deep"):
        layers.ask(workspace, deep, 1, 0, using=engines)


class Held(InferenceClient):
    """The real models, behind a gate; says that three others are before everybody."""

    def __init__(self, inner: InferenceClient) -> None:
        self._inner = inner
        self.gate = threading.Event()

    def matte(self, *given: Any, **more: Any) -> Matte:
        assert self.gate.wait(PATIENT_S)
        return self._inner.matte(*given, **more)

    def queue(self, *, timeout_s: float | None = None) -> Mapping[str, Ahead]:
        return Everyone()


class Everyone(dict[str, Ahead]):
    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Ahead:
        return Ahead(3, 7.5)


def until_looked_at(workspace: Workspace, underway: Underway, engines: Engines) -> Underway:
    until = time.monotonic() + PATIENT_S
    while underway.progress.stage == "waiting":
        assert time.monotonic() < until
        found = layers.again(workspace, underway.key, 0.05, using=engines)
        assert isinstance(found, Underway)
        underway = found
    return underway


def test_who_does_not_wait_hears_how_far_it_is_and_finds_it_later(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    held = Held(engines.inference)
    slow = replace(engines, inference=held)
    cutout = image(person, recipe={"segment": "foreground"})
    first = layers.ask(workspace, cutout, 1, 0, using=slow)
    assert isinstance(first, Underway)
    looking = until_looked_at(workspace, first, slow)
    assert (looking.progress.stage, looking.progress.place) == ("looking", 3)
    assert looking.progress.seconds == 7.5
    held.gate.set()
    done = layers.again(workspace, first.key, PATIENT_S, using=slow)
    assert isinstance(done, Produced)
    assert set(done.engines) == {"matte"}
    alpha = rgba(done)[..., 3]
    assert alpha.min() == 0
    assert alpha.max() == 255


def test_the_queue_of_models_may_be_silent(
    workspace: Workspace, person: Original, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(self: Held, **_: Any) -> Mapping[str, Ahead]:
        raise StudioError("away")

    held = Held(engines.inference)
    monkeypatch.setattr(Held, "queue", silent)
    slow = replace(engines, inference=held)
    first = layers.ask(workspace, image(person, recipe={"segment": "foreground"}), 1, 0, using=slow)
    assert isinstance(first, Underway)
    looking = until_looked_at(workspace, first, slow)
    assert (looking.progress.place, looking.progress.seconds) == (None, None)
    held.gate.set()
    assert isinstance(layers.again(workspace, first.key, PATIENT_S, using=slow), Produced)


def test_what_the_model_refuses_reaches_the_one_who_waits(
    workspace: Workspace, person: Original, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Held, *_: Any, **__: Any) -> Matte:
        raise StudioError("The model failed.", remedy="Try another.")

    monkeypatch.setattr(Held, "matte", refuse)
    failing = replace(engines, inference=Held(engines.inference))
    cutout = image(person, recipe={"segment": "foreground"})
    with pytest.raises(StudioError, match="The model failed"):
        layers.ask(workspace, cutout, 1, PATIENT_S, using=failing)
