from __future__ import annotations

from pathlib import Path

import pytest

from editor.errors import InvalidOption, ModelMissing, UnknownName
from editor.inference.card import Task
from editor.inference.choice import Choice
from tests.inference.doubles import Brightness, Corner, Crooked, Deep, Elsewhere, settings

KINDS = {kind.card.name: kind for kind in (Brightness, Corner, Crooked, Deep, Elsewhere)}


@pytest.fixture
def choice(tmp_path: Path) -> Choice:
    return Choice(KINDS, settings(models_dir=str(tmp_path)))


def test_auto_is_the_best_ranked_model_that_is_present(choice: Choice, tmp_path: Path) -> None:
    assert choice.pick(Task.MATTE, "auto") is Brightness
    (tmp_path / "w.bin").write_bytes(b"1234")
    assert choice.pick(Task.MATTE, "auto") is Elsewhere


def test_auto_is_told_for_every_task_that_is_answered(choice: Choice) -> None:
    assert choice.auto() == {Task.FACES: Corner, Task.MATTE: Brightness}


@pytest.mark.parametrize("asked", ["deep", Deep.card.key])
def test_a_model_is_found_by_name_and_by_key(choice: Choice, asked: str) -> None:
    assert choice.pick(Task.MATTE, asked) is Deep


def test_an_unknown_name_is_told_with_the_nearest_of_the_task(choice: Choice) -> None:
    with pytest.raises(UnknownName) as caught:
        choice.pick(Task.MATTE, "brigthness")
    assert "'brightness'" in caught.value.remedy


def test_a_model_of_another_task_is_refused(choice: Choice) -> None:
    with pytest.raises(InvalidOption, match="corner answers faces") as caught:
        choice.pick(Task.MATTE, "corner")
    assert "brightness" in caught.value.remedy
    assert "elsewhere" not in caught.value.remedy


def test_a_key_of_an_older_revision_is_missing_not_swapped(choice: Choice) -> None:
    with pytest.raises(ModelMissing, match=Brightness.card.key):
        choice.pick(Task.MATTE, "brightness@0000000000")


def test_missing_weights_are_told_with_what_is_present(choice: Choice) -> None:
    with pytest.raises(ModelMissing, match=r"elsewhere can.t work here without weights") as caught:
        choice.pick(Task.MATTE, "elsewhere")
    assert "brightness" in caught.value.remedy


def test_a_task_without_any_model_is_told(choice: Choice) -> None:
    with pytest.raises(ModelMissing, match="prompted matte"):
        choice.pick(Task.PROMPTED_MATTE, "auto")
