"""Conversions to and from tables: CNV-05 asks for CSV, CNV-06 for a workbook.

CSV has room for so many elements of a list; a record with more is refused, as nobody told the
converter to leave any out.
"""

from __future__ import annotations

from typing import Any

from making import REFUSED, REMOVE, Case, Edits
from workbooks import csv_bytes, workbook

from definitions import far
from definitions.bases import OTHER_NAME, PLAIN, SITE, event, history, number
from definitions.cnv import MOST, TWO, WHOLE
from definitions.tab import CONSENT, EVENT, ID, ROW, TERM, as_csv, sheets
from definitions.tab import WHOLE as CELLS
from definitions.tab_rows import value

KEPT = "A table holds the same items, and so the record has the same digest."
ALL = ("json", "ndjson", "xml")
TARGETS = {"CNV-05": "csv", "CNV-06": "xlsx"}
SCRIPTS: Edits = (("/holder/otherNames", far.NAMES[:4]),)
EVERY_SCRIPT: Edits = (("/holder/otherNames", far.NAMES),)
RUN = ("=1+1", "+49 30", "-x", "@x", "'quoted", "#REF!", "#¿NOMBRE?", "#N/A", "a;b,c", 'a "b"')
NAMES = [{**OTHER_NAME, "text": text} for text in RUN]
TABLES = {"csv": as_csv(row=CELLS), "xlsx": workbook(sheets())}
TERMS: list[dict[str, Any]] = PLAIN["authorisation"]["terms"]


def _five_terms() -> Edits:
    """Return edits that give the record terms of a year each, five of them."""
    years = range(2024, 2029)
    terms = [
        {
            **TERMS[0],
            "from": f"{year}-01-01T00:00:00Z",
            "until": f"{year + 1}-01-01T00:00:00Z",
        }
        for year in years
    ]
    return (("/authorisation/terms", terms),)


def _case(name: str, title: str, why: str = KEPT, **more: Any) -> Case:
    given: dict[str, Any] = {"syntaxes": ALL, "base": PLAIN, **more}
    family = name.partition(".")[0]
    return Case(
        id=name,
        title=title,
        why=why,
        flags=("Conversion",),
        roles=("converter",),
        target={"CNV-01": "json", "CNV-02": "ndjson", "CNV-03": "xml", **TARGETS}[family],
        **given,
    )


def _both(number: int, title: str, **more: Any) -> tuple[Case, ...]:
    """Return one record converted to CSV and to a workbook."""
    return tuple(
        _case(
            f"{name}.p{number:02}",
            title,
            requirements=("CON-6-1", "TAB-2-4" if name == "CNV-05" else "TAB-3-5"),
            **more,
        )
        for name in TARGETS
    )


def _lost(number: int, title: str, edits: Edits) -> Case:
    """Return a record of which CSV has no place for an item."""
    why = "CSV has no column for it, and nobody told the converter to leave it out."
    clauses = ("TAB-2-4", "CNF-3-5")
    return _case(
        f"CNV-05.n{number:02}", title, why, edits=edits, requirements=clauses, finds=(REFUSED,)
    )


def _refused(name: str, title: str, why: str, **more: Any) -> Case:
    return _case(name, title, why, requirements=("CON-6-3",), finds=(REFUSED,), **more)


# What a partner may be told, said in one consent and denied in another.
PUBLISHED = [
    {**CONSENT, "publish": True},
    {**CONSENT, "scope": "CN-HK-2013", "publish": False},
]
SAID = [
    {name: str(cell).lower() if name == "publish" else str(cell) for name, cell in told.items()}
    for told in PUBLISHED
]
QUOTED = 'Example "Best" Trading'
GRANTED_ON = "authorisation.grantedOn"
# 1 January 2024, by days since 1900 and since 1904, with and without a time of the day.
NEW_YEAR, NEW_YEAR_FROM_1904 = "45292", "43830"
# Formats that every workbook has without saying so: days, months and years, and one with a time.
DAYS = (14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 54, 57, 58)


