"""Which children the settings ask for."""

from __future__ import annotations

import pytest

from editor.conf import Conf
from editor.errors import UnknownName
from editor.management.supervisor import roles


def names(conf: Conf, only: str = "") -> list[str]:
    return [spec.name for spec in roles.specs(roles.chosen(only, conf), conf, 5, 6)]


def test_by_default_every_role_runs_with_two_workers() -> None:
    assert names(Conf()) == ["inference", "web-1", "worker-1", "worker-2"]


def test_inference_elsewhere_needs_no_child() -> None:
    assert names(Conf(inference_url="http://gpu:8100")) == ["web-1", "worker-1", "worker-2"]


def test_inference_on_a_socket_file_is_a_child_of_ours() -> None:
    assert "inference" in names(Conf(inference_url="unix:///run/studio/inference.sock"))


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        ("web", ["web-1", "web-2"]),
        ("worker", ["worker-1", "worker-2"]),
        ("inference", ["inference"]),
        ("web, worker", ["web-1", "web-2", "worker-1", "worker-2"]),
    ],
)
def test_only_chooses_the_roles(only: str, expected: list[str]) -> None:
    assert names(Conf(web_processes=2, inference_url="http://gpu:8100"), only) == expected


def test_an_unknown_role_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName) as refusal:
        roles.chosen("web,wroker", Conf())
    assert "worker" in refusal.value.remedy


def test_one_worker_of_several_takes_interactive_work_only() -> None:
    def interactive(count: int) -> list[bool]:
        conf = Conf(worker_processes=count)
        specs = roles.specs(["worker"], conf, None, None)
        return ["--interactive-only" in spec.command for spec in specs]

    assert interactive(3) == [True, False, False]
    assert interactive(1) == [False]


def test_children_get_only_their_own_socket() -> None:
    specs = {spec.role: spec.fds for spec in roles.specs(roles.ROLES, Conf(), 5, 6)}
    assert specs == {"inference": (6,), "web": (5,), "worker": ()}


def test_numeric_pools_are_bounded_in_every_child() -> None:
    for spec in roles.specs(roles.ROLES, Conf(), 5, 6):
        assert spec.environment["OMP_WAIT_POLICY"] == "PASSIVE"
        assert int(spec.environment["OMP_NUM_THREADS"]) >= 1
        assert int(spec.environment["OPENBLAS_NUM_THREADS"]) >= 1
