"""One render per key, whoever asks for it at once, and whatever becomes of the one who renders."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from editor.errors import BrokenPicture, Busy, DeadlineExceeded, StudioError
from editor.library.claims import Claims
from editor.library.deadline import Deadline
from editor.library.variants import Made, Variants
from editor.models import Variant
from tests.library.making import KEY, draw, soon
from tests.together import Together

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_has_looked_claims_at_once_and_still_finds_what_came_meanwhile(
    variants: Variants,
) -> None:
    made = variants.get(KEY, draw, (), soon(), missed=True)
    assert made.path.read_bytes() == b"pixels"

    def twice(path: Path) -> Made:
        raise AssertionError("it was made already")

    assert variants.get(KEY, twice, (), soon(), missed=True) == made


def test_who_has_looked_makes_what_failed_before(variants: Variants) -> None:
    def broken(path: Path) -> Made:
        raise BrokenPicture("no picture", remedy="another one")

    with pytest.raises(BrokenPicture):
        variants.get(KEY, broken, (), soon(), missed=True)
    assert variants.get(KEY, draw, (), soon(), missed=True).bytes == 6


def test_many_threads_of_two_caches_make_it_once(tmp_path: Path, together: Together) -> None:
    """Two caches over one table stand for two processes: they share nothing in memory."""
    caches = [Variants(tmp_path / "v", tmp_path / "tmp", 10_000, lease_s=2) for _ in range(2)]
    count = threading.Lock(), []

    def slow(path: Path) -> Made:
        with count[0]:
            count[1].append(1)
        time.sleep(0.3)
        return draw(path)

    def ask(n: int) -> int:
        return caches[n % 2].get(KEY, slow, (), soon(), missed=n % 3 == 0).bytes

    got = together(ask, 40)
    assert got == [6] * 40
    assert len(count[1]) == 1


def test_everybody_who_waits_gets_the_claimants_error(tmp_path: Path, together: Together) -> None:
    caches = [Variants(tmp_path / "v", tmp_path / "tmp", 10_000, lease_s=2) for _ in range(2)]
    calls = []

    def fail(path: Path) -> Made:
        calls.append(1)
        time.sleep(0.3)
        raise BrokenPicture("Half of it is missing.", remedy="Send it again.")

    def late(n: int) -> object:
        time.sleep(0.02 * n)
        return caches[n % 2].get(KEY, fail, (), soon())

    errors = together(late, 8)
    assert {type(e) for e in errors} == {BrokenPicture}
    assert {e.remedy for e in errors} == {"Send it again."}
    assert len(calls) == 1


def test_after_a_failure_the_next_request_tries_again(variants: Variants) -> None:
    def fail(path: Path) -> Made:
        raise BrokenPicture("no")

    with pytest.raises(BrokenPicture):
        variants.get(KEY, fail, (), soon())
    assert variants.get(KEY, draw, (), soon()).bytes == 6


def test_an_unexpected_error_frees_the_claim_and_reaches_others_without_its_text(
    tmp_path: Path, together: Together
) -> None:
    caches = [Variants(tmp_path / "v", tmp_path / "tmp", 10_000, lease_s=2) for _ in range(2)]

    def crash(path: Path) -> Made:
        time.sleep(0.3)
        raise ZeroDivisionError("/secret/path")

    def late(n: int) -> object:
        time.sleep(0.1 * n)
        return caches[n].get(KEY, crash, (), soon())

    own, other = together(late, 2)
    assert isinstance(own, ZeroDivisionError)
    assert isinstance(other, StudioError)
    assert "secret" not in other.text


def test_a_busy_claimant_does_not_make_others_fail(tmp_path: Path, together: Together) -> None:
    """A claimant with less patience gives up; whoever still has time takes over."""
    caches = [Variants(tmp_path / "v", tmp_path / "tmp", 10_000, lease_s=2) for _ in range(2)]

    def tired(path: Path) -> Made:
        time.sleep(0.3)
        raise DeadlineExceeded("too long")

    def one(n: int) -> object:
        time.sleep(0.1 * n)
        return caches[n].get(KEY, [tired, draw][n], (), soon())

    first, second = together(one, 2)
    assert isinstance(first, DeadlineExceeded)
    assert second.bytes == 6


def test_a_dead_claimants_work_is_taken_over_when_its_lease_ends(variants: Variants) -> None:
    dead = Claims(Variant, lease_s=0.4).take(KEY, None)
    assert dead is not None
    started = time.monotonic()
    assert variants.get(KEY, draw, (), soon()).bytes == 6
    assert 0.3 < time.monotonic() - started < 3
    assert not Claims(Variant).publish(dead, {"bytes": 99})


def test_a_claim_from_before_the_clock_was_set_back_holds_nobody_up(variants: Variants) -> None:
    until = timezone.now() + timedelta(days=1000)
    Variant.objects.create(pk=KEY, claimant="of another time", claimed_until=until)
    assert variants.get(KEY, draw, (), soon()).bytes == 6


def test_a_long_render_keeps_its_claim(tmp_path: Path, together: Together) -> None:
    caches = [Variants(tmp_path / "v", tmp_path / "tmp", 10_000, lease_s=0.6) for _ in range(2)]
    calls = []

    def long(path: Path) -> Made:
        calls.append(1)
        time.sleep(2)
        return draw(path)

    def one(n: int) -> object:
        time.sleep(0.2 * n)
        return caches[n].get(KEY, long, (), soon()).bytes

    assert together(one, 2) == [6, 6]
    assert len(calls) == 1


def test_waiting_ends_at_the_deadline(variants: Variants) -> None:
    assert Claims(Variant, lease_s=60).take(KEY, None) is not None
    with pytest.raises(Busy) as refused:
        variants.get(KEY, draw, (), Deadline.after(0.3))
    assert refused.value.retry_after_s


def test_a_picture_that_nobody_waited_for_is_found_later(variants: Variants) -> None:
    def slow(path: Path) -> Made:
        time.sleep(0.4)
        return draw(path)

    with pytest.raises(Busy):
        variants.get(KEY, slow, (), soon(), wait=Deadline.after(0.05))
    until = time.monotonic() + 5
    while variants.find(KEY) is None:
        assert time.monotonic() < until
        time.sleep(0.05)
