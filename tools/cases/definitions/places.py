"""Cases of one fault at one place: every place that a rule names, every set, every text.

A product that looks at some of the places of a rule fails here by name. The ids go on from those
of the area's own module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from making import REMOVE, Case, Expected, Json

from aeo_exchange.model.tree import Tree
from definitions.bases import (
    ADDRESS,
    LEI,
    MODULES,
    MSME,
    OTHER_LEI,
    OTHER_NAME,
    PLAIN,
    RECOGNITION,
    SITE,
    TURNOVER,
    VIEW,
    event,
    history,
    number,
)

# What makes the edit that puts a value in a place.
Edit: TypeAlias = Callable[[Json], tuple[str, Json]]

FOR_PUBLIC = ("/view", {"audience": "public"})
CLASS = {name: value for name, value in MSME.items() if name != "basis"}
START, EARLIER = "2025-01-01T00:00:00Z", "2024-12-31T23:59:59Z"
NEXT_SECOND = "2025-01-01T00:00:01Z"
SECOND_SITE = {**SITE, "siteId": "S2"}
OTHER_RECOGNITION = {
    **RECOGNITION,
    "agreement": "HK-JP-2016",
    "partner": "JP",
    "identifiers": [number("HK-AEO", "HKAEO-EX-0001")],
}
FORMER = {"tin": "HK00000008", "until": "2025-01-01T00:00:00Z"}
REPLACED = {"administration": "HK", "recordId": "HK-2020-0001", "cause": "renewal"}


def _sites(**second: Tree) -> tuple[str, Tree]:
    """Return the edit that gives two sites, of which the second has more items."""
    return ("/holder/sites", [SITE, {**SECOND_SITE, **second}])


def _recognitions(**second: Tree) -> tuple[str, Tree]:
    """Return the edit that gives two recognitions, of which the second has other items."""
    return ("/recognitions", [RECOGNITION, {**OTHER_RECOGNITION, **second}])


NUMBERS = (number("LEI", LEI), number("LEI", OTHER_LEI))
# Each set of the record: its place, the edit that fills it, and its elements in order.
SETS: tuple[tuple[str, Edit, tuple[Json, ...]], ...] = (
    ("/holder/identifiers", lambda them: ("/holder/identifiers", them), NUMBERS),
    ("/holder/sites/1/functions", lambda them: _sites(functions=them), ("exporter", "importer")),
    ("/holder/sites/1/identifiers", lambda them: _sites(identifiers=them), NUMBERS),
    (
        "/authorisation/terms/0/tiers",
        lambda them: ("/authorisation/terms/0/tiers", them),
        ("AEOC", "AEOS"),
    ),
    (
        "/authorisation/terms/0/roles",
        lambda them: ("/authorisation/terms/0/roles", them),
        ("exporter", "importer"),
    ),
    (
        "/history/1/appliesTo",
        lambda them: history(event(2, "suspended", "2025-01-01", appliesTo=them)),
        ("AEOC", "AEOS"),
    ),
    (
        "/msme/provisions",
        lambda them: ("/msme", {**MSME, "provisions": them}),
        ("CRIT-REDUCED", "TIER-ENTRY"),
    ),
    ("/recognitions/1/identifiers", lambda them: _recognitions(identifiers=them), NUMBERS),
)
OF_MODULES = ("tiers", "appliesTo")


def _set_cases(index: int) -> tuple[Case, ...]:
    place, edit, (first, second) = SETS[index]
    base = MODULES if place.endswith(OF_MODULES) else PLAIN
    named = place.rpartition("/")[2]
    unsorted = Case(
        id=f"AEO-STR-08.n{7 + index:02}",
        title=f"The set {named} out of order",
        why=f"The elements of {place} stand from last to first.",
        flags=("Set", "WrongOrder"),
        base=base,
        edits=(edit([second, first]),),
        finds=(f"{place}/1",),
    )
    repeated = Case(
        id=f"AEO-STR-08.n{15 + index:02}",
        title=f"The last element of the set {named} twice",
        why=f"In {place} an element is there once.",
        flags=("Set", "Repeated"),
        base=base,
        edits=(edit([first, second, second]),),
        finds=(f"{place}/2",),
    )
    fit = Case(
        id=f"AEO-STR-08.p{3 + index:02}",
        title=f"The set {named} in order",
        why=f"The elements of {place} stand once, and sorted.",
        flags=("Set",),
        base=base,
        edits=(edit([first, second]),),
    )
    return unsorted, repeated, fit


def _wide(**more: Tree) -> dict[str, Tree]:
    return {**ADDRESS, **more}


# Each text in which the wide alphabet of the standard may stand, and the edit that writes it.
TEXTS: tuple[tuple[str, Edit], ...] = (
    ("/holder/legalName", lambda text: ("/holder/legalName", text)),
    (
        "/holder/otherNames/1/text",
        lambda text: ("/holder/otherNames", [OTHER_NAME, {**OTHER_NAME, "text": text}]),
    ),
    (
        "/holder/address/lines/1",
        lambda text: ("/holder/address", _wide(lines=["1 Example Road", text])),
    ),
    ("/holder/address/city", lambda text: ("/holder/address", _wide(city=text))),
    ("/holder/address/subdivision", lambda text: ("/holder/address", _wide(subdivision=text))),
    ("/holder/address/postcode", lambda text: ("/holder/address", _wide(postcode=text))),
    ("/holder/sites/1/name", lambda text: _sites(name=text)),
    ("/holder/sites/1/address/city", lambda text: _sites(address=_wide(city=text))),
    ("/holder/sites/1/address/lines/0", lambda text: _sites(address=_wide(lines=[text]))),
    (
        "/holder/contacts/1/name",
        lambda text: ("/holder/contacts", [{"name": "Desk"}, {"name": text}]),
    ),
    ("/holder/contacts/0/email", lambda text: ("/holder/contacts", [{"email": text}])),
    ("/holder/contacts/0/phone", lambda text: ("/holder/contacts", [{"phone": text}])),
    (
        "/authorisation/terms/0/nationalRole",
        lambda text: ("/authorisation/terms/0/nationalRole", text),
    ),
    (
        "/history/1/reason",
        lambda text: history(event(2, "suspended", "2025-01-01", reason=text)),
    ),
    (
        "/extensions/1/value",
        lambda text: (
            "/extensions",
            [
                {"uri": "urn:example:customs", "name": "lane", "value": "green"},
                {"uri": "urn:example:customs", "name": "lane", "value": text},
            ],
        ),
    ),
)


def _text_cases(code: str, text: str, title: str, why: str, first: int) -> tuple[Case, ...]:
    return tuple(
        Case(
            id=f"{code}.n{first + index:02}",
            title=f"{title} in {place.strip('/')}",
            why=why,
            flags=("Text", "EveryPlace"),
            base=PLAIN,
            edits=(edit(text),),
            finds=(place,),
        )
        for index, (place, edit) in enumerate(TEXTS)
    )


# The places of the customs codes beside ISO 3166-1 (CON-1-1): rule, place, edit, what may stand.
CODES = (
    (
        "AEO-COD-02",
        "/holder/address/country",
        lambda code: (("/holder/address/country", code),),
        ("XI", "XK"),
    ),
    (
        "AEO-COD-02",
        "/holder/sites/1/address/country",
        lambda code: (_sites(address=_wide(country=code)),),
        ("XI", "XK"),
    ),
    (
        "AEO-COD-03",
        "/authorisation/replaces/1/administration",
        lambda code: (
            ("/authorisation/replaces", [REPLACED, {**REPLACED, "administration": code}]),
        ),
        ("XK",),
    ),
    (
        "AEO-COD-04",
        "/recognitions/1/partner",
        lambda code: (_recognitions(agreement="ZZ-HK-1", partner=code),),
        ("EU", "XK"),
    ),
    (
        "AEO-TIN-01",
        "/holder/formerTins/1/tin",
        lambda code: (("/holder/formerTins", [FORMER, {**FORMER, "tin": f"{code}00000001"}]),),
        ("XI", "XK"),
    ),
    (
        "AEO-COD-03",
        "/formerAdministrations/1",
        lambda code: (("/formerAdministrations", ["DE", code]),),
        ("XK",),
    ),
    ("AEO-COD-03", "/movedTo", lambda code: (("/movedTo", code),), ("XK",)),
)
FIRST_OF_CODES = 20  # apart from the numbers of the areas' own modules


def _code_cases(index: int) -> tuple[Case, ...]:
    rule, place, edit, may_stand = CODES[index]
    named = place.strip("/")
    return tuple(
        Case(
            id=f"{rule}.{'p' if code in may_stand else 'n'}{FIRST_OF_CODES + 3 * index + step:02}",
            title=f"{code} in {named}",
            why=f"Of EU, XI and XK {' and '.join(may_stand)} may stand here.",
            flags=("CustomsCode", "EveryPlace"),
            base=PLAIN,
            edits=edit(code),
            finds=() if code in may_stand else (place,),
        )
        for step, code in enumerate(("EU", "XI", "XK"))
    )


def _administration(code: str, *, number: int) -> Case:
    """Return a case of an administration; its programme knows tiers and TINs of its own."""
    return Case(
        id=f"AEO-COD-03.n{number:02}",
        title=f"{code} as administration",
        why="A decision is that of the administration of one country; of EU, XI and XK only XK.",
        flags=("CustomsCode", "EveryPlace"),
        base=PLAIN,
        edits=(("/administration", code),),
        finds=("/administration",),
    )


INTERVALS: tuple[tuple[str, Edit], ...] = (
    ("/holder/identifiers/1", lambda span: ("/holder/identifiers", _pair(span))),
    ("/holder/sites/1", lambda span: _sites(**span)),
    ("/holder/sites/1/identifiers/1", lambda span: _sites(identifiers=_pair(span))),
    ("/recognitions/1", lambda span: _recognitions(**span)),
    ("/recognitions/1/identifiers/1", lambda span: _recognitions(identifiers=_pair(span))),
)


def _pair(span: dict[str, str]) -> list[Tree]:
    """Return two identifiers of which the second has an interval; `from` sorts before `scheme`."""
    first = number("HK-AEO", "HKAEO-EX-0001", **{"from": "2020-01-01T00:00:00Z"})
    return [first, number("LEI", LEI, **span)]


def _interval_cases(index: int) -> tuple[Case, ...]:
    place, edit = INTERVALS[index]
    return tuple(
        Case(
            id=f"AEO-DAT-03.{kind}{10 + 2 * index + step:02}",
            title=f"{place.strip('/')}: until {word}",
            why="until is exclusive, so an interval that ends when it starts covers no instant.",
            flags=("Interval", "EdgeValue", "EveryPlace"),
            base=PLAIN,
            edits=(edit({"from": START, "until": until}),),
            finds=(f"{place}/until",) if kind == "n" else (),
        )
        for step, (kind, until, word) in enumerate(
            (("p", NEXT_SECOND, "one second after from"), ("n", START, "at from"))
        )
    )


# Items that a view may not hold: the edit that adds each to a view for a partner, or for all.
RESTRICTED = (
    ("/msme/sector", ("/msme", {**CLASS, "sector": {"scheme": "ISIC4", "code": "4690"}})),
    ("/msme/evidence", ("/msme", {**CLASS, "evidence": {"scheme": "HK-BR", "value": "12345678"}})),
    ("/msme/basis", ("/msme", {**CLASS, "basis": [TURNOVER]})),
    (
        "/authorisation/criteria",
        ("/authorisation/criteria", [{"criterion": "A", "outcome": "met"}]),
    ),
    (
        "/extensions",
        ("/extensions", [{"uri": "urn:example:customs", "name": "lane", "value": "green"}]),
    ),
)
OF_PARTNERS = (
    ("/holder/identifiers", [number("LEI", LEI)]),
    ("/holder/sites", [SITE]),
    ("/holder/formerTins", [FORMER]),
    ("/authorisation/grantedOn", "2024-01-01"),
    ("/authorisation/validatedOn", "2024-01-01"),
    ("/authorisation/replaces", [REPLACED]),
    ("/consents", [{"scope": "all", "state": "given", "since": "2024-01-01T00:00:00Z"}]),
    ("/recognitions", [RECOGNITION]),
)

VIEWS = (
    Case(
        id="AEO-SHR-01.n05",
        title="A restricted item within a size class in a public view",
        why="The size class is of class partner and its sector is restricted: both are said.",
        flags=("View", "PublicView", "Msme"),
        base=VIEW,
        edits=(FOR_PUBLIC, RESTRICTED[0][1]),
        finds=("/msme/sector", Expected("/msme", "AEO-SHR-02")),
    ),
    *(
        Case(
            id=f"AEO-SHR-01.n{6 + index:02}",
            title=f"{place.strip('/')} in a view for a partner",
            why="It is restricted, whatever it says.",
            flags=("View", "EveryPlace"),
            base=VIEW,
            edits=(edit,),
            finds=(place,),
        )
        for index, (place, edit) in enumerate(RESTRICTED)
    ),
    *(
        Case(
            id=f"AEO-SHR-02.n{5 + index:02}",
            title=f"{place.strip('/')} in a public view",
            why="It is of class partner, and the public is none.",
            flags=("View", "PublicView", "EveryPlace"),
            base=VIEW,
            edits=(FOR_PUBLIC, (place, value)),
            finds=(place,),
        )
        for index, (place, value) in enumerate(OF_PARTNERS)
    ),
    Case(
        id="AEO-STR-09.n04",
        title="A full record without consents",
        why="Nobody could tell which views may be made.",
        flags=("FullRecord", "MissingItem"),
        base=PLAIN,
        edits=(("/consents", REMOVE),),
        finds=("/consents",),
    ),
    Case(
        id="AEO-IDN-04.n10",
        title="A number of a recognition named twice, with another interval",
        why="Each list of identifiers is looked at.",
        flags=("Identifier", "Repeated", "EveryPlace"),
        base=PLAIN,
        edits=(
            _recognitions(
                identifiers=[
                    number("LEI", LEI, **{"from": "2024-01-01T00:00:00Z"}),
                    number("LEI", LEI),
                ]
            ),
        ),
        finds=("/recognitions/1/identifiers/1/value",),
    ),
)

CASES: tuple[Case, ...] = (
    *(case for index in range(len(SETS)) for case in _set_cases(index)),
    *_text_cases(
        "AEO-HOS-04", "Ab\u200bcd", "A zero-width space", "What is not seen may stand nowhere.", 10
    ),
    *_text_cases(
        "AEO-HOS-05",
        "Cafe\u0301",
        "A letter and a mark that have a composed form",
        "Form C holds for every text.",
        10,
    ),
    *_text_cases(
        "AEO-HOS-06",
        "Ab\ue000cd",
        "A character for private use",
        "Nobody can tell what it means, wherever it stands.",
        10,
    ),
    *(
        Case(
            id=f"AEO-HOS-04.n{26 + index:02}",
            title=f"The noncharacter U+{point:04X} in a name",
            why="No text of any version of Unicode may hold it.",
            flags=("Text", "Noncharacter", "EdgeValue"),
            base=PLAIN,
            edits=(("/holder/otherNames", [{**OTHER_NAME, "text": f"Ab{chr(point)}cd"}]),),
            finds=("/holder/otherNames/0/text",),
        )
        for index, point in enumerate((0xFDD0, 0xFDEF, 0x1FFFF, 0x10FFFE, 0x10FFFF))
    ),
    Case(
        id="AEO-HOS-04.p10",
        title="Letters beside the noncharacters",
        why="U+FDF0 is the first code point behind them, and a letter of Arabic.",
        flags=("Text", "Noncharacter", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/otherNames", [{**OTHER_NAME, "text": "Ab\ufdf0\ufdfbcd"}]),),
    ),
    *(case for index in range(len(CODES)) for case in _code_cases(index)),
    _administration("EU", number=40),
    _administration("XI", number=41),
    *(case for index in range(len(INTERVALS)) for case in _interval_cases(index)),
    *VIEWS,
)
