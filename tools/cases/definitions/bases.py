"""The small documents that cases are cut from; each is valid as it stands."""

from __future__ import annotations

from making import Json

# A full record with no more than a full record needs.
PLAIN: dict[str, Json] = {
    "specVersion": "1.0",
    "administration": "HK",
    "recordId": "HK-2024-0001",
    "revision": 3,
    "issuedAt": "2026-10-01T00:00:00Z",
    "programme": "HK-AEO",
    "holder": {
        "kind": "legal-person",
        "tin": "HK00000001",
        "legalName": "Example Trading Limited",
        "address": {"lines": ["1 Example Road"], "city": "Example City", "country": "HK"},
    },
    "authorisation": {
        "number": "HKAEO-EX-0001",
        "terms": [
            {
                "from": "2024-01-01T00:00:00Z",
                "until": "2027-01-01T00:00:00Z",
                "tiers": ["TIER1"],
                "roles": ["exporter"],
            }
        ],
        "grantedOn": "2024-01-01",
    },
    "history": [
        {
            "seq": 1,
            "status": "granted",
            "effectiveFrom": "2024-01-01T00:00:00Z",
            "recordedAt": "2024-01-01T00:00:00Z",
        }
    ],
    "consents": [{"scope": "all", "state": "given", "since": "2024-01-01T00:00:00Z"}],
}

# A record that combines two modules, of which each can be suspended alone.
MODULES: dict[str, Json] = {
    **PLAIN,
    "administration": "DE",
    "recordId": "DE-2024-0001",
    "programme": "EU-AEO",
    "holder": {
        "kind": "legal-person",
        "tin": "DE0000001",
        "legalName": "Beispiel Handel GmbH",
        "address": {"lines": ["Beispielweg 1"], "city": "Musterstadt", "country": "DE"},
    },
    "authorisation": {
        "number": "DEAEOF000001",
        "terms": [
            {"from": "2024-01-01T00:00:00Z", "tiers": ["AEOC", "AEOS"], "roles": ["exporter"]}
        ],
        "grantedOn": "2024-01-01",
    },
}

# A record cut for a partner that may see public items only.
VIEW: dict[str, Json] = {
    "specVersion": "1.0",
    "administration": "HK",
    "recordId": "HK-2024-0001",
    "revision": 3,
    "issuedAt": "2026-10-01T00:00:00Z",
    "view": {"audience": "CN"},
    "programme": "HK-AEO",
    "holder": {
        "kind": "legal-person",
        "tin": "HK00000001",
        "legalName": "Example Trading Limited",
    },
    "authorisation": {
        "number": "HKAEO-EX-0001",
        "terms": [{"from": "2024-01-01T00:00:00Z", "tiers": ["TIER1"], "roles": ["exporter"]}],
    },
    "history": PLAIN["history"],
}


def _record(programme: str, tin: str, name: str, tier: str, role: str) -> dict[str, Json]:
    """Return a full record of another programme, as plain as PLAIN."""
    country = tin[:2]
    terms = [{"from": "2024-01-01T00:00:00Z", "tiers": [tier], "roles": [role]}]
    return {
        **PLAIN,
        "administration": country,
        "recordId": f"{country}-2024-0001",
        "programme": programme,
        "holder": {
            "kind": "legal-person",
            "tin": tin,
            "legalName": name,
            "address": {"lines": ["1 Example Road"], "city": "Example City", "country": country},
        },
        "authorisation": {
            "number": f"{country}-EX-0001",
            "terms": terms,
            "grantedOn": "2024-01-01",
        },
    }


