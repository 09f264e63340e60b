"""A preset under other rules than it was shipped with, and rules that no file can meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from editor.plan.checks import judged
from editor.plan.exporting import Preset
from editor.plan.rules import File, Rules, percent, shown_format

_FORMAT = "format="
_OWN_FILE = ("longest", "aspect")
"""The checks that tell whether a preset's own size is what its rules ask for."""


def ruled(preset: Preset, rules: Rules) -> Preset:
    """The preset with these rules. It makes its own format where they take it, else the first that
    they do; that format stands first among theirs."""
    options = preset.options.split(",")
    own = next((one.removeprefix(_FORMAT) for one in options if one.startswith(_FORMAT)), "")
    if own and rules.formats and own not in rules.formats:
        own = rules.formats[0]
        changed = [_FORMAT + own if one.startswith(_FORMAT) else one for one in options]
        preset = replace(preset, options=",".join(changed))
    first = tuple(sorted(rules.formats, key=lambda one: one != own))
    made = f" {shown_format(own)}" if own else ""
    purpose = f"{rules.width}x{rules.height} px{made}, by the rules of this studio."
    return replace(preset, purpose=purpose, rules=replace(rules, formats=first))


def contradictions(rules: Rules) -> Iterator[str]:
    """What in the rules excludes each other, a sentence each."""
    if rules.most and rules.least > rules.most:
        yield f"Sides below {rules.least} px and above {rules.most} px are refused: none is left."
    elif rules.most and rules.advised > rules.most:
        yield f"{rules.advised} px are recommended, but more than {rules.most} px are refused."
    if rules.most_fill and rules.fill > rules.most_fill:
        least, most = percent(rules.fill), percent(rules.most_fill)
        yield f"The subject's share is at least {least} and at most {most}: none is left."
    if rules.sizing == "exact":
        yield from _about_its_own(rules)


def _about_its_own(rules: Rules) -> Iterator[str]:
    size = f"{rules.width} x {rules.height} px"
    for found in judged(rules, File(rules.width, rules.height, "", 0), None):
        if found.name in _OWN_FILE and found.verdict != "pass":
            yield f"Its own files have {size}; {found.title.lower()}: {found.rule}."
