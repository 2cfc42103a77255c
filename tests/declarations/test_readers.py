"""What is read of each form, and what is refused; the samples are one of each."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import msgspec
import pytest

from aeo_exchange.declarations.declaration import Declaration, PartyRole
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.declarations.readers.xml_forms import ALWAYS, names_in
from aeo_exchange.errors import LayoutError, MissingExtra
from aeo_exchange.formats import Content
from aeo_exchange.reference.declaration_codes import code_roles, shipped_declaration_codes
from aeo_exchange.reference.identifiers.compared import compared_number
from aeo_exchange.resources import published
from rows import for_each_row

SAMPLES = published("samples/declarations")
WCO = "urn:wco:datamodel:WCO:DEC-DMS:2"
ACCEPTED = "<AcceptanceDateTime><DateTimeString>{}</DateTimeString></AcceptanceDateTime>"


def read(content: str | bytes | Path, layout: Path | None = None, **limits: int):
    """Return the declarations of a content, and the codes of what was refused, in order."""
    held = content.encode() if isinstance(content, str) else content
    one = Content(name="d", path=held) if isinstance(held, Path) else Content(name="d", held=held)
    met = declarations_of(one, declaration_layout(layout), DeclarationLimits(**limits))
    return [reading.refusal.rule if reading.refusal else reading.declaration for reading in met]


def parties(declaration: Declaration) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (str(party.role), party.name, [(one.value, one.place) for one in party.numbers])
        for party in declaration.parties
    ]


def wco(inner: str, namespace: str = f' xmlns="{WCO}"') -> str:
    return f"<Declaration{namespace}>{inner}</Declaration>"


LAMPS = "Example Lamp Works (Hong Kong) Limited"


def test_the_wco_data_model_in_its_wrapper() -> None:
    (one,) = read(SAMPLES / "wco-import.xml")
    assert (one.number, one.accepted_at, one.flow) == (
        *("EXAMPLE-0001", "2026-10-30T00:30:00Z", "import"),
    )
    assert parties(one) == [
        ("agent", "Example Brokers K.K.", [("JP0000123401", "id")]),
        ("declarant", "", [("JP0000123402", "id")]),
        ("exporter", LAMPS, [("HK00000033", "id"), ("HKAEO-EX-0033", "aeo-number")]),
        ("consignee", "Example Lights K.K.", [("JP0000123403", "id")]),
        ("importer", "Example Lights K.K.", [("JP0000123403", "id")]),
        ("manufacturer", "", [("HK00000107", "mutual-recognition")]),
    ]
    exporter = one.parties[2]
    assert exporter.country == "HK"
    assert exporter.address == "Flat B, 9/F, Muster Centre, 88 Example Road, Tsuen Wan, HK"
    assert exporter.numbers[1].code == "Y022"


def test_without_a_namespace_and_in_another_encoding_an_authorisation_holder_is_its_party() -> None:
    (one,) = read(SAMPLES / "wco-plain.xml")
    assert parties(one) == [
        (
            *("exporter", "Example Lamp Works"),
            [("HK00000303", "id"), ("HK00000303", "authorisation-holder")],
        )
    ]
    assert one.accepted_at == ""


def test_a_notification_is_named_so() -> None:
    (one,) = read(SAMPLES / "notification.xml")
    assert (one.is_notification, one.number, one.parties) == (True, "EXAMPLE-0001", ())
    (bare,) = read('<r:Response xmlns:r="urn:wco:datamodel:WCO:RES-DMS:2"/>')
    assert (bare.is_notification, bare.parties) == (True, ())
    (whole,) = read(wco("<TypeCode>IM</TypeCode>"))
    assert not whole.is_notification


def test_an_entry_summary_declaration_of_the_union() -> None:
    (one,) = read(SAMPLES / "ics2-entry.xml")
    assert (one.number, one.flow, one.accepted_at) == ("EXAMPLE-0003", "import", "")
    assert parties(one) == [
        ("declarant", "Example Air B.V.", [("NL000000123", "id")]),
        ("carrier", "Example Air B.V.", [("NL000000123", "id")]),
        ("consignor", LAMPS, []),
        ("manufacturer", "", [("HK00000033", "mutual-recognition")]),
    ]
    assert one.parties[2].address == "Example Road, 88, Tsuen Wan, HK"


def test_a_transit_declaration_of_the_union() -> None:
    (one,) = read(SAMPLES / "ncts-transit.xml")
    assert (one.number, one.flow) == ("EXAMPLE-0004", "transit")
    assert parties(one) == [
        (
            *("principal", "Exemple Expédition S.A."),
            [("BE0000000001", "id"), ("BEAEOF0000001EXA", "aeo-number")],
        ),
        ("consignor", LAMPS, []),
        ("freight-forwarder", "", [("HK00000033", "mutual-recognition")]),
    ]


def test_asycuda_has_name_and_address_in_one_text_and_nothing_in_null() -> None:
    (one,) = read(SAMPLES / "asycuda.xml")
    assert (one.number, one.flow, one.accepted_at) == ("EXAMPLE-0005", "import", "")
    assert parties(one) == [
        ("exporter", LAMPS, [("HKAEO-EX-0033", "aeo-number")]),
        ("consignee", "EXAMPLE LIGHTS", [("00012345", "id")]),
        ("declarant", "", [("00054321", "id")]),
    ]
    assert one.parties[0].address == "88 Example Road, TSUEN WAN HONG KONG"


def test_rows_with_one_number_are_one_declaration() -> None:
    first, second = read(SAMPLES / "parties.csv")
    assert (first.number, first.accepted_at, first.flow) == ("EXAMPLE-0006", "2026-10-30", "import")
    assert parties(first) == [
        ("exporter", LAMPS, [("HK00000033", "id"), ("HKAEO-EX-0033", "aeo-number")]),
        ("importer", "Example Lights K.K.", [("JP0000123403", "id")]),
    ]
    assert parties(second) == [("exporter", "Example Lamp Works", [("HK0000033", "id")])]


def test_a_layout_says_how_another_table_is_arranged() -> None:
    first, second = read(SAMPLES / "sheet.csv", SAMPLES / "sheet.toml")
    assert (first.number, first.accepted_at) == ("EXAMPLE-0010", "2026-10-30")
    assert parties(first) == [
        ("exporter", LAMPS, [("HK00000033", "id")]),
        ("importer", "", [("JP0000123403", "id")]),
    ]
    assert parties(second)[0] == ("exporter", LAMPS, [])


ITEMS_APART = {
    "acceptedAt": "ACCEPTED AT",
    "releasedAt": "released_at",
    "aeoNumber": "AEO-Number",
    "exporter.aeoNumber": "exporter aeo number",
    "freight-forwarder.id": "Freight Forwarder: ID",
}


def test_a_column_has_the_words_of_its_item_together_or_apart() -> None:
    row = "2026-10-30,2026-10-31,A1,E1,F1\n"
    (together,) = read(f"{','.join(ITEMS_APART)}\n{row}")
    (apart,) = read(f"{','.join(ITEMS_APART.values())}\n{row}")
    assert apart == together
    assert (apart.accepted_at, apart.released_at) == ("2026-10-30", "2026-10-31")
    assert parties(apart) == [
        ("other", "", [("A1", "aeo-number")]),
        ("exporter", "", [("E1", "aeo-number")]),
        ("freight-forwarder", "", [("F1", "id")]),
    ]


def test_two_columns_of_one_item_are_refused_in_each_spelling_and_by_a_layout_read(
    tmp_path: Path,
) -> None:
    """By a layout the first that holds something counts, since it names both."""
    table = "acceptedAt,accepted_at,id\n,2026-10-30,X\n"
    assert read(table) == ["AEO-SYN-01"]
    layout = tmp_path / "l.toml"
    layout.write_text(
        'name = "own"\ntitle = "t"\norigin = "o"\n[file]\nkind = "csv"\n'
        '[[fields]]\nitem = "acceptedAt"\nfrom = ["acceptedAt", "accepted_at"]\n'
        '[[fields]]\nitem = "id"\nfrom = ["id"]\n'
    )
    (one,) = read(table, layout)
    assert one.accepted_at == "2026-10-30"
    layout.write_text(layout.read_text().replace(', "accepted_at"', ""))
    (one,) = read(table, layout)
    assert one.accepted_at == ""


def why(content: str | bytes | Path, layout: Path | None = None) -> list[str]:
    """Return why something of a content was refused."""
    held = content.encode() if isinstance(content, str) else content
    one = Content(name="d", path=held) if isinstance(held, Path) else Content(name="d", held=held)
    met = declarations_of(one, declaration_layout(layout), DeclarationLimits())
    return [reading.refusal.message for reading in met if reading.refusal]


WITH_A_DATE = """name = "own"
title = "t"
origin = "o"
[file]
kind = "csv"
[[fields]]
item = "acceptedAt"
from = ["Accepted On"]
steps = [{ do = "date", texts = ["%d/%m/%Y"] }]
[[fields]]
item = "id"
from = ["id"]
"""


def test_a_row_that_is_refused_says_which_cell_and_what_to_do(tmp_path: Path) -> None:
    """It said `is not a day such as 30/11/2026`, and nobody knew of which cell."""
    (flow,) = why("flow,id\nIM,X\n")
    assert flow.startswith("'IM' is not a flow; there is import, export, transit; a layout")
    (role,) = why("role,id\nShipper,X\n")
    assert role.startswith("'Shipper' is not a role; it is one of exporter, consignor, ")
    assert role.endswith("other; a layout explains other words (`roles`)")
    (header,) = why("Shipper,Accepted\nX,Y\n")
    assert header.endswith("a table with other columns needs a layout (`--layout`)")
    layout = tmp_path / "l.toml"
    layout.write_text(WITH_A_DATE)
    (day,) = why("Accepted On,id\n31/02/2026,X\n30/11/2026,Y\n", layout)
    assert day == (
        "'31/02/2026' in the column 'Accepted On' is not a day such as 30/11/2026; "
        "ask which day is meant, or add its form beside %d/%m/%Y to the layout"
    )


def test_a_day_and_an_instant_of_parquet_need_no_step_and_take_it(tmp_path: Path) -> None:
    """A layout with a step for the days of CSV refused each row of typed days."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    layout = tmp_path / "l.toml"
    layout.write_text(WITH_A_DATE)
    at = 1_790_848_800_000_000
    for kind, held, accepted in (
        (pyarrow.date32(), 20_728, "2026-10-02"),
        (pyarrow.timestamp("us"), at, "2026-10-01T10:00:00"),
        (pyarrow.timestamp("us", "UTC"), at, "2026-10-01T10:00:00Z"),
        (pyarrow.string(), "01/10/2026", "2026-10-01"),
    ):
        columns = {"Accepted On": pyarrow.array([held], kind), "id": ["X"]}
        parquet.write_table(pyarrow.table(columns), tmp_path / "t.parquet")
        (one,) = read(tmp_path / "t.parquet", layout)
        assert one.accepted_at == accepted


