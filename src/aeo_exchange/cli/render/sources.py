"""What a statement rests on, in one line."""

from __future__ import annotations

from aeo_exchange.operations.reference.page import Grounds
from aeo_exchange.operations.words import day_in_words

__all__ = ["footnote"]

SURE = {
    "S": "a joint report of international organisations",
    "A": "an official text",
    "B": "a secondary text",
    "C": "prior knowledge, not read again in a text",
    "D": "plausible, still to be verified",
}


def footnote(basis: Grounds) -> str:
    """Return title, publisher, date of the text, the day of looking and the confidence."""
    dated = f", {day_in_words(basis.published)}" if basis.published else ""
    sure = SURE[basis.confidence]
    return (
        f"{basis.title}. {basis.publisher}{dated}. As of {day_in_words(basis.as_of)}."
        f" Confidence {basis.confidence}: {sure}."
    )
