"""The README's tour, run as it is written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.needs import ROOT
from tests.studio.running import Studio


def commands(studio: Studio) -> str:
    """The tour's commands, for this studio and from any folder."""
    tour = (ROOT / "README.md").read_text().split("## A tour")[1]
    found = re.search(r"```sh\n(.*?)```", tour, re.DOTALL)
    assert found is not None
    told = found[1].replace("http://127.0.0.1:8000", studio.url)
    told = told.replace(".venv/bin/python manage.py", f"{sys.executable} {ROOT}/manage.py")
    return told.replace("tests/pictures/", f"{ROOT}/tests/pictures/")


@pytest.mark.skipif(not shutil.which("curl"), reason="curl isn't installed")
def test_the_tour_of_the_readme_does_what_it_says(studio: Studio, tmp_path: Path) -> None:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(studio)],
        cwd=tmp_path,
        env={**os.environ, "STUDIO_DATA_DIR": str(studio.folder / "var")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with Image.open(tmp_path / "shot.jpg") as shot:
        assert (shot.format, shot.size) == ("JPEG", (800, 800))
        assert shot.convert("RGB").getpixel((400, 5)) == (255, 255, 255)
    with Image.open(tmp_path / "face.webp") as face:
        assert (face.format, face.size) == ("WEBP", (400, 400))
    answers, end = [], json.JSONDecoder()
    left = done.stdout.strip()
    while left:
        answer, read = end.raw_decode(left)
        answers.append(answer)
        left = left[read:].strip()
    faces, composed = answers
    assert len(faces["faces"]) == 1
    assert composed["url"] == f"/p/{composed['key']}"
