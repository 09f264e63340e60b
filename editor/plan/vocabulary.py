"""Every option name that the doors understand, and how pairs of name and value become operations.

The operations come as an argument, so that plans know none of them: a new operation's options are
understood everywhere at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from editor.errors import InvalidOption, NotYet, unknown_name
from editor.plan.kinds import Flag, PixelRatio
from editor.plan.operation import Operation, Operations, OptionSet
from editor.plan.option import Option, Shorthand, Warn, option, shown
from editor.plan.output import Output
from editor.plan.records import refuse
from editor.plan.viewing import AUTO, SLOW_HEADERS, WIDTH_HEADERS, Viewer, Viewing

MAX_OPTIONS = 200
MAX_NESTING = 4

LATER = frozenset(
    {
        *("origin-auth", "draw"),
    }
)
"""Options of the contract that this release doesn't have."""


@dataclass(frozen=True, slots=True)
class Density(OptionSet):
    """Multiplies every pixel measure at the door, and then is gone."""

    dpr: float = option(
        PixelRatio(0.1, 2),
        1.0,
        "Device pixel ratio: multiplies width, height and every other pixel measure. More than 2 "
        "is read as 2, with a warning.",
        example="dpr=2",
    )


@dataclass(frozen=True, slots=True)
class Word:
    """What a name stands for: an option of an operation, of the output, or of the density."""

    owner: type[OptionSet]
    option: Option


@dataclass(frozen=True, slots=True)
class Vocabulary:
    words: Mapping[str, Word]
    """Every spelling of every option."""
    shorthands: Mapping[str, Shorthand]

    @property
    def names(self) -> list[str]:
        return sorted({*self.words, *self.shorthands})


def vocabulary(operations: Operations) -> Vocabulary:
    """All names; ValueError when two options claim the same one."""
    return _vocabulary(tuple(operations.values()))


@lru_cache(maxsize=8)
def _vocabulary(operations: tuple[type[Operation], ...]) -> Vocabulary:
    words: dict[str, Word] = {}
    shorthands: dict[str, Shorthand] = {}
    owners: list[type[OptionSet]] = [*operations, Output, Density, Viewing]
    for owner in owners:
        for described in owner.options():
            for name in (described.name, *described.aliases):
                if name in words:
                    raise ValueError(f"two options are called {name!r}")
                words[name] = Word(owner, described)
    for operation in operations:
        for shorthand in operation.shorthands:
            if shorthand.name in words or shorthand.name in shorthands:
                raise ValueError(f"two options are called {shorthand.name!r}")
            shorthands[shorthand.name] = shorthand
    return Vocabulary(words, shorthands)


@dataclass(frozen=True, slots=True)
class Options:
    """What a list of options means."""

    operations: tuple[Operation, ...]
    output: Output
    warnings: tuple[str, ...] = ()
    viewing: Viewing = field(default_factory=Viewing)
    heeded: tuple[str, ...] = ()
    """Headers of the client that had a say."""


@dataclass(slots=True)
class _Choices:
    """The value chosen for each option. Full names outrank aliases, aliases outrank shorthands;
    among equals the last one counts, with a warning."""

    warn: Warn
    values: dict[str, tuple[int, Word, object]] = field(default_factory=dict)

    def choose(self, word: Word, value: object, rank: int) -> None:
        name = word.option.name
        held = self.values.get(name)
        if held and rank and held[0]:
            self.warn(f"{name} was given twice; only one of them counts")
        if held is None or rank >= held[0]:
            self.values[name] = (rank, word, value)

    def parsed(self) -> dict[type[OptionSet], dict[str, Any]]:
        """Attribute -> canonical value, by owner; InvalidOption for a bad value."""
        owners: dict[type[OptionSet], dict[str, Any]] = {}
        for _, word, given in self.values.values():
            value = word.option.parse(given, self.warn)
            owners.setdefault(word.owner, {})[word.option.attribute] = value
        return owners


