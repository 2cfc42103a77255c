"""A programme as a page that an officer reads: what is known of it, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import UNSET

from aeo_exchange.model.codes import Provision
from aeo_exchange.operations.reference import programme_statements as statements
from aeo_exchange.operations.reference.page import (
    Page,
    PageCell,
    PageStatement,
    PageTable,
    Section,
    ours,
)
from aeo_exchange.operations.reference.sourced_statements import period, sourced, tier_name
from aeo_exchange.reference.programme_facts import OfferedProvision, Programme, Tier

__all__ = [
    "is_benefit",
    "programme_page",
    "provisions_in_order",
]

# The beginnings of the codes of provisions, and what those are about.
SUBJECTS = {
    "CRIT": "what is asked",
    "FIN": "what is asked",
    "VOL": "what is asked",
    "HIST": "what is asked",
    "SEC": "what is asked",
    "PREM": "what is asked",
    "APP": "the application",
    "SUP": "support",
    "TIER": "tiers",
    "BEN": "benefits",
    "ENG": "being heard",
}
BENEFITS = "benefits"
PROVISION_COLUMNS = ("provision", "in this programme", "code")
UNKNOWN = {
    "Roles": "Which roles the programme takes is not held; that is no sign that it takes all.",
    "How long it lasts": "How long an authorisation lasts is not held.",
    "For small firms": "No provision for small firms is held; there may be some.",
    "Benefits": "No benefit is held; there may be some.",
    "Recognition abroad": "Which tiers partners recognise is not held.",
}
AGREEMENTS = "Agreements of mutual recognition are not held as data; ask the administration."


def programme_page(programme: Programme) -> Page:
    """Return the page of a programme; what is not known is said to be so."""
    return Page(
        code=programme.code,
        title=f"{programme.name} ({programme.code})",
        sections=tuple(section for section in _sections(programme) if _says_something(section)),
    )


def _says_something(section: Section) -> bool:
    return bool(section.paragraph or section.table or section.remarks)


def _sections(programme: Programme) -> Iterator[Section]:
    """Yield the parts of the page in the order in which an officer asks."""
    yield Section(
        title="",
        paragraph=(
            *statements.authorities(programme),
            *statements.beginnings(programme),
        ),
    )
    yield _tiers(programme)
    yield _paragraph_section("Roles", tuple(statements.roles(programme)))
    yield _paragraph_section("How long it lasts", tuple(statements.terms(programme)))
    yield _for_small_firms(programme)
    yield _benefits(programme)
    yield _studied(programme)
    yield _paragraph_section("Recognition abroad", tuple(statements.abroad(programme)), AGREEMENTS)
    yield _identifiers(programme)
    yield Section(title="Where and when", paragraph=tuple(statements.where_it_holds(programme)))
    yield Section(title="Names", remarks=tuple((name,) for name in statements.names(programme)))
    yield _figures(programme)


def _paragraph_section(title: str, told: PageCell, beside: str = "") -> Section:
    """Return a section of a paragraph, or of the words that nothing is known."""
    return Section(title=title, paragraph=(*(told or ours(UNKNOWN[title])), *ours(beside)))


def _tiers(programme: Programme) -> Section:
    """Return the tiers by rank, with the criteria each asks for, and what is said of them."""
    tiers = statements.by_rank(programme.tiers)
    columns: dict[str, Callable[[Tier], PageCell]] = {
        "rank": lambda row: ours(str(row.rank) if row.rank else ""),
        "tier": lambda row: (_named(programme, row),),
        "kind": lambda row: ours(statements.KINDS[row.kind]),
        "covers": lambda row: ours(_covers(row)),
        "criteria asked": lambda row: statements.criteria_asked(programme, row),
        "roles of its own": lambda row: ours(", ".join(row.roles or ())),
        "in force": lambda row: ours(period(row)),
    }
    # A column that says nothing of any tier is left out.
    cells = {name: [made(row) for row in tiers] for name, made in columns.items()}
    kept = {name: column for name, column in cells.items() if any(column)}
    remarks = [(sourced(programme, row, f"{tier_name(row)}:"),) for row in tiers if row.note]
    return Section(
        title="Tiers",
        table=PageTable(columns=tuple(kept), rows=tuple(zip(*kept.values(), strict=True))),
        remarks=(*remarks, *statements.waivers(programme)),
    )


def _named(programme: Programme, row: Tier) -> PageStatement:
    original = f", {row.label_original}" if row.label_original else ""
    return sourced(programme, row, f"{tier_name(row)}{original}", noted=False)


def _covers(row: Tier) -> str:
    """Return the scope of a tier, and what it stands for."""
    parts = [statements.SCOPES[scope] for scope in row.scope or ()]
    if row.combines:
        held = " and ".join(row.combines)
        parts.append(f"stands for {held} together")
    return "; ".join(parts)


def _for_small_firms(programme: Programme) -> Section:
    """Return in words what is done for small firms, and what each is about."""
    rows = [row for row in provisions_in_order(programme.provisions) if not is_benefit(row)]
    cells = [(ours(subject(row)), *_provision_cells(programme, row)) for row in rows]
    return _provisions("For small firms", ("about", *PROVISION_COLUMNS), cells)


def _benefits(programme: Programme) -> Section:
    """Return in words the benefits among what is done for small firms."""
    rows = [row for row in provisions_in_order(programme.provisions) if is_benefit(row)]
    cells = [_provision_cells(programme, row) for row in rows]
    return _provisions("Benefits", PROVISION_COLUMNS, cells)


def _provisions(
    title: str, columns: tuple[str, ...], cells: Sequence[tuple[PageCell, ...]]
) -> Section:
    if not cells:
        return _paragraph_section(title, ())
    return Section(title=title, table=PageTable(columns=columns, rows=tuple(cells)))


def _provision_cells(programme: Programme, row: OfferedProvision) -> tuple[PageCell, ...]:
    return (
        ours(row.provision.definition),
        statements.provision(programme, row),
        ours(row.provision.value),
    )


def is_benefit(row: OfferedProvision) -> bool:
    """Say whether a provision is a benefit."""
    return subject(row) == BENEFITS


def subject(row: OfferedProvision) -> str:
    """Return what a provision is about."""
    if row.provision is Provision.SUP_OTHER_AGENCY_BENEFIT:
        return BENEFITS
    return SUBJECTS.get(row.provision.partition("-")[0], "other")


def provisions_in_order(rows: tuple[OfferedProvision, ...]) -> list[OfferedProvision]:
    """Return provisions by what they are about, in the order of the code list."""
    order = list(Provision)
    subjects = list(dict.fromkeys(SUBJECTS.values()))
    return sorted(rows, key=lambda row: (subjects.index(subject(row)), order.index(row.provision)))


def _studied(programme: Programme) -> Section:
    """Return how far small firms met the criteria in a study."""
    rows = tuple(statements.study(programme, row) for row in programme.criteria_studied)
    columns = ("criterion", "met by small firms", "what stood in the way")
    table = PageTable(columns=columns, rows=rows) if rows else UNSET
    return Section(title="Criteria as small firms met them in a study", table=table)


def _identifiers(programme: Programme) -> Section:
    """Return the schemes of identifiers, and which of them makes the TIN."""
    rows = tuple(statements.scheme_cells(programme, row) for row in programme.identifier_schemes)
    section = Section(title="Identifiers", paragraph=tuple(statements.prefixes(programme)))
    if not rows:
        return section
    return Section(
        title=section.title,
        paragraph=section.paragraph,
        table=PageTable(columns=("scheme", "number", "TIN", "remark"), rows=rows),
    )


def _figures(programme: Programme) -> Section:
    """Return the numbers that sources give."""
    rows = tuple((ours(row.label), statements.figure(programme, row)) for row in programme.figures)
    if not rows:
        return Section(title="Figures")
    return Section(title="Figures", table=PageTable(columns=("figure", "value"), rows=rows))
