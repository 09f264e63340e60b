"""Recipes of batches, read strictly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from editor.errors import BadRequest, InvalidOption, StudioError, UnknownName
from editor.plan.batches.recipe import drawn_fields, parse_recipe
from editor.plan.batches.repairs import REPAIRS, helpful, repaired
from editor.plan.batches.targets import settled
from editor.plan.presets import PRESETS

AMAZON = {"targets": [{"preset": "amazon"}]}


def test_a_recipe_is_read_back_as_it_was_written() -> None:
    given = {
        **AMAZON,
        "fill": 0.9,
        "background": "#eeeeee",
        "watermark": {"text": "SAMPLE", "opacity": 0.3},
        "pattern": "{sku}-{n}",
    }
    read = parse_recipe(given)
    assert parse_recipe(read.written()) == read
    assert read.written() == given
    assert "pattern" not in drawn_fields(read)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, InvalidOption),
        ([], BadRequest),
        ({**AMAZON, "fil": 1}, UnknownName),
        ({**AMAZON, "fill": 2}, InvalidOption),
        ({**AMAZON, "align": "left"}, InvalidOption),
        ({**AMAZON, "watermark": {}}, InvalidOption),
        ({**AMAZON, "watermark": {"text": "a", "source": "b"}}, InvalidOption),
        ({**AMAZON, "pattern": "{nme}"}, InvalidOption),
        ({**AMAZON, "pattern": "{name"}, InvalidOption),
        ({"targets": [{"preset": "amazn"}]}, UnknownName),
        ({"targets": [{"preset": "web"}]}, InvalidOption),
        ({"targets": [{}]}, InvalidOption),
        ({"targets": [{"preset": "ebay"}, {"preset": "ebay"}]}, InvalidOption),
        ({"targets": [{"preset": "ebay", "name": "../x"}]}, InvalidOption),
        ({"targets": [{"preset": "ebay"}] * 9}, BadRequest),
    ],
)
def test_what_is_wrong_is_refused_with_a_remedy(given: Any, error: type[StudioError]) -> None:
    with pytest.raises(error) as caught:
        parse_recipe(given)
    assert caught.value.remedy


@pytest.mark.parametrize("name", [p.name for p in PRESETS.values() if p.rules.sizing == "exact"])
def test_a_preset_with_a_size_is_a_target(name: str) -> None:
    [target] = parse_recipe({"targets": [{"preset": name}]}).targets
    found = settled(target)
    assert (found.width, found.height) == (found.rules.width, found.rules.height)
    assert found.output.format in found.rules.formats
    assert (found.name, found.title) == (name, PRESETS[name].title)


def test_a_target_may_differ_from_its_preset() -> None:
    wish = {"preset": "amazon", "width": 800, "height": 900, "format": "png", "max-bytes": 9000}
    [target] = parse_recipe({"targets": [wish]}).targets
    found = settled(target)
    assert (found.width, found.height, found.output.format) == (800, 900, "png")
    assert found.output.max_bytes == 9000
    assert found.rules.least == PRESETS["amazon"].rules.least


def test_a_size_of_one_s_own_is_a_jpeg_that_keeps_colour_at_edges() -> None:
    [target] = parse_recipe({"targets": [{"width": 500, "height": 400}]}).targets
    found = settled(target)
    assert (found.name, found.output.format, found.output.quality) == ("500x400", "jpeg", 95)


@pytest.mark.parametrize("check", REPAIRS)
def test_every_repair_changes_a_recipe_that_needs_it(check: str) -> None:
    bad = parse_recipe(
        {
            "targets": [{"preset": "amazon", "width": 300, "height": 400, "format": "webp"}],
            "cut": False,
            "trim": False,
            "fill": 0.3,
            "margin": 0.3,
            "background": "#888888",
            "shadow": "contact",
            "watermark": {"text": "SAMPLE"},
        }
    )
    good = repaired(bad, [settled(one) for one in bad.targets], "amazon", check)
    assert good != bad
    assert parse_recipe(good.written()) == good


def test_mending_the_share_for_one_marketplace_breaks_it_for_no_other() -> None:
    both = {"targets": [{"preset": "google"}, {"preset": "amazon"}]}
    for fill, target, mended in (
        (0.95, "google", 0.85),
        (0.5, "google", 0.85),
        (0.5, "amazon", 0.85),
    ):
        bad = parse_recipe({**both, "fill": fill})
        good = repaired(bad, [settled(one) for one in bad.targets], target, "share")
        assert good.fill == mended
    # Nothing fits both of these: the one that is mended counts.
    far = parse_recipe({**both, "fill": 0.5})
    google, amazon = (settled(one) for one in far.targets)
    strict = replace(amazon, rules=replace(amazon.rules, fill=0.93))
    assert repaired(far, [google, strict], "google", "share").fill == google.rules.fill


def test_only_repairs_that_change_the_recipe_are_offered() -> None:
    good = parse_recipe(AMAZON)
    assert helpful(good, [settled(one) for one in good.targets]) == {
        "amazon": {"bytes": REPAIRS["bytes"]}
    }
    bad = parse_recipe(
        {
            "targets": [{"preset": "amazon", "width": 300}, {"width": 300, "height": 300}],
            "watermark": {"text": "SAMPLE"},
            "cut": False,
        }
    )
    found = helpful(bad, [settled(one) for one in bad.targets])
    assert {"overlays", "white", "size"} <= set(found["amazon"])
    assert found["300x300"] == {}, "nobody asks anything of it, and it has no other size"


def test_what_no_recipe_can_mend_is_told() -> None:
    recipe = parse_recipe({"targets": [{"width": 300, "height": 300}]})
    targets = [settled(one) for one in recipe.targets]
    with pytest.raises(InvalidOption, match="sharpness"):
        repaired(recipe, targets, "300x300", "sharpness")
    with pytest.raises(UnknownName):
        repaired(recipe, targets, "amazon", "share")
    with pytest.raises(InvalidOption, match="your own"):
        repaired(recipe, targets, "300x300", "size")