@for_each_row(
    ("line", "meant"),
    [
        ('{"declaration": "1"}', "perhaps number is meant"),
        ('{"acceptedat": "2026-10-30"}', "perhaps acceptedAt is meant"),
        ('{"parties": [{"role": "exporter", "aeoNumber": "X"}]}', "perhaps numbers is meant"),
        (
            '{"parties": [{"role": "exporter", "numbers": [{"valu": "X"}]}]}',
            "perhaps value is meant",
        ),
        ('{"zzz": 1}', "there is number, acceptedAt, releasedAt, flow, isNotification, parties"),
        ('{"flow": "IM"}', "no declaration: Invalid enum value 'IM' - at `$.flow`"),
    ],
)
def test_a_member_that_is_not_known_is_told_with_the_one_that_is(line: str, meant: str) -> None:
    (told,) = why(line)
    assert told.startswith("no declaration: ")
    assert told.endswith(meant)


def test_rows_of_one_number_that_differ_are_several_declarations() -> None:
    header = "declaration,acceptedAt,releasedAt,flow,id\n"
    same = (
        "D,2026-10-30T00:00:00Z,2026-10-31,import,A\n"
        "D,2026-10-30T02:00:00+02:00,2026-10-31,IMPORT,B\n"
    )
    (one,) = read(header + same)
    assert len(one.parties) == 2
    for other in ("D,2026-10-29,2026-10-31,import,C", "D,2026-10-30T00:00:00Z,,import,C"):
        first, second = read(f"{header}{same}{other}\n")
        assert (len(first.parties), len(second.parties)) == (2, 1)
        assert first.accepted_at == "2026-10-30T00:00:00Z"
    _, second = read(f"{header}{same}D,2026-10-30T00:00:00Z,2026-10-31,export,C\n")
    assert second.flow == "export"


def test_a_line_of_json_is_the_declaration_itself() -> None:
    first, second = read(SAMPLES / "declarations.ndjson")
    assert parties(first) == [("exporter", LAMPS, [("HK00000033", "id")])]
    assert (second.accepted_at, second.parties[0].role) == ("", PartyRole.MANUFACTURER)
    assert read(msgspec.json.encode(first)) == [first]


def test_parquet_is_read_by_its_extra() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table(
        {
            "declaration": ["A", "A", "B"],
            "acceptedAt": ["2026-10-30"] * 3,
            "role": ["exporter", "importer", "exporter"],
            "id": ["HK00000033", None, "HK1"],
            "name": [None, "Example", None],
        }
    )
    held = io.BytesIO()
    parquet.write_table(table, held)
    first, second = read(held.getvalue())
    assert parties(first) == [
        ("exporter", "", [("HK00000033", "id")]),
        ("importer", "Example", []),
    ]
    assert second.number == "B"
    assert read(held.getvalue()[:-20] + b"\0" * 20) == ["AEO-SYN-01"]


