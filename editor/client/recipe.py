"""What is done with which pictures, and the form that says so (transform contract, 4.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, ClassVar, Self

from editor.errors import StudioError

Picture = bytes | Path | IO[bytes]
"""A file's bytes, its path, or the file itself, opened for bytes and able to seek."""
Part = tuple[str, Picture | str]
"""Name and content of a part of a form: files are pictures, texts are strings."""


class ImagesError(StudioError):
    """What the service refused. `number` is the contract's, as 9412 for what is no picture;
    `http_status` is 0 where none was answered."""

    code: ClassVar[str] = "images"

    def __init__(self, text: str, *, number: int = 9523, http_status: int = 0) -> None:
        super().__init__(text)
        self.number = number
        self.http_status = http_status

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.text, self.number, self.http_status)


def _again(text: str, number: int, http_status: int) -> ImagesError:
    return ImagesError(text, number=number, http_status=http_status)


@dataclass(frozen=True, slots=True)
class Info:
    """Facts of a picture. An SVG drawing has neither size nor bytes: 0."""

    format: str
    file_size: int = 0
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Info:
        return cls(**{name: told[name] for name in cls.__slots__ if name in told})


@dataclass(frozen=True, slots=True)
class Result:
    """A finished picture, and what was understood differently."""

    content: bytes
    content_type: str
    warnings: tuple[str, ...] = ()

    def save(self, path: Path | str) -> None:
        Path(path).write_bytes(self.content)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A picture or a text, and what is done with it, in order. Never changed: every step makes a
    new one, so that one start may lead to several results."""

    start: Picture | str
    """A string is the JSON of a text."""
    steps: tuple[Mapping[str, Any] | Drawn, ...] = ()

    def and_then(self, step: Mapping[str, Any] | Drawn) -> Recipe:
        return replace(self, steps=(*self.steps, step))

    def parts(self, format: str, said: Mapping[str, Any]) -> Iterator[Part]:
        """The form, in the order of the contract."""
        flat = _Flat()
        flat.add(self, 0)
        yield ("text_input" if isinstance(self.start, str) else "image"), self.start
        for start in flat.drawn:
            yield ("draw_text" if isinstance(start, str) else "draw_image"), start
        yield "transforms", json.dumps(flat.entries)
        yield "output_format", format
        for name, value in said.items():
            if value is not None:
                yield name, json.dumps(value) if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Another recipe laid on the present one."""

    recipe: Recipe
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Flat:
    """The pictures in the order of their numbers, and the flat list of what is done: depth
    first, a drawn picture's own steps before its draw."""

    drawn: list[Picture | str] = field(default_factory=list)
    entries: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, recipe: Recipe, number: int) -> None:
        for step in recipe.steps:
            if isinstance(step, Drawn):
                self.drawn.append(step.recipe.start)
                child = len(self.drawn)
                self.add(step.recipe, child)
                place = {"drawImageIndex": child, "targetImageIndex": number}
                self.entries.append({**place, **step.options})
            else:
                self.entries.append({"imageIndex": number, **step})


@dataclass(frozen=True, slots=True)
class Steps:
    """What both transformers share: they differ only in how they send."""

    recipe: Recipe

    def transform(self, options: Mapping[str, Any] | None = None, /, **more: Any) -> Self:
        """One transform: options as in a transform URL or nested as in a Worker; `face_zoom`
        stands for `face-zoom`."""
        return replace(self, recipe=self.recipe.and_then({**(options or {}), **_spelled(more)}))

    def draw(
        self,
        picture: Picture | Steps,
        *,
        opacity: float | None = None,
        repeat: bool | str | None = None,
        composite: str | None = None,
        top: float | None = None,
        left: float | None = None,
        bottom: float | None = None,
        right: float | None = None,
    ) -> Self:
        """Lays a picture, or what another transformer makes, on this one: at its own size,
        without a distance in the middle."""
        placed = {"opacity": opacity, "repeat": repeat, "composite": composite}
        placed |= {"top": top, "left": left, "bottom": bottom, "right": right}
        options = {name: value for name, value in placed.items() if value is not None}
        recipe = picture.recipe if isinstance(picture, Steps) else Recipe(picture)
        return replace(self, recipe=self.recipe.and_then(Drawn(recipe, options)))


def text(
    content: str,
    font: str | None = None,
    size: float | None = None,
    color: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> Recipe:
    """Letters as a picture; `font` is an address, or the name of a font of the studio."""
    said: dict[str, Any] = {"text": content, **_spelled(more or {})}
    if font is not None:
        said["font"] = {"url" if "/" in font else "name": font}
    said |= {n: v for n, v in (("size", size), ("color", color)) if v is not None}
    return Recipe(json.dumps(said))


def _spelled(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options with hyphens, which Python's names can't have."""
    return {name.replace("_", "-"): value for name, value in given.items()}
