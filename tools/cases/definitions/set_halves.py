"""Cases of the other halves of rules over a set: which record is named, and what joins records.

The first met or the one before, each place of a list, the order of the set, each part of a key.
"""

from __future__ import annotations

from typing import Any

from making import Case, Edits, Expected

from definitions.bases import (
    LEI,
    MODULES,
    OTHER_LEI,
    PLAIN,
    SECOND_OPERATOR,
    SITE,
    VIEW,
    number,
)
from definitions.idn import REPLACES_FIRST, SEVERAL, TIN_CHANGED
from definitions.tin import ANOTHER_RECORD
from definitions.xch import ANOTHER_ID, IN_AUSTRIA, IN_GERMANY, OTHER_ROLE, TO_GERMANY

OF_PARTNER = {"audience": "CN", "agreement": "CN-HK-2013"}
ROLE_OF_VIEW = ("/authorisation/terms/0/roles", ["importer"])
SAME_NUMBER = ("/authorisation/number", "HKAEO-EX-0001")
WITH_LEI = ("/holder/identifiers", [number("LEI", LEI)])
RENAMED = ("/holder/legalName", "Renamed Trading Limited")
THIRD_OPERATOR = (
    ("/recordId", "HK-2024-0003"),
    ("/holder/tin", "HK00000003"),
    ("/holder/legalName", "Third Example Limited"),
    ("/authorisation/number", "HKAEO-EX-0003"),
)
UNDER_NEW_TIN = (
    ("/recordId", "HK-2026-0007"),
    ("/holder/tin", "HK00000009"),
    ("/authorisation/number", "HKAEO-EX-0007"),
)


def _set(name: str, title: str, why: str, *records: Edits, **more: Any) -> Case:
    """Return a case of several records cut from one base."""
    given: dict[str, Any] = {"base": PLAIN, "flags": ("Set", "OtherHalf"), **more}
    return Case(
        id=f"AEO-{name}", title=title, why=why, syntaxes=SEVERAL, records=tuple(records), **given
    )


def _replaces(*named: tuple[str, str]) -> tuple[str, list[dict[str, str]]]:
    return (
        "/authorisation/replaces",
        [
            {"administration": administration, "recordId": record, "cause": "renewal"}
            for administration, record in named
        ],
    )


REVISIONS = (
    _set(
        "XCH-01.p03",
        "Views of one revision for one audience under two agreements, with different content",
        "The agreement belongs to the view.",
        (),
        (("/view", OF_PARTNER), ROLE_OF_VIEW),
        base=VIEW,
    ),
    _set(
        "XCH-01.p04",
        "A full record and a view of the same revision",
        "A view has a content of its own.",
        (("/consents", PLAIN["consents"]),),
        (("/view", {"audience": "CN"}),),
        base={name: PLAIN[name] for name in PLAIN if name != "consents"},
    ),
    _set(
        "XCH-01.n04",
        "Two contents of one revision, and a third record with the first of them",
        "The first record met says what the revision is: the second is another. The third is the "
        "first once more, which is AEO-XCH-02.",
        (),
        (OTHER_ROLE,),
        (),
        finds=(Expected("/revision", record=1),),
        allow=("AEO-XCH-02",),
    ),
    _set(
        "XCH-01.n05",
        "Two contents of one revision, the second of them twice",
        "Both are other than the first; that they are equal to one another is not said beside it.",
        (),
        (OTHER_ROLE,),
        (OTHER_ROLE,),
        finds=(Expected("/revision", record=1), Expected("/revision", record=2)),
    ),
    _set(
        "XCH-01.n06",
        "A fork in the lower of two revisions, met after the higher",
        "Every revision is compared, not the latest alone.",
        (),
        (("/revision", 4),),
        (OTHER_ROLE,),
        finds=(Expected("/revision", record=2),),
    ),
    _set(
        "XCH-02.n03",
        "One record three times",
        "Each but the first is named.",
        (),
        (),
        (),
        finds=(Expected("/recordId", record=1), Expected("/recordId", record=2)),
    ),
    _set(
        "XCH-02.n04",
        "A view twice, the full record between",
        "A view is a record too.",
        (("/view", {"audience": "CN"}),),
        (),
        (("/view", {"audience": "CN"}),),
        base={name: PLAIN[name] for name in PLAIN if name != "consents"} | {"consents": []},
        edits=(("/consents", PLAIN["consents"]),),
        finds=(Expected("/recordId", record=2),),
    ),
)

