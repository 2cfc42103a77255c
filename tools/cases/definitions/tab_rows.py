"""Cases of the cells and rows of tables: what a cell says, and what costs a row or a workbook."""

from __future__ import annotations

from making import REFUSED, Case, Edits
from workbooks import Raw, csv_bytes, workbook

from definitions.bases import PLAIN
from definitions.tab import CONSENT, EVENT, HERE, ID, ROW, TERM, WHOLE, as_csv, sheets

NAME = "holder.legalName"
AT = list(ROW).index(NAME)
TWO_ROLES: Edits = (("/authorisation/terms/0/roles", ["exporter", "importer"]),)
ROLES = "authorisation.terms.1.roles"


def with_cell(name: str, cell: str, *more: str) -> list[list[str]]:
    """Return the sheet of records with another cell under one name, and cells behind the row."""
    return [list(ROW), [*({**ROW, name: cell}.values()), *more]]


def value(number: str, style: int = 0, kind: str = "n") -> Raw:
    """Return a cell that is no text."""
    return Raw(f'<c r="@" s="{style}" t="{kind}"><v>{number}</v></c>')


def csv_case(name: str, title: str, why: str, content: bytes, **more: object) -> Case:
    """Return a case that CSV alone can write."""
    return Case(
        id=name,
        title=title,
        why=f"{why} {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={"csv": content},
        **more,  # type: ignore[arg-type]
    )


def book_case(name: str, title: str, why: str, content: bytes, **more: object) -> Case:
    """Return a case that a workbook alone can write."""
    return Case(
        id=name,
        title=title,
        why=f"{why} {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={"xlsx": content},
        **more,  # type: ignore[arg-type]
    )


SHOWN = {
    "revision": value("3"),
    "authorisation.number": value("7", 1),
    "authorisation.grantedOn": value("45292", 2),
}
TIMED = {
    "authorisation.number": value("7", 1),
    "authorisation.grantedOn": value("45292", 2),
}
LIST = "A list of codes stands in one cell, with one blank between two."
OWN = "What is wrong with a row costs the row, and a row of a further sheet its record."
TEXT_CELL = '<c r="@" t="inlineStr"><is><t>x</t></is></c>'
LONG_CELL = "x" * 32_768
TWICE = Raw(f"{TEXT_CELL.replace('@', 'N2')}{TEXT_CELL.replace('@', 'N2')}")
BACK = Raw(f"{TEXT_CELL.replace('@', 'N2')}{TEXT_CELL.replace('@', 'C2')}")
FAR = Raw(TEXT_CELL.replace("@", "XFE2"))
NO_TEXT = Raw('<c r="@" t="s"><v>7</v></c>')
GOOD = [{**ROW, "recordId": "HK-2024-0002"}]

