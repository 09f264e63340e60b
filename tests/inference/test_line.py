"""Who is next in line, by a clock of the test."""

from __future__ import annotations

import asyncio

from editor.inference.line import AGES_S, RECENT_S, Entry, Flow, Line, Question
from editor.inference.models.base import Model, Picture
from tests.inference.clocks import Clock
from tests.inference.doubles import Brightness, Corner, picture


def never(entry: Entry) -> bool:
    return False


def loaded(model: type[Model]) -> bool:
    return True


class Row:
    """A line, and a short way to put questions into it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.line = Line(self.clock)

    def add(
        self, name: str, workspace: str = "", model: type[Model] = Brightness, batch: bool = False
    ) -> Entry:
        answer = asyncio.get_running_loop().create_future()
        question = Question(model, picture(), flow=Flow(workspace, batch), name=name)
        entry = Entry(question, self.clock.now, answer, question.flow)
        self.line.add(entry)
        return entry

    def next(self, most: int = 1, each_s: float = 1.0) -> list[str]:
        lead = self.line.lead(loaded, never)
        assert lead
        return [entry.question.name for entry in self.line.batch(lead, most, each_s)]


async def test_within_a_workspace_the_first_to_come_is_the_first() -> None:
    row = Row()
    for name in "abc":
        row.add(name)
        row.clock.now += 1
    assert [row.next() for _ in range(3)] == [["a"], ["b"], ["c"]]
    assert row.line.lead(loaded, never) is None


async def test_workspaces_take_turns_however_many_they_ask() -> None:
    row = Row()
    for number in range(4):
        row.add(f"flood{number}", "flood")
    row.add("light0", "light")
    row.add("light1", "light")
    order = [row.next()[0] for _ in range(6)]
    assert order == ["flood0", "light0", "light1", "flood1", "flood2", "flood3"]


async def test_turns_are_counted_in_time_of_the_device_not_in_pictures() -> None:
    row = Row()
    for number in range(9):
        row.add(f"slow{number}", "slow")
        row.add(f"quick{number}", "quick", Corner)
    times = {"slow": 4.0, "quick": 1.0}
    served: list[str] = []
    for _ in range(10):
        lead = row.line.lead(loaded, never)
        assert lead
        row.line.batch(lead, 1, times[lead.flow.workspace])
        served.append(lead.flow.workspace)
    assert served.count("slow") == 2


async def test_who_was_away_comes_back_at_the_present() -> None:
    row = Row()
    row.add("once", "away")
    row.next()
    for number in range(20):
        row.add(f"busy{number}", "busy")
    for _ in range(10):
        row.next()
    for number in range(10):
        row.add(f"back{number}", "away")
    order = [row.next()[0][:4] for _ in range(6)]
    assert order.count("busy") == 3, "nobody saves up time while away"


async def test_interactive_work_goes_before_batch_work_and_late_batch_work_goes_along() -> None:
    row = Row()
    row.add("batch", "shop", batch=True)
    row.clock.now = 1
    row.add("screen", "designer")
    assert row.next() == ["screen"]
    row.add("another", "designer")
    row.clock.now = AGES_S + 1
    assert row.next() == ["batch"], "after so long it is as urgent, and its flow had nothing yet"


async def test_a_batch_takes_whom_one_pass_can_answer_in_fair_order() -> None:
    class ByShape(Brightness):
        @classmethod
        def shape(cls, picture: Picture) -> tuple[int, ...]:
            return picture.shape

    row = Row()
    row.add("a0", "a")
    row.add("other model", "a", Corner)
    row.add("a1", "a")
    row.add("a2", "a")
    row.add("b0", "b")
    assert row.next(most=3) == ["a0", "b0", "a1"]
    wide, tall = (Question(ByShape, picture(0, *size)) for size in ((4, 8), (8, 4)))
    assert wide.goes_with(Question(ByShape, picture(9, 4, 8)))
    assert not wide.goes_with(tall)


async def test_a_model_that_is_not_loaded_waits_for_its_turn_but_not_for_ever() -> None:
    row = Row()
    row.add("absent", model=Corner)
    row.add("present")
    only = {Brightness}

    def lead() -> str:
        found = row.line.lead(lambda model: model in only, lambda entry: row.clock.now < 3)
        assert found
        return found.question.name

    assert lead() == "present"
    row.clock.now = 3.0
    assert lead() == "absent"


async def test_a_crowd_is_a_flood_beside_somebody_who_asks_now_and_then() -> None:
    row = Row()
    for number in range(6):
        row.add(f"flood{number}", "flood")
    assert not row.line.crowded(), "alone, it may have long batches"
    row.add("light", "light")
    assert row.line.crowded()
    row.line.alive()[-1].answer.cancel()
    assert row.line.crowded(), "the next question of the light one is on its way"
    row.clock.now += RECENT_S + 1
    assert not row.line.crowded()
    row.add("light", "light")
    row.clock.now += RECENT_S + 1
    assert row.line.crowded(), "who waits on a slow machine is still there"


async def test_many_light_ones_are_no_crowd() -> None:
    row = Row()
    for number in range(64):
        row.add(str(number), f"workspace{number}")
    assert not row.line.crowded()
