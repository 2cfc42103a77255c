"""The answer about an identifier; members that do not apply are absent."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.reference.schemes import Proof
from aeo_exchange.report import Verdict

__all__ = [
    "Candidate",
    "IdentifierAnswer",
    "TinAnswer",
]


class IdentifierAnswer(Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """Whether a value is a number of its scheme.

    `checked` is the test that decided; `normal` is the number without punctuation, in capitals,
    absent where the form is wrong. VALID says nothing of whether the number was issued.
    """

    scheme: str
    value: str
    normal: str | UnsetType = UNSET
    verdict: Verdict
    checked: Proof
    reason: str
    expected: str | UnsetType = UNSET
    hint: str | UnsetType = UNSET


class TinAnswer(Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """The TIN that a number makes, absent where it makes none, and why it is no certain one.

    `hint` is what a check of the number tells beside, such as that it is a placeholder.
    """

    scheme: str
    value: str
    tin: str | UnsetType = UNSET
    verdict: Verdict
    lossy: bool
    ambiguous: bool
    reasons: tuple[str, ...] = ()
    hint: str | UnsetType = UNSET


class Candidate(Struct, frozen=True, kw_only=True, rename="camel"):
    """A scheme that a value could be of; `ambiguous` when it is not the only one or not certain."""

    scheme: str
    value: str
    verdict: Verdict
    checked: Proof
    ambiguous: bool
    reason: str
