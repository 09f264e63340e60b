"""A network as it is shipped: norms multiplied into convolutions, numbers rounded to halves."""

from __future__ import annotations

import copy
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from editor.errors import InvalidOption


def folded(module: nn.Module, example: Tensor) -> nn.Module:
    """A copy in evaluation mode that answers alike, without batch norms.

    InvalidOption when one of them doesn't stand right behind a convolution of its own.
    """
    made = copy.deepcopy(module).float().eval()
    for convolution, norm in _pairs(made, example):
        before = cast(nn.Conv2d, made.get_submodule(convolution))
        after = cast(nn.BatchNorm2d, made.get_submodule(norm))
        made.set_submodule(convolution, fuse_conv_bn_eval(before, after))
        made.set_submodule(norm, nn.Identity())
    for name, part in made.named_modules():
        if isinstance(part, nn.BatchNorm2d):
            raise InvalidOption(
                f"The norm {name} can't be folded.",
                remedy="Let every batch norm follow a convolution of its own.",
            )
    return made


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


def _pairs(module: nn.Module, example: Tensor) -> list[tuple[str, str]]:
    """Convolutions and the norms that are given their answers, by watching one forward."""
    made: list[tuple[Tensor, str]] = []
    pairs: dict[str, str] = {}

    def watch(name: str, part: nn.Module) -> None:
        def note(_: nn.Module, given: tuple[Tensor, ...], answer: Tensor) -> None:
            if isinstance(part, nn.Conv2d):
                made.append((answer, name))
                return
            for before, convolution in made:
                if before is given[0]:
                    pairs[name] = convolution

        hooks.append(part.register_forward_hook(note))

    hooks: list[torch.utils.hooks.RemovableHandle] = []
    for name, part in module.named_modules():
        if isinstance(part, nn.Conv2d | nn.BatchNorm2d):
            watch(name, part)
    with torch.no_grad():
        module(example)
    for hook in hooks:
        hook.remove()
    if len(set(pairs.values())) < len(pairs):
        raise InvalidOption("One convolution has several norms.", remedy="Give each its own.")
    return [(convolution, norm) for norm, convolution in pairs.items()]
