"""Hostile declarations: a clear finding, within bounds, and the others go on."""

from __future__ import annotations

import tracemalloc

import pytest

from declarations.test_readers import SAMPLES, read, wco
from declarations.test_refusals import told

ENTITIES = '<!ENTITY a "HK00000033">'
MUTUAL = "AEOMutualRecognitionParty"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (f"<!DOCTYPE d [{ENTITIES}]>{wco('<Exporter><ID>&a;</ID></Exporter>')}", "AEO-HOS-01"),
        (f'<!DOCTYPE d [<!ENTITY l0 "x">{LAUGHS}]>{wco("&l8;")}', "AEO-HOS-01"),
        (f'<?xml version="1.0"?>\n<!-- {"x" * 9000} -->\n<!DOCTYPE d>{wco("")}', "AEO-HOS-01"),
        (f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/d">{wco("")}'.encode("utf-16"), "AEO-HOS-01"),
        ('<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d+AD4-', "AEO-SYN-04"),
        (f"<!-- {'x' * 70_000} -->{wco('')}", "AEO-HOS-03"),
        (wco("<a>" * 300 + "</a>" * 300), "AEO-HOS-02"),
        (wco("x" * 10_000_001), "AEO-HOS-03"),
        (wco("<Agent/>" * 2_000_000), "AEO-HOS-03"),
        (wco("".join(f"<Agent><ID>{n}</ID></Agent>" for n in range(10_001))), "AEO-HOS-03"),
        (wco("&a;"), "AEO-SYN-01"),
        (wco("<!-- a -- b -->"), "AEO-SYN-01"),
        (wco("").replace("</", "<"), "AEO-SYN-01"),
        ("<w:Declaration/>", "AEO-SYN-01"),
        (wco("<Exporter><Name>\xe9</Name></Exporter>").encode("latin-1"), "AEO-SYN-04"),
        (b'<?xml version="1.0" encoding="UTF-16"?>' + wco("").encode(), "AEO-SYN-01"),
        ("<", "AEO-SYN-01"),
        ('{"number":"' + "x" * 9_000_000 + '"}', "AEO-HOS-03"),
        ('{"a":' * 300, "AEO-HOS-02"),
        (b'{"number":"\xff"}', "AEO-SYN-04"),
        (b"\0\1\2\3", "AEO-SYN-01"),
        (b"PK\3\4", "AEO-SYN-01"),
    ],
    ids=lambda one: one if isinstance(one, str) and len(one) < 12 else "content",
)
def test_a_hostile_file_is_refused_with_its_rule(content, rule) -> None:
    assert read(content) == [rule]


def test_a_longer_declaration_is_read_where_that_is_wanted() -> None:
    text = wco(f"<Exporter><ID>A</ID></Exporter>{'<a>x</a>' * 200_000}")
    assert read(text, declaration_bytes=1 << 20) == ["AEO-HOS-03"]
    (one,) = read(text)
    assert one.parties[0].numbers[0].value == "A"


def test_declarations_before_the_fault_are_answered() -> None:
    good = wco("<ID>1</ID>")
    first, second, refused = read(f"<all>{good}{good}<oops</all>")
    assert (first.number, second.number, refused) == ("1", "1", "AEO-SYN-01")


def test_declarations_in_one_another_are_read_as_deep_as_elements_may_be() -> None:
    for depth in (200, 300):
        text = "<Declaration><Exporter><ID>A</ID></Exporter>" * depth + "</Declaration>" * depth
        told = read(text)
        if depth < 256:
            assert [len(one.parties) for one in told] == [1] * depth
        else:
            assert told == ["AEO-HOS-02"]


def test_a_party_cannot_be_hidden_by_a_comment_in_its_number() -> None:
    (one,) = read(wco("<Exporter><ID>HK00<!-- 9 -->000<?x y?>033</ID></Exporter>"))
    assert one.parties[0].numbers[0].value == "HK00000033"


