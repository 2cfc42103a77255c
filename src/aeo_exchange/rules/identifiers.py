"""Rules of area IDN over one record: what the scheme of a number says of it.

All of them warn: a library must not overrule the administration that issued the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from msgspec import UNSET, UnsetType

from aeo_exchange.model.record import AeoRecord, Identifier
from aeo_exchange.reference.identifiers import (
    AGAIN,
    IdentifierAnswer,
    check_number,
    compared_form,
    is_placeholder,
    scheme_doubts,
)
from aeo_exchange.reference.schemes import Schemes
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.report import Verdict
from aeo_exchange.rules.knowledge import knowledge
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, rule

__all__ = [
    "identifiers_unlike",
    "number_of_scheme",
    "number_usual",
    "scheme_known",
    "tin_of_programme",
]

REMEMBERED = 1 << 16


@rule(
    "AEO-IDN-01",
    "An identifier has the form and check digit of its scheme.",
    reason="A mistyped digit is found here, before a partner fails to find the firm.",
    clause="IDN-2-2",
    at="/holder/identifiers/*/value /holder/sites/*/identifiers/*/value "
    "/recognitions/*/identifiers/*/value",
    level=Level.SHOULD,
    about=Part.NUMBERS,
)
def number_of_scheme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Check each identifier by its scheme, where the scheme has a rule."""
    schemes = context.reference.schemes
    for place, indexes, numbers in _lists(record):
        for i, number in enumerate(numbers):
            answer = _scheme_answer(schemes, number.scheme, number.value).refusal
            if answer is not None:
                yield Breach(
                    f"{place.format(*indexes)}/{i}/value",
                    f"is not a number of {number.scheme}: {answer.reason}",
                    got=number.value,
                    expected=_given(answer.expected),
                    hint=_given(answer.hint),
                )


@rule(
    "AEO-IDN-02",
    "The scheme of an identifier is one that the reference data knows.",
    reason="A number of an unknown scheme cannot be checked, nor matched by most partners.",
    clause="IDN-1-1",
    at="/holder/identifiers/*/scheme /holder/sites/*/identifiers/*/scheme "
    "/recognitions/*/identifiers/*/scheme",
    level=Level.SHOULD,
    about=Part.NUMBERS,
)
def scheme_known(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up each scheme."""
    schemes = context.reference.schemes
    for place, indexes, numbers in _lists(record):
        for i, number in enumerate(numbers):
            if schemes.look_up(number.scheme) is None:
                yield Breach(
                    f"{place.format(*indexes)}/{i}/scheme",
                    "is not a scheme of the reference data",
                    got=number.scheme,
                    hint=partial(_near, schemes, number.scheme),
                )


@rule(
    "AEO-IDN-03",
    "A TIN has the form and check digit of the number that makes it in its programme.",
    reason="The TIN is the key of the firm at every partner.",
    clause="REC-3-11",
    at="/holder/tin",
    level=Level.SHOULD,
)
def tin_of_programme(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Check the TIN by each scheme that makes it; one that accepts it is enough."""
    known = knowledge(context.reference, record.programme)
    tin = record.holder.tin
    if known is None or tin[:2] != known.economy:
        return
    refusals = []
    for scheme, whole in known.tin_schemes:
        answer = _scheme_answer(
            context.reference.schemes, scheme, tin if whole else tin[2:]
        ).refusal
        if answer is None:
            return
        refusals.append(f"{scheme}: {answer.reason}")
    if refusals:
        yield Breach("/holder/tin", f"is not a number of {'; '.join(refusals)}", got=tin)


@rule(
    "AEO-IDN-04",
    "A list of identifiers names a number of a scheme once.",
    reason="The same number twice, with other intervals, leaves open when it counts.",
    clause="REC-4-10",
    at="/holder/identifiers/*/value /holder/sites/*/identifiers/*/value "
    "/recognitions/*/identifiers/*/value",
    level=Level.SHOULD,
    about=Part.SEVERAL_NUMBERS,
)
def identifiers_unlike(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Compare each identifier of a list with those before it; equal ones break AEO-STR-08."""
    for place, indexes, numbers in _lists(record):
        if len({number.scheme for number in numbers}) == len(numbers):
            continue  # as in most lists
        seen: dict[tuple[str, str], set[Identifier]] = {}
        for i, number in enumerate(numbers):
            canonical = compared_form(
                number.scheme, number.value, schemes=context.reference.schemes
            )
            before = seen.setdefault((number.scheme, canonical), set())
            if before and number not in before:
                path = f"{place.format(*indexes)}/{i}/value"
                yield Breach(path, "is named before", got=number.value)
            before.add(number)


@rule(
    "AEO-IDN-07",
    "An identifier is not a placeholder, and written as its issuer usually writes such numbers.",
    reason="A row of zeros, or the number of an authorisation in a place for the operator's, "
    "fits the form and finds the wrong firm or none.",
    clause="IDN-2-6",
    at="/holder/tin /holder/identifiers/*/value /holder/sites/*/identifiers/*/value "
    "/recognitions/*/identifiers/*/value",
    level=Level.SHOULD,
)
def number_usual(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look for placeholders and unusual shapes among the numbers that AEO-IDN-01 accepts."""
    schemes = context.reference.schemes
    if is_placeholder(record.holder.tin):
        yield Breach(
            "/holder/tin", "is unlike the TINs of its country", record.holder.tin, hint=AGAIN
        )
    for place, indexes, numbers in _lists(record):
        for i, number in enumerate(numbers):
            doubt = _scheme_answer(schemes, number.scheme, number.value).doubt
            if doubt:
                path = f"{place.format(*indexes)}/{i}/value"
                yield Breach(path, "is unlike the numbers of its issuer", number.value, hint=doubt)


def _lists(
    record: AeoRecord,
) -> Iterator[tuple[str, tuple[int, ...], tuple[Identifier, ...]]]:
    """Yield the place and the numbers of every list of identifiers."""
    if record.holder.identifiers is not UNSET:
        yield "/holder/identifiers", (), record.holder.identifiers
    if record.holder.sites is not UNSET:
        for i, site in enumerate(record.holder.sites):
            if site.identifiers is not UNSET:
                yield "/holder/sites/{}/identifiers", (i,), site.identifiers
    if record.recognitions is not UNSET:
        for i, recognition in enumerate(record.recognitions):
            if recognition.identifiers is not UNSET:
                yield "/recognitions/{}/identifiers", (i,), recognition.identifiers


def _near(schemes: Schemes, scheme: str) -> str:
    near = did_you_mean(scheme, schemes.codes())
    return f"did you mean {', '.join(near)}?" if near else ""


class _SchemeAnswer(NamedTuple):
    """What a scheme says of a number: why it is not valid, or why it is unlikely."""

    refusal: IdentifierAnswer | None
    doubt: str


@lru_cache(maxsize=REMEMBERED)
def _scheme_answer(schemes: Schemes, scheme: str, value: str) -> _SchemeAnswer:
    """Return what is told of a number; one operator's stands in many views and revisions."""
    answer = check_number(scheme, value, schemes=schemes)
    if answer.verdict is Verdict.NOT_VALID:
        return _SchemeAnswer(answer, "")
    return _SchemeAnswer(None, next(scheme_doubts(scheme, value, schemes=schemes), ""))


def _given(text: str | UnsetType) -> str:
    return "" if text is UNSET else text
