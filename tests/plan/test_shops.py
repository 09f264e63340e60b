"""Marketplaces' rules on the numbers of files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.plan.checks import judged
from editor.plan.presets import PRESETS
from editor.plan.rules import Drawn, File, Look
from editor.plan.shops import shops
from tests.plan.test_rules import ON_WHITE, verdicts

AMAZON = PRESETS["amazon"].rules
SHOT = File(2000, 2000, "jpeg", 900_000)
CLEAN = Drawn(0.9, overlays=0, shadows=0)
SHARP = replace(ON_WHITE, sharpness=240.0, colours="sRGB, untagged")


def broken(file: File = SHOT, look: Look = SHARP, drawn: Drawn = CLEAN) -> dict[str, str]:
    found = verdicts(judged(replace(AMAZON, sizing=""), file, look, drawn))
    return {name: verdict for name, verdict in found.items() if verdict != "pass"}


@pytest.mark.parametrize("shop", [one.name for one in shops()])
def test_a_good_shot_passes_at_every_marketplace(shop: str) -> None:
    rules = PRESETS[shop].rules
    file = File(rules.width, rules.height, "jpeg", 900_000)
    look = replace(SHARP, subject_width=rules.width // 2, subject_height=int(rules.height * 0.85))
    found = verdicts(judged(rules, file, look, CLEAN))
    assert set(found.values()) == {"pass"}, found
    assert {"longest", "sharpness", "srgb"} <= set(found)


@pytest.mark.parametrize(
    ("side", "verdict"), [(400, "fail"), (1200, "warn"), (1600, "pass"), (12_000, "fail")]
)
def test_the_longest_side_is_judged_with_its_number(side: int, verdict: str) -> None:
    checks = judged(replace(AMAZON, sizing=""), File(side, side, "jpeg", 1000), None)
    [told] = [one for one in checks if one.name == "longest"]
    assert (told.verdict, told.value, told.number) == (verdict, f"{side} px", side)
    assert bool(told.remedy) == (verdict != "pass")


@pytest.mark.parametrize(
    ("file", "look", "drawn", "name", "verdict"),
    [
        (replace(SHOT, width=2400), SHARP, CLEAN, "aspect", "warn"),
        (replace(SHOT, format="webp"), SHARP, CLEAN, "format", "fail"),
        (replace(SHOT, bytes=11_000_000), SHARP, CLEAN, "bytes", "fail"),
        (SHOT, SHARP, replace(CLEAN, overlays=1), "overlays", "fail"),
        (SHOT, SHARP, replace(CLEAN, shadows=1), "shadow", "warn"),
        (SHOT, SHARP, replace(CLEAN, enlarged=2.0), "detail", "warn"),
        (SHOT, replace(SHARP, sharpness=4.0), CLEAN, "sharpness", "warn"),
        (SHOT, replace(SHARP, colours="Display P3"), CLEAN, "srgb", "fail"),
        (SHOT, replace(SHARP, colours="CMYK"), CLEAN, "srgb", "fail"),
    ],
)
def test_what_breaks_a_rule_is_named(
    file: File, look: Look, drawn: Drawn, name: str, verdict: str
) -> None:
    assert broken(file, look, drawn) == {name: verdict}


def test_a_subject_can_be_too_large_for_google() -> None:
    rules = PRESETS["google"].rules
    wide = replace(SHARP, subject_width=1470, subject_height=1000)
    found = verdicts(judged(rules, File(1500, 1500, "jpeg", 1000), wide, CLEAN))
    assert found["share"] == "warn"


def test_what_is_not_known_is_not_judged() -> None:
    found = verdicts(judged(AMAZON, SHOT, ON_WHITE))
    assert not {"overlays", "shadow", "detail", "sharpness", "srgb"} & set(found)
