"""What all models that run a network have in common: their weights, their device, their loading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Self

from editor.errors import ModelMissing
from editor.inference import checkpoints
from editor.inference.models._weighted import WeightedModel
from editor.inference.settings import Settings

if TYPE_CHECKING:
    # The registry lists every model, with or without PyTorch in the environment.
    from editor.inference.networks.running import Running
    from editor.inference.networks.ways import Wanted

MOST_OF_DEVICE = 0.6


class NetworkModel(WeightedModel):
    """A card, the name of its network in `networks.NETWORKS`, and the options that it is built
    with."""

    runtime: ClassVar[str] = "PyTorch"
    network: ClassVar[str]
    options: ClassVar[Mapping[str, object]] = {}

    def __init__(self, running: Running) -> None:
        self.running: Running = running

    @classmethod
    def has_runtime(cls) -> bool:
        return checkpoints.has_torch()

    @classmethod
    def on_device(cls, settings: Settings) -> bool:
        if not checkpoints.has_torch():
            return False
        from editor.inference.networks.devices import pick_device

        return pick_device(settings.device).type == "cuda"

    @classmethod
    def room(cls, settings: Settings) -> int:
        """As the settings say, or most of what the device has: pictures need the rest."""
        if settings.device_memory:
            return settings.device_memory
        from editor.inference.networks.devices import device_bytes

        return int(MOST_OF_DEVICE * device_bytes(settings.device))

    @classmethod
    def load(cls, settings: Settings) -> Self:
        path = cls.path(settings)
        if path is None or not checkpoints.has_torch():
            raise ModelMissing(
                f"{cls.card.name} can't be loaded without {cls.lacks(settings)}.",
                remedy=f"Pull the weights: manage.py models pull {cls.card.name}; PyTorch comes "
                "with `pip install '.[networks]'`.",
            )
        from editor.inference.networks.running import load

        return cls(load(cls.network, cls.options, path, cls.wanted(settings)))

    @classmethod
    def may_be_cold(cls, settings: Settings) -> bool:
        return settings.device != "cpu"

    @classmethod
    def rehearse(cls, settings: Settings) -> None:
        """Has compiled beforehand what a load will want compiled; takes at most `warm_s`."""
        from editor.inference.networks.running import rehearse

        rehearse(cls.network, cls.options, cls.wanted(settings), settings.warm_s)

    @classmethod
    def one_shape(cls) -> tuple[int, int] | None:
        """Height and width of nearly all that the network is given, px; None: they differ."""
        return None

    @classmethod
    def wanted(cls, settings: Settings) -> Wanted:
        """How the settings want it to run."""
        from editor.inference.networks.ways import Wanted

        return Wanted(
            device=settings.device,
            precision=settings.precision,
            way=settings.way,
            shape=cls.one_shape(),
            most=min(cls.batch, settings.batch),
            models_dir=settings.models_dir,
        )

    def way(self) -> Mapping[str, str]:
        return self.running.told()
