"""What came of a receipt or an answer, as lines of text with advice at what did not hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.cli.render.recognition import recognition_lines
from aeo_exchange.operations.snapshot_advice import advice_on_message
from aeo_exchange.report import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.statements import StatementStep
    from aeo_exchange.operations.receipts import ReceiptAnswer

__all__ = ["receipt_lines", "step_lines"]


def step_lines(steps: Iterable[StatementStep]) -> Iterator[str]:
    """Yield each step, and under the one that did not hold what to do."""
    for step in steps:
        code = f"{step.code}: " if step.code else ""
        why = f"  {code}{visible(step.reason)}" if step.reason else ""
        yield f"    {step.name:<8} {step.outcome}{why}\n"
        if step.code:
            advice = advice_on_message(step.code)
            yield f"             {advice}; `aeo explain {step.code}` says why\n"


def receipt_lines(answer: ReceiptAnswer) -> Iterator[str]:
    """Yield the verdict on a receipt, its steps, and the decision where all of them held."""
    yield f"{visible(answer.source)}: {answer.verdict} at {answer.at}\n"
    yield from step_lines(answer.steps)
    if answer.receipt is UNSET or answer.steps[-1].outcome != "pass":
        return
    yield f"    signed by {answer.receipt.iss} at {answer.receipt.issued_at}: it was decided\n"
    yield from recognition_lines(answer.receipt.answer)