MOVES = (
    _set(
        "XCH-03.n08",
        "Austria let another record go to Germany",
        "The word is for one record id.",
        TO_GERMANY,
        (*IN_GERMANY, ("/recordId", "AT-2024-0009"), ("/authorisation/number", "DEAEOF000009")),
        base=MODULES,
        finds=("/formerAdministrations",),
    ),
    _set(
        "XCH-03.n09",
        "A record that names two former administrations, let go by the first of them",
        "The word has to be that of the administration before, at the path that it had.",
        TO_GERMANY,
        (*IN_GERMANY, ("/formerAdministrations", ["AT", "FR"])),
        base=MODULES,
        finds=("/formerAdministrations",),
    ),
    _set(
        "XCH-03.n10",
        "A lower revision of the new side behind a higher one that was let go",
        "Each record is held against the word of the old side; that another was let go is not "
        "enough.",
        TO_GERMANY,
        IN_GERMANY,
        (*IN_GERMANY, ("/revision", 2)),
        base=MODULES,
        finds=(Expected("/formerAdministrations", record=2),),
    ),
    _set(
        "XCH-04.n04",
        "Two revisions say movedTo, the lower is met later",
        "A higher one of the same administration was met before, so the word is what contradicts.",
        TO_GERMANY,
        (*TO_GERMANY, ("/revision", 2), ("/movedTo", "FR")),
        base=MODULES,
        finds=("/movedTo",),
    ),
    _set(
        "XCH-04.n05",
        "Two revisions of the old side after it let the record go",
        "Each of them is named, also the one in a view.",
        TO_GERMANY,
        (*IN_AUSTRIA, ("/revision", 5)),
        (*IN_AUSTRIA, ("/revision", 4), ("/view", {"audience": "JP"})),
        base={name: MODULES[name] for name in MODULES if name != "consents"}
        | {"consents": PLAIN["consents"]},
        finds=(Expected("/revision", record=1), Expected("/revision", record=2)),
    ),
    _set(
        "XCH-04.n06",
        "Three revisions of the old side, the highest between the lowest and the last word",
        "The word is held against the highest met, not against the first or the one before.",
        (*IN_AUSTRIA, ("/revision", 2)),
        (*IN_AUSTRIA, ("/revision", 5)),
        (*IN_AUSTRIA, ("/revision", 1)),
        TO_GERMANY,
        base=MODULES,
        finds=(Expected("/movedTo", record=3),),
    ),
    _set(
        "XCH-04.p03",
        "Another record of the old side with a higher revision",
        "What was let go is one record, not its administration.",
        TO_GERMANY,
        (
            ("/administration", "AT"),
            ("/recordId", "AT-2024-0002"),
            ("/revision", 9),
            ("/authorisation/number", "ATAEOF000002"),
        ),
        base=MODULES,
    ),
    _set(
        "XCH-04.p04",
        "The last revision in two views",
        "It is one revision, and not after itself.",
        (*TO_GERMANY, ("/view", {"audience": "JP"})),
        (*TO_GERMANY, ("/view", {"audience": "US"})),
        base=MODULES,
    ),
)

ABSENT_TIN = (
    "/holder/formerTins",
    [{"tin": "HK00000088", "until": "2024-01-01T00:00:00Z"}],
)
WITH_ABSENT_TIN = (*THIRD_OPERATOR, ("/holder/tin", "HK00000088"))
REPLACES_ABSENT = _replaces(("HK", "HK-2020-0001"))
REPLACED = (("/recordId", "HK-2020-0001"), ("/authorisation/number", "HKAEO-EX-0020"))

