"""The forms of a card and its fonts, known to the command line before anything is drawn."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct

__all__ = ["CardForm", "FontFile"]


class CardForm(StrEnum):
    """The forms in which a card is drawn; the value is the suffix of its files."""

    SVG = "svg"
    PDF = "pdf"


class FontFile(Struct, frozen=True, kw_only=True):
    """A file of fonts, and which of its fonts is meant."""

    path: Path
    index: int = 0