def _numbered(place: int, cells: dict[str, str] = ROW) -> dict[str, str]:
    """Return the cells of one of several records."""
    return {**cells, "recordId": f"HK-2024-{place:04}"}


def _in_built_in_formats() -> bytes:
    """Return a workbook of a record for each format of DAYS, in which its day is written."""
    rows = [_numbered(place) for place in range(1, len(DAYS) + 1)]
    written = [
        list({**row, GRANTED_ON: value(NEW_YEAR, style)}.values()) for style, row in enumerate(rows)
    ]
    further = {"terms": TERM, "history": EVENT, "consents": CONSENT}
    return workbook(
        sheets(
            records=[list(ROW), *written],
            **{
                name: [["record", *cells], *([row["recordId"], *cells.values()] for row in rows)]
                for name, cells in further.items()
            },
        ),
        formats=DAYS,
    )


def _yes_and_no(number: str, title: str, edits: Edits = (), **cells: str) -> Case:
    """Return a record with a consent to be named and one without, in either table."""
    consents = {
        f"consents.{place}.{name}": cell
        for place, told in enumerate(SAID, 1)
        for name, cell in told.items()
    }
    return _case(
        f"CNV-01.{number}",
        title,
        "They are the words true and false, and each says what it says (TAB-1-4).",
        edits=(("/consents", PUBLISHED), *edits),
        inputs={
            "csv": as_csv(row={**CELLS, **consents, **cells}),
            "xlsx": workbook(
                sheets(
                    records=[list(ROW), list({**ROW, **cells}.values())],
                    consents=[["record", *SAID[0]], *([ID, *told.values()] for told in SAID)],
                )
            ),
        },
        requirements=("TAB-1-4",),
    )


