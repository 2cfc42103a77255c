"""Whatever the bytes are, a reader of declarations reads them or says why not, and nothing else."""

from __future__ import annotations

import json
from functools import cache
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, PartyRole
from aeo_exchange.declarations.declaration import QuotedNumber as Quoted
from aeo_exchange.declarations.layout import declaration_layout
from aeo_exchange.declarations.readers import asycuda, eu, wco
from aeo_exchange.declarations.readers.contents import declarations_of
from aeo_exchange.declarations.readers.limits import DeclarationLimits
from aeo_exchange.formats import Content
from aeo_exchange.resources import published
from declarations.matched import matcher

SAMPLES = published("samples/declarations")
FILES = sorted(file for file in SAMPLES.iterdir() if file.suffix != ".toml")
BEGINNINGS = (b"", b"<", b"<?xml", b"{", b"PK\3\4", b"\xff\xfe<\0", b"declaration,role,id\n")
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@cache
def by():
    return matcher(by_name=False)


def read(content: bytes) -> Declaration:
    (one,) = declarations_of(
        Content(name="d", held=content), declaration_layout(None), DeclarationLimits()
    )
    assert one.declaration is not None
    return one.declaration


def met(content: bytes) -> list[Declaration]:
    """Read everything, and ask about all of it: neither may fail."""
    read = []
    one = Content(name="d", held=content)
    for each_met in declarations_of(one, declaration_layout(None), DeclarationLimits()):
        assert (each_met.declaration is None) is (each_met.refusal is not None)
        if each_met.declaration is not None:
            read.append(each_met.declaration)
            msgspec.json.encode(by().matched(each_met.declaration, "d", each_met.line))
    return read


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(begun: bytes, rest: bytes) -> None:
    met(begun + rest)


@given(st.sampled_from(FILES), st.integers(0), st.integers(0, 40), st.binary(max_size=12))
def test_a_sample_with_other_bytes_in_it_is_read_or_refused(
    file, place: int, cut: int, put: bytes
) -> None:
    content = file.read_bytes()
    place %= len(content) + 1
    met(content[:place] + put + content[place + cut :])


numbers = st.builds(Quoted, value=words.filter(bool), scheme=words)
parties = st.builds(
    DeclaredParty, role=st.sampled_from(PartyRole), name=words, numbers=st.tuples(numbers)
)
# Each party once: parties that are equal in everything are one (DEC-1-14).
declarations = st.builds(
    Declaration, number=words, parties=st.lists(parties, max_size=3, unique=True).map(tuple)
)


@given(st.lists(declarations, max_size=4))
def test_what_is_written_as_lines_is_read_again(several: list[Declaration]) -> None:
    lines = [msgspec.json.encode(one) for one in several]
    assert met(b"\n".join(lines)) == several or not lines


@given(words, words)
def test_the_names_of_xml_are_read_as_those_of_json(name: str, number: str) -> None:
    name, number = (
        " ".join(char for char in text.split() if char.isprintable()) for text in (name, number)
    )
    escaped = [json.dumps(text) for text in (name, number)]
    party = f'{{"role":"exporter","name":{escaped[0]},"numbers":[{{"value":{escaped[1]}}}]}}'
    if not number or any(ord(sign) in {0xFFFE, 0xFFFF} for sign in name + number):
        return
    (by_json,) = met(f'{{"parties":[{party}]}}'.encode())
    texts = [
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for text in (name, number)
    ]
    inner = f"<Exporter><Name>{texts[0]}</Name><ID>{texts[1]}</ID></Exporter>"
    (by_xml,) = met(f"<Declaration>{inner}</Declaration>".encode())
    assert by_xml.parties == by_json.parties


# So few elements and texts that many differ in nothing but in what they are called or stand.
PARTS = {
    "Declaration": (
        ("Exporter", "Importer", "AEOMutualRecognitionParty", "AdditionalDocument"),
        ("ID", "Name", "RoleCode", "TypeCode", "Line", "Address"),
    ),
    "CC515C": (
        ("Exporter", "carrier", "AdditionalSupplyChainActor", "Authorisation"),
        ("identificationNumber", "name", "role", "type", "referenceNumber", "Address"),
    ),
    "ASYCUDA": (
        ("Exporter", "Consignee", "Attached_documents"),
        ("Exporter_code", "Exporter_name", "Consignee_code", "Attached_document_code"),
    ),
}
TEXTS = ("A", "", "Y022", "<Line>A</Line>", "A<Line/>")
KEPT = ((wco, "_met"), (eu, "_party"), (eu, "_actor"), (asycuda, "_party"))
AT_ONCE = 100  # parties of a document that is not long


def documents_of(form: str) -> list[bytes]:
    """Return every party of up to two parts, a hundred in a document."""
    parties, names = PARTS[form]
    parts = [f"<{name}>{text}</{name}>" for name, text in product(names, TEXTS)]
    inner = ["", *parts, *map("".join, product(parts, parts))]
    written = [f"<{party}>{one}</{party}>" for one, party in product(inner, parties)]
    begins = range(0, len(written), AT_ONCE)
    several = ("".join(written[begin : begin + AT_ONCE]) for begin in begins)
    return [f"<{form}>{one}</{form}>".encode() for one in several]


@pytest.mark.parametrize("form", PARTS)
def test_a_party_that_was_met_before_is_read_as_the_first_time(form: str) -> None:
    documents = documents_of(form)
    with pytest.MonkeyPatch.context() as patched:
        for module, name in KEPT:
            patched.setattr(module, name, getattr(module, name).__wrapped__)
        alone = [read(one) for one in documents]
    assert [read(one) for one in documents] == alone
    assert [read(one) for one in reversed(documents)] == alone[::-1]
    assert sum(len(declaration.parties) for declaration in alone) > len(documents)
