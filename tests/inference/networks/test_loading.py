"""Official checkpoints are taken as they are; anything else is refused, and nothing changes."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from editor.errors import WrongWeights
from editor.inference.networks import load_checkpoint


class Small(nn.Module):
    """Everything that published files hold: weights, float buffers, a counter and a table."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 1)
        self.norm = nn.BatchNorm2d(3)
        self.table: Tensor
        self.register_buffer("table", torch.arange(4))


def weights() -> dict[str, Tensor]:
    return {name: torch.full_like(value, 7) for name, value in floats(Small()).items()}


def floats(module: nn.Module) -> dict[str, Tensor]:
    return {n: v for n, v in module.state_dict().items() if v.is_floating_point()}


def sevens(module: nn.Module) -> bool:
    return all(bool((value == 7).all()) for value in floats(module).values())


@pytest.mark.parametrize("prefix", ["", "module.", "_orig_mod.", "module._orig_mod.module."])
@pytest.mark.parametrize("wrapper", [None, "state_dict", "model"])
def test_prefixes_and_wrappers_of_training_come_off(prefix: str, wrapper: str | None) -> None:
    module = Small()
    given: dict[str, object] = {prefix + name: value for name, value in weights().items()}
    load_checkpoint(module, {wrapper: given, "epoch": 3} if wrapper else given)
    assert sevens(module)


def test_half_precision_is_widened() -> None:
    module = Small()
    load_checkpoint(module, {name: value.half() for name, value in weights().items()})
    assert sevens(module)
    assert module.conv.weight.dtype == torch.float32


def test_integer_buffers_may_be_given_or_left_out() -> None:
    module = Small()
    counter = {"norm.num_batches_tracked": torch.tensor(9)}
    load_checkpoint(module, {**weights(), **counter, "table": torch.arange(4)})
    assert module.norm.num_batches_tracked == 9
    assert module.table.tolist() == [0, 1, 2, 3]


MISFITS = [
    ({"conv.bias": None}, "missing: conv.bias"),
    ({"norm.running_var": None}, "missing: norm.running_var"),
    ({"conv.extra": torch.zeros(1)}, "unexpected: conv.extra"),
    ({"conv.bias": torch.zeros(5)}, "mis-shaped: conv.bias 5 where the network has 3"),
    ({"conv.bias": torch.tensor(1.0)}, "mis-shaped: conv.bias a single number where"),
    ({"conv.bias": torch.arange(3)}, "of another type: conv.bias"),
    ({"table": torch.zeros(4)}, "of another type: table"),
    ({"table": torch.arange(4) + 1}, "of other values: table"),
]


@pytest.mark.parametrize(("change", "said"), MISFITS, ids=[said for _, said in MISFITS])
def test_what_does_not_fit_is_named_and_nothing_changes(
    change: dict[str, Tensor | None], said: str
) -> None:
    module = Small()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    changed = {**weights(), **change}
    given = {name: value for name, value in changed.items() if value is not None}
    with pytest.raises(WrongWeights) as refused:
        load_checkpoint(module, given)
    assert said in refused.value.text
    assert all(torch.equal(value, before[name]) for name, value in module.state_dict().items())


def test_every_kind_of_misfit_is_told_at_once_and_long_lists_are_cut() -> None:
    given = {f"new{i}": torch.zeros(1) for i in range(20)}
    with pytest.raises(WrongWeights) as refused:
        load_checkpoint(Small(), given)
    assert "missing: conv.weight, conv.bias, norm.weight" in refused.value.text
    assert "new7 and 12 more" in refused.value.text


def test_a_name_that_comes_twice_is_refused() -> None:
    given = {**weights(), "module.conv.bias": torch.zeros(3)}
    with pytest.raises(WrongWeights, match=r"conv\.bias.*twice"):
        load_checkpoint(Small(), given)


def test_what_is_no_tensor_is_refused() -> None:
    with pytest.raises(WrongWeights, match=r"conv\.bias.*no tensor"):
        load_checkpoint(Small(), {**weights(), "conv.bias": [1, 2, 3]})
