"""The shortest transform URL options of a recipe."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from editor.errors import InvalidOption
from editor.plan.composition import Composition, Transform
from editor.plan.operation import OptionSet

_EMPTY = "dpr=1"
"""A URL needs at least one option, and this one changes nothing."""


def to_url(composition: Composition) -> str:
    """The options segment that `from_url` reads back as the same steps and output.

    InvalidOption for a recipe with drawn pictures or several transforms: no URL says that.
    """
    match composition.steps:
        case ():
            parts: tuple[OptionSet, ...] = ()
        case (Transform(operations=parts),):
            pass
        case _:
            raise InvalidOption(
                "A transform URL holds one transform and no drawn pictures.",
                remedy="Send this recipe to POST /api/pictures.",
            )
    said = [text for part in (*parts, composition.output) for text in _options(part)]
    return ",".join(said) or _EMPTY


def _options(part: OptionSet) -> Iterator[str]:
    for option in part.options():
        value = getattr(part, option.attribute)
        if value != option.default:
            name = min((option.name, *option.aliases), key=len)
            yield f"{name}={quote(option.kind.text(value), safe='.;:()-_~!*|')}"
