"""Faces by our own small network, which comes with the studio and needs no PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from editor.inference.card import EMBEDDED, Card, Task, Weights
from editor.inference.models._embedded import EmbeddedModel
from editor.inference.models.base import Picture, Seen
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB

if TYPE_CHECKING:
    from editor.inference.processing.faces import Answer, Planes

LOOKS_PX = (640, 320, 160)
"""Longest sides at which a picture is shown to the network. It was trained with faces of 10 to
180 px, most of them enlarged from 40 px: in the smaller pictures large and sharp ones look like
those, for a third of the time."""
ENLARGED, SURE = 2.0, 0.75
"""Chosen on photographs that were set aside from training."""


class StudioFaces(EmbeddedModel):
    """Faces with five landmarks, each confirmed by a second look (`processing.second_look`)."""

    card: ClassVar[Card] = Card(
        name="studio-faces",
        task=Task.FACES,
        network="Our own: dense 3x3 convolutions with pyramid and context modules, after "
        "RetinaFace (Deng et al. 2020); faces confirmed by a second look",
        input_px=LOOKS_PX[0],
        normalisation="longest side 640, 320 and 160 px; blue, green, red minus their means",
        accuracy="24 of 24 hand-marked faces; no false one in 15 photographs, one of them of dogs; "
        "227 of the 252 faces that RetinaFace is sure of in 193 photographs of people",
        quality="good",
        rank=20,
        revision=1,
        memory=64 * MIB,
        weights=Weights(
            EMBEDDED,
            "studio-faces.safetensors",
            "9292460fc3ba64253cb9a4ea474a7e887044df738b725ba6b1008df055454c2b",
            1_729_948,
            "Apache-2.0",
            "street fashion (CCP), pedestrians (Penn-Fudan) and video frames (DAVIS), for "
            "research; shop photographs, rendered objects and waste on boards, MIT; labels by "
            "RetinaFace and YuNet, which learned from WIDER FACE, for research",
        ),
    )

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        from editor.inference.processing.anchors import RELEASE_1MB
        from editor.inference.processing.two_looks import Looks, faces_in

        looks = Looks(LOOKS_PX, ENLARGED, SURE)
        return [faces_in(picture, self._ask, RELEASE_1MB, looks) for picture in pictures]

    def _ask(self, planes: Planes) -> Answer:
        offsets, confidence, points = self.running.answer(planes)
        return offsets, confidence, points
