"""Programmes side by side, what they do for small firms first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import filterfalse

from msgspec import Struct

from aeo_exchange.operations.reference import programme_statements as statements
from aeo_exchange.operations.reference.page import (
    Page,
    PageCell,
    PageStatement,
    PageTable,
    Section,
    ours,
)
from aeo_exchange.operations.reference.programme_page import is_benefit, provisions_in_order
from aeo_exchange.operations.reference.programmes import ProgrammeSummary, summary_of
from aeo_exchange.operations.reference.sourced_statements import period, sourced, tier_name
from aeo_exchange.operations.words import in_words
from aeo_exchange.reference.programme_facts import OfferedProvision, Programme

__all__ = ["ComparedRow", "ComparedSection", "ProgrammeComparison", "compare_programmes"]

DASH = "A dash says that nothing is held, never that it is not so."


class ComparedRow(Struct, frozen=True, kw_only=True):
    """One aspect, with what is held of it for each programme, in the order of the programmes.

    `aspect` is the code of a provision or the name of the aspect; a cell without statements says
    that nothing is held.
    """

    aspect: str
    words: str
    cells: tuple[PageCell, ...]


class ComparedSection(Struct, frozen=True, kw_only=True):
    """Aspects that belong together."""

    title: str
    rows: tuple[ComparedRow, ...]


class ProgrammeComparison(Struct, frozen=True, kw_only=True):
    """Programmes side by side; provisions for small firms are the first section."""

    programmes: tuple[ProgrammeSummary, ...]
    sections: tuple[ComparedSection, ...]

    def page(self) -> Page:
        """Return the comparison as a page with a table for each section."""
        codes = tuple(programme.code for programme in self.programmes)
        tables = (
            Section(
                title=section.title,
                table=PageTable(
                    columns=("", *codes),
                    rows=tuple(
                        (ours(row.words), *(cell or ours("-") for cell in row.cells))
                        for row in section.rows
                    ),
                ),
            )
            for section in self.sections
        )
        names = " ".join(f"{programme.code}: {programme.name}." for programme in self.programmes)
        return Page(
            code=" ".join(codes),
            title=f"{in_words(codes)} side by side",
            sections=(Section(title="", paragraph=ours(f"{names} {DASH}")), *tables),
        )


def compare_programmes(programmes: Sequence[Programme]) -> ProgrammeComparison:
    """Return programmes side by side; rows of which no programme says anything are left out."""
    offered = provisions_in_order(
        tuple(row for programme in programmes for row in programme.provisions)
    )
    support, benefits = filterfalse(is_benefit, offered), filter(is_benefit, offered)
    sections = (
        ComparedSection(title="For small firms", rows=tuple(_provisions(programmes, support))),
        ComparedSection(title="Benefits", rows=tuple(_provisions(programmes, benefits))),
        ComparedSection(title="The programmes", rows=tuple(_aspects(programmes))),
        ComparedSection(title="Figures", rows=tuple(_figures(programmes))),
    )
    return ProgrammeComparison(
        programmes=tuple(summary_of(programme) for programme in programmes),
        sections=tuple(section for section in sections if section.rows),
    )


def _provisions(
    programmes: Sequence[Programme], offered: Iterable[OfferedProvision]
) -> Iterator[ComparedRow]:
    """Yield each of some provisions, with what every programme says of it."""
    for code in dict.fromkeys(row.provision for row in offered):
        cells = (
            tuple(
                statement
                for row in programme.provisions
                if row.provision is code
                for statement in statements.provision(programme, row)
            )
            for programme in programmes
        )
        yield ComparedRow(aspect=code.value, words=code.definition, cells=tuple(cells))


def _tiers(programme: Programme) -> Iterator[PageStatement]:
    for row in statements.by_rank(programme.tiers):
        rank = f"{row.rank}: " if row.rank else ""
        when = f", {held}" if (held := period(row)) else ""
        yield sourced(programme, row, f"{rank}{tier_name(row)}{when};", noted=False)


def _criteria(programme: Programme) -> Iterator[PageStatement]:
    for row in statements.by_rank(programme.tiers):
        for asked in statements.criteria_asked(programme, row):
            yield PageStatement(text=f"{tier_name(row)} {asked.text};", basis=asked.basis)


def _schemes(programme: Programme) -> Iterator[PageStatement]:
    for row in programme.identifier_schemes:
        makes = f", {statements.MAKES_TIN[row.makes_tin]}" if row.makes_tin else ""
        yield sourced(programme, row, f"{row.label} ({row.code}){makes};", noted=False)


ASPECTS: dict[str, Callable[[Programme], Iterator[PageStatement]]] = {
    "who decides": statements.authorities,
    "since": statements.beginnings,
    "tiers, by rank": _tiers,
    "criteria asked": _criteria,
    "roles": statements.roles,
    "how long it lasts": statements.terms,
    "recognition abroad": statements.abroad,
    "identifiers": _schemes,
    "TIN": statements.prefixes,
    "where and when": statements.where_it_holds,
}


def _aspects(programmes: Sequence[Programme]) -> Iterator[ComparedRow]:
    for name, told in ASPECTS.items():
        cells = tuple(tuple(told(programme)) for programme in programmes)
        if any(cells):
            yield ComparedRow(aspect=name, words=name, cells=cells)


def _figures(programmes: Sequence[Programme]) -> Iterator[ComparedRow]:
    """Yield each figure that a source gives of one of the programmes."""
    labels = dict.fromkeys(
        (row.code, row.label) for programme in programmes for row in programme.figures
    )
    for code, label in labels:
        cells = (
            tuple(
                statement
                for row in programme.figures
                if (row.code, row.label) == (code, label)
                for statement in statements.figure(programme, row)
            )
            for programme in programmes
        )
        yield ComparedRow(aspect=code, words=label, cells=tuple(cells))
