"""Facts of a programme to statements: one function for each kind of row.

The words add nothing to a row: what a row does not say is left out, never guessed. What a
statement is made of, its words and what they rest on, is in sourced_statements.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, UnsetType

from aeo_exchange.model.codes import Criterion
from aeo_exchange.operations.reference.page import PageCell, PageStatement, basis_of, ours
from aeo_exchange.operations.reference.sourced_statements import (
    bracketed,
    label_of,
    period,
    sourced,
    tier_name,
    together,
)
from aeo_exchange.operations.words import (
    country,
    day_in_words,
    how_many_in_words,
    in_words,
    ranges,
    the_country,
)
from aeo_exchange.reference.programme_facts import (
    Administration,
    Figure,
    OfferedProvision,
    Programme,
    Scheme,
    Start,
    StudiedCriterion,
    TermValidity,
    Tier,
    WaivedCriterion,
)
from aeo_exchange.reference.programme_rows import AcceptedRole, TimeZone

__all__ = [
    "abroad",
    "authorities",
    "beginnings",
    "by_rank",
    "criteria_asked",
    "figure",
    "names",
    "prefixes",
    "provision",
    "roles",
    "scheme_cells",
    "study",
    "terms",
    "waivers",
    "where_it_holds",
]

LETTERS = "".join(Criterion)
STAGES = {
    "pilot": "A pilot of {what} began{on}.",
    "launch": "{What} was launched{on}.",
    "legal-basis": "A legal basis of {what} is{of}.",
}
SCOPES = {
    "customs-simplification": "customs simplification",
    "security-and-safety": "security and safety",
}
KINDS = {
    "level": "level",
    "module": "module",
    "simplified": "simplified, for small firms",
    "regional": "regional",
}
MAKES_TIN = {"whole": "the number is the TIN", "prefixed": "the prefix, then the number"}
QUALIFIERS = {"about": "about ", "more-than": "more than ", "at-least": "at least "}
THOUSANDS = 4  # digits from which a figure is written in groups


def authorities(programme: Programme) -> Iterator[PageStatement]:
    """Yield who decides and who coordinates."""
    deciding = [row for row in programme.administrations if row.function == "decides"]
    others = [row for row in programme.administrations if row.function == "coordinates"]
    yield from together(
        programme, deciding, lambda group: f"Who decides: {_who(programme, group)}."
    )
    yield from together(
        programme,
        others,
        lambda group: f"Who coordinates: {_who(programme, group)}.",
    )


def _who(programme: Programme, rows: Sequence[Administration]) -> str:
    """Return administrations by name where it is known, else as the customs of economies."""
    unnamed = [the_country(row.administration) for row in rows if not row.name]
    customs = [f"the customs of {in_words(unnamed)}"] if unnamed else []
    return in_words([*(_authority(programme, row) for row in rows if row.name), *customs])


def _authority(programme: Programme, row: Administration) -> str:
    own = row.administration == programme.economy
    return f"{row.name}" if own else f"{row.name} ({country(row.administration)})"


def beginnings(programme: Programme) -> Iterator[PageStatement]:
    """Yield when the programme and its tiers began."""
    for row in programme.starts:
        yield sourced(programme, row, _begun(programme, row))


def _begun(programme: Programme, row: Start) -> str:
    what = label_of(programme, row.tier) or "the programme"
    day = day_in_words(row.on)
    on = f" on {day}" if row.on.count("-") > 1 else f" in {day}"
    return STAGES[row.stage].format(
        What=what[0].upper() + what[1:], what=what, on=on, of=f" of {day}"
    )


def where_it_holds(programme: Programme) -> Iterator[PageStatement]:
    """Yield where the programme holds, and in which zones its days begin."""
    yield from together(
        programme,
        programme.territories,
        lambda group: f"It holds in {in_words(the_country(row.territory) for row in group)}.",
    )
    yield from together(
        programme, programme.time_zones, lambda group: f"Its days are those of {_zones(group)}."
    )


def _zones(rows: Sequence[TimeZone]) -> str:
    return in_words(
        row.zone + (f" ({country(row.administration)})" if row.administration else "")
        for row in rows
    )


def names(programme: Programme) -> Iterator[PageStatement]:
    """Yield the names, the name last: one in another direction then disturbs nothing."""
    for row in programme.names:
        used = ", used by the administration itself" if row.original else ""
        note = f" ({row.note.rstrip('.')})" if row.note else ""
        yield sourced(programme, row, f"{row.language}{used}{note}: {row.text}", noted=False)


def criteria_asked(programme: Programme, tier: Tier) -> PageCell:
    """Return how many criteria a tier asks for, and which, where the counts agree."""
    if not tier.criteria:
        return ()
    waived = [row for row in programme.criteria_waived if row.tier in {UNSET, tier.code}]
    asked = [letter for letter in LETTERS if letter not in {row.criterion for row in waived}]
    which = f": {ranges(asked, LETTERS)}" if waived and len(asked) == tier.criteria else ""
    bases = {basis_of(row, programme.sources): None for row in (tier, *(waived if which else ()))}
    return (PageStatement(text=f"{tier.criteria}{which}", basis=tuple(bases)),)


def waivers(programme: Programme) -> Iterator[PageCell]:
    """Yield which criteria of the SAFE Framework are not asked for, tier by tier."""
    by_tier: dict[str | UnsetType, list[WaivedCriterion]] = {}
    for row in programme.criteria_waived:
        by_tier.setdefault(row.tier, []).append(row)
    for code, rows in by_tier.items():
        who = label_of(programme, code) or "The programme"
        what = {"not-in-programme": "does not have", "not-required-by-tier": "does not ask for"}
        yield tuple(
            sourced(
                programme,
                row,
                f"{who} {what.get(row.outcome, row.outcome.value)} criterion {row.criterion.value}:"
                f" {row.criterion.definition[0].lower()}{row.criterion.definition[1:]}",
            )
            for row in rows
        )


def study(programme: Programme, row: StudiedCriterion) -> tuple[PageCell, ...]:
    """Return how far small firms met a criterion in a study, as the cells of a row."""
    met = {"met": "met.", "partly-met": "partly met.", "not-met": "not met."}[row.met]
    name = PageStatement(text=f"{row.criterion.value}: {row.criterion.definition}")
    return ((name,), (sourced(programme, row, met),), ours(row.hindrance or ""))


def roles(programme: Programme) -> Iterator[PageStatement]:
    """Yield the roles that the programme takes."""
    yield from together(
        programme,
        programme.roles,
        lambda group: (
            f"It takes {how_many_in_words(len(group), 'role')}:"
            f" {in_words(_role(row) for row in group)}."
        ),
    )


def _role(row: AcceptedRole) -> str:
    label = row.label if row.label and row.label.lower() != row.role else ""
    return row.role + bracketed(label, period(row))


def terms(programme: Programme) -> Iterator[PageStatement]:
    """Yield how long an authorisation lasts."""
    for row in programme.term_validities:
        yield sourced(programme, row, _term(programme, row))


def _term(programme: Programme, row: TermValidity) -> str:
    of = label_of(programme, row.tier)
    who = f"An authorisation of {of}" if of else "An authorisation"
    when = bracketed(period(row))
    if row.years:
        return f"{who} lasts {how_many_in_words(row.years, 'year')}{when}."
    return f"{who} has no last day{when}."


def provision(programme: Programme, row: OfferedProvision) -> PageCell:
    """Return what is said of a provision in this programme."""
    tier = label_of(programme, row.tier)
    told = " ".join(
        part
        for part in (
            f"{tier}:" if tier else "",
            row.note or "Named; no more is held.",
            f"In force {period(row)}." if period(row) else "",
        )
        if part
    )
    return (sourced(programme, row, told, noted=False),)


def abroad(programme: Programme) -> Iterator[PageStatement]:
    """Yield which tiers partners recognise, as far as a row says so."""
    known = [row for row in programme.tiers if row.recognised_abroad is not UNSET]
    for row in known:
        verb = (
            "is one that partners recognise"
            if row.recognised_abroad
            else "is not recognised abroad"
        )
        yield sourced(programme, row, f"{tier_name(row)} {verb}.", noted=not row.recognised_abroad)


def scheme_cells(programme: Programme, row: Scheme) -> tuple[PageCell, ...]:
    """Return a scheme of identifiers as the cells of a row."""
    makes = MAKES_TIN[row.makes_tin] if row.makes_tin else ""
    texts = (row.code, f"{row.label}, {country(row.issuer)}" if row.issuer else row.label, makes)
    cells = [(PageStatement(text=text),) if text else () for text in texts]
    return (*cells, (sourced(programme, row, ""),))


def prefixes(programme: Programme) -> Iterator[PageStatement]:
    """Yield with what a TIN of the programme may begin."""
    yield from together(
        programme,
        programme.tin_prefixes,
        lambda group: f"A TIN begins with {in_words((row.prefix for row in group), 'or')}.",
    )


def figure(programme: Programme, row: Figure) -> PageCell:
    """Return a figure with its unit and day."""
    whole, point, part = row.value.partition(".")
    grouped = f"{int(whole):,}" if len(whole) >= THOUSANDS else whole
    unit = f" {row.unit}" if row.unit else ""
    on = bracketed(day_in_words(row.on) if row.on else "", period(row))
    exact = QUALIFIERS[row.qualifier] if row.qualifier else ""
    return (sourced(programme, row, f"{exact}{grouped}{point}{part}{unit}{on}."),)


def by_rank(tiers: Iterable[Tier]) -> list[Tier]:
    """Return tiers by rank, those without one last and in the order of the file."""
    return sorted(tiers, key=lambda row: (row.rank is UNSET, row.rank or 0))
