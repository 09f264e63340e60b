"""The comparison itself: it accepts what is close and keeps the evidence of what isn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests import golden


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "FOLDER", tmp_path)
    monkeypatch.setattr(golden, "OUT", tmp_path / "out")
    monkeypatch.delenv("STUDIO_WRITE_GOLDENS", raising=False)
    Image.new("RGB", (20, 10), (100, 100, 100)).save(tmp_path / "grey.png")


def grey(level: int, size: tuple[int, int] = (20, 10)) -> Image.Image:
    return Image.new("RGB", size, (level, level, level))


def test_equal_and_close_pictures_pass() -> None:
    golden.assert_picture_close(grey(100), "grey", max_mean=0, max_pixel=0)
    golden.assert_picture_close(grey(101), "grey", max_mean=1.0)


def test_a_small_change_everywhere_fails_by_the_mean(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"mean difference 1\.50"):
        golden.assert_picture_close(grey(102), "grey", max_mean=1.0)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "grey.actual.png",
        "grey.golden.png",
        "grey.difference.png",
    }


def test_one_wrong_pixel_fails_by_the_largest_difference() -> None:
    picture = grey(100)
    picture.putpixel((3, 3), (200, 100, 100))
    with pytest.raises(AssertionError, match="largest 100"):
        golden.assert_picture_close(picture, "grey", max_mean=5)


def test_another_size_fails() -> None:
    with pytest.raises(AssertionError, match=r"\(21, 10\) instead of \(20, 10\)"):
        golden.assert_picture_close(grey(100, (21, 10)), "grey")


def test_colours_under_full_transparency_do_not_count(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "clear.png")
    picture = Image.new("RGBA", (4, 4), (0, 255, 0, 0))
    golden.assert_picture_close(picture, "clear", max_mean=0, max_pixel=0)


def test_a_missing_golden_says_how_to_write_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match="STUDIO_WRITE_GOLDENS=1"):
        golden.assert_picture_close(grey(1), "new")
    monkeypatch.setenv("STUDIO_WRITE_GOLDENS", "1")
    golden.assert_picture_close(grey(1), "new")
    monkeypatch.delenv("STUDIO_WRITE_GOLDENS")
    golden.assert_picture_close(grey(1), "new", max_mean=0)
