"""What the owner corrects of a marketplace's rules, and what it changes."""

from __future__ import annotations

from typing import Any

import pytest

from editor.errors import InvalidOption, StudioError
from editor.flows import rulebook
from editor.flows.batches.making import targets
from editor.plan.batches.recipe import Recipe
from editor.plan.batches.targets import Target
from editor.plan.presets import PRESETS

pytestmark = pytest.mark.django_db


def amazon(**more: Any) -> Recipe:
    return Recipe(targets=(Target(preset="amazon", **more),))


def test_without_jpeg_the_first_format_that_is_taken_is_made() -> None:
    rulebook.change("amazon", {"formats": ["webp", "png"]})
    [made] = targets(amazon())
    assert (made.output.format, made.rules.formats) == ("webp", ("webp", "png"))
    [asked] = targets(amazon(format="jpeg"))
    assert asked.output.format == "jpeg"


def test_the_shipped_format_is_made_as_long_as_it_is_taken() -> None:
    assert rulebook.change("amazon", {"formats": ["avif", "jpeg"]}).formats == ("jpeg", "avif")
    [made] = targets(amazon())
    assert made.output.format == "jpeg"


def test_a_marketplace_that_asks_for_no_format_takes_every_one() -> None:
    assert rulebook.change("amazon", {"formats": []}).formats == ()
    [made] = targets(amazon())
    assert made.output.format == "jpeg"


def test_files_have_the_corrected_size_unless_the_recipe_says_another() -> None:
    rulebook.change("amazon", {"width": 2400, "height": 3200, "aspects": ["3:4"]})
    [made] = targets(amazon())
    assert (made.width, made.height, made.rules.aspects) == (2400, 3200, ("3:4",))
    [asked] = targets(amazon(width=1600, height=1600))
    assert (asked.width, asked.rules.width) == (1600, 1600)


def test_an_export_of_the_editor_goes_by_the_same_rules() -> None:
    rulebook.change("amazon", {"width": 1800, "height": 1800, "formats": ["png"]})
    held = rulebook.held("amazon")
    assert "format=png" in held.options.split(",")
    assert held.purpose.startswith("1800x1800 px PNG")
    [listed] = [one for one in rulebook.presets() if one.name == "amazon"]
    assert listed == held


def test_what_was_not_corrected_stays_as_shipped() -> None:
    assert rulebook.held("ebay") == PRESETS["ebay"]
    rulebook.change("amazon", {"least": 600})
    assert rulebook.reset("amazon") == PRESETS["amazon"].rules
    assert rulebook.held("amazon") == PRESETS["amazon"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"least": 3000, "most": 2000}, "none is left"),
        ({"most": 1500}, "1600 px are recommended"),
        ({"fill": 0.9, "most_fill": 0.8}, "at least 90.0 % and at most 80.0 %"),
        ({"aspects": ["4:3"]}, "2000 x 2000 px; shape: 4:3"),
        ({"width": 400, "height": 400}, "400 x 400 px; longest side: at least 500 px"),
        ({"least": 2400, "advised": 2400}, "2000 x 2000 px; longest side: at least 2400 px"),
    ],
)
def test_rules_that_no_file_can_meet_are_refused(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidOption) as caught:
        rulebook.change("amazon", changes)
    assert told in caught.value.text
    assert rulebook.held("amazon") == PRESETS["amazon"]


@pytest.mark.parametrize(
    ("changes", "told", "remedy"),
    [
        ({"formats": ["gif"]}, "formats can't be", "`jpeg`, `png`, `webp`, `avif`"),
        ({"formats": "jpeg"}, "it isn't a list", "a list of up to 4"),
        ({"aspects": ["square"]}, "width:height", "as `4:3`"),
        ({"aspects": ["1:0"]}, "between 1:100 and 100:1", "as `4:3`"),
        ({"aspects": [f"{n}:1" for n in range(1, 10)]}, "more than 8", "a list of up to 8"),
        ({"width": 0}, "outside 1 to 20000", "1 to 20000 px"),
        ({"formats": [["jpeg"]]}, "formats can't be", "a list"),
        ({"alpha": True}, "'alpha'", ""),
    ],
)
def test_what_a_rule_cannot_be_is_told_with_what_it_takes(
    changes: dict[str, Any], told: str, remedy: str
) -> None:
    with pytest.raises(StudioError) as caught:
        rulebook.change("amazon", changes)
    assert told in caught.value.text
    assert remedy in caught.value.remedy
