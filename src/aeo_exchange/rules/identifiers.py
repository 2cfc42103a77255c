"""Rules of area IDN over one record: what the scheme of a number says of it.

All of them warn: a library must not overrule the administration that issued the number.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.model.record import AeoRecord, Identifier
from aeo_exchange.reference.identifiers import check
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.report import Verdict
from aeo_exchange.rules.rule import Breach, Context, Level, listed, rule

__all__ = ["identifiers_unlike", "number_of_scheme", "scheme_known", "tin_of_programme"]


@rule(
    "AEO-IDN-01",
    "An identifier has the form and check digit of its scheme.",
    reason="A mistyped digit is found here, before a partner fails to find the firm.",
    clause="IDN-2-2",
    level=Level.SHOULD,
)
def number_of_scheme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Check each identifier by its scheme, where the scheme has a rule."""
    schemes = context.reference.schemes
    for path, each in _identifiers(record):
        answer = check(each.scheme, each.value, schemes=schemes)
        if answer.verdict is Verdict.NOT_VALID:
            yield Breach(
                f"{path}/value",
                f"is no number of {each.scheme}: {answer.reason}",
                got=each.value,
                expected=_given(answer.expected),
                hint=_given(answer.hint),
            )


@rule(
    "AEO-IDN-02",
    "The scheme of an identifier is one that the reference data knows.",
    reason="A number of an unknown scheme cannot be checked, nor matched by most partners.",
    clause="IDN-1-1",
    level=Level.SHOULD,
)
def scheme_known(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each scheme."""
    schemes = context.reference.schemes
    for path, each in _identifiers(record):
        if schemes.look_up(each.scheme) is None:
            near = did_you_mean(each.scheme, schemes.codes())
            yield Breach(
                f"{path}/scheme",
                "is no scheme of the reference data",
                got=each.scheme,
                hint=f"did you mean {', '.join(near)}?" if near else "",
            )


@rule(
    "AEO-IDN-03",
    "A TIN has the form and check digit of the number that makes it in its programme.",
    reason="The TIN is the key of the firm at every partner.",
    clause="REC-3-11",
    level=Level.SHOULD,
)
def tin_of_programme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Check the TIN by each scheme that makes it; one that accepts it is enough."""
    programme = context.reference.look_up(record.programme)
    tin = record.holder.tin
    if programme is None or tin[:2] != programme.economy:
        return
    refusals = []
    for scheme in programme.identifier_schemes:
        if scheme.makes_tin is UNSET:
            continue
        number = tin if scheme.makes_tin == "whole" else tin[2:]
        answer = check(scheme.code, number, schemes=context.reference.schemes)
        if answer.verdict is not Verdict.NOT_VALID:
            return
        refusals.append(f"{scheme.code}: {answer.reason}")
    if refusals:
        yield Breach("/holder/tin", f"is no number of {'; '.join(refusals)}", got=tin)


@rule(
    "AEO-IDN-04",
    "One place names a number of a scheme once.",
    reason="The same number twice, with other intervals, leaves open when it counts.",
    clause="REC-4-10",
    level=Level.SHOULD,
)
def identifiers_unlike(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each identifier of the holder with those before it."""
    seen: set[tuple[str, str]] = set()
    for i, each in enumerate(listed(record.holder.identifiers)):
        if (each.scheme, each.value) in seen:
            yield Breach(f"/holder/identifiers/{i}/value", "is named before", got=each.value)
        seen.add((each.scheme, each.value))


def _identifiers(record: AeoRecord) -> Iterator[tuple[str, Identifier]]:
    for i, each in enumerate(listed(record.holder.identifiers)):
        yield f"/holder/identifiers/{i}", each
    for i, site in enumerate(listed(record.holder.sites)):
        for j, each in enumerate(listed(site.identifiers)):
            yield f"/holder/sites/{i}/identifiers/{j}", each
    for i, recognition in enumerate(listed(record.recognitions)):
        for j, each in enumerate(listed(recognition.identifiers)):
            yield f"/recognitions/{i}/identifiers/{j}", each


def _given(text: str | UnsetType) -> str:
    return "" if text is UNSET else text
