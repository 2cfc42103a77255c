"""The answer to a question about recognition, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.recognition.answer import (
        RecognitionAnswer,
        RecognitionBasis,
        RecognitionWhy,
    )

__all__ = ["recognition_lines"]

WORDS = {"RECOGNISED": "yes", "NOT_RECOGNISED": "no", "UNDETERMINED": "cannot be told"}


def recognition_lines(answer: RecognitionAnswer) -> Iterator[str]:
    """Yield the result, since when, why, what follows, and what it rests on."""
    yield f"{visible(answer.identifier)}: {answer.result} by {answer.asked_by}, "
    yield f"{WORDS[answer.result]}\n"
    yield f"    {_asked(answer)}\n"
    if answer.since is not UNSET:
        yield f"    so since {answer.since}\n"
    if answer.would_be is not UNSET:
        yield f"    in a stream it would be {answer.would_be}\n"
    for why in answer.reasons:
        yield f"    {_why(why)}\n"
    for part in answer.within_day:
        yield f"    from {part.from_instant} on: {part.result} ({', '.join(part.reasons)})\n"
    for benefit in answer.benefits:
        yield f"    benefit {benefit.code}: {visible(benefit.text)}\n"
    yield from _rests(answer.rests_on)


def _asked(answer: RecognitionAnswer) -> str:
    day = ""
    if answer.from_instant is not UNSET:
        day = f" (from {answer.from_instant} to {answer.until_instant})"
    narrowed = [
        f"{name} {value}"
        for name, value in (("role", answer.party_role), ("flow", answer.flow))
        if value is not UNSET
    ]
    behind = f", {', '.join(narrowed)}" if narrowed else ""
    return f"asked about {answer.at}{day}, as known at {answer.known_at}{behind}"


def _why(why: RecognitionWhy) -> str:
    about = f"{visible(why.key)} " if why.key is not UNSET else ""
    status = f" ({why.status})" if why.status is not UNSET else ""
    return f"{about}{why.code}{status}: {visible(why.because)}"


def _rests(rests: RecognitionBasis) -> Iterator[str]:
    if rests.profile is not UNSET:
        rows = f", row {', '.join(map(str, rests.profile.rows))}" if rests.profile.rows else ""
        yield f"    rests on {rests.profile.code} version {rests.profile.version}{rows}\n"
    for record in rests.records:
        told = ", transcribed" if record.transcribed else ""
        yield f"    rests on {visible(record.key)} revision {record.revision}{told}: "
        yield f"{record.result}\n"
    for head in rests.heads:
        yield f"    rests on head {head.sequence} from {head.sender}, as of {head.as_of}\n"
