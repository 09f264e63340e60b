"""Several processes, a thread each, that train one network: their gradients are averaged.

On few cores this is faster than one process with as many threads, which wait for each other after
every layer.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch import distributed as dist

from editor.errors import StudioError

LOOPBACK = "lo"


@dataclass(frozen=True, slots=True)
class Member:
    """One of a team; number 0 judges and writes."""

    number: int
    size: int

    def average(self, numbers: Sequence[Tensor]) -> None:
        """In place: every member has the mean of what all of them had."""
        if self.size == 1:
            return
        flat = torch.cat([one.flatten() for one in numbers])
        dist.all_reduce(flat)
        flat /= self.size
        parts = torch.split(flat, [one.numel() for one in numbers])
        for one, part in zip(numbers, parts, strict=True):
            one.copy_(part.view_as(one))

    def agreed(self, flag: bool) -> bool:
        """What number 0 says."""
        if self.size == 1:
            return flag
        said = torch.tensor([flag], dtype=torch.uint8)
        dist.broadcast(said, 0)
        return bool(said.item())


def together(size: int, work: Callable[[Member], None]) -> None:
    """Runs the work in every member; StudioError when one of them failed.

    Members are forks: what was read before is shared. PyTorch must not have computed before.
    """
    if size == 1:
        work(Member(0, 1))
        return
    with tempfile.TemporaryDirectory() as folder:
        where = f"file://{folder}/meeting"
        context = multiprocessing.get_context("fork")
        members = [
            context.Process(target=_member, args=(Member(number, size), where, work))
            for number in range(size)
        ]
        for one in members:
            one.start()
        for one in members:
            one.join()
    if any(one.exitcode for one in members):
        raise StudioError("A process of the training failed; its message is above.")


def _member(member: Member, where: str, work: Callable[[Member], None]) -> None:
    os.environ.setdefault("GLOO_SOCKET_IFNAME", LOOPBACK)
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=where, rank=member.number, world_size=member.size)
    work(member)
    dist.destroy_process_group()
