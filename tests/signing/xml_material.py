"""A valid XML attestation with the keys around it, for the tests of the XML envelope."""

from __future__ import annotations

import datetime as dt
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from aeo_exchange.model.record import AeoRecord
from aeo_exchange.model.tree import Tree
from aeo_exchange.operations.reading import read_record
from aeo_exchange.resources import published
from aeo_exchange.signing.certificates import Bearer, PrivateKey, read_subject, self_signed
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.keys import private_key
from aeo_exchange.signing.projection import project
from aeo_exchange.signing.xades import sign_xml
from signing.xml_forging import Material

__all__ = ["IAT", "certificate_of", "claims_of", "make_material", "sample"]

IAT = "2026-03-01T00:00:00Z"


def sample() -> AeoRecord:
    """Return the record that the tests sign."""
    return read_record(published("samples/records/HK-AEO/TIER1.aeo.json").read_bytes())


def claims_of(record: AeoRecord) -> dict[str, Tree]:
    """Return every claim about a record, signed at IAT, good for a day."""
    iat = numeric_date(IAT)
    return {
        **project(record, IAT),
        "jti": "test-1",
        "iat": iat,
        "nbf": iat,
        "exp": iat + 86_400,
        "status": {"status_list": {"idx": 41_235, "uri": "https://status.example/hk/1"}},
    }


def certificate_of(key: PrivateKey) -> x509.Certificate:
    """Return a certificate of a key; its dates are long past, which must not matter."""
    return self_signed(
        key,
        Bearer(
            subject=read_subject("CN=Customs,O=Example,C=HK"),
            not_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
            not_after=dt.datetime(2020, 1, 2, tzinfo=dt.UTC),
            serial=7,
        ),
    )


@cache  # a key of RSA alone takes a quarter of a second
def make_material() -> Material:
    """Return an attestation of the sample, with keys that were drawn for these tests."""
    key, stranger = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    certificate = certificate_of(key)
    record = sample()
    return Material(
        content=sign_xml(claims_of(record), record, private_key(key), certificate),
        key=key,
        certificate=certificate,
        stranger_key=stranger,
        stranger=certificate_of(stranger),
        rsa=certificate_of(rsa.generate_private_key(65_537, 2048)),
    )
