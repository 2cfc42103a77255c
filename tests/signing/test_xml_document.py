"""Two parsers look at an attestation in XML; what one of them refuses is refused."""

from __future__ import annotations

import pytest

from aeo_exchange.errors import BadSignature
from aeo_exchange.signing.xml_document import read_root_element

DEEPEST = 256  # for libxml2; Expat has no bound


def _nested(levels: int) -> bytes:
    return b"<a>" * levels + b"</a>" * levels


def test_as_deep_as_both_parsers_take_it_is_read() -> None:
    assert read_root_element(_nested(DEEPEST)).tag == "a"


def test_what_only_the_second_parser_refuses_is_refused() -> None:
    with pytest.raises(BadSignature, match="not well-formed XML") as caught:
        read_root_element(_nested(DEEPEST + 1))
    assert caught.value.rule == "AEO-SIG-01"


def test_what_only_the_first_parser_sees_is_refused() -> None:
    with pytest.raises(BadSignature) as caught:
        read_root_element(b"<a/>" + b"<!-- behind the root -->")
    assert caught.value.rule == "AEO-SIG-15"
