"""Cases of tables (part 10): headers, cells, rows of further sheets, formulas."""

from __future__ import annotations

from making import REFUSED, Case, Expected
from workbooks import Rows, csv_bytes, workbook

from definitions.bases import PLAIN

HERE = "JSON and XML have no such thing."
ROW = {
    "specVersion": "1.0",
    "administration": "HK",
    "recordId": "HK-2024-0001",
    "revision": "3",
    "issuedAt": "2026-10-01T00:00:00Z",
    "programme": "HK-AEO",
    "holder.kind": "legal-person",
    "holder.tin": "HK00000001",
    "holder.legalName": "Example Trading Limited",
    "holder.address.lines.1": "1 Example Road",
    "holder.address.city": "Example City",
    "holder.address.country": "HK",
    "authorisation.number": "HKAEO-EX-0001",
    "authorisation.grantedOn": "2024-01-01",
}
TERM = {
    "from": "2024-01-01T00:00:00Z",
    "until": "2027-01-01T00:00:00Z",
    "tiers": "TIER1",
    "roles": "exporter",
}
EVENT = {
    "seq": "1",
    "status": "granted",
    "effectiveFrom": "2024-01-01T00:00:00Z",
    "recordedAt": "2024-01-01T00:00:00Z",
}
CONSENT = {"scope": "all", "state": "given", "since": "2024-01-01T00:00:00Z"}
ID = ROW["recordId"]
WHOLE = {
    **ROW,
    **{f"authorisation.terms.1.{name}": cell for name, cell in TERM.items()},
    **{f"history.1.{name}": cell for name, cell in EVENT.items()},
    **{f"consents.1.{name}": cell for name, cell in CONSENT.items()},
}


def as_csv(*, mark: str = ",", end: str = "\r\n", **rows: dict[str, str]) -> bytes:
    """Return CSV with the header of the first row, and a row for each."""
    first, *_ = rows.values()
    lines = [list(first), *(list(row.values()) for row in rows.values())]
    return csv_bytes(lines, mark, end)


def sheets(**others: Rows) -> dict[str, Rows]:
    """Return the sheets of the plain record, some of them replaced."""
    return {
        "records": [list(ROW), list(ROW.values())],
        "terms": [["record", *TERM], [ID, *TERM.values()]],
        "history": [["record", *EVENT], [ID, *EVENT.values()]],
        "consents": [["record", *CONSENT], [ID, *CONSENT.values()]],
        **others,
    }


def renamed(row: dict[str, str], old: str, new: str) -> dict[str, str]:
    """Return a row with another name for one column."""
    return {new if name == old else name: cell for name, cell in row.items()}


def with_event(*more: str | tuple[str, str]) -> Rows:
    """Return the sheet of events with a second row."""
    return [["record", *EVENT], [ID, *EVENT.values()], list(more)]


