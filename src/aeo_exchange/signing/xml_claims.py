"""Claims to their XML element and back, spelled as items of a record are (ATT-3-1)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from aeo_exchange.errors import ReadError
from aeo_exchange.formats.limits import Limits
from aeo_exchange.formats.xml_tree import careful_tree
from aeo_exchange.formats.xml_write import group_lines
from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.document import Fault
from aeo_exchange.model.shape import shape_of
from aeo_exchange.model.tree import Tree
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.xml_document import Element

__all__ = ["ReadClaims", "claim_lines", "read_claims"]


class ReadClaims(NamedTuple):
    """Claims, and the tree they were read from."""

    claims: Claims
    tree: dict[str, Tree]


def claim_lines(claims: Claims) -> str:
    """Return the element Claims as it stands inside an attestation."""
    return group_lines(claims, shape_of(Claims), "", 1)


def read_claims(element: Element) -> ReadClaims:
    """Return the claims of an element; raises BadSignature (AEO-SIG-08)."""
    try:
        tree, faults = careful_tree(element, Limits(), shape_of(Claims))
        claims = msgspec.convert(tree, Claims)
    except (ReadError, msgspec.ValidationError) as cause:
        refusals.refuse("AEO-SIG-08", f"not in the form of claims: {excerpt(str(cause))}", cause)
    refusals.require(not faults, "AEO-SIG-08", _first_fault(faults))
    assert isinstance(tree, dict)
    return ReadClaims(claims, tree)


def _first_fault(faults: tuple[Fault, ...]) -> str:
    return "; ".join(f"{excerpt(fault.path)}: {fault.message}" for fault in faults[:1])
