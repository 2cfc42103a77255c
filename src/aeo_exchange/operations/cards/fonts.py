"""Letters to the fonts that a card sets them in: those that were named, then those of the system.

Nothing is guessed: a letter is set in a font that has a shape for it and, in scripts whose letters
change beside each other, the rules for that. Where there is none the card is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from aeo_exchange.errors import WrongChoice
from aeo_exchange.operations.cards.forms import FontFile
from aeo_exchange.operations.cards.layout import clusters

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

__all__ = ["WESTERN", "FindFonts", "Fonts", "is_western", "weight_of"]

WESTERN = "cp1252"  # what the fonts that every reader of PDF has can show
# Scripts whose letters are joined, moved or stacked, by the first word of the names of their
# letters, and how the tables of a font call the rules for that (OpenType, "script tags").
SHAPED = {
    "ARABIC": ("arab",),
    "BENGALI": ("bng2", "beng"),
    "DEVANAGARI": ("dev2", "deva"),
    "GUJARATI": ("gjr2", "gujr"),
    "GURMUKHI": ("gur2", "guru"),
    "KANNADA": ("knd2", "knda"),
    "KHMER": ("khmr",),
    "LAO": ("lao ",),
    "MALAYALAM": ("mlm2", "mlym"),
    "MYANMAR": ("mym2", "mymr"),
    "ORIYA": ("ory2", "orya"),
    "SINHALA": ("sinh",),
    "SYRIAC": ("syrc",),
    "TAMIL": ("tml2", "taml"),
    "TELUGU": ("tel2", "telu"),
    "THAI": ("thai",),
    "TIBETAN": ("tibt",),
}
_VARIANTS = ("\ufe00", "\ufe0f")  # the first and the last sign that picks a shape of a letter
_REGULAR = 400.0  # of the axis `wght`


FindFonts: TypeAlias = Callable[[frozenset[str], str], Iterable[FontFile]]
"""What returns fonts of the system that may have letters, best first, for texts of a language."""


class Shapes(Struct, frozen=True, kw_only=True):
    """What a font has: letters, scripts that it has rules for, whether it is of many weights."""

    letters: frozenset[int]
    scripts: frozenset[str]
    weighs: bool

    def of(self, letters: frozenset[str]) -> frozenset[str]:
        """Return the letters that the font shows; none where it would show one unshaped."""
        shown = frozenset(letter for letter in letters if ord(letter) in self.letters)
        is_whole = all(self.scripts & {*tags} for tags in map(_tags, shown) if tags)
        return shown if is_whole else frozenset()


class Fonts(Struct, frozen=True, kw_only=True):
    """The fonts that a card may be set in: files that were named, and what finds others."""

    named: tuple[FontFile, ...] = ()
    find: FindFonts = lambda _letters, _language: ()

    def of(self, text: str, language: str) -> tuple[FontFile, ...]:
        """Return the fonts that a text is set in; raises WrongChoice where a letter has none."""
        missing = needed(text)
        chosen = []
        for font in self.named:
            shown = _shapes(font).of(missing)
            if shown:
                chosen.append(font)
                missing -= shown
        while missing:
            font = self._system_font(missing, language)
            chosen.append(font)
            missing -= _shapes(font).of(missing)
        _require_whole(text, chosen)
        return tuple(chosen)

    def _system_font(self, missing: frozenset[str], language: str) -> FontFile:
        """Return a font with all letters, or with all that are not Western, or with one of them."""
        others = frozenset(letter for letter in missing if not is_western(letter))
        one = min(others or missing)
        for wanted in filter(None, (missing, others, frozenset({one}))):
            for font in self.find(wanted, language):
                if _shows(font, wanted, missing):
                    return font
        raise refusal_of_letters(one)


def _shows(font: FontFile, wanted: frozenset[str], missing: frozenset[str]) -> bool:
    try:
        return wanted <= _shapes(font).of(missing)
    except WrongChoice:
        return False  # a file of the system that is broken is passed over


def _require_whole(text: str, fonts: Sequence[FontFile]) -> None:
    """Refuse a letter whose marks would be set in another font, and so not where they belong."""
    for cluster in clusters(text):
        signs = needed(cluster)
        homes = [
            next(font for font in fonts if ord(sign) in _shapes(font).letters) for sign in signs
        ]
        if len(set(homes)) > 1:
            raise refusal_of_letters(cluster)


def is_western(text: str) -> bool:
    """Say whether the fonts that every reader of PDF has can show a text."""
    try:
        text.encode(WESTERN)
    except UnicodeEncodeError:
        return False
    return True


def needed(text: str) -> frozenset[str]:
    """Return the letters of a text that need a shape."""
    return frozenset(letter for letter in text if not _is_unseen(letter))


def _is_unseen(letter: str) -> bool:
    first, last = _VARIANTS
    return unicodedata.category(letter) in {"Cf", "Zs"} or first <= letter <= last


def refusal_of_letters(letter: str) -> WrongChoice:
    """Return why a card is not drawn that has a letter without a font."""
    return WrongChoice(
        f"the card has letters, such as {letter}, for which this PDF has no font; name a font file "
        "that has them with --font, or write it as SVG, and print that from a browser, which can "
        "save it as PDF"
    )


def weight_of(font: FontFile) -> dict[str, float]:
    """Return what a font of many weights is to be told, so that it is set in the usual one."""
    return {"wght": _REGULAR} if _shapes(font).weighs else {}


@cache
def _tags(letter: str) -> tuple[str, ...]:
    return SHAPED.get(unicodedata.name(letter, "").partition(" ")[0], ())


@cache
def _shapes(font: FontFile) -> Shapes:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 an extra

    try:
        with (
            font.path.open("rb") as stream,
            TTFont(stream, fontNumber=font.index, lazy=True) as opened,
        ):
            if "glyf" not in opened and "CFF " not in opened:
                raise WrongChoice(f"{font.path} has no letters drawn in lines")
            return Shapes(
                letters=frozenset(opened.getBestCmap() or ()),
                scripts=frozenset(_scripts(opened)),
                weighs="fvar" in opened
                and any(axis.axisTag == "wght" for axis in opened["fvar"].axes),
            )
    except (TTLibError, OSError, AssertionError, KeyError, ValueError) as cause:
        message = f"{font.path} is not a font that can be read; give TTF, OTF or TTC"
        raise WrongChoice(message) from cause


def _scripts(font: TTFont) -> Iterator[str]:
    for name in ("GSUB", "GPOS"):
        rules = font[name].table if name in font else None
        if rules is not None and rules.ScriptList:
            yield from (record.ScriptTag for record in rules.ScriptList.ScriptRecord)
