"""Rules of area STR that a schema cannot say: sets, full records, scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import UNSET

from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.codes import NameUse, Role
from aeo_exchange.model.record import AeoRecord, Identifier, Recognition, Site
from aeo_exchange.reference.code_points import is_other_letter
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "contact_reachable",
    "criteria_once",
    "full_record",
    "latin_legal_name",
    "other_role_named",
    "registered_name_beside",
    "sets_sorted",
    "sites_named_apart",
]


OTHER = Role.OTHER  # asked of every record; looking up a member of an enum takes time


@rule(
    "AEO-STR-08",
    "A set is unique and sorted by the canonical bytes of its elements.",
    reason="The same set in two orders would be two digests of one fact.",
    clause="CON-5-4",
    at="/holder/identifiers/* /holder/sites/*/functions/* /holder/sites/*/identifiers/* "
    "/authorisation/terms/*/tiers/* /authorisation/terms/*/roles/* /history/*/appliesTo/* "
    "/msme/provisions/* /recognitions/*/identifiers/*",
)
def sets_sorted(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each element of each set with the one before."""
    for place, indexes, elements in _sets(record):
        keys = _keys(elements)
        for index in range(1, len(keys)):
            if keys[index - 1] < keys[index]:
                continue
            path = f"{place.format(*indexes)}/{index}"
            if keys[index - 1] == keys[index]:
                yield Breach(path, "occurs twice in a set", hint="remove one")
            else:
                yield Breach(
                    path,
                    "is out of order in a set",
                    got=keys[index],
                    hint="sort the set by the canonical bytes of its elements",
                )


def _keys(elements: Sequence[str] | Sequence[Identifier]) -> Sequence[str]:
    """Return texts that sort as the canonical bytes of the elements of a set.

    Codes are ASCII without anything below the quote that ends them in canonical bytes, so they
    sort as they are, and so do identifiers without interval by their schemes while these differ.
    """
    first = elements[0]
    if isinstance(first, str):
        return elements  # type: ignore[return-value]  # a set holds elements of one kind
    numbers: Sequence[Identifier] = elements  # type: ignore[assignment]  # as above
    schemes = [
        number.scheme for number in numbers if number.from_ is UNSET and number.until is UNSET
    ]
    if len(set(schemes)) == len(numbers):
        return schemes
    return [canonical_item(number).decode() for number in numbers]


def _sets(
    record: AeoRecord,
) -> Iterator[tuple[str, tuple[int, ...], Sequence[str] | Sequence[Identifier]]]:
    """Yield the place and elements of every set of several.

    A test compares the places with the definition.
    """
    holder = record.holder
    if holder.identifiers is not UNSET and len(holder.identifiers) > 1:
        yield "/holder/identifiers", (), holder.identifiers
    if holder.sites is not UNSET:
        yield from _sets_of_sites(holder.sites)
    for i, term in enumerate(record.authorisation.terms):
        if len(term.tiers) > 1:
            yield "/authorisation/terms/{}/tiers", (i,), term.tiers
        if len(term.roles) > 1:
            yield "/authorisation/terms/{}/roles", (i,), term.roles
    for i, event in enumerate(record.history):
        if event.applies_to is not UNSET and len(event.applies_to) > 1:
            yield "/history/{}/appliesTo", (i,), event.applies_to
    provisions = UNSET if record.msme is UNSET else record.msme.provisions
    if provisions is not UNSET and len(provisions) > 1:
        yield "/msme/provisions", (), provisions
    if record.recognitions is not UNSET:
        yield from _sets_of_recognitions(record.recognitions)


def _sets_of_sites(
    sites: Sequence[Site],
) -> Iterator[tuple[str, tuple[int, ...], Sequence[str] | Sequence[Identifier]]]:
    for i, site in enumerate(sites):
        if site.identifiers is not UNSET and len(site.identifiers) > 1:
            yield "/holder/sites/{}/identifiers", (i,), site.identifiers
        if site.functions is not UNSET and len(site.functions) > 1:
            yield "/holder/sites/{}/functions", (i,), site.functions


def _sets_of_recognitions(
    recognitions: Sequence[Recognition],
) -> Iterator[tuple[str, tuple[int, ...], Sequence[Identifier]]]:
    for i, recognition in enumerate(recognitions):
        if recognition.identifiers is not UNSET and len(recognition.identifiers) > 1:
            yield "/recognitions/{}/identifiers", (i,), recognition.identifiers


