"""What came of a receipt or an answer, as lines of text with advice at what did not hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.cli.render.first_lines import first_lines
from aeo_exchange.cli.render.recognition import recognition_lines
from aeo_exchange.counting import how_many
from aeo_exchange.operations.exchange.snapshot_advice import advice_on_message
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.answers import Answer, AnsweredEntry
    from aeo_exchange.exchange.message_steps import MessageStep
    from aeo_exchange.exchange.statements import StatementStep
    from aeo_exchange.operations.exchange.answer_apply import AnswerApplied, RejectedThere
    from aeo_exchange.operations.exchange.answers import AnswerShown
    from aeo_exchange.operations.recognition.receipts import ReceiptAnswer
    from aeo_exchange.operations.register.answers import KeptAnswer

__all__ = [
    "answer_lines",
    "applied_lines",
    "kept_lines",
    "made_line",
    "receipt_lines",
    "step_lines",
]


def step_lines(
    steps: Iterable[StatementStep | MessageStep],
    advice_on: Callable[[str], str] = advice_on_message,
) -> Iterator[str]:
    """Yield each step, and under the one that did not hold what to do."""
    for step in steps:
        code = f"{step.code}: " if step.code else ""
        why = f"  {code}{visible(step.reason)}" if step.reason else ""
        yield f"    {step.name:<8} {step.outcome}{why}\n"
        if step.code:
            yield f"             {advice_on(step.code)}; `aeo explain {step.code}` says why\n"


def receipt_lines(answer: ReceiptAnswer) -> Iterator[str]:
    """Yield the verdict on a receipt, its steps, and the decision where all of them held."""
    yield f"{visible(answer.source)}: {answer.verdict} at {answer.at}\n"
    yield from step_lines(answer.steps)
    if answer.receipt is UNSET or answer.steps[-1].outcome != "pass":
        return
    yield f"    signed by {answer.receipt.iss} at {answer.receipt.issued_at}: it was decided\n"
    yield from recognition_lines(answer.receipt.answer)


def made_line(answer: Answer) -> str:
    """Return what an answer says in one line."""
    entries = answer.entries or ()
    counts = Counter(entry.recognition for entry in entries)
    said = "".join(f", {number:,} {name}" for name, number in sorted(counts.items()))
    why = f" ({answer.code})" if answer.code else ""
    rejected = sum(entry.acceptance == "rejected" for entry in entries)
    return (
        f"head {answer.head.sequence} of {answer.aud} {answer.outcome}{why}: "
        f"{how_many(len(entries), 'record')}, {rejected:,} rejected{said}"
    )


def answer_lines(shown: AnswerShown) -> Iterator[str]:
    """Yield what an answer says, record by record."""
    answer = shown.answer
    under = f" under {answer.agreement}" if answer.agreement else ""
    yield f"answer of {answer.iss} to {answer.aud}{under}, signed at {answer.issued_at}\n"
    yield f"{made_line(answer)}\n"
    yield f"signature not checked, key {shown.kid}; digest {shown.digest}\n"
    for entry in answer.entries or ():
        yield f"    {_entry(entry)}\n"


def kept_lines(kept: Sequence[KeptAnswer]) -> Iterator[str]:
    """Yield a line for each answer that a register keeps."""
    if not kept:
        yield "no answer is kept yet\n"
    for one in kept:
        yield f"{one.stream}  {one.kind} at {one.at}: {made_line(one.shown.answer)}\n"


def _entry(entry: AnsweredEntry) -> str:
    codes = f" ({', '.join(entry.codes)})" if entry.codes else ""
    issued = "".join(
        f", {number.scheme}:{visible(number.value)}" for number in entry.identifiers or ()
    )
    revision = f" revision {entry.revision}" if entry.revision else ""
    return f"{entry.key}{revision}: {entry.acceptance}{codes}, {entry.recognition}{issued}"


def applied_lines(told: AnswerApplied) -> Iterator[str]:
    """Yield the verdict on an answer, its steps, and what was taken over."""
    yield f"{visible(told.source)}: {told.verdict} at {told.at}\n"
    yield from step_lines(told.steps)
    if not told.outcome:
        return
    why = f" ({told.code}): `aeo explain {told.code}` says why" if told.code else ""
    yield f"    the head was {told.outcome}{why}\n"
    said = ", ".join(f"{number:,} {name}" for name, number in told.recognition.items())
    yield f"    records: {said or 'none'}\n"
    if told.again:
        yield "    this answer was applied before; nothing was left to do\n"
    yield f"    {told.changed:,} changed, {told.absent:,} not in this register\n"
    yield from first_lines(told.rejected, _rejected)


def _rejected(record: RejectedThere) -> str:
    return f"rejected {record.key}: {', '.join(record.codes)}"
