"""Exports for a purpose: the finished file keeps the rules, and says how."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor.errors import BadRequest, BudgetTooSmall, InvalidOption, TooManyPixels
from editor.flows import documents, export
from editor.flows.engines import Engines
from editor.flows.layers import Underway
from editor.models import Document, Original, Recipe, Variant, Workspace
from tests.flows.test_documents import layer
from tests.flows.test_export import asked, made, picture

pytestmark = pytest.mark.django_db(transaction=True)

CUT = {"segment": "foreground"}


def opened(workspace: Workspace, *layers: dict[str, Any], **canvas: Any) -> Document:
    sheet = {"width": 600, "height": 800, "background": "white", **canvas}
    body = {"schema": 1, "canvas": sheet, "layers": list(layers)}
    return documents.create(workspace, "Anna/Ü: 30 % ❤", body).document


@pytest.fixture
def portrait(workspace: Workspace, person: Original) -> Document:
    """A person cut out, not in the middle of a white sheet."""
    return opened(workspace, layer("p", person.pk, x=250, y=420, width=400, height=600, recipe=CUT))


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["verdict"] for one in result["checks"]}


def test_a_whatsapp_sticker_keeps_every_rule(portrait: Document, engines: Engines) -> None:
    result = made(portrait, engines, preset="sticker-whatsapp")
    assert set(verdicts(result).values()) == {"pass"}, result["checks"]
    assert result["bytes"] <= 100_000
    assert result["encoding"]["limit"] == 100_000
    assert result["encoding"]["tries"] <= 8
    shown = picture(engines, result)
    assert (shown.format, shown.size) == ("WEBP", (512, 512))
    alpha = np.asarray(shown.convert("RGBA"))[..., 3]
    inside = alpha[16:-16, 16:-16].copy()
    alpha = alpha.copy()
    alpha[16:-16, 16:-16] = 0
    assert not alpha.any()
    # One direction of the frame is filled.
    assert inside.any(axis=0).all() or inside.any(axis=1).all()


def test_outline_and_margin_can_be_turned_off_and_the_rules_say_so(
    portrait: Document, engines: Engines
) -> None:
    result = made(portrait, engines, preset="sticker-whatsapp", outline="off", margin="off")
    found = verdicts(result)
    assert (found["margin"], found["outline"]) == ("warn", "warn")
    assert found["bytes"] == found["alpha"] == "pass"
    alpha = np.asarray(picture(engines, result).convert("RGBA"))[..., 3]
    assert max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max()) > 200


def test_a_product_shot_is_white_where_it_should_be(portrait: Document, engines: Engines) -> None:
    result = made(portrait, engines, preset="product-square")
    found = verdicts(result)
    assert "fail" not in found.values(), result["checks"]
    assert found["white"] == found["share"] == found["touches"] == found["size"] == "pass"
    told = {one["name"]: one for one in result["checks"]}["detail"]
    assert told["verdict"] == "warn"
    # 1700 px of height out of less than 700.
    assert 2 < float(told["value"].partition("x")[0]) < 4
    shown = np.asarray(picture(engines, result).convert("RGB"))
    assert shown.shape == (2000, 2000, 3)
    assert (shown[:100] == 255).all()
    assert (shown[:, :100] == 255).all()


def test_a_photo_that_was_not_cut_out_is_told(
    workspace: Workspace, person: Original, engines: Engines
) -> None:
    plain = opened(workspace, layer("p", person.pk, x=300, y=400, width=400, height=600))
    found = verdicts(made(plain, engines, preset="product-portrait"))
    assert found["cutout"] == "warn"
    assert found["white"] == "pass"


def test_an_empty_sticker_fails_its_rules_instead_of_its_job(
    workspace: Workspace, engines: Engines
) -> None:
    result = made(opened(workspace), engines, preset="sticker-discord")
    assert verdicts(result)["content"] == "fail"


def test_what_was_looked_at_once_is_noted_beside_the_picture(
    portrait: Document, engines: Engines
) -> None:
    before = engines.render.counters().renders
    first = made(portrait, engines, preset="sticker-whatsapp")
    assert Variant.objects.get(pk=first["key"]).facts["look"]["found"]["frames"] == 1
    looked = engines.render.counters().renders
    assert made(portrait, engines, preset="sticker-whatsapp") == first
    assert engines.render.counters().renders == looked > before


def test_a_budget_that_cant_be_met_fails_with_its_remedy(
    portrait: Document, engines: Engines
) -> None:
    with pytest.raises(BudgetTooSmall) as caught:
        made(portrait, engines, format="jpeg", **{"max-bytes": 300})
    assert caught.value.remedy


def test_the_file_is_named_after_document_preset_and_size(
    portrait: Document, engines: Engines
) -> None:
    named = made(portrait, engines, preset="sticker-whatsapp")["file_name"]
    assert named == "Anna Ü 30 ❤-sticker-whatsapp-512x512.webp"
    assert made(portrait, engines, format="png")["file_name"] == "Anna Ü 30 ❤-600x800.png"


def test_what_is_watched_is_the_file_of_the_export(portrait: Document, engines: Engines) -> None:
    wish = {"preset": "web"}
    watched = export.watch(portrait.workspace, portrait.pk, wish, 60, using=engines)
    assert not isinstance(watched, Underway)
    renders = engines.render.counters().renders
    done = made(portrait, engines, **wish)
    assert done == watched
    assert engines.render.counters().renders == renders


def test_who_does_not_wait_is_told_how_far_it_is(portrait: Document, engines: Engines) -> None:
    wish = {"preset": "web", "width": 1800}
    found = export.watch(portrait.workspace, portrait.pk, wish, 0, using=engines)
    assert isinstance(found, Underway)
    assert found.progress.stage in ("waiting", "looking", "drawing")
    later = export.watch(portrait.workspace, portrait.pk, wish, 60, using=engines)
    assert not isinstance(later, Underway)
    assert later["key"] == found.key


def test_an_open_size_can_be_given_beside_a_preset(portrait: Document, engines: Engines) -> None:
    result = made(portrait, engines, preset="web", width=300)
    assert (result["width"], result["height"]) == (300, 400)
    assert result["content_type"] == "image/webp"


def test_the_background_can_be_chosen(portrait: Document, engines: Engines) -> None:
    clear = made(portrait, engines, format="png", background="transparent")
    assert picture(engines, clear).convert("RGBA").getpixel((2, 2)) == (0, 0, 0, 0)
    green = made(portrait, engines, format="png", background="#00ff00")
    assert picture(engines, green).convert("RGB").getpixel((2, 2)) == (0, 255, 0)
    kept = made(portrait, engines, preset="sticker-discord", background="document")
    assert verdicts(kept)["alpha"] in ("pass", "fail")
    assert Image.open(engines.caches.variants.find(kept["key"]).path).size == (320, 320)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        ({"width": 20_000}, TooManyPixels),
        ({"preset": "photo", "scale": 16}, TooManyPixels),
        ({"preset": "sticker-whatsapp", "scale": 2}, BadRequest),
        ({"preset": "web", "outline": "on"}, InvalidOption),
        ({"preset": "sticker-discord", "margin": "on"}, InvalidOption),
        ({"background": "no colour"}, InvalidOption),
        ({"max-bytes": -1}, InvalidOption),
    ],
)
def test_what_cannot_be_is_refused_before_a_job_is_queued(
    workspace: Workspace, engines: Engines, wanted: dict[str, Any], error: type[Exception]
) -> None:
    blank = opened(workspace, width=2000, height=2000)
    with pytest.raises(error):
        asked(blank, engines, **wanted)
    assert not Recipe.objects.exists()


def test_two_presets_of_one_picture_are_two_jobs(portrait: Document, engines: Engines) -> None:
    plain = asked(portrait, engines, format="png")
    preset = asked(portrait, engines, preset="transparent")
    assert plain.payload["key"] == preset.payload["key"]
    assert plain.key != preset.key
