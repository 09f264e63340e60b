from __future__ import annotations

from editor.live.places import Places


def test_a_workspace_that_left_has_room_again() -> None:
    places = Places(each=1)
    assert places.take("a")
    assert not places.take("a")
    places.leave("a")
    assert places.take("a")


def test_one_workspace_leaves_room_for_others() -> None:
    places = Places(each=2, all=3)
    assert [places.take("a"), places.take("a"), places.take("a")] == [True, True, False]
    assert places.take("b")


def test_all_together_are_bounded() -> None:
    places = Places(each=5, all=2)
    assert [places.take(name) for name in "abc"] == [True, True, False]
