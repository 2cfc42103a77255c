"""Trust lists to one answer: whose key this is, and what it may speak for (ATT-5).

A list counts when a pinned root signed it and it is no older than what was used before. All
that counts is put together; where two places differ over one key, nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeAlias

from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.instants import instant
from aeo_exchange.model.trust_list import Authority, ListedKey, Scope, TrustList
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Compact
from aeo_exchange.signing.keys import VerificationKey
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.list_form import (
    UNSIGNED,
    SignedList,
    is_unsigned,
    read_list_token,
    read_signed_list,
)
from aeo_exchange.trust.roots import Root, pinned_for
from aeo_exchange.trust.seen import Seen

__all__ = ["KeyEntry", "Trust", "open_trust"]

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
        found: dict[str, list[KeyEntry]] = defaultdict(list)
        for entry in entries:
            found[entry.listed.kid].append(entry)
        # The one that lasts longest first: what a current list says, an overdue one need not.
        self._entries = {
            kid: sorted(sorted(places, key=_list_name), key=_next_update, reverse=True)
            for kid, places in found.items()
        }
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for kid, places in found.items():
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
        places = [each for each in self._naming.get(uri, ()) if each.is_heard_for(administration)]
        owners = {each.administration for each in places}
        return () if administration in owners else tuple(sorted(owners))

    @cached_property
    def _naming(self) -> dict[str, list[KeyEntry]]:
        """The entries by the status lists that their authorities name."""
        found: dict[str, list[KeyEntry]] = defaultdict(list)
        for places in self._entries.values():
            for place in places:
                for uri in place.status_lists or ():
                    found[uri].append(place)
        return dict(found)

    def is_overdue(self, at: str | datetime, administration: str) -> bool:
        """Say whether a list that is heard for an administration should have been replaced."""
        now = instant(at)
        return any(
            now > trust_list.next_update and (pinned is None or administration in pinned)
            for trust_list, pinned in self._counting
        )


def open_trust(
    tokens: Sequence[bytes],
    roots: Sequence[Root],
    *,
    seen: Seen,
    min_sequence: int = 0,
    test_keys: bool = False,
) -> Trust:
    """Return what the signed trust lists that count say together, and note them as used.

    With `test_keys` a root whose key is published counts too. Raises UntrustedKey: AEO-TRU-01
    when no list is given, the code of the first refusal when lists were given and none counts.
    """
    refusals.require(bool(tokens), "AEO-TRU-01", "no trust list was given")
    refused: list[SignatureError] = []
    opened: list[SignedList] = []
    for token in tokens:
        try:
            opened.append(_opened(token, roots, min_sequence, test_keys=test_keys))
        except SignatureError as cause:
            refused.append(cause)
    entries: list[KeyEntry] = []
    counting: list[tuple[TrustList, Pinned]] = []
    for each, pinned in _not_older(opened, roots, seen, refused):
        found = list(_entries(each, pinned, refused))
        entries.extend(found)
        counting.append((each.trust_list, pinned))
        if found:
            issue = each.trust_list
            seen.note_list(issue.list_id, issue.sequence, each.digest, _named(pinned))
    if refused and not counting:
        raise refused[0]
    trust = Trust(counting, entries)
    trust.refused = tuple(refused)
    return trust


def _opened(
    token: bytes, roots: Sequence[Root], min_sequence: int, *, test_keys: bool
) -> SignedList:
    """Return a list that a pinned root signed and that is as new as was asked for."""
    if is_unsigned(token):
        refusals.refuse("AEO-TRU-03", UNSIGNED)
    compact = read_list_token(token)
    # Before anything of the list is read, which is work that a stranger could ask for.
    refusals.require(
        bool(_signers(compact, roots)),
        "AEO-TRU-03",
        f"the trust list is signed by {compact.header.kid}, which is no root that was pinned"
        if roots
        else "the trust list is signed, and no root was pinned to check it by",
    )
    refusals.require(
        test_keys or not is_test_key(compact.header.kid),
        "AEO-TRU-13",
        "the trust list is signed by a published test key; --test-keys lets it count",
    )
    signed = read_signed_list(compact)
    sequence = signed.trust_list.sequence
    refusals.require(
        sequence >= min_sequence,
        "AEO-TRU-05",
        f"the trust list has sequence {sequence}, at least {min_sequence} was asked for",
    )
    return signed


def _signers(compact: Compact, roots: Sequence[Root]) -> list[Root]:
    """Return the roots that signed a list: none, or one key however often it was pinned."""
    named = [root for root in roots if root.key.kid == compact.header.kid]
    return named if named and compact.is_of(named[0].key) else []


def _named(pinned: Pinned) -> tuple[str, ...]:
    return () if pinned is None else tuple(sorted(pinned))


def _not_older(
    opened: list[SignedList], roots: Sequence[Root], seen: Seen, refused: list[SignatureError]
) -> Iterator[tuple[SignedList, Pinned]]:
    """Yield the lists that are neither rolled back nor forked, with the pins of their signer.

    The newest issue comes first, so the order in which lists are given decides nothing. A root
    pinned for some administrations makes lists of its own, whatever names it gives them: it
    must not push aside those of another.
    """
    found = [(each, pinned_for(_signers(each.compact, roots))) for each in opened]
    issues: dict[tuple[str, int, Pinned], set[bytes]] = defaultdict(set)
    for each, pinned in found:
        issues[each.trust_list.list_id, each.trust_list.sequence, pinned].add(each.digest)
    noted: dict[tuple[str, Pinned], int] = {}
    for each, pinned in sorted(found, key=lambda pair: -pair[0].trust_list.sequence):
        name, sequence = each.trust_list.list_id, each.trust_list.sequence
        try:
            refusals.require(
                len(issues[name, sequence, pinned]) == 1,
                "AEO-TRU-06",
                f"there are two different trust lists {name} of sequence {sequence}",
            )
            highest = noted.setdefault((name, pinned), sequence)
            refusals.require(
                sequence == highest,
                "AEO-TRU-05",
                f"the trust list {name} has sequence {sequence}, {highest} is at hand",
            )
            seen.check_list(name, sequence, each.digest, _named(pinned))
        except SignatureError as cause:
            refused.append(cause)
        else:
            yield each, pinned


def _entries(
    signed: SignedList, pinned: Pinned, refused: list[SignatureError]
) -> Iterator[KeyEntry]:
    """Yield the keys of the authorities that the signer was pinned for."""
    for authority in signed.trust_list.authorities:
        try:
            refusals.require(
                pinned is None or authority.administration in pinned,
                "AEO-TRU-03",
                f"the root of the trust list was not pinned for {authority.administration}",
            )
        except SignatureError as cause:
            refused.append(cause)
        else:
            for listed in authority.keys:
                yield _entry(signed, authority, listed, pinned)


def _entry(signed: SignedList, authority: Authority, listed: ListedKey, pinned: Pinned) -> KeyEntry:
    uris = authority.status_lists
    return KeyEntry(
        administration=authority.administration,
        listed=listed,
        key=signed.keys[listed.kid],
        scope=authority.scope,
        status_lists=None if uris is UNSET else uris,
        next_update=signed.trust_list.next_update,
        list_id=signed.trust_list.list_id,
        pinned_for=pinned,
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
