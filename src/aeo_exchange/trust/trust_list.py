"""Trust lists to one answer: whose key this is, and what it may speak for (ATT-5).

A list counts when a pinned root signed it and it is no older than what was used before. All
that counts is put together; where two places differ over one key, nothing is chosen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from msgspec import UNSET

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.trust_list import Authority, ListedKey, TrustList
from aeo_exchange.signing import refusals
from aeo_exchange.signing.jws import Compact
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.list_form import (
    UNSIGNED,
    SignedList,
    is_unsigned,
    read_list_token,
    read_signed_list,
)
from aeo_exchange.trust.listed_keys import KeyEntry, Pinned, Trust
from aeo_exchange.trust.roots import Root, pinned_for
from aeo_exchange.trust.seen import Seen

__all__ = ["open_trust"]


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
    when no list is given, the lowest code of the refusals when lists were given and none counts.
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
    for opened_list, pinned in _not_older(opened, roots, seen, refused):
        keys = list(_entries(opened_list, pinned, refused))
        entries.extend(keys)
        counting.append((opened_list.trust_list, pinned))
        if keys:
            issue = opened_list.trust_list
            seen.note_list(issue.list_id, issue.sequence, opened_list.digest, _named(pinned))
    if refused and not counting:
        # Not that of the first: the order of lists decides nothing (ATT-7-1).
        raise min(refused, key=attrgetter("rule"))
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
        f"the trust list is signed by {compact.header.kid}, which is not a root that was pinned"
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
    pinned_lists = [
        (opened_list, pinned_for(_signers(opened_list.compact, roots))) for opened_list in opened
    ]
    issues: dict[tuple[str, int, Pinned], set[bytes]] = defaultdict(set)
    for pinned_list, pinned in pinned_lists:
        issues[pinned_list.trust_list.list_id, pinned_list.trust_list.sequence, pinned].add(
            pinned_list.digest
        )
    noted: dict[tuple[str, Pinned], int] = {}
    for opened_list, pinned in sorted(pinned_lists, key=lambda pair: -pair[0].trust_list.sequence):
        name, sequence = opened_list.trust_list.list_id, opened_list.trust_list.sequence
        try:
            # Of a fork nothing counts, and it still shows that what is older is not the newest.
            highest = noted.setdefault((name, pinned), sequence)
            refusals.require(
                sequence == highest,
                "AEO-TRU-05",
                f"the trust list {name} has sequence {sequence}, {highest} is at hand",
            )
            refusals.require(
                len(issues[name, sequence, pinned]) == 1,
                "AEO-TRU-06",
                f"there are two different trust lists {name} of sequence {sequence}",
            )
            seen.check_list(name, sequence, opened_list.digest, _named(pinned))
        except SignatureError as cause:
            refused.append(cause)
        else:
            yield opened_list, pinned


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
