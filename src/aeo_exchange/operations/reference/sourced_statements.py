"""A row of reference data to a statement: words, what they rest on, and the note of the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec import UnsetType

from aeo_exchange.operations.reference.page import Grounds, PageStatement, basis_of
from aeo_exchange.operations.words import day_in_words, with_note
from aeo_exchange.reference.programme_facts import Fact, Programme, Tier

__all__ = ["bracketed", "label_of", "period", "sourced", "tier_name", "together"]

Row = TypeVar("Row", bound=Fact)


def sourced(programme: Programme, row: Fact, text: str, *, noted: bool = True) -> PageStatement:
    """Return words with what they rest on, and the note of the row behind them."""
    whole = with_note(text, row.note) if noted and row.note else text
    return PageStatement(text=whole, basis=(basis_of(row, programme.sources),))


def together(
    programme: Programme, rows: Sequence[Row], words: Callable[[Sequence[Row]], str]
) -> Iterator[PageStatement]:
    """Yield one statement for all rows that rest on the same and have one note, or none.

    Those without a note come first.
    """
    alike: dict[tuple[str, Grounds], list[Row]] = {}
    for row in sorted(rows, key=lambda row: bool(row.note)):
        alike.setdefault((row.note or "", basis_of(row, programme.sources)), []).append(row)
    for group in alike.values():
        yield sourced(programme, group[0], words(group))


def label_of(programme: Programme, code: str | UnsetType) -> str:
    """Return the name of a tier with its code; nothing where a row is about all tiers."""
    tier = next((row for row in programme.tiers if row.code == code), None)
    return "" if tier is None else tier_name(tier)


def tier_name(tier: Tier) -> str:
    """Return the name of a tier with its code, where the two differ."""
    return tier.code if tier.label == tier.code else f"{tier.label} ({tier.code})"


def period(row: Fact) -> str:
    """Return from when until when a row holds, as far as it says so."""
    begins = f"from {day_in_words(row.from_)}" if row.from_ else ""
    ends = f"before {day_in_words(row.until)}" if row.until else ""
    return ", ".join(part for part in (begins, ends) if part)


def bracketed(*parts: str) -> str:
    """Return what there is of some parts in brackets, behind a blank; nothing where none is."""
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""
