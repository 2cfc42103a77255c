"""A scheme and a value to an answer; a value to the schemes it could be of."""

from __future__ import annotations

import re

from msgspec import UNSET

from aeo_exchange.reference.identifiers.answers import Candidate, IdentifierAnswer
from aeo_exchange.reference.identifiers.rules import WrongNumber, compact, normal_form, remark
from aeo_exchange.reference.schemes import NumberScheme, Proof, Schemes, shipped_schemes
from aeo_exchange.report import Verdict

STRENGTH: dict[Proof, int] = {"check-digit": 0, "format": 1, "none": 2}
PLAUSIBLE_ONLY = "D"


def check(code: str, value: str, *, schemes: Schemes | None = None) -> IdentifierAnswer:
    """Return whether a value is a number of a scheme; form and check digit, never registration.

    UNDETERMINED when the scheme is not known, has no rule, or has one that is only plausible.
    """
    scheme = (schemes or shipped_schemes()).look_up(code)
    if scheme is None:
        return _unchecked(code, value, "the scheme is not in the reference data")
    if not scheme.pattern:
        return _unchecked(code, value, "no rule of the scheme is known")
    try:
        number = normal_form(scheme, value)
    except WrongNumber as fault:
        return _refused(scheme, value, fault)
    return _accepted(scheme, value, number)


def guess(value: str, *, schemes: Schemes | None = None) -> tuple[Candidate, ...]:
    """Return the schemes that a value could be of, the strongest evidence first; no decision.

    A check digit that fits comes before a form that fits, a narrow form before a wide one.
    """
    known = schemes or shipped_schemes()
    answers = [
        (scheme, answer)
        for scheme in known.schemes()
        if (answer := check(scheme.code, value, schemes=known)).normal
        and answer.verdict is not Verdict.NOT_VALID
    ]
    answers.sort(key=lambda pair: _strength(*pair))
    return tuple(
        candidate(answer, certain=len(answers) == 1 and not scheme.ambiguous)
        for scheme, answer in answers
    )


def candidate(answer: IdentifierAnswer, *, certain: bool) -> Candidate:
    """Return an answer as one of several that are possible."""
    return Candidate(
        scheme=answer.scheme,
        value=answer.normal or answer.value,
        verdict=answer.verdict,
        checked=answer.checked,
        ambiguous=not certain,
        reason=answer.reason,
    )


def _strength(scheme: NumberScheme, answer: IdentifierAnswer) -> tuple[int, int, int, str]:
    """Return the place of a guess in the order of evidence."""
    doubt = int(answer.verdict is Verdict.UNDETERMINED)
    width = (scheme.longest or 0) - (scheme.shortest or 0)
    return doubt, STRENGTH[answer.checked], width, scheme.code


def _unchecked(code: str, value: str, reason: str) -> IdentifierAnswer:
    return IdentifierAnswer(
        scheme=code,
        value=value,
        verdict=Verdict.UNDETERMINED,
        checked="none",
        reason=reason,
    )


def _refused(scheme: NumberScheme, value: str, fault: WrongNumber) -> IdentifierAnswer:
    """Return the answer to a value that the rule of the scheme does not accept."""
    uncertain = scheme.confidence == PLAUSIBLE_ONLY
    doubt = ", but the form of the scheme is not confirmed" if uncertain else ""
    number = compact(scheme, value)
    return IdentifierAnswer(
        scheme=scheme.code,
        value=value,
        normal=number if fault.checked == "check-digit" else UNSET,
        verdict=Verdict.UNDETERMINED if uncertain else Verdict.NOT_VALID,
        checked=fault.checked,
        reason=fault.reason + doubt,
        expected=_expected(scheme),
        hint=remark(scheme, number) or UNSET,
    )


def _accepted(scheme: NumberScheme, value: str, number: str) -> IdentifierAnswer:
    """Return the answer to a number that the rule of the scheme accepts."""
    uncertain = scheme.confidence == PLAUSIBLE_ONLY
    bare = scheme.format_only and re.fullmatch(scheme.format_only, number)
    checked: Proof = "format" if bare else scheme.proves
    fits = "form and check digit fit" if checked == "check-digit" else "the form fits"
    return IdentifierAnswer(
        scheme=scheme.code,
        value=value,
        normal=number,
        verdict=Verdict.UNDETERMINED if uncertain else Verdict.VALID,
        checked=checked,
        reason=f"{fits}, but the form is not confirmed" if uncertain else fits,
        hint=remark(scheme, number) or UNSET,
    )


def _expected(scheme: NumberScheme) -> str:
    """Return what a number of the scheme looks like, in words."""
    length = f"{scheme.shortest}"
    if scheme.longest != scheme.shortest:
        length += f" to {scheme.longest}"
    digit = ", with a check digit" if scheme.proves == "check-digit" else ""
    return f"{length} characters, {scheme.pattern}{digit}"
