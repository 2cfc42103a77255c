"""All that a layout is proposed of: the sheet, what its columns are taken for, what is in doubt."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from aeo_exchange.tabular.proposing.columns import SampledTable
from aeo_exchange.tabular.proposing.guesses import ColumnGuess, LeftColumn
from aeo_exchange.tabular.proposing.settling import AsOfLine, KeyColumns

__all__ = ["NEEDED", "TIERS", "UNTIL", "Proposal", "slug"]

UNTIL = "authorisation.terms.1.until"
TIERS = "authorisation.terms.1.tiers"
NEEDED = {
    "holder.tin": "the TIN of the operator",
    "holder.legalName": "its name in Latin letters",
    "authorisation.number": "the number of the authorisation",
    TIERS: "the tier",
    "authorisation.terms.1.roles": "the role",
    "authorisation.terms.1.from": "the day from which the authorisation holds",
}
LONGEST_TITLE = 150  # characters of a name of a file in a title


class Proposal(Struct, frozen=True, kw_only=True):
    """All that a layout is proposed of."""

    file: str
    name: str
    table: SampledTable
    programme: str
    programme_reason: str
    administration: str
    guesses: tuple[ColumnGuess, ...]
    left: tuple[LeftColumn, ...]
    key: KeyColumns
    constants: dict[str, str]
    as_of: AsOfLine | None
    doubts: tuple[str, ...]

    @property
    def base(self) -> str:
        """The name of the file without its folders, as long as a title can be."""
        return self.file.rpartition("/")[2][:LONGEST_TITLE]

    @property
    def items(self) -> frozenset[str]:
        """What columns are taken for."""
        return frozenset(guess.item for guess in self.guesses)


def slug(name: str) -> str:
    """Return the name of a layout for a file of some name."""
    stem = unicodedata.normalize("NFKD", name.rpartition("/")[2].partition(".")[0])
    made = re.sub(r"[^a-z0-9]+", "-", stem.casefold()).strip("-")[:64].strip("-")
    return made or "proposed"
