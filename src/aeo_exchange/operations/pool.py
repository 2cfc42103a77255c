"""Several workers asked at once, and their answers in the order of the questions.

Every `--jobs` is served here; a worker is a process of the toolkit or a product under test.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Generic, TypeVar

__all__ = ["Pool", "in_turn"]

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Pool(Generic[Question, Answer]):
    """Functions that answer, each one question at a time; a thread waits for each of them.

    At its end nobody is asked any more, and those who were asked have answered.
    """

    def __init__(self, answerers: Sequence[Callable[[Question], Answer]]) -> None:
        self._threads = ThreadPoolExecutor(len(answerers))
        self._idle: SimpleQueue[Callable[[Question], Answer]] = SimpleQueue()
        for answerer in answerers:
            self._idle.put(answerer)

    def ask(self, question: Question) -> Future[Answer]:
        """Put a question to the first idle worker."""
        return self._threads.submit(self._answer, question)

    def stop(self) -> None:
        """Ask nobody any more: who stops early does not wait for what nobody will ask for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def __enter__(self) -> Pool[Question, Answer]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _answer(self, question: Question) -> Answer:
        answerer = self._idle.get()
        try:
            return answerer(question)
        finally:
            self._idle.put(answerer)


def in_turn(asked: Iterable[Future[Answer]], most: int) -> Iterator[Answer]:
    """Yield answers in the order of their questions, with so many waiting at most.

    Raises what an answerer raised, where its answer would stand.
    """
    waiting: deque[Future[Answer]] = deque()
    for question in asked:
        waiting.append(question)
        while len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