def build_transform(
    pairs: Iterable[tuple[str, object]],
    operations: Operations,
    *,
    strict: bool = False,
    viewer: Viewer | None = None,
    beside: Iterable[str] = (),
) -> Options:
    """The operations and the output that `pairs` ask for, pixel measures already multiplied by
    `dpr`. A value of None counts as absent. Without a `viewer` nothing may depend on who looks.
    `beside` are names that the door itself takes: an unknown one may be meant as one of them.

    Strict doors raise UnknownName or InvalidOption where lenient ones warn; a bad value of a
    known option is an InvalidOption on both.
    """
    warnings: list[str] = []
    warn = refuse if strict else warnings.append
    known = vocabulary(operations)
    choices = _Choices(warn)
    for name, value in flattened(pairs, known):
        if value is None:
            continue
        if name in known.words:
            word = known.words[name]
            choices.choose(word, value, 2 if name == word.option.name else 1)
        elif name in known.shorthands:
            for part, plain in known.shorthands[name].parse(value).items():
                choices.choose(known.words[part], plain, 0)
        else:
            _unknown(name, [*known.names, *beside], strict, warn)
    viewing, heeded = _viewed(choices, viewer)
    values = choices.parsed()
    dpr = Density(**values.get(Density, {})).dpr
    done = [
        owner(**owner.meant(chosen)).settled(warn).scaled(dpr)
        for owner, chosen in values.items()
        if issubclass(owner, Operation)
    ]
    output = Output(**values.get(Output, {}))
    if viewing.slow_connection_quality:
        heeded += SLOW_HEADERS
        if viewer and viewer.slow:
            output = replace(output, quality=viewing.slow_connection_quality)
    return Options(tuple(done), output, tuple(dict.fromkeys(warnings)), viewing, heeded)


def _viewed(choices: _Choices, viewer: Viewer | None) -> tuple[Viewing, tuple[str, ...]]:
    """The options about who looks, taken out of `choices`, and `width=auto` made definite."""
    given = {n: c for n, c in choices.values.items() if c[1].owner is Viewing}
    for name in given:
        del choices.values[name]
        if viewer is None:
            choices.warn(f"{name} has a meaning in transform URLs only and was ignored")
    rank, word, width = choices.values.get("width", (0, None, None))
    said = {w.option.attribute: w.option.parse(v, choices.warn) for _, w, v in given.values()}
    viewing = Viewing(**said)
    if word is None or width != AUTO:
        return viewing, ()
    if viewer is None:
        raise InvalidOption(
            "width=auto depends on who looks: it has a meaning in transform URLs only.",
            remedy="Give a number of px.",
        )
    choices.values["width"] = (rank, word, viewing.width(viewer))
    return viewing, WIDTH_HEADERS


def flattened(
    pairs: Iterable[tuple[str, object]], known: Vocabulary
) -> Iterator[tuple[str, object]]:
    """The pairs with nested objects spelled as dotted names: `{"trim": {"top": 5}}` as
    `trim.top`. An option whose kind takes objects keeps its own; an object in the place of a switch
    turns it on, and one without fields says nothing.
    """
    for count, pair in enumerate(_flat(pairs, known, 0)):
        if count >= MAX_OPTIONS:
            raise InvalidOption(
                f"More than {MAX_OPTIONS} options were given.", remedy="Give fewer options."
            )
        yield pair


def _flat(
    pairs: Iterable[tuple[str, object]], known: Vocabulary, depth: int
) -> Iterator[tuple[str, object]]:
    for name, value in pairs:
        word = known.words.get(name)
        whole = name in LATER or (word is not None and word.option.takes_objects)
        if whole or not isinstance(value, Mapping):
            yield name, value
            continue
        parts = _has_parts(name, known)
        if not (value or parts):
            yield name, value
        elif depth >= MAX_NESTING:
            raise InvalidOption(f"{shown(name)} is nested too deep.", remedy="Write it flat.")
        else:
            if parts and word is not None and isinstance(word.option.kind, Flag):
                yield name, True
            inner = ((f"{name}.{key}", part) for key, part in value.items())
            yield from _flat(inner, known, depth + 1)


def _has_parts(name: str, known: Vocabulary) -> bool:
    """True when options are called `name.something`."""
    return any(one.startswith(f"{name}.") for one in (*known.words, *known.shorthands))


def _unknown(name: str, known: Iterable[str], strict: bool, warn: Warn) -> None:
    if name in LATER:
        # A picture without its overlays isn't what was asked for: a warning wouldn't do.
        if strict or name == "draw":
            raise NotYet(f"{name} can't be used here.", remedy="Leave it out.")
        warn(f"{name} can't be used here; it was ignored")
        return
    error = unknown_name("option", shown(name), known)
    if strict:
        raise error
    near = f" {error.remedy}" if error.remedy.startswith("Did you mean") else ""
    warn(f"{shown(name)} is not a known option and was ignored.{near}")
