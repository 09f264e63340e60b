"""Figures of how well doubts point at wrong mattes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from editor.errors import BadRequest
from editor.flows.batches.doubting import Judged, caught, judged, pairs, ranked, told
from editor.flows.engines import Engines
from editor.models import Workspace
from editor.plan.batches.recipe import Recipe
from tests.flows.photos import PICTURES


def photo(doubt: float, agreement: float, group: str = "a") -> Judged:
    return Judged("x.jpg", group, doubt, ("soft",) if doubt else (), agreement)


def test_the_most_doubtful_fifth_is_looked_at() -> None:
    good = [photo(0.1, 0.95)] * 8
    assert caught([photo(0.9, 0.3), photo(0.8, 0.5), *good]) == 1
    assert caught([photo(0.9, 0.3), photo(0.0, 0.5), *good]) == 0.5
    assert caught(good) == 1


def test_what_more_wrong_ones_than_fit_leave_out_does_not_count_against_the_doubts() -> None:
    lines = list(told([*[photo(0.9, 0.3)] * 5, *[photo(0.1, 0.9)] * 5]))
    assert "finds 40% of the wrong; 40% fit into so many: 100% of what is possible" in lines[1]


def test_the_ranking_compares_every_wrong_one_with_every_right_one() -> None:
    assert ranked([photo(0.9, 0.3), photo(0.1, 0.9), photo(0.2, 0.9)]) == 1
    assert ranked([photo(0.1, 0.3), photo(0.1, 0.9), photo(0.2, 0.9)]) == 0.25
    assert ranked([photo(0.1, 0.9)]) == 1


def test_the_figures_are_told_for_each_set_and_reason() -> None:
    lines = list(told([photo(0.9, 0.3), *[photo(0.0, 0.9, "b")] * 9]))
    assert lines[0].startswith("10 photos, 1 mattes wrong")
    assert "finds 100% of the wrong" in lines[1]
    assert "100% of what is possible" in lines[1]
    assert lines[2].endswith("100%")
    assert lines[-1] == "  soft: given 1 times, 1 of them wrong"


@pytest.mark.django_db(transaction=True)
def test_a_photo_is_judged_beside_the_truth(
    workspace: Workspace, engines: Engines, tmp_path: Path
) -> None:
    for folder in ("image", "matte"):
        (tmp_path / folder).mkdir()
    with pytest.raises(BadRequest):
        pairs(tmp_path)
    shutil.copy(PICTURES / "product.jpg", tmp_path / "image/set__product.jpg")
    shutil.copy(PICTURES / "product.mask.png", tmp_path / "matte/set__product.png")
    [(image, matte)] = pairs(tmp_path)
    found = judged(workspace, image, matte, Recipe(), engines)
    assert (found.name, found.group) == ("set__product.jpg", "set")
    assert 0.3 < found.agreement <= 1
    assert 0 <= found.doubt <= 1
