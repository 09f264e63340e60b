"""Keys that are made once and kept in the data folder, readable by the owner only."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

PATIENCE_S = 10.0


def kept(path: Path) -> str:
    """The text in `path`, made at random if it isn't there yet; safe when two processes race."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        # Whoever made it writes at once, but may lose the processor first.
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            if text := path.read_text():
                return text
            time.sleep(0.01)
        raise RuntimeError(f"{path.name} is empty; delete it to have a new one made") from None
    with os.fdopen(made, "w") as file:
        text = secrets.token_urlsafe(48)
        file.write(text)
    return text


def secret_key(data_dir: Path) -> str:
    """Django's secret key: from STUDIO_SECRET_KEY, else the one kept in the data folder."""
    return os.environ.get("STUDIO_SECRET_KEY") or kept(data_dir / "secret_key")
