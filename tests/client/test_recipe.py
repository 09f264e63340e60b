"""The form that a recipe becomes, without a service."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Mapping
from typing import Any

from editor.client import Images, ImagesError
from editor.client.recipe import Part
from editor.client.wire import body


class Remembering:
    """Keeps the forms that it is given."""

    def __init__(self) -> None:
        self.forms: list[list[Part]] = []

    def transform(self, parts: Iterable[Part]) -> tuple[bytes, str, tuple[str, ...]]:
        self.forms.append(list(parts))
        return b"made", "image/png", ()

    def info(self, parts: Iterable[Part]) -> Mapping[str, Any]:
        return {"format": "image/svg+xml"}


def entries(form: list[Part]) -> Any:
    return json.loads(str(dict(form)["transforms"]))


def test_the_published_example_is_flattened_as_its_own_client_does() -> None:
    way = Remembering()
    images = Images(way)
    mark = images.input(b"mark").transform(width=32)
    picture = images.input(b"canvas").transform(rotate=90).draw(mark).transform(blur=5)
    assert picture.output("image/png").content == b"made"
    (form,) = way.forms
    assert [name for name, _ in form] == ["image", "draw_image", "transforms", "output_format"]
    assert entries(form) == [
        {"imageIndex": 0, "rotate": 90},
        {"imageIndex": 1, "width": 32},
        {"drawImageIndex": 1, "targetImageIndex": 0},
        {"imageIndex": 0, "blur": 5},
    ]


def test_nested_draws_are_numbered_depth_first_and_texts_count() -> None:
    way = Remembering()
    images = Images(way)
    second = images.input(b"2").draw(images.text("3", font="inter")).transform(rotate=270)
    first = images.input(b"1").transform({"rotate": 180})
    images.input(b"0").draw(first, top=1).draw(second, opacity=0.5).draw(b"4").output("rgb")
    (form,) = way.forms
    assert form[:5] == [
        ("image", b"0"),
        ("draw_image", b"1"),
        ("draw_image", b"2"),
        ("draw_text", '{"text": "3", "font": {"name": "inter"}}'),
        ("draw_image", b"4"),
    ]
    assert entries(form) == [
        {"imageIndex": 1, "rotate": 180},
        {"drawImageIndex": 1, "targetImageIndex": 0, "top": 1},
        {"drawImageIndex": 3, "targetImageIndex": 2},
        {"imageIndex": 2, "rotate": 270},
        {"drawImageIndex": 2, "targetImageIndex": 0, "opacity": 0.5},
        {"drawImageIndex": 4, "targetImageIndex": 0},
    ]


def test_options_of_several_words_are_written_as_python_names() -> None:
    way = Remembering()
    Images(way).text("x", stroke=2, stroke_color="red", lineHeight=1).output("image/png")
    said = json.loads(str(dict(way.forms[0])["text_input"]))
    assert said == {"text": "x", "stroke": 2, "stroke-color": "red", "lineHeight": 1}


def test_a_start_may_lead_to_several_results() -> None:
    way = Remembering()
    start = Images(way).input(b"0").transform(width=9)
    start.transform(face_zoom=0.5).output("image/webp", quality="high", anim=False)
    start.output("image/avif", background="red")
    assert entries(way.forms[0])[1] == {"imageIndex": 0, "face-zoom": 0.5}
    assert way.forms[0][-2:] == [("output_quality", "high"), ("anim", "false")]
    assert entries(way.forms[1]) == [{"imageIndex": 0, "width": 9}]
    assert way.forms[1][-1] == ("background", "red")


def test_a_form_has_no_other_headers_than_the_contract_s() -> None:
    sent = b"".join(body([("image", b"bytes"), ("transforms", "[]")], "MARK"))
    assert sent == (
        b'--MARK\r\ncontent-disposition: form-data; name="image"; filename="image"\r\n\r\nbytes\r\n'
        b'--MARK\r\ncontent-disposition: form-data; name="transforms"\r\n\r\n[]\r\n--MARK--\r\n'
    )


def test_a_drawing_has_no_size() -> None:
    assert Images(Remembering()).info(b"<svg/>").width == 0


def test_errors_cross_process_borders() -> None:
    again = pickle.loads(pickle.dumps(ImagesError("x", number=9412, http_status=415)))
    assert (again.text, again.number, again.http_status) == ("x", 9412, 415)
