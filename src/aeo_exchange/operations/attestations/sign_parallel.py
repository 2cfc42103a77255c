"""Signing by several worker processes, with the attestations in the order of the content.

The key travels to the workers in memory; a key in hardware stays where it is and signs alone.
Each worker draws its own places, so what gives them must let one process in at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from msgspec import Struct

from aeo_exchange.errors import NotSigned
from aeo_exchange.formats import Content
from aeo_exchange.operations.attestations.sign import Order
from aeo_exchange.operations.attestations.sign_many import SigningOutcome, Terms, sign_readings
from aeo_exchange.operations.reading import read
from aeo_exchange.operations.records.validate_parallel import parts_of_contents
from aeo_exchange.operations.workers import Share, Work, in_order
from aeo_exchange.report import Report
from aeo_exchange.signing.attestation import Envelope
from aeo_exchange.signing.keys import SoftwareKey, read_private_key

__all__ = ["sign_with_workers"]

_PEM = serialization.Encoding.PEM


class _Setup(Struct, frozen=True, kw_only=True):
    """An order in a form that travels, with all else that a worker needs; shows no key."""

    private: bytes
    certificate: bytes | None
    wishes: tuple[str, str | None, str | None, Envelope, bool]
    terms: Terms

    def __repr__(self) -> str:
        return "_Setup()"

    @classmethod
    def of(cls, order: Order, terms: Terms) -> _Setup:
        """Return the setup of an order; raises NotSigned for a key in hardware."""
        if not isinstance(order.key, SoftwareKey):
            raise NotSigned("", "a key in hardware can sign with one worker only")
        private = order.key.key.private_bytes(
            _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return cls(
            private=private,
            certificate=order.certificate.public_bytes(_PEM) if order.certificate else None,
            wishes=(order.at, order.expires, order.issuer, order.envelope, order.full),
            terms=terms,
        )

    def order(self) -> Order:
        """Return the order again; randomness is that of the operating system."""
        at, expires, issuer, envelope, full = self.wishes
        certificate = self.certificate
        return Order(
            key=read_private_key(self.private),
            at=at,
            expires=expires,
            issuer=issuer,
            envelope=envelope,
            full=full,
            certificate=x509.load_pem_x509_certificate(certificate) if certificate else None,
        )


def sign_with_workers(
    contents: Iterable[Content], order: Order, terms: Terms, *, jobs: int
) -> Iterator[SigningOutcome]:
    """Yield the same outcomes as `sign_many`, worked out by several processes."""
    setup = _Setup.of(order, terms)
    work = Work(module=__name__, prepare=_prepare, settings=(setup,), jobs=jobs)
    for done in in_order(work, _work, parts_of_contents(contents, terms.limits)):
        yield from [done] if isinstance(done, Report) else done


@cache
def _settings() -> dict[str, tuple[_Setup, Order]]:
    """Return the settings of this worker, empty in any other process."""
    return {}


def _prepare(setup: _Setup) -> None:
    _settings()["now"] = (setup, setup.order())


def _work(part: Share) -> list[SigningOutcome]:
    setup, order = _settings()["now"]
    readings = read(part.content, setup.terms.limits, part.form)
    return list(sign_readings(readings, order, setup.terms))
