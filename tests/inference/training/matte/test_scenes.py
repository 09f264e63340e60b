from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from editor.inference.training.matte import scenes
from editor.inference.training.matte.chance import Floats
from editor.inference.training.matte.clutter import before, behind
from editor.inference.training.matte.cutouts import Material, Photo
from editor.inference.training.matte.scenes import beside, framed, portrait, sample
from editor.inference.training.matte.shadows import shaded
from editor.inference.training.matte.subjects import Extent, Placed
from editor.inference.training.matte.surroundings import surroundings


@pytest.mark.parametrize("number", range(12))
def test_a_sample_is_the_same_for_the_same_number(discs: Material, number: int) -> None:
    one, other = (sample(np.random.default_rng([1, number]), discs, 64, 0.7) for _ in range(2))
    assert (one[0] == other[0]).all()
    assert (one[1] == other[1]).all()


def test_samples_have_their_size_and_mostly_a_subject(discs: Material) -> None:
    areas = []
    for number in range(40):
        colour, alpha = sample(np.random.default_rng([2, number]), discs, 64, 0.9)
        assert (colour.shape, colour.dtype) == ((64, 64, 3), np.uint8)
        assert (alpha.shape, alpha.dtype) == ((64, 64), np.uint8)
        areas.append((alpha > 128).mean())
    assert np.mean(np.array(areas) > 0.01) > 0.85
    assert min(areas) < 0.2 < 0.4 < max(areas)


def test_a_shadow_darkens_the_ground_and_stays_out_of_the_matte() -> None:
    alpha = np.zeros((96, 96), np.float32)
    cv2.circle(alpha, (48, 40), 20, 1.0, -1)
    ground = np.full((96, 96, 3), 0.8, np.float32)
    subject = Placed(ground, alpha)  # as light as the ground: a reflection doesn't brighten it
    shades = [shaded(np.random.default_rng(n), ground, subject, plain=True) for n in range(20)]
    assert all((shade <= ground + 1e-3).all() for shade in shades)
    assert sum(bool((shade < 0.75).any()) for shade in shades) >= 10
    assert alpha.sum() == subject.alpha.sum()


def test_a_photograph_and_its_matte_move_together() -> None:
    alpha = np.zeros((80, 120), np.uint8)
    cv2.rectangle(alpha, (40, 20), (90, 60), 255, -1)
    photo = Photo("thing", np.repeat(alpha[..., None], 3, 2), alpha)
    for number in range(15):
        colour, moved = framed(np.random.default_rng(number), photo, 64)
        lit = colour.max(2) > colour.max() / 2
        assert (lit != (moved > 0.5)).mean() < 0.05


def test_a_portrait_shows_the_head_of_somebody_who_stands() -> None:
    alpha = np.zeros((400, 300), np.uint8)
    cv2.circle(alpha, (150, 60), 25, 255, -1)
    cv2.rectangle(alpha, (110, 85), (190, 380), 255, -1)
    colour = np.repeat(np.arange(400, dtype=np.uint8)[:, None, None] // 2, 300, 1).repeat(3, 2)
    for number in range(15):
        near = portrait(np.random.default_rng(number), Photo("person", colour, alpha))
        assert near.colour.shape[:2] == near.alpha.shape
        assert 48 <= len(near.alpha) <= 0.6 * 345
        top = 2 * int(near.colour[0, 0, 0])
        assert top <= 35, "nothing of the head is cut off"
        assert near.alpha[60 - top].any(), "the head is in it"
        assert near.alpha[-1].any(), "the body goes on below"
    small = Photo("person", colour[::4, ::4], alpha[::4, ::4])
    assert portrait(np.random.default_rng(1), small) is small


def test_photographs_of_people_are_cut_to_portraits_at_times(
    discs: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[Photo] = []

    def noted(rng: np.random.Generator, photo: Photo) -> Photo:
        cut.append(photo)
        return photo

    monkeypatch.setattr(scenes, "portrait", noted)
    people = replace(discs, photos=tuple(replace(one, kind="person") for one in discs.photos))
    for number in range(100):
        sample(np.random.default_rng([3, number]), people, 64, 0.0)
    assert 15 <= len(cut) <= 55


def test_clutter_stands_behind_and_reaches_in_from_the_frame(discs: Material) -> None:
    ground = np.full((96, 96, 3), 0.5, np.float32)
    inner = np.s_[40:56, 40:56]
    changed = []
    for number in range(40):
        made = behind(np.random.default_rng([4, number]), discs, ground)
        assert made.shape == ground.shape
        assert 0 <= made.min() <= made.max() <= 1
        touched = (abs(made - 0.5) > 0.02).any(2)
        rim = np.concatenate([touched[0], touched[-1], touched[:, 0], touched[:, -1]])
        changed.append((rim.mean(), touched[inner].mean()))
    assert np.mean([rim for rim, _ in changed]) > 1.2 * np.mean([mid for _, mid in changed]) > 0
    assert np.mean([rim > 0.01 for rim, _ in changed]) > 0.9


def test_a_table_before_the_subject_takes_its_lower_part_away(discs: Material) -> None:
    scene = np.full((96, 96, 3), 0.5, np.float32)
    alpha = np.zeros((96, 96), np.float32)
    alpha[20:, 30:70] = 1
    below = []
    for number in range(20):
        _, left = before(np.random.default_rng([5, number]), discs, scene, alpha)
        assert (left <= alpha + 1e-6).all()
        assert left[20:50].sum() == alpha[20:50].sum(), "heads stay"
        below.append(float(left[-1].sum() / alpha[-1].sum()))
    assert np.mean(below) < 0.1, "the frame's lower edge is the table's"


def test_surroundings_are_colours_of_every_kind(discs: Material) -> None:
    made = [surroundings(np.random.default_rng(n), discs, 64) for n in range(60)]
    assert {plain for _, plain in made} == {True, False}
    for colour, _ in made:
        assert colour.shape == (64, 64, 3)
        assert 0 <= colour.min() <= colour.max() <= 1


def test_most_photographs_are_of_people_where_there_are_any(
    discs: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def noted(rng: np.random.Generator, photo: Photo, size: int) -> tuple[Floats, Floats]:
        seen.append(photo.kind)
        return framed(rng, photo, size)

    monkeypatch.setattr(scenes, "framed", noted)
    kinds = ("person", *("thing",) * (len(discs.photos) - 1))
    few = tuple(replace(one, kind=kind) for one, kind in zip(discs.photos, kinds, strict=True))
    for number in range(100):
        sample(np.random.default_rng([6, number]), replace(discs, photos=few), 64, 0.0)
    assert 45 <= seen.count("person") <= 80
    only = replace(discs, photos=few[1:])
    assert sample(np.random.default_rng(1), only, 64, 0.0)[1].any()


def test_a_second_subject_is_as_large_as_the_first_or_held_before_it() -> None:
    first = Extent(100, 30, 20, 60, 90)
    for number in range(60):
        share, spot = beside(np.random.default_rng(number), first)
        held = share < 0.56 * first.longer
        assert held or share >= 0.7 * first.longer
        if held:
            assert abs(spot.x - 45) < 40
            assert abs(spot.y - 55) < 70
