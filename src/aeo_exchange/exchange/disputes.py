"""The disputes of a stream: heads of one number between which a person has to decide (XCH-8-8).

There may be several, each about a number of its own. The stream goes on when the last has ended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["Disputes"]

_TOLD = re.compile(
    r"there are (?:two|[0-9]+) heads (?P<number>[0-9]+), with the digests "
    r"(?P<digests>[0-9a-f]{64}(?:, [0-9a-f]{64})* and [0-9a-f]{64})"
)
_DIGEST = re.compile("[0-9a-f]{64}")
TWO = 2  # heads are what most disputes are about


class Disputes:
    """The digests of the heads that each dispute is about, in the order in which they were seen."""

    def __init__(self, heads: Mapping[int, tuple[str, ...]] | None = None) -> None:
        self._heads = dict(heads or {})

    @classmethod
    def told(cls, text: str) -> Disputes:
        """Return the disputes of which a text tells, as `str` of them does."""
        sentences = _TOLD.finditer(text)
        return cls(
            {int(one["number"]): tuple(_DIGEST.findall(one["digests"])) for one in sentences}
        )

    def about(self, number: int) -> tuple[str, ...]:
        """Return the heads of a number between which a person has to decide; none may be."""
        return self._heads.get(number, ())

    def number_of(self, digest: str) -> int | None:
        """Return the number that a head is disputed by, None where it is not."""
        return next((one for one, digests in self._heads.items() if digest in digests), None)

    def joined(self, number: int, *digests: str) -> Disputes:
        """Return the disputes, one of which is about these heads of a number too."""
        heads = dict.fromkeys((*self.about(number), *digests))
        return Disputes({**self._heads, number: tuple(heads)})

    def ended(self, number: int) -> Disputes:
        """Return the disputes without that about a number."""
        return Disputes({one: heads for one, heads in self._heads.items() if one != number})

    def __bool__(self) -> bool:
        """Say whether there is one."""
        return bool(self._heads)

    def __str__(self) -> str:
        """Return in words which heads there are of each number, by their digests."""
        return "; ".join(_sentence(one, self._heads[one]) for one in sorted(self._heads))


def _sentence(number: int, digests: tuple[str, ...]) -> str:
    many = "two" if len(digests) == TWO else str(len(digests))
    *others, last = digests
    return f"there are {many} heads {number}, with the digests {', '.join(others)} and {last}"
