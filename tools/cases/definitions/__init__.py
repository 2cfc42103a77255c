"""The definitions of all cases, one module per area of rules."""

from definitions import (
    cod,
    dat,
    hos,
    idn,
    lif,
    msme,
    rec,
    shr,
    str,  # noqa: A004 an area is called STR
    syn,
    tier,
    tin,
    xch,
)

AREAS = tuple(
    each.CASES for each in (cod, dat, hos, idn, lif, msme, rec, shr, str, syn, tier, tin, xch)
)
