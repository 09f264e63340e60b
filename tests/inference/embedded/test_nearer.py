from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.inference.embedded.nearer import part_to_see


def share(height: int, width: int, rows: slice, columns: slice) -> np.ndarray:
    made = np.zeros((height, width), np.float32)
    made[rows, columns] = 0.9
    return made


def test_a_small_subject_is_looked_at_with_room_around_it() -> None:
    part = part_to_see(share(300, 400, slice(100, 150), slice(200, 280)))
    assert part is not None
    rows, columns = part.within(300, 400)
    assert (rows.start, rows.stop) == (84, 166)
    assert (columns.start, columns.stop) == (184, 296)
    larger, wider = part.within(3000, 4000)
    assert larger.start == pytest.approx(840, abs=1)
    assert wider.stop == pytest.approx(2960, abs=1)


def test_a_subject_that_fills_the_picture_isn_t_looked_at_again() -> None:
    assert part_to_see(share(300, 400, slice(10, 290), slice(5, 380))) is None


def test_where_nothing_was_found_there_is_nothing_to_look_at() -> None:
    assert part_to_see(np.full((300, 400), 0.4, np.float32)) is None


def test_few_stray_pixels_don_t_widen_the_look() -> None:
    made = share(300, 400, slice(100, 180), slice(200, 280))
    made[2, 2] = made[298, 398] = 1
    part = part_to_see(made)
    assert part is not None
    assert part.top > 0.25
    assert part.right < 0.8


@given(st.integers(20, 200), st.integers(20, 200), st.data())
def test_the_part_lies_in_the_picture_and_holds_nearly_all_of_the_subject(
    height: int, width: int, data: st.DataObject
) -> None:
    top, left = data.draw(st.integers(0, height - 1)), data.draw(st.integers(0, width - 1))
    bottom = data.draw(st.integers(top + 1, height))
    right = data.draw(st.integers(left + 1, width))
    made = share(height, width, slice(top, bottom), slice(left, right))
    part = part_to_see(made)
    if part is None:
        return
    rows, columns = part.within(height, width)
    assert 0 <= rows.start < rows.stop <= height
    assert 0 <= columns.start < columns.stop <= width
    assert (made[rows, columns] > 0.5).sum() >= 0.95 * (made > 0.5).sum()
