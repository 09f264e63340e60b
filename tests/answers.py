"""Answers of live servers, as pictures."""

from __future__ import annotations

import io

import httpx
from PIL import Image


def opened(answer: httpx.Response) -> Image.Image:
    """The picture that was answered; fails with the answer's text where there is none."""
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))
