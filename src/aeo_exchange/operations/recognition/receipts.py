"""A decision about recognition kept as a receipt, and a receipt checked years later."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.receipts import Receipt, ReceiptCheck, receipt_token
from aeo_exchange.exchange.statements import StatementStep, TrustNow
from aeo_exchange.model.instants import Instant
from aeo_exchange.operations.statement_verdicts import verdict_of_steps
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict
from aeo_exchange.signing.keys import SigningKey

__all__ = ["ReceiptAnswer", "TrustNow", "check_receipt", "make_receipt"]


class ReceiptAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether a receipt is what was decided, step by step.

    `receipt` is what it says, proved only where the step `key` passed; `verdict` is about the
    receipt, and `receipt.answer.result` about the firm.
    """

    source: str
    at: str
    verdict: Verdict
    steps: tuple[StatementStep, ...]
    digest: str | UnsetType = UNSET
    receipt: Receipt | UnsetType = UNSET


def make_receipt(answer: RecognitionAnswer, key: SigningKey, at: Instant) -> bytes:
    """Return a decision signed by the side that asked, now; raises WrongChoice for a later one."""
    if answer.known_at > at:
        raise WrongChoice(f"no receipt at {at} says what will be known at {answer.known_at}")
    return f"{receipt_token(answer, answer.asked_by, key, at)}\n".encode()


def check_receipt(
    content: bytes, source: str, now: TrustNow, reference: ReferenceData
) -> ReceiptAnswer:
    """Return whether a token is a receipt of the side that it names, signed in the past."""
    check = ReceiptCheck(content, now, reference)
    return ReceiptAnswer(
        source=source,
        at=now.at,
        verdict=verdict_of_steps(check.steps),
        steps=check.steps,
        digest=check.signed.digest if check.signed else UNSET,
        receipt=check.receipt or UNSET,
    )
