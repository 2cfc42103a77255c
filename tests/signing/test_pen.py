"""A pen signs for other libraries and gives nothing else of its key away."""

from __future__ import annotations

import copy

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from aeo_exchange.errors import UnusableKey
from aeo_exchange.signing.pen import Pen
from rows import for_each_row
from signing.tokens import HK


def test_what_a_pen_signs_is_signed_by_its_key():
    pen = Pen(HK)
    assert pen.key_size == pen.curve.key_size == 256
    signature = pen.sign(b"a statement", ec.ECDSA(hashes.SHA256()))
    pen.public_key().verify(signature, b"a statement", ec.ECDSA(hashes.SHA256()))


def test_a_pen_signs_by_sha_256_only():
    with pytest.raises(AssertionError):
        Pen(HK).sign(b"", ec.ECDSA(hashes.SHA1()))  # noqa: S303 refused


@for_each_row(
    "act",
    [
        copy.copy,
        copy.deepcopy,
        Pen.private_numbers,
        lambda pen: pen.exchange(ec.ECDH(), pen.public_key()),
        lambda pen: pen.private_bytes(
            encoding=serialization.Encoding.PEM,
            format=serialization.PrivateFormat.PKCS8,
            encryption_algorithm=serialization.NoEncryption(),
        ),
    ],
    ids=["copy", "deep copy", "numbers", "exchange", "bytes"],
)
def test_a_pen_gives_nothing_but_signatures(act):
    with pytest.raises(UnusableKey):
        act(Pen(HK))
