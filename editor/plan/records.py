"""Strict reading of JSON objects: no unknown field, no missing one, no value out of range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from editor.errors import BadRequest, InvalidOption, unknown_name
from editor.plan.operation import OptionSet
from editor.plan.option import shown

Record = TypeVar("Record", bound=OptionSet)


def fields_of(
    given: object, what: str, known: Iterable[str], required: Iterable[str] = ()
) -> dict[str, Any]:
    """The fields that aren't null; UnknownName with the nearest name for one that isn't known."""
    if not isinstance(given, Mapping):
        raise BadRequest(
            f"{_one(what)} is an object; {shown(given)} was given.",
            remedy=f"Send {_one(what).lower()} as {{...}}.",
        )
    names = set(known)
    for name in given:
        if name not in names:
            raise unknown_name(f"{what} field", shown(name), names)
    present = {name: value for name, value in given.items() if value is not None}
    for name in required:
        if name not in present:
            raise BadRequest(f"{_one(what)} needs {name!r}.", remedy=f"Add {name!r}.")
    return present


def _one(what: str) -> str:
    return f"{'An' if what[:1] in 'aeio' else 'A'} {what}"


def items_of(given: object, what: str, most: int) -> list[Any]:
    """A list of at most `most` things."""
    if not isinstance(given, list):
        raise BadRequest(f"{what} is a list; {shown(given)} was given.", remedy="Send [...].")
    if len(given) > most:
        raise BadRequest(f"{what} holds {len(given)} things.", remedy=f"At most {most} are taken.")
    return given


def read(cls: type[Record], given: object, what: str, required: Iterable[str] = ()) -> Record:
    """One record of options from a JSON object."""
    present = fields_of(given, what, [o.name for o in cls.options()], required)
    return cls(**parsed(cls, present))


def parsed(cls: type[OptionSet], present: Mapping[str, Any]) -> dict[str, Any]:
    """Attribute -> canonical value for those options of `cls` that are present."""
    return {
        o.attribute: o.parse(present[o.name], refuse) for o in cls.options() if o.name in present
    }


def refuse(text: str) -> None:
    """Strict doors take no word that would need a warning."""
    raise InvalidOption(f"{text[:1].upper()}{text[1:]}.", remedy="Write one clear value.")