# What records name and no record of the set bears leads nowhere (REC-4-11, REC-5-12).
ABSENT = (
    _set(
        "IDN-06.n81",
        "Two operators with one LEI name one former TIN, which no record has",
        "Steps lead over the records of the set, and no record stands between the two.",
        (WITH_LEI, ABSENT_TIN),
        (*SECOND_OPERATOR, WITH_LEI, ABSENT_TIN),
        finds=(Expected("/holder/identifiers/0/value", record=1),),
    ),
    _set(
        "IDN-06.n82",
        "The same, and the record with the former TIN stands behind them",
        "It joins the two for what follows, and not for what stood before it.",
        (WITH_LEI, ABSENT_TIN),
        (*SECOND_OPERATOR, WITH_LEI, ABSENT_TIN),
        WITH_ABSENT_TIN,
        finds=(Expected("/holder/identifiers/0/value", record=1),),
    ),
    _set(
        "IDN-06.p81",
        "The same, and the record with the former TIN stands between them",
        "One step leads from the first to it, another one to the last.",
        (WITH_LEI, ABSENT_TIN),
        WITH_ABSENT_TIN,
        (*SECOND_OPERATOR, WITH_LEI, ABSENT_TIN),
    ),
    _set(
        "IDN-05.n81",
        "Two operators with one certificate number name one former TIN, which no record has",
        "Steps lead over the records of the set, and no record stands between the two.",
        (ABSENT_TIN,),
        (*SECOND_OPERATOR, SAME_NUMBER, ABSENT_TIN),
        finds=(Expected("/authorisation/number", record=1),),
    ),
    _set(
        "XCH-05.n81",
        "Two record ids for one number, which replace one record that is not in the set",
        "Steps lead over the records of the set, and no record stands between the two.",
        (REPLACES_ABSENT,),
        (ANOTHER_ID, REPLACES_ABSENT),
        finds=(Expected("/recordId", record=1),),
    ),
    _set(
        "XCH-05.p81",
        "The same, and the record that both replace stands between them",
        "One step leads from the first to it, another one to the last.",
        (REPLACES_ABSENT,),
        REPLACED,
        (ANOTHER_ID, REPLACES_ABSENT),
    ),
)

TWO_IDS = (
    _set(
        "XCH-05.p04",
        "One TIN and number under two programmes",
        "All three have to be equal.",
        (),
        (ANOTHER_ID, ("/programme", "QQ-OTHER")),
        allow=("AEO-COD-07",),
    ),
    _set(
        "XCH-05.p05",
        "Two operators with one number under one programme",
        "That is AEO-IDN-05; here the TIN has to be equal as well.",
        (),
        (*SECOND_OPERATOR, SAME_NUMBER),
        allow=("AEO-IDN-05",),
    ),
    _set(
        "XCH-05.p06",
        "The third record replaces the second, which replaces the first",
        "Steps lead from one to the other over the records of the set.",
        (),
        (("/recordId", "HK-2024-0002"), ("/authorisation/number", "HKAEO-EX-0002"), REPLACES_FIRST),
        (ANOTHER_ID, _replaces(("HK", "HK-2024-0002"))),
    ),
    _set(
        "XCH-05.p07",
        "A record that replaces two, of which the second has its number",
        "Every element of replaces counts.",
        (),
        (ANOTHER_ID, _replaces(("HK", "HK-2020-0001"), ("HK", "HK-2024-0001"))),
    ),
    _set(
        "XCH-05.p08",
        "One revision after another, and a view",
        "They are one record under one id.",
        (),
        (("/revision", 4),),
        (("/revision", 4), ("/view", {"audience": "CN"})),
    ),
    _set(
        "XCH-05.n03",
        "One record id of two administrations",
        "A record id is one within its administration.",
        (),
        (("/administration", "FR"),),
        base=MODULES,
        finds=("/recordId",),
    ),
    _set(
        "XCH-05.n04",
        "A record that replaces the same id of another administration",
        "The record named there is not the one in the set.",
        (),
        (ANOTHER_ID, _replaces(("MO", "HK-2024-0001"))),
        finds=("/recordId",),
    ),
    _set(
        "XCH-05.n05",
        "Two later records with the authorisation of the first",
        "Each that is another one is named, and the first stays the first.",
        (),
        (ANOTHER_ID,),
        (("/revision", 4),),
        (("/recordId", "HK-2024-0010"),),
        finds=(Expected("/recordId", record=1), Expected("/recordId", record=3)),
    ),
)

