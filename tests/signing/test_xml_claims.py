"""Claims that cannot be read as a tree are refused as claims, and as nothing else."""

from __future__ import annotations

import pytest
from lxml import etree

from aeo_exchange.errors import BadSignature
from aeo_exchange.model.shape import NAMESPACE
from aeo_exchange.signing.xml_claims import read_claims
from rows import for_each_row

DEEP, LONG = 100, 5000  # levels, and digits of a number, more than a reader takes


@for_each_row(
    "inner",
    [
        f"<Iat>{'<A>' * DEEP}{'</A>' * DEEP}</Iat>",
        f"{'<A>' * DEEP}{'</A>' * DEEP}",
        f"<Iat>{'1' * LONG}</Iat>",
    ],
)
def test_claims_beyond_a_limit_of_the_reader_are_not_in_the_form_of_claims(inner: str) -> None:
    element = etree.fromstring(f'<Claims xmlns="{NAMESPACE}">{inner}</Claims>')
    with pytest.raises(BadSignature, match="not in the form of claims") as refused:
        read_claims(element)
    assert refused.value.rule == "AEO-SIG-08"