def test_parquet_without_its_extra_is_told(monkeypatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra):
        read(b"PAR1")


@for_each_row(
    ("category", "kind", "role"),
    [
        *(("Y", f"0{number}", None) for number in (21, 30)),
        ("Y", "022", "exporter"),
        ("", "Y022", "exporter"),
        ("Y", "Y022", "exporter"),
        *(
            ("Y", f"0{number}", role)
            for number, role in zip(
                range(23, 30),
                ["consignee", "declarant", "agent", "principal", "warehouse", "carrier", "other"],
                strict=True,
            )
        ),
        ("C", "501", "other"),
        ("", "C502", "other"),
        ("C", "503", "other"),
        ("C", "504", None),
    ],
)
def test_each_code_of_a_document_names_its_party(category, kind, role) -> None:
    document = f"<CategoryCode>{category}</CategoryCode><TypeCode>{kind}</TypeCode><ID>N1</ID>"
    (one,) = read(wco(f"<AdditionalDocument>{document}</AdditionalDocument>"))
    assert [str(party.role) for party in one.parties] == ([role] if role else [])


def test_a_document_of_an_exporter_is_of_the_consignor_where_there_is_none() -> None:
    document = "<AdditionalDocument><TypeCode>Y022</TypeCode><ID>N1</ID></AdditionalDocument>"
    consignor = "<Consignor><Name>A</Name></Consignor>"
    (one,) = read(wco(document + consignor))
    assert parties(one) == [("consignor", "A", [("N1", "aeo-number")])]
    (both,) = read(wco(document + consignor + "<Exporter><Name>B</Name></Exporter>"))
    assert parties(both)[1] == ("exporter", "B", [("N1", "aeo-number")])
    (two,) = read(wco(document + "".join(f"<Exporter><ID>{n}</ID></Exporter>" for n in "12")))
    assert parties(two)[2:] == [("exporter", "", [("N1", "aeo-number")])]


def test_a_party_that_comes_again_is_one_party() -> None:
    (one,) = read(wco("<Exporter><ID>A</ID></Exporter>" * 3 + "<Exporter><ID>B</ID></Exporter>"))
    assert [number for _, _, ((number, _),) in parties(one)] == ["A", "B"]
    (line,) = read(
        msgspec.json.encode(
            msgspec.structs.replace(one, parties=(*one.parties, *one.parties[::-1]))
        )
    )
    assert line.parties == one.parties


@pytest.mark.parametrize(
    ("kind", "flow"), [("IMA", "import"), ("EX", "export"), ("COA", None), ("", None)]
)
def test_the_flow_is_what_the_type_says(kind: str, flow: str | None) -> None:
    (one,) = read(wco(f"<TypeCode>{kind}</TypeCode>"))
    assert one.flow == flow


@for_each_row("other", ["typeCode", "functionalReferenceId", "acceptanceDateTime", "id"])
def test_an_element_whose_name_has_other_letters_says_nothing_of_a_declaration(other: str) -> None:
    # DEC-1-5: letters in either case are those of messages of the Union.
    (one,) = read(wco(f"<{other}>EX20261030</{other}><Exporter><ID>A</ID></Exporter>"))
    assert one == Declaration(parties=one.parties)
    (both,) = read(wco(f"<{other}>EX</{other}><ID>1</ID><TypeCode>IM</TypeCode>"))
    assert (both.number, both.flow) == ("1", "import")


ADDRESS = (
    "<Line>1 Road</Line><CityName>Tsuen Wan</CityName><PostcodeID>999</PostcodeID>"
    "<CountrySubDivisionName>NT</CountrySubDivisionName><CountryCode>HK</CountryCode>"
)
OF_ASYCUDA_WORLD = (
    "<ASYCUDA><Exporter><Exporter_code>E</Exporter_code><Exporter_name>A\n1 Road</Exporter_name>"
    "</Exporter><Attached_documents><Attached_document_code>Y023</Attached_document_code>"
    "<Attached_document_reference>N</Attached_document_reference></Attached_documents></ASYCUDA>"
)


@for_each_row(
    ("text", "names"),
    [
        (
            wco(f"<Exporter><Name>A</Name><ID>E</ID><Address>{ADDRESS}</Address></Exporter>"),
            "Name ID Address Line CityName CountrySubDivisionName PostcodeID CountryCode",
        ),
        (
            wco(
                "<AEOMutualRecognitionParty><ID>N</ID><RoleCode>EX</RoleCode>"
                "</AEOMutualRecognitionParty>"
            ),
            "AEOMutualRecognitionParty ID RoleCode",
        ),
        (
            wco(
                "<AuthorisationHolder><ID>N</ID><CategoryCode>AEOC</CategoryCode>"
                "</AuthorisationHolder>"
            ),
            "AuthorisationHolder ID CategoryCode",
        ),
        (
            wco(
                "<AdditionalDocument><ID>N</ID><CategoryCode>Y</CategoryCode>"
                "<TypeCode>023</TypeCode></AdditionalDocument>"
            ),
            "AdditionalDocument ID CategoryCode TypeCode",
        ),
        (
            OF_ASYCUDA_WORLD,
            (
                "Exporter Exporter_code Exporter_name "
                "Attached_documents Attached_document_code Attached_document_reference"
            ),
        ),
    ],
)
def test_an_element_whose_name_has_other_letters_says_nothing_of_a_party(text, names) -> None:
    # DEC-1-5, as above: where an element is called otherwise, it is as if it were not there.
    (whole,) = read(text)
    for name in names.split():
        element = re.compile(f"<{name}>.*?</{name}>", re.DOTALL)
        (without,) = read(element.sub("", text))
        assert without != whole, name
        for other in {name.lower(), name.upper(), name[0].swapcase() + name[1:]} - {name}:
            renamed = text.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
            assert read(renamed) == [without], other


def test_the_letters_of_a_message_of_the_union_may_be_in_either_case() -> None:
    text = (
        "<CC515C><Exporter><name>A</name><identificationNumber>E</identificationNumber><Address>"
        "<city>X</city><country>HK</country></Address></Exporter><AdditionalSupplyChainActor>"
        "<role>CS</role><identificationNumber>N</identificationNumber></AdditionalSupplyChainActor>"
        "<Authorisation><type>C501</type><referenceNumber>R</referenceNumber></Authorisation>"
        "</CC515C>"
    )
    (whole,) = read(text)
    assert len(whole.parties) == 3
    for name in dict.fromkeys(re.findall("<([a-zA-Z]+)>", text)):
        other = name[0].swapcase() + name[1:]
        renamed = text.replace(f"<{name}>", f"<{other}>").replace(f"</{name}>", f"</{other}>")
        assert read(renamed) == [whole], other


