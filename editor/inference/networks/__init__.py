"""The published networks in our own words: bare torch modules that official checkpoints fit.

Each takes the normalised picture, (n, 3, height, width), and returns logits: BiRefNet one map,
U²-Net and IS-Net a tuple of maps with the answer first, RetinaFace (loc, conf, landms) before
post-processing, SAM masks and scores for a prompt. Modules are built in evaluation mode with
random weights; `reading.read_weights` and `load_checkpoint` fill them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from torch import nn

from editor.errors import unknown_name
from editor.inference.networks import retinaface
from editor.inference.networks.birefnet import network as birefnets
from editor.inference.networks.loading import load_checkpoint
from editor.inference.networks.nested_u import SMALL, IsNet, U2Net
from editor.inference.networks.sam import network as sams

__all__ = ["NETWORKS", "build", "load_checkpoint"]

NETWORKS: Mapping[str, Callable[..., nn.Module]] = MappingProxyType(
    {
        "birefnet": birefnets.birefnet,
        "birefnet_lite": birefnets.birefnet_lite,
        "isnet": IsNet,
        "retinaface_mobilenet025": retinaface.mobilenet025,
        "retinaface_mobilenet025_1mb": retinaface.mobilenet025_1mb,
        "retinaface_resnet50": retinaface.resnet50,
        "sam_vit_b": sams.vit_b,
        "sam_vit_l": sams.vit_l,
        "sam_vit_h": sams.vit_h,
        "u2net": U2Net,
        "u2netp": partial(U2Net, SMALL),
    }
)


def build(name: str, **options: object) -> nn.Module:
    """A network of NETWORKS, in evaluation mode; its options are its maker's keywords."""
    if name not in NETWORKS:
        raise unknown_name("network", name, NETWORKS)
    maker = NETWORKS[name]
    known = _options(maker)
    for option in options:
        if option not in known:
            raise unknown_name(f"option of the network {name}", option, known)
    return maker(**options).eval()


def _options(maker: Callable[..., nn.Module]) -> list[str]:
    keywords = inspect.signature(maker).parameters.values()
    return [word.name for word in keywords if word.kind is word.KEYWORD_ONLY]
