"""The XML Schema of snapshots and deltas (XCH-6-6); that of the record is included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from printing.xsd import print_roots

__all__ = ["print_exchange_xsd"]

# What begins a type, its lines, and what ends it.
_GROUPS = {
    "Base": ("The state that a delta starts from.", [("Root", "RootText"), ("Sequence", "Number")]),
    "Tombstone": (
        "That a view is no more, and why.",
        [
            ("Cause", "TombstoneCause"),
            ("EffectiveFrom", "Instant"),
            ("RetainUntil", "Instant"),
            ("To", "CountryCode"),
        ],
    ),
}
OPTIONAL = frozenset({"To"})


def print_exchange_xsd(
    patterns: Mapping[str, str], causes: Sequence[str], *, record_schema: str
) -> str:
    """Return the schema; `patterns` are those of KeyText, SaltText, RootText and Number."""
    return print_roots(_roots(patterns, causes, record_schema), [], [])


def _roots(patterns: Mapping[str, str], causes: Sequence[str], record_schema: str) -> Iterator[str]:
    yield f'<xs:include schemaLocation="{record_schema}"/>'
    entry = '<xs:element name="Entry" type="StreamEntry" {}/>'
    yield from _root(
        "AeoSnapshot",
        "The entries of a state, in the order of their keys.",
        [entry.format('minOccurs="0" maxOccurs="unbounded"')],
    )
    yield from _root(
        "AeoDelta",
        "What differs from a base, in the order of the keys.",
        [
            '<xs:element name="Base" type="Base"/>',
            '<xs:choice minOccurs="0" maxOccurs="unbounded">',
            f"  {entry.format('')}".replace(" />", "/>"),
            '  <xs:element name="Drop" type="KeyText"/>',
            "</xs:choice>",
        ],
    )
    yield from _complex(
        "StreamEntry",
        "A view, or a tombstone in its place, under its key.",
        [
            '<xs:element name="Key" type="KeyText"/>',
            '<xs:element name="Salt" type="SaltText"/>',
            "<xs:choice>",
            '  <xs:element ref="AeoRecord"/>',
            '  <xs:element name="Tombstone" type="Tombstone"/>',
            "</xs:choice>",
        ],
    )
    for name, (text, members) in _GROUPS.items():
        yield from _complex(name, text, [_member(*member) for member in members])
    for name, pattern in patterns.items():
        yield from _simple(name, [f'<xs:pattern value="{pattern}"/>'])
    yield from _simple("TombstoneCause", [f'<xs:enumeration value="{cause}"/>' for cause in causes])


def _member(name: str, kind: str) -> str:
    least = ' minOccurs="0"' if name in OPTIONAL else ""
    return f'<xs:element name="{name}" type="{kind}"{least}/>'


def _root(name: str, text: str, members: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f'<xs:element name="{name}">'
    yield from _documentation(text)
    yield "  <xs:complexType>"
    yield "    <xs:sequence>"
    yield from (f"      {member}" for member in members)
    yield "    </xs:sequence>"
    yield "  </xs:complexType>"
    yield "</xs:element>"


def _complex(name: str, text: str, members: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f'<xs:complexType name="{name}">'
    yield from _documentation(text)
    yield "  <xs:sequence>"
    yield from (f"    {member}" for member in members)
    yield "  </xs:sequence>"
    yield "</xs:complexType>"


def _documentation(text: str) -> Iterator[str]:
    yield "  <xs:annotation>"
    yield f"    <xs:documentation>{text}</xs:documentation>"
    yield "  </xs:annotation>"


def _simple(name: str, facets: Sequence[str]) -> Iterator[str]:
    yield ""
    yield f'<xs:simpleType name="{name}">'
    yield '  <xs:restriction base="xs:string">'
    yield from (f"    {facet}" for facet in facets)
    yield "  </xs:restriction>"
    yield "</xs:simpleType>"
