"""Cases of area SHR: what may stand in a view, and consents."""

from __future__ import annotations

from making import Case, Json

from definitions.bases import (
    ADDRESS,
    LEI,
    MODULES,
    MSME,
    OTHER_NAME,
    PLAIN,
    RECOGNITION,
    SITE,
    VIEW,
    event,
    history,
    instant,
    number,
)

AGREEMENT = "CN-HK-2013"
UNDER_AGREEMENT = ("/view", {"audience": "CN", "agreement": AGREEMENT})
FOR_PUBLIC = ("/view", {"audience": "public"})
# A size class without what stays with the administration.
CLASS = {name: value for name, value in MSME.items() if name != "basis"}


def consent(scope: str, state: str, since: str, **more: Json) -> dict[str, Json]:
    """Return a consent."""
    return {"scope": scope, "state": state, "since": instant(since), **more}


GIVEN = consent("all", "given", "2024-01-01")

ITEMS = (
    Case(
        id="AEO-SHR-01.p01",
        title="A view for a partner with all that a partner may see",
        why="Address, numbers, sites and the size class are of class partner.",
        flags=("View", "Disclosure"),
        base=VIEW,
        edits=(
            ("/holder/address", ADDRESS),
            ("/holder/identifiers", [number("LEI", LEI)]),
            ("/holder/sites", [SITE]),
            ("/authorisation/grantedOn", "2024-01-01"),
            ("/msme", CLASS),
            ("/consents", [GIVEN]),
            ("/recognitions", [RECOGNITION]),
        ),
    ),
    Case(
        id="AEO-SHR-01.p02",
        title="A full record with restricted items",
        why="It is no view: the administration keeps it.",
        flags=("FullRecord", "Disclosure"),
        base=PLAIN,
        edits=(("/holder/contacts", [{"name": "Desk"}]),),
    ),
    Case(
        id="AEO-SHR-01.n01",
        title="Contacts in a view",
        why="People to ask stay with the administration.",
        flags=("View", "Disclosure"),
        base=VIEW,
        edits=(("/holder/contacts", [{"name": "Desk"}]),),
        finds=("/holder/contacts",),
    ),
    Case(
        id="AEO-SHR-01.n02",
        title="The reason of a suspension in a view",
        why="That it was suspended is public, why is not; each event is looked at.",
        flags=("View", "Disclosure", "History"),
        base=VIEW,
        edits=(history(event(2, "suspended", "2025-01-01", reason="Audit pending")),),
        finds=("/history/1/reason",),
    ),
    Case(
        id="AEO-SHR-02.p01",
        title="A public view with all that is public",
        why="Names, tiers and the history are public.",
        flags=("View", "PublicView"),
        base=VIEW,
        edits=(
            FOR_PUBLIC,
            ("/holder/otherNames", [OTHER_NAME]),
            history(event(2, "suspended", "2025-01-01")),
        ),
    ),
    Case(
        id="AEO-SHR-02.n01",
        title="The address in a public view",
        why="Addresses are shared under an agreement only.",
        flags=("View", "PublicView", "Disclosure"),
        base=VIEW,
        edits=(FOR_PUBLIC, ("/holder/address", ADDRESS)),
        finds=("/holder/address",),
    ),
    Case(
        id="AEO-SHR-02.n02",
        title="The size class in a public view",
        why="How small a firm is, is for partners.",
        flags=("View", "PublicView", "Msme"),
        base=VIEW,
        edits=(FOR_PUBLIC, ("/msme", CLASS)),
        finds=("/msme",),
    ),
    Case(
        id="AEO-SHR-03.p01",
        title="A natural person in a view for a partner",
        why="A partner may see the name under an agreement.",
        flags=("View", "NaturalPerson"),
        base=VIEW,
        edits=(("/holder/kind", "natural-person"),),
    ),
    Case(
        id="AEO-SHR-03.n01",
        title="A natural person in a public view",
        why="The name is not public, and no record can leave it out.",
        flags=("View", "PublicView", "NaturalPerson"),
        base=VIEW,
        edits=(FOR_PUBLIC, ("/holder/kind", "natural-person")),
        finds=("/holder/kind",),
    ),
    Case(
        id="AEO-SHR-03.n02",
        title="A natural person in the Union, public under a trade name",
        why="The trade name does not hide the legal one.",
        flags=("View", "PublicView", "NaturalPerson", "Union"),
        base={
            **{name: MODULES[name] for name in MODULES if name != "consents"},
            "view": {"audience": "public"},
            "holder": {
                "kind": "natural-person",
                "tin": "DE0000001",
                "legalName": "Erika Mustermann",
                "otherNames": [{**OTHER_NAME, "text": "Muster Handel", "language": "de"}],
            },
            "authorisation": {
                "number": "DEAEOF000001",
                "terms": [
                    {"from": "2024-01-01T00:00:00Z", "tiers": ["AEOS"], "roles": ["exporter"]}
                ],
            },
        },
        finds=("/holder/kind",),
    ),
)

