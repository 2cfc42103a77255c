"""The number in a cell to an identifier or a TIN; what a spreadsheet ate is proven, or doubted.

Zeros in front are put back only where the number format shows them; where the cell was a number
and its scheme has one length; and, in a file that tells no text from a number, where the check
digit proves them too. A text of a workbook was typed as it stands, and lost none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import UNSET, Struct

from aeo_exchange.formats.workbooks.sheet import Cell, CellKind
from aeo_exchange.reference.identifiers import check_number, is_placeholder, to_tin
from aeo_exchange.reference.identifiers.rules import completed
from aeo_exchange.reference.schemes import NumberScheme, Schemes
from aeo_exchange.report import Verdict
from aeo_exchange.tabular.folding import with_plain_digits
from aeo_exchange.tabular.rows import UNTYPED
from aeo_exchange.tabular.steps import Doubtful

__all__ = ["Read", "identifier_in", "is_rounded", "tin_in"]

_EXPONENT = re.compile(r"[+-]?\d([.,]\d+)?[eE]\+?\d+")
_STANDS_FOR_NOTHING = re.compile(r"0+|9{3,}|[Xx]{2,}|-+|\?+")
_MARKS = re.compile(r"[\s./\u2010-\u2015-]+")  # that people write a number with
_EXACT = 15  # digits that a number of a spreadsheet holds
MOST_EXPONENT = 6  # characters of one; a spreadsheet has no larger number
_SHOWS_ZEROS = re.compile(r"0{2,}")


class Read(Struct, frozen=True):
    """A number as the record has it, and what is told about how it was read."""

    value: str
    told: str = ""


def identifier_in(text: str, cell: Cell, scheme: str, schemes: Schemes) -> Read:
    """Return the normal form of a number; raises Unusable where it leaves the row a candidate."""
    text = with_plain_digits(text)
    row = schemes.look_up(scheme)
    text, told = _with_zeros(text, cell, row, schemes)
    answer = check_number(scheme, text, schemes=schemes)
    if row is None or not row.pattern:
        return Read(text, told)
    if answer.normal is UNSET:
        bare = _MARKS.sub("", text)
        answer = check_number(scheme, bare, schemes=schemes) if bare != text else answer
    if answer.normal is UNSET:
        raise Doubtful(
            f"is not a number of {scheme}: {answer.reason}",
            _hint(text, answer.hint or ""),
            expected=f"a number of {scheme}",
        )
    if answer.verdict is Verdict.NOT_VALID and (whole := completed(row, answer.normal)):
        raise Doubtful(
            f"is not a number of {scheme}: {answer.reason}",
            f"without its check digit? With {whole[-1]} it is {whole}",
            expected=f"{whole}, if its check digit alone is missing",
        )
    for doubt in _doubts(row, answer.normal):
        raise Doubtful(doubt, "ask for the number of the operator")
    return Read(answer.normal, told)


def tin_in(text: str, cell: Cell, scheme: str, schemes: Schemes) -> Read:
    """Return the TIN that a number makes; raises Unusable where it makes none."""
    text = with_plain_digits(text)
    made = to_tin(scheme, text, schemes=schemes)
    is_sure = made.verdict is Verdict.VALID and not made.hint and not made.ambiguous
    if is_sure and made.tin and cell.kind is not CellKind.NUMBER:
        return Read(made.tin)  # as most are; a placeholder has a hint
    number = identifier_in(text, cell, scheme, schemes)
    made = to_tin(scheme, number.value, schemes=schemes)
    if not made.tin:
        reason = "; ".join(made.reasons) or "nobody says how it becomes one"
        raise Doubtful(f"makes no TIN: {reason}", made.hint or "")
    return Read(made.tin, number.told)


def _with_zeros(
    text: str, cell: Cell, scheme: NumberScheme | None, schemes: Schemes
) -> tuple[str, str]:
    """Return a number with the zeros that it is proven to have lost, and what proves them."""
    _refuse_lost_digits(text, cell)
    plain = text.strip()
    if cell.kind is CellKind.NUMBER and _SHOWS_ZEROS.fullmatch(cell.code):
        if len(cell.text) > len(cell.number):
            return text, f"its zeros are those of the number format {cell.code}"
        return text, ""
    is_text = cell.kind is CellKind.TEXT and cell.code != UNTYPED
    if scheme is None or is_text or not plain.isdecimal() or scheme.shortest != scheme.longest:
        return text, ""
    longest = scheme.longest or 0
    # A zero in front is there still, so none was eaten; the number is short at its end.
    if plain.startswith("0") or not 0 < longest - len(plain) < longest:
        return text, ""
    padded = plain.zfill(longest)
    answer = check_number(scheme.code, padded, schemes=schemes)
    proven = answer.verdict is Verdict.VALID and answer.checked == "check-digit"
    if proven or (cell.kind is CellKind.NUMBER and answer.verdict is Verdict.VALID):
        zeros = longest - len(plain)
        by = "its check digit" if proven else f"the {longest} digits that every {scheme.code} has"
        return padded, f"{zeros} zero{'s' if zeros > 1 else ''} put back in front, by {by}"
    return text, ""


def _refuse_lost_digits(text: str, cell: Cell) -> None:
    if _EXPONENT.fullmatch(text.strip()):
        raise Doubtful(
            "was written as a power of ten, so its last digits are lost",
            "ask for the number as text",
        )
    if is_rounded(cell):
        raise Doubtful(
            f"is a number of more than {_EXACT} digits, and a spreadsheet keeps no more",
            "ask for the number as text",
        )


def is_rounded(cell: Cell) -> bool:
    """Say whether a cell is a number of more digits than a spreadsheet keeps.

    Of a longer one that a person wrote it has made zeros of those behind, so zeros count.
    """
    if cell.kind is not CellKind.NUMBER:
        return False
    mantissa, _, exponent = cell.number.upper().lstrip("-0.").partition("E")
    if exponent.lstrip("-+").isdecimal() and int(exponent[:MOST_EXPONENT]) >= _EXACT:
        return True
    return sum(map(str.isdigit, mantissa)) > _EXACT


def _hint(text: str, hint: str) -> str:
    return "it stands for no number" if _STANDS_FOR_NOTHING.fullmatch(text.strip()) else hint


def _doubts(scheme: NumberScheme, number: str) -> Iterator[str]:
    if is_placeholder(number) or _STANDS_FOR_NOTHING.fullmatch(number):
        yield "is a placeholder and no number that was issued"
    for hint in scheme.hints:
        if hint.unusual and re.fullmatch(hint.pattern, number):
            yield hint.text
