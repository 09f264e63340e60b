"""Writing a picture and reading it back with another program's eyes."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from editor.plan.output import Output
from editor.render.encode import Encoded, encode
from editor.render.metadata import Metadata
from tests.corpus import valid


def written(
    picture: Image.Image, source: Metadata | None = None, **output: Any
) -> tuple[Encoded, bytes, Image.Image]:
    file = io.BytesIO()
    result = encode(picture, Output(**output), file, source or Metadata())
    data = file.getvalue()
    assert result.bytes == len(data)
    opened = Image.open(io.BytesIO(data))
    opened.load()
    assert opened.get_format_mimetype() == result.content_type
    return result, data, opened


def clear_photo() -> Image.Image:
    """A photo whose alpha runs from 0 to 255."""
    picture = valid.photo(256, 256).convert("RGBA")
    picture.putalpha(Image.linear_gradient("L"))
    return picture