@for_each_row("of", ["Name", "Address", "CountryCode"])
def test_a_scheme_of_what_is_no_number_says_nothing(of: str) -> None:
    party = "<Exporter><ID>A</ID><{0}{1}>JP</{0}></Exporter>"
    with_scheme, without = (wco(party.format(of, told)) for told in (' schemeID="TIN"', ""))
    assert read(with_scheme) == read(without)


def test_any_version_and_prefix_and_several_in_a_wrapper() -> None:
    inner = "<w:ID>1</w:ID><w:Exporter><w:ID>A</w:ID></w:Exporter>"
    text = f'<all xmlns:w="urn:wco:datamodel:WCO:9">{f"<w:Declaration>{inner}</w:Declaration>" * 2}'
    first, second = read(f"{text}</all>")
    assert first == second
    assert parties(first) == [("exporter", "", [("A", "id")])]


def test_a_declaration_in_another_namespace_is_none() -> None:
    assert read(wco("", ' xmlns="urn:example:other"')) == ["AEO-SYN-05"]
    assert read("<Invoice/>") == ["AEO-SYN-05"]


@for_each_row("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1254", "GB18030"])
def test_an_encoding_that_is_said_is_read(encoding: str) -> None:
    inner = wco("<Exporter><Name>Ärger</Name></Exporter>", "")
    text = f'<?xml version="1.0" encoding="{encoding}"?>{inner}'
    name = "Ärger"
    if encoding == "GB18030":
        name, text = "中", text.replace("Ärger", "中")
    (one,) = read(text.encode(encoding))
    assert one.parties[0].name == name


@for_each_row(
    ("line", "rule"),
    [
        ('{"nummer":"1"}', "AEO-SYN-01"),
        ('{"parties":[{"role":"shipper"}]}', "AEO-SYN-01"),
        ('{"acceptedAt":"yesterday"}', "AEO-SYN-01"),
        ('{"number":"1","number":"2"}', "AEO-SYN-02"),
        ('{"number":', "AEO-SYN-01"),
        # What the schema has as lengths.
        ('{"number":"%s"}' % ("1" * 4097), "AEO-HOS-03"),
        ('{"parties":[{"role":"agent","numbers":[{"value":"%s"}]}]}' % ("1" * 5000), "AEO-HOS-03"),
        ('{"parties":[{"role":"agent","numbers":[{"value":""}]}]}', "AEO-SYN-01"),
    ],
)
def test_a_line_that_is_no_declaration_costs_no_other(line: str, rule: str) -> None:
    good = '{"number":"1"}'
    assert read(f"{good}\n{line}\n\n{good}\n") == [
        Declaration(number="1"),
        rule,
        Declaration(number="1"),
    ]


def test_one_declaration_may_stand_on_several_lines() -> None:
    text = json.dumps({"number": "1", "parties": [{"role": "agent", "name": "A"}]}, indent=2)
    (one,) = read(text)
    assert parties(one) == [("agent", "A", [])]
    assert read(text.replace("role", "rolle")) == ["AEO-SYN-01"]
    assert read(text + "x") == ["AEO-SYN-01"]
    line = json.dumps({"number": "1" * 100_000})
    assert len(read(f"{line}\n{line}\n")) == 2
    long = json.dumps({"number": "1" * 2_000_000}, indent=2)
    assert read(long, declaration_bytes=1 << 20) == ["AEO-HOS-03"]


@pytest.mark.parametrize(
    "row",
    ["1,31/10/2026,import,exporter", "1,2026-10-31,inward,exporter", "1,2026-10-31,import,shipper"],
)
def test_a_row_that_cannot_be_read_costs_no_other(row: str) -> None:
    table = f"declaration,acceptedAt,flow,role,id\n{row},A\n2,2026-10-31,import,exporter,B\n"
    refused, two = read(table)
    assert (refused, two.number) == ("AEO-SYN-01", "2")


