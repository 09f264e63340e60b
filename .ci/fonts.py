"""Makes the bundled fonts in editor/fonts anew from the published files: a step of development.

Unpack the npm packages `@expo-google-fonts/<family>` into
`FOLDER/<family>`, then `python .ci/fonts.py FOLDER`. Hinting instructions and rare typographic
features are left out; of Chinese, Japanese and Korean the characters of the national standards
stay. Names, copyright and licence of each font stay in its file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FONTS = ROOT / "editor" / "fonts"
TABLE = ROOT / "editor" / "plan" / "_font_files.py"

EUROPEAN = [
    *(range(0x20, 0x530), range(0x590, 0x700), range(0x750, 0x780), range(0x1C80, 0x1C90)),
    *(range(0x1D00, 0x2300), range(0x25A0, 0x2600), range(0x2C60, 0x2C80), range(0xA640, 0xA7FF)),
    *(range(0xFB00, 0xFE00), range(0xFE20, 0xFE30), range(0xFE70, 0xFF00)),
]
EUROPEANS = frozenset(
    [
        *("inter", "rubik", "oswald", "eb-garamond", "roboto-slab", "anton", "bebas-neue"),
        *("bangers", "fredoka", "caveat", "pacifico", "jetbrains-mono", "noto-sans"),
    ]
)
JOYO_BEYOND_LEVEL_1 = "𠮟塡剝頰箋餅惧虞"


def main(folder: Path) -> None:
    from editor.plan.fonts import FAMILIES

    for old in FONTS.glob("*.ttf"):
        old.unlink()
    rows = []
    for family in FAMILIES.values():
        package = folder / family.name
        for face in family.faces:
            source = next(package.glob(f"{face.weight}{'*_Italic' if face.italic else '*'}/*.ttf"))
            if not face.italic:
                found = package.glob(f"{face.weight}*/*.ttf")
                source = next(path for path in sorted(found) if "Italic" not in path.name)
            reduced(source, FONTS / face.file, wanted(family.name))
        licence = (package / "LICENSE_FONT").read_text()
        (FONTS / "licences" / f"{family.name}.txt").write_text(licence)
        rows.append(described(family.name, family.title, family.licence, package))
    head, _, _ = (FONTS / "FONTS.md").read_text().partition("| Font |")
    table = "| Font | Version | Package | Licence | Copyright |\n|---|---|---|---|---|\n"
    (FONTS / "FONTS.md").write_text(head + table + "".join(rows))
    write_table()


def wanted(name: str) -> list[int] | None:
    """The code points that stay; None for all."""
    if name in EUROPEANS:
        return [point for block in EUROPEAN for point in block]
    standards = {
        "noto-sans-sc": standard("gb2312"),
        "noto-sans-jp": standard("shift_jis", before=0x98) | {ord(c) for c in JOYO_BEYOND_LEVEL_1},
        "noto-sans-tc": standard("big5", before=0xC7),
        "noto-sans-kr": {p for p in standard("euc_kr") if not 0x4E00 <= p < 0xA000},
    }
    kept = standards.get(name)
    return sorted(kept | set(range(0x20, 0x7F))) if kept else None


def standard(codec: str, before: int = 0x100) -> set[int]:
    """The characters of a national standard whose first byte lies below `before`."""
    found = set()
    for point in range(0xA0, 0x10000):
        try:
            code = chr(point).encode(codec)
        except UnicodeEncodeError:
            continue
        if len(code) <= 2 and code[0] < before:
            found.add(point)
    return found


def reduced(source: Path, to: Path, points: list[int] | None) -> None:
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 5, 13, 14])
    options.drop_tables += ["STAT", "MERG", "meta", "DSIG"]
    font = TTFont(source, recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=points if points is not None else sorted(font.getBestCmap()))
    cut.subset(font)
    font.save(to)


def described(name: str, title: str, licence: str, package: Path) -> str:
    font = TTFont(next(FONTS.glob(f"{name}-*.ttf")), lazy=True)
    version = json.loads((package / "package.json").read_text())["version"]
    copyright = str(font["name"].getDebugName(0)).replace("\n", " ")
    said = str(font["name"].getDebugName(5)).split(";")[0].removeprefix("Version ")
    return f"| {title} | {said} | @expo-google-fonts/{name} {version} | {licence} | {copyright} |\n"


def write_table() -> None:
    lines = [
        f'    "{path.name}": "{hashlib.sha256(path.read_bytes()).hexdigest()}",\n'
        for path in sorted(FONTS.glob("*.ttf"))
    ]
    TABLE.write_text(
        "# ruff: noqa: E501\n"
        '"""The files in editor/fonts and their sha256; written by `.ci/fonts.py`."""\n\n'
        "from __future__ import annotations\n\nfrom collections.abc import Mapping\n\n"
        f"DIGESTS: Mapping[str, str] = {{\n{''.join(lines)}}}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
