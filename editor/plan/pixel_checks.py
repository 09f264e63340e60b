"""The verdicts on what the pixels of a finished file show."""

from __future__ import annotations

from collections.abc import Iterator

from editor.plan.rules import Check, File, Look, Rules, advice, check, percent

FILL_SLACK = 0.01
"""Soft edges hide about so much of a subject's measured length."""
RIM_SHARE = 0.9
"""So much of the rim must have the outline's colour."""
RECTANGLE = 0.9
"""A subject that fills so much of its own box's edge was hardly cut out."""
FAR_SHARE = 0.9995
SHARP = 20.0
"""Below it a subject looks blurred; see `Look.sharpness`."""


def about_pixels(rules: Rules, file: File, look: Look) -> Iterator[Check]:
    """In the order in which people read them; an empty picture has one."""
    still = look.frames == 1
    yield check("still", "Not animated", still, _frames(look), "one picture", "Export a still.")
    if rules.srgb and look.colours:
        yield _colours(look.colours)
    if look.is_empty:
        yield Check("content", "Content", "fail", "nothing", "a visible subject", "Show a layer.")
        return
    if rules.alpha:
        yield check(
            "alpha",
            "Transparency",
            look.clear > 0,
            f"{percent(look.clear)} clear",
            "transparent around the subject",
            "Cut the subject out, and leave the canvas background out.",
            look.clear,
        )
    if rules.margin:
        yield _margin(rules, look)
    if rules.outline:
        yield advice(
            "outline",
            "Outline",
            look.rim >= RIM_SHARE,
            f"{percent(look.rim)} of the edge",
            f"{rules.outline} px in {rules.outline_colour} all around",
            "Turn the outline on.",
            look.rim,
        )
    if rules.white:
        yield from _white(look)
    if rules.fill:
        yield from _share(rules, file, look)
    if rules.sharp and look.sharpness is not None:
        yield _sharpness(look.sharpness)


def _colours(told: str) -> Check:
    good = told.startswith("sRGB")
    rule = "sRGB: tagged as such, or without a profile"
    return check("srgb", "Colours", good, told, rule, "Export it anew: exports are sRGB.")


def _margin(rules: Rules, look: Look) -> Check:
    return advice(
        "margin",
        "Clear margin",
        look.margin >= rules.margin,
        f"{look.margin} px",
        f"at least {rules.margin} px on every side",
        "Turn the margin on.",
        look.margin,
    )


def _white(look: Look) -> Iterator[Check]:
    yield check(
        "white",
        "White border",
        look.border_white == 1,
        f"{percent(look.border_white)} white",
        "every pixel of the border is 255, 255, 255",
        "Cut the subject out, so that nothing reaches the border.",
        look.border_white,
    )
    yield advice(
        "far-white",
        "White background",
        look.far_white >= FAR_SHARE,
        f"{percent(look.far_white)} white",
        "pure white away from the subject",
        "Cut the subject out and remove soft shadows.",
        look.far_white,
    )
    yield advice(
        "cutout",
        "Cut out",
        look.straight < RECTANGLE,
        f"{percent(look.straight)} straight edge",
        "no straight edges, as a background of its own has",
        "If the photo shows as a rectangle, cut the subject out.",
        look.straight,
    )


def _share(rules: Rules, file: File, look: Look) -> Iterator[Check]:
    share = max(look.subject_width / file.width, look.subject_height / file.height)
    most = rules.most_fill or 1.0
    wanted = f"at least {percent(rules.fill)} of the longer side"
    wanted += f", at most {percent(most)}" if rules.most_fill else ""
    yield advice(
        "share",
        "Share of the frame",
        rules.fill - FILL_SLACK <= share <= most + FILL_SLACK,
        percent(share),
        wanted,
        "Turn the margin on, so that the subject is fitted.",
        round(share, 4),
    )
    yield advice(
        "touches",
        "Free of the edge",
        look.margin > 0,
        f"{look.margin} px",
        "the subject touches no edge",
        "Make the subject smaller.",
        look.margin,
    )


def _sharpness(found: float) -> Check:
    good = found >= SHARP
    return advice(
        "sharpness",
        "Sharpness",
        good,
        f"{'good' if good else 'low'} · {found:.0f}",
        f"at least {SHARP:.0f}",
        "Use a sharper photo.",
        round(found, 1),
    )


def _frames(look: Look) -> str:
    return "one picture" if look.frames == 1 else f"{look.frames} frames"