def _each(written: str, count: int = 1500) -> str:
    return "".join(written.format(number) for number in range(count))


CODE = "<TypeCode>Y022</TypeCode>"
IN_ONE = "the declaration has more than 10,000 numbers with codes in one element"
APART = "the declaration has more than 100,000 numbers apart from its parties"
HUNDRED = _each("<ID>{0}</ID><RoleCode>{0}</RoleCode>", 99)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (wco(f"<{MUTUAL}>{_each('<ID>{0}</ID><RoleCode>{0}</RoleCode>')}</{MUTUAL}>"), IN_ONE),
        (wco(f"<{MUTUAL}>{HUNDRED}</{MUTUAL}>" * 20), APART),
        (
            wco(
                f"<AdditionalDocument><ID>1</ID>{CODE}"
                f"{_each('<TypeCode>{0}</TypeCode><CategoryCode>{0}</CategoryCode>', 250)}"
                "</AdditionalDocument>"
            ),
            IN_ONE,
        ),
        (
            wco(
                f"{_each('<Exporter><ID>1</ID><Name>{0}</Name></Exporter>')}<AuthorisationHolder>"
                + _each('<ID schemeID="{0}">1</ID>')
                + "<CategoryCode>AEOC</CategoryCode></AuthorisationHolder>"
            ),
            APART,
        ),
        (
            "<CC515C><AdditionalSupplyChainActor>"
            + _each("<identificationNumber>{0}</identificationNumber><role>{0}</role>")
            + "</AdditionalSupplyChainActor></CC515C>",
            IN_ONE,
        ),
        (
            "<ASYCUDA><Attached_documents>"
            + _each("<Attached_document_reference>{0}</Attached_document_reference>")
            + _each("<Attached_document_code>{0}</Attached_document_code>")
            + "</Attached_documents></ASYCUDA>",
            IN_ONE,
        ),
    ],
    ids=["class 16C", "many of them", "document", "holder", "actor", "attached document"],
)
def test_numbers_with_codes_that_multiply_are_refused_before_they_are_held(text, why) -> None:
    tracemalloc.start()
    assert told(text) == [(why, 1)]
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 80 << 20


def test_a_document_is_read_once_however_often_it_has_its_code() -> None:
    (one,) = read(wco(f"<AdditionalDocument><ID>1</ID>{CODE * 9_999}</AdditionalDocument>"))
    assert [party.numbers[0].value for party in one.parties] == ["1"]


def test_names_that_come_by_the_thousand_are_cut() -> None:
    names = _each("<Name>Example {0}</Name>", 100_000)
    (one,) = read(wco(f"<Exporter>{names}</Exporter>"))
    assert one.parties[0].name.startswith("Example 0, Example 1, Example 2, ")
    assert (len(one.parties[0].name), one.parties[0].name[-1]) == (512, "\N{HORIZONTAL ELLIPSIS}")
    blanks = f"<Name>Example{' ' * 9000}</Name><Name>Two</Name><Name>Three</Name>"
    (one,) = read(wco(f"<Exporter>{blanks}</Exporter>"))
    assert one.parties[0].name == "Example, Two, Three"


@pytest.mark.long
def test_a_million_rows_of_one_declaration_are_refused_once_and_the_next_is_read() -> None:
    rows = "1,exporter,A\n" * 10_050
    refused, two = read(f"declaration,role,id\n{rows}2,exporter,B\n")
    assert (refused, two.number) == ("AEO-HOS-03", "2")


def test_a_long_file_is_read_in_the_memory_of_one_declaration() -> None:
    whole = (SAMPLES / "wco-import.xml").read_bytes()
    begin, end = whole.index(b"  <Declaration"), whole.index(b"</md:MetaData>")
    many = whole[:begin] + whole[begin:end] * 300 + whole[end:]
    tracemalloc.start()
    assert len(read(many)) == 300
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 12 << 20