@rule(
    "AEO-STR-09",
    "A full record, one without view, holds an address, grantedOn and at least one consent.",
    reason="The administration that keeps the record must be able to cut every view from it.",
    clause="REC-2-2",
    at="/holder/address /authorisation/grantedOn /consents",
)
def full_record(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Ask a record without view for what views may leave out."""
    if record.view is not UNSET:
        return
    hint = "add it, or add view if this was cut for an audience"
    if record.holder.address is UNSET:
        yield Breach("/holder/address", "is missing from a full record", hint=hint)
    if record.authorisation.granted_on is UNSET:
        yield Breach("/authorisation/grantedOn", "is missing from a full record", hint=hint)
    if record.consents is UNSET:
        yield Breach("/consents", "is missing from a full record", hint=hint)


@rule(
    "AEO-STR-10",
    "A contact holds at least one of name, email and phone.",
    reason="An empty contact reaches nobody.",
    clause="REC-4-7",
    at="/holder/contacts/*",
    about=Part.CONTACTS,
)
def contact_reachable(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for a contact without items."""
    for i, contact in enumerate(items_of(record.holder.contacts)):
        if contact.name is UNSET and contact.email is UNSET and contact.phone is UNSET:
            yield Breach(f"/holder/contacts/{i}", "holds neither name, email nor phone")


@rule(
    "AEO-STR-11",
    "The legal name is written in Latin script; other scripts go into otherNames.",
    reason="A partner that cannot read the script cannot match the name.",
    clause="REC-4-3",
    at="/holder/legalName",
    about=Part.BEYOND_ASCII,
)
def latin_legal_name(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for letters of other scripts."""
    name = record.holder.legal_name
    if name.isascii():
        return
    foreign = next(filter(is_other_letter, name), None)
    if foreign:
        yield Breach(
            "/holder/legalName",
            f"holds {foreign}, which is not Latin script",
            got=name,
            hint="transliterate, and keep the original in otherNames with use local",
        )


@rule(
    "AEO-STR-12",
    "A term with the role other says in nationalRole what the role is.",
    reason="The code alone tells a partner nothing.",
    clause="REC-5-6",
    at="/authorisation/terms/*/nationalRole",
    level=Level.SHOULD,
)
def other_role_named(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for the role other without words."""
    for i, term in enumerate(record.authorisation.terms):
        if OTHER in term.roles and term.national_role is UNSET:
            yield Breach(
                f"/authorisation/terms/{i}/nationalRole",
                "is missing beside the role other",
                hint="name the role in the words of the programme",
            )


@rule(
    "AEO-STR-13",
    "A site is named by its siteId, no other site of the record by the same.",
    reason="A partner that asks about a site asks by its name.",
    clause="REC-4-9",
    at="/holder/sites/*/siteId",
    about=Part.SITES,
)
def sites_named_apart(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the name of each site with those before it."""
    seen: set[str] = set()
    for i, site in enumerate(items_of(record.holder.sites)):
        if site.site_id in seen:
            yield Breach(f"/holder/sites/{i}/siteId", "names another site too", got=site.site_id)
        seen.add(site.site_id)


@rule(
    "AEO-STR-15",
    "Beside a romanised legal name stands the name as registered, with use local.",
    reason="Two offices romanise one name in two ways; only the name as registered tells it again.",
    clause="REC-4-13",
    at="/holder/otherNames",
    level=Level.SHOULD,
)
def registered_name_beside(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for the name in the script of the country beside one that was romanised."""
    holder = record.holder
    if holder.legal_name_romanisation is UNSET:
        return
    if not any(name.use is NameUse.LOCAL for name in items_of(holder.other_names)):
        yield Breach(
            "/holder/otherNames",
            "has no name of use local, and legalName is a romanisation",
            hint="give the name as registered, in its own script",
        )


@rule(
    "AEO-STR-14",
    "A criterion stands in the list of criteria once.",
    reason="Two outcomes of one criterion are no outcome.",
    clause="REC-5-9",
    at="/authorisation/criteria/*/criterion",
    about=Part.CRITERIA,
)
def criteria_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each criterion with those before it."""
    seen: set[str] = set()
    for i, criterion in enumerate(items_of(record.authorisation.criteria)):
        if criterion.criterion in seen:
            yield Breach(
                f"/authorisation/criteria/{i}/criterion", "stands twice", got=criterion.criterion
            )
        seen.add(criterion.criterion)
