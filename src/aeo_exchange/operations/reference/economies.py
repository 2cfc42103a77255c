"""An economy and its programmes: those of its own, and those of others that it takes part in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from aeo_exchange.operations.reference.page import (
    Page,
    PageStatement,
    PageTable,
    Section,
    basis_of,
    ours,
)
from aeo_exchange.operations.reference.programme_statements import by_rank
from aeo_exchange.operations.reference.programmes import ProgrammeSummary, Relation, summary_of
from aeo_exchange.operations.reference.sourced_statements import sourced
from aeo_exchange.operations.words import country, how_many_in_words, in_words, the_country
from aeo_exchange.reference.programme_facts import Administration, Fact, Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.systems import ListedEconomy, Practice, shipped_compendium

__all__ = ["economy_page", "programmes_of"]


def programmes_of(reference: ReferenceData, economy: str) -> list[ProgrammeSummary]:
    """Return the programmes that an economy has, takes part in or lies within, in this order."""
    relations = [
        replace(summary_of(programme), relation=relation)
        for programme in reference.programmes()
        if (relation := _relation(programme, economy))
    ]
    order: Sequence[Relation] = ("own", "takes-part", "within")
    return sorted(relations, key=lambda summary: order.index(summary.relation or "own"))


def economy_page(reference: ReferenceData, economy: str) -> Page | None:
    """Return what is known of an economy; None where no programme is."""
    related = programmes_of(reference, economy)
    if not related:
        return None
    programmes = [known for summary in related if (known := reference.look_up(summary.code))]
    own = [programme for programme in programmes if programme.economy == economy]
    joined = [programme for programme in programmes if programme.economy != economy]
    return Page(
        code=economy,
        title=f"{country(economy)} ({economy})",
        sections=(
            Section(title="", paragraph=tuple(_sentences(economy, own, joined))),
            _table(programmes),
            *_compendium(economy),
            Section(title="", paragraph=ours(_next(programmes))),
        ),
    )


def _relation(programme: Programme, economy: str) -> Relation | None:
    if programme.economy == economy:
        return "own"
    if _part(programme, economy):
        return "takes-part"
    within = any(row.territory == economy for row in programme.territories)
    return "within" if within else None


def _part(programme: Programme, economy: str) -> Administration | None:
    """Return the row by which an economy takes part in the programme of another."""
    rows = (row for row in programme.administrations if row.administration == economy)
    return next(rows, None)


def _sentences(
    economy: str, own: Sequence[Programme], joined: Sequence[Programme]
) -> Iterator[PageStatement]:
    """Yield whose programmes they are, and on whose word."""
    name = the_country(economy)
    name = name[0].upper() + name[1:]
    if own:
        what = f"{how_many_in_words(len(own), 'programme')} of its own"
        yield PageStatement(
            text=f"{name} has {what}: {in_words(programme.code for programme in own)}."
        )
    else:
        yield PageStatement(text=f"No programme of {the_country(economy)} alone is held.")
    for programme in joined:
        whose = f"{programme.code}, the programme of {the_country(programme.economy)}"
        row: Fact | None = _part(programme, economy)
        if row:
            yield sourced(programme, row, f"It takes part in {whose}.")
            yield from _deciding(programme, row)
            continue
        row = next(
            territory for territory in programme.territories if territory.territory == economy
        )
        yield sourced(programme, row, f"It lies within {whose}.")


def _deciding(programme: Programme, row: Fact) -> Iterator[PageStatement]:
    """Yield who decides for an economy that takes part, where the name is known."""
    if isinstance(row, Administration) and row.function == "decides":
        who = row.name or f"the customs of {the_country(row.administration)}"
        yield sourced(programme, row, f"Who decides: {who}.", noted=False)


def _table(programmes: Sequence[Programme]) -> Section:
    """Return the programmes with their tiers."""
    rows = tuple(
        (
            ours(programme.code),
            (sourced(programme, programme.names[0], programme.name, noted=False),),
            ours(", ".join(row.code for row in by_rank(programme.tiers))),
            ours(str(len(programme.provisions)) if programme.provisions else "none held"),
        )
        for programme in programmes
    )
    columns = ("programme", "name", "tiers", "provisions for small firms")
    return Section(title="Programmes", table=PageTable(columns=columns, rows=rows))


def _compendium(economy: str) -> Iterator[Section]:
    """Yield what the compendium of programmes for small firms tells of an economy it lists."""
    compendium = shipped_compendium()
    rows: list[ListedEconomy | Practice] = [
        row for row in compendium.economies if row.economy == economy
    ]
    told = tuple(
        PageStatement(text=text, basis=(basis_of(row, compendium.sources),))
        for row in [*rows, *compendium.of(economy)]
        if (text := _practice(row))
    )
    if told:
        yield Section(
            title="In the compendium of AEO programmes for small firms",
            remarks=tuple((statement,) for statement in told),
        )


def _practice(row: ListedEconomy | Practice) -> str:
    if isinstance(row, ListedEconomy):
        return row.note or ""
    practice = row.practice.replace("-", " ").capitalize()
    said = (row.says, row.note)
    return f"{practice}: {' '.join(text for text in said if text) or 'listed, without words.'}"


def _next(programmes: Sequence[Programme]) -> str:
    return " ".join(
        f"`aeo programmes show {programme.code}` shows it whole." for programme in programmes
    )