FORMS = (
    Case(
        id="AEO-STR-07.p31",
        title="Two codes in one cell",
        why=f"{LIST} {HERE}",
        flags=("Format",),
        base=PLAIN,
        edits=TWO_ROLES,
        inputs={
            "csv": as_csv(row={**WHOLE, ROLES: "exporter importer"}),
            "xlsx": workbook(
                sheets(
                    terms=[
                        ["record", *TERM],
                        [ID, *{**TERM, "roles": "exporter importer"}.values()],
                    ]
                )
            ),
        },
        requirements=("TAB-1-3",),
    ),
    Case(
        id="AEO-COD-01.n331",
        title="Two codes with a comma between them",
        why=f"{LIST} A comma makes one code that there is none of. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={"csv": as_csv(row={**WHOLE, ROLES: "exporter,importer"})},
        finds=("/authorisation/terms/0/roles/0",),
        requirements=("TAB-1-3",),
    ),
    Case(
        id="AEO-STR-03.n51",
        title="A number with a zero before it",
        why=f"A cell is a number where it is written as one (TAB-1-4). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row={**WHOLE, "revision": "03"}),
            "xlsx": workbook(sheets(records=with_cell("revision", "03"))),
        },
        finds=("/revision",),
        requirements=("TAB-1-4",),
    ),
    csv_case(
        "AEO-SYN-04.p31",
        "Tabs between cells, and no byte order mark",
        "A reader takes comma, semicolon and tab, with the mark and without (TAB-2-1).",
        as_csv(mark="\t", row=WHOLE).removeprefix(b"\xef\xbb\xbf"),
        requirements=("TAB-2-1",),
    ),
    csv_case(
        "AEO-SYN-05.n31",
        "A header that does not name recordId",
        "It is CSV of the standard by that name alone (TAB-2-1).",
        as_csv(row={name: cell for name, cell in WHOLE.items() if name != "recordId"}).removeprefix(
            b"\xef\xbb\xbf"
        ),
        finds=(REFUSED,),
        requirements=("TAB-2-1",),
    ),
    csv_case(
        "AEO-SYN-05.n32",
        "A header without a row",
        "A table without a record holds none (TAB-1-2).",
        csv_bytes([list(WHOLE)]),
        finds=(REFUSED,),
        requirements=("TAB-1-2",),
    ),
    csv_case(
        "AEO-SYN-04.n31",
        "A row that is not UTF-8",
        "It is refused by itself (TAB-2-5).",
        as_csv(row={**WHOLE, NAME: "Example XX"}).replace(b"XX", b"\xe9"),
        finds=(REFUSED,),
        requirements=("TAB-2-5",),
    ),
    csv_case(
        "AEO-SYN-01.n201",
        "A quote that is not closed",
        "The next line begins a row again, and is read (TAB-2-5).",
        as_csv(
            row={**WHOLE, NAME: "QUOTE Example"}, next={**WHOLE, "recordId": "HK-2024-0002"}
        ).replace(b"QUOTE ", b'"'),
        finds=(REFUSED,),
        requirements=("TAB-2-5",),
    ),
    csv_case(
        "AEO-SYN-01.n202",
        "A quote within a cell that does not begin with one",
        "Programs read it in two ways (TAB-2-5).",
        as_csv(row={**WHOLE, NAME: "Example QUOTEBestQUOTE"}).replace(b"QUOTE", b'"'),
        finds=(REFUSED,),
        requirements=("TAB-2-5",),
    ),
    csv_case(
        "AEO-HOS-03.n31",
        "A cell of more than 131,072 characters",
        "It is refused before it is held (TAB-2-5).",
        as_csv(row={**WHOLE, NAME: "x" * 131_073}),
        finds=(REFUSED,),
        requirements=("TAB-2-5",),
    ),
    csv_case(
        "AEO-SYN-03.n31",
        "A cell in which an export left an error",
        "It has no value (TAB-2-6).",
        as_csv(row={**WHOLE, NAME: "#REF!"}),
        finds=("/holder/legalName",),
        requirements=("TAB-2-6",),
    ),
    csv_case(
        "AEO-SYN-03.n32",
        "A cell in which an export in another language left an error",
        "Spreadsheets have names of their own for errors in each language (TAB-2-6).",
        as_csv(row={**WHOLE, NAME: "#¿NOMBRE?"}),
        finds=("/holder/legalName",),
        requirements=("TAB-2-6",),
    ),
    csv_case(
        "AEO-SYN-03.p31",
        "Texts that look like an error of a spreadsheet and are none",
        "A number sign alone makes no error, and an apostrophe makes a text of one (TAB-2-6).",
        as_csv(
            row={**WHOLE, NAME: "'#REF!"},
            other={**WHOLE, "recordId": "HK-2024-0002", NAME: "#1 Example Trading"},
        ),
        requirements=("TAB-2-6", "TAB-2-2"),
    ),
    book_case(
        "AEO-SYN-03.n33",
        "A cell that shows an error",
        "It has no value (TAB-3-4).",
        workbook(sheets(records=with_cell(NAME, value("#REF!", kind="e")))),
        finds=("/holder/legalName",),
        requirements=("TAB-3-4",),
    ),
    book_case(
        "AEO-SYN-03.p32",
        "A text that looks like an error of a spreadsheet",
        "A workbook tells a text from an error, so it is a text (TAB-3-4).",
        workbook(sheets(records=with_cell(NAME, "#REF!"))),
        requirements=("TAB-3-4",),
    ),
    book_case(
        "AEO-SYN-03.p33",
        "Numbers and days in number formats",
        "A number is what its format shows: zeros, and a day for a day (TAB-3-4).",
        workbook(
            sheets(records=[list(ROW), list({**ROW, **SHOWN}.values())]),
            formats=("General", "0000000", "yyyy-mm-dd"),
        ),
        requirements=("TAB-3-4",),
    ),
    *(
        book_case(
            f"AEO-STR-06.n{number}",
            title,
            "The format shows a time alone, so the number is no day (TAB-3-4).",
            workbook(
                sheets(records=with_cell("authorisation.grantedOn", value("45292"))),
                formats=(code,),
            ),
            finds=("/authorisation/grantedOn",),
            requirements=("TAB-3-4",),
        )
        for number, title, code in (
            (31, "A number in the format of a time of day, where a day is expected", "hh:mm"),
            (32, "A number in the format of a length of time, where a day is expected", "[h]:mm"),
        )
    ),
    book_case(
        "AEO-STR-06.p31",
        "A number in the format of a month and a year, and one in that of a time",
        "The first is a day, and the second the number that it is (TAB-3-4).",
        workbook(
            sheets(records=[list(ROW), list({**ROW, **TIMED}.values())]),
            formats=("General", "[h]:mm:ss", "mm/yy"),
        ),
        requirements=("TAB-3-4",),
    ),
)
ROWS = (
    book_case(
        "AEO-HOS-03.n32",
        "A cell of more than 32,767 characters",
        f"{OWN} (TAB-3-7)",
        workbook(sheets(records=with_cell(NAME, LONG_CELL))),
        finds=(REFUSED,),
        requirements=("TAB-3-7",),
    ),
    book_case(
        "AEO-HOS-03.n33",
        "A row with more than 16,384 columns",
        f"{OWN} (TAB-3-7)",
        workbook(sheets(records=with_cell("authorisation.grantedOn", "2024-01-01", FAR))),
        finds=(REFUSED,),
        requirements=("TAB-3-7",),
    ),
    *(
        book_case(
            f"AEO-SYN-01.n{number}",
            title,
            f"{OWN} (TAB-3-7)",
            workbook(sheets(records=with_cell("authorisation.grantedOn", cell))),
            finds=(REFUSED,),
            requirements=("TAB-3-7",),
        )
        for number, title, cell in (
            (203, "A cell twice", TWICE),
            (204, "A cell out of order", BACK),
            (205, "A shared text that is not there", NO_TEXT),
        )
    ),
    book_case(
        "AEO-SYN-01.n206",
        "A broken row of a further sheet",
        f"{OWN} (TAB-3-7)",
        workbook(
            sheets(
                records=[list(ROW), list(ROW.values()), list(GOOD[0].values())],
                terms=[["record", *TERM], [ID, *TERM.values()], ["HK-2024-0002", *TERM.values()]],
                consents=[
                    ["record", *CONSENT],
                    [ID, *CONSENT.values()],
                    ["HK-2024-0002", *CONSENT.values()],
                ],
                history=[
                    ["record", *EVENT],
                    [ID, *EVENT.values()],
                    ["HK-2024-0002", *list(EVENT.values())[:-1], NO_TEXT],
                ],
            )
        ),
        finds=(REFUSED,),
        requirements=("TAB-3-7",),
    ),
    book_case(
        "AEO-SYN-05.n33",
        "A workbook without the sheet of records",
        "It holds no record (TAB-3-1).",
        workbook({"Records": [list(ROW), list(ROW.values())], "terms": [["record"]]}),
        finds=(REFUSED,),
        requirements=("TAB-3-1",),
    ),
    book_case(
        "AEO-SYN-05.n34",
        "A workbook of one sheet whose header names no recordId",
        "It is somebody's sheet, and holds no record (TAB-3-8).",
        workbook({"Firms": [["No.", *list(WHOLE)[3:]], list(WHOLE.values())[2:]]}),
        finds=(REFUSED,),
        requirements=("TAB-3-1", "TAB-3-8"),
    ),
    book_case(
        "AEO-SYN-05.p31",
        "A workbook of one sheet with the columns of CSV",
        "A spreadsheet that saves CSV as a workbook names the sheet after the file (TAB-3-8).",
        workbook({"partner list": [list(WHOLE), list(WHOLE.values())]}),
        requirements=("TAB-3-8", "TAB-2-3"),
    ),
    book_case(
        "AEO-SYN-05.p32",
        "A workbook of one sheet called records with the columns of CSV",
        "It is read as any other sheet that stands alone, an apostrophe taken away (TAB-3-8).",
        workbook(
            {
                "records": [
                    [*WHOLE, "record"],
                    [*{**WHOLE, NAME: f"'{WHOLE[NAME]}"}.values(), "1"],
                ]
            }
        ),
        requirements=("TAB-3-8", "TAB-2-2"),
    ),
    Case(
        id="AEO-SYN-05.p33",
        title="The version of the standard as a spreadsheet leaves it",
        why=f"It makes a number of 1.0, and shows 1 (TAB-1-4). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row={**WHOLE, "specVersion": "1"}),
            "xlsx": workbook(sheets(records=with_cell("specVersion", value("1")))),
        },
        requirements=("TAB-1-4",),
    ),
    book_case(
        "AEO-SYN-03.n34",
        "A text that CSV has for an error, in a workbook of one sheet",
        "It is refused as it is in CSV (TAB-3-8, TAB-2-6).",
        workbook({"list": [list(WHOLE), list({**WHOLE, NAME: "#REF!"}.values())]}),
        finds=("/holder/legalName",),
        requirements=("TAB-3-8", "TAB-2-6"),
    ),
    book_case(
        "AEO-SYN-14.n03",
        "Two rows of one name",
        "Nobody knows to which of them rows of further sheets belong (TAB-3-3).",
        workbook(sheets(records=[list(ROW), list(ROW.values()), list(ROW.values())])),
        finds=(REFUSED, REFUSED),
        requirements=("TAB-3-3",),
    ),
    book_case(
        "AEO-SYN-14.n04",
        "An identifier of a site that the record does not have",
        "The record is refused, since an element of it would be lost (TAB-3-2).",
        workbook(
            sheets(
                **{
                    "sites.identifiers": [
                        ["record", "sites.number", "scheme", "value"],
                        [ID, "1", "HK-BR", "00000033"],
                    ]
                }
            )
        ),
        finds=(REFUSED,),
        requirements=("TAB-3-2",),
    ),
)

CASES = (*FORMS, *ROWS)
