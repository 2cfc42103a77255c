"""The XML Schema of an attestation (ATT-3-1): what the schema of the record has, and the rest.

The schema of the record is included, so that an item has one definition in both.
"""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.model.shape import Group, groups_under, leaves
from aeo_exchange.signing.xml_structure import ATTESTATION, DSIG
from printing.xsd import print_roots

__all__ = ["print_attestation_xsd"]


def print_attestation_xsd(claims: Group, record: Group, *, record_schema: str) -> str:
    """Return the XML Schema of AeoAttestation; `record_schema` is the file that it includes."""
    known, known_leaves = groups_under(record), leaves(record)
    return print_roots(
        _roots(claims, record, record_schema),
        [group for group in groups_under(claims) if group not in known],
        [leaf for leaf in leaves(claims) if leaf not in known_leaves],
    )


def _roots(claims: Group, record: Group, record_schema: str) -> Iterator[str]:
    yield f'<xs:include schemaLocation="{record_schema}"/>'
    yield ""
    yield f'<xs:element name="{ATTESTATION}">'
    yield "  <xs:annotation>"
    yield "    <xs:documentation>A record and what is claimed of it, signed.</xs:documentation>"
    yield "  </xs:annotation>"
    yield "  <xs:complexType>"
    yield "    <xs:sequence>"
    yield f'      <xs:element name="{claims.name}" type="{claims.name}"/>'
    yield f'      <xs:element ref="{record.name}"/>'
    yield f'      <xs:any namespace="{DSIG}" processContents="skip"/>'
    yield "    </xs:sequence>"
    yield '    <xs:attribute name="Id" type="xs:ID" use="required"/>'
    yield "  </xs:complexType>"
    yield "</xs:element>"