def test_a_table_with_no_header_that_is_known_is_refused() -> None:
    assert read("a,b\n1,2\n") == ["AEO-SYN-01"]
    assert read("") == ["AEO-SYN-01"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"exporter.id"', '"exporter.number"', "/fields/3/item: exporter.number is not an item"),
        ('"exporter.id"', '"shipper.id"', "shipper.id is not an item"),
        ("[[fields]]", 'role = "shipper"\n[[fields]]', "/"),
        ('origin = "Invented"', 'origin = "Invented"\nrole = "shipper"', "/role: shipper is no"),
        (', texts = ["%d/%m/%Y"]', "", "date needs `texts`"),
    ],
)
def test_a_layout_with_a_fault_is_refused_with_its_place(tmp_path, old, new, told) -> None:
    text = (SAMPLES / "sheet.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "l.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(LayoutError) as refusal:
        declaration_layout(tmp_path / "l.toml")
    assert told in str(refusal.value)


def test_every_code_rests_on_a_source_and_names_a_role_of_a_party() -> None:
    shipped = shipped_declaration_codes()
    assert {row.source for row in shipped.codes} == set(shipped.sources)
    assert {row.role for row in shipped.codes if row.role} <= set(PartyRole)
    assert len(code_roles("document")) == 11
    places = [(row.list, row.code) for row in shipped.codes]
    assert len(set(places)) == len(places)


DOCUMENTS = {
    "<CategoryCode>Y</CategoryCode><ID>N</ID><TypeCode>022</TypeCode>": True,
    "<CategoryCode> y </CategoryCode><ID>N</ID><TypeCode>\n022 </TypeCode>": True,
    "<ID>N</ID><TypeCode>y022</TypeCode>": True,
    "<CategoryCode>Y022</CategoryCode><ID>N</ID>": True,
    "<CategoryCode>Y02</CategoryCode><ID>N</ID><TypeCode>2</TypeCode>": True,
    f"<ID>N</ID><TypeCode>{' ' * 99}Y022</TypeCode>": True,
    "<TypeCode>380</TypeCode><ID>N</ID><TypeCode>Y022</TypeCode>": True,  # each one counts
    "<TypeCode>Y022</TypeCode><ID>N</ID><TypeCode>380</TypeCode>": True,
    f"{'<CategoryCode>N</CategoryCode>' * 2}<ID>N</ID><TypeCode>Y022</TypeCode>": True,
    "<CategoryCode>C</CategoryCode><ID>N</ID><TypeCode>Y022</TypeCode>": True,
    "<CategoryCode>Y022</CategoryCode><ID>N</ID><TypeCode/>": True,
    "<CategoryCode>Y022</CategoryCode><ID>N</ID><TypeCode>380</TypeCode>": False,
    "<CategoryCode>Y</CategoryCode><ID>N</ID>": False,
    "<CategoryCode>Y</CategoryCode><ID>022/N</ID>": False,
    "<ID>Y022/N</ID>": False,
    "<CategoryCode>N</CategoryCode><ID>N</ID><TypeCode>022</TypeCode>": False,
    "<ID>N</ID><TypeCode>022</TypeCode>": False,
    "<CategoryCode>Y022</CategoryCode><TypeCode>Y022</TypeCode>": False,
    "<ID>N</ID><Part><TypeCode>Y022</TypeCode></Part>": False,
}


@for_each_row(("inner", "is_meant"), DOCUMENTS.items())
def test_a_document_is_met_by_its_codes_wherever_they_stand(inner: str, *, is_meant: bool) -> None:
    document = f"<AdditionalDocument>{inner}</AdditionalDocument>"
    short = wco(f"<Exporter><ID>HK1</ID></Exporter>{document}")
    long = short.replace("<Exporter>", f"{'<Other>none</Other>' * 6000}<Exporter>")
    numbers = [("HK1", "id"), *([("N", "aeo-number")] if is_meant else [])]
    for text in (short, long):  # read at once, and piece by piece
        (one,) = read(text)
        assert parties(one) == [("exporter", "", numbers)]


def test_a_document_of_two_codes_is_read_with_each() -> None:
    """The last one alone counted, and hid that the number is said to be of two parties."""
    codes = "<TypeCode>Y022</TypeCode><TypeCode>Y023</TypeCode>"
    document = f"<AdditionalDocument>{codes}<ID>N</ID></AdditionalDocument>"
    (one,) = read(
        wco("<Exporter><ID>1</ID></Exporter><Consignee><ID>2</ID></Consignee>" + document)
    )
    number = ("N", "aeo-number")
    assert parties(one) == [
        ("exporter", "", [("1", "id"), number]),
        ("consignee", "", [("2", "id"), number]),
    ]


@for_each_row(
    "text",
    [
        wco(
            "<AEOMutualRecognitionParty><ID>N</ID><RoleCode>{}</RoleCode><RoleCode>{}</RoleCode>"
            "</AEOMutualRecognitionParty>"
        ).format("EX", "MF"),
        (
            "<CC515C><AdditionalSupplyChainActor><role>EX</role><role>MF</role>"
            "<identificationNumber>N</identificationNumber></AdditionalSupplyChainActor></CC515C>"
        ),
    ],
)
def test_an_actor_of_two_roles_is_of_each(text: str) -> None:
    (one,) = read(text)
    assert [str(party.role) for party in one.parties] == ["exporter", "manufacturer"]


@for_each_row(
    "text",
    [
        wco(
            "<AuthorisationHolder><CategoryCode>CW1</CategoryCode><ID>N</ID>"
            "<CategoryCode>AEOC</CategoryCode></AuthorisationHolder>"
        ),
        (
            "<CC515C><Authorisation><type>C517</type><type>C501</type>"
            "<referenceNumber>N</referenceNumber></Authorisation></CC515C>"
        ),
        (
            "<ASYCUDA><Attached_documents><Attached_document_code>380</Attached_document_code>"
            "<Attached_document_code>Y022</Attached_document_code>"
            "<Attached_document_reference>N</Attached_document_reference></Attached_documents></ASYCUDA>"
        ),
    ],
)
def test_a_code_that_says_aeo_counts_beside_one_that_does_not(text: str) -> None:
    (one,) = read(text)
    assert [number.value for party in one.parties for number in party.numbers] == ["N"]


AUTHORISATION = "<Authorisation>{}</Authorisation>"
LONGER = "<HolderOfTheAuthorisation> de1 </HolderOfTheAuthorisation>"
HELD = "<holderOfAuthorisation>DE1</holderOfAuthorisation>"
OWN = "<Exporter><identificationNumber>DE1</identificationNumber></Exporter>"


@for_each_row(
    ("inner", "meant"),
    [
        (f"{OWN}{AUTHORISATION.format(f'<type>C501</type>{HELD}')}", ["DE1 id", "DE1 C501"]),
        (f"{OWN}{AUTHORISATION.format(f'<type> aeof </type>{HELD}')}", ["DE1 id", "DE1 AEOF"]),
        (
            f"{OWN}<authorisation><Type>AEOC</Type>{LONGER}</authorisation>",
            ["DE1 id", "de1 AEOC"],
        ),
        (f"{OWN}{AUTHORISATION.format(f'<type>C521</type>{HELD}')}", ["DE1 id"]),
        (f"{OWN}{AUTHORISATION.format(HELD)}", ["DE1 id"]),
        (f"{OWN}{AUTHORISATION.format('<type>C501</type>')}", ["DE1 id"]),
        (f"{OWN}<SupportingDocument><type>C501</type>{HELD}</SupportingDocument>", ["DE1 id"]),
        (
            f"{OWN}{AUTHORISATION.format('<type>C501</type>' + HELD.replace('DE1', 'DE1<a/>'))}",
            ["DE1 id"],
        ),
    ],
)
def test_the_holder_of_an_authorisation_of_the_union_is_its_party(inner, meant) -> None:
    (one,) = read(f"<CC515C>{inner}</CC515C>")
    (party,) = one.parties
    assert [f"{number.value} {number.code or number.place}" for number in party.numbers] == meant
    assert {number.place for number in party.numbers[1:]} <= {"authorisation-holder"}


def test_an_authorisation_of_the_union_whose_holder_is_nobody_else_is_a_party_of_its_own() -> None:
    (one,) = read(f"<CC515C>{AUTHORISATION.format(f'<type>AEOC</type>{HELD}')}</CC515C>")
    assert parties(one) == [("other", "", [("DE1", "authorisation-holder")])]
    number = "<referenceNumber>DEAEOC1</referenceNumber>"
    for kind in ("AEOC", "C501"):
        both = AUTHORISATION.format(f"<type>{kind}</type>{number}{HELD}")
        (one,) = read(f"<CC515C>{OWN}{both}</CC515C>")
        assert parties(one) == [
            ("exporter", "", [("DE1", "id"), ("DE1", "authorisation-holder")]),
            ("other", "", [("DEAEOC1", "aeo-number")]),
        ]


def test_a_holder_or_a_document_without_a_code_is_none() -> None:
    assert not read(wco("<AuthorisationHolder><ID>N</ID></AuthorisationHolder>"))[0].parties
    kept = "<referenceNumber>N</referenceNumber>"
    assert not read(f"<CC515C><Authorisation>{kept}</Authorisation></CC515C>")[0].parties


INNER = "<Declaration><ID>2</ID>{}<Exporter><ID>IN</ID></Exporter></Declaration>"
OUTER = "<ID>1</ID>{}<Importer><ID>BEFORE</ID></Importer>{}<Exporter><ID>OUT</ID></Exporter>"
ON_15, ON_16 = (ACCEPTED.format(day) for day in ("20261115", "20261116"))


def both_ways(text: str) -> list:
    """Read at once, and piece by piece: a comment in front makes it long."""
    short = read(text)
    at = text.index(">") + 1
    long = read(f"{text[:at]}<!--{'x' * 70_000}-->{text[at:]}")
    assert short == long
    return short


@pytest.mark.parametrize(("own", "accepted"), [(ON_16, "2026-11-16"), ("", "")])
@pytest.mark.parametrize("wrapper", ["{}", "<all>{}</all>", "<all><Response>{}</Response></all>"])
def test_a_declaration_in_another_has_its_own_acceptance_or_none(own, accepted, wrapper) -> None:
    """Its parties were asked about for the acceptance of the other."""
    text = wrapper.format(wco(OUTER.format(ON_15, INNER.format(own)), ""))
    inner, outer = both_ways(text)
    assert (inner.number, inner.accepted_at) == ("2", accepted)
    assert parties(inner) == [("exporter", "", [("IN", "id")])]
    assert (outer.number, outer.accepted_at) == ("1", "2026-11-15")
    assert parties(outer) == [
        ("importer", "", [("BEFORE", "id")]),
        ("exporter", "", [("OUT", "id")]),
    ]
    assert inner.is_notification == outer.is_notification == ("Response" in wrapper)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "inner", ["<Declaration/>", "<d:Declaration xmlns:d='urn:wco:datamodel:'/>"]
)
def test_an_empty_one_in_another_is_one_too(inner: str, encoding: str) -> None:
    for text in (f"<Declaration>{inner}</Declaration>", f"<a>{inner}{inner}</a>"):
        assert len(read(text.encode(encoding))) == 2


