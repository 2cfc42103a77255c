"""One question at many instants: between two instants at which nothing changes, one answer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from aeo_exchange.exchange.recognition.answer import RecognitionAnswer
from aeo_exchange.exchange.recognition.case import RecognitionCase
from aeo_exchange.exchange.recognition.evidence import HeldEvidence
from aeo_exchange.exchange.recognition.question import RecognitionQuestion
from aeo_exchange.exchange.recognition.recognise import case_answer, turning_points
from aeo_exchange.model.instants import is_date

__all__ = ["RecognitionTimeline", "place_among"]


def place_among(turns: Sequence[str], at: str) -> int | str:
    """Return what stands for an instant: between two turns one place, and for a day itself."""
    return at if is_date(at) else bisect_right(turns, at)


class RecognitionTimeline:
    """The answers to a question, whatever its instant or day; each is reckoned once."""

    def __init__(self, question: RecognitionQuestion, evidence: HeldEvidence) -> None:
        self._case = RecognitionCase.of(question, evidence)
        self.turns: Sequence[str] = turning_points(self._case)
        self._answers: dict[int | str, RecognitionAnswer] = {}

    @property
    def tins(self) -> frozenset[str]:
        """The TINs of those that the number means at some instant."""
        return frozenset([key.holder.tin for key in self._case.keys if key.holder is not None])

    def answer(self, at: str) -> RecognitionAnswer:
        """Return the answer about an instant or a day; raises InvalidInstant as `recognise`."""
        place = place_among(self.turns, at)
        answer = self._answers.get(place)
        if answer is None:
            question = replace(self._case.question, at=at)
            answer = case_answer(self._case._replace(question=question), self.turns)
            self._answers[place] = answer
        return answer if answer.at == at else replace(answer, at=at)
