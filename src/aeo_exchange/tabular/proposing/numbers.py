"""Which identifier scheme the numbers of a column are of, by form and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.reference.identifiers import check_number
from aeo_exchange.reference.schemes import NumberScheme, Schemes, TinMapping
from aeo_exchange.report import Verdict
from aeo_exchange.tabular.folding import cleaned
from aeo_exchange.tabular.proposing.values import Agreement, is_counting
from aeo_exchange.tabular.rows import UNTYPED

__all__ = ["NumberColumn", "numbers_of"]

ENOUGH = 0.7


class NumberColumn(Struct, frozen=True, kw_only=True):
    """The scheme that fits a column best, others that fit as well, and a prefix to be taken off."""

    scheme: str
    agreement: Agreement
    others: tuple[str, ...] = ()
    prefix: str = ""


def numbers_of(
    cells: Sequence[Cell], wanted: Sequence[str], schemes: Schemes
) -> NumberColumn | None:
    """Return which of some schemes the cells are numbers of; None where no form is known."""
    tried = [
        _as_scheme(cells, row, schemes)
        for code in wanted
        if (row := schemes.look_up(code)) is not None and row.pattern
    ]
    if not tried or is_counting(cells):
        return None
    best = max(tried, key=_strength)
    others = tuple(
        column.scheme for column in tried if column is not best and column.agreement.holds
    )
    return NumberColumn(
        scheme=best.scheme, agreement=best.agreement, others=others, prefix=best.prefix
    )


def _strength(column: NumberColumn) -> tuple[int, bool]:
    return column.agreement.fits, "check digit" in column.agreement.what


def _as_scheme(cells: Sequence[Cell], scheme: NumberScheme, schemes: Schemes) -> NumberColumn:
    prefix = _prefix(cells, scheme)
    fits = short = proven = unsure = 0
    for cell in cells:
        number = cleaned(cell.text).removeprefix(prefix).strip(" .:-/")
        answer = check_number(scheme.code, number, schemes=schemes)
        padded = "" if answer.verdict is Verdict.VALID else _padded(number, cell, scheme)
        if padded and _proves(padded, cell, scheme.code, schemes):
            answer = check_number(scheme.code, padded, schemes=schemes)
            short += 1
        unsure += answer.verdict is Verdict.UNDETERMINED and answer.checked == "format"
        fits += answer.verdict is Verdict.VALID
        proven += answer.verdict is Verdict.VALID and answer.checked == "check-digit"
    fits += unsure
    what = f"numbers of {scheme.code} by {'check digit' if proven else 'form alone'}"
    doubts = tuple(_doubts(scheme.code, (fits, len(cells)), short=short, unsure=unsure))
    return NumberColumn(
        scheme=scheme.code,
        agreement=Agreement(fits=fits, of=len(cells), what=what, doubts=doubts, least=ENOUGH),
        prefix=prefix,
    )


def _doubts(scheme: str, fitting: tuple[int, int], *, short: int, unsure: int) -> Iterator[str]:
    fits, number = fitting
    if fits < number:
        yield f"{number - fits} of {number} are not numbers of {scheme}"
    if unsure:
        yield f"the form of {scheme} is not confirmed"
    if short:
        yield f"{short} of {number} fit only with zeros in front that the sheet has lost"


def _prefix(cells: Sequence[Cell], scheme: NumberScheme) -> str:
    """Return the prefix of a TIN, where most numbers are written with it and the form has none."""
    prefix = scheme.tin.prefix if isinstance(scheme.tin, TinMapping) else ""
    if not isinstance(prefix, str) or not prefix or re.match(scheme.pattern or "", f"{prefix}0"):
        return ""
    with_it = sum(cleaned(cell.text).startswith(prefix) for cell in cells)
    return prefix if 2 * with_it > len(cells) else ""


def _proves(padded: str, cell: Cell, scheme: str, schemes: Schemes) -> bool:
    """Say whether a number is proven to have lost zeros: by a check digit, or as a number cell."""
    answer = check_number(scheme, padded, schemes=schemes)
    by_digit = answer.checked == "check-digit" or cell.kind is CellKind.NUMBER
    return answer.verdict is Verdict.VALID and by_digit


def _padded(number: str, cell: Cell, scheme: NumberScheme) -> str:
    """Return a number with the zeros that a spreadsheet may have eaten, as the import asks."""
    lost = cell.kind is CellKind.NUMBER or cell.code == UNTYPED
    if (
        not lost
        or number.startswith("0")
        or not number.isdecimal()
        or scheme.shortest != scheme.longest
    ):
        return ""
    longest = scheme.longest or 0
    return number.zfill(longest) if 0 < len(number) < longest else ""
