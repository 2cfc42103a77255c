"""A receipt (XCH-13-11): a decision about recognition, signed by who made it, and back."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.exchange.profile_faults import is_of_side
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.statements import (
    SignedStatement,
    StatementKind,
    StatementStep,
    TrustNow,
    read_statement,
    require_made_by,
    require_past,
    statement_steps,
    statement_token,
)
from aeo_exchange.model.instants import Instant
from aeo_exchange.model.texts import CountryCode, SpecVersion
from aeo_exchange.model.texts import Instant as InstantText
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.signing import refusals
from aeo_exchange.signing.keys import SigningKey

__all__ = ["Receipt", "ReceiptCheck", "receipt_token"]

KIND = StatementKind(typ="aeo-receipt+jwt", form="AEO-XCH-44", longest=1 << 20, name="a receipt")


class Receipt(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What is signed of a decision: who decided, when it was signed, question and answer."""

    spec_version: SpecVersion
    iss: CountryCode
    issued_at: InstantText
    answer: RecognitionAnswer


def receipt_token(answer: RecognitionAnswer, iss: str, key: SigningKey, at: Instant) -> str:
    """Return a decision signed as a receipt at an instant, in the name of an administration."""
    receipt = Receipt(spec_version="1.0", iss=iss, issued_at=at, answer=answer)
    return statement_token(receipt, key, KIND)


class ReceiptCheck:
    """What is known of a receipt so far; `steps` says how far it held."""

    def __init__(self, content: bytes, now: TrustNow, reference: ReferenceData) -> None:
        """Make the steps of XCH-13-12, in their order, up to the first that does not hold."""
        self._content, self._now, self._reference = content, now, reference
        self.signed: SignedStatement[Receipt] | None = None
        self.steps: tuple[StatementStep, ...] = statement_steps(
            (("form", self._look_at_form), ("key", self._look_at_key), ("time", self._look_at_time))
        )

    @property
    def receipt(self) -> Receipt | None:
        """What it says, proved only where every step held."""
        return self.signed.says if self.signed else None

    def _look_at_form(self) -> None:
        self.signed = read_statement(self._content, KIND, Receipt)
        says = self.receipt
        if says is None:
            refusals.refuse(
                NEWER_VERSION, "the receipt is of a later version than this program knows"
            )
        refusals.require(
            is_of_side(says.iss, says.answer.asked_by, self._reference),
            KIND.form,
            f"{says.iss} signed what {says.answer.asked_by} decided",
        )
        refusals.require(
            says.answer.known_at <= says.issued_at,
            KIND.form,
            f"it says what was known at {says.answer.known_at}, after it was signed",
        )

    def _look_at_key(self) -> None:
        assert self.signed is not None
        assert self.receipt is not None
        require_made_by(self.signed.compact, self.receipt.iss, self.receipt.issued_at, self._now)

    def _look_at_time(self) -> None:
        assert self.receipt is not None
        require_past(self.receipt.issued_at, self._now, KIND.name)
