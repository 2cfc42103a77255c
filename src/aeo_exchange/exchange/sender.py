"""Whose key signed a head or another statement, and what it may speak for (XCH-8-3 to XCH-8-5)."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.errors import SignatureError
from aeo_exchange.exchange.heads import Head, SignedHead
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.tree import Tree
from aeo_exchange.model.trust_list import Purpose, Scope
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.jws import Compact
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.issuer import require_period, require_usable, within
from aeo_exchange.trust.listed_keys import KeyEntry, Trust

__all__ = ["Speech", "require_own_record", "sender_scope", "speaker_scope"]

BELONGS = "AEO-XCH-25"


class Speech(Struct, frozen=True, kw_only=True):
    """A token of the exchange, in whose name it speaks, and when it was signed."""

    compact: Compact
    iss: str
    issued_at: str


def sender_scope(
    signed: SignedHead,
    head: Head,
    trust: Trust | SignatureError,
    *,
    at: Instant,
    test_keys: bool,
) -> tuple[Scope, ...]:
    """Return the tuples by which a key that signed a head may speak in the exchange.

    Raises SignatureError with the rule that stands in the way, in the order of ATT-7-13.
    """
    speech = Speech(compact=signed.compact, iss=head.iss, issued_at=head.issued_at)
    return speaker_scope(speech, trust, at=at, test_keys=test_keys)


def speaker_scope(
    speech: Speech, trust: Trust | SignatureError, *, at: Instant, test_keys: bool
) -> tuple[Scope, ...]:
    """Return the tuples by which a key that signed a token may speak in the exchange.

    Raises SignatureError as `sender_scope` does.
    """
    if isinstance(trust, SignatureError):
        raise trust
    compact, iss = speech.compact, speech.iss
    entry = _entry(compact.header.kid, iss, trust, at=at, test_keys=test_keys)
    require_usable(entry, at, test_keys=test_keys)
    refusals.require(
        entry.administration == iss,
        "AEO-TRU-12",
        f"the key belongs to {entry.administration}, and what it signed speaks for {iss}",
    )
    signed_at = numeric_date(speech.issued_at)
    require_period(entry.listed, signed_at, "AEO-TRU-09")
    refusals.require(compact.is_of(entry.key), "AEO-XCH-11", "the signature is not that of the key")
    tuples = tuple(scope for scope in entry.scope if _is_for_exchange(scope, iss, signed_at))
    refusals.require(
        bool(tuples),
        "AEO-XCH-12",
        f"the trust list does not let the key speak for {iss} in the exchange",
    )
    return tuples


def _entry(kid: str, iss: str, trust: Trust, *, at: Instant, test_keys: bool) -> KeyEntry:
    refusals.require(
        test_keys or not is_test_key(kid),
        "AEO-TRU-13",
        "the key is a published test key; --test-keys lets it count",
    )
    entry = trust.find(kid, iss)
    if entry is None:
        overdue = trust.is_overdue(at, iss)
        refusals.require(not overdue, "AEO-TRU-04", "the key is unknown and the list overdue")
        refusals.refuse("AEO-TRU-07", f"the key {kid} is not in the trust list")
    return entry


def _is_for_exchange(scope: Scope, iss: str, signed_at: int) -> bool:
    in_name = scope.administration == iss and Purpose.EXCHANGE in scope.purposes
    return in_name and within(scope, signed_at)


def require_own_record(
    key: str, record: dict[str, Tree], head: Head, tuples: tuple[Scope, ...]
) -> None:
    """Refuse a record that is not the sender's, not of this stream, or under another key.

    What of it cannot be read is judged with the record (XCH-8-19). Raises MessageRefused.
    """
    former = record.get("formerAdministrations")
    path = [*(former if isinstance(former, list) else ()), record["administration"]]
    refusals.require(
        key == f"{path[0]}/{record['recordId']}",
        BELONGS,
        f"{key} holds {path[0]}/{record['recordId']}",
    )
    refusals.require(
        record["administration"] == head.iss,
        BELONGS,
        f"{key} is of {record['administration']}, and the stream of {head.iss}",
    )
    meant = {"audience": head.aud, **({"agreement": head.agreement} if head.agreement else {})}
    refusals.require(record.get("view") == meant, BELONGS, f"{key} is not a view for this stream")
    programme, tin = record.get("programme"), _tin(record)
    if isinstance(programme, str) and tin is not None:
        refusals.require(
            any(
                scope.programme == programme and tin.startswith(scope.tin_prefixes)
                for scope in tuples
            ),
            BELONGS,
            f"{key}: the key may not speak about {programme} and this TIN",
        )


def _tin(record: dict[str, Tree]) -> str | None:
    holder = record.get("holder")
    tin = holder.get("tin") if isinstance(holder, dict) else None
    return tin if isinstance(tin, str) else None
