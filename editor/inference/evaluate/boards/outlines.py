"""The outlines that were marked by hand, and the photographs they belong to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from editor.errors import BrokenPicture, NotFound

OUTLINES = Path(__file__).with_name("outlines.json")
UNJUDGED = "unjudged"

Polygon = tuple[tuple[float, float], ...]
"""Corners in pixels from the upper left corner of the picture; whole numbers lie between pixels."""


@dataclass(frozen=True, slots=True)
class Board:
    """One photograph. `how`: `drawn` by hand, a machine's outline `corrected` by hand, or
    `unjudged`, when no thing can be told from a board (`why` says it, and nothing is measured).
    `shadow`: where a shadow clearly lies beside the thing. `doubt`: which edge is uncertain."""

    name: str
    sha256: str
    size: tuple[int, int]
    how: str
    outlines: tuple[Polygon, ...]
    holes: tuple[Polygon, ...] = ()
    shadow: tuple[Polygon, ...] = ()
    why: str = ""
    doubt: str = ""


def boards(path: Path = OUTLINES) -> tuple[Board, ...]:
    """Every photograph of the file that can be judged, in its order."""
    return tuple(board for board in every_board(path) if board.how != UNJUDGED)


def every_board(path: Path = OUTLINES) -> tuple[Board, ...]:
    """Those that can't be judged, too."""
    told = json.loads(path.read_text())
    return tuple(
        Board(
            name=name,
            sha256=str(facts["sha256"]),
            size=(int(facts["size"][0]), int(facts["size"][1])),
            how=str(facts["how"]),
            outlines=_polygons(facts["outlines"]),
            holes=_polygons(facts["holes"]),
            shadow=_polygons(facts["shadow"]),
            why=str(facts.get("why", "")),
            doubt=str(facts.get("doubt", "")),
        )
        for name, facts in told.items()
    )


def photo_path(board: Board, photos: Path) -> Path:
    """The photograph in the folder `photos`. NotFound where it is missing, BrokenPicture where it
    is another one than was marked."""
    path = photos / board.name
    if not path.is_file():
        raise NotFound(f"There is no photo {board.name}.", remedy="Give the folder of the boards.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != board.sha256:
        raise BrokenPicture(
            f"{board.name} is not the photo that was marked.",
            remedy="Its outline fits only the photo of its sha256.",
        )
    return path


def _polygons(given: list[list[list[float]]]) -> tuple[Polygon, ...]:
    return tuple(tuple((float(x), float(y)) for x, y in polygon) for polygon in given)
