"""Valid records at the far end of an item: longest, most, latest, every script, every code.

A case is named by its item. Where the longest code is one that no list knows, the one warning of
REC-3-1 and its like may stand beside.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from making import AT, REMOVE, Case, Edits, Json

from aeo_exchange.model.tree import Tree
from definitions.bases import (
    MODULES,
    MSME,
    OTHER_NAME,
    PLAIN,
    RECOGNITION,
    SITE,
    VIEW,
    event,
    granted,
    history,
    instant,
    number,
    term,
)

LAST = "9999-12-31T23:59:59Z"
FIRST = "1000-01-01"
LATIN = "Ăßçđéğħïķłñøþũŵÿžǿ"
WIDE = "𠀀"  # one code point, two units in UTF-16, four bytes in UTF-8
ASCII = "".join(chr(code) for code in range(0x21, 0x7F))
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
# Language, script, and a name in it; letters of scripts that few programs have met.
SCRIPTS = (
    ("ar", "Arab", "شركة المثال للتجارة"),
    ("hy", "Armn", "Օրինակ Առևտուր"),
    ("bn", "Beng", "উদাহরণ বাণিজ্য"),
    ("chr", "Cher", "ᏣᎳᎩ ᎠᏓᎾᏅ"),
    ("iu", "Cans", "ᐃᓄᒃᑎᑐᑦ"),
    ("ru", "Cyrl", "Пример Торговля"),
    ("hi", "Deva", "उदाहरण व्यापार"),
    ("am", "Ethi", "ምሳሌ ንግድ"),
    ("ka", "Geor", "მაგალითი ვაჭრობა"),
    ("el", "Grek", "Παράδειγμα Εμπορική"),
    ("gu", "Gujr", "ઉદાહરણ વેપાર"),
    ("pa", "Guru", "ਉਦਾਹਰਨ ਵਪਾਰ"),
    ("ko", "Kore", "예시무역 주식회사"),
    ("zh-Hans", "Hans", "示例贸易有限公司"),
    ("zh-Hant", "Hant", "示例貿易有限公司"),
    ("he", "Hebr", "דוגמה למסחר"),
    ("ja", "Jpan", "見本トレーディング株式会社"),
    ("km", "Khmr", "ឧទាហរណ៍"),
    ("kn", "Knda", "ಉದಾಹರಣೆ"),
    ("lo", "Laoo", "ຕົວຢ່າງ"),
    ("vi", "Latn", "Công ty Thương mại Ví dụ"),
    ("ml", "Mlym", "ഉദാഹരണം"),
    ("mn", "Mong", "ᠵᠢᠱᠢᠶ᠎ᠡ".replace("\u180e", "")),
    ("my", "Mymr", "ဥပမာ"),
    ("nqo", "Nkoo", "ߒߞߏ"),
    ("or", "Orya", "ଉଦାହରଣ"),
    ("si", "Sinh", "උදාහරණ"),
    ("syr", "Syrc", "ܛܘܦܣܐ"),
    ("ta", "Taml", "எடுத்துக்காட்டு"),
    ("te", "Telu", "ఉదాహరణ"),
    ("ber", "Tfng", "ⴰⵎⴷⵢⴰ"),
    ("dv", "Thaa", "މިސާލު"),
    ("th", "Thai", "ตัวอย่าง"),
    ("bo", "Tibt", "དཔེ"),
    ("zh", "Hani", WIDE * 256),
)
UNION: list[Tree] = [
    *("AT", "BE", "BG", "CY", "CZ", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
]
ROMANISATIONS = (
    *("ALA-LC", "BGN-PCGN", "HANYU-PINYIN", "HEPBURN", "ISO-9", "ISO-233", "ISO-3602"),
    *("MCCUNE-REISCHAUER", "NATIONAL", "OWN", "REVISED-KOREAN", "RTGS", "WADE-GILES", "UNKNOWN"),
)
UNKNOWN = ("AEO-COD-07", "AEO-IDN-02", "AEO-MSME-02", "AEO-MSME-03", "AEO-TIER-01")
ROLES = sorted(
    (
        "airport",
        "broker",
        "carrier",
        "consolidator",
        "courier",
        "distributor",
        "exporter",
        "freight-forwarder",
        "importer",
        "integrated-operator",
        "intermediary",
        "manufacturer",
        "other",
        "port",
        "terminal-operator",
        "warehouse",
    )
)


class Far(NamedTuple):
    """One item, what its far end is, and the edits that bring a record there."""

    item: str
    title: str
    edits: Edits
    base: dict[str, Json] = PLAIN
    at: str = ""


def of(length: int, letters: str = SIGNS) -> str:
    """Return a text of a length from a set of characters."""
    return (letters * (length // len(letters) + 1))[:length]


def numbered(count: int, prefix: str = "") -> list[str]:
    """Return so many texts in the order of their bytes."""
    return [f"{prefix}{place:05}" for place in range(1, count + 1)]


def _alternating(pairs: int) -> list[Tree]:
    """Return suspensions and reinstatements, one a day."""
    events: list[Tree] = []
    for pair in range(pairs):
        day = f"2024-{pair // 28 + 2:02}-{pair % 28 + 1:02}"
        events.append(event(2 * pair + 2, "suspended", day, plannedUntil=f"{day}T12:00:00Z"))
        events.append(event(2 * pair + 3, "reinstated", f"{day}T12:00:00Z"))
    return events


def _terms(count: int) -> list[Tree]:
    """Return terms of a month, each from the end of the one before."""
    starts = [f"{2000 + month // 12}-{month % 12 + 1:02}-01" for month in range(count + 1)]
    return [term(start, end) for start, end in pairwise(starts)]


NAMES: list[Tree] = [
    {"text": text, "language": language, "script": script, "use": "local"}
    for language, script, text in SCRIPTS
]
AUTHORISATION: tuple[Far, ...] = (
    Far("AUTHORISATION-NUMBER", "35 characters", (("/authorisation/number", of(35, ASCII)),)),
    Far(
        "AUTHORISATION-CRITERIA",
        "Every criterion",
        (
            (
                "/authorisation/criteria",
                [{"criterion": criterion, "outcome": "met"} for criterion in "ABCDEFGHIJKLM"],
            ),
        ),
    ),
    Far(
        "AUTHORISATION-REPLACES",
        "A hundred records replaced, by every cause",
        (
            (
                "/authorisation/replaces",
                [
                    {"administration": "HK", "recordId": place, "cause": cause}
                    for place, cause in zip(
                        numbered(100, "HK-1999-"),
                        ("merger", "division", "transfer", "tin-change", "renewal") * 20,
                        strict=True,
                    )
                ],
            ),
        ),
    ),
    Far(
        "TERM-UNTIL",
        "The last instant that can be written",
        (("/authorisation/terms/0/until", LAST),),
    ),
    Far(
        "TERMS",
        "A hundred and twenty terms",
        (
            *granted("2000-01-01"),
            ("/authorisation/terms", _terms(120)),
            ("/authorisation/terms/119/until", REMOVE),
        ),
        base={**PLAIN, "programme": "HK-EXAMPLE"},
    ),
    Far(
        "TERM-TIERS",
        "Forty tiers of 32 characters",
        (
            (
                "/authorisation/terms/0/tiers",
                [f"{tier}-{of(26, 'T')}" for tier in numbered(40)],
            ),
        ),
        base={**PLAIN, "programme": "HK-EXAMPLE"},
    ),
    Far(
        "TERM-ROLES",
        "Every role, and 70 characters for the national one",
        (
            ("/authorisation/terms/0/roles", ROLES),
            ("/authorisation/terms/0/nationalRole", of(70, WIDE)),
        ),
    ),
    Far(
        "TERM-FROM",
        "The first instant that can be written",
        granted(FIRST),
        base={**PLAIN, "programme": "HK-EXAMPLE"},
    ),
)
HOLDER: tuple[Far, ...] = (
    Far(
        "HOLDER-TIN",
        "17 characters",
        (("/holder/tin", "HK" + of(15, SIGNS)),),
        base={**PLAIN, "programme": "HK-EXAMPLE"},
    ),
    Far("HOLDER-LEGALNAME", "256 letters far from ASCII", (("/holder/legalName", of(256, LATIN)),)),
    Far("HOLDER-OTHERNAMES", "A name in every script", (("/holder/otherNames", NAMES),)),
    Far(
        "HOLDER-OTHERNAMES-LANGUAGE",
        "A language tag of 35 characters",
        (
            (
                "/holder/otherNames",
                [{**OTHER_NAME, "language": "en-Latn-GB-boont-r-extended-sequenc"}],
            ),
        ),
    ),
    Far(
        "HOLDER-ADDRESS",
        "Every part of an address as long as it may be",
        (
            (
                "/holder/address",
                {
                    "lines": [of(70, letter) for letter in (WIDE, "ß", "か", ASCII)],
                    "city": of(35, "漢"),
                    "subdivision": of(35, "я"),
                    "postcode": of(17, "٣"),
                    "country": "HK",
                },
            ),
        ),
    ),
    Far(
        "HOLDER-IDENTIFIERS",
        "Two hundred identifiers, of 32 and 70 characters",
        (
            (
                "/holder/identifiers",
                [number(of(32, "X"), start + of(65, "9")) for start in numbered(200)],
            ),
        ),
    ),
    Far(
        "HOLDER-SITES",
        "A hundred sites with every role and the longest id and name",
        (
            (
                "/holder/sites",
                [
                    {
                        **SITE,
                        "siteId": name + of(59, "s"),
                        "name": of(256, WIDE),
                        "functions": ROLES,
                        "from": instant("2024-01-01"),
                        "until": LAST,
                    }
                    for name in numbered(100)
                ],
            ),
        ),
    ),
    Far(
        "HOLDER-FORMERTINS",
        "A hundred former TINs",
        (
            (
                "/holder/formerTins",
                [
                    {"tin": former, "until": "2026-10-01T00:00:00Z"}
                    for former in numbered(100, "HKFORMER-")
                ],
            ),
        ),
    ),
    Far(
        "HOLDER-CONTACTS",
        "Fifty contacts, each part as long as it may be",
        (
            (
                "/holder/contacts",
                [{"name": of(256, WIDE), "email": of(70, "e"), "phone": of(70, "0")}] * 50,
            ),
        ),
    ),
)
RECORD: tuple[Far, ...] = (
    Far("ISSUINGOFFICE", "35 characters", (("/issuingOffice", of(35, ASCII)),)),
    Far("RECORDID", "64 characters", (("/recordId", of(64, "AZaz09._-")),)),
    Far(
        "FORMERADMINISTRATIONS",
        "Every other member of the Union",
        (
            (
                "/formerAdministrations",
                UNION,
            ),
        ),
        base=MODULES,
    ),
    Far("MOVEDTO", "Another administration", (("/movedTo", "MO"),)),
    Far("REVISION", "The greatest number", (("/revision", 999999999),)),
    Far("ISSUEDAT", "The last instant that can be written", (("/issuedAt", LAST),), at=LAST),
    Far("PROGRAMME", "32 characters", (("/programme", f"HK-{of(29, 'P')}"),)),
    Far("VIEW-AUDIENCE", "32 characters", (("/view/audience", f"CN-{of(29, 'A')}"),), base=VIEW),
    Far("VIEW-AGREEMENT", "64 characters", (("/view/agreement", f"CN-HK-MO-{of(55)}"),), base=VIEW),
    Far(
        "CONSENTS",
        "A hundred agreements, with codes of 64 characters",
        (
            (
                "/consents",
                [
                    {
                        "scope": partner + of(59),
                        "state": "given",
                        "since": instant("2024-01-01"),
                        "publish": True,
                    }
                    for partner in numbered(100)
                ],
            ),
        ),
    ),
    Far(
        "RECOGNITIONS",
        "A hundred recognitions by one partner, until the last instant",
        (
            (
                "/recognitions",
                [
                    {**RECOGNITION, "agreement": partner + of(59), "until": LAST}
                    for partner in numbered(100)
                ],
            ),
        ),
    ),
    Far(
        "EXTENSIONS",
        "Twenty extensions, each part as long as it may be",
        (
            (
                "/extensions",
                [
                    {
                        "uri": "urn:" + of(252, ASCII),
                        "name": "_" + of(63, "AZaz09._-"),
                        "value": of(4000, WIDE),
                    }
                ]
                * 10,
            ),
        ),
    ),
)
HISTORY: tuple[Far, ...] = (
    Far("HISTORY", "Four hundred and one events", (history(*_alternating(200)),)),
    Far(
        "HISTORY-REASON",
        "512 characters",
        (history(event(2, "withdrawn", "2025-01-01", reason=of(512, WIDE))),),
    ),
    Far(
        "HISTORY-PLANNEDUNTIL",
        "The last instant that can be written",
        (history(event(2, "suspended", "2025-01-01", plannedUntil=LAST)),),
    ),
    Far(
        "HISTORY-SEQ",
        "The greatest number",
        (history(event(999999999, "suspended", "2025-01-01", plannedUntil=LAST)),),
    ),
    Far(
        "HISTORY-APPLIESTO",
        "Every tier of a record",
        (
            history(
                event(2, "suspended", "2025-01-01", plannedUntil=LAST, appliesTo=["AEOC", "AEOS"])
            ),
        ),
        base=MODULES,
    ),
)
SMALL: tuple[Far, ...] = (
    Far(
        "MSME-DEFINITION",
        "Code, version and sector as long as they may be",
        (
            (
                "/msme",
                {
                    **MSME,
                    "definition": of(48, "D"),
                    "definitionVersion": of(32, "v"),
                    "sector": {"scheme": of(32, "S"), "code": of(70, ASCII)},
                },
            ),
        ),
    ),
    Far(
        "MSME-EVIDENCE",
        "A certificate that never ends, with a number of 70 characters",
        (
            (
                "/msme",
                {
                    **MSME,
                    "assurance": "certified",
                    "evidence": {
                        "scheme": of(32, "E"),
                        "value": of(70, ASCII),
                        "validUntil": "9999-12-31",
                    },
                },
            ),
        ),
    ),
    Far(
        "MSME-BASIS",
        "Every measure of the firm and of its group, in numbers of 24 characters",
        (
            (
                "/msme",
                {
                    **MSME,
                    "definition": "EXAMPLE-DEFINITION",
                    "basis": [
                        {
                            "measure": measure,
                            "value": of(24, "9"),
                            **({} if measure == "headcount" else {"currency": "HKD"}),
                            "periodEnd": "2025-12-31",
                            "aggregation": aggregation,
                        }
                        for measure in (
                            "headcount",
                            "turnover",
                            "balance-sheet",
                            "assets",
                            "investment",
                            "capital",
                        )
                        for aggregation in ("single", "group")
                    ],
                },
            ),
        ),
    ),
)

CASES: tuple[Case, ...] = tuple(
    Case(
        id=f"FAR-{name.item}.p01",
        title=name.title,
        why="It is as far as the definition goes, and not further.",
        flags=("FarEnd", "EdgeValue"),
        base=name.base,
        edits=name.edits,
        requirements=("CON-4-1", "CON-5-3"),
        allow=UNKNOWN,
        at=name.at or AT,
    )
    for name in (*RECORD, *HOLDER, *AUTHORISATION, *HISTORY, *SMALL)
)
CASES += (
    Case(
        id="FAR-HOLDER-LEGALNAMEROMANISATION.p01",
        title="Every system of romanisation, a record for each",
        why="It is as far as the definition goes, and not further.",
        flags=("FarEnd", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/otherNames", [{**OTHER_NAME, "use": "local"}]),),
        records=tuple(
            (("/recordId", f"HK-2024-{place:04}"), ("/holder/legalNameRomanisation", romanisation))
            for place, romanisation in enumerate(ROMANISATIONS, 1)
        ),
        syntaxes=("json", "ndjson", "xml"),
        requirements=("CON-4-1", "CON-5-3", "REC-4-13"),
    ),
)
