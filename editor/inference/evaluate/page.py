"""A page with the best and the worst pictures: photograph, true matte, found matte."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from editor.inference.evaluate.measuring import Result, Row, by_iou
from editor.inference.evaluate.pairs import matte_of, photo_of
from editor.inference.evaluate.subjects import Subject, as_matte

EACH = 12
SIDE_PX = 240
STYLE = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:32px;color:#18181b;background:#fff}"
    "figure{display:inline-block;margin:0 16px 16px 0}figcaption{color:#55555e}"
    "img{height:200px;margin-right:4px;border-radius:4px}"
)


def page(results: Iterable[Result], subjects: Sequence[Subject]) -> str:
    """HTML that needs no other file."""
    by_name = {one.name: one for one in subjects}
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        f"<title>Best and worst cutouts</title><style>{STYLE}</style>",
        "<h1>Best and worst cutouts</h1>",
    ]
    for result in results:
        ordered, seer = by_iou(result.rows), by_name[result.model]
        for title, rows in (("worst", ordered[:EACH]), ("best", ordered[: -EACH - 1 : -1])):
            parts.append(f"<h2>{escape(result.model)}: {title}</h2>")
            parts += [_figure(row, seer) for row in rows]
    return "\n".join([*parts, "</html>", ""])


def _figure(row: Row, seer: Subject) -> str:
    photo, true = photo_of(row.pair), matte_of(row.pair)
    found = as_matte(seer.see(photo), true.shape)
    shown: list[npt.NDArray[Any]] = [photo[:, :, ::-1], true * 255, found * 255]
    pictures = "".join(f'<img alt="" src="{_inline(one)}">' for one in shown)
    told = f"{row.pair.set}, {row.pair.name}: IoU {row.figures['iou']:.3f}"
    return f"<figure>{pictures}<figcaption>{escape(told)}</figcaption></figure>"


def _inline(picture: npt.NDArray[Any]) -> str:
    pixels = np.ascontiguousarray(picture).astype(np.uint8)
    scale = SIDE_PX / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    data = cv2.imencode(".jpg", small)[1].tobytes()
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
