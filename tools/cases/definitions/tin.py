"""Cases of area TIN: the form of the Trader Identification Number."""

from __future__ import annotations

from making import Case, Expected

from definitions.bases import AMERICA, BRITAIN, MODULES, PLAIN, SECOND_OPERATOR

ENDED = "2025-01-01T00:00:00Z"
SEVERAL = ("json", "ndjson", "xml")
ANOTHER_RECORD = (
    ("/recordId", "HK-2024-0003"),
    ("/authorisation/number", "HKAEO-EX-0003"),
)

CASES: tuple[Case, ...] = (
    Case(
        id="AEO-TIN-01.p01",
        title="A TIN of Northern Ireland",
        why="XI is one of the two customs codes beside ISO 3166-1.",
        flags=("Prefix",),
        base=BRITAIN,
        edits=(("/holder/tin", "XI123456789000"),),
    ),
    Case(
        id="AEO-TIN-01.p02",
        title="A TIN of Kosovo, and a former one of another country",
        why="XK is the other customs code; a TIN need not be of the administration's country. "
        "The programme is not known to take it, which is another rule.",
        flags=("Prefix",),
        base=PLAIN,
        edits=(
            ("/holder/tin", "XK8"),
            ("/holder/formerTins", [{"tin": "MX8", "until": ENDED}]),
        ),
        allow=("AEO-TIN-04",),
    ),
    Case(
        id="AEO-TIN-01.n01",
        title="EL for Greece",
        why="Greek tax numbers begin with EL; ISO 3166-1 says GR. "
        "That the programme does not take it is not said beside it.",
        flags=("Prefix", "CommonSlip"),
        base=PLAIN,
        edits=(("/holder/tin", "EL123456789"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-01.n02",
        title="EU as issuer of a TIN",
        why="A union issues no TIN; its members do.",
        flags=("Prefix", "Union"),
        base=PLAIN,
        edits=(("/holder/tin", "EU123456789"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-01.n03",
        title="The second former TIN with a prefix that nobody has",
        why="Former TINs are TINs; each is looked at.",
        flags=("Prefix", "FormerTin"),
        base=PLAIN,
        edits=(
            (
                "/holder/formerTins",
                [{"tin": "HK9", "until": ENDED}, {"tin": "QQ9", "until": ENDED}],
            ),
        ),
        finds=("/holder/formerTins/1/tin",),
    ),
    Case(
        id="AEO-TIN-02.p01",
        title="A TIN of the United Arab Emirates that begins with AEO",
        why="Only AEO and a country code make an AEO number; QQ is none. "
        "That the programme is not known to take TINs of AE is another rule.",
        flags=("AeoNumber", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "AEOQQ123"),),
        allow=("AEO-TIN-04",),
    ),
    Case(
        id="AEO-TIN-02.n01",
        title="An AEO number of China as TIN",
        why="It would be read as a number of the United Arab Emirates. "
        "That the programme takes none of these is not said beside it.",
        flags=("AeoNumber",),
        base=PLAIN,
        edits=(("/holder/tin", "AEOCN0123456789"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-02.n02",
        title="AEO and a country code, and nothing else",
        why="The start is what misleads, whatever follows.",
        flags=("AeoNumber", "EdgeValue"),
        base=PLAIN,
        edits=(("/holder/tin", "AEOHK"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-03.p01",
        title="Former TINs that differ in one character",
        why="TINs are compared as they are written.",
        flags=("FormerTin", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/holder/formerTins",
                [{"tin": "HK0000001", "until": ENDED}, {"tin": "HK000000010", "until": ENDED}],
            ),
        ),
    ),
    Case(
        id="AEO-TIN-03.n01",
        title="The present TIN among the former ones",
        why="It cannot have stopped counting and still count.",
        flags=("FormerTin", "Repeated"),
        base=PLAIN,
        edits=(("/holder/formerTins", [{"tin": "HK00000001", "until": ENDED}]),),
        finds=("/holder/formerTins/0/tin",),
    ),
    Case(
        id="AEO-TIN-03.n02",
        title="One former TIN with two ends",
        why="The two entries contradict each other.",
        flags=("FormerTin", "Contradiction"),
        base=PLAIN,
        edits=(
            (
                "/holder/formerTins",
                [
                    {"tin": "HK9", "until": "2024-01-01T00:00:00Z"},
                    {"tin": "HK8", "until": "2024-06-01T00:00:00Z"},
                    {"tin": "HK9", "until": "2025-01-01T00:00:00Z"},
                ],
            ),
        ),
        finds=("/holder/formerTins/2/tin",),
    ),
    Case(
        id="AEO-TIN-04.p01",
        title="A Mexican carrier in the programme of the United States",
        why="The reference data lists MX: exceptions are known there, not guessed.",
        flags=("Prefix", "Programme"),
        base=AMERICA,
        edits=(
            ("/holder/tin", "MXABC010203XY9"),
            ("/authorisation/terms/0/roles", ["carrier"]),
        ),
    ),
    Case(
        id="AEO-TIN-04.n01",
        title="A German TIN in the programme of Hong Kong",
        why="No row says that Hong Kong takes it; it is mostly a slip, so a warning.",
        flags=("Prefix", "Programme"),
        base=PLAIN,
        edits=(("/holder/tin", "DE0000001"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-04.n02",
        title="A TIN of Northern Ireland in the programme of the Union",
        why="XI is a good prefix, and one that the British programme takes, not the Union's.",
        flags=("Prefix", "Programme", "Union"),
        base=MODULES,
        edits=(("/holder/tin", "XI123456789000"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-04.n03",
        title="A Canadian TIN in the programme of Great Britain",
        why="That GB takes two prefixes does not open it to a third.",
        flags=("Prefix", "Programme"),
        base=BRITAIN,
        edits=(("/holder/tin", "CA123026635"),),
        finds=("/holder/tin",),
    ),
    Case(
        id="AEO-TIN-05.p01",
        title="Two records of one operator, and one of another",
        why="One name under one TIN, however many records; another TIN may have another.",
        flags=("Set", "LegalName"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), ANOTHER_RECORD, SECOND_OPERATOR),
    ),
    Case(
        id="AEO-TIN-05.p02",
        title="A change of name between two revisions of one record",
        why="Revisions tell of it; there is no second record that says otherwise.",
        flags=("Set", "LegalName", "Revision"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (("/revision", 4), ("/holder/legalName", "Renamed Trading Limited"))),
    ),
    Case(
        id="AEO-TIN-05.p03",
        title="A record that moved to another administration, and a change of name",
        why="Austria let it go, so it keeps its key: these are two revisions of one record.",
        flags=("Set", "LegalName", "Revision", "Union"),
        base=MODULES,
        edits=(("/recordId", "AT-2024-0001"),),
        syntaxes=SEVERAL,
        records=(
            (("/administration", "AT"), ("/movedTo", "DE")),
            (
                ("/formerAdministrations", ["AT"]),
                ("/revision", 4),
                ("/holder/legalName", "Umbenannter Handel GmbH"),
            ),
        ),
    ),
    Case(
        id="AEO-TIN-05.n01",
        title="Two records with one TIN and two names",
        why="They are two firms, or one that has changed its name; the later record is named.",
        flags=("Set", "LegalName"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=((), (*ANOTHER_RECORD, ("/holder/legalName", "Other Trading Limited"))),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-TIN-05.n02",
        title="The third record writes the legal form in another way",
        why="Names are compared as they are written, with every record before.",
        flags=("Set", "LegalName", "CommonSlip"),
        base=PLAIN,
        syntaxes=SEVERAL,
        records=(
            (),
            SECOND_OPERATOR,
            (*ANOTHER_RECORD, ("/holder/legalName", "Example Trading Ltd")),
        ),
        finds=("/holder/legalName",),
    ),
    Case(
        id="AEO-TIN-05.n03",
        title="A change of name in a record that Austria did not let go",
        why="Without the word of the old side it is another record; that is told too.",
        flags=("Set", "LegalName", "Union", "Move"),
        base=MODULES,
        edits=(("/recordId", "AT-2024-0001"),),
        syntaxes=SEVERAL,
        records=(
            (("/administration", "AT"),),
            (
                ("/formerAdministrations", ["AT"]),
                ("/revision", 4),
                ("/holder/legalName", "Umbenannter Handel GmbH"),
            ),
        ),
        finds=(
            "/holder/legalName",
            Expected("/formerAdministrations", "AEO-XCH-03"),
        ),
    ),
)
