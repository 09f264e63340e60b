"""A network as it is shipped: norms multiplied into convolutions, numbers rounded to halves; and
the way back, for more training."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import cast

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from editor.errors import InvalidOption
from editor.inference.networks.folding import fold, pairs


def folded(module: nn.Module, example: Tensor) -> nn.Module:
    """A copy in evaluation mode that answers alike, without batch norms.

    InvalidOption when one of them doesn't stand right behind a convolution of its own.
    """
    made = copy.deepcopy(module).float().eval()
    fold(made, example)
    for name, part in made.named_modules():
        if isinstance(part, nn.BatchNorm2d):
            raise InvalidOption(
                f"The norm {name} can't be folded.",
                remedy="Let every batch norm follow a convolution of its own.",
            )
    return made


def unfold(module: nn.Module, shipped: Mapping[str, Tensor], examples: Tensor) -> None:
    """Fills a module that has norms with what `folded` made of one like it: it answers as that one
    does. What the norms expect is measured on `examples`, a few dozen of the pictures to come.

    InvalidOption when the numbers are those of another module.
    """
    found = pairs(module.eval(), examples[:1])
    given = {name: values.float() for name, values in shipped.items()}
    for norm, convolution in found.items():
        part = cast(nn.BatchNorm2d, module.get_submodule(norm))
        part.reset_parameters()
        # With these a norm does nothing but add what the folded convolution added.
        _numbers(part.running_var).fill_(1 - part.eps)
        bias = given[f"{convolution}.bias"]
        if cast(nn.Conv2d, module.get_submodule(convolution)).bias is None:
            del given[f"{convolution}.bias"]
        else:
            given[f"{convolution}.bias"] = torch.zeros_like(bias)
        part.bias.data.copy_(bias)
    own = {name for norm in found for name in _names(module, norm)}
    missing, unexpected = module.load_state_dict(given, strict=False)
    if unexpected or set(missing) - own:
        raise InvalidOption(
            "These weights belong to another module.",
            remedy=f"They don't fit at {', '.join(sorted((set(missing) - own) | set(unexpected)))}",
        )
    _expect(module, list(found), examples)


def rounded(module: nn.Module) -> nn.Module:
    """A copy whose numbers are the float32 of the nearest halves; InvalidOption for those that no
    half can hold."""
    made = copy.deepcopy(module)
    for name, value in numbers(made).items():
        half = value.half()
        if not torch.isfinite(half).all():
            raise InvalidOption(f"{name} holds numbers too large for half precision.")
        value.copy_(half)
    return made


def numbers(module: nn.Module) -> dict[str, Tensor]:
    """Its trained numbers by name; counters aren't among them."""
    return {key: one for key, one in module.state_dict().items() if one.is_floating_point()}


def _expect(module: nn.Module, norms: list[str], examples: Tensor) -> None:
    """Norms that do nothing learn the mean and spread of what they are given, and undo both."""

    def measure(norm: nn.BatchNorm2d) -> None:
        def look(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            spread, mean = torch.var_mean(given[0], (0, 2, 3), correction=0)
            looks.append((norm, mean, spread))

        hooks.append(norm.register_forward_pre_hook(look))

    hooks: list[RemovableHandle] = []
    looks: list[tuple[nn.BatchNorm2d, Tensor, Tensor]] = []
    for norm in norms:
        measure(cast(nn.BatchNorm2d, module.get_submodule(norm)))
    with torch.no_grad():
        module(examples)
    for hook in hooks:
        hook.remove()
    for part, mean, spread in looks:
        _numbers(part.running_mean).copy_(mean)
        _numbers(part.running_var).copy_(spread)
        part.weight.data.copy_((spread + part.eps).sqrt())
        part.bias.data.add_(mean)


def _numbers(buffer: Tensor | None) -> Tensor:
    return cast(Tensor, buffer)


def _names(module: nn.Module, part: str) -> list[str]:
    return [f"{part}.{name}" for name in module.get_submodule(part).state_dict()]
