"""One request can be followed through every log by its id."""

from __future__ import annotations

import json
import logging

import pytest

from editor.errors import UnknownName
from editor.inference.caller import NOBODY, Caller, calling, named, present
from editor.inference.logs import Json, Lines, formatter
from tests.inference.conftest import Serving
from tests.inference.doubles import Brightness
from tests.inference.test_service import png


def record(**extra: object) -> logging.LogRecord:
    made = logging.LogRecord("studio", logging.INFO, "f.py", 1, "made %d", (3,), None)
    vars(made).update(extra)
    return made


def test_json_holds_the_message_the_request_and_more_facts() -> None:
    with calling(Caller("req-12345", "ws")):
        told = json.loads(Json().format(record(facts={"ms": 4})))
    assert told["message"] == "made 3"
    assert (told["request"], told["workspace"], told["ms"]) == ("req-12345", "ws", 4)
    assert told["level"] == "info"
    assert told["at"].endswith("+00:00")
    assert "request" not in json.loads(Json().format(record()))


def test_json_keeps_a_trace_on_its_one_line() -> None:
    try:
        raise ZeroDivisionError("why")
    except ZeroDivisionError as error:
        info = (type(error), error, error.__traceback__)
    line = Json().format(record(exc_info=info))
    assert "\n" not in line
    assert "ZeroDivisionError: why" in json.loads(line)["trace"]


def test_lines_for_people_name_the_request_too() -> None:
    with calling(Caller("req-12345")):
        assert Lines().format(record()).endswith("INFO studio made 3 request=req-12345")
        named = record(msg="made it id=%s", args=("req-12345",))
        assert Lines().format(named).endswith("made it id=req-12345"), "not twice"


def test_the_format_is_chosen_by_one_word() -> None:
    assert isinstance(formatter({}), Lines)
    assert isinstance(formatter({"STUDIO_LOG_FORMAT": "json"}), Json)
    with pytest.raises(UnknownName, match="jsn"):
        formatter({"STUDIO_LOG_FORMAT": "jsn"})


def test_work_is_for_somebody_only_inside_its_block() -> None:
    with calling(Caller("outer")):
        with calling(Caller("inner")):
            assert present().request == "inner"
        assert present().request == "outer"
    assert present() == NOBODY


@pytest.mark.parametrize("text", ["a\nb", "a b", "", "x" * 65, "ü"])
def test_names_that_would_spoil_a_log_are_dropped(text: str) -> None:
    assert named(text) == ""


async def test_the_service_logs_each_picture_with_its_request(
    serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    kind = Brightness.fresh()
    lines: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    keeping = Keeping()
    keeping.setFormatter(Json())
    log = logging.getLogger("inference.http")
    log.addHandler(keeping)
    try:
        with caplog.at_level(logging.INFO, logger="inference.http"):
            async with serving(kind) as client:
                told = {"x-request-id": "from-the-web-1", "x-workspace": "w1"}
                await client.post("/v1/mattes", content=png(), headers=told)
                await client.get("/v1/models")
    finally:
        log.removeHandler(keeping)
    [line] = [json.loads(line) for line in lines]
    assert (line["request"], line["workspace"]) == ("from-the-web-1", "w1")
    assert (line["path"], line["status"], line["model"]) == ("/v1/mattes", 200, "brightness")
    assert line["batch"] == 1
    assert line["predict_ms"] >= 0
