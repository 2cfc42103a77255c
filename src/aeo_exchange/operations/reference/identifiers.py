"""What is known of identifiers: the list of schemes, and the answers about one number."""

from __future__ import annotations

from datetime import date

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.instants import calendar_day
from aeo_exchange.reference import identifiers
from aeo_exchange.reference.identifiers import Candidate, IdentifierAnswer, TinAnswer
from aeo_exchange.reference.schemes import NumberScheme, Proof, Schemes, TinMapping
from aeo_exchange.report import Verdict

__all__ = [
    "Guess",
    "SchemeSummary",
    "check_identifier",
    "guess_schemes",
    "list_schemes",
    "make_tin",
]


class SchemeSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """A scheme in the list; `tin` is what is put before the number, or that it is whole."""

    code: str
    name: str
    issuer: str | UnsetType = UNSET
    proves: Proof
    tin: str | UnsetType = UNSET
    source: str
    as_of: str
    confidence: str


class Guess(Struct, frozen=True, kw_only=True):
    """The schemes a value could be of, the strongest evidence first; never a decision.

    `near` says what a value is one digit short of, or has one too many for, whatever it fits.
    """

    value: str
    verdict: Verdict
    candidates: tuple[Candidate, ...]
    near: tuple[str, ...] = ()


def list_schemes(schemes: Schemes) -> list[SchemeSummary]:
    """Return a summary of every known scheme, by code."""
    return [_summary(scheme) for scheme in schemes.schemes()]


def check_identifier(
    code: str, value: str, *, schemes: Schemes | None = None, day: date | str | None = None
) -> IdentifierAnswer:
    """Return whether a value is a number of a scheme, by form and check digit.

    `code` is that of the scheme, such as `LEI`. `day` is that on which the number was written, for
    schemes whose law changed: a date, text `YYYY-MM-DD`, or an instant, whose date in UTC counts.
    `schemes` are those that the package ships, unless told. A scheme that they do not hold gives
    UNDETERMINED. Raises WrongType for a value that is no text, InvalidInstant for what is no day.
    """
    return identifiers.check_number(code, value, schemes=schemes, day=_day(day))


def make_tin(
    code: str, value: str, *, schemes: Schemes | None = None, day: date | str | None = None
) -> TinAnswer:
    """Return the TIN that a number of a scheme makes, or the reasons why it makes none.

    Takes and raises what `check_identifier` does.
    """
    return identifiers.to_tin(code, value, schemes=schemes, day=_day(day))


def guess_schemes(
    value: str, *, schemes: Schemes | None = None, day: date | str | None = None
) -> Guess:
    """Return what a value could be: VALID if a confirmed form fits, NOT_VALID if none does.

    Schemes that fit in form alone give UNDETERMINED. Takes and raises what `check_identifier` does.
    """
    on = _day(day)
    candidates = identifiers.guess(value, schemes=schemes, day=on)
    if any(candidate.verdict is Verdict.VALID for candidate in candidates):
        verdict = Verdict.VALID
    else:
        verdict = Verdict.UNDETERMINED if candidates else Verdict.NOT_VALID
    # Whatever fits: of ten wrong numbers one has a check digit that fits by chance.
    near = identifiers.near_misses(value, schemes=schemes, day=on)
    return Guess(value=value, verdict=verdict, candidates=candidates, near=near)


def _day(given: date | str | None) -> date | None:
    return None if given is None else calendar_day(given)


def _summary(scheme: NumberScheme) -> SchemeSummary:
    """Return a scheme as the list shows it."""
    mapping = scheme.tin
    tin = (mapping.prefix or "whole") if isinstance(mapping, TinMapping) else UNSET
    return SchemeSummary(
        code=scheme.code,
        name=scheme.name,
        issuer=scheme.issuer,
        proves=scheme.proves,
        tin=tin,
        source=scheme.source,
        as_of=scheme.as_of.isoformat(),
        confidence=scheme.confidence,
    )
