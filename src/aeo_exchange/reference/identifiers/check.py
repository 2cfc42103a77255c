"""A scheme and a value to an answer; a value to the schemes it could be of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from msgspec import UNSET, UnsetType

from aeo_exchange.counting import how_many
from aeo_exchange.reference.identifiers.answers import Candidate, IdentifierAnswer
from aeo_exchange.reference.identifiers.rules import (
    WIDE,
    WrongNumber,
    compact,
    completed,
    has_wide_characters,
    is_placeholder,
    number_normal_form,
    plain,
)
from aeo_exchange.reference.schemes import NumberScheme, Proof, Schemes, shipped_schemes
from aeo_exchange.report import Verdict

__all__ = [
    "AGAIN",
    "candidate",
    "check_number",
    "compared_form",
    "guess",
    "near_misses",
    "scheme_doubts",
    "unusual",
]

STRENGTH: dict[Proof, int] = {"check-digit": 0, "format": 1, "none": 2}
PLAUSIBLE_ONLY = "D"
REMEMBERED = 1024  # the rules ask again what an import asked of the numbers of a batch
AGAIN = "one character again and again is a placeholder, not a number that was issued"


def check_number(
    code: str, value: str, *, schemes: Schemes | None = None, day: date | None = None
) -> IdentifierAnswer:
    """Return whether a value is a number of a scheme; form and check digit, never registration.

    UNDETERMINED when the scheme is not known, has no rule, or has one that is only plausible.
    `day` asks by the law of that day; without it, by the last law that is known.
    """
    return _checked(schemes or shipped_schemes(), code, value, day)


@lru_cache(maxsize=REMEMBERED)
def _checked(schemes: Schemes, code: str, value: str, day: date | None) -> IdentifierAnswer:
    scheme = schemes.look_up(code)
    if scheme is None:
        return _unchecked(code, value, "the scheme is not in the reference data")
    if not scheme.pattern:
        return _unchecked(code, value, "no rule of the scheme is known")
    if day is not None and not _in_force(scheme, day):
        return _unchecked(code, value, f"on {day} the scheme did not have numbers of this form")
    try:
        number, proof = number_normal_form(scheme, value, day)
    except WrongNumber as fault:
        return _refused(scheme, value, fault, day)
    return _accepted(scheme, value, number, proof)


def guess(
    value: str, *, schemes: Schemes | None = None, day: date | None = None
) -> tuple[Candidate, ...]:
    """Return the schemes that a value could be of, the strongest evidence first; no decision.

    A check digit that fits comes before a form that fits, a narrow form before a wide one.
    `day` asks by the law of that day, as for `check_number`.
    """
    known = schemes or shipped_schemes()
    answers = [
        (scheme, answer)
        for scheme in known.schemes()
        if (answer := check_number(scheme.code, value, schemes=known, day=day)).normal
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


def compared_form(code: str, value: str, *, schemes: Schemes | None = None) -> str:
    """Return the form in which a value of a scheme is compared: its normal form, right or not."""
    scheme = (schemes or shipped_schemes()).look_up(code)
    return value if scheme is None else compact(scheme, value)


def scheme_doubts(code: str, value: str, *, schemes: Schemes | None = None) -> Iterator[str]:
    """Yield why a value is unlike the numbers of its issuer; nothing of an unknown scheme."""
    scheme = (schemes or shipped_schemes()).look_up(code)
    if scheme is None:
        return
    number = compact(scheme, value)
    if has_wide_characters(value):
        yield f"written with full-width characters; in ASCII it is {number}"
    if is_placeholder(number):
        yield AGAIN
    yield from unusual(scheme, number)


def near_misses(
    value: str, *, schemes: Schemes | None = None, day: date | None = None
) -> tuple[str, ...]:
    """Return what a value is one digit short of, or has one digit too many for, in words."""
    if not value.translate(WIDE).strip(" ")[:1].isalnum():
        return ()
    said: dict[str, list[str]] = {}
    for scheme in (schemes or shipped_schemes()).schemes():
        number = compact(scheme, value)
        if not scheme.pattern or not number.isdecimal() or not number.isascii():
            continue
        if (day and not _in_force(scheme, day)) or _fits_any(scheme, (number,)):
            continue
        if _fits_any(scheme, (number + "1", "1" + number, "0" + number)):
            said.setdefault(f"{how_many(len(number), 'digit')}: one short of", []).append(
                scheme.code
            )
        elif _fits_any(scheme, (number[:-1], number[1:])):
            said.setdefault(f"{how_many(len(number), 'digit')}: one too many for", []).append(
                scheme.code
            )
    return tuple(f"{words} {', '.join(codes)}" for words, codes in sorted(said.items()))


def _fits_any(scheme: NumberScheme, numbers: tuple[str, ...]) -> bool:
    return any(re.fullmatch(scheme.pattern or "", number) for number in numbers)


def _in_force(scheme: NumberScheme, day: date) -> bool:
    """Say whether a scheme was there on a day, as far as its row knows."""
    return (not scheme.from_ or scheme.from_ <= day) and (not scheme.until or day < scheme.until)


def _unchecked(code: str, value: str, reason: str) -> IdentifierAnswer:
    return IdentifierAnswer(
        scheme=code,
        value=value,
        verdict=Verdict.UNDETERMINED,
        checked="none",
        reason=reason,
    )


def _refused(
    scheme: NumberScheme, value: str, fault: WrongNumber, day: date | None
) -> IdentifierAnswer:
    """Return the answer to a value that the rule of the scheme does not accept."""
    number = compact(scheme, value)
    doubt = _doubt(scheme, number)
    longer = completed(scheme, number, day)
    missing = f"Without its check digit? With {longer[-1]} it is {longer}." if longer else ""
    return IdentifierAnswer(
        scheme=scheme.code,
        value=value,
        normal=number if fault.checked == "check-digit" else UNSET,
        verdict=Verdict.UNDETERMINED if doubt else Verdict.NOT_VALID,
        checked=fault.checked,
        reason=fault.reason + (f", but {doubt}" if doubt else ""),
        expected=_expected(scheme),
        hint=_joined_remarks(missing, *_remarks(scheme, value, number)),
    )


def _doubt(scheme: NumberScheme, number: str) -> str:
    """Return why a number that does not fit may be right, or nothing."""
    if scheme.confidence == PLAUSIBLE_ONLY:
        return "the form of the scheme is not confirmed"
    if scheme.other_kinds and re.fullmatch(scheme.other_kinds, number):
        return "the scheme has numbers of another kind, whose rule is not known"
    return ""


def _accepted(scheme: NumberScheme, value: str, number: str, checked: Proof) -> IdentifierAnswer:
    """Return the answer to a number that the rule of the scheme accepts."""
    uncertain = scheme.confidence == PLAUSIBLE_ONLY
    fits = "form and check digit fit" if checked == "check-digit" else "the form fits"
    return IdentifierAnswer(
        scheme=scheme.code,
        value=value,
        normal=number,
        verdict=Verdict.UNDETERMINED if uncertain else Verdict.VALID,
        checked=checked,
        reason=f"{fits}, but the form is not confirmed" if uncertain else fits,
        hint=_joined_remarks(*_remarks(scheme, value, number), *unusual(scheme, number)),
    )


def _joined_remarks(*remarks: str) -> str | UnsetType:
    return " ".join(remark for remark in dict.fromkeys(remarks) if remark) or UNSET


def _remarks(scheme: NumberScheme, value: str, number: str) -> Iterator[str]:
    """Yield what else to tell of a value and the number it writes."""
    if has_wide_characters(value):
        yield f"Written with full-width characters; in ASCII it is {number}."
    elif number != plain(scheme, value):
        yield f"Read as {number}."
    if is_placeholder(number):
        yield "It looks like a placeholder and not like a number that was issued."
    yield from (hint.text for hint in scheme.hints if re.fullmatch(hint.pattern, number))
    is_eori = scheme.check == "gb-eori" and re.fullmatch(scheme.pattern or "", number)
    if is_eori and check_number("GB-VAT", number[2:11]).verdict is Verdict.NOT_VALID:
        yield "Its first nine digits are not a VAT number; many are, but none has to be."


def unusual(scheme: NumberScheme, number: str) -> Iterator[str]:
    """Yield why a number in normal form is not one that its issuer usually gives."""
    for shape in scheme.usual:
        if re.fullmatch(shape.when, number) and not re.fullmatch(shape.pattern, number):
            yield shape.text
    for hint in scheme.hints:
        if hint.unusual and re.fullmatch(hint.pattern, number):
            yield hint.text


def _expected(scheme: NumberScheme) -> str:
    """Return what a number of the scheme looks like, in words."""
    length = f"{scheme.shortest}"
    if scheme.longest != scheme.shortest:
        length += f" to {scheme.longest}"
    digit = ", with a check digit" if scheme.proves == "check-digit" else ""
    return f"{length} characters, {scheme.pattern}{digit}"
