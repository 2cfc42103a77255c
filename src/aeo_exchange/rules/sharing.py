"""Rules of area SHR: what may stand in a view."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.model.codes import ConsentState, HolderKind
from aeo_exchange.model.consent import counting_consent
from aeo_exchange.model.record import AeoRecord, View
from aeo_exchange.rules.parties import is_party, parties_of
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "agreement_binds_both",
    "consents_of_view",
    "consents_once",
    "natural_person_not_public",
    "nothing_partner_in_public",
    "nothing_restricted_in_view",
    "publish_needs_consent",
    "recognitions_of_view",
    "tin_of_a_person_hidden",
    "view_has_consent",
]

PUBLIC = "public"
SHORTEST_TELLING = 6  # what is shorter stands in other numbers by chance
REFUSALS = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


@rule(
    "AEO-SHR-01",
    "A view holds no restricted item.",
    reason="Contacts, criteria, reasons, the figures behind a size class and extensions stay with "
    "the administration that keeps them.",
    clause="REC-2-4",
    at="/holder/contacts /authorisation/criteria /history/*/reason /msme/sector /msme/evidence "
    "/msme/basis /extensions",
    about=Part.VIEW,
)
def nothing_restricted_in_view(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for restricted items in a view; a test compares the list with the definition."""
    if record.view is UNSET:
        return
    for path, value in _restricted(record):
        if value is not UNSET:
            yield Breach(
                path,
                f"is restricted and stands in a view for {record.view.audience}",
                hint="leave it out of the view",
            )


def _restricted(record: AeoRecord) -> Iterator[tuple[str, object]]:
    yield "/holder/contacts", record.holder.contacts
    yield "/authorisation/criteria", record.authorisation.criteria
    for i, event in enumerate(record.history):
        yield f"/history/{i}/reason", event.reason
    if record.msme is not UNSET:
        yield "/msme/sector", record.msme.sector
        yield "/msme/evidence", record.msme.evidence
        yield "/msme/basis", record.msme.basis
    yield "/extensions", record.extensions


