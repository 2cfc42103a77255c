"""Fonts made for tests: each letter is a box, and rules of scripts are there where told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

UNITS = 1000


def made_font(path: Path, letters: str, scripts: Sequence[str] = ()) -> Path:
    """Write a font with letters and a space, and with rules for scripts, which change nothing."""
    names = {ord(letter): f"u{ord(letter):04x}" for letter in {*letters, " "}}
    order = [".notdef", *names.values()]
    builder = FontBuilder(UNITS, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf({name: _box() for name in order})
    builder.setupHorizontalMetrics(dict.fromkeys(order, (600, 50)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    if scripts:
        spoken = "\n".join(f"languagesystem {script} dflt;" for script in scripts)
        rules = f"{spoken}\nfeature ccmp {{ sub {order[-1]} by {order[-1]}; }} ccmp;"
        addOpenTypeFeaturesFromString(builder.font, rules)
    builder.save(path)
    return path


def _box() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 700), (550, 700), (550, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()
