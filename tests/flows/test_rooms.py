"""The rooms of texts are kept, within a bound."""

from __future__ import annotations

import pytest

from editor.errors import Busy
from editor.flows.rooms import Rooms
from editor.geometry import Box
from editor.plan.composition import Text
from editor.render.request import Room

ROOM = Room(1, 1, (), Box(0, 0, 1, 1))


def test_a_text_is_measured_once_and_the_longest_unused_leave() -> None:
    rooms, asked = Rooms(most=2), list[str]()

    def room(text: str) -> Room:
        def measure() -> Room:
            asked.append(text)
            return ROOM

        return rooms.get(Text(text=text), measure)

    for text in ("a", "b", "a", "c", "a", "b"):
        assert room(text) is ROOM
    assert asked == ["a", "b", "c", "b"]
    assert len(rooms) == 2


def test_a_failure_is_not_kept() -> None:
    rooms = Rooms()

    def failing() -> Room:
        raise Busy("No.")

    with pytest.raises(Busy):
        rooms.get(Text(text="a"), failing)
    assert rooms.get(Text(text="a"), lambda: ROOM) is ROOM
