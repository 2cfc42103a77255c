"""The status of an attestation since it was signed (ATT-4).

Of the claim, the history of the record and the status list the most restrictive stands.
"""

from __future__ import annotations

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.attestation import AttestedStatus
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.standing import Standing
from aeo_exchange.model.status import status_at
from aeo_exchange.model.trust_list import Purpose
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date_instant
from aeo_exchange.trust.answer import CheckName, CheckResult, Outcome
from aeo_exchange.trust.issuer import require_period, require_usable, within
from aeo_exchange.trust.progress import SKEW, Progress
from aeo_exchange.trust.status_list import ENTRIES, StatusToken

__all__ = ["check_status"]

_GRANTED = AttestedStatus.GRANTED


def check_status(progress: Progress) -> CheckResult | None:
    """Refuse an attestation whose claim, record or entry in a status list is not granted.

    A record that cannot tell is no refusal: the check is undetermined, unless another says no.
    """
    claims = progress.claims
    claimed = claims.authorisation_status
    if claimed is not _GRANTED:
        _refuse_claimed(claimed)
    record = progress.record
    unknown = None if record is None else _of_record(record, progress.question.at)
    place = claims.status.status_list
    tokens = _answering_lists(progress, place.uri)
    # Lists that are equally new should say the same; where they do not, the worse is believed.
    newest, *others = tokens
    value = newest.entry(place.idx)
    if others:
        value = max(value, *(token.entry(place.idx) for token in others))
    as_of = progress.as_of = numeric_date_instant(newest.iat)
    refusals.require(value == 0, "AEO-STA-08", _entry_sentence, as_of, value)
    return unknown


def _refuse_claimed(claimed: AttestedStatus) -> None:
    """Refuse what is not granted; AEO-STA-09 may be switched off by a test."""
    refusals.require(claimed is _GRANTED, "AEO-STA-09", f"the attestation itself says {claimed}")


def _entry_sentence(as_of: str, value: int) -> str:
    return f"the status list of {as_of} says {ENTRIES[value]}"


def _of_record(record: AeoRecord, at: str) -> CheckResult | None:
    """Refuse an attestation whose record is not granted; undetermined where it cannot be told."""
    answer = status_at(record, at=at, known_at=at)
    said = f"by the record the status is {answer.status}: {answer.reason.definition}"
    if answer.status is Standing.UNDETERMINED:
        return CheckResult(
            name=CheckName.STATUS, outcome=Outcome.UNDETERMINED, reason=said, code="AEO-STA-09"
        )
    refusals.require(answer.status is Standing.GRANTED, "AEO-STA-09", said)
    return None


def _answering_lists(progress: Progress, uri: str) -> tuple[StatusToken, ...]:
    """Return the newest status lists that answer for the instant; raises why none does."""
    answering = progress.sources.answering
    # All by which it is decided which list answers.
    asked = (uri, progress.claims.iss, progress.key.listed.kid, progress.question)
    tokens = answering.get(asked)
    if tokens is None:
        tokens = answering[asked] = _newest_lists(progress, uri)
    return tokens


def _newest_lists(progress: Progress, uri: str) -> tuple[StatusToken, ...]:
    _require_name(progress, uri)
    refusal: SignatureError | None = None
    answering = []
    for list_ in progress.sources.lists(uri):
        try:
            answering.append(_required(progress, list_))
        except SignatureError as cause:
            refusal = refusal or cause
    if answering:
        latest = max(token.iat for token in answering)
        # In an order that does not depend on that in which they were given.
        newest = sorted(
            (token for token in answering if token.iat == latest), key=lambda token: token.lst
        )
        return (*newest,)
    if refusal is not None:
        raise refusal
    others = progress.sources.other_lists(uri)
    refusals.require(
        not others,
        "AEO-STA-03",
        lambda: f"the status list is {' '.join(map(excerpt, others))}, not {uri}",
    )
    return refusals.refuse("AEO-STA-10", f"there is no status list {uri} at hand")


def _require_name(progress: Progress, uri: str) -> None:
    """Refuse a name that the trust list gives to others, before anything is fetched from it."""
    listed, iss = progress.key.status_lists, progress.claims.iss
    refusals.require(
        listed is None or uri in listed,
        "AEO-STA-03",
        lambda: f"the trust list names other status lists for {iss}",
    )
    others = progress.trust.others_named(uri, iss)
    refusals.require(
        not others,
        "AEO-STA-03",
        lambda: f"the trust list names the status list for {', '.join(others)}",
    )


def _required(progress: Progress, token: StatusToken | SignatureError) -> StatusToken:
    """Return a status list that counts for the attestation and the instant."""
    if isinstance(token, SignatureError):
        raise token
    _require_signer(progress, token)
    token.require_lifetime()
    refusals.require(
        token.iat - SKEW <= progress.at <= token.exp,
        "AEO-STA-04",
        lambda: (
            f"the status list answers from {numeric_date_instant(token.iat)} "
            f"to {numeric_date_instant(token.exp)}"
        ),
    )
    progress.sources.seen.check_status(progress.claims.iss, token.uri, token.iat)
    token.require_entries()
    if progress.sources.confirm is not None:
        progress.sources.confirm(token)
    return token


def _require_signer(progress: Progress, token: StatusToken) -> None:
    """Refuse a status list that is not by the same administration, for this purpose."""
    entry = progress.trust.find(token.kid, progress.claims.iss)
    refusals.require(
        entry is not None and entry.administration == progress.claims.iss,
        "AEO-STA-02",
        lambda: f"the status list is not signed by a key of {progress.claims.iss}",
    )
    if entry is None:  # where the check above is switched off
        return
    try:
        require_usable(entry, progress.question.at, test_keys=progress.question.test_keys)
    except SignatureError as cause:
        refusals.refuse("AEO-STA-02", f"the status list: {cause.message}", cause)
    token.prove(entry.key)
    require_period(entry.listed, token.iat, "AEO-STA-02")
    refusals.require(
        any(
            Purpose.STATUS in scope.purposes
            and scope.administration == progress.claims.iss
            and within(scope, token.iat)
            for scope in entry.scope
        ),
        "AEO-STA-02",
        "the key that signed the status list is not meant for status lists",
    )
