"""What is told of declarations that are not read: why, in which line, and that others are."""

from __future__ import annotations

import pytest

from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.formats import Content
from declarations.test_readers import wco
from rows import for_each_row

AGENTS = "".join(f"<Agent><ID>{number}</ID></Agent>" for number in range(10_001))
LINE = "\n"
BY_THE_WCO = "and in none that begins with urn:wco:datamodel:"
NOT_READ_ON = "the file is not read on"


def told(content: str | bytes, **limits: int) -> list[tuple[str, int | None]]:
    """Return of each declaration its number, or why it is not read, with the line."""
    held = content.encode() if isinstance(content, str) else content
    met = declarations_of(
        Content(name="d", held=held), declaration_layout(None), DeclarationLimits(**limits)
    )
    return [
        (one.refusal.message if one.refusal else one.declaration.number, one.line) for one in met
    ]


FIRST, LAST = wco("<ID>0</ID>"), wco("<ID>2</ID>")


@for_each_row(
    ("inner", "which"),
    [
        (f"<FunctionalReferenceID>L-1</FunctionalReferenceID>{AGENTS}", "declaration L-1"),
        (f"<ID>M-1</ID>{AGENTS}", "declaration M-1"),
        (AGENTS, "the declaration"),
    ],
)
def test_a_declaration_with_too_many_parties_costs_no_other(inner: str, which: str) -> None:
    assert told(f"<all>\n{FIRST}\n{wco(inner)}\n{LAST}</all>") == [
        ("0", None),
        (f"{which} names more than 10,000 parties", 3),
        ("2", None),
    ]
    assert told(wco(inner)) == [(f"{which} names more than 10,000 parties", 1)]


def test_so_it_is_in_the_other_forms_of_xml() -> None:
    parties = "".join(f"<Exporter><name>{number}</name></Exporter>" for number in range(10_001))
    lines = parties.replace("name>", "Exporter_name>")
    for text in (
        f"<CC515C><LRN>1</LRN>{parties}</CC515C><CC515C><LRN>2</LRN></CC515C>",
        f"<ASYCUDA><Number>1</Number>{lines}</ASYCUDA><ASYCUDA><Number>2</Number></ASYCUDA>",
    ):
        assert told(f"<all>\n{text}</all>") == [
            ("declaration 1 names more than 10,000 parties", 2),
            ("2", None),
        ]


def test_of_a_short_file_too_and_of_one_in_another() -> None:
    codes = "".join(f"<ID>{number}</ID><RoleCode>{number}</RoleCode>" for number in range(101))
    many = wco(f"<ID>1</ID><AEOMutualRecognitionParty>{codes}</AEOMutualRecognitionParty>")
    assert told(f"<all>{FIRST}\n{many}{LAST}</all>")[::2] == [("0", None), ("2", None)]
    assert [line for _, line in told(f"<all>{FIRST}\n{many}{LAST}</all>")] == [None, 2, None]
    # What is not read of the inner one is not the outer one's either.
    assert [line for _, line in told(wco(f"<ID>3</ID>\n{many}"))] == [2, None]
    within = wco(f"<ID>3</ID>\n<ID>4</ID>{wco(AGENTS)}")
    assert told(f"<all>{within}{LAST}</all>") == [
        ("the declaration names more than 10,000 parties", 2),
        ("3", None),
        ("2", None),
    ]


def test_rows_with_several_parties_each_that_are_too_many_cost_no_other() -> None:
    header = "declaration,exporter.id,importer.id,carrier.id"
    rows = "".join(f"1,A{number},B{number},C{number}\n" for number in range(4000))
    assert told(f"{header}\n{rows}2,X,Y,Z\n") == [
        ("declaration 1 names more than 10,000 parties", 2),
        ("2", 4002),
    ]


@pytest.mark.parametrize(
    ("bad", "why", "line"),
    [
        (
            "<Exporter>\n<ID>HK0&x;33</ID></Exporter>",
            "not well-formed XML: Entity 'x' not defined",
            3,
        ),
        ("\n<a>" * 300, "elements nest deeper than 256 levels", 257),
        ("\n<a>" * 3000, "elements nest deeper than 256 levels", 257),
        (f"\n<a>{'x' * 10_000_001}", "a text is longer than 10,000,000 bytes", 3),
        (
            f"\n<a b='{'x' * 10_000_001}'/>",
            "a tag, or a comment, is longer than 10,000,000 bytes",
            3,
        ),
        ("\n<a></b>", "not well-formed XML: Opening and ending tag mismatch: a line 3 and b", 3),
    ],
    ids=lambda one: "bad" if len(str(one)) > 12 else str(one),
)
def test_where_the_parser_cannot_go_on_it_is_said_with_the_cause(bad, why, line) -> None:
    *before, (message, at) = told(
        f"<all>{FIRST}\n<Declaration>{bad}</Declaration>", declaration_bytes=1 << 24
    )
    assert before[0] == ("0", None)
    assert message == f"{why}; {NOT_READ_ON}"
    assert at is not None
    assert at - line in {0, 1}  # where the parser looks ahead it is in the line behind
    assert "XML_PARSE" not in message


def test_the_cause_is_that_of_this_file_and_not_of_the_one_before() -> None:
    assert [told(LINE * lines + f"<Declaration>&x{lines};</Declaration>") for lines in (1, 2)] == [
        [(f"not well-formed XML: Entity 'x{lines}' not defined; {NOT_READ_ON}", lines + 1)]
        for lines in (1, 2)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_where_a_declaration_is_too_long_the_line_is_told_up_to_which_was_read(encoding) -> None:
    text = f"<all>\n{FIRST}\n<Declaration>\n{'<a/>' * 60_000}\n</Declaration>{LAST}</all>"
    (first, _), (message, line) = told(text.encode(encoding), declaration_bytes=1 << 16)
    assert first == "0"
    assert message == f"a declaration is longer than 65,536 bytes; {NOT_READ_ON}"
    assert line == (4 if encoding == "utf-8" else None)


@for_each_row(
    ("text", "why"),
    [
        (
            wco("", ' xmlns="URN:WCO:DATAMODEL:2"'),
            f"its element Declaration is in the namespace URN:WCO:DATAMODEL:2, {BY_THE_WCO}",
        ),
        (
            '<all xmlns:d="http://x.example/d"><d:Declaration/></all>',
            f"its element Declaration is in the namespace http://x.example/d, {BY_THE_WCO}",
        ),
        ("<all><One/></all>", "it begins with the element all"),
    ],
)
def test_the_namespace_is_named_in_which_a_declaration_is_none(text: str, why: str) -> None:
    assert told(text) == [(f"no declaration of a form that is known; {why}", 1)]
