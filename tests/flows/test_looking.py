"""What models see is asked for once, of the right picture, and the answer names them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from editor.errors import (
    InferenceUnavailable,
    UnknownName,
)
from editor.flows import produce
from editor.flows.cards import Cards
from editor.flows.detect import faces
from editor.flows.engines import Engines, caches_in
from editor.inference.client import InferenceClient
from editor.models import Finding, Original, Workspace
from tests.flows.photos import PICTURES, pixels, recipe, transform

pytestmark = pytest.mark.django_db(transaction=True)


def told(engines: Engines, task: str) -> str:
    """How the model is named that `auto` means now."""
    card = engines.cards.catalogue().named(engines.cards.resolve(task, "auto")).card
    return f"{card.name} ({card.quality})"


def test_the_subject_is_cut_out_and_the_engine_named(
    workspace: Workspace, hair: Original, engines: Engines
) -> None:
    cut = recipe(hair, transform(segment="foreground"))
    made = produce.produce(workspace, cut, using=engines)
    alpha = pixels(made)[..., 3] / 255
    truth = np.asarray(Image.open(PICTURES / "hair.mask.png"), float) / 255
    overlap = ((alpha > 0.5) & (truth > 0.5)).sum() / ((alpha > 0.5) | (truth > 0.5)).sum()
    assert overlap >= 0.8
    assert made.engines["matte"] == told(engines, "matte")
    again = produce.produce(workspace, cut, using=engines)
    assert again.engines == made.engines


def test_a_matte_is_asked_for_once_however_it_is_used(
    workspace: Workspace, hair: Original, engines: Engines
) -> None:
    for options in ({"width": 90}, {"width": 120, "background": "#ff0000"}, {"flip": "h"}):
        wanted = recipe(hair, transform(segment="foreground", **options))
        produce.produce(workspace, wanted, using=engines)
    assert Finding.objects.count() == 1


def test_a_prefix_that_changes_the_picture_is_looked_at_anew(
    workspace: Workspace, hair: Original, engines: Engines
) -> None:
    plain = recipe(hair, transform(segment="foreground"))
    turned = recipe(hair, transform(rotate=90), transform(segment="foreground"))
    straight = produce.produce(workspace, plain, using=engines)
    made = produce.produce(workspace, turned, using=engines)
    assert Finding.objects.count() == 2
    assert (made.width, made.height) == (straight.height, straight.width)
    back = np.rot90(pixels(made)[..., 3], 1) / 255.0
    assert np.abs(back - pixels(straight)[..., 3] / 255.0).mean() < 0.05


def test_a_prefix_may_itself_need_something(
    workspace: Workspace, hair: Original, person: Original, engines: Engines
) -> None:
    """A face crop of a cutout on white: the second look is at what the first one gave."""
    wanted = recipe(
        person,
        transform(segment="foreground", background="white"),
        transform(width=100, height=100, fit="cover", gravity="face", zoom=0.7),
    )
    made = produce.produce(workspace, wanted, using=engines)
    assert (made.width, made.height) == (100, 100)
    assert set(made.engines) == {"matte", "faces"}
    assert sorted(Finding.objects.values_list("task", flat=True)) == ["faces", "matte"]


def test_layers_are_looked_at_side_by_side(
    workspace: Workspace, hair: Original, person: Original, engines: Engines
) -> None:
    place = {"x": 50, "y": 50, "width": 80, "height": 80}
    steps = []
    for source in (hair, person, hair):
        cut = {"source": {"original": str(source.pk)}, "steps": [transform(segment="foreground")]}
        steps.append({"draw": {"picture": cut, "placement": place}})
    sheet = {"canvas": {"width": 100, "height": 100, "background": "white"}}
    made = produce.produce(workspace, recipe(sheet, *steps), using=engines)
    assert (made.width, made.height) == (100, 100)
    assert Finding.objects.count() == 2


def test_faces_are_found_once_and_remembered(
    workspace: Workspace, person: Original, engines: Engines, data_dir: Path
) -> None:
    found = faces(workspace, person.pk, using=engines)
    [face] = found.faces
    assert (face.box.centre.x, face.box.centre.y) == pytest.approx((265 / 512, 230 / 600), abs=0.06)
    assert found.engine == told(engines, "faces")
    away = InferenceClient("http://127.0.0.1:9", "x")
    deaf = Engines(caches_in(data_dir), engines.render, away, engines.cards)
    assert faces(workspace, person.pk, using=deaf).faces == found.faces


def test_an_unknown_model_is_named_with_its_neighbour(
    workspace: Workspace, hair: Original, engines: Engines
) -> None:
    with pytest.raises(UnknownName, match="grabcat") as refused:
        engines.cards.resolve("matte", "grabcat-matte")
    assert "grabcut" in refused.value.remedy
    with pytest.raises(UnknownName, match="answers"):
        engines.cards.resolve("matte", engines.cards.resolve("faces", "auto").partition("@")[0])


def test_without_inference_plain_pictures_are_made_and_cut_ones_wait(
    workspace: Workspace, person: Original, engines: Engines, data_dir: Path
) -> None:
    away = InferenceClient("http://127.0.0.1:9", "x", deadline_s=1)
    deaf = Engines(caches_in(data_dir), engines.render, away, Cards(away))
    assert produce.produce(workspace, recipe(person, transform(width=50)), using=deaf).width == 50
    with pytest.raises(InferenceUnavailable):
        produce.produce(workspace, recipe(person, transform(segment="foreground")), using=deaf)


def test_while_inference_is_away_cut_pictures_in_the_cache_are_still_found(
    workspace: Workspace, hair: Original, engines: Engines, data_dir: Path
) -> None:
    wanted = recipe(hair, transform(segment="foreground"))
    made = produce.produce(workspace, wanted, using=engines)
    away = InferenceClient("http://127.0.0.1:9", "x", deadline_s=1)
    cards = Cards(engines.inference, fresh_s=0)
    cards.catalogue()
    cards._client = away
    deaf = Engines(caches_in(data_dir), engines.render, away, cards)
    assert produce.produce(workspace, wanted, using=deaf).key == made.key


def test_what_somebody_points_at_is_cut_out_by_a_model_of_its_own(
    workspace: Workspace, hair: Original, engines: Engines
) -> None:
    auto = produce.produce(workspace, recipe(hair, transform(segment="foreground")), using=engines)
    pointed = {"segment": "foreground", "segment.inside": [[0.5, 0.45]]}
    made = produce.produce(workspace, recipe(hair, transform(**pointed)), using=engines)
    assert "grabcut-prompted" in made.engines["matte"]
    assert auto.engines["matte"] == told(engines, "matte")
    assert Finding.objects.count() == 2
    alpha = pixels(made)[..., 3]
    assert alpha[int(alpha.shape[0] * 0.45), alpha.shape[1] // 2] > 200
    both = recipe(hair, transform(segment="foreground"), transform(**pointed))
    assert set(produce.plan_picture(workspace, both, using=engines).cards) == {
        "matte:auto",
        "matte:auto:prompted",
    }
