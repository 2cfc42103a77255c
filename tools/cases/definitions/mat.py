"""Who in a declaration is recognised: MAT-01, by hand from part 12.

`p` has a party that is recognised, `n` none: a number that is nearly right never makes a yes.
"""

from __future__ import annotations

from typing import Any

from matching import ACCEPTED, MatchingCase, answered, document, party, within
from recognising import adopted, profile, row

from definitions.bases import LEI
from definitions.rcg import suspended_from
from definitions.rcg_streams import OWN_CODES, code, former, numbered, second

TIN, OTHER = "HK00000001", "HK00000002"
NUMBER = "HKAEO-EX-0001"
BY_LEI = adopted(profile(schemes='identifier_schemes = ["LEI"]'))
FEWER: dict[str, Any] = {"benefits": ["FEWER-EXAMINATIONS"]}
NARROWED = adopted(profile(row(party_roles=["exporter"], flows=["import"])))
FOUND: dict[str, Any] = {"tin": TIN, "lookup": "tin", **FEWER}


def case(name: str, title: str, why: str, parties: Any, answers: Any, **more: Any) -> MatchingCase:
    """Return a case of one declaration; without more by the TIN under the plain profile."""
    given: dict[str, Any] = {
        "parties": parties if isinstance(parties, tuple) else (parties,),
        "answers": answers if isinstance(answers, tuple) else (answers,),
        "records": ((),),
        "profiles": adopted(profile()),
        "codes": None,
        "accepted": ACCEPTED,
        "flow": "import",
        "level": "MUST",
        "requirements": ("DEC-3-2", "DEC-4-1"),
        **more,
    }
    return MatchingCase(id=f"MAT-01.{name}", title=title, why=why, **given)


def _near(name: str, title: str, number: Any, near: str, **more: Any) -> MatchingCase:
    """Return a case of a number that is nearly that of the firm."""
    quoted = party("exporter", number)
    reason = more.pop("reason", "not-found")
    answer = answered("open", reason, near=((TIN, near),))
    why = "Nobody has the number: the firm is a candidate, and never a yes."
    given = {"requirements": ("DEC-4-2", "DEC-5-1", "DEC-5-2"), **more}
    return case(name, title, why, quoted, answer, **given)


def _quoted(name: str, title: str, why: str, **more: Any) -> MatchingCase:
    """Return a case of a document that quotes the number of an authorisation."""
    codes = {key: more.pop(key) for key in ("categories", "types") if key in more}
    answer = answered("yes", tin=TIN, lookup="aeo-number", **FEWER)
    given = {"requirements": ("DEC-1-10",), "beside": document(NUMBER, **codes), **more}
    return case(name, title, why, party("exporter", name="Specimen Goods"), answer, **given)


def _not_quoted(
    name: str, title: str, why: str, number: str = NUMBER, **codes: Any
) -> MatchingCase:
    """Return a case of a document that says nothing."""
    answer = answered("open", "no-number")
    given = {"requirements": ("DEC-1-10",), "beside": document(number, **codes)}
    return case(name, title, why, party("exporter", name="Specimen Goods"), answer, **given)


def _envelope(*messages: str) -> str:
    return f"<Envelope>\n{''.join(messages)}</Envelope>\n"


def _of_the_union(name: str, element: str, number: str) -> str:
    """Return a message of the Union with one party, accepted as the others are."""
    told = f"<declarationAcceptanceDateAndTime>{ACCEPTED}</declarationAcceptanceDateAndTime>"
    one = f"<{element}><identificationNumber>{number}</identificationNumber></{element}>"
    return f"<{name}><ImportOperation>{told}</ImportOperation>{one}</{name}>\n"


COLUMNS = "declaration,acceptedAt,flow,role,id\n"


def _row(number: str, declaration: str = "D-1") -> str:
    """Return a row of a table in CSV with one exporter."""
    return f"{declaration},{ACCEPTED},import,exporter,{number}\n"


def _table(*rows: str) -> str:
    return COLUMNS + "".join(rows)