def test_several_in_one_another_are_each_one() -> None:
    deepest = INNER.format(ON_16)
    between = wco(f"<ID>3</ID><GoodsShipment>{deepest}{deepest}</GoodsShipment>", "")
    several = both_ways(wco(f"<ID>4</ID>{between}{deepest}", ""))
    assert [one.number for one in several] == ["2", "2", "3", "2", "4"]
    assert [len(one.parties) for one in several] == [1, 1, 0, 1, 0]


def test_a_declaration_of_another_namespace_is_a_wrapper() -> None:
    inner = wco("<ID>1</ID><Exporter><ID>A</ID></Exporter>")
    (one,) = both_ways(wco(inner, ' xmlns="urn:example:other"'))
    assert parties(one) == [("exporter", "", [("A", "id")])]
    # And in one of the WCO it is a part as others are.
    other = wco("<Exporter><ID>B</ID></Exporter>", ' xmlns="urn:example:other"')
    (one,) = both_ways(wco(f"<ID>1</ID>{other}"))
    assert parties(one) == [("exporter", "", [("B", "id")])]


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("CC515C", "<Exporter><identificationNumber>{}</identificationNumber></Exporter>"),
        ("ASYCUDA", "<Exporter><Exporter_code>{}</Exporter_code></Exporter>"),
    ],
)
def test_so_it_is_in_the_other_forms(name: str, party: str) -> None:
    inner = f"<{name}>{party.format('IN')}</{name}>"
    several = both_ways(f"<{name}>{party.format('OUT')}{inner}</{name}>")
    assert [parties(one)[0][2] for one in several] == [[("IN", "id")], [("OUT", "id")]]


def test_the_limit_is_of_a_declaration_with_those_in_it() -> None:
    inner = wco(f"<ID>{'1' * 9000}</ID>", "")
    text = wco(inner * 60, "")
    *several, last = read(text, declaration_bytes=1 << 17)
    assert last == "AEO-HOS-03"
    assert 0 < len(several) < 60
    wrapped = f"<all>{inner * 60}</all>"
    assert len(read(wrapped, declaration_bytes=1 << 17)) == 60


TWO_IN_16C = (
    "<AEOMutualRecognitionParty><ID>HK1</ID><ID>HK2</ID><RoleCode>EX</RoleCode>"
    "</AEOMutualRecognitionParty><Exporter><Name>A</Name></Exporter>"
)
TWO_IN_A_DOCUMENT = (
    "<AdditionalDocument><TypeCode>Y022</TypeCode><ID>A1</ID><ID>A2</ID>"
    "</AdditionalDocument><Exporter><Name>A</Name></Exporter>"
)


@pytest.mark.parametrize(
    ("inner", "numbers"),
    [
        ("<Exporter><ID>HK1</ID><ID>HK2</ID></Exporter>", ["HK1", "HK2"]),
        ("<Exporter><ID>HK1</ID><ID> HK1 </ID><ID/></Exporter>", ["HK1"]),
        (
            TWO_IN_16C,
            ["HK1", "HK2"],
        ),
        (
            TWO_IN_A_DOCUMENT,
            ["A1", "A2"],
        ),
    ],
)
def test_each_number_of_a_party_is_quoted_however_many_there_are(inner, numbers) -> None:
    """The first of several was looked up alone, and hid that they lead to two firms."""
    (one,) = read(wco(inner))
    assert [number.value for party in one.parties for number in party.numbers] == numbers


def test_each_number_is_quoted_in_the_other_forms_too() -> None:
    number = "<identificationNumber>{}</identificationNumber>"
    two = number.format("HK1") + number.format("HK2")
    actor = f"<AdditionalSupplyChainActor><role>MF</role>{two}</AdditionalSupplyChainActor>"
    (one,) = read(f"<CC515C><Exporter>{two}</Exporter>{actor}</CC515C>")
    assert [[n.value for n in party.numbers] for party in one.parties] == [
        ["HK1", "HK2"],
        ["HK1"],
        ["HK2"],
    ]
    codes = "<Exporter_code>1</Exporter_code><Exporter_code>2</Exporter_code>"
    (one,) = read(f"<ASYCUDA><Traders><Exporter>{codes}</Exporter></Traders></ASYCUDA>")
    assert [n.value for n in one.parties[0].numbers] == ["1", "2"]


@for_each_row(
    ("days", "accepted"),
    [
        (("20261115",), "2026-11-15"), (("20261115", "20261115"), "2026-11-15"),
        (("20261115", "20250115"), ""), (("20261115", "soon"), ""), ((), ""),
    ],
)  # fmt: skip
def test_two_acceptances_that_differ_are_none(days, accepted) -> None:
    (one,) = read(wco("".join(map(ACCEPTED.format, days))))
    assert one.accepted_at == accepted
    told = "".join(f"<declarationAcceptanceDate>{day}</declarationAcceptanceDate>" for day in days)
    (one,) = read(f"<CC415B>{told}</CC415B>")
    assert one.accepted_at == accepted


