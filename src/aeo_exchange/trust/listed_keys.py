"""What the trust lists that count say of each key, put together (ATT-5-9).

Where two places differ over one key, nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.instants import instant
from aeo_exchange.model.trust_list import ListedKey, Scope, TrustList
from aeo_exchange.signing import refusals
from aeo_exchange.signing.keys import VerificationKey

__all__ = ["KeyEntry", "Pinned", "Trust"]

# The administrations that a root was pinned for; None means all.
Pinned: TypeAlias = frozenset[str] | None


class KeyEntry(Struct, frozen=True, kw_only=True):
    """What the trust lists say of one key.

    `administration` is that of the authority that has the key. `next_update` is the latest of
    the lists that say so. `status_lists` is None when the authority names none. `pinned_for`
    are the administrations that the root of the list was pinned for, None for all.
    """

    administration: str
    listed: ListedKey
    key: VerificationKey
    scope: tuple[Scope, ...]
    status_lists: tuple[str, ...] | None
    next_update: str
    list_id: str
    pinned_for: Pinned = None

    def is_heard_for(self, administration: str) -> bool:
        """Say whether what the list says counts for attestations of an administration."""
        return self.pinned_for is None or administration in self.pinned_for

    def is_overdue(self, at: str | datetime) -> bool:
        """Say whether a newer list was due before an instant."""
        return instant(at) > self.next_update

    def says_as(self, other: KeyEntry) -> bool:
        """Say whether another place says the same: owner, key, state, period and scope."""
        return (
            self.administration == other.administration
            and self.key.algorithm == other.key.algorithm
            and (self.listed.state, self.listed.from_, self.listed.until)
            == (other.listed.state, other.listed.from_, other.listed.until)
            and set(self.scope) == set(other.scope)
            and set(self.status_lists or ()) == set(other.status_lists or ())
        )


class Trust:
    """The trust lists that count, put together; `refused` holds why others do not."""

    def __init__(
        self, counting: Sequence[tuple[TrustList, Pinned]], entries: Iterable[KeyEntry]
    ) -> None:
        """Sort the entries by key, so that looking one up takes no longer in a long list."""
        self.lists = tuple(trust_list for trust_list, _ in counting)
        self._counting = tuple(counting)
        self.refused: tuple[SignatureError, ...] = ()
        places_of: dict[str, list[KeyEntry]] = defaultdict(list)
        for entry in entries:
            places_of[entry.listed.kid].append(entry)
        # The one that lasts longest first: what a current list says, an overdue one need not.
        self._entries = {
            kid: sorted(sorted(places, key=_list_name), key=_next_update, reverse=True)
            for kid, places in places_of.items()
        }
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kid, places in places_of.items():
            for place in places:
                names[kid, place.administration].add(place.list_id)
        self._vouching = {owner: tuple(sorted(lists)) for owner, lists in names.items()}

    def find(self, kid: str, speaking_for: str | None = None) -> KeyEntry | None:
        """Return what the lists say of a key, or None when none that is heard has it.

        What a root that was pinned for some administrations only says of a key is heard for
        those alone, since certificates are public and anybody can list one. Raises UntrustedKey
        (AEO-TRU-10) where they say different things.
        """
        places: Sequence[KeyEntry] = self._entries.get(kid, ())
        if speaking_for is not None:
            places = [place for place in places if place.is_heard_for(speaking_for)]
        if not places:
            return None
        first, *others = places
        for other in others:
            refusals.require(
                first.says_as(other),
                "AEO-TRU-10",
                f"the trust lists differ over the key {kid}: {_words(first)}, and {_words(other)}",
            )
        return first

    def vouching(self, entry: KeyEntry) -> tuple[str, ...]:
        """Return the names of the lists that have a key for an administration, sorted."""
        return self._vouching.get((entry.listed.kid, entry.administration), ())

    def others_named(self, uri: str, administration: str) -> tuple[str, ...]:
        """Return the administrations that a status list is named for, unless this is one of them.

        A list by a root that was pinned for some administrations takes nothing from the others.
        """
        places = [
            place for place in self._naming.get(uri, ()) if place.is_heard_for(administration)
        ]
        owners = {place.administration for place in places}
        return () if administration in owners else tuple(sorted(owners))

    @cached_property
    def _naming(self) -> dict[str, list[KeyEntry]]:
        """The entries by the status lists that their authorities name."""
        owners: dict[str, list[KeyEntry]] = defaultdict(list)
        for places in self._entries.values():
            for place in places:
                for uri in place.status_lists or ():
                    owners[uri].append(place)
        return dict(owners)

    def is_overdue(self, at: str | datetime, administration: str) -> bool:
        """Say whether a list that is heard for an administration should have been replaced."""
        now = instant(at)
        return any(
            now > trust_list.next_update and (pinned is None or administration in pinned)
            for trust_list, pinned in self._counting
        )


def _list_name(entry: KeyEntry) -> str:
    return entry.list_id


def _next_update(entry: KeyEntry) -> str:
    return entry.next_update


def _words(entry: KeyEntry) -> str:
    listed = entry.listed
    since = "" if listed.from_ is UNSET else f" from {listed.from_}"
    end = "" if listed.until is UNSET else f" until {listed.until}"
    return f"{listed.state} for {entry.administration}{since}{end}"
