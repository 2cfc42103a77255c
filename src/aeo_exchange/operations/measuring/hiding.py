"""Which counts are hidden, so that no small one can be read, nor worked out from the others.

A small count is hidden first. Counts that add up to a total would give one hidden count away, so
others are hidden with it, until no sum and no combination of sums tells a hidden count
(docs/decisions/0060).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

__all__ = ["hidden_counts"]

PRIME = (1 << 61) - 1  # sums are solved modulo a prime, where nothing grows
Key = TypeVar("Key", bound=Hashable)


def hidden_counts(
    counts: Mapping[Key, int],
    sums: Sequence[Sequence[Key]],
    least: int,
    *,
    veiled: Iterable[Key] = (),
) -> frozenset[Key]:
    """Return the keys of counts to hide; those of each of `sums` add up to its last one.

    Counts from 1 to below `least` are small. Zero is shown: that nobody did something tells of
    nobody. What is `veiled` is hidden with the small ones, since another table would tell it.
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}.union(veiled)
    while more := _more(counts, sums, hidden, least):
        hidden |= more
    return frozenset(hidden)


def _more(
    counts: Mapping[Key, int], sums: Sequence[Sequence[Key]], hidden: set[Key], least: int
) -> set[Key]:
    """Return what has to be hidden too; nothing where all is well, or nothing is left to hide."""
    for keys in sums:
        if _tells(counts, keys, hidden, least) and (key := _partner(counts, keys, hidden, least)):
            return {key}
    told = _worked_out(sums, hidden)
    for keys in sums:
        if told.intersection(keys) and (key := _partner(counts, keys, hidden, least)):
            return {key}
    return set()


def _tells(
    counts: Mapping[Key, int], keys: Sequence[Key], hidden: Collection[Key], least: int
) -> bool:
    """Say whether a sum gives away what is hidden in it: too few, or together too small."""
    within = [key for key in keys[:-1] if key in hidden]
    if keys[-1] in hidden:
        return not within and counts[keys[-1]] > 0
    return bool(within) and (len(within) == 1 or sum(counts[key] for key in within) < 2 * least)


def _partner(
    counts: Mapping[Key, int], keys: Sequence[Key], hidden: Collection[Key], least: int
) -> Key | None:
    """Return the count of a sum that hides the others best: a large enough one, the least such.

    The total is the last to go, and zeros go only before it.
    """
    shown = [key for key in keys[:-1] if key not in hidden]
    shown.sort(key=lambda key: (counts[key] < least, counts[key]))
    if shown and counts[shown[0]] >= least:
        return shown[0]
    return keys[-1] if keys[-1] not in hidden else next(iter(shown), None)


def _worked_out(sums: Sequence[Sequence[Key]], hidden: Collection[Key]) -> set[Key]:
    """Return the hidden keys that the sums determine together, whatever the counts are."""
    reduced: dict[Key, dict[Key, int]] = {}
    for keys in sums:
        row = _without_known(dict(_signed(keys, hidden)), reduced)
        if row:
            _keep(row, reduced)
    return {pivot for pivot, row in reduced.items() if len(row) == 1}


def _signed(keys: Sequence[Key], hidden: Collection[Key]) -> Iterator[tuple[Key, int]]:
    for key in keys[:-1]:
        if key in hidden:
            yield key, 1
    if keys[-1] in hidden:
        yield keys[-1], PRIME - 1


def _without_known(row: dict[Key, int], reduced: Mapping[Key, Mapping[Key, int]]) -> dict[Key, int]:
    for key in list(row):
        if key in reduced:
            _subtract(row, reduced[key], row[key])
    return row


def _keep(row: dict[Key, int], reduced: dict[Key, dict[Key, int]]) -> None:
    """Put a row among the others, none of which has its first key afterwards."""
    pivot = next(iter(row))
    inverse = pow(row[pivot], -1, PRIME)
    row = {key: value * inverse % PRIME for key, value in row.items()}
    for other in reduced.values():
        if pivot in other:
            _subtract(other, row, other[pivot])
    reduced[pivot] = row


def _subtract(row: dict[Key, int], other: Mapping[Key, int], times: int) -> None:
    for key, value in other.items():
        left = (row.get(key, 0) - times * value) % PRIME
        if left:
            row[key] = left
        else:
            row.pop(key, None)
