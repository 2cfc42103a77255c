"""The forms of a card, known to the command line before anything is drawn."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CardForm"]


class CardForm(StrEnum):
    """The forms in which a card is drawn; the value is the suffix of its files."""

    SVG = "svg"
    PDF = "pdf"