@for_each_row(
    ("types", "flow"),
    [(("IMA",), "import"), (("IMA", "IMZ"), "import"), (("IMA", "EXA"), None), ((), None)],
)
def test_two_types_that_differ_tell_no_flow(types, flow) -> None:
    (one,) = read(wco("".join(f"<TypeCode>{kind}</TypeCode>" for kind in types)))
    assert one.flow == flow
    told = "".join(f"<Sad_flow>{kind[0]}</Sad_flow>" for kind in types)
    (one,) = read(f"<ASYCUDA><Property>{told}</Property></ASYCUDA>")
    assert one.flow == flow


@pytest.mark.parametrize(
    "before",
    [
        "<!-- <Declaration > -->",
        "<?note <Declaration > ?>",
        '<?xml version="1.0"?><?note <Declaration > ?>',
    ],
)
def test_the_name_of_a_declaration_in_an_aside_tells_no_form(before: str) -> None:
    asycuda = "<ASYCUDA><Exporter><Exporter_code>HK1</Exporter_code></Exporter></ASYCUDA>"
    (one,) = read(before + asycuda)
    assert parties(one) == [("exporter", "", [("HK1", "id")])]


def test_what_stands_before_a_declaration_is_looked_at_each_time() -> None:
    document = '<?xml version="1.0" encoding="{}"?><Declaration ><ID>1</ID></Declaration>'
    for encoding, is_read in (("UTF-8", True), ("UTF-7", False), ("UTF-8", True), ("UTF-7", False)):
        (one,) = read(document.format(encoding))
        assert isinstance(one, Declaration) is is_read
    doctype = read("<!DOCTYPE Declaration ><Declaration ><ID>1</ID></Declaration>")
    assert doctype == ["AEO-HOS-01"]


PARTY = "<Exporter><identificationNumber>{}</identificationNumber></Exporter>"
MESSAGE_A, MESSAGE_B = (
    f"<CC015C>{PARTY.format('A')}</CC015C>",
    f"<CC013C>{PARTY.format('B')}</CC013C>",
)
OF_WCO = wco("<Exporter><ID>C</ID></Exporter>")
OF_ASYCUDA = "<ASYCUDA><Exporter><Exporter_code>D</Exporter_code></Exporter></ASYCUDA>"


@for_each_row(
    ("text", "numbers"),
    [
        (f"<all>{MESSAGE_A}{MESSAGE_B}</all>", "AB"),
        (f"<all>{MESSAGE_B}{MESSAGE_A}{MESSAGE_B}</all>", "BAB"),
        (f"<all><a>{MESSAGE_A}</a><b><c>{MESSAGE_B}</c></b></all>", "AB"),
        (f"<all>{MESSAGE_A}{OF_WCO}{OF_ASYCUDA}{MESSAGE_B}</all>", "ACDB"),
        (f"<all>{OF_WCO}{MESSAGE_A}</all>", "CA"),
        (f"<all>{OF_ASYCUDA}{OF_WCO}</all>", "DC"),
        (MESSAGE_A.replace("</CC015C>", f"{MESSAGE_B}</CC015C>"), "BA"),
        (OF_WCO.replace("</Dec", f"{MESSAGE_A}</Dec"), "AC"),
        (OF_ASYCUDA.replace("</ASY", f"<all>{OF_WCO}</all></ASY"), "CD"),
        (f'<x:all xmlns:x="urn:x"><x:CC015C>{PARTY.format("A")}</x:CC015C></x:all>', "A"),
        (f"<all><!-- <CC013C> -->{MESSAGE_A}</all>", "A"),
        (f"<all>{'<x/>' * 99}{MESSAGE_A}{'<x/>' * 99}{MESSAGE_B}</all>", "AB"),
    ],
)  # fmt: skip
def test_each_message_of_a_file_is_read_whatever_its_name(text: str, numbers: str) -> None:
    """Of two names in one envelope the first alone was read, and nobody was told."""
    met = both_ways(text)
    assert "".join(one.parties[0].numbers[0].value for one in met) == numbers
    assert [len(one.parties) for one in met] == [1] * len(numbers)
    assert read(text.encode("utf-16")) == met


def test_a_message_far_behind_the_beginning_is_found() -> None:
    for gap in (65_520, 65_536, 1 << 20, (1 << 20) + 65_530):
        text = f"<all>{MESSAGE_A}<x>{'y' * gap}</x>{MESSAGE_B}</all>"
        assert [one.parties[0].numbers[0].value for one in read(text)] == ["A", "B"]


def test_a_file_of_messages_of_many_names_is_refused() -> None:
    several = (f"<CC{number:03}C/>" for number in range(200))
    assert read(f"<all>{''.join(several)}</all>") == ["AEO-HOS-03"]


FILLED = " " * 600
REACHES = 512  # characters of a number that is told


@for_each_row(
    "content",
    [
        wco(f"<Exporter><ID>HK1{FILLED}9</ID></Exporter>"),
        wco(f"<AdditionalDocument><TypeCode>Y022</TypeCode><ID>HK1{FILLED}9</ID></AdditionalDocument>"),
        f"<CC515C>{PARTY.format(f'HK1{FILLED}9')}</CC515C>",
        f"<ASYCUDA><Exporter><Exporter_code>HK1{FILLED}9</Exporter_code></Exporter></ASYCUDA>",
        f"declaration,role,id\n1,exporter,HK1{FILLED}9\n",
        f"declaration,role,aeoNumber\n1,exporter,HK1{FILLED}9\n",
    ],
)  # fmt: skip
def test_a_number_that_is_cut_is_that_of_nobody(content: str) -> None:
    """`HK1`, 600 blanks and 9 was read as HK1, and the firm of this number was recognised."""
    (one,) = read(content)
    (number,) = one.parties[0].numbers
    assert len(number.value) == REACHES
    assert compared_number(number.value) == "HK1\N{HORIZONTAL ELLIPSIS}"


@for_each_row(
    "inner",
    [
        "<Exporter><ID>HK1<x/>9</ID></Exporter>",
        "<Exporter><ID><x>HK1</x></ID></Exporter>",
        "<AdditionalDocument><TypeCode>Y022</TypeCode><ID>HK1<x/>9</ID></AdditionalDocument>",
        "<AdditionalDocument><TypeCode>Y022<x/>9</TypeCode><ID>HK1</ID></AdditionalDocument>",
        "<AEOMutualRecognitionParty><ID>HK1<x/>9</ID></AEOMutualRecognitionParty>",
    ],
)
def test_a_number_or_code_in_which_elements_stand_is_none(inner: str) -> None:
    """What stood behind the element was passed over, and the beginning was looked up."""
    assert not read(wco(inner))[0].parties
    assert not read(f"<CC515C>{PARTY.format('HK1<x/>9')}</CC515C>")[0].parties
    code = "<Exporter_code>HK1<null/>9</Exporter_code>"
    assert not read(f"<ASYCUDA><Exporter>{code}</Exporter></ASYCUDA>")[0].parties


