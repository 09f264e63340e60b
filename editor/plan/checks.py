"""The verdicts of rules on the numbers of a finished file."""

from __future__ import annotations

from collections.abc import Iterator

from editor.plan.pixel_checks import about_pixels
from editor.plan.rules import (
    UNKNOWN,
    Check,
    Drawn,
    File,
    Look,
    Rules,
    Verdict,
    advice,
    check,
    shown_format,
    size_text,
)

ENLARGED = 1.15
"""From here on an enlarged photo looks soft."""
ASPECT_SLACK = 0.01


def judged(
    rules: Rules, file: File, look: Look | None, drawn: Drawn = UNKNOWN
) -> tuple[Check, ...]:
    """One check per rule, in the order in which people read them. Without a look only the rules
    about the file itself."""
    checks = [*_about_file(rules, file), *_about_recipe(rules, drawn)]
    if look is not None:
        checks += about_pixels(rules, file, look)
    return tuple(checks)


def _about_file(rules: Rules, file: File) -> Iterator[Check]:
    if rules.sizing:
        yield _size(rules, file)
    yield from _sides(rules, file)
    if rules.formats:
        good = file.format in rules.formats
        wanted = " or ".join(shown_format(one) for one in rules.formats)
        yield check(
            "format", "Format", good, shown_format(file.format), wanted, f"Export as {wanted}."
        )
    if rules.max_bytes:
        yield check(
            "bytes",
            "File size",
            file.bytes <= rules.max_bytes,
            size_text(file.bytes),
            f"at most {size_text(rules.max_bytes)}",
            "Lower the quality, or export in another format.",
            file.bytes,
        )


def _size(rules: Rules, file: File) -> Check:
    sides = (file.width, file.height)
    if rules.sizing == "exact":
        good = sides == (rules.width, rules.height)
        wanted = f"exactly {rules.width} x {rules.height} px"
    else:
        good = max(sides) == max(rules.width, rules.height)
        wanted = f"one side exactly {rules.width} px, the other at most"
    value = f"{file.width} x {file.height} px"
    return check("size", "Size", good, value, wanted, "Leave the size to the preset.")


def _sides(rules: Rules, file: File) -> Iterator[Check]:
    longest = max(file.width, file.height)
    if rules.least or rules.most:
        bounds = [f"at least {rules.least} px"] if rules.least else []
        bounds += [f"at most {rules.most} px"] if rules.most else []
        good = longest >= rules.least and (not rules.most or longest <= rules.most)
        advised = good and longest < rules.advised
        verdict: Verdict = "warn" if advised else "pass" if good else "fail"
        rule = " and ".join(bounds)
        rule += f", better {rules.advised} px" if rules.advised else ""
        remedy = "" if verdict == "pass" else f"Export at {rules.advised or rules.least} px."
        yield Check(
            "longest", "Longest side", verdict, f"{longest} px", rule, remedy, float(longest)
        )
    if rules.aspects:
        shape = file.width / file.height
        good = any(abs(shape / _ratio(one) - 1) <= ASPECT_SLACK for one in rules.aspects)
        wanted = " or ".join(rules.aspects)
        yield advice(
            "aspect", "Shape", good, f"{shape:.3g}:1", wanted, f"Export in the shape {wanted}.",
            round(shape, 4),
        )  # fmt: skip


def _ratio(text: str) -> float:
    across, _, down = text.partition(":")
    return float(across) / float(down)


def _about_recipe(rules: Rules, drawn: Drawn) -> Iterator[Check]:
    if rules.detail and drawn.enlarged is not None:
        yield _detail(drawn.enlarged)
    if rules.plain and drawn.overlays is not None:
        yield check(
            "overlays",
            "Nothing on the photo",
            drawn.overlays == 0,
            _counted(drawn.overlays, "layer"),
            "no text, logo, watermark or second picture",
            "Leave the watermark and other layers out.",
            drawn.overlays,
        )
    if rules.shadowless and drawn.shadows is not None:
        yield advice(
            "shadow",
            "No shadow",
            drawn.shadows == 0,
            _counted(drawn.shadows, "shadow"),
            "no shadow is drawn",
            "Turn the shadow off.",
            drawn.shadows,
        )


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _detail(enlarged: float) -> Check:
    return advice(
        "detail",
        "True detail",
        enlarged <= ENLARGED,
        "at its own size or below" if enlarged <= 1 else f"{enlarged:.2g}x enlarged",
        "the photo is hardly larger than its own px",
        "Use a larger photo, or a preset of a smaller size.",
        round(enlarged, 3),
    )
