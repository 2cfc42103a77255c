"""Write the code point lists of Unicode 13.0, by a JDK 17; run only to change the pinned version.

The JDK knows categories and scripts of 13.0. Decompositions and combining classes are those of
this Python for the code points of 13.0: the stability policy of Unicode never changes them.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "src" / "aeo_exchange" / "reference" / "unicode"
NEW_IN_13, NEW_IN_14 = 0x08BE, 0x061D
# Character.getType of Java.
UNASSIGNED, PRIVATE = 0, 18
LETTERS = frozenset({1, 2, 3, 4, 5})
HIDDEN = frozenset({12, 13, 14, 15, 16})  # Zs, Zl, Zp, Cc, Cf
SHOWN = frozenset({0x20, 0x200C, 0x200D})
MICRO = 0xB5
MODIFIERS = ((0x02B0, 0x02FF), (0xA700, 0xA7FF))  # letters of Latin transcription, script Common
HANGUL = range(0xAC00, 0xD7A4)


class Point(NamedTuple):
    """What the JDK says of a code point."""

    number: int
    category: int
    script: str


def main() -> None:
    """Ask the JDK, and write the lists."""
    java = ("java", str(ROOT / "tools" / "PinUnicode.java"))
    said = subprocess.run(java, check=True, capture_output=True, text=True).stdout  # noqa: S603 our own file
    points = [_point(line) for line in said.splitlines()]
    assert points[NEW_IN_13].category != UNASSIGNED, "this JDK is older than Unicode 13.0"
    assert points[NEW_IN_14].category == UNASSIGNED, "this JDK is newer than Unicode 13.0"
    FOLDER.mkdir(exist_ok=True)
    for name, holds in (
        ("unassigned", _is_unassigned),
        ("hidden", _is_hidden),
        ("other-letters", _is_other_letter),
    ):
        lines = ["first,last", *_ranges(points, holds)]
        (FOLDER / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="ascii")
    lines = ["codePoint,combiningClass,decomposition,composes", *_normal_form(points)]
    (FOLDER / "normal-form.csv").write_text("\n".join(lines) + "\n", encoding="ascii")


def _point(line: str) -> Point:
    number, category, script = line.split()
    return Point(int(number), int(category), script)


def _is_noncharacter(number: int) -> bool:
    return 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE  # noqa: PLR2004 Unicode 23.7


def _is_unassigned(point: Point) -> bool:
    return point.category in {UNASSIGNED, PRIVATE} and not _is_noncharacter(point.number)


def _is_hidden(point: Point) -> bool:
    hidden = point.category in HIDDEN or _is_noncharacter(point.number)
    return hidden and point.number not in SHOWN


def _is_other_letter(point: Point) -> bool:
    if point.category not in LETTERS or point.script == "LATIN" or point.number == MICRO:
        return False
    is_modifier = any(first <= point.number <= last for first, last in MODIFIERS)
    return not (is_modifier and point.script == "COMMON")


def _ranges(points: list[Point], holds: Callable[[Point], bool]) -> list[str]:
    ranges = []
    for inside, run in groupby(points, holds):
        if inside:
            numbers = [point.number for point in run]
            ranges.append(f"{numbers[0]:04X},{numbers[-1]:04X}")
    return ranges


def _normal_form(points: list[Point]) -> list[str]:
    """Return the code points that matter to form C; Hangul syllables follow from arithmetic."""
    lines = []
    for point in points:
        letter = chr(point.number)
        if point.category == UNASSIGNED or point.number in HANGUL:
            continue
        parts = unicodedata.decomposition(letter)
        parts = "" if parts.startswith("<") else parts
        combining = unicodedata.combining(letter)
        if parts or combining:
            composes = bool(parts) and unicodedata.normalize("NFC", letter) == letter
            lines.append(f"{point.number:04X},{combining},{parts},{'yes' if composes else 'no'}")
    return lines


if __name__ == "__main__":
    main()
