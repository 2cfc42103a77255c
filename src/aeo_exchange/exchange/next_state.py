"""The views of now and the entries sent before to the entries of the next state (XCH-4-4).

What was sent and is shared no more leaves a tombstone; a tombstone stays as long as it says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from msgspec import UNSET

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.entries import (
    Entry,
    EntryTombstone,
    TombstoneCause,
    entry_line,
    tombstone_line,
)
from aeo_exchange.exchange.pairs import in_pairs
from aeo_exchange.exchange.views import NotShared, WhyNotShared
from aeo_exchange.model.consent import counting_consent
from aeo_exchange.model.instants import Instant, instant, shifted
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.rules.rule import items_of

__all__ = ["ALL_KEPT", "KeptPromises", "KeyNow", "LineChange", "next_entries"]

RETAINED_DAYS = 400
CAUSES: dict[WhyNotShared, TombstoneCause] = {
    "no-consent": "consent-withdrawn",
    "out-of-scope": "out-of-scope",
    "moved": "moved",
}
BRING_BACK = "was a backup restored, or is a file gone? Bring back the later revisions"
# What no finding says, since each record by itself is valid (XCH-2-5).
IF_NOT_VALID = (
    "where no finding says why, one revision is there with two contents, or two records have one "
    "key: keep the right one"
)


class KeyNow(NamedTuple):
    """What there is of a key now: its view, or why there is none.

    `at_hand` is the revision that says so, which no profile changes; 0 where none does. `issued_at`
    is when the one was issued that the view was cut from.
    """

    key: str
    record: AeoRecord | None
    not_shared: NotShared | None
    at_hand: int = 0
    issued_at: str = ""


class LineChange(NamedTuple):
    """The line of a key in the state sent before and in the next one; None where it has none."""

    before: bytes | None
    after: bytes | None


class KeptPromises(NamedTuple):
    """What earlier heads promised and the next one keeps.

    A reset keeps neither `keys`, so that what is gone needs no tombstone, nor `revisions`
    (XCH-3-6).
    Another text of the profile cuts other views, whose revisions may be lower (XCH-2-4). Where it
    is the same one, `in_scope` says whether it has a record in scope at an instant.
    """

    keys: bool = True
    revisions: bool = True
    in_scope: Callable[[AeoRecord, str], bool] | None = None


ALL_KEPT = KeptPromises()


def next_entries(
    sent: Iterable[Entry],
    now: Iterable[KeyNow],
    secret: bytes,
    at: Instant,
    kept: KeptPromises = ALL_KEPT,
) -> Iterator[LineChange]:
    """Yield what becomes of the line of each key, without line feeds; both sides stand in order.

    Raises WrongChoice for a record that was sent and of which nobody can say what became, and for
    one whose revision was higher when it was sent.
    """
    for entry, candidate in in_pairs(sent, now):
        after: Iterable[bytes] = ()
        if entry is None:
            assert candidate is not None
            after = _shared(candidate, secret)
        elif candidate is None:
            if kept.keys or entry.tombstone is not None:
                after = _without(entry, None, secret, at)
        else:
            _require_no_lower(entry, candidate, kept)
            _require_what_took_it_out(entry, candidate, kept)
            after = _both(entry, candidate, secret, at)
        yield LineChange(None if entry is None else entry.line, next(iter(after), None))


def _require_no_lower(entry: Entry, candidate: KeyNow, kept: KeptPromises) -> None:
    """Refuse a record that is behind what partners hold of it.

    They would reject its view, and take the tombstone of a consent that was given again since.
    """
    before, record = entry.revision, candidate.record
    if before is None:
        return
    now = [candidate.at_hand] if kept.keys and candidate.at_hand else []
    if record is not None and kept.revisions:
        now.append(record.revision)
    if now and min(now) < before:
        raise WrongChoice(
            f"{entry.key} was sent in revision {before}, and among the records is {min(now)}; "
            f"{BRING_BACK}"
        )


def _require_what_took_it_out(entry: Entry, candidate: KeyNow, kept: KeptPromises) -> None:
    """Refuse a record behind a tombstone where the revision that the tombstone is of is lost.

    What is at hand was issued before, and says nothing of a move, or of leaving the scope. Partners
    would take it again: its revision is not lower than any that they have (XCH-4-6).
    """
    tombstone, record = entry.tombstone, candidate.record
    if tombstone is None or record is None:
        return
    since = tombstone.effective_from
    is_earlier = candidate.issued_at < since
    if tombstone.cause == "moved" and (
        is_earlier or tombstone.to not in items_of(record.former_administrations)
    ):
        raise WrongChoice(
            f"{entry.key} was sent as moved to {tombstone.to} at {since}, and among the records is "
            f"none that came back since; {BRING_BACK}"
        )
    was_in_scope = kept.in_scope is not None and kept.in_scope(record, since)
    if tombstone.cause == "out-of-scope" and is_earlier and was_in_scope:
        raise WrongChoice(
            f"{entry.key} left the scope at {since}, and among the records is none from then on; "
            f"{BRING_BACK}, or issue one where it is in scope again"
        )


def _shared(candidate: KeyNow, secret: bytes) -> Iterator[bytes]:
    if candidate.record is not None:
        yield entry_line(candidate.record, secret)


def _both(entry: Entry, candidate: KeyNow, secret: bytes, at: Instant) -> Iterator[bytes]:
    if candidate.record is None:
        yield from _without(entry, candidate.not_shared, secret, at)
        return
    if entry.tombstone is not None and not _comes_back(
        entry, entry.tombstone, candidate.record, at
    ):
        yield from _without(entry, None, secret, at)
        return
    yield from _shared(candidate, secret)


def _comes_back(entry: Entry, tombstone: EntryTombstone, record: AeoRecord, at: Instant) -> bool:
    """Say whether a view may stand again where its tombstone stands (XCH-4-6).

    Partners would reject it, and would have it all the same. Which revisions they hold a tombstone
    does not tell, and the other stream has its own word on a record that comes from there. Raises
    WrongChoice where the records are behind the tombstone.
    """
    if tombstone.cause == "erased":
        raise WrongChoice(f"{entry.key} was erased, and never comes back (XCH-4-6)")
    agreement = UNSET if record.view is UNSET else record.view.agreement
    if tombstone.cause != "consent-withdrawn" or agreement is UNSET:
        return True  # a view for the public holds no consents
    consent = counting_consent(record, agreement, at)
    if consent is not None and consent.since < tombstone.effective_from:
        raise WrongChoice(
            f"the consent for {entry.key} ended at {tombstone.effective_from}, and among the "
            f"records is one since {consent.since}; was a backup restored? Bring back the later "
            "revisions: a consent that is given again has a later instant (XCH-4-6)"
        )
    # Of the very instant it is the consent of the tombstone, which another profile lets share.
    return consent is not None and consent.since > tombstone.effective_from


def _without(
    entry: Entry, not_shared: NotShared | None, secret: bytes, at: Instant
) -> Iterator[bytes]:
    """Yield the tombstone of what was sent and is not shared now, as long as it is kept."""
    if entry.tombstone is not None:
        if at < entry.tombstone.retain_until:
            yield tombstone_line(entry.key, entry.tombstone, secret)
        return
    if not_shared is None or not_shared.why not in CAUSES:
        why = f"is {not_shared.why}" if not_shared else "is not among the records"
        is_invalid = not_shared is not None and not_shared.why == "not-valid"
        raise WrongChoice(
            f"{entry.key} was sent before and {why}, so nobody can say what became of it; "
            f"{IF_NOT_VALID if is_invalid else 'give all records'}"
        )
    tombstone = EntryTombstone(
        cause=CAUSES[not_shared.why],
        effective_from=not_shared.since,
        retain_until=_retained(max(at, instant(not_shared.since))),
        **({"to": not_shared.to} if not_shared.to else {}),
    )
    yield tombstone_line(entry.key, tombstone, secret)


def _retained(at: Instant) -> Instant:
    return shifted(at, timedelta(days=RETAINED_DAYS))
