"""The definitions of all cases, one module per area of rules."""

from definitions import cod, dat, hos, lif, str, syn, tin  # noqa: A004 an area is called STR

AREAS = (cod.CASES, dat.CASES, hos.CASES, lif.CASES, str.CASES, syn.CASES, tin.CASES)
