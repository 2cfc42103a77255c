"""Rules of area COD: open lists that a schema cannot close, and what reference data knows."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.lists import country_codes, currency_codes, script_codes
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.rules.parties import parties_of
from aeo_exchange.rules.parts import Part
from aeo_exchange.rules.rule import Breach, Context, Level, items_of, rule

__all__ = [
    "agreement_by_its_code",
    "agreement_partner",
    "audience_exists",
    "countries_exist",
    "currencies_exist",
    "deciding_administration",
    "programme_known",
    "scripts_exist",
]

# Customs codes beside ISO 3166-1, and where each has a meaning.
OF_ADDRESS = frozenset({"XI", "XK"})
OF_ADMINISTRATION = frozenset({"XK"})
OF_PARTNER = frozenset({"EU", "XK"})
# Index units that laws of Peru and Colombia count in, and that ISO 4217 lacks.
UNITS_BESIDE_ISO = frozenset({"UIT", "UVT"})


@rule(
    "AEO-COD-02",
    "The country of an address is a code of ISO 3166-1, or XI or XK.",
    reason="A code nobody assigned cannot be matched; EL and UK are common slips for GR and GB.",
    clause="CON-1-1",
    at="/holder/address/country /holder/sites/*/address/country",
)
def countries_exist(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the country of each address."""
    known = country_codes()
    address = record.holder.address
    if address is not UNSET and address.country not in known:
        yield from _unknown("/holder/address/country", address.country, OF_ADDRESS)
    for i, site in enumerate(items_of(record.holder.sites)):
        if site.address.country not in known:
            path = f"/holder/sites/{i}/address/country"
            yield from _unknown(path, site.address.country, OF_ADDRESS)


@rule(
    "AEO-COD-03",
    "An administration is named by its own country: DE, not EU.",
    reason="The decision is that of one administration; a union is a party to agreements only.",
    clause="REC-1-2",
    at="/administration /formerAdministrations/* /movedTo /authorisation/replaces/*/administration",
)
def deciding_administration(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the code of each administration."""
    if record.administration not in country_codes():
        yield from _unknown("/administration", record.administration, OF_ADMINISTRATION)
    for i, former in enumerate(items_of(record.former_administrations)):
        yield from _unknown(f"/formerAdministrations/{i}", former, OF_ADMINISTRATION)
    if record.moved_to is not UNSET:
        yield from _unknown("/movedTo", record.moved_to, OF_ADMINISTRATION)
    for i, former_record in enumerate(items_of(record.authorisation.replaces)):
        path = f"/authorisation/replaces/{i}/administration"
        yield from _unknown(path, former_record.administration, OF_ADMINISTRATION)


@rule(
    "AEO-COD-04",
    "The partner of a recognition is a code of ISO 3166-1, or EU or XK.",
    reason="A partner nobody can name cannot be asked.",
    clause="REC-9-1",
    at="/recognitions/*/partner",
    about=Part.RECOGNITIONS,
)
def agreement_partner(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the code of each partner."""
    for i, recognition in enumerate(items_of(record.recognitions)):
        yield from _unknown(f"/recognitions/{i}/partner", recognition.partner, OF_PARTNER)


@rule(
    "AEO-COD-05",
    "A currency is an active code of ISO 4217, or UIT or UVT.",
    reason="An amount in a currency nobody assigned cannot be compared with a threshold.",
    clause="CON-1-2",
    at="/msme/basis/*/currency",
    about=Part.BASIS,
)
def currencies_exist(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the currency of each measure."""
    if record.msme is UNSET:
        return
    for i, measure in enumerate(items_of(record.msme.basis)):
        unit = measure.currency
        if unit is not UNSET and unit not in currency_codes() and unit not in UNITS_BESIDE_ISO:
            yield Breach(f"/msme/basis/{i}/currency", "is not a currency of ISO 4217", got=unit)


@rule(
    "AEO-COD-06",
    "A script is a code of ISO 15924.",
    reason="The receiver chooses by script which name to show.",
    clause="CON-1-2",
    at="/holder/otherNames/*/script",
    about=Part.OTHER_NAMES,
)
def scripts_exist(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the script of each name."""
    for i, name in enumerate(items_of(record.holder.other_names)):
        if name.script not in script_codes():
            yield Breach(
                f"/holder/otherNames/{i}/script", "is not a script of ISO 15924", got=name.script
            )


@rule(
    "AEO-COD-07",
    "The programme is one that the reference data knows.",
    reason="Of an unknown programme neither tiers nor provisions can be checked.",
    clause="REC-3-1",
    at="/programme",
    level=Level.SHOULD,
)
def programme_known(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up the programme."""
    codes = context.reference.codes()
    if record.programme not in codes:
        near = did_you_mean(record.programme, codes)
        guess = f"did you mean {', '.join(near)}? If not," if near else "correct the code, or"
        yield Breach(
            "/programme",
            "is not in the reference data; its tiers and provisions were not checked",
            got=record.programme,
            hint=f"{guess} add the programme to a folder for --reference",
        )


@rule(
    "AEO-COD-08",
    "The audience of a view is the public, a country of ISO 3166-1, EU or XK, or an agency of one.",
    reason="A view for nobody that exists reaches whoever takes the name.",
    clause="REC-2-6",
    at="/view/audience",
    level=Level.SHOULD,
    about=Part.VIEW,
)
def audience_exists(record: AeoRecord, _context: Context) -> Iterator[Breach]:
    """Look up the country of the audience."""
    if record.view is not UNSET and record.view.audience != "public":
        for breach in _unknown("/view/audience", record.view.audience[:2], OF_PARTNER):
            yield breach._replace(got=record.view.audience)


@rule(
    "AEO-COD-09",
    "An agreement of two parties has a code of theirs, where the reference data knows one.",
    reason="One arrangement under two codes is two: streams, consents and recognitions miss.",
    clause="REC-2-8",
    at="/view/agreement /consents/*/scope /recognitions/*/agreement",
    level=Level.SHOULD,
    about=Part.AGREEMENTS,
)
def agreement_by_its_code(record: AeoRecord, context: Context) -> Iterator[Breach]:
    """Look up the parties of each agreement; an arrangement nobody has read is no breach."""
    for path, code in _agreements(record):
        parties = parties_of(code)
        if len(parties) != 2 or code in context.agreements:  # noqa: PLR2004 two parties
            continue
        known = context.reference.agreements.codes_between(*parties)
        if known and code not in known:
            yield Breach(
                path,
                f"is not a known arrangement of {parties[0]} and {parties[1]}",
                got=code,
                expected=" or ".join(known),
                hint="correct the code; of another arrangement give the partner profile, or add "
                "its file to a folder for --reference",
            )


def _agreements(record: AeoRecord) -> Iterator[tuple[str, str]]:
    """Yield each code of an agreement with its place."""
    if record.view is not UNSET and record.view.agreement is not UNSET:
        yield "/view/agreement", record.view.agreement
    for i, consent in enumerate(items_of(record.consents)):
        yield f"/consents/{i}/scope", consent.scope
    for i, recognition in enumerate(items_of(record.recognitions)):
        yield f"/recognitions/{i}/agreement", recognition.agreement


def _unknown(path: str, code: str, customs: frozenset[str]) -> Iterator[Breach]:
    if code in country_codes() or code in customs:
        return
    hint = {"EL": "Greece is GR in ISO 3166-1", "UK": "the United Kingdom is GB in ISO 3166-1"}
    yield Breach(path, "is not a country of ISO 3166-1", got=code, hint=hint.get(code, ""))
