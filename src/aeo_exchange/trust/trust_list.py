"""Trust lists to one answer: whose key this is, and what it may speak for (ATT-5).

A list counts when a pinned root signed it and it is no older than what was used before. All
that counts is put together; where two places differ over one key, nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.trust_list import Authority, ListedKey, Scope, TrustList
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Compact
from aeo_exchange.signing.keys import VerificationKey
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


class KeyEntry(Struct, frozen=True, kw_only=True):
    """What the trust lists say of one key.

    `administration` is that of the authority that has the key. `next_update` is the earliest of
    the lists that say so. `status_lists` is None when the authority names none.
    """

    administration: str
    listed: ListedKey
    key: VerificationKey
    scope: tuple[Scope, ...]
    status_lists: tuple[str, ...] | None
    next_update: str
    list_id: str

    def is_overdue(self, at: str) -> bool:
        """Say whether a newer list was due before an instant."""
        return at > self.next_update

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

    def __init__(self, lists: Sequence[TrustList], entries: Iterable[KeyEntry]) -> None:
        """Sort the entries by key, so that looking one up takes no longer in a long list."""
        self.lists = tuple(lists)
        self.refused: tuple[SignatureError, ...] = ()
        found: dict[str, list[KeyEntry]] = defaultdict(list)
        for entry in entries:
            found[entry.listed.kid].append(entry)
        self._entries = {
            kid: sorted(places, key=lambda entry: (entry.next_update, entry.list_id))
            for kid, places in found.items()
        }

    def find(self, kid: str) -> KeyEntry | None:
        """Return what the lists say of a key, or None when none has it.

        Raises UntrustedKey (AEO-TRU-10) where they say different things.
        """
        places = self._entries.get(kid)
        if places is None:
            return None
        first = places[0]
        for other in places[1:]:
            refusals.require(
                first.says_as(other),
                "AEO-TRU-10",
                f"the trust lists differ over the key {kid}: {_words(first)}, and {_words(other)}",
            )
        return first

    def is_overdue(self, at: str) -> bool:
        """Say whether any of the lists should have been replaced before an instant."""
        return any(at > each.next_update for each in self.lists)


def open_trust(
    tokens: Sequence[bytes], roots: Sequence[Root], *, seen: Seen, min_sequence: int = 0
) -> Trust:
    """Return what the signed trust lists that count say together, and note them as used.

    Raises UntrustedKey: AEO-TRU-01 when no list is given, the code of the first refusal when
    lists were given and none counts.
    """
    refusals.require(bool(tokens), "AEO-TRU-01", "no trust list was given")
    refused: list[SignatureError] = []
    opened: list[SignedList] = []
    for token in tokens:
        try:
            opened.append(_opened(token, roots, min_sequence))
        except SignatureError as cause:
            refused.append(cause)
    counting = [*_not_older(opened, seen, refused)]
    if refused and not counting:
        raise refused[0]
    entries = [entry for each in counting for entry in _entries(each, roots, refused)]
    trust = Trust([each.trust_list for each in counting], entries)
    trust.refused = tuple(refused)
    return trust


def _opened(token: bytes, roots: Sequence[Root], min_sequence: int) -> SignedList:
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


def _not_older(
    opened: list[SignedList], seen: Seen, refused: list[SignatureError]
) -> Iterator[SignedList]:
    """Yield the lists that are neither rolled back nor forked, the newest issue first.

    So the order in which lists are given decides nothing.
    """
    issues: dict[tuple[str, int], set[bytes]] = defaultdict(set)
    for each in opened:
        issues[each.trust_list.list_id, each.trust_list.sequence].add(each.digest)
    for each in sorted(opened, key=lambda each: -each.trust_list.sequence):
        name, sequence = each.trust_list.list_id, each.trust_list.sequence
        try:
            refusals.require(
                len(issues[name, sequence]) == 1,
                "AEO-TRU-06",
                f"there are two different trust lists {name} of sequence {sequence}",
            )
            seen.check_list(name, sequence, each.digest)
        except SignatureError as cause:
            refused.append(cause)
        else:
            seen.note_list(name, sequence, each.digest)
            yield each


def _entries(
    signed: SignedList, roots: Sequence[Root], refused: list[SignatureError]
) -> Iterator[KeyEntry]:
    """Yield the keys of the authorities that the signer was pinned for."""
    pinned = pinned_for(_signers(signed.compact, roots))
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
            yield from (_entry(signed, authority, listed) for listed in authority.keys)


def _entry(signed: SignedList, authority: Authority, listed: ListedKey) -> KeyEntry:
    uris = authority.status_lists
    return KeyEntry(
        administration=authority.administration,
        listed=listed,
        key=signed.keys[listed.kid],
        scope=authority.scope,
        status_lists=None if uris is UNSET else uris,
        next_update=signed.trust_list.next_update,
        list_id=signed.trust_list.list_id,
    )


def _words(entry: KeyEntry) -> str:
    listed = entry.listed
    since = "" if listed.from_ is UNSET else f" from {listed.from_}"
    end = "" if listed.until is UNSET else f" until {listed.until}"
    return f"{listed.state} for {entry.administration}{since}{end}"
