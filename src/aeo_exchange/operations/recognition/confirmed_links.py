"""The links that officers have confirmed, from a file in CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aeo_exchange.declarations.links import ConfirmedLink
from aeo_exchange.model.codes import IdentifierMode
from aeo_exchange.model.instants import instant
from aeo_exchange.operations.recognition.small_tables import SmallTable

if TYPE_CHECKING:
    from aeo_exchange.declarations.matching import MatchTerms
    from aeo_exchange.exchange.recognition.evidence import HeldEvidence

__all__ = ["links_not_asked", "read_confirmed_links"]

TABLE = SmallTable(
    needed=("name", "tin", "from"),
    columns=("name", "address", "country", "tin", "from", "until"),
)


def read_confirmed_links(file: Path) -> tuple[ConfirmedLink, ...]:
    """Return the links of a table with the columns name, address, country, tin, from and until.

    Raises OSError, and WrongChoice with the line for what is no such table.
    """
    return TABLE.read(file, _link)


def links_not_asked(terms: MatchTerms, evidence: HeldEvidence) -> str:
    """Return why links that were given are not looked at, nothing where they are (DEC-3-2)."""
    from aeo_exchange.declarations.matching import side_in_force  # noqa: PLC0415 start-up time is felt

    mode = side_in_force(terms, evidence).identifier_mode
    if not terms.links or mode is IdentifierMode.NAME_ADDRESS:
        return ""
    return (
        f"not looked at, since {terms.asked_by} goes by {mode} under {terms.profile.code}; "
        f"links count where it goes by {IdentifierMode.NAME_ADDRESS}"
    )


def _link(cells: dict[str, str]) -> ConfirmedLink:
    return ConfirmedLink(
        name=cells["name"],
        address=cells["address"],
        country=cells["country"],
        tin=cells["tin"],
        from_=instant(cells["from"]),
        until=instant(cells["until"]) if cells["until"] else None,
    )
