"""The definitions of all cases, one module per area of rules or family of cases."""

from collections.abc import Iterator

from attesting import AttestationCase
from making import Case, case_files

from definitions import (
    cnv,
    cod,
    dat,
    far,
    hos,
    idn,
    lif,
    msme,
    prg,
    rec,
    shr,
    sig,
    sta,
    str,  # noqa: A004 an area is called STR
    syn,
    tier,
    tin,
    tru,
    xch,
)

AREAS = tuple(
    each.CASES
    for each in (
        *(cod, dat, hos, idn, lif, msme, rec, shr, str, syn, tier, tin, xch),
        *(sig, sta, tru),
        *(cnv, far, prg),
    )
)


def files_of(case: Case | AttestationCase) -> Iterator[tuple[str, bytes]]:
    """Yield the path, under conformance/cases, and the bytes of each file of a case."""
    return case.files() if isinstance(case, AttestationCase) else case_files(case)
