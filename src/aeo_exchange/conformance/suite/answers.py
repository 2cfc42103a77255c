"""The answers that a sender is given: the document of `take-answer` (CNF-3-19).

answers.schema.json is printed from it. What an answer says is for the sender to judge.
"""

from __future__ import annotations

import base64
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from aeo_exchange.conformance.suite.texts import InstantText, Sha256, told

__all__ = ["AnswerSeries", "SeriesAnswer", "SeriesHead"]


class _AnswersPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of the document."""


class SeriesHead(_AnswersPart, frozen=True, kw_only=True):
    """A head that the sender has sent, and the records in its state."""

    head: Annotated[str, told("The bytes of the head, in base64.", contentEncoding="base64")]
    revisions: Annotated[
        dict[str, int], told("The key of each record in its state, with its revision.")
    ]

    @property
    def token(self) -> bytes:
        """The bytes of the head."""
        return base64.b64decode(self.head)


class SeriesAnswer(_AnswersPart, frozen=True, kw_only=True):
    """An answer as it comes."""

    answer: Annotated[str, told("The bytes of the answer, in base64.", contentEncoding="base64")]
    at: Annotated[
        InstantText | UnsetType,
        told("When it comes, in place of the clock; that of the question when absent."),
    ] = UNSET
    chosen: Annotated[
        Sha256 | UnsetType,
        told("Digest of the answer that a person has chosen, where two were signed to one head."),
    ] = UNSET

    @property
    def token(self) -> bytes:
        """The bytes of the answer."""
        return base64.b64decode(self.answer)


class AnswerSeries(_AnswersPart, frozen=True, kw_only=True):
    """The heads that a sender has sent, and the answers that it is given one after the other."""

    heads: Annotated[tuple[SeriesHead, ...], told("The heads that were sent.")] = ()
    answers: Annotated[tuple[SeriesAnswer, ...], Meta(description="In their order.", min_length=1)]
