"""What officers have confirmed: whose a name with its address is, and from when on (DEC-5-4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from aeo_exchange.declarations.declaration import DeclaredParty
from aeo_exchange.exchange.days import day_in
from aeo_exchange.model.instants import Instant, is_date
from aeo_exchange.reference.identifiers.rules import CAPITALS, WIDE

__all__ = ["ConfirmedLink", "ConfirmedLinks"]


class ConfirmedLink(Struct, frozen=True, kw_only=True):
    """A name with address and country as declared, the TIN that is meant, and when it counts."""

    name: str
    address: str
    country: str
    tin: str
    from_: Instant
    until: Instant | None = None


class ConfirmedLinks:
    """The links of one side, by what a declaration says."""

    def __init__(self, links: Iterable[ConfirmedLink], zone: str) -> None:
        self._zone = zone
        self._links: dict[tuple[str, ...], list[ConfirmedLink]] = defaultdict(list)
        for link in links:
            self._links[_link_key(link.name, link.address, link.country)].append(link)

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._links)

    def tins(self, party: DeclaredParty, at: str) -> tuple[str, ...]:
        """Return the TINs that count for a party at an instant, or at each instant of a day."""
        if not self._links or not party.name:
            return ()
        links = self._links.get(_link_key(party.name, party.address, party.country), ())
        return tuple(dict.fromkeys(link.tin for link in links if self._counts(link, at)))

    def _counts(self, link: ConfirmedLink, at: str) -> bool:
        first, last = day_in(self._zone, at) if is_date(at) else (at, at)
        if link.from_ > first:
            return False
        return link.until is None or (last <= link.until if is_date(at) else last < link.until)


def _link_key(*texts: str) -> tuple[str, ...]:
    """Return texts in ASCII width, in capitals, with single blanks."""
    return tuple(" ".join(text.translate(WIDE).translate(CAPITALS).split()) for text in texts)
