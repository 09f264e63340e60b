"""Verdicts on the numbers of finished files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.plan.checks import judged
from editor.plan.presets import PRESETS
from editor.plan.rules import Check, Drawn, File, Look, size_text

WHATSAPP = PRESETS["sticker-whatsapp"].rules
PRODUCT = PRESETS["product-square"].rules
STICKER = File(512, 512, "webp", 96_400)
SHOT = File(2000, 2000, "jpeg", 400_000)

GOOD = Look(
    frames=1,
    clear=0.4,
    left=16,
    top=20,
    right=16,
    bottom=20,
    subject_width=480,
    subject_height=472,
    straight=0.2,
    rim=1.0,
    border_white=0.0,
    far_white=0.0,
)
ON_WHITE = replace(
    GOOD,
    clear=0.0,
    left=300,
    top=150,
    right=300,
    bottom=150,
    subject_width=1400,
    subject_height=1700,
    border_white=1.0,
    far_white=1.0,
)


def verdicts(checks: tuple[Check, ...]) -> dict[str, str]:
    return {one.name: one.verdict for one in checks}


def test_a_good_sticker_passes_every_rule() -> None:
    checks = judged(WHATSAPP, STICKER, GOOD)
    assert set(verdicts(checks).values()) == {"pass"}
    names = ("size", "format", "bytes", "still", "alpha", "margin", "outline")
    assert tuple(verdicts(checks)) == names
    told = {one.name: one.value for one in checks}
    assert told["bytes"] == "96.4 KB"
    assert told["margin"] == "16 px"
    assert told["size"] == "512 x 512 px"
    assert all(one.remedy == "" for one in checks)


def test_a_good_product_shot_passes_every_rule() -> None:
    checks = judged(PRODUCT, SHOT, ON_WHITE)
    assert set(verdicts(checks).values()) == {"pass"}, checks
    assert {"white", "far-white", "cutout", "share", "touches"} <= set(verdicts(checks))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (replace(STICKER, width=511), "size"),
        (replace(STICKER, format="png"), "format"),
        (replace(STICKER, bytes=100_001), "bytes"),
    ],
)
def test_a_broken_rule_of_the_file_fails_with_a_remedy(file: File, name: str) -> None:
    [broken] = [one for one in judged(WHATSAPP, file, GOOD) if one.verdict != "pass"]
    assert (broken.name, broken.verdict) == (name, "fail")
    assert broken.remedy


@pytest.mark.parametrize(
    ("change", "name", "verdict"),
    [
        ({"clear": 0.0}, "alpha", "fail"),
        ({"frames": 3}, "still", "fail"),
        ({"left": 15}, "margin", "warn"),
        ({"rim": 0.5}, "outline", "warn"),
    ],
)
def test_what_the_pixels_of_a_sticker_lack_is_told(
    change: dict[str, float], name: str, verdict: str
) -> None:
    look = replace(GOOD, **change)  # type: ignore[arg-type]
    broken = [one for one in judged(WHATSAPP, STICKER, look) if one.verdict != "pass"]
    assert [(one.name, one.verdict) for one in broken] == [(name, verdict)]
    assert broken[0].remedy


@pytest.mark.parametrize(
    ("change", "name", "verdict"),
    [
        ({"border_white": 0.99}, "white", "fail"),
        ({"far_white": 0.9}, "far-white", "warn"),
        ({"straight": 1.0}, "cutout", "warn"),
        ({"subject_height": 1500}, "share", "warn"),
        ({"bottom": 0}, "touches", "warn"),
    ],
)
def test_what_a_product_shot_lacks_is_told(
    change: dict[str, float], name: str, verdict: str
) -> None:
    look = replace(ON_WHITE, **change)  # type: ignore[arg-type]
    broken = [one for one in judged(PRODUCT, SHOT, look) if one.verdict != "pass"]
    assert [(one.name, one.verdict) for one in broken] == [(name, verdict)]


def test_a_share_just_below_all_is_never_shown_as_all() -> None:
    checks = judged(PRODUCT, SHOT, replace(ON_WHITE, border_white=0.99999))
    white = next(one for one in checks if one.name == "white")
    assert white.verdict == "fail"
    assert white.value.startswith("99.9 %")


def test_an_empty_picture_fails_and_nothing_is_said_about_its_edges() -> None:
    empty = replace(GOOD, subject_width=0, subject_height=0)
    found = verdicts(judged(WHATSAPP, STICKER, empty))
    assert found["content"] == "fail"
    assert "margin" not in found


def test_without_a_look_only_the_file_is_judged() -> None:
    assert tuple(verdicts(judged(WHATSAPP, STICKER, None))) == ("size", "format", "bytes")


def test_a_telegram_sticker_needs_one_exact_side() -> None:
    rules = PRESETS["sticker-telegram"].rules
    for size, verdict in (((512, 300), "pass"), ((300, 512), "pass"), ((511, 300), "fail")):
        found = verdicts(judged(rules, File(*size, "webp", 10), None))
        assert found["size"] == verdict


@pytest.mark.parametrize(
    ("count", "text"), [(999, "999 bytes"), (96_400, "96.4 KB"), (1_500_000, "1.50 MB")]
)
def test_bytes_are_told_as_people_read_them(count: int, text: str) -> None:
    assert size_text(count) == text


@pytest.mark.parametrize(
    ("enlarged", "verdict"), [(0.4, "pass"), (1.0, "pass"), (1.1, "pass"), (3.2, "warn")]
)
def test_a_photo_that_is_enlarged_is_told(enlarged: float, verdict: str) -> None:
    found = {one.name: one for one in judged(PRODUCT, SHOT, ON_WHITE, Drawn(enlarged))}
    assert found["detail"].verdict == verdict
    assert ("enlarged" in found["detail"].value) == (enlarged > 1)
    assert "detail" not in verdicts(judged(WHATSAPP, STICKER, GOOD, Drawn(enlarged)))