OF_GERMANY = {
    **VIEW,
    "administration": "DE",
    "recordId": "DE-2024-0001",
    "programme": "EU-AEO",
    "holder": {"kind": "legal-person", "tin": "DE0000001", "legalName": "Beispiel Handel GmbH"},
    "authorisation": {
        "number": "DEAEOF000001",
        "terms": [{"from": "2024-01-01T00:00:00Z", "tiers": ["AEOS"], "roles": ["exporter"]}],
    },
}

OF_AUDIENCE = (
    Case(
        id="AEO-SHR-04.p01",
        title="A view with the consent of its agreement and that for all",
        why="Both concern the partner.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            ("/consents", [GIVEN, consent(AGREEMENT, "given", "2024-02-01")]),
        ),
    ),
    Case(
        id="AEO-SHR-04.n01",
        title="The consent of another agreement",
        why="What a holder told Japan is none of China's business.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            ("/consents", [GIVEN, consent("HK-JP-2016", "given", "2024-02-01")]),
        ),
        finds=("/consents/1/scope",),
    ),
    Case(
        id="AEO-SHR-04.n02",
        title="A view under no agreement, with the consent of one",
        why="Without an agreement only the consent for all is left.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(("/consents", [consent(AGREEMENT, "given", "2024-02-01")]),),
        finds=("/consents/0/scope",),
    ),
    Case(
        id="AEO-SHR-09.p01",
        title="A view of Germany for Japan under an agreement of the Union",
        why="Germany is a member state, so the Union is its party.",
        flags=("View", "Agreement", "Union"),
        base=OF_GERMANY,
        edits=(("/view", {"audience": "JP", "agreement": "EU-JP-2010"}),),
    ),
    Case(
        id="AEO-SHR-09.p02",
        title="A view for an agency of a party among several",
        why="Every part of two letters before the year is a party, in any order.",
        flags=("View", "Agreement"),
        base=VIEW,
        edits=(("/view", {"audience": "CN-GACC", "agreement": "SG-CN-HK-2030"}),),
    ),
    Case(
        id="AEO-SHR-09.p03",
        title="A view for a member state under an agreement of the Union",
        why="The same holds for the audience.",
        flags=("View", "Agreement", "Union"),
        base=VIEW,
        edits=(("/view", {"audience": "FR", "agreement": "EU-HK-2030"}),),
    ),
    Case(
        id="AEO-SHR-09.n01",
        title="The agreement of two others",
        why="It binds neither side; the finding is one, whoever lacks.",
        flags=("View", "Agreement"),
        base=VIEW,
        edits=(("/view", {"audience": "CN", "agreement": "JP-US-2009"}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-09.n02",
        title="A view for a country under the agreement with another",
        why="The administration is a party, the audience is not.",
        flags=("View", "Agreement"),
        base=VIEW,
        edits=(("/view", {"audience": "KR", "agreement": AGREEMENT}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-09.n03",
        title="A view under the agreement of another administration with the audience",
        why="The audience is a party, the administration is not; Hong Kong is no member state.",
        flags=("View", "Agreement", "Union"),
        base=VIEW,
        edits=(("/view", {"audience": "CN", "agreement": "EU-CN-2014"}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-09.n04",
        title="An agreement that does not name its parties",
        why="Nobody can tell from the code whom it binds; three letters are no party.",
        flags=("View", "Agreement"),
        base=VIEW,
        edits=(("/view", {"audience": "CN", "agreement": "CN-HKG-2013"}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-09.n05",
        title="A view for the public under an agreement",
        why="The public is a party of none.",
        flags=("View", "Agreement", "PublicView"),
        base=VIEW,
        edits=(("/view", {"audience": "public", "agreement": AGREEMENT}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-10.p01",
        title="A firm whose certificate number is made of its TIN",
        why="The TIN of a firm is public.",
        flags=("Disclosure",),
        base=PLAIN,
        edits=(("/authorisation/number", "AEO-00000001"),),
    ),
    Case(
        id="AEO-SHR-10.p02",
        title="A natural person with five characters of a TIN in the record id",
        why="A short number stands in others by chance.",
        flags=("Disclosure", "NaturalPerson", "EdgeValue"),
        base=PLAIN,
        edits=(
            ("/holder/kind", "natural-person"),
            ("/holder/tin", "HK20240"),
            ("/recordId", "HK-20240-0001"),
        ),
        allow=("AEO-IDN-03",),
    ),
    Case(
        id="AEO-SHR-10.n01",
        title="The TIN of a natural person in the certificate number",
        why="It is shown in every attestation.",
        flags=("Disclosure", "NaturalPerson"),
        base=PLAIN,
        edits=(("/holder/kind", "natural-person"), ("/authorisation/number", "AEO-00000001")),
        finds=("/authorisation/number",),
    ),
    Case(
        id="AEO-SHR-10.n02",
        title="The TIN of a natural person as record id",
        why="A name of the record need not tell the holder.",
        flags=("Disclosure", "NaturalPerson"),
        base=PLAIN,
        edits=(("/holder/kind", "natural-person"), ("/recordId", "HK-00000001-1")),
        finds=("/recordId",),
    ),
    Case(
        id="AEO-SHR-10.n03",
        title="Six characters of a TIN in the record id",
        why="Six are enough to tell whose it is.",
        flags=("Disclosure", "NaturalPerson", "EdgeValue"),
        base=PLAIN,
        edits=(
            ("/holder/kind", "natural-person"),
            ("/holder/tin", "HK202401"),
            ("/recordId", "HK-202401-1"),
        ),
        finds=("/recordId",),
        allow=("AEO-IDN-03",),
    ),
    Case(
        id="AEO-SHR-05.p01",
        title="A view for an agency with the recognition by its country",
        why="The agency belongs to the country that is the partner.",
        flags=("View", "Recognition"),
        base=VIEW,
        edits=(("/view", {"audience": "CN-GACC"}), ("/recognitions", [RECOGNITION])),
    ),
    Case(
        id="AEO-SHR-05.n01",
        title="The recognition by a third country",
        why="Who else recognises the holder is between the holder and them.",
        flags=("View", "Recognition"),
        base=VIEW,
        edits=(("/recognitions", [{**RECOGNITION, "partner": "KR"}]),),
        finds=("/recognitions/0/partner",),
    ),
    Case(
        id="AEO-SHR-05.n02",
        title="All recognitions of the full record",
        why="One is the audience's own; the others are named.",
        flags=("View", "Recognition", "CommonSlip"),
        base=VIEW,
        edits=(
            (
                "/recognitions",
                [{**RECOGNITION, "partner": partner} for partner in ("JP", "CN", "SG")],
            ),
        ),
        finds=("/recognitions/0/partner", "/recognitions/2/partner"),
    ),
)

CONSENTS = (
    Case(
        id="AEO-SHR-06.p01",
        title="A view under an agreement whose law asks for no consent",
        why="Not required is neither refused nor withdrawn.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            ("/consents", [consent(AGREEMENT, "not-required", "2024-02-01")]),
        ),
    ),
    Case(
        id="AEO-SHR-06.p02",
        title="This agreement given, and later all refused",
        why="A consent that names the agreement goes before one for all, whichever is later.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            (
                "/consents",
                [
                    consent(AGREEMENT, "given", "2024-02-01"),
                    consent("all", "refused", "2025-01-01"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-SHR-06.p03",
        title="All refused, and later all given",
        why="Of two consents of one scope the later counts.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            (
                "/consents",
                [consent("all", "refused", "2024-01-01"), consent("all", "given", "2025-01-01")],
            ),
        ),
    ),
    Case(
        id="AEO-SHR-06.n01",
        title="A view under an agreement after the consent was withdrawn",
        why="A withdrawal ends the sharing; a tombstone goes out in place of the view.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            (
                "/consents",
                [
                    consent(AGREEMENT, "given", "2024-02-01"),
                    consent(AGREEMENT, "withdrawn", "2026-09-01"),
                ],
            ),
        ),
        finds=("/consents/1/state",),
    ),
    Case(
        id="AEO-SHR-06.n02",
        title="A view under an agreement although all sharing is refused",
        why="All agreements are refused, this one with them.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(UNDER_AGREEMENT, ("/consents", [consent("all", "refused", "2024-01-01")])),
        finds=("/consents/0/state",),
    ),
    Case(
        id="AEO-SHR-06.n03",
        title="This agreement refused, and later all given",
        why="A consent that names the agreement goes before one for all, whichever is later.",
        flags=("View", "Consent"),
        base=VIEW,
        edits=(
            UNDER_AGREEMENT,
            (
                "/consents",
                [
                    consent(AGREEMENT, "refused", "2024-02-01"),
                    consent("all", "given", "2025-01-01"),
                ],
            ),
        ),
        finds=("/consents/0/state",),
    ),
    Case(
        id="AEO-SHR-07.p01",
        title="Two scopes since one instant, and one scope since two",
        why="Scope and instant together name a consent.",
        flags=("Consent", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/consents",
                [
                    GIVEN,
                    consent(AGREEMENT, "given", "2024-01-01"),
                    consent(AGREEMENT, "refused", "2024-01-01T00:00:01Z"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-SHR-07.n01",
        title="Given and withdrawn since one instant",
        why="Nobody could tell which of them holds.",
        flags=("Consent", "Contradiction"),
        base=PLAIN,
        edits=(("/consents", [GIVEN, {**GIVEN, "state": "withdrawn"}]),),
        finds=("/consents/1/since",),
    ),
    Case(
        id="AEO-SHR-07.n02",
        title="One consent to an agreement twice, another between",
        why="Two are one too many even where they agree; they need not stand side by side.",
        flags=("Consent", "Repeated"),
        base=PLAIN,
        edits=(
            (
                "/consents",
                [
                    consent(AGREEMENT, "given", "2024-01-01"),
                    GIVEN,
                    consent(AGREEMENT, "given", "2024-01-01", publish=True),
                ],
            ),
        ),
        finds=("/consents/2/since",),
    ),
    Case(
        id="AEO-SHR-08.p01",
        title="Named in public with consent, and not named without",
        why="Refusing both is no contradiction; so is agreeing to both.",
        flags=("Consent", "Publish"),
        base=PLAIN,
        edits=(
            (
                "/consents",
                [
                    {**GIVEN, "publish": True},
                    consent(AGREEMENT, "refused", "2024-02-01", publish=False),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-SHR-08.n01",
        title="Named in public, and nothing shared",
        why="Who refuses to be shared cannot be published.",
        flags=("Consent", "Publish", "Contradiction"),
        base=PLAIN,
        edits=(("/consents", [consent("all", "refused", "2024-01-01", publish=True)]),),
        finds=("/consents/0/publish",),
    ),
    Case(
        id="AEO-SHR-08.n02",
        title="The consent withdrawn, the wish to be named left standing",
        why="The second element was copied from the first, and only the state was changed.",
        flags=("Consent", "Publish", "CommonSlip"),
        base=PLAIN,
        edits=(
            (
                "/consents",
                [
                    {**GIVEN, "publish": True},
                    consent("all", "withdrawn", "2026-01-01", publish=True),
                ],
            ),
        ),
        finds=("/consents/1/publish",),
    ),
)

CASES: tuple[Case, ...] = (*ITEMS, *OF_AUDIENCE, *CONSENTS)
