"""A trust list in the making: built, given new keys, freed of bad ones. Signed ones are checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.instants import Instant, instant, normalise
from aeo_exchange.model.trust_list import (
    Authority,
    KeyAlgorithm,
    KeyState,
    ListedKey,
    Purpose,
    Scope,
    TrustList,
)
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing.dates import numeric_date, numeric_date_instant
from aeo_exchange.signing.keys import carried_key
from aeo_exchange.trust.list_form import certificate_text

__all__ = [
    "Issue",
    "NewAuthority",
    "build",
    "compromise",
    "days_after",
    "default_scope",
    "random_list_id",
    "rotate",
    "scope_of",
]

# Codes that are no economy of a programme, and whose programmes they decide under.
DECIDES_UNDER = {"XI": ("EU-AEO",)}
DAY = 86_400


class NewAuthority(Struct, frozen=True, kw_only=True):
    """An authority as it is to be listed; its keys are active, from `key_from` if that is given."""

    administration: str
    certificates: tuple[x509.Certificate, ...]
    scope: tuple[Scope, ...]
    status_lists: tuple[str, ...] = ()
    key_from: str | None = None

    def __post_init__(self) -> None:
        """Read the instant once; raises InvalidInstant for anything else."""
        normalise(self, optional=("key_from",))


class Issue(Struct, frozen=True, kw_only=True):
    """What an issue of a list says of itself."""

    list_id: str
    sequence: int
    issued_at: str
    next_update: str

    def __post_init__(self) -> None:
        """Read the instants once; raises InvalidInstant for anything else."""
        normalise(self, "issued_at", "next_update")


def build(authorities: Sequence[NewAuthority], issue: Issue, reference: ReferenceData) -> TrustList:
    """Return a trust list of authorities, in the order given.

    Raises UnsupportedAlgorithm and UnusableKey for a certificate whose key cannot verify,
    WrongChoice for a next update that is not after the issue.
    """
    if issue.next_update <= issue.issued_at:
        fault = f"the next update, {issue.next_update}, is not after the issue, {issue.issued_at}"
        raise WrongChoice(fault)
    return TrustList(
        spec_version="1.0",
        list_id=issue.list_id,
        sequence=issue.sequence,
        issued_at=issue.issued_at,
        next_update=issue.next_update,
        authorities=tuple(_authority(authority, reference) for authority in authorities),
    )


def default_scope(administration: str, reference: ReferenceData) -> tuple[Scope, ...]:
    """Return the scope of an authority that speaks for its own: its programmes, its prefix.

    A member state of a union speaks about the programme of the union with its own prefix, so DE
    cannot speak for FR. Empty when the reference data knows no programme of the administration.
    """
    own = DECIDES_UNDER.get(administration, ())
    return tuple(
        Scope(
            administration=administration,
            programme=programme.code,
            tin_prefixes=(administration,),
            purposes=tuple(sorted(Purpose)),
        )
        for programme in reference.programmes()
        if programme.code in own
        or programme.economy == administration
        or any(row.administration == administration for row in programme.administrations)
    )


def scope_of(
    administration: str, wishes: Sequence[Scope], reference: ReferenceData
) -> tuple[Scope, ...]:
    """Return the scope wished for an authority, or that of one who speaks for its own.

    Raises WrongChoice where neither is known.
    """
    scope = tuple(replace(wish, administration=administration) for wish in wishes)
    scope = scope or default_scope(administration, reference)
    if not scope:
        form = f"{administration}={administration}-AEO:{administration}:attestation,status,exchange"
        fault = f"the reference data has no programme of {administration}; give --scope {form}"
        raise WrongChoice(fault)
    return scope


def rotate(
    trust_list: TrustList,
    administration: str,
    certificate: x509.Certificate,
    *,
    at: str,
    until: str,
) -> TrustList:
    """Return the next issue, in which an authority has a new key from an instant on.

    Its active keys are retired: they sign until `until`, or until their own end where that is
    earlier. Raises WrongChoice for an authority that the list does not have, a key it has, and
    an instant before that of the list.
    """
    now = instant(at)
    new = _listed_key(certificate, from_=now)
    owners = [authority.administration for authority in trust_list.authorities]
    if administration not in owners:
        fault = f"the list has no authority {administration}; it has {', '.join(owners)}"
        raise WrongChoice(fault)
    for authority in trust_list.authorities:
        if any(new.kid == key.kid for key in authority.keys):
            fault = (
                f"the list has the key {new.kid} already, of {authority.administration}; "
                "give the certificate of a new key"
            )
            raise WrongChoice(fault)
    authorities = [
        _rotated(authority, new, instant(until))
        if authority.administration == administration
        else authority
        for authority in trust_list.authorities
    ]
    return _next_issue(trust_list, tuple(authorities), now)


def compromise(trust_list: TrustList, kid: str, *, at: str) -> TrustList:
    """Return the next issue, in which a key verifies nothing any more, whenever it was used.

    Raises WrongChoice for a key that the list does not have, and for an instant before its own.
    """
    authorities = tuple(
        replace(
            authority,
            keys=tuple(
                replace(key, state=KeyState.COMPROMISED) if key.kid == kid else key
                for key in authority.keys
            ),
        )
        for authority in trust_list.authorities
    )
    if not any(kid == key.kid for authority in authorities for key in authority.keys):
        fault = f"the list has no key {kid}; `aeo trust show` names those it has"
        raise WrongChoice(fault)
    return _next_issue(trust_list, authorities, instant(at))


def days_after(start: str, days: int) -> str:
    """Return the instant a number of days after another."""
    return numeric_date_instant(numeric_date(start) + days * DAY)


def random_list_id(randomness: Callable[[int], bytes]) -> str:
    """Return a name that no other list has, so that two experiments are no fork of each other."""
    return randomness(4).hex()


def _authority(new: NewAuthority, reference: ReferenceData) -> Authority:
    from_ = new.key_from or UNSET
    return Authority(
        administration=new.administration,
        name=_name(new.administration, reference) or UNSET,
        keys=tuple(_listed_key(certificate, from_=from_) for certificate in new.certificates),
        scope=tuple(sorted(new.scope, key=canonical_item)),
        status_lists=tuple(sorted(set(new.status_lists), key=canonical_item)) or UNSET,
    )


def _name(administration: str, reference: ReferenceData) -> str | None:
    """Return what the reference data calls an administration, where it says."""
    return next(
        (
            row.name
            for programme in reference.programmes()
            for row in programme.administrations
            if row.administration == administration and row.name is not UNSET
        ),
        None,
    )


def _listed_key(certificate: x509.Certificate, *, from_: str | UnsetType) -> ListedKey:
    key = carried_key(certificate)
    return ListedKey(
        kid=key.kid,
        algorithm=KeyAlgorithm[key.algorithm],
        certificate=certificate_text(certificate.public_bytes(Encoding.DER)),
        state=KeyState.ACTIVE,
        from_=from_,
    )


def _rotated(authority: Authority, new: ListedKey, until: Instant) -> Authority:
    retired = (
        replace(key, state=KeyState.RETIRED, until=min(key.until or until, until))
        if key.state is KeyState.ACTIVE
        else key
        for key in authority.keys
    )
    return replace(authority, keys=(*retired, new))


def _next_issue(
    trust_list: TrustList, authorities: tuple[Authority, ...], at: Instant
) -> TrustList:
    """Return a list with the next number, valid for as long as the one before it was."""
    if at < trust_list.issued_at:
        fault = f"the list was issued at {trust_list.issued_at}, the next issue cannot be of {at}"
        raise WrongChoice(fault)
    lasts = numeric_date(trust_list.next_update) - numeric_date(trust_list.issued_at)
    return replace(
        trust_list,
        sequence=trust_list.sequence + 1,
        issued_at=at,
        next_update=numeric_date_instant(numeric_date(at) + lasts),
        authorities=authorities,
    )
