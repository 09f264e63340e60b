"""Transform URLs: what is read, what is warned about, what is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.errors import InvalidOption, NotFound, NotYet, UnknownName
from editor.operations import operations
from editor.operations.blur import Blur
from editor.operations.resize import Resize
from editor.plan.composition import Composition, Original, Transform
from editor.plan.from_url import from_url
from editor.plan.output import Output
from tests.plan.strategies import WORDS

OPS = operations()


def read(options: str, **more: bool) -> Composition:
    return from_url(options, "abc", OPS, **more).composition


def only(options: str) -> object:
    """The one operation that the options mean."""
    (step,) = read(options).steps
    assert isinstance(step, Transform)
    (operation,) = step.operations
    return operation


def test_a_url_is_an_original_one_transform_and_an_output() -> None:
    recipe = read("width=800,blur=3,f=webp,q=80")
    assert recipe == Composition(
        Original("abc"),
        (Transform((Resize(width=800), Blur(blur=3.0))),),
        Output(format="webp", quality=80),
    )


@pytest.mark.parametrize("source", ["abc", "/abc", "abc/"])
def test_slashes_around_the_id_dont_matter(source: str) -> None:
    assert from_url("w=1", source, OPS).composition.source == Original("abc")


@pytest.mark.parametrize("source", ["", "/", "../secret", "a b", "a" * 200, "photos/cat.jpg"])
def test_what_cant_be_an_id_is_not_found(source: str) -> None:
    with pytest.raises(NotFound):
        from_url("w=1", source, OPS)


@pytest.mark.parametrize(
    "options",
    [
        "",
        ",",
        "width",
        "width=",
        "=5",
        "width=5,",
        "width=5,,height=5",
        "width=5, height=5",
        "w =5",
    ],
)
def test_options_are_pairs_without_spaces(options: str) -> None:
    with pytest.raises(InvalidOption):
        read(options)


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        ("width=abc", "isn't a number"),
        ("width=0", "outside 1 to"),
        ("width=-5", "outside 1 to"),
        ("width=99999999", "outside 1 to"),
        ("width=1.5", "whole"),
        ("width=1_0", "isn't a number"),
        ("width=%D9%A3", "isn't a number"),
        ("blur=nan", "isn't a number"),
        ("blur=1e999", "finite"),
        ("blur=251", "outside 0 to 250"),
        ("sharpen=11", "outside 0 to 10"),
        ("dpr=0", "outside 0.1 to 2"),
        ("fit=stretch", "isn't one of"),
        ("format=jpg", "isn't one of"),
        ("quality=0", "outside 1 to 100"),
        ("quality=best", "isn't a number"),
        ("rotate=45", "multiple of 90"),
        ("flip=x", "isn't one of"),
        ("gravity=nowhere", "neither a side nor a point"),
        ("gravity=0.5X0.5", "neither a side nor a point"),
        ("gravity=2x0.5", "outside 0 to 1"),
        ("zoom=1.5", "outside 0 to 1"),
        ("trim=1;2;3", "four lengths"),
        ("anim=maybe", "true or false"),
        ("border.color=notacolour", "isn't a CSS colour"),
    ],
)
def test_a_bad_value_is_refused_with_its_rule_and_an_example(options: str, rule: str) -> None:
    with pytest.raises(InvalidOption, match=rule) as caught:
        read(options)
    assert "for example" in caught.value.remedy
    assert caught.value.wire_code == 9401


@pytest.mark.parametrize("options", ["upscale=generate"])
def test_what_the_contract_has_and_we_not_yet_is_refused_by_name(options: str) -> None:
    with pytest.raises(NotYet, match="upscale=generate isn't possible yet"):
        read(options)


def test_unknown_names_are_ignored_with_a_warning_that_names_the_nearest() -> None:
    reading = from_url("widht=5,xyzzy=red,blur=3", "abc", OPS)
    assert reading.warnings == (
        "widht is not a known option and was ignored. Did you mean 'width'?",
        "xyzzy is not a known option and was ignored.",
    )
    assert reading.composition == read("blur=3")


def test_the_strict_door_refuses_unknown_names() -> None:
    with pytest.raises(UnknownName) as caught:
        read("widht=5", strict=True)
    assert caught.value.remedy == "Did you mean 'width'?"


@pytest.mark.parametrize(
    ("options", "same", "warning"),
    [
        ("fit=fill,w=9,h=9", "fit=squeeze,w=9,h=9", "'fill' was read as 'squeeze'"),
        ("fit=none,w=9", "w=9", "'none' was read as 'scale-down'"),
        ("format=png-force", "f=png", "'png-force' was read as 'png'"),
        ("quality=mid", "q=60", "quality=mid was read as 60"),
        ("quality=max", "q=95", "quality=max was read as 95"),
        ("g=side,fit=cover,w=9,h=9", "fit=cover,w=9,h=9", "gravity=side names no side"),
        ("fit=cover,w=400", "w=400", "cover fit mode needs both width and height"),
        ("g=entropy,fit=cover,w=9,h=9", "g=auto,fit=cover,w=9,h=9", "entropy was read as auto"),
        ("w=9,dpr=3", "w=18", "dpr=3 was read as 2, the most"),
        ("width=9,w=8", "w=9", "width was given twice"),
        ("w=8,width=9", "w=9", "width was given twice"),
        ("w=8,w=9", "w=9", "width was given twice"),
        ("trim.width=5,trim.right=3", "trim.width=5", "trim.right does nothing"),
    ],
)
def test_words_of_real_clients_are_read_with_a_warning(
    options: str, same: str, warning: str
) -> None:
    reading = from_url(options, "abc", OPS)
    assert reading.composition == read(same)
    assert any(warning in text for text in reading.warnings)
    with pytest.raises((InvalidOption, UnknownName)):
        read(options, strict=True)


@pytest.mark.parametrize(
    "options",
    [
        "fit=cover,width=400,height=300,f=auto",
        "w=100,h=100,fit=crop,g=0.5x0.33,q=80,f=webp,sharpen=1",
        "anim=false,background=rgb%28240%2C40%2C145%29,metadata=none",
        "fit=crop,width=500,height=500,gravity=face,zoom=0.6",
        "quality=medium-high,compression=fast",
    ],
)
def test_the_urls_of_the_contract_are_read_without_a_warning(options: str) -> None:
    assert from_url(options, "abc", OPS).warnings == ()


@pytest.mark.parametrize(
    ("options", "same"),
    [
        ("brightness=0,contrast=0,gamma=0", "dpr=1"),
        ("gamma=1,brightness=1,contrast=1,saturation=1,blur=0,sharpen=0,rotate=0", "dpr=1"),
        ("width=300,height=200,dpr=2", "w=600,h=400"),
        ("trim=10;0;0.1;0,dpr=2", "trim=20;0;0.1;0"),
        ("border.width=5,dpr=2", "border.width=10"),
        ("blur=5,dpr=2", "blur=10"),
        ("blur=200,dpr=2", "blur=250"),
        ("rotate=450", "rotate=90"),
        ("rotate=-90", "rotate=270"),
        ("rotate=360", "dpr=1"),
        ("gravity=left,w=9,h=9,fit=cover", "g=0x0.5,w=9,h=9,fit=cover"),
        ("gravity=center,w=9,h=9,fit=cover", "w=9,h=9,fit=cover"),
        ("gravity=left,w=9", "w=9"),
        ("zoom=0.5,w=9", "w=9"),
        ("face-zoom=0.5,g=face", "zoom=0.5,gravity=face"),
        ("border.color=red", "dpr=1"),
        ("border.width=5,border.color=%23F00", "border.width=5,border.color=red"),
        ("trim.border.keep=10", "trim=border,trim.border.keep=10"),
        # a border is described as well by what is usual
        ("trim.border.tolerance=10", "trim=border"),
        ("trim.border.keep=0", "trim=border"),
        ("trim.border=false,trim.border.keep=9", "dpr=1"),
        ("quality=high", "quality=90"),
        ("fit=scale-down,w=9", "w=9"),
        ("fit=pad,w=9", "fit=contain,w=9"),
    ],
)
def test_equal_meaning_is_read_alike(options: str, same: str) -> None:
    assert read(options) == read(same)


def test_values_are_decoded_after_the_split() -> None:
    assert read("border.width=1,border.color=rgb%28255%2C0%2C0%29") == read(
        "border.width=1,border.color=%23ff0000"
    )


def test_a_value_that_isnt_utf8_is_refused() -> None:
    with pytest.raises(InvalidOption, match="UTF-8"):
        read("fit=%ff%fe")


def test_a_result_larger_than_the_limit_is_refused_also_after_dpr() -> None:
    with pytest.raises(InvalidOption, match="outside 1 to 20000"):
        read("width=15000,dpr=2")


def test_too_many_options_are_refused() -> None:
    with pytest.raises(InvalidOption, match="More than 200"):
        read(",".join(["w=1"] * 201))
    with pytest.raises(InvalidOption, match="longer than 4096"):
        read("w=1" + "1" * 5000)


_known = st.tuples(st.sampled_from(sorted(WORDS)), st.text(max_size=12)).map("=".join)
_text = st.text(max_size=60) | st.lists(_known | st.text(max_size=8), max_size=5).map(",".join)


@given(_text, st.booleans())
@example("trim.border=" + "9" * 400, False)
@example("gravity=x", False)
@example("blur=%", True)
@example('fit="%0d%0a', False)
def test_any_text_is_read_or_refused_as_the_callers_fault(options: str, strict: bool) -> None:
    try:
        reading = from_url(options, "abc", OPS, strict=strict)
    except (InvalidOption, UnknownName):
        return
    assert all(w.isascii() and w.isprintable() and '"' not in w for w in reading.warnings)
