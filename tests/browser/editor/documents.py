"""Documents that a browser's stage and the renderer have to draw alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from editor.plan.drawing import BLENDS

Json = dict[str, Any]
SIZE = (440, 330)


@dataclass(frozen=True)
class Case:
    """A document. `pairs`: its flat parts are pairs of colours for a blend mode."""

    name: str
    background: str
    layers: tuple[Json, ...]
    pairs: bool = False


def photo(id: str, source: str, x: float, y: float, width: float, **fields: Any) -> Json:
    """A photo of 3:2 unless `height` says otherwise."""
    plain = {"id": id, "kind": "image", "source": source, "x": x, "y": y, "width": width}
    return {**plain, "height": round(width / 1.5), **fields}


def shape(
    id: str, fill: str, x: float, y: float, width: float, height: float, **fields: Any
) -> Json:
    plain = {"id": id, "kind": "shape", "x": x, "y": y, "width": width, "height": height}
    form = fields.pop("form", "rectangle")
    return {**plain, "shape": {"form": form, "fill": fill}, **fields}


def group(
    id: str, x: float, y: float, width: float, height: float, *layers: Json, **fields: Any
) -> Json:
    plain = {"id": id, "kind": "group", "x": x, "y": y, "width": width, "height": height}
    return {**plain, "layers": list(layers), **fields}


def cases(ids: Mapping[str, str]) -> tuple[Case, ...]:
    """30 of them; `ids` are the originals of person, product and hair."""
    return (*_blends(ids), *_flats(ids), *_photos(ids), *_groups(ids), *_effects(ids))


_ABOVE = ("#c0392b", "#2980b9", "#27ae60cc", "#f1c40f80", "#7f7f7f", "#ffffff", "#101010")


def _blends(ids: Mapping[str, str]) -> Iterator[Case]:
    """For each mode: pairs of colours at the left, a turned photo on colours at the right."""
    for index, mode in enumerate(BLENDS):
        below = (
            shape("b1", "#d9a066", 55, 165, 110, 330),
            shape("b2", "#5b6ee180", 165, 165, 110, 330),
        )
        above = tuple(
            shape(f"a{i}", fill, 110, 25 + 46 * i, 200, 34, blend=mode)
            for i, fill in enumerate(_ABOVE)
        )
        turned = photo(
            "p", ids["product"], 335, 120, 160, rotation=11 + 23 * index, blend=mode, opacity=0.9
        )
        cut = photo(
            "q", ids["person"], 330, 255, 90, height=105, rotation=-17 - 9 * index, blend=mode
        )
        right = shape("r", "linear-gradient(#e8d8c0, #406080)", 335, 165, 190, 310)
        background = "#f4f1ea" if index % 2 else "transparent"
        yield Case(f"blend-{mode}", background, (*below, right, *above, turned, cut), pairs=True)


def _flats(ids: Mapping[str, str]) -> Iterator[Case]:
    yield Case(
        "gradients",
        "linear-gradient(135deg, #ff5f6d, #ffc371 60%, #2b5876)",
        (
            shape("a", "radial-gradient(circle, #fff, #3a7bd5 70%, #00d2ff00)", 110, 110, 180, 180),
            shape("b", "linear-gradient(to top right, #0008, #fff8)", 320, 110, 200, 160),
            shape("c", "linear-gradient(90deg, #f00, #0f0, #00f)", 220, 270, 380, 70, opacity=0.7),
        ),
    )
    yield Case(
        "ellipses-and-turns",
        "#223344",
        (
            shape("a", "#e67e22", 120, 100, 160, 90, form="ellipse", rotation=30),
            shape("b", "#1abc9c", 300, 120, 120, 180, rotation=45, opacity=0.8),
            shape("c", "linear-gradient(#fff, #000)", 220, 250, 300, 80, rotation=-12.5),
        ),
    )
    yield Case(
        "fractions-of-pixels",
        "#fafafa",
        (
            shape("a", "#336699", 100.3, 100.7, 120.5, 90.25),
            shape("b", "#cc3366", 300.5, 90.5, 99.4, 120.6, opacity=0.5),
            photo("p", ids["hair"], 220.4, 240.6, 180.7, height=120.3),
        ),
    )


def _photos(ids: Mapping[str, str]) -> Iterator[Case]:
    person, product, hair = ids["person"], ids["product"], ids["hair"]
    yield Case(
        "turned-photos",
        "#ffffff",
        (
            photo("a", product, 130, 110, 220, rotation=7),
            photo("b", hair, 310, 190, 240, rotation=-33),
            photo("c", person, 110, 250, 100, height=117, rotation=163),
        ),
    )
    yield Case(
        "quarter-turns",
        "#102030",
        (
            photo("a", product, 100, 120, 180, rotation=90),
            photo("b", hair, 240, 160, 150, rotation=180),
            photo("c", person, 360, 170, 120, height=140, rotation=270),
        ),
    )
    yield Case(
        "mirrored-and-turned",
        "#eeeeee",
        (
            photo("a", product, 120, 110, 200, flipX=True, rotation=15),
            photo("b", product, 320, 110, 200, flipY=True, rotation=15),
            photo("c", hair, 220, 240, 220, flipX=True, flipY=True, rotation=-40),
        ),
    )
    yield Case(
        "faded-and-turned",
        "linear-gradient(#234, #def)",
        tuple(
            photo(f"p{i}", s, 100 + 80 * i, 100 + 45 * i, 170, rotation=20 * i - 25, opacity=o)
            for i, (s, o) in enumerate([(product, 0.25), (hair, 0.5), (product, 0.75), (hair, 1)])
        ),
    )
    yield Case(
        "cropped-and-turned",
        "#fff8e7",
        (
            photo("a", product, 130, 110, 180, crop=[0.2, 0.1, 0.5, 0.6], rotation=9),
            photo("b", hair, 310, 200, 200, crop=[0.3, 0.2, 0.4, 0.5], rotation=-21, flipX=True),
        ),
    )
    yield Case(
        "clipped-and-turned",
        "#446",
        (
            photo("a", product, 120, 110, 180, clip="circle", rotation=33),
            photo("b", hair, 310, 130, 210, clip="28", rotation=-12),
            photo("c", person, 220, 250, 110, height=128, clip="200", rotation=50),
        ),
    )
    yield Case(
        "enlarged-and-turned",
        "#000000",
        (photo("a", hair, 220, 165, 900, rotation=18, opacity=0.95),),
    )
    yield Case(
        "recipes-and-turns",
        "#dfe6e9",
        (
            photo("a", product, 120, 110, 190, rotation=6, recipe={"saturation": 0, "rotate": 180}),
            photo("b", hair, 310, 120, 190, rotation=-14, recipe={"brightness": 1.3, "flip": "h"}),
            photo("c", product, 220, 250, 160, rotation=30, recipe={"blur": 4}),
        ),
    )


def _groups(ids: Mapping[str, str]) -> Iterator[Case]:
    product, hair = ids["product"], ids["hair"]
    yield Case(
        "isolated-groups",
        "linear-gradient(90deg, #f6d365, #fda085)",
        (
            group(
                "g", 220, 165, 360, 260,
                shape("a", "#2d98da", 120, 130, 200, 200),
                photo("b", product, 220, 130, 220, rotation=25, blend="multiply"),
                shape("c", "#eb3b5a", 300, 210, 100, 80, blend="screen"),
                opacity=0.8,
            ),
        ),
    )  # fmt: skip
    yield Case(
        "groups-in-turned-groups",
        "#2c2c54",
        (
            group(
                "g", 220, 165, 340, 240,
                photo("a", hair, 110, 110, 180, rotation=-9),
                group(
                    "h", 250, 140, 150, 150,
                    photo("b", product, 75, 75, 180, rotation=14),
                    shape("c", "#ff793f", 110, 110, 60, 60, form="ellipse", blend="difference"),
                    rotation=20, clip="circle",
                ),
                rotation=12, flipX=True,
            ),
        ),
    )  # fmt: skip
    yield Case(
        "blended-groups",
        "#b2bec3",
        (
            photo("a", hair, 150, 130, 240, rotation=8),
            group(
                "g", 270, 190, 240, 180,
                shape("b", "#ffeaa7", 90, 90, 140, 140),
                photo("c", product, 150, 100, 150, rotation=-20),
                blend="hard-light", opacity=0.9, clip="24",
            ),
        ),
    )  # fmt: skip


def _effects(ids: Mapping[str, str]) -> Iterator[Case]:
    product, hair = ids["product"], ids["hair"]
    outline = {"kind": "outline", "recipe": {"outline": 6, "outline.color": "#ffffff"}}
    shadow = {"kind": "shadow", "recipe": {"shadow": 10, "shadow.x": 6, "shadow.y": 8}}
    cutout = {"segment": "foreground"}
    yield Case(
        "stickers",
        "linear-gradient(200deg, #ffd89b, #19547b)",
        (
            photo("a", hair, 150, 150, 260, recipe=cutout, effects=[outline, shadow], rotation=-8),
            photo("b", product, 320, 200, 200, recipe=cutout, effects=[outline], rotation=16),
        ),
    )
    yield Case(
        "shadows-and-adjustments",
        "#f5f6fa",
        (
            photo("a", product, 130, 120, 180, rotation=5, effects=[shadow]),
            photo(
                "b", hair, 310, 200, 190, rotation=-24, clip="20",
                effects=[{"kind": "adjust", "recipe": {"saturation": 0.3}}, shadow],
            ),
            shape("c", "#6c5ce7", 110, 260, 110, 70, form="ellipse", effects=[outline, shadow]),
        ),
    )  # fmt: skip
    yield Case(
        "a-group-with-a-shadow",
        "#ffffff",
        (
            group(
                "g", 220, 165, 260, 200,
                photo("a", product, 110, 90, 170, rotation=10),
                shape("b", "#00b894", 200, 140, 80, 80, form="ellipse"),
                effects=[shadow], rotation=-7,
            ),
        ),
    )  # fmt: skip
