"""Our own network of mattes: it comes with the studio and works offline on a CPU."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from editor.findings import Face
from editor.inference.card import EMBEDDED, Card, Task, Weights
from editor.inference.classic.grabcut import outline, soft_edge
from editor.inference.classic.holes import closed
from editor.inference.classic.looking import ALPHA_PX, LOOK_PX, shrunk
from editor.inference.classic.person import people
from editor.inference.embedded import mattes, running
from editor.inference.embedded.nearer import part_to_see
from editor.inference.models._embedded import EmbeddedModel
from editor.inference.models.base import Picture, Seen
from editor.inference.models.grabcut_matte import GrabcutMatte
from editor.inference.prompt import Prompt
from editor.inference.settings import MIB

SIDE_PX = 320
OPEN, WIDE_OPEN, UNSURE = 0.4, 0.6, 0.8
"""Doubt from which the answer begins to show it, from which it shows it whole, and from which the
method without weights has the say about edges and all. The first and the last were chosen on
photographs of videos, pedestrians, street fashion and boards that the network didn't learn from;
between the first two the answer changes slowly, so that alike pictures have alike answers."""
PORTRAIT = 0.16
"""A face as high as this part of the longest side, or higher, makes a portrait."""
BESIDE_PEOPLE = 0.2
"""What is kept far from head and body counts less, if some of it hangs from the frame's top: no
part of a person does, but a flag or a curtain."""
WITHIN_PEOPLE = np.float32(0.51)
"""So much at least counts what lies within head and body there: colours tell whether it is a dark
coat that the network took for background."""
HANGING = 0.1
"""Part of the frame's width."""


class StudioMatte(EmbeddedModel):
    """A compact encoder and decoder, trained by `editor/inference/training`; it looks at a picture
    and at its mirror image. Colours decide the edge and what it leaves open (GrabCut); where it is
    unsure of the whole, `grabcut-matte` does. What is doubtful stays half-transparent, so that
    nobody takes it for certain."""

    card: ClassVar[Card] = Card(
        name="studio-matte",
        task=Task.MATTE,
        network="Our own: residual encoder, attention where the picture is smallest, decoder that "
        "ends at the picture's own pixels; asked again, nearer, where the subject leaves room; "
        "GrabCut where it leaves something open; averaged with grabcut-matte where it is unsure of "
        "the whole",
        input_px=SIDE_PX,
        normalisation=f"the whole picture, or the part with the subject, squashed to {SIDE_PX} px, "
        "every pixel counting; mean and spread of ImageNet; each twice, once mirrored",
        accuracy="mean IoU 0.92 on 60 things on plain boards, 0.93 on 48 street fashion "
        "photographs, 0.76 on 145 of people, 0.35 on 42 frames of busy videos",
        quality="good",
        rank=35,
        revision=7,
        memory=96 * MIB,
        weights=Weights(
            EMBEDDED,
            "studio-matte.safetensors",
            "4fbd1a68107069e35e8d594347e680c2b3cbde94f10705da60bd02eab3ff8116",
            11_107_034,
            "Apache-2.0",
            "street fashion (CCP), for research; waste on boards (TrashNet), rendered objects "
            "(Fluent Emoji) and shop photographs, MIT",
        ),
    )

    def __init__(self, loaded: running.Running) -> None:
        super().__init__(loaded)
        self._classic = GrabcutMatte()

    def predict(self, pictures: Sequence[Picture], prompt: Prompt | None) -> list[Seen]:
        return [self._matte(picture) for picture in pictures]

    def _matte(self, picture: Picture) -> mattes.Alpha:
        share = self.seen(picture)
        doubt = mattes.doubt(share)
        clear = self._classic.matte(picture) if doubt > UNSURE else self._cleared(picture, share)
        if doubt <= OPEN:
            return clear
        return mattes.between(clear, share, mattes.eased(doubt, OPEN, WIDE_OPEN))

    def _cleared(self, picture: Picture, share: mattes.Floats) -> mattes.Alpha:
        small = shrunk(picture, LOOK_PX)
        likely = mattes.sized(share, small.shape[:2])
        # Faces are looked for where something hangs from the top at all: it takes time.
        if (likely[0] > 0.5).mean() > HANGING:
            likely = self._beside_people(picture, likely)
        large = shrunk(picture, ALPHA_PX)
        edged = soft_edge(large, outline(small, mattes.seeds(likely)))
        return closed(large, edged, likely)

    def _beside_people(self, picture: Picture, likely: mattes.Floats) -> mattes.Floats:
        known = people(self._portrayed(picture), (likely.shape[0], likely.shape[1]))
        hangs = ((likely[0] > 0.5) & (known.likely[0] == 0)).mean() > HANGING
        if not (known.certain.any() and hangs):
            return likely
        counts = np.where(known.reached, 1, np.minimum(1, BESIDE_PEOPLE + known.likely))
        lowered: mattes.Floats = likely * counts.astype(np.float32)
        return np.where(known.likely > 0, np.maximum(lowered, WITHIN_PEOPLE), lowered)

    def _portrayed(self, picture: Picture) -> list[Face]:
        """Faces that are large enough to tell where their bodies are."""
        height, width = picture.shape[:2]
        smallest = PORTRAIT * max(height, width) / height
        found = self._classic.faces(picture)
        return [face for face in found if face.box.height >= smallest]

    def seen(self, picture: Picture) -> mattes.Floats:
        """What the network alone says, 0 to 1, in the shape of the picture with LOOK_PX along its
        longer side, or of a smaller picture. Where the subject leaves room around it, the network
        looks at it again, nearer, and only that counts."""
        shape = shrunk(picture, LOOK_PX).shape[:2]
        far = mattes.sized(self._looked(picture), (shape[0], shape[1]))
        part = part_to_see(far)
        if part is None:
            return far
        near: mattes.Floats = np.zeros_like(far)
        place = part.within(*far.shape)
        seen = self._looked(picture[part.within(*picture.shape[:2])])
        near[place] = mattes.sized(seen, near[place].shape)
        return near

    def _looked(self, picture: Picture) -> mattes.Floats:
        """(SIDE_PX, SIDE_PX): the mean of what it says of the picture and of its mirror image."""
        given = mattes.for_matte(picture, SIDE_PX, SIDE_PX)
        seen, mirrored = self.running.first([given, np.ascontiguousarray(given[..., ::-1])])
        return mattes.mean(mattes.share(seen), mattes.share(mirrored)[:, ::-1])
