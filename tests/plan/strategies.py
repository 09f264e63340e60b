"""What hypothesis draws: option values, recipes, documents, patches, and any JSON at all."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from editor.geometry import Placement, Size
from editor.operations import operations
from editor.plan.changes import Add, Change, Move, Remove, Set
from editor.plan.composition import Canvas, Composition, Draw, Original, Text, Transform
from editor.plan.drawing import BLENDS
from editor.plan.fonts import FAMILIES
from editor.plan.gravity import SIDES
from editor.plan.kinds import Choice, Flag, Number
from editor.plan.layers import Layer, every_layer, parse_layer
from editor.plan.lengths import Length
from editor.plan.lettering import Lettering
from editor.plan.option import Option
from editor.plan.output import Output
from editor.plan.overlay import COMPOSITES, FITS, Overlay
from editor.plan.records import read
from editor.plan.sides import Side
from editor.plan.tree import Place
from editor.plan.viewing import Viewing
from editor.plan.vocabulary import Density, build_transform, vocabulary

OPS = operations()
WORDS = vocabulary(OPS).words

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=12) | st.sampled_from(sorted(WORDS)), inner, max_size=4)
    ),
    max_leaves=12,
)


def values_of(option: Option) -> st.SearchStrategy[object]:
    """Good values of one option, as the doors may be given them."""
    kind = option.kind
    if option.name in ("gravity",):
        points = st.tuples(*[st.integers(0, 100).map(lambda n: n / 100)] * 2)
        written = points.map(lambda p: f"{p[0]}x{p[1]}")
        modes = st.sampled_from(["", ";remainder", ";box-center"])
        return st.sampled_from([*SIDES, "face", "auto"]) | st.tuples(written, modes).map("".join)
    if isinstance(kind, Side):
        return st.integers(1, 5000)
    if isinstance(kind, Length):
        return st.integers(0, 500) | st.integers(1, 99).map(lambda n: n / 100)
    if isinstance(kind, Number):
        high = min(kind.high, 1000)
        return st.integers(int(kind.low), int(high)) if kind.whole else st.floats(kind.low, high)
    if isinstance(kind, Choice):
        return st.sampled_from([word for word in kind.words if word])
    if isinstance(kind, Flag):
        return st.booleans()
    return st.just(option.example.partition("=")[2])


def _pair(name: str) -> st.SearchStrategy[tuple[str, object]]:
    return st.tuples(st.just(name), values_of(WORDS[name].option))


NAMES = sorted({word.option.name for word in WORDS.values()})
"""One spelling of each option."""

FOR_PICTURES = [name for name in NAMES if WORDS[name].owner not in (Output, Density, Viewing)]

good_pairs = st.lists(st.sampled_from(NAMES), unique=True, max_size=6).flatmap(
    lambda names: st.tuples(*map(_pair, names))
)
"""Different options with good values, in any order."""


@st.composite
def transforms(draw: st.DrawFn) -> Transform:
    names = draw(st.lists(st.sampled_from(FOR_PICTURES), unique=True, max_size=5))
    read = build_transform([draw(_pair(name)) for name in names], OPS)
    return Transform(read.operations)


@st.composite
def outputs(draw: st.DrawFn) -> Output:
    options = {o.attribute: draw(values_of(o)) for o in Output.options() if draw(st.booleans())}
    return build_transform([(_name(a), v) for a, v in options.items()], OPS).output


def _name(attribute: str) -> str:
    return next(o.name for o in Output.options() if o.attribute == attribute)


_coordinates = st.floats(-5000, 5000).map(lambda v: v + 0.0)
_sides = st.floats(0.01, 5000)
placements = st.builds(
    Placement,
    _coordinates,
    _coordinates,
    _sides,
    _sides,
    st.floats(0, 359.99),
    st.booleans(),
    st.booleans(),
)
_distances = st.none() | _coordinates
overlays = st.builds(
    Overlay,
    top=_distances,
    right=_distances,
    repeat=st.sampled_from(["", "x", "y", "xy"]),
    composite=st.sampled_from(COMPOSITES),
    width=st.sampled_from([0.0, 0.5]),
    fit=st.sampled_from(FITS),
)
originals = st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True).map(Original)
canvases = st.builds(
    Canvas,
    st.builds(Size, st.integers(1, 5000), st.integers(1, 5000)),
    st.sampled_from(["transparent", "#ffffff", "#12345678"]),
)
letterings = st.fixed_dictionaries(
    {"text": st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=30)},
    optional={
        "font": st.sampled_from(sorted(FAMILIES)),
        "size": st.floats(4, 120),
        "weight": st.sampled_from([100, 400, 700, 900]),
        "italic": st.booleans(),
        "color": st.sampled_from(["#ff0000", "#00ff0080", "linear-gradient(90deg,red,blue)"]),
        "align": st.sampled_from(["left", "center", "right", "justify", "start"]),
        "valign": st.sampled_from(["top", "middle", "bottom"]),
        "lineHeight": st.floats(0.5, 2),
        "spacing": st.floats(-0.2, 0.5),
        "stroke": st.floats(0, 12),
        "direction": st.sampled_from(["auto", "ltr", "rtl"]),
        "sizing": st.sampled_from(["auto", "height", "fixed"]),
    },
)
"""The JSON of any lettering."""

texts = st.builds(
    lambda said, width, height, scale: Text.of(read(Lettering, said, "text"), width, height, scale),
    letterings,
    st.floats(1, 400),
    st.floats(1, 200),
    st.floats(0.2, 3),
)
sources = originals | canvases | texts


def compositions(depth: int = 2) -> st.SearchStrategy[Composition]:
    steps: st.SearchStrategy[Any] = transforms()
    if depth:
        drawn = st.builds(
            Draw,
            compositions(depth - 1),
            placements | overlays,
            st.floats(0, 1).map(lambda v: v + 0.0),
            st.sampled_from(BLENDS),
            st.sampled_from(["none", "circle", "24", "2.5"]),
        )
        steps = steps | drawn
    return st.builds(Composition, sources, st.lists(steps, max_size=3).map(tuple))


recipes = st.builds(lambda c, o: Composition(c.source, c.steps, o), compositions(), outputs())


@st.composite
def layers(draw: st.DrawFn, id: str, depth: int = 1) -> dict[str, Any]:
    kind = draw(st.sampled_from(["image", "shape", "text", *(["group"] if depth else [])]))
    data: dict[str, Any] = {
        "id": id,
        "kind": kind,
        "x": draw(_coordinates),
        "y": draw(_coordinates),
        "width": draw(_sides),
        "height": draw(_sides),
        "opacity": draw(st.sampled_from([1, 0.5])),
        "blend": draw(st.sampled_from(BLENDS)),
        "hidden": draw(st.booleans()),
    }
    if kind == "image":
        data |= {"source": "abc", "recipe": draw(st.sampled_from([{}, {"blur": 3}]))}
    if kind == "shape":
        data |= {"shape": {"form": draw(st.sampled_from(["rectangle", "ellipse"])), "fill": "red"}}
    if kind == "text":
        data |= {"text": draw(letterings)}
    if kind == "group":
        count = draw(st.integers(0, 2))
        data |= {"layers": [draw(layers(f"{id}-{n}", depth - 1)) for n in range(count)]}
    return data


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    count = draw(st.integers(0, 4))
    return {
        "schema": 1,
        "canvas": {"width": 800, "height": 600, "background": "white"},
        "layers": [draw(layers(f"l{n}")) for n in range(count)],
    }


_FIELDS = st.one_of(
    st.tuples(st.sampled_from(["x", "y"]), _coordinates),
    st.tuples(st.just("opacity"), st.floats(0, 1)),
    st.tuples(st.just("name"), st.sampled_from(["a", "b"])),
    st.tuples(st.just("hidden"), st.booleans()),
    st.tuples(st.just("recipe.blur"), st.integers(1, 50)),
    st.tuples(st.just("recipe"), st.sampled_from([None, {"gamma": 2}])),
    st.tuples(st.just("rotation"), st.floats(0, 359)),
)


def setters(ids: list[str]) -> st.SearchStrategy[Set]:
    return st.builds(lambda id, pair: Set(id, *pair), st.sampled_from(ids), _FIELDS)


@st.composite
def changes(draw: st.DrawFn, tree: tuple[Layer, ...], number: int) -> Change:
    """One change that the tree of layers can take."""
    every = list(every_layer(tree))
    if not every or draw(st.integers(0, 5)) == 0:
        return Add(parse_layer(draw(layers(f"n{number}", 0))), Place("", draw(st.just("l0"))))
    layer = draw(st.sampled_from(every))
    match draw(st.sampled_from(["set", "remove", "move"])):
        case "set":
            return draw(setters([layer.id]))
        case "remove":
            return Remove(layer.id)
        case _:
            inside = {one.id for one in every_layer((layer,))}
            groups = [g.id for g in every if g.kind == "group" and g.id not in inside]
            below = draw(st.sampled_from([one.id for one in every]))
            return Move(layer.id, Place(draw(st.sampled_from(["", *groups])), below))