def test_two_moments_in_one_acceptance_that_differ_are_none() -> None:
    moment = "<DateTimeString{}>{}</DateTimeString>"

    def accepted(*moments: tuple[str, str]) -> str:
        told = "".join(moment.format(form, text) for form, text in moments)
        return read(wco(f"<AcceptanceDateTime>{told}</AcceptanceDateTime>"))[0].accepted_at

    assert accepted(("", "20261115"), ("", "20261115")) == "2026-11-15"
    assert accepted(("", "20261115"), ("", "20250115")) == ""
    assert accepted(("", "20261115"), ("", "soon")) == ""
    # 5 November 2020, 10:12:30, in the form without a century; not 10 May 2011.
    assert accepted((' formatCode="202"', "201105101230")) == ""
    assert accepted((' formatCode="203"', "201105101230")) == "2011-05-10T12:30:00"


def test_the_acceptance_of_a_message_is_its_own_and_not_of_a_document_in_it() -> None:
    told = "<declarationAcceptanceDate>2026-11-15</declarationAcceptanceDate>"
    for inner, accepted in (
        (told, "2026-11-15"),
        (f"<TransitOperation>{told}</TransitOperation>", "2026-11-15"),
        (f"<PreviousDocument>{told}</PreviousDocument>", ""),
        (f"<GoodsShipment><ExportOperation>{told}</ExportOperation></GoodsShipment>", ""),
    ):
        (one,) = read(f"<CC429C>{inner}</CC429C>")
        assert one.accepted_at == accepted


def test_two_names_and_two_addresses_that_differ_are_both_told() -> None:
    """A link of an officer is for name and address together: the first alone was compared."""
    line = "<Address><Line>1 Road</Line>{}<CountryCode>HK</CountryCode></Address>"
    for inner, name, address in (
        (f"<Name>A</Name><Name>A</Name>{line.format('')}", "A", "1 Road, HK"),
        (f"<Name>A</Name><Name>B</Name>{line.format('')}", "A, B", "1 Road, HK"),
        (f"<Name>A</Name>{line.format('<Line>Unit 2</Line>')}", "A", "1 Road, Unit 2, HK"),
        (f"<Name>A</Name>{line.format('')}{line.format('')}", "A", "1 Road, HK"),
    ):
        party = read(wco(f"<Exporter>{inner}</Exporter>"))[0].parties[0]
        assert (party.name, party.address, party.country) == (name, address, "HK")
    two = "<name>A</name><Address><city>X</city></Address><Address><city>Y</city></Address>"
    assert read(f"<CC515C><Exporter>{two}</Exporter></CC515C>")[0].parties[0].address == "X, Y"


def parquet(**columns: object) -> bytes:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet as files

    held = io.BytesIO()
    files.write_table(pyarrow.table(columns), held)
    return held.getvalue()


def test_a_guard_is_a_thing_of_csv_alone() -> None:
    """DEC-1-12: an apostrophe before what a spreadsheet would run, in CSV."""
    for cell, number in (
        ("'=HK1", "=HK1"),
        ("'\tHK1", "HK1"),
        ("''HK1", "'HK1"),
        ("'HK1", "'HK1"),
        (" '=HK1", "'=HK1"),
        ("HK1", "HK1"),
    ):
        (one,) = read(f"declaration,role,id\n1,exporter,{cell}\n")
        assert one.parties[0].numbers[0].value == number
        line = {"parties": [{"role": "exporter", "numbers": [{"value": cell}]}]}
        for content in (parquet(declaration=["1"], id=[cell]), json.dumps(line)):
            (one,) = read(content)
            assert one.parties[0].numbers[0].value.strip() == cell.strip()


def test_columns_of_parquet_are_not_guessed_and_bytes_are_text() -> None:
    assert read(parquet(declaration=["1"], id=["HK1"], ID=["HK2"])) == ["AEO-SYN-01"]
    (one,) = read(parquet(declaration=["1"], id=[b"HK1"], note=["a"], Note=["b"]))
    assert one.parties[0].numbers[0].value == "HK1"


def test_bytes_that_are_not_utf_8_cost_no_other_row_its_answer() -> None:
    """The whole file was refused for one of them, also where nobody asks for the column."""
    numbers = [b"HK1", b"HK\xff", None, b"HK3"]
    told = read(parquet(declaration=list("1234"), id=numbers, note=[b"\xff"] * 4))
    assert told[1] == "AEO-SYN-04"
    assert [one.number for one in (told[0], *told[2:])] == ["1", "3", "4"]


def test_instants_of_parquet_that_cannot_be_told_are_a_finding() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for kind, value, told in (
        (pyarrow.timestamp("ns"), 1_761_782_400_000_000_001, "2025-10-30T00:00:00"),
        (pyarrow.timestamp("ns", "Asia/Tokyo"), 1_761_782_400_000_000_001, "2025-10-30T00:00:00Z"),
        (pyarrow.timestamp("us", "Mars/Olympus"), 0, "1970-01-01T00:00:00Z"),  # it holds UTC
        (pyarrow.timestamp("s"), 1 << 50, None),
    ):
        moments = pyarrow.array([value], kind)
        (one,) = read(parquet(declaration=["1"], acceptedAt=moments, id=["HK1"]))
        assert one == "AEO-SYN-01" if told is None else one.accepted_at == told


def test_a_number_that_a_spreadsheet_has_rounded_is_none() -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    for number, is_read in ((123_456_789_012_345, True), (1_234_567_890_123_450, False)):
        held = io.BytesIO()
        book = xlsxwriter.Workbook(held)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["declaration", "role", "id"])
        sheet.write_row(1, 0, ["1", "exporter", number])
        book.close()
        (one,) = read(held.getvalue())
        assert (one != "AEO-SYN-01") is is_read


def test_two_words_of_a_layout_that_are_one_are_refused(tmp_path: Path) -> None:
    text = (SAMPLES / "sheet.toml").read_text("utf-8")
    words = '[roles]\n"Exp." = "exporter"\n"EXP" = "importer"\n\n[[fields]]'
    (tmp_path / "l.toml").write_text(text.replace("[[fields]]", words, 1), "utf-8")
    with pytest.raises(LayoutError, match="are one word"):
        declaration_layout(tmp_path / "l.toml")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<CC515C>", ["CC515C"]),
        ("<n:CC015C\n>", ["CC015C"]),
        ("<IE3F32/><CC015C>", ["CC015C", "IE3F32"]),
        ("<IE1IE515C><IE515C>", ["IE515C"]),  # the first is too long for a name
        ("<CCC015C><CC15C><IEA1>", []),
        ("<a>CC515C </a><a b='IE515C '/>", []),
    ],
)
def test_a_message_of_the_union_is_told_by_its_whole_name_in_a_tag(
    text: str, names: list[str]
) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert names_in(text.encode(encoding)) == (*ALWAYS, *names)