HEADERS = (
    Case(
        id="AEO-SYN-12.p01",
        title="Columns in another order, blanks around names, a column without name",
        why=f"A name is known wherever it stands (TAB-1-1). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row={**dict(reversed(renamed(WHOLE, "recordId", " recordId ").items()))}),
            "xlsx": workbook(sheets(records=[[*reversed(ROW), ""], [*reversed(ROW.values()), ""]])),
        },
    ),
    Case(
        id="AEO-SYN-12.p02",
        title="Semicolons and line feeds",
        why=f"A reader takes both marks and both ends of a line (TAB-2-1). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={"csv": as_csv(mark=";", end="\n", row=WHOLE)},
        requirements=("TAB-2-1",),
    ),
    Case(
        id="AEO-SYN-12.n01",
        title="A column that is no item",
        why=f"What stands under it would be lost. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row=renamed(WHOLE, "holder.tin", "holder.taxNumber")),
            "xlsx": workbook(
                sheets(records=[list(renamed(ROW, "holder.tin", "TIN")), list(ROW.values())])
            ),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-12.n02",
        title="A column twice",
        why=f"Two cells of one item are two answers. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row=WHOLE).replace(b"holder.legalName", b"holder.tin"),
            "xlsx": workbook(sheets(records=[[*ROW, "recordId"], [*ROW.values(), ID]])),
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-12.n03",
        title="A fifth term in a column of its own",
        why=f"CSV has room for four (TAB-2-3). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(
                row=renamed(WHOLE, "authorisation.terms.1.from", "authorisation.terms.5.from")
            )
        },
        finds=(REFUSED,),
        requirements=("TAB-1-1", "TAB-2-3"),
    ),
    Case(
        id="AEO-SYN-12.n04",
        title="A name in another case",
        why=f"Case counts (TAB-1-1). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row=renamed(WHOLE, "holder.tin", "Holder.TIN")),
            "xlsx": workbook(
                sheets(terms=[["record", *renamed(TERM, "tiers", "Tiers")], [ID, *TERM.values()]])
            ),
        },
        finds=(REFUSED,),
    ),
)
CELLS = (
    Case(
        id="AEO-SYN-13.p01",
        title="Empty cells beside the header, and an empty row",
        why=f"An empty cell says nothing, and neither does a row of them (TAB-1-2). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row={**WHOLE, "": ""}, empty=dict.fromkeys([*WHOLE, ""], "")),
            "xlsx": workbook(sheets(records=[list(ROW), [], [*ROW.values(), ""]])),
        },
    ),
    Case(
        id="AEO-SYN-13.p02",
        title="A number left out",
        why=f"The second term without the first is the first (TAB-1-5). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(
                row={name.replace("terms.1.", "terms.3."): cell for name, cell in WHOLE.items()}
            )
        },
        requirements=("TAB-1-5",),
    ),
    Case(
        id="AEO-SYN-13.n01",
        title="A cell beside the header",
        why=f"It belongs to no item and would be lost. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row=WHOLE)
            .replace(b"\r\n", b",granted\r\n")
            .replace(b",granted\r\n", b"\r\n", 1),
            "xlsx": workbook(sheets(records=[list(ROW), [*ROW.values(), "granted"]])),
        },
        finds=("",),
    ),
    Case(
        id="AEO-SYN-13.n02",
        title="A cell far beside the header",
        why=f"It belongs to no item and would be lost, however far it stands. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row=WHOLE)
            .replace(b"\r\n", b",,,,,x\r\n")
            .replace(b",,,,,x\r\n", b"\r\n", 1),
            "xlsx": workbook(sheets(records=[list(ROW), [*ROW.values(), "", "", "x"]])),
        },
        finds=("",),
    ),
)
FURTHER = (
    Case(
        id="AEO-SYN-14.p01",
        title="Rows of further sheets in another order than their records",
        why=f"A person may sort a sheet; rows find their record by its name (TAB-3-2). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "xlsx": workbook(
                sheets(
                    records=[
                        list(ROW),
                        list(ROW.values()),
                        list({**ROW, "recordId": "HK-2024-0002"}.values()),
                    ],
                    **{
                        name: [
                            ["record", *row],
                            ["HK-2024-0002", *row.values()],
                            [ID, *row.values()],
                        ]
                        for name, row in (
                            ("terms", TERM),
                            ("history", EVENT),
                            ("consents", CONSENT),
                        )
                    },
                )
            )
        },
    ),
    Case(
        id="AEO-SYN-14.n01",
        title="An event of a record that is not there",
        why=f"It would be lost, or given to another. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "xlsx": workbook(
                sheets(history=with_event("HK-2024-0009", "2", *list(EVENT.values())[1:]))
            )
        },
        finds=(REFUSED,),
    ),
    Case(
        id="AEO-SYN-14.n02",
        title="An event that names no record",
        why=f"Nobody knows whose it is. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={"xlsx": workbook(sheets(history=with_event("", "2", *list(EVENT.values())[1:])))},
        finds=(REFUSED,),
    ),
)
FORMULAS = (
    Case(
        id="AEO-SYN-15.p01",
        title="A text that begins like a formula",
        why=f"It is a text and no formula (TAB-1-6, TAB-2-2). {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "csv": as_csv(row={**WHOLE, "holder.legalName": "'=Example Trading Limited"}),
            "xlsx": workbook(
                sheets(
                    records=[
                        list(ROW),
                        list({**ROW, "holder.legalName": "=Example Trading Limited"}.values()),
                    ]
                )
            ),
        },
        requirements=("TAB-1-6", "TAB-2-2"),
    ),
    Case(
        id="AEO-SYN-15.n01",
        title="A name that a formula makes",
        why=f"The value stored beside it counts, and the reader says so. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "xlsx": workbook(
                sheets(
                    records=[
                        list(ROW),
                        [
                            ("UPPER(A1)", cell) if name == "holder.legalName" else cell
                            for name, cell in ROW.items()
                        ],
                    ]
                )
            )
        },
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-SYN-15.n02",
        title="An event whose day a formula makes",
        why=f"It is told on further sheets too. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "xlsx": workbook(
                sheets(
                    history=[
                        ["record", *EVENT],
                        [ID, "1", "granted", ("A9", EVENT["effectiveFrom"]), EVENT["recordedAt"]],
                    ]
                )
            )
        },
        finds=("/history/0/effectiveFrom",),
    ),
    Case(
        id="AEO-SYN-15.n03",
        title="A formula that makes a wrong value",
        why=f"The value is judged as it is stored. {HERE}",
        flags=("Format",),
        base=PLAIN,
        inputs={
            "xlsx": workbook(
                sheets(
                    terms=[
                        ["record", *TERM],
                        [ID, TERM["from"], TERM["until"], ("B9", "tier1"), TERM["roles"]],
                    ]
                )
            )
        },
        finds=(
            "/authorisation/terms/0/tiers",
            Expected("/authorisation/terms/0/tiers/0", code="AEO-STR-06"),
        ),
    ),
)

CASES = (*HEADERS, *CELLS, *FURTHER, *FORMULAS)