# The tax number of a TIN has the form and, where there is one, the check digit of its scheme.
BRITAIN = _record("GB-AEO", "GB123456789000", "Example Agents Ltd", "AEOC", "broker")
CHINA = _record("CN-AEO", "CN00009600B2", "Specimen Silk Co., Ltd.", "ACE", "exporter")
DOMINICAN = _record(
    "DO-OEA",
    "DO900000552",
    "Importadora Muestra, S.R.L.",
    "OEA-SIMPLIFICADO",
    "importer",
)
INDIA = _record("IN-AEO", "INEXMCE1401X", "Udaharan Spices Private Limited", "T1", "exporter")
AMERICA = _record("US-CTPAT", "US911144442", "Example Imports Inc.", "TIER3", "importer")
BRAZIL = _record("BR-OEA", "BR16727230000197", "Amostra Exportadora Ltda.", "OEA-S", "exporter")
NEW_ZEALAND = _record(
    "NZ-SES", "NZ9429999000012", "Example Exports Limited", "EXPORTER", "exporter"
)
JAPAN = _record("JP-AEO", "JP5835678256246", "Mihon Trading K.K.", "IMPORTER", "importer")

ADDRESS: dict[str, Json] = {"lines": ["2 Example Road"], "city": "Example City", "country": "HK"}
SITE: dict[str, Json] = {"siteId": "S1", "name": "Example Store", "address": ADDRESS}
RECOGNITION: dict[str, Json] = {
    "agreement": "CN-HK-2013",
    "partner": "CN",
    "identifierMode": "aeo-number",
    "identifiers": [{"scheme": "HK-AEO", "value": "HKAEO-EX-0001"}],
    "from": "2024-02-01T00:00:00Z",
}
# Numbers with the form and check digit of their schemes, given to nobody.
LEI = "999900EXAMPLE0000131"
OTHER_LEI = "999900EXAMPLE0000228"
MID = "HKEXA1EXA"
OTHER_NAME: dict[str, Json] = {
    "text": "Example Tea",
    "language": "en",
    "script": "Latn",
    "use": "trade",
}
TURNOVER: dict[str, Json] = {
    "measure": "turnover",
    "value": "9500000.5",
    "currency": "HKD",
    "periodEnd": "2025-12-31",
    "aggregation": "single",
}
MSME: dict[str, Json] = {
    "sizeClass": "msme",
    "definition": "HK-SUCCESS",
    "definitionVersion": "1",
    "assessedOn": "2026-03-02",
    "assurance": "self-declared",
    "basis": [TURNOVER],
}


def instant(text: str) -> str:
    """Return an instant; a date stands for its first second."""
    return text if "T" in text else f"{text}T00:00:00Z"


def event(number: int, status: str, effective: str, recorded: str = "", **more: Json) -> Json:
    """Return a status event, recorded when it takes effect unless told otherwise."""
    return {
        "seq": number,
        "status": status,
        "effectiveFrom": instant(effective),
        "recordedAt": instant(recorded or effective),
        **more,
    }


def history(*events: Json) -> tuple[str, Json]:
    """Return the edit that replaces the history by the grant of the base and further events."""
    return ("/history", [event(1, "granted", "2024-01-01"), *events])


def granted(start: str) -> tuple[tuple[str, Json], ...]:
    """Return the edits that let the first term begin, and the grant take effect, at an instant."""
    return (
        ("/authorisation/terms/0/from", instant(start)),
        ("/authorisation/grantedOn", start[:10]),
        ("/history/0", event(1, "granted", start)),
    )


# What makes another operator of the record of an operator.
SECOND_OPERATOR: tuple[tuple[str, Json], ...] = (
    ("/recordId", "HK-2024-0002"),
    ("/holder/tin", "HK00000002"),
    ("/holder/legalName", "Second Example Limited"),
    ("/authorisation/number", "HKAEO-EX-0002"),
)


def number(scheme: str, value: str, **more: Json) -> Json:
    """Return an identifier."""
    return {"scheme": scheme, "value": value, **more}


def term(start: str, until: str, *tiers: str) -> Json:
    """Return a term of an exporter; an empty `until` leaves it open."""
    return {
        "from": instant(start),
        **({"until": instant(until)} if until else {}),
        "tiers": list(tiers or ("TIER1",)),
        "roles": ["exporter"],
    }
