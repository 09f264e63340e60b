from __future__ import annotations

import pytest

from editor.errors import BadRequest, UnknownName
from editor.inference.settings import SECRET, load

ENOUGH = {SECRET: "shh"}


def test_the_secret_is_all_that_must_be_set() -> None:
    settings = load({**ENOUGH, "PATH": "/bin", "STUDIO_PORT": "8000"})
    assert settings.secret == "shh"
    assert settings.queue == 32


def test_a_service_without_a_secret_is_refused() -> None:
    with pytest.raises(BadRequest) as caught:
        load({})
    assert SECRET in caught.value.remedy


def test_settings_are_read_in_their_type() -> None:
    settings = load({**ENOUGH, "INFERENCE_QUEUE": "3", "INFERENCE_DEADLINE_S": "1.5"})
    assert (settings.queue, settings.deadline_s) == (3, 1.5)


def test_a_misspelt_setting_names_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        load({**ENOUGH, "INFERENCE_QEUE": "3"})
    assert "INFERENCE_QUEUE" in caught.value.remedy


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUEUE", "many"),
        ("QUEUE", "0"),
        ("BATCH", "-1"),
        ("MEMORY", "0"),
        ("BODY_BYTES", "0"),
        ("DEADLINE_S", "0"),
        ("MEGAPIXELS", "-1"),
        ("IDLE_S", "0"),
        ("THREADS", "-2"),
        ("PRECISION", "int8"),
        ("WAY", "slow"),
        ("WARM_S", "-1"),
    ],
)
def test_a_value_that_nothing_can_run_with_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"INFERENCE_{name}"):
        load({**ENOUGH, f"INFERENCE_{name}": value})
