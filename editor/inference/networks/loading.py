"""Published state dicts into our modules: all fits by name and shape, or nothing is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from editor.errors import WrongWeights

# What training wrappers (data parallel, torch.compile) put before every name, in any number.
PREFIXES = ("module.", "_orig_mod.")
# Under what name training scripts keep the weights beside optimiser and epoch.
WRAPPERS = ("state_dict", "model_state_dict", "model")
# Names told of each kind of misfit; hundreds help nobody.
TOLD = 8


def load_checkpoint(module: nn.Module, state_dict: Mapping[str, object]) -> None:
    """Fills `module` with an official state dict; any float type is widened to the module's.

    Prefixes of training wrappers are taken off. Missing, unexpected and mis-shaped tensors are
    told by name and refused with WrongWeights before anything is changed; only integer buffers
    that the module makes itself may be absent, and where they hold more than a counter they must
    be the same.
    """
    own = module.state_dict()
    given = plain(state_dict)
    misfits = _misfits(own, given)
    if misfits:
        raise WrongWeights(
            "These weights don't fit the network: " + "; ".join(misfits) + ".",
            remedy="Give the published file of this very network and variant.",
        )
    module.load_state_dict({**own, **given})


def plain(state_dict: Mapping[str, object]) -> dict[str, Tensor]:
    """The tensors alone, unwrapped, by their names without prefixes."""
    named: dict[str, Tensor] = {}
    for name, value in _unwrapped(state_dict).items():
        if not isinstance(value, Tensor):
            raise WrongWeights(
                f"{str(name)[:80]!r} of this file of weights is no tensor.",
                remedy="Give a plain state dict: names and tensors.",
            )
        bare = _bare(str(name))
        if bare in named:
            raise WrongWeights(
                f"{bare[:80]!r} is twice in this file of weights.",
                remedy="Give the weights of one network, saved once.",
            )
        named[bare] = value
    return named


def _unwrapped(state_dict: Mapping[str, object]) -> Mapping[str, object]:
    for key in WRAPPERS:
        inner = state_dict.get(key)
        if isinstance(inner, Mapping):
            return inner
    return state_dict


def _bare(name: str) -> str:
    while name.startswith(PREFIXES):
        name = name.partition(".")[2]
    return name


def _misfits(own: Mapping[str, Tensor], given: Mapping[str, Tensor]) -> list[str]:
    required = (name for name, tensor in own.items() if tensor.is_floating_point())
    shared = [name for name in own if name in given]
    shaped = [name for name in shared if given[name].shape == own[name].shape]
    kinds = {
        "missing": [name for name in required if name not in given],
        "unexpected": [name for name in given if name not in own],
        "mis-shaped": [_shapes(n, given[n], own[n]) for n in shared if n not in set(shaped)],
        "of another type": [n for n in shaped if _mistyped(own[n], given[n])],
        "of other values": [n for n in shaped if _altered(n, own[n], given[n])],
    }
    return [f"{kind}: {_told(names)}" for kind, names in kinds.items() if names]


def _shapes(name: str, given: Tensor, own: Tensor) -> str:
    return f"{name} {_size(given)} where the network has {_size(own)}"


def _size(tensor: Tensor) -> str:
    return "x".join(map(str, tensor.shape)) or "a single number"


def _mistyped(own: Tensor, given: Tensor) -> bool:
    return own.is_floating_point() != given.is_floating_point()


def _altered(name: str, own: Tensor, given: Tensor) -> bool:
    """An index table that isn't the one this network computes would read wrong or outside."""
    counts = own.is_floating_point() or name.endswith("num_batches_tracked")
    if counts or own.is_meta or _mistyped(own, given):
        return False
    return not torch.equal(own.cpu(), given.to("cpu", own.dtype))


def _told(names: Iterable[str]) -> str:
    every = list(names)
    rest = f" and {len(every) - TOLD} more" if len(every) > TOLD else ""
    return ", ".join(every[:TOLD]) + rest