IDENTIFIERS = [number("HK-BR", f"{index:08}") for index in range(10, 19)]
EVENTS = [
    event(
        index + 2,
        "suspended" if index % 2 == 0 else "reinstated",
        f"2025-{index + 1:02}-01",
        **({"plannedUntil": f"2025-{index + 2:02}-01T00:00:00Z"} if index % 2 == 0 else {}),
    )
    for index in range(12)
]
CASES: tuple[Case, ...] = (
    *_both(1, "A plain record"),
    *_both(2, "A record with an item of every kind", edits=WHOLE),
    *_both(3, "Names in four scripts", edits=SCRIPTS),
    *_both(4, "Two records, which keep their order", records=TWO),
    *_both(
        5,
        "Texts that a spreadsheet would run, or that look like one of its errors",
        edits=(("/holder/otherNames", NAMES[:4]), ("/holder/legalName", RUN[4])),
    ),
    *_both(
        6,
        "Texts with marks and quotes, and with an error of a spreadsheet",
        edits=(("/holder/otherNames", NAMES[5:9]), ("/holder/legalName", RUN[9])),
    ),
    _case(
        "CNV-06.p07",
        "The most and the longest items",
        "A workbook has a sheet for each list, and loses nothing (TAB-3-5).",
        edits=MOST,
        requirements=("TAB-3-5",),
    ),
    _case(
        "CNV-06.p08",
        "A name in every script, and five terms",
        "A workbook has a sheet for each list, and loses nothing (TAB-3-5).",
        edits=(*EVERY_SCRIPT, *_five_terms()),
        requirements=("TAB-3-5",),
    ),
    _case(
        "CNV-06.p09",
        "Two revisions of one record",
        "Rows of one recordId are told apart by a name of their own (TAB-3-3).",
        records=((), (("/revision", 4), ("/issuedAt", "2026-10-02T00:00:00Z"))),
        requirements=("TAB-3-3",),
    ),
    *(
        _case(
            f"{name}.p{number:02}",
            "A record that stands in a table",
            inputs=TABLES,
            requirements=("CON-6-1", "TAB-1-4"),
        )
        for name, number in (
            ("CNV-01", 31),
            ("CNV-02", 31),
            ("CNV-03", 31),
            ("CNV-05", 31),
            ("CNV-06", 31),
        )
    ),
    _case(
        "CNV-01.p32",
        "A list of groups whose numbers begin with 2",
        "Elements follow each other in the order of their numbers (TAB-1-5).",
        inputs={
            "csv": as_csv(row={k.replace("terms.1.", "terms.2."): v for k, v in CELLS.items()})
        },
        requirements=("TAB-1-5",),
    ),
    _yes_and_no("p33", "Yes and no in cells"),
    _yes_and_no(
        "p36",
        "Yes and no in cells, beside a name with a quote",
        (("/holder/legalName", QUOTED),),
        **{"holder.legalName": QUOTED},
    ),
    _case(
        "CNV-01.p34",
        "A day in a workbook that counts days from 1904",
        "What the format shows is four years and a day later than in other workbooks (TAB-3-4).",
        inputs={
            "xlsx": workbook(
                sheets(
                    records=[
                        list(ROW),
                        list({**ROW, GRANTED_ON: value(NEW_YEAR_FROM_1904)}.values()),
                    ]
                ),
                formats=(14,),
                since_1904=True,
            )
        },
        requirements=("TAB-3-4",),
    ),
    _case(
        "CNV-01.p35",
        "Days in the number formats that a workbook has built in",
        "A format that is named by its number alone shows a day too (TAB-3-4).",
        records=tuple((("/recordId", f"HK-2024-{place:04}"),) for place in range(1, len(DAYS) + 1)),
        inputs={
            "csv": csv_bytes(
                [
                    list(CELLS),
                    *(list(_numbered(at, CELLS).values()) for at in range(1, len(DAYS) + 1)),
                ]
            ),
            "xlsx": _in_built_in_formats(),
        },
        requirements=("TAB-3-4",),
    ),
    _lost(3, "A fifth term", _five_terms()),
    _lost(4, "A ninth identifier", (("/holder/identifiers", IDENTIFIERS),)),
    _lost(5, "A fifth name", (("/holder/otherNames", NAMES[5:]),)),
    _lost(
        6,
        "A third identifier of a site",
        (("/holder/sites", [{**SITE, "identifiers": IDENTIFIERS[:3]}]),),
    ),
    _lost(7, "A thirteenth event", (history(*EVENTS),)),
    *(
        _refused(
            f"{name}.n01",
            "An item that the standard does not define",
            "To leave it out would lose it, to keep it would write what no reader takes.",
            edits=(("/holder/colour", "blue"),),
        )
        for name in TARGETS
    ),
    *(
        _refused(
            f"{name}.n02",
            "A mandatory item is missing",
            "A converter does not complete what it converts.",
            edits=(("/revision", REMOVE),),
        )
        for name in TARGETS
    ),
    _refused(
        "CNV-01.n31",
        "A table with a column that is no item",
        "What stands under it would be lost (TAB-1-1).",
        inputs={
            "csv": as_csv(row={**CELLS, "holder.colour": "blue"}),
            "xlsx": workbook(sheets(records=[[*ROW, "holder.colour"], [*ROW.values(), "blue"]])),
        },
    ),
    _refused(
        "CNV-01.n32",
        "A further sheet with a row of no record",
        "Of a record without all of its rows a part would look like the whole (TAB-3-2).",
        inputs={
            "xlsx": workbook(
                sheets(
                    history=[["record", *EVENT], [ID, *EVENT.values()], ["HK-9", *EVENT.values()]]
                )
            )
        },
    ),
    _refused(
        "CNV-03.n31",
        "A table of which one of two rows is no record",
        "A part of what was asked would look like the whole.",
        inputs={"csv": as_csv(row=CELLS, other={**CELLS, "recordId": "HK-2", "revision": "x"})},
    ),
)
