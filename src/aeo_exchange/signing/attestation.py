"""What a verifier reads from either envelope: claims unproved, and proved once a key has shown it.

Nothing of an attestation is believed before `prove`; what it returns is what was signed, and
nothing else of the document (specification, ATT-3-5).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import StrEnum
from typing import Protocol, TypeAlias, TypeVar

from msgspec import Struct

from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.tree import Tree
from aeo_exchange.signing.keys import VerificationKey

__all__ = ["Envelope", "Proved", "Reading", "Unproved", "in_one_part", "read_whole"]

Read = TypeVar("Read")
# An attestation on its way from text to what it says, part by part: whoever reads many reads the
# same part of each in turn, so that the code of the part stays in the cache of the processor.
Reading: TypeAlias = Generator[None, None, Read]


class Envelope(StrEnum):
    """The two ways in which an attestation is written."""

    SD_JWT = "sd-jwt"
    XADES = "xades"


class Proved(Struct, frozen=True, kw_only=True, gc=False):
    """What a key has signed.

    `tree` holds the claims as they were written, by name: those visible and those disclosed;
    `disclosed` the names of the latter.
    `record` is the content of the AeoRecord inside, in the XML envelope only.
    """

    claims: Claims
    tree: dict[str, Tree]
    disclosed: frozenset[str] = frozenset()
    record: bytes | None = None


class Unproved(Protocol):
    """An attestation that was read and found to be in the form of the standard."""

    @property
    def envelope(self) -> Envelope:
        """How it is written."""

    @property
    def kid(self) -> str:
        """The thumbprint of the key that it names."""

    @property
    def algorithm(self) -> str:
        """The algorithm that it names, ES256 or ES384."""

    @property
    def claims(self) -> Claims:
        """What it claims, unproved: good for looking up the key and nothing else."""

    def prove(self, key: VerificationKey) -> Proved:
        """Return what the key has signed; raises BadSignature (AEO-SIG-19)."""


def in_one_part(read: Callable[..., Read], *about: object) -> Reading[Read]:
    """Read in one part what is rarely read many at a time."""
    yield
    return read(*about)


def read_whole(reading: Reading[Read]) -> Read:
    """Return what a reading comes to; raises the SignatureError that it does."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            read: Read = end.value
            return read