OPERATORS = (
    _set(
        "IDN-05.p07",
        "A record under the former TIN, behind another that names it as former",
        "The step leads both ways: the TIN of the later is among the former ones of the earlier.",
        (*TIN_CHANGED, ("/recordId", "HK-2026-0007")),
        (REPLACES_FIRST,),
        allow=("AEO-XCH-05",),
    ),
    _set(
        "IDN-05.p08",
        "The second of two former TINs is that of the first record",
        "Every former TIN counts.",
        (),
        (
            *UNDER_NEW_TIN,
            SAME_NUMBER,
            (
                "/holder/formerTins",
                [
                    {"tin": "HK00000004", "until": "2025-09-01T00:00:00Z"},
                    {"tin": "HK00000001", "until": "2026-09-01T00:00:00Z"},
                ],
            ),
        ),
    ),
    _set(
        "IDN-05.p09",
        "Two records of one TIN with one number",
        "One TIN is one operator, under whatever record ids.",
        (),
        (ANOTHER_ID,),
        allow=("AEO-XCH-05",),
    ),
    _set(
        "IDN-06.p03",
        "A view of the next revision under another TIN, without the former one",
        "Records of one key are about one operator, whatever their TINs.",
        (("/consents", PLAIN["consents"]),),
        (("/consents", PLAIN["consents"]), ("/revision", 4), ("/holder/tin", "HK00000009")),
        base={**VIEW, "holder": {**VIEW["holder"], "identifiers": [number("LEI", LEI)]}},
    ),
    _set(
        "IDN-06.p04",
        "Another record under the new TIN, behind the one that tells of the change",
        "The second record joins both TINs, so the third is about the operator of the first.",
        (),
        TIN_CHANGED,
        UNDER_NEW_TIN,
        edits=(WITH_LEI,),
    ),
    _set(
        "IDN-06.p05",
        "The LEI of the first operator on a site of the second",
        "Only the identifiers of holders are compared.",
        (WITH_LEI,),
        (
            *SECOND_OPERATOR,
            ("/holder/sites", [{**SITE, "identifiers": [number("LEI", LEI)]}]),
        ),
    ),
    _set(
        "IDN-06.p06",
        "Two records of one TIN with one LEI",
        "One TIN is one operator, under whatever record ids.",
        (),
        ANOTHER_RECORD,
        edits=(WITH_LEI,),
    ),
    _set(
        "IDN-06.n04",
        "A later record joins two operators that had one LEI before it",
        "Steps lead over the records of the set up to the later one, and not beyond.",
        (),
        (*UNDER_NEW_TIN, ("/recordId", "HK-2024-0002")),
        TIN_CHANGED,
        edits=(WITH_LEI,),
        finds=(Expected("/holder/identifiers/0/value", record=1),),
    ),
    _set(
        "IDN-06.n05",
        "Two later operators with the LEI of the first, and the first again",
        "The first record says whose the number is; every later one of others is named.",
        (),
        SECOND_OPERATOR,
        (("/revision", 4),),
        THIRD_OPERATOR,
        edits=(WITH_LEI,),
        finds=(
            Expected("/holder/identifiers/0/value", record=1),
            Expected("/holder/identifiers/0/value", record=3),
        ),
    ),
    _set(
        "IDN-06.n06",
        "Two LEIs of the first operator on the second",
        "Every number of the list is looked at.",
        (("/holder/identifiers", [number("LEI", LEI), number("LEI", OTHER_LEI)]),),
        (
            *SECOND_OPERATOR,
            ("/holder/identifiers", [number("LEI", LEI), number("LEI", OTHER_LEI)]),
        ),
        finds=("/holder/identifiers/0/value", "/holder/identifiers/1/value"),
    ),
)

NAMES = (
    _set(
        "TIN-05.p04",
        "Another TIN and another name, the former TIN told",
        "One operator, and no TIN with two names.",
        (),
        (*UNDER_NEW_TIN, RENAMED, TIN_CHANGED[2]),
    ),
    _set(
        "TIN-05.p05",
        "A change of name between two revisions of one record, behind another operator",
        "Each TIN has a first record of its own.",
        SECOND_OPERATOR,
        (),
        (("/revision", 4), RENAMED),
    ),
    _set(
        "TIN-05.n04",
        "The second of three records has another name",
        "The first record says the name; the third has it.",
        (),
        (("/recordId", "HK-2024-0002"), ("/authorisation/number", "HKAEO-EX-0002"), RENAMED),
        ANOTHER_RECORD,
        finds=(Expected("/holder/legalName", record=1),),
    ),
    _set(
        "TIN-05.n05",
        "Another record with the name that the second revision of the first tells",
        "The name compared is that of the first record met.",
        (),
        (("/revision", 4), RENAMED),
        (*ANOTHER_RECORD, RENAMED),
        finds=(Expected("/holder/legalName", record=2),),
    ),
    _set(
        "TIN-05.n06",
        "Two later records with another name",
        "Each is named.",
        (),
        (("/recordId", "HK-2024-0002"), ("/authorisation/number", "HKAEO-EX-0002"), RENAMED),
        (*ANOTHER_RECORD, RENAMED),
        finds=(
            Expected("/holder/legalName", record=1),
            Expected("/holder/legalName", record=2),
        ),
    ),
)

CASES: tuple[Case, ...] = (*REVISIONS, *MOVES, *ABSENT, *TWO_IDS, *OPERATORS, *NAMES)
