"""A number as a partner's scheme rewrites it, and back where nothing was lost."""

from __future__ import annotations

import re

from msgspec import UNSET

from aeo_exchange.reference.identifiers.answers import CarriedAnswer
from aeo_exchange.reference.identifiers.check import check_number
from aeo_exchange.reference.schemes import (
    CarriedNumber,
    NumberScheme,
    Schemes,
    shipped_schemes,
)
from aeo_exchange.report import Verdict


def carry(code: str, value: str, target: str, *, schemes: Schemes | None = None) -> CarriedAnswer:
    """Return a number of one scheme as another writes it, such as MY-AEO as JP-PARTY12.

    A lossy answer can stand for several numbers and must not be used as a key alone.
    """
    known = schemes or shipped_schemes()
    answer = check_number(code, value, schemes=known)
    scheme = known.look_up(target)
    for carried in scheme.carries if scheme else ():
        match = re.fullmatch(carried.pattern, answer.normal or "")
        if carried.scheme == code and match:
            return CarriedAnswer(
                scheme=target,
                value=carried.written.format(*match.groups()),
                verdict=answer.verdict,
                lossy=bool(carried.lossy),
                reason=carried.lossy or answer.reason,
            )
    reason = answer.reason if not answer.normal else f"{target} does not say how it writes {code}"
    verdict = answer.verdict if not answer.normal else Verdict.UNDETERMINED
    return CarriedAnswer(scheme=target, value=UNSET, verdict=verdict, lossy=False, reason=reason)


def restore(scheme: NumberScheme, number: str) -> tuple[CarriedNumber, str] | None:
    """Return what a rewritten number was made of, and that number, empty when it is lost."""
    for carried in scheme.carries:
        match = re.fullmatch(carried.read, number)
        if match:
            return carried, (carried.restored or "").format(*match.groups())
    return None
