"""A process of its own that asks a cache for one picture: `python -m tests.library.racer`.

Arguments: database file, cache folder, key, log file, seconds that a render takes. Every render
adds a line to the log; the result goes to stdout.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import django


def main(database: str, folder: str, key: str, log: str, seconds: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "studio.settings"
    os.environ["STUDIO_DATA_DIR"] = folder
    django.setup()
    from django.db import connections

    connections["default"].settings_dict["NAME"] = database
    from editor.library.deadline import Deadline
    from editor.library.variants import Made, Variants

    def draw(path: Path) -> Made:
        with Path(log).open("a") as lines:
            lines.write(f"{os.getpid()}\n")
        time.sleep(float(seconds))
        path.write_bytes(b"pixels")
        return Made("image/png", 3, 2)

    cache = Variants(Path(folder, "v"), Path(folder, "tmp"), 10_000_000, lease_s=2)
    kept = cache.get(key, draw, (), Deadline.after(30))
    print(kept.path.read_bytes().decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
