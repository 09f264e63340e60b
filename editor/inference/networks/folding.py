"""Batch norms multiplied into the convolutions before them: the same answers with less work."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def fold(module: nn.Module, example: Tensor) -> None:
    """Changes the module, which must be in evaluation mode. Norms that don't stand right behind a
    convolution stay. `example` is a picture that it can look at, however small."""
    for norm, convolution in pairs(module, example).items():
        before = cast(nn.Conv2d, module.get_submodule(convolution))
        after = cast(nn.BatchNorm2d, module.get_submodule(norm))
        module.set_submodule(convolution, fuse_conv_bn_eval(before, after))
        module.set_submodule(norm, nn.Identity())


def pairs(module: nn.Module, example: Tensor) -> dict[str, str]:
    """Norm -> the convolution whose answers it is given, by watching one forward; only those that
    see nobody else's answers, and whose convolution answers nobody else's norm."""
    watching = _Watching()
    hooks = [
        part.register_forward_hook(watching.hook(name))
        for name, part in module.named_modules()
        if isinstance(part, nn.Conv2d | nn.BatchNorm2d)
    ]
    with torch.no_grad():
        module(example)
    for hook in hooks:
        hook.remove()
    return watching.pairs()


class _Watching:
    """Who made what each norm is given."""

    def __init__(self) -> None:
        # The tensors are kept: the address of one that is gone may be another's.
        self._made: dict[int, tuple[Tensor, str]] = {}
        self._seen: dict[str, set[str]] = {}

    def hook(self, name: str) -> Callable[[nn.Module, tuple[Tensor, ...], Tensor], None]:
        def note(part: nn.Module, given: tuple[Tensor, ...], answer: Tensor) -> None:
            if isinstance(part, nn.Conv2d):
                self._made[id(answer)] = answer, name
            else:
                _, maker = self._made.get(id(given[0]), (None, ""))
                self._seen.setdefault(name, set()).add(maker)

        return note

    def pairs(self) -> dict[str, str]:
        single = {
            norm: next(iter(makers)) for norm, makers in self._seen.items() if len(makers) == 1
        }
        makers = [maker for some in self._seen.values() for maker in some]
        return {norm: one for norm, one in single.items() if one and makers.count(one) == 1}
