"""A trust list to an answer: whether a verifier would take it, and what its keeper should know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import SignatureError
from aeo_exchange.model.instants import Instant, instant
from aeo_exchange.model.trust_list import Authority, KeyState, TrustList
from aeo_exchange.report import Verdict, worst
from aeo_exchange.signing.test_keys import is_test_key
from aeo_exchange.trust.handover import take_over
from aeo_exchange.trust.list_form import (
    UNSIGNED,
    entry_key,
    is_unsigned,
    read_list_token,
    read_signed_list,
    read_trust_list,
)
from aeo_exchange.trust.roots import Root
from aeo_exchange.trust.seen import Seen
from aeo_exchange.trust.trust_list import open_trust

__all__ = ["ListAnswer", "ListRemark", "check_trust_list", "shown_list"]


class ListRemark(Struct, frozen=True, kw_only=True):
    """Something to know about a trust list, by the rule it is about."""

    code: str
    verdict: Verdict
    message: str


class ListAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """The answer about a trust list; without a list where none could be read."""

    verdict: Verdict
    at: str
    signed: bool
    list_id: str | UnsetType = UNSET
    sequence: int | UnsetType = UNSET
    next_update: str | UnsetType = UNSET
    remarks: tuple[ListRemark, ...]


def check_trust_list(
    content: bytes,
    roots: Sequence[Root],
    *,
    handovers: Sequence[bytes] = (),
    seen: Seen,
    at: str,
) -> ListAnswer:
    """Return whether a list is in order, and a verifier with these roots would take it at `at`.

    Without roots nobody can say whose a list is: UNDETERMINED, and so it is for a draft, which
    nobody has signed yet, unless there are roots that it should be signed by.
    """
    now, signed = instant(at), not is_unsigned(content)
    try:
        trust_list = shown_list(content)
    except SignatureError as cause:
        remark = _remark(cause, Verdict.NOT_VALID)
        return ListAnswer(verdict=remark.verdict, at=now, signed=signed, remarks=(remark,))
    pinned, refusals = _with_new_roots(roots, handovers)
    remarks = (*refusals, *_of_signature(content, pinned, seen), *_of_content(trust_list, now))
    return _answer(trust_list, remarks, signed=signed, at=now)


def shown_list(content: bytes) -> TrustList:
    """Return the list of a draft or of a token whose signature nobody has looked at.

    Raises UntrustedKey (AEO-TRU-02).
    """
    if not is_unsigned(content):
        return read_signed_list(read_list_token(content)).trust_list
    trust_list = read_trust_list(content)
    for authority in trust_list.authorities:
        for listed in authority.keys:
            entry_key(listed)
    return trust_list


def _answer(
    trust_list: TrustList, remarks: tuple[ListRemark, ...], *, signed: bool, at: Instant
) -> ListAnswer:
    return ListAnswer(
        verdict=worst({remark.verdict for remark in remarks}),
        at=at,
        signed=signed,
        list_id=trust_list.list_id,
        sequence=trust_list.sequence,
        next_update=trust_list.next_update,
        remarks=remarks,
    )


def _with_new_roots(
    roots: Sequence[Root], handovers: Sequence[bytes]
) -> tuple[list[Root], list[ListRemark]]:
    """Return the roots with those that handovers introduce, and what is wrong with the others."""
    pinned, refusals = list(roots), []
    for handover in handovers:
        try:
            pinned.append(take_over(handover, pinned, test_keys=True))
        except SignatureError as cause:
            refusals.append(_remark(cause, Verdict.NOT_VALID))
    return pinned, refusals


def _of_signature(content: bytes, roots: Sequence[Root], seen: Seen) -> Iterator[ListRemark]:
    """Yield what keeps a verifier from using the list."""
    if not roots:
        unchecked = "no root was given, so the signature was not checked"
        message = UNSIGNED if is_unsigned(content) else unchecked
        yield ListRemark(code="AEO-TRU-03", verdict=Verdict.UNDETERMINED, message=message)
        return
    try:
        # A list is looked at here, and nothing is believed by it.
        trust = open_trust([content], roots, seen=seen, test_keys=True)
    except SignatureError as cause:
        yield _remark(cause, Verdict.NOT_VALID)
        return
    for refusal in trust.refused:
        yield _remark(refusal, Verdict.UNDETERMINED)
    for kid in sorted(
        {key.kid for authority in trust.lists[0].authorities for key in authority.keys}
    ):
        try:
            trust.find(kid)
        except SignatureError as cause:
            yield _remark(cause, Verdict.NOT_VALID)


def _of_content(trust_list: TrustList, at: Instant) -> Iterator[ListRemark]:
    """Yield what a verifier would object to later, when it comes to use the list."""
    if at > trust_list.next_update:
        yield ListRemark(
            code="AEO-TRU-04",
            verdict=Verdict.UNDETERMINED,
            message=f"a newer list was due by {trust_list.next_update}",
        )
    for authority in trust_list.authorities:
        yield from _of_authority(authority)
    owners = [
        authority.administration
        for authority in trust_list.authorities
        if any(is_test_key(key.kid) for key in authority.keys)
    ]
    if owners:
        said = f"published test keys, of {', '.join(owners)}, count only where they were asked for"
        yield ListRemark(code="AEO-TRU-13", verdict=Verdict.VALID, message=said)


def _of_authority(authority: Authority) -> Iterator[ListRemark]:
    owner = authority.administration
    for key in authority.keys:
        if key.state is KeyState.RETIRED and key.until is UNSET:
            said = f"the key {key.kid} of {owner} is retired, and the list does not say since when"
            yield ListRemark(code="AEO-TRU-09", verdict=Verdict.NOT_VALID, message=said)
    for scope in authority.scope:
        # A tuple in the name of another can never match (ATT-5-7, ATT-5-10).
        if scope.administration != owner:
            said = f"{owner} has a scope in the name of {scope.administration}, which never counts"
            yield ListRemark(code="AEO-TRU-11", verdict=Verdict.NOT_VALID, message=said)


def _remark(cause: SignatureError, verdict: Verdict) -> ListRemark:
    return ListRemark(code=cause.rule, verdict=verdict, message=cause.message)
