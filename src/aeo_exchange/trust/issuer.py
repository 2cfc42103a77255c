"""Whether a key may speak for this administration, about this firm, at this time (ATT-5)."""

from __future__ import annotations

from msgspec import UNSET

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.trust_list import KeyState, ListedKey, Purpose, Scope
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome
from aeo_exchange.trust.listed_keys import KeyEntry
from aeo_exchange.trust.progress import Progress
from aeo_exchange.trust.question import Speaker
from aeo_exchange.trust.words import TEST_KEY

__all__ = [
    "check_issuer",
    "check_scope",
    "check_signature",
    "require_period",
    "require_trust_list",
    "require_usable",
    "within",
]


# Looked up once: in Python 3.11 each member costs as much as a call.
_COMPROMISED, _RETIRED = KeyState.COMPROMISED, KeyState.RETIRED
_ATTESTATION = Purpose.ATTESTATION
_BY_TEST_KEY = CheckResult(
    name=CheckName.ISSUER,
    outcome=Outcome.PASS,
    reason=TEST_KEY,
)


def require_trust_list(progress: Progress) -> None:
    """Refuse when no trust list counts."""
    if isinstance(progress.sources.trust, SignatureError):
        raise progress.sources.trust


def check_issuer(progress: Progress) -> CheckResult | None:
    """Find the key that the attestation names, and see that it is the administration's own.

    The answer says so where the key is a published one that was let count (ATT-5-11).
    """
    attestation, speaking = progress.attestation, progress.sources.speaking
    claims, kid = attestation.claims, attestation.kid
    asked = (kid, claims.iss, progress.question)
    speaker = speaking.get(asked)
    if speaker is None:
        entry = _usable_entry(progress, kid, claims.iss)
        speaker = speaking[asked] = Speaker(
            key=entry, trust_lists=progress.trust.vouching(entry), is_for_tests=is_test_key(kid)
        )
    require_period(speaker.key.listed, claims.iat, "AEO-TRU-09")
    progress.key, progress.trust_lists = speaker.key, speaker.trust_lists
    return _BY_TEST_KEY if speaker.is_for_tests else None


def _usable_entry(progress: Progress, kid: str, iss: str) -> KeyEntry:
    """Return what the trust list says of a key that may speak for an administration."""
    question = progress.question
    _require_secret(kid, test_keys=question.test_keys)
    entry = _entry(progress, kid, iss)
    require_usable(entry, question.at, test_keys=question.test_keys)
    refusals.require(
        entry.administration == iss,
        "AEO-TRU-12",
        # Not for whom it speaks, which no key has proved (ATT-7-11).
        f"the key belongs to {entry.administration}, and the attestation speaks for another",
    )
    return entry


def _entry(progress: Progress, kid: str, iss: str) -> KeyEntry:
    """Return what the trust list says of a key; of one it does not have a newer list may speak."""
    entry = progress.trust.find(kid, iss)
    if entry is None:
        overdue = progress.trust.is_overdue(progress.question.at, iss)
        refusals.require(not overdue, "AEO-TRU-04", "the key is unknown and the list overdue")
        refusals.refuse(
            "AEO-TRU-07", f"the key {kid} is not in the trust list{_left_out(progress)}"
        )
    return entry


def _left_out(progress: Progress) -> str:
    """Return why authorities of the trust list do not count, as far as roots are pinned."""
    refused = progress.trust.refused
    reasons = [refusal.message for refusal in refused if refusal.rule == "AEO-TRU-03"]
    others = " and others" if len(reasons) > 1 else ""
    return f"; {reasons[0]}{others}" if reasons else ""


def require_usable(entry: KeyEntry, at: str, *, test_keys: bool) -> None:
    """Refuse a key that is compromised, of an overdue list, or known to everybody.

    `at` is an instant in the form of records, as a Question has it.
    """
    _require_secret(entry.listed.kid, test_keys=test_keys)
    refusals.require(entry.listed.state is not _COMPROMISED, "AEO-TRU-08", "the key is compromised")
    refusals.require(
        at <= entry.next_update,
        "AEO-TRU-04",
        f"a newer list was due by {entry.next_update}",
    )


def _require_secret(kid: str, *, test_keys: bool) -> None:
    """Refuse a key whose private half everybody has, whatever the lists say of it."""
    refusals.require(
        test_keys or not is_test_key(kid),
        "AEO-TRU-13",
        "the key is a published test key; --test-keys lets it count",
    )


def require_period(listed: ListedKey, iat: int, code: str) -> None:
    """Refuse what was signed outside the period of its key."""
    if listed.state is not _RETIRED and within(listed, iat):
        return
    refusals.require(within(listed, iat), code, _outside, listed)
    refusals.require(
        listed.state is not _RETIRED or listed.until is not UNSET,
        code,
        "the key is retired and the list does not say since when",
    )


def _outside(listed: ListedKey) -> str:
    return (
        f"it was signed outside the period of the key, {listed.from_ or 'ever'} to "
        f"{listed.until or 'open'}"
    )


def check_signature(progress: Progress) -> None:
    """Verify the signature with the key; later checks use only what this returns."""
    proved = progress.attestation.prove(progress.key.key)
    # What the key was chosen by must be what it has signed. An SD-JWT gives the same object, and
    # comparing all of its members with themselves takes time.
    claims = progress.attestation.claims
    if proved.claims is not claims:
        refusals.require(
            proved.claims == claims,
            "AEO-SIG-19",
            "what was signed is not what the document shows",
        )
    progress.proved, progress.claims = proved, proved.claims


def check_scope(progress: Progress) -> CheckResult | None:
    """Find the tuple of the authority that covers the attestation whole.

    Of a TIN that is not disclosed its country is known: a tuple for part of the country may or
    may not cover it.
    """
    claims = progress.claims
    tin = claims.tin_country if claims.sub is UNSET else claims.sub
    assert tin is not UNSET  # ATT-1-7
    rest = []
    for scope in progress.key.scope:
        if _covers_all_but_tin(scope, claims):
            if tin.startswith(scope.tin_prefixes):
                return None
            rest.append(scope)
    refusals.require(
        claims.sub is UNSET
        and any(prefix.startswith(tin) for scope in rest for prefix in scope.tin_prefixes),
        "AEO-TRU-11",
        lambda: (
            f"{progress.key.administration} may not speak for {claims.iss} about "
            f"{claims.programme} and {'a' if claims.sub is UNSET else 'the'} TIN {tin}"
        ),
    )
    return CheckResult(
        name=CheckName.SCOPE,
        outcome=Outcome.UNDETERMINED,
        reason=f"the key speaks for some TINs of {tin}, and this one is not disclosed; ask the "
        "holder to disclose sub",
        code="AEO-TRU-11",
    )


def _covers_all_but_tin(scope: Scope, claims: Claims) -> bool:
    return (
        scope.administration == claims.iss
        and scope.programme == claims.programme
        and _ATTESTATION in scope.purposes
        and within(scope, claims.iat)
    )


def within(period: ListedKey | Scope, iat: int) -> bool:
    """Say whether an instant is within an interval: `from` inclusive, `until` exclusive."""
    begins, ends = period.from_, period.until
    return (begins is UNSET or numeric_date(begins) <= iat) and (
        ends is UNSET or iat < numeric_date(ends)
    )
