from __future__ import annotations

import pytest

from editor.errors import DeadlineExceeded
from editor.library.deadline import Deadline


def test_time_left_shrinks_and_never_goes_below_zero() -> None:
    assert 9 < Deadline.after(10).check() <= 10
    assert Deadline.after(-5).left_s == 0


def test_no_time_left_is_an_error_with_a_remedy() -> None:
    with pytest.raises(DeadlineExceeded) as late:
        Deadline.after(-1).check()
    assert late.value.remedy