@rule(
    "AEO-SHR-02",
    "A view for the public holds no item of class partner.",
    reason="Addresses, numbers, size class and consents are shared under an agreement only.",
    clause="REC-2-4",
    at="/holder/address /holder/identifiers /holder/sites /holder/formerTins "
    "/authorisation/grantedOn /authorisation/validatedOn /authorisation/replaces /msme "
    "/consents /recognitions",
    about=Part.VIEW,
)
def nothing_partner_in_public(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for items above public in a public view."""
    if not _is_public(record.view):
        return
    for path, value in _partner(record):
        if value is not UNSET:
            yield Breach(path, "is of class partner and stands in a public view")


def _partner(record: AeoRecord) -> Iterator[tuple[str, object]]:
    holder, decision = record.holder, record.authorisation
    yield "/holder/address", holder.address
    yield "/holder/identifiers", holder.identifiers
    yield "/holder/sites", holder.sites
    yield "/holder/formerTins", holder.former_tins
    yield "/authorisation/grantedOn", decision.granted_on
    yield "/authorisation/validatedOn", decision.validated_on
    yield "/authorisation/replaces", decision.replaces
    yield "/msme", record.msme
    yield "/consents", record.consents
    yield "/recognitions", record.recognitions


@rule(
    "AEO-SHR-03",
    "There is no view of a natural person for the public.",
    reason="The legal name of a human being is not public, and a record cannot leave it out.",
    clause="REC-11-3",
    at="/holder/kind",
    about=Part.VIEW,
)
def natural_person_not_public(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look at the kind of holder of a public view."""
    if _is_public(record.view) and record.holder.kind is HolderKind.NATURAL_PERSON:
        yield Breach("/holder/kind", "is a natural person in a public view")


@rule(
    "AEO-SHR-04",
    "A view for a partner holds the consents of its own agreement, or those for all, and no other.",
    reason="What a holder told one partner is none of another's business.",
    clause="REC-2-4",
    at="/consents/*/scope",
    about=Part.VIEW,
)
def consents_of_view(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the scope of each consent with the agreement of the view; see SHR-02 for public."""
    if record.view is UNSET or _is_public(record.view):
        return
    for i, consent in enumerate(items_of(record.consents)):
        if consent.scope not in {"all", record.view.agreement}:
            yield Breach(f"/consents/{i}/scope", "is that of another agreement", got=consent.scope)


@rule(
    "AEO-SHR-05",
    "A view for a partner holds the recognitions of its own audience and no other.",
    reason="Who else recognises the holder is between the holder and them.",
    clause="REC-2-4",
    at="/recognitions/*/partner",
    about=Part.VIEW,
)
def recognitions_of_view(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare the partner of each recognition with the audience; see SHR-02 for public."""
    if record.view is UNSET or _is_public(record.view):
        return
    audience = record.view.audience[:2]
    for i, recognition in enumerate(items_of(record.recognitions)):
        if recognition.partner != audience:
            yield Breach(
                f"/recognitions/{i}/partner",
                "is not the audience of the view",
                got=recognition.partner,
                expected=record.view.audience,
            )


@rule(
    "AEO-SHR-06",
    "No view is made while the consent that holds for it is refused or withdrawn.",
    reason="Several laws make consent a condition of sharing, and a withdrawal ends it.",
    clause="REC-8-3",
    at="/consents/*/state",
    about=Part.VIEW,
)
def view_has_consent(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look at the consent that counts; of two since one instant none does (AEO-SHR-07)."""
    if record.view is UNSET:
        return
    counting = counting_consent(record, record.view.agreement)
    if counting is not None and counting.state in REFUSALS:
        i = items_of(record.consents).index(counting)
        yield Breach(
            f"/consents/{i}/state",
            f"is {counting.state}, and this is a view",
            got=counting.state,
            hint="send a tombstone in place of the view",
        )


@rule(
    "AEO-SHR-07",
    "Two consents of one scope do not stand since one instant.",
    reason="Nobody could tell which of them holds.",
    clause="REC-8-5",
    at="/consents/*/since",
    about=Part.SEVERAL_CONSENTS,
)
def consents_once(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare each consent with those before it."""
    seen: set[tuple[str, str]] = set()
    for i, consent in enumerate(items_of(record.consents)):
        if (consent.scope, consent.since) in seen:
            yield Breach(
                f"/consents/{i}/since",
                "is that of another consent of this scope",
                got=f"{consent.scope} {consent.since}",
            )
        seen.add((consent.scope, consent.since))


@rule(
    "AEO-SHR-08",
    "Consent to be named in public stands only beside a consent that is given or not required.",
    reason="Who refuses to be shared cannot be published.",
    clause="REC-8-6",
    at="/consents/*/publish",
    level=Level.SHOULD,
    about=Part.CONSENTS,
)
def publish_needs_consent(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Compare publish with the state beside it."""
    for i, consent in enumerate(items_of(record.consents)):
        refused = consent.state in REFUSALS
        if consent.publish is True and refused:
            yield Breach(
                f"/consents/{i}/publish", f"stands beside a consent that is {consent.state}"
            )


@rule(
    "AEO-SHR-09",
    "The agreement of a view names its parties, and administration and audience are among them.",
    reason="Under an agreement that binds neither of the two nothing may be shared.",
    clause="REC-2-7",
    at="/view/agreement",
    level=Level.SHOULD,
    about=Part.VIEW,
)
def agreement_binds_both(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Compare the parties that the code of the agreement names with the two sides."""
    if record.view is UNSET or record.view.agreement is UNSET:
        return
    agreement = record.view.agreement
    parties = parties_of(agreement)
    sides = (record.administration, record.view.audience.partition("-")[0])
    if len(parties) < 2:  # noqa: PLR2004 an agreement is between two or more
        yield Breach(
            "/view/agreement",
            "does not name its parties",
            got=agreement,
            expected="codes of the parties first, as in CN-HK-2013",
        )
    elif outside := [side for side in sides if not is_party(side, parties, context.reference)]:
        yield Breach(
            "/view/agreement",
            f"is between {' and '.join(parties)}, and {outside[0]} is not one of them",
            got=agreement,
        )


@rule(
    "AEO-SHR-10",
    "Record id and certificate number of a natural person do not hold the number of the TIN.",
    reason="They are shown to everybody, and the TIN of a human being can be a citizen's number.",
    clause="REC-11-5",
    at="/recordId /authorisation/number",
    level=Level.SHOULD,
)
def tin_of_a_person_hidden(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look for the number of the TIN in what everybody sees."""
    if record.holder.kind is not HolderKind.NATURAL_PERSON:
        return
    national = record.holder.tin[2:]
    if len(national) < SHORTEST_TELLING:
        return
    shown = (
        ("/recordId", record.record_id),
        ("/authorisation/number", record.authorisation.number),
    )
    for path, text in shown:
        if national in text:
            yield Breach(
                path,
                "holds the number of the TIN of a natural person, and everybody sees it",
                hint="give a number that says nothing of the holder",
            )


def _is_public(view: View | UnsetType) -> bool:
    return view is not UNSET and view.audience == PUBLIC