def with_scheme(scheme: str, number: str, *, within: str = "Exporter", more: str = "") -> str:
    """Return a message of form `wco` with one number, under a scheme that it names."""
    return (
        "<Declaration><AcceptanceDateTime>20261101000000Z</AcceptanceDateTime>"
        f'<TypeCode>IMA</TypeCode><{within}>{more}<ID schemeID="{scheme}">{number}</ID></{within}>'
        "</Declaration>\n"
    )


CASES: tuple[MatchingCase, ...] = (
    case(
        "p01",
        "The TIN of a firm",
        "It is compared as it is.",
        party("exporter", TIN),
        answered("yes", **FOUND),
    ),
    case(
        "p02",
        "A TIN with blanks, small letters and full-width digits",
        "Its compared form is that of the firm.",
        party("exporter", "hk 0000 000\uff11"),
        answered("yes", **FOUND),
        requirements=("DEC-3-1", "DEC-3-2"),
    ),
    case(
        "p03",
        "The number of an authorisation, as one",
        "The mode is aeo-number, so it is looked up.",
        party("exporter", (NUMBER, "aeo-number")),
        answered("yes", tin=TIN, lookup="aeo-number", **FEWER),
    ),
    case(
        "p04",
        "A TIN in the class of mutual recognition",
        "It is looked up as a TIN.",
        party("exporter", (TIN, "mutual-recognition")),
        answered("yes", **FOUND),
    ),
    case(
        "p05",
        "A code that the asking side issued",
        "Its table names the TIN.",
        party("exporter", "P0001"),
        answered("yes", tin=TIN, lookup="own-code", **FEWER),
        profiles=OWN_CODES,
        codes=code(TIN),
    ),
    case(
        "p06",
        "A role and a flow that a row asks for",
        "The declaration has both.",
        party("exporter", TIN),
        answered("yes", **FOUND),
        profiles=NARROWED,
        requirements=("DEC-1-2", "DEC-2-3", "DEC-4-1"),
    ),
    case(
        "p07",
        "Two parties, one of them of a number that nobody has",
        "Each is answered about by itself.",
        (party("exporter", TIN), party("importer", "HK00000009")),
        (answered("yes", **FOUND), answered("open", "not-found", role="importer")),
    ),
    case(
        "p08",
        "A number of a firm beside its TIN",
        "Both are of one holder.",
        party("exporter", TIN, (NUMBER, "aeo-number")),
        answered("yes", tin=TIN, **FEWER),
        requirements=("DEC-3-3",),
    ),
    # No holder.
    case(
        "n01",
        "A number that nobody has",
        "It may be misspelt, so it is no no.",
        party("exporter", "HK99000077"),
        answered("open", "not-found"),
        requirements=("DEC-4-2",),
    ),
    case(
        "n02",
        "A party without a number",
        "A name leads to nobody.",
        party("exporter", name="Specimen Goods"),
        answered("open", "no-number"),
        requirements=("DEC-4-2",),
    ),
    case(
        "n03",
        "A declaration without acceptance",
        "Nobody said when.",
        party("exporter", TIN),
        answered("open", "no-acceptance"),
        accepted="",
        requirements=("DEC-2-2",),
    ),
    case(
        "n04",
        "A number of zeros alone",
        "It stands for nobody.",
        party("exporter", "000000000"),
        answered("open", "placeholder"),
        requirements=("DEC-3-4",),
    ),
    case(
        "n05",
        "A number that nobody has, where no row covers the flow",
        "Then it is no, whoever it is.",
        party("exporter", "HK99000077"),
        answered("no", "no-row"),
        profiles=NARROWED,
        flow="export",
        requirements=("DEC-4-2",),
    ),
    # Several holders.
    case(
        "n06",
        "Two numbers of two firms",
        "Nobody can tell which is meant.",
        party("exporter", TIN, ("HKAEO-EX-0002", "aeo-number")),
        answered("open", "numbers-differ", near=((TIN, "leads-here"), (OTHER, "leads-here"))),
        records=((), second()),
        requirements=("DEC-3-3", "DEC-5-2"),
    ),
    case(
        "n07",
        "One number of two firms",
        "It is not unique.",
        party("exporter", (NUMBER, "aeo-number")),
        answered("open", "two-holders"),
        records=((), second(("/authorisation/number", NUMBER))),
        requirements=("DEC-3-3",),
    ),
    case(
        "n08",
        "A TIN beside another number of its country that nobody has",
        "That one speaks for somebody else.",
        party("exporter", TIN, ("HK99000077", "mutual-recognition")),
        answered("open", "numbers-differ", near=((TIN, "leads-here"),)),
        requirements=("DEC-3-3", "DEC-5-2"),
    ),
    # The answer of the holder.
    case(
        "n09",
        "A firm that is suspended",
        "The answer is that of recognition.",
        party("exporter", TIN),
        answered("no", "status", tin=TIN, lookup="tin"),
        records=((suspended_from("2026-06-01"),),),
    ),
    case(
        "n10",
        "A role that says nothing, where a row asks for one",
        "What would rest on an assumption is open.",
        party("consignor", TIN),
        answered("open", "recognised", "role-not-asked", role="consignor"),
        profiles=NARROWED,
        requirements=("DEC-4-3", "DEC-1-2"),
    ),
    case(
        "n11",
        "Another role than that of the row",
        "The row is for exporters.",
        party("importer", TIN),
        answered("no", "no-row", role="importer"),
        profiles=NARROWED,
        requirements=("DEC-1-2", "DEC-4-1"),
    ),
    case(
        "n12",
        "The day before the arrangement",
        "No row covers it.",
        party("exporter", TIN),
        answered("no", "no-row"),
        accepted="2026-03-31T23:59:59Z",
    ),
    case(
        "n13",
        "A code of the asking side without its table",
        "Nobody can tell for whom it was issued.",
        party("exporter", "P0001"),
        answered("open", "no-own-codes"),
        profiles=OWN_CODES,
    ),
    case(
        "n14",
        "A TIN where the asking side goes by its own codes",
        "No lookup takes it as a TIN.",
        party("exporter", TIN),
        answered("open", "not-found", near=((TIN, "other-field"),)),
        profiles=OWN_CODES,
        codes=code(TIN),
        requirements=("DEC-3-2", "DEC-4-2", "DEC-5-2"),
    ),
    # Near misses.
    _near("n15", "A TIN with one digit more", "HK000000011", "one-character"),
    _near("n16", "A TIN with two digits exchanged", "HK00000010", "one-character"),
    _near("n17", "A TIN without its country", "00000001", "without-country"),
    _near("n18", "A TIN with a mark in it", "HK-00000001", "written-otherwise"),
    _near(
        "n19",
        "The number of an authorisation as the number of a party",
        NUMBER,
        "authorisation-number",
    ),
    _near("n20", "A TIN as the number of an authorisation", (TIN, "aeo-number"), "other-field"),
    _near(
        "n21",
        "A TIN that the firm had before",
        "HK00000003",
        "former-tin",
        records=((former("HK00000003", "2026-09-15T00:00:00Z"),),),
    ),
    case(
        "p09",
        "A TIN that the firm had then",
        "until of a former TIN was later than the acceptance.",
        party("exporter", "HK00000003"),
        answered("yes", **FOUND),
        records=((former("HK00000003", "2026-09-15T00:00:00Z"),),),
        accepted="2026-09-14T23:59:59Z",
    ),
    _near(
        "n22",
        "An identifier that ended",
        (LEI, "mutual-recognition"),
        "former-identifier",
        records=((numbered(LEI, until=ACCEPTED),),),
        profiles=BY_LEI,
    ),
    case(
        "p10",
        "An identifier in force, of a scheme of the side that asks",
        "It is looked up as one.",
        party("exporter", LEI),
        answered("yes", tin=TIN, lookup="identifier", **FEWER),
        records=((numbered(LEI, until="2026-11-01T00:00:01Z"),),),
        profiles=BY_LEI,
    ),
    case(
        "n23",
        "A name and nothing else",
        "However alike it is, a name never makes a yes.",
        party("exporter", name="Example Trading Limited"),
        answered("open", "no-number", near=((TIN, "name"),)),
        requirements=("DEC-4-2", "DEC-5-1", "DEC-5-2"),
    ),
    # What is said several times.
    case(
        "p11",
        "Two numbers by which a party is named, the second that of the firm",
        "Each is quoted, not the first alone.",
        party("exporter", "0815-77", TIN),
        answered("yes", **FOUND),
        requirements=("DEC-1-1", "DEC-3-3"),
    ),
    case(
        "n24",
        "Two numbers by which a party is named, of two firms",
        "Each is quoted, and nobody can tell which is meant.",
        party("exporter", TIN, OTHER),
        answered("open", "numbers-differ", near=((TIN, "leads-here"), (OTHER, "leads-here"))),
        records=((), second()),
        requirements=("DEC-1-1", "DEC-3-3", "DEC-5-2"),
    ),
    case(
        "p12",
        "One acceptance, said twice",
        "The two do not differ.",
        party("exporter", TIN),
        answered("yes", **FOUND),
        accepted_again=ACCEPTED,
        requirements=("DEC-1-1", "DEC-2-2"),
    ),
    case(
        "n25",
        "Two acceptances that differ",
        "Then the declaration has none, and nobody said when.",
        party("exporter", TIN),
        answered("open", "no-acceptance"),
        accepted_again="2026-10-31T00:00:00Z",
        requirements=("DEC-1-1", "DEC-2-2"),
    ),
    case(
        "p13",
        "Two types of one flow",
        "Both say import.",
        party("exporter", TIN),
        answered("yes", **FOUND),
        profiles=NARROWED,
        flow_again="import",
        requirements=("DEC-1-1", "DEC-2-3"),
    ),
    case(
        "n26",
        "Two types of two flows, where a row asks for one of them",
        "Then the declaration has no flow, and what would rest on an assumption is open.",
        party("exporter", TIN),
        answered("open", "recognised", "flow-not-asked"),
        profiles=NARROWED,
        flow_again="export",
        requirements=("DEC-1-1", "DEC-2-3"),
    ),
    # The code of a document.
    _quoted("p14", "A document of type Y022", "Its type is a code of the list.", types=("Y022",)),
    _quoted(
        "p15",
        "A document of category Y and type 022",
        "Written together they are a code of the list.",
        categories=("Y",),
        types=("022",),
    ),
    _quoted(
        "p16",
        "A document of category Y022 without a type",
        "Its category is a code of the list.",
        categories=("Y022",),
    ),
    _quoted(
        "p17",
        "A document of two types, one of them Y022",
        "It is read with each of them.",
        types=("Y022", "380"),
        requirements=("DEC-1-4", "DEC-1-10"),
    ),
    _not_quoted(
        "n27",
        "A document of category Y whose number begins with 022",
        "A code is in category and type alone.",
        number=f"022/{NUMBER}",
        categories=("Y",),
    ),
    _not_quoted(
        "n28", "A document of type 022 without a category", "022 is no code.", types=("022",)
    ),
    _not_quoted(
        "n29",
        "A document of category Y022 and type 380",
        "It has a type, and Y022380 is no code.",
        categories=("Y022",),
        types=("380",),
    ),
    # A declaration within another.
    case(
        "p18",
        "A declaration within another that has no acceptance",
        "The inner one has its own; nothing of it is the outer one's.",
        party("importer", "HK99000077"),
        (answered("yes", **FOUND), answered("open", "no-acceptance", role="importer")),
        accepted="",
        beside=within(party("exporter", TIN), ACCEPTED),
        requirements=("DEC-1-11",),
        flow="import",
    ),
    case(
        "n30",
        "A declaration without acceptance within another that has one",
        "The acceptance of the outer one is not the inner one's, so nobody said when.",
        party("importer", "HK99000077"),
        (answered("open", "no-acceptance"), answered("open", "not-found", role="importer")),
        beside=within(party("exporter", TIN)),
        requirements=("DEC-1-11", "DEC-2-2"),
    ),
    case(
        "n31",
        "A declaration within another, accepted the day before the arrangement",
        "It is asked about at its own acceptance, when no row covers it.",
        party("importer", "HK99000077"),
        (answered("no", "no-row"), answered("open", "not-found", role="importer")),
        beside=within(party("exporter", TIN), "2026-03-31T23:59:59Z"),
        requirements=("DEC-1-11",),
    ),
    # Several messages in one file.
    case(
        "p19",
        "Messages of two names in one envelope",
        "Each is a declaration of its own, not those of the first name alone.",
        (),
        (answered("open", "not-found"), answered("yes", **FOUND, role="importer")),
        by_hand=_envelope(
            _of_the_union("CC415C", "Exporter", "HK99000077"),
            _of_the_union("CC413C", "Importer", TIN),
        ),
        requirements=("DEC-1-5", "DEC-1-11"),
    ),
    case(
        "p20",
        "A message of the WCO behind one of the Union in one envelope",
        "A file has messages of several forms.",
        (),
        (answered("open", "not-found"), answered("yes", **FOUND, role="importer")),
        by_hand=_envelope(
            _of_the_union("CC415C", "Exporter", "HK99000077"),
            within(party("importer", TIN), ACCEPTED),
        ),
        requirements=("DEC-1-5", "DEC-1-11"),
    ),
    case(
        "p21",
        "A message of the Union within one of ASYCUDA",
        "Its acceptance is its own: the outer one has none.",
        (),
        (answered("yes", **FOUND), answered("open", "no-acceptance", role="declarant")),
        by_hand="<ASYCUDA>\n<Declarant><Declarant_code>HK99000077</Declarant_code></Declarant>\n"
        f"{_of_the_union('CC415C', 'Exporter', TIN)}</ASYCUDA>\n",
        requirements=("DEC-1-5", "DEC-1-11", "DEC-2-2"),
    ),
    case(
        "n32",
        "A message that names a document which was accepted",
        "That is not its own acceptance, so nobody said when.",
        (),
        answered("open", "no-acceptance"),
        by_hand=_envelope(
            "<CC415C><PreviousDocument><acceptanceDate>2026-11-01</acceptanceDate>"
            "</PreviousDocument><Exporter><identificationNumber>"
            f"{TIN}</identificationNumber></Exporter></CC415C>\n"
        ),
        requirements=("DEC-2-1", "DEC-2-2"),
    ),
    case(
        "n33",
        "Two moments that differ in one acceptance",
        "Then the declaration has none.",
        (),
        answered("open", "no-acceptance"),
        by_hand="<Declaration><AcceptanceDateTime><DateTimeString>20261101000000Z</DateTimeString>"
        "<DateTimeString>20261031000000Z</DateTimeString></AcceptanceDateTime>"
        f"<Exporter><ID>{TIN}</ID></Exporter></Declaration>\n",
        requirements=("DEC-1-1", "DEC-2-2"),
    ),
    # Numbers that are not whole, and guards.
    case(
        "n34",
        "A TIN, six hundred blanks and one digit more",
        "White space does not count, so it is another number, however much of it is read.",
        party("exporter", f"{TIN}{' ' * 600}9"),
        answered("open", "not-found"),
        requirements=("DEC-1-1", "DEC-3-1"),
    ),
    case(
        "n35",
        "A TIN with an element in it, and one digit more",
        "What stands before the element is a part of the number alone.",
        (),
        answered("open", "no-number"),
        by_hand="<Declaration><AcceptanceDateTime>20261101000000Z</AcceptanceDateTime>"
        f"<Exporter><Name>Specimen Goods</Name><ID>{TIN}<Part/>9</ID></Exporter></Declaration>\n",
        requirements=("DEC-1-5", "DEC-4-2"),
    ),
    case(
        "p22",
        "A TIN in CSV behind a guard and a tab",
        "The guard and the tab are no part of it.",
        (),
        answered("yes", **FOUND),
        by_hand=_table(_row(f"'\t{TIN}")),
        requirements=("DEC-1-7", "DEC-1-12"),
    ),
    case(
        "n36",
        "A TIN in CSV behind an apostrophe",
        "It stands before a letter, which no spreadsheet runs: it is part of the number.",
        (),
        answered("open", "not-found", near=((TIN, "written-otherwise"),)),
        by_hand=_table(_row(f"'{TIN}")),
        requirements=("DEC-1-12",),
    ),
    _near(
        "n37",
        "A TIN behind an apostrophe and a tab, where nothing is run",
        f"'\t{TIN}",
        "written-otherwise",
        requirements=("DEC-1-12", "DEC-5-2"),
    ),
    # Rows that cannot be read.
    case(
        "p23",
        "A row of CSV with too many cells, before one that is whole",
        "The first may have its cells under another's name; it costs the second nothing.",
        (),
        answered("yes", **FOUND),
        by_hand=_table(_row("HK99000077,HK99000078"), _row(TIN, "D-2")),
        requirements=("DEC-1-7",),
    ),
    case(
        "p24",
        "A row of CSV with a quote that nobody closes, before one that is whole",
        "It ends with its line.",
        (),
        answered("yes", **FOUND),
        by_hand=_table(_row('"HK99000077'), _row(TIN, "D-2")),
        requirements=("DEC-1-7",),
    ),
    case(
        "p25",
        "A row of CSV with fewer cells, before one that is whole",
        "Its other cells are empty, so the first has no number and is no party.",
        (),
        answered("yes", **FOUND),
        by_hand=_table(f"D-1,{ACCEPTED},import\n", _row(TIN, "D-2")),
        requirements=("DEC-1-7",),
    ),
    case(
        "p26",
        "A row of CSV that begins with a number sign",
        "CSV has no comments: who leaves it out has lost a declaration.",
        (),
        answered("yes", **FOUND),
        by_hand=_table(_row(TIN, "#1")),
        requirements=("DEC-1-7",),
    ),
    case(
        "p27",
        "A table without numbers of declarations",
        "Each row is a declaration.",
        (),
        answered("yes", **FOUND),
        by_hand=f"acceptedAt,flow,role,id\n{ACCEPTED},import,exporter,{TIN}\n",
        requirements=("DEC-1-7",),
    ),
    case(
        "n38",
        "A TIN in CSV with a blank before its quotes",
        "The quotes are part of the cell, and so of the number.",
        (),
        answered("open", "not-found", near=((TIN, "written-otherwise"),)),
        by_hand=_table(_row(f' "{TIN}"')),
        requirements=("DEC-1-7",),
    ),
    # Schemes.
    case(
        "p28",
        "A number that the declaration calls a TIN",
        "It is looked up as one.",
        (),
        answered("yes", **FOUND),
        by_hand=with_scheme("TIN", TIN),
        requirements=("DEC-1-13", "DEC-3-2"),
    ),
    case(
        "p29",
        "A number under the scheme by which the profile identifies",
        "It is looked up as an identifier of it.",
        (),
        answered("yes", **{**FOUND, "lookup": "identifier"}),
        records=((numbered(LEI),),),
        profiles=BY_LEI,
        by_hand=with_scheme(" LEI ", LEI),
        requirements=("DEC-1-13", "DEC-3-2"),
    ),
    case(
        "n39",
        "The characters of a TIN under a scheme of others",
        "It is another number, which happens to be written alike.",
        (),
        answered("open", "not-found", near=((TIN, "other-field"),)),
        profiles=BY_LEI,
        by_hand=with_scheme("LEI", TIN),
        requirements=("DEC-1-13", "DEC-3-2", "DEC-5-2"),
    ),
    case(
        "n40",
        "The characters of a TIN under a scheme that nobody knows",
        "What it is called says that it is no TIN.",
        (),
        answered("open", "not-found", near=((TIN, "other-field"),)),
        by_hand=with_scheme("urn:example:tax-numbers", TIN),
        requirements=("DEC-1-13", "DEC-5-2"),
    ),
    case(
        "n41",
        "The number of an authorisation in class 16C, under another scheme",
        "An authorisation has a number without a scheme.",
        (),
        answered("open", "not-found", near=((TIN, "authorisation-number"),)),
        by_hand=with_scheme(
            "CN-AEO", NUMBER, within="AEOMutualRecognitionParty", more="<RoleCode>EX</RoleCode>"
        ),
        requirements=("DEC-1-13", "DEC-3-2", "DEC-5-2"),
    ),
    case(
        "n42",
        "The number of a document that says AEO, under another scheme",
        "The scheme is that of the number, wherever it stands.",
        (),
        answered("open", "not-found", near=((TIN, "authorisation-number"),)),
        by_hand=with_scheme(
            "CN-AEO", NUMBER, within="AdditionalDocument", more="<TypeCode>Y022</TypeCode>"
        ),
        requirements=("DEC-1-13", "DEC-3-2", "DEC-5-2"),
    ),
)
