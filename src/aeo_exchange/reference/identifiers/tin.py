"""A number of a scheme to the TIN it makes, and a TIN to the numbers it could be made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from aeo_exchange.counting import how_many
from aeo_exchange.reference.identifiers.answers import Candidate, IdentifierAnswer, TinAnswer
from aeo_exchange.reference.identifiers.check import candidate, check_number
from aeo_exchange.reference.schemes import (
    CarriedNumber,
    NumberScheme,
    Schemes,
    TinMapping,
    shipped_schemes,
)
from aeo_exchange.report import Verdict

__all__ = [
    "from_tin",
    "number_in_tin",
    "to_tin",
]

# WCO Data Model R143, an..17.
LONGEST = 17
TIN = "[A-Z]{2}[!-`{-~]{1,15}"


def to_tin(
    code: str, value: str, *, schemes: Schemes | None = None, day: date | None = None
) -> TinAnswer:
    """Return the TIN that a number makes; a longer one is never cut.

    VALID when the mapping is known and the number right; NOT_VALID when the form is wrong or the
    TIN would be too long; UNDETERMINED when nobody says how the scheme makes a TIN, the form is
    not confirmed, or only the check digit fails, since the issuer of a number has the last word.
    """
    known = schemes or shipped_schemes()
    answer = check_number(code, value, schemes=known, day=day)
    scheme = known.look_up(code)
    if scheme is None or not answer.normal:
        return _without(answer, answer.verdict, answer.reason)
    if not isinstance(scheme.tin, TinMapping):
        return _of_another(scheme, answer, known)
    tin = _written(scheme.tin, answer.normal)
    if len(tin) > LONGEST:
        return _without(answer, Verdict.NOT_VALID, *_too_long(scheme, answer, tin))
    if not tin.isascii():
        beyond = sorted({character for character in tin if not character.isascii()})
        reason = f"a TIN is of ASCII characters and cannot hold {', '.join(beyond)}"
        return _without(answer, Verdict.NOT_VALID, reason)
    return _made(scheme, answer, tin)


def from_tin(tin: str, *, schemes: Schemes | None = None) -> tuple[Candidate, ...]:
    """Return the numbers that a TIN could be made of, by scheme; one TIN can have many.

    Numbers whose form or check digit is wrong are left out.
    """
    known = schemes or shipped_schemes()
    if not re.fullmatch(TIN, tin):
        return ()
    answers = [
        (scheme, answer)
        for scheme in known.schemes()
        if isinstance(scheme.tin, TinMapping)
        and (number := _number_of(scheme.tin, tin))
        and (answer := check_number(scheme.code, number, schemes=known)).normal
        and answer.verdict is not Verdict.NOT_VALID
    ]
    return tuple(
        candidate(
            answer, certain=len(answers) == 1 and not scheme.ambiguous and not _traps(scheme, tin)
        )
        for scheme, answer in answers
    )


def number_in_tin(tin: str, code: str, *, schemes: Schemes) -> str:
    """Return the number of one scheme that a TIN could be made of; nothing where there is none."""
    scheme = schemes.look_up(code)
    if scheme is None or not isinstance(scheme.tin, TinMapping) or not re.fullmatch(TIN, tin):
        return ""
    if not (number := _number_of(scheme.tin, tin)):
        return ""
    answer = check_number(code, number, schemes=schemes)
    return "" if answer.verdict is Verdict.NOT_VALID else answer.normal or ""


def _written(mapping: TinMapping, number: str) -> str:
    """Return the TIN that a mapping makes of a number."""
    kept = number[: mapping.keeps] if mapping.keeps else number
    return (mapping.prefix or "") + kept.removeprefix(mapping.removes or "")


def _number_of(mapping: TinMapping, tin: str) -> str:
    """Return the number of which a mapping makes a TIN, or nothing where it cannot be told."""
    if mapping.keeps:
        return ""
    prefix = mapping.prefix or ""
    return (mapping.removes or "") + tin.removeprefix(prefix) if tin.startswith(prefix) else ""


def _made(scheme: NumberScheme, answer: IdentifierAnswer, tin: str) -> TinAnswer:
    """Return the TIN with all that is doubtful about it."""
    traps = _traps(scheme, tin)
    reasons = [text for text in (scheme.lossy, scheme.ambiguous, *traps) if text]
    verdict = answer.verdict
    if verdict is not Verdict.VALID:
        reasons.insert(0, answer.reason)
    if verdict is not Verdict.VALID or (scheme.tin and scheme.tin.doubtful):
        verdict = Verdict.UNDETERMINED
    return TinAnswer(
        scheme=answer.scheme,
        value=answer.value,
        tin=tin,
        verdict=verdict,
        lossy=bool(scheme.lossy),
        ambiguous=bool(scheme.ambiguous or traps),
        reasons=tuple(reasons),
        hint=_beside(answer, reasons),
    )


def _of_another(scheme: NumberScheme, answer: IdentifierAnswer, known: Schemes) -> TinAnswer:
    """Return the TIN of the number that this one was made of, where it can be told."""
    restored = _restored(scheme, answer.normal or "")
    reasons = [text for text in (scheme.no_tin,) if text]
    if scheme.instead:
        reasons.append(f"use {scheme.instead}")
    if restored is None:
        return _without(answer, Verdict.UNDETERMINED, *reasons, lossy=bool(scheme.lossy))
    carried, number = restored
    if not number:
        lost = (carried.lossy or "", *reasons)
        return _without(answer, Verdict.UNDETERMINED, *lost, lossy=True)
    made = to_tin(carried.scheme, number, schemes=known)
    read = f"read as {number} of {carried.scheme}"
    return replace(
        made,
        scheme=answer.scheme,
        value=answer.value,
        ambiguous=True,
        reasons=(read, *made.reasons),
    )


def _restored(scheme: NumberScheme, number: str) -> tuple[CarriedNumber, str] | None:
    """Return what a rewritten number was made of, and that number, empty when it is lost."""
    for carried in scheme.carries:
        match = re.fullmatch(carried.read, number)
        if match:
            return carried, (carried.restored or "").format(*match.groups())
    return None


def _without(
    answer: IdentifierAnswer, verdict: Verdict, *reasons: str, lossy: bool = False
) -> TinAnswer:
    """Return the answer that there is no TIN, and why."""
    return TinAnswer(
        scheme=answer.scheme,
        value=answer.value,
        verdict=verdict,
        lossy=lossy,
        ambiguous=False,
        reasons=reasons,
        hint=_beside(answer, reasons),
    )


def _beside(answer: IdentifierAnswer, reasons: Sequence[str]) -> str | UnsetType:
    """Return what the check of a number tells beside, without what is a reason already."""
    hint = answer.hint or ""
    for reason in reasons:
        hint = hint.replace(reason, "")
    return hint.strip() or UNSET


def _too_long(scheme: NumberScheme, answer: IdentifierAnswer, tin: str) -> tuple[str, ...]:
    """Return why a TIN cannot be, and what to give in its place."""
    length = how_many(len(tin), "character")
    reason = f"{tin} has {length}, and a TIN has {LONGEST} at most; it is never cut"
    instead = f"use {scheme.instead}" if scheme.instead else ""
    return tuple(text for text in (reason, instead, answer.hint) if text)


def _traps(scheme: NumberScheme, tin: str) -> tuple[str, ...]:
    """Return the hints by which a TIN can mean two things."""
    return tuple(
        hint.text for hint in scheme.hints if hint.ambiguous and re.fullmatch(hint.pattern, tin)
    )
