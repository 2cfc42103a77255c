"""What of the streams at hand nothing is answered by, for the summary of many answers."""

from __future__ import annotations

from collections.abc import Iterator

from aeo_exchange.declarations.answer import StreamNotCounted
from aeo_exchange.exchange.recognition.evidence import HeldEvidence, HeldStream
from aeo_exchange.exchange.recognition.reasons import RecognitionReason

__all__ = ["not_counted"]


def not_counted(evidence: HeldEvidence) -> tuple[StreamNotCounted, ...]:
    """Return the streams that do not count, whoever is asked about: refused, held, disputed."""
    return tuple(
        StreamNotCounted(stream=stream.sender, code=str(reason), because=because)
        for stream in evidence.streams
        for reason, because in _reasons(stream)
    )


def _reasons(stream: HeldStream) -> Iterator[tuple[RecognitionReason, str]]:
    if stream.refusal is not None:
        yield stream.refusal
    if stream.disputed:
        yield RecognitionReason.DISPUTED, RecognitionReason.DISPUTED.definition
    if stream.restored:
        yield RecognitionReason.RESTORED, RecognitionReason.RESTORED.definition
